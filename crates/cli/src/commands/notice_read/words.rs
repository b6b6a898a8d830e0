//! Sentences of `notice read`: figures, anomalies, remedies and errors in the words of a language.
//!
//! In scope: one message for each case; adding a case to `notice` breaks this file until it has
//! its words. Out of scope: layout (`report`) and data (`json`).

use desk::words::{Value, Words};
use notice::{
    Anomaly, Column, Fate, Figure, NoticeError, Reason, Reconciliation, Remedy, Row, Unit,
};

/// The most remedies that are shown one by one; more of them explain nothing.
const REMEDIES_SHOWN_MAX: usize = 5;

/// Returns what the notice plans for an occupation.
pub(super) fn fate(words: &Words, fate: Fate) -> String {
    match fate {
        Fate::Batch(batch) => words.say("fate-batch", &[("batch", batch.into())]),
        Fate::Access => words.say("fate-access", &[]),
    }
}

/// Returns what is counted.
pub(super) fn figure(words: &Words, figure: Figure) -> String {
    match figure {
        Figure::Of(of, Unit::Items) => {
            words.say("figure-fate-items", &[("fate", fate(words, of).into())])
        }
        Figure::Of(of, Unit::Occupations) => {
            words.say("figure-fate-occupations", &[("fate", fate(words, of).into())])
        }
        Figure::Items => words.say("figure-items", &[]),
        Figure::Rows => words.say("figure-rows", &[]),
        Figure::Bodies => words.say("figure-bodies", &[]),
    }
}

/// Returns an anomaly with its lines.
pub(super) fn anomaly(words: &Words, anomaly: &Anomaly) -> String {
    match anomaly {
        Anomaly::RepeatedInItem { item, occupation, lines } => words.say(
            "anomaly-repeated-in-item",
            &[
                ("item", (*item).into()),
                ("occupation", occupation.as_str().into()),
                ("lines", list(lines)),
            ],
        ),
        Anomaly::RepeatedInTable { items, occupation, lines } => words.say(
            "anomaly-repeated-in-table",
            &[
                ("items", list(items)),
                ("occupation", occupation.as_str().into()),
                ("lines", list(lines)),
            ],
        ),
        Anomaly::Inherited { line, item, column: of, value } => {
            let value = match value.parse() {
                Ok(inherited) if *of == Column::Fate => fate(words, inherited),
                _ => value.clone(),
            };
            words.say(
                "anomaly-inherited",
                &[
                    ("line", (*line).into()),
                    ("item", (*item).into()),
                    ("column", column(words, *of).into()),
                    ("value", value.into()),
                ],
            )
        }
        Anomaly::NumberJumps { line, expected, found } => words.say(
            "anomaly-number-jumps",
            &[
                ("line", (*line).into()),
                ("expected", (*expected).into()),
                ("found", (*found).into()),
            ],
        ),
        Anomaly::MixedBrackets { half_width, full_width } => words.say(
            "anomaly-mixed-brackets",
            &[("half", list(half_width)), ("full", list(full_width))],
        ),
        Anomaly::PageHeader { line, text } => words.say(
            "anomaly-page-header",
            &[("line", (*line).into()), ("text", text.as_str().into())],
        ),
        Anomaly::NoStatedTotals => words.say("anomaly-no-stated-totals", &[]),
    }
}

/// Returns what would explain totals that do not agree, one sentence each.
pub(super) fn remedies(words: &Words, result: &Reconciliation) -> Vec<String> {
    if result.remedies.is_empty() {
        return vec![words.say("remedy-none", &[])];
    }
    let mut shown: Vec<String> = Vec::new();
    if REMEDIES_SHOWN_MAX < result.remedies.len() {
        let items: Vec<u32> = result.remedies.iter().map(Remedy::item).collect();
        shown.push(words.say("remedy-many", &[("items", list(&items))]));
    } else {
        shown.extend(result.remedies.iter().map(|one| remedy(words, one)));
    }
    if let Some(likeliest) = &result.likeliest {
        shown.push(words.say("remedy-likeliest", &[("item", likeliest.item().into())]));
    }
    shown
}

