//! The report on a sheet, as text in columns and as one object.
//!
//! In scope: both forms. Out of scope: the sheet of errors (`desk::import_sheet`).
//! I-PRI-1: what is shown of a value was masked where the report was made.

use crate::aligned::aligned;
use desk::import_sheet::{Change, Encoding, FileKind, Report, RowError};
use desk::words::{Lang, Words};
use serde_json::{Value, json};

/// Returns what the sheet is: its rows, columns that were not read, what was changed.
pub(crate) fn summary(words: &Words, report: &Report) -> String {
    let kind = match report.found.map(|found| found.kind) {
        None => "—",
        Some(FileKind::Xlsx) => "xlsx",
        Some(FileKind::Csv { encoding: Encoding::Utf8, .. }) => "csv, UTF-8",
        Some(FileKind::Csv { encoding: Encoding::Gb18030, .. }) => "csv, GB 18030",
    };
    let said = [
        ("file", report.file.clone().into()),
        ("kind", kind.into()),
        ("rows", report.rows.to_string().into()),
        ("good", report.good.to_string().into()),
        ("errors", report.errors_in_all.to_string().into()),
    ];
    let mut text = format!("{}\n", words.say("import-summary", &said));
    if !report.extra_columns.is_empty() {
        let columns = report.extra_columns.join(&words.say("list-separator", &[]));
        let said = [("columns", columns.into())];
        text.push_str(&format!("{}\n", words.say("import-extra-columns", &said)));
    }
    for (change, count) in Change::ALL.into_iter().zip(report.changes) {
        if 0 < count {
            let change = pick(words, change.zh(), change.en());
            let said = [("change", change.into()), ("count", count.to_string().into())];
            text.push_str(&format!("{}\n", words.say("import-change", &said)));
        }
    }
    text
}

/// Returns the first rows as they were read, masked.
pub(crate) fn table(words: &Words, report: &Report) -> String {
    if report.shown.is_empty() {
        return String::new();
    }
    let filled: Vec<usize> = (0..report.form.fields().len())
        .filter(|at| report.shown.iter().any(|(_, cells)| !cells[*at].is_empty()))
        .collect();
    let heading = |at: &usize| report.heading(report.form.fields()[*at].column).to_string();
    let mut rows = vec![vec![words.say("import-row", &[])]];
    rows[0].extend(filled.iter().map(heading));
    for (row, cells) in &report.shown {
        let mut line = vec![row.to_string()];
        line.extend(filled.iter().map(|at| cells[*at].clone()));
        rows.push(line);
    }
    format!("{}\n{}", words.say("import-first-rows", &[]), aligned(&rows))
}

/// Returns every error: row, column, value, what is wrong, what to do.
pub(crate) fn errors(words: &Words, report: &Report) -> String {
    if report.errors.is_empty() {
        return String::new();
    }
    let mut rows = vec![vec![
        words.say("import-row", &[]),
        words.say("import-column", &[]),
        words.say("import-value", &[]),
        words.say("import-trouble", &[]),
        words.say("import-remedy", &[]),
    ]];
    for error in &report.errors {
        let (what, remedy) = said(words, error);
        rows.push(vec![
            error.row.map_or(String::new(), |row| row.to_string()),
            error.column.map_or(String::new(), |column| report.heading(column).to_string()),
            error.value.clone().unwrap_or_default(),
            what,
            remedy.to_string(),
        ]);
    }
    aligned(&rows)
}

/// Returns the report as one object.
pub(crate) fn object(report: &Report) -> Value {
    let error = |error: &RowError| {
        let ((zh, remedy_zh), (en, remedy_en)) = (error.reason.zh(), error.reason.en());
        json!({
            "row": error.row,
            "column": error.column.map(|column| column.zh()),
            "heading": error.column.map(|column| report.heading(column)),
            "value": error.value,
            "reason": error.reason.code(),
            "zh": zh, "remedy_zh": remedy_zh,
            "en": en, "remedy_en": remedy_en,
        })
    };
    let note = |note: &desk::import_sheet::RowNote| {
        json!({
            "row": note.row,
            "column": note.column.zh(),
            "value": note.value,
            "change": note.change.name(),
        })
    };
    let changes = Change::ALL.into_iter().zip(report.changes).filter(|(_, count)| 0 < *count);
    let changes: serde_json::Map<String, Value> =
        changes.map(|(change, count)| (change.name().to_string(), count.into())).collect();
    json!({
        "kind": report.form.name(),
        "file": report.file,
        "digest": vocab::Hash(report.digest()).to_string(),
        "rows": report.rows,
        "good": report.good,
        "wrong": report.wrong(),
        "errors_in_all": report.errors_in_all,
        "errors": report.errors.iter().map(error).collect::<Vec<_>>(),
        "changes": changes,
        "notes": report.notes.iter().map(note).collect::<Vec<_>>(),
        "columns": report.places.iter().map(|(column, at)| json!({
            "column": column.zh(), "heading": report.headings.get(*at),
        })).collect::<Vec<_>>(),
        "extra_columns": report.extra_columns,
    })
}

/// Returns the first rows as they were read, masked, by the names of the columns.
pub(crate) fn shown(report: &Report) -> Value {
    let fields = report.form.fields();
    let row = |(row, cells): &(u32, Vec<String>)| {
        let mut object = serde_json::Map::new();
        object.insert("row".to_string(), (*row).into());
        for (field, cell) in fields.iter().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            object.insert(field.column.zh().to_string(), cell.clone().into());
        }
        Value::Object(object)
    };
    report.shown.iter().map(row).collect()
}

fn said(words: &Words, error: &RowError) -> (String, &'static str) {
    match words.lang() {
        Lang::Zh => error.reason.zh(),
        Lang::En => error.reason.en(),
    }
}

fn pick(words: &Words, zh: &str, en: &str) -> String {
    (match words.lang() {
        Lang::Zh => zh,
        Lang::En => en,
    })
    .to_string()
}