fn remedy(words: &Words, remedy: &Remedy) -> String {
    let item = ("item", Value::from(remedy.item()));
    match remedy {
        Remedy::Differs { missing, extra, .. } => {
            let rows = |rows: &[Row]| -> Value<'static> {
                let one = |row: &Row| {
                    let departments = row.departments.join("、");
                    format!("{}（{departments}，{}）", row.occupation, fate(words, row.fate))
                };
                let shown: Vec<String> = rows.iter().map(one).collect();
                if shown.is_empty() { "—".into() } else { shown.join("；").into() }
            };
            let (missing, extra) = (("missing", rows(missing)), ("extra", rows(extra)));
            words.say("remedy-differs", &[item, missing, extra])
        }
        Remedy::Absent { .. } => words.say("remedy-absent", &[item]),
        Remedy::Moved { from, to, rows, .. } => {
            let (from, to) = (fate(words, *from).into(), fate(words, *to).into());
            let variables = [item, ("from", from), ("to", to), ("rows", (*rows).into())];
            words.say("remedy-moved", &variables)
        }
        Remedy::Surplus { fate: of, rows, .. } => {
            let of = fate(words, *of).into();
            words.say("remedy-surplus", &[item, ("fate", of), ("rows", (*rows).into())])
        }
    }
}

/// Returns why a notice cannot be read.
pub(crate) fn error(words: &Words, error: &NoticeError) -> String {
    match error {
        NoticeError::Empty => words.say("error-empty", &[]),
        NoticeError::TooLong { bytes, bytes_max } => {
            words.say("error-too-long", &[("bytes", (*bytes).into()), ("max", (*bytes_max).into())])
        }
        NoticeError::Binary { offset, byte } => words.say(
            "error-binary",
            &[("offset", (*offset).into()), ("byte", format!("0x{byte:02x}").into())],
        ),
        NoticeError::Encoding { utf8_offset, gb18030_offset: Some(gb18030_offset) } => words.say(
            "error-encoding",
            &[("utf8", (*utf8_offset).into()), ("gb18030", (*gb18030_offset).into())],
        ),
        NoticeError::Encoding { utf8_offset, gb18030_offset: None } => {
            words.say("error-damaged", &[("offset", (*utf8_offset).into())])
        }
        NoticeError::Utf16 => words.say("error-utf16", &[]),
        NoticeError::NoTable => words.say("error-no-table", &[]),
        NoticeError::NoRows { line } => words.say("error-no-rows", &[("line", (*line).into())]),
        NoticeError::Unplaceable { line, text, reason: why } => words.say(
            "error-unplaceable",
            &[
                ("line", (*line).into()),
                ("text", text.as_str().into()),
                ("reason", reason(words, why).into()),
            ],
        ),
    }
}

fn reason(words: &Words, reason: &Reason) -> String {
    match reason {
        Reason::NoColumns => words.say("reason-no-columns", &[]),
        Reason::TooManyCells { found } => {
            words.say("reason-too-many-cells", &[("found", (*found).into())])
        }
        Reason::Number(text) => words.say("reason-number", &[("text", text.as_str().into())]),
        Reason::NoItemAbove => words.say("reason-no-item-above", &[]),
        Reason::NoQualification { item } => {
            words.say("reason-no-qualification", &[("item", (*item).into())])
        }
        Reason::NoNumber { qualification } => {
            words.say("reason-no-number", &[("qualification", qualification.as_str().into())])
        }
        Reason::TwoQualifications { item, first, second } => words.say(
            "reason-two-qualifications",
            &[
                ("item", (*item).into()),
                ("first", first.as_str().into()),
                ("second", second.as_str().into()),
            ],
        ),
        Reason::NoOccupation => words.say("reason-no-occupation", &[]),
        Reason::EmptyName(of) => {
            words.say("reason-empty-name", &[("column", column(words, *of).into())])
        }
        Reason::Fate(text) => words.say("reason-fate", &[("text", text.as_str().into())]),
        Reason::NothingToInherit { column: of, item } => words.say(
            "reason-nothing-to-inherit",
            &[("column", column(words, *of).into()), ("item", (*item).into())],
        ),
    }
}

fn column(words: &Words, column: Column) -> String {
    match column {
        Column::Occupations => words.say("column-occupation", &[]),
        Column::Departments => words.say("column-departments", &[]),
        Column::Fate => words.say("column-fate", &[]),
    }
}

fn list(numbers: &[u32]) -> Value<'static> {
    let mut numbers = numbers.to_vec();
    numbers.dedup();
    numbers.iter().map(u32::to_string).collect::<Vec<String>>().join(", ").into()
}
