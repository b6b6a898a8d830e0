//! The answer of `notice read` for programs: one JSON object with rows, totals and anomalies.
//!
//! In scope: wire types of this answer; fields are only ever added.
//! Out of scope: words; a program reads kinds and numbers.

use super::Reading;
use notice::{Anomaly, Check, Column, Reconciliation, Remedy, Row};
use serde::Serialize;
use serde_json::{Value, json};

/// Returns the object, with a line end.
pub(super) fn write(reading: &Reading) -> String {
    let answer = Answer {
        rows: reading.table.rows.iter().map(WireRow::from).collect(),
        totals: totals(reading.instrument.as_deref(), &reading.reconciliation),
        anomalies: reading.table.anomalies.iter().map(anomaly).collect(),
    };
    let mut text = serde_json::to_string_pretty(&answer).expect("plain data always serialises");
    text.push('\n');
    text
}

#[derive(Serialize)]
struct Answer<'r> {
    rows: Vec<WireRow<'r>>,
    totals: Value,
    anomalies: Vec<Value>,
}

#[derive(Serialize)]
struct WireRow<'r> {
    item: u32,
    qualification: &'r str,
    occupation: &'r str,
    departments: &'r [String],
    fate: String,
    source_line: u32,
}

impl<'r> From<&'r Row> for WireRow<'r> {
    fn from(row: &'r Row) -> WireRow<'r> {
        WireRow {
            item: row.item,
            qualification: &row.qualification,
            occupation: &row.occupation,
            departments: &row.departments,
            fate: row.fate.to_string(),
            source_line: row.source_line,
        }
    }
}

fn totals(instrument: Option<&str>, result: &Reconciliation) -> Value {
    let group = |checks: &[Check]| -> Vec<Value> { checks.iter().map(check).collect() };
    json!({
        "instrument": instrument,
        "reconciled": result.ok(),
        "stated": group(&result.stated),
        "derived": group(&result.derived),
        "remedies": result.remedies.iter().map(remedy).collect::<Vec<Value>>(),
        "likeliest": result.likeliest.as_ref().map(remedy),
    })
}

fn check(check: &Check) -> Value {
    json!({
        "what": check.figure.to_string(),
        "expected": check.expected(),
        "found": check.found,
        "ok": check.ok,
        "stated_line": check.stated.map(|stated| stated.line),
        "known": check.known,
    })
}

fn remedy(remedy: &Remedy) -> Value {
    let rows = |rows: &[Row]| json!(rows.iter().map(WireRow::from).collect::<Vec<WireRow<'_>>>());
    match remedy {
        Remedy::Differs { item, missing, extra } => {
            let (missing, extra) = (rows(missing), rows(extra));
            json!({"kind": "differs", "item": item, "missing": missing, "extra": extra})
        }
        Remedy::Absent { item } => json!({"kind": "absent", "item": item}),
        Remedy::Moved { item, from, to, rows } => {
            let (from, to) = (from.to_string(), to.to_string());
            json!({"kind": "moved", "item": item, "from": from, "to": to, "rows": rows})
        }
        Remedy::Surplus { item, fate, rows } => {
            json!({"kind": "surplus", "item": item, "fate": fate.to_string(), "rows": rows})
        }
    }
}

fn anomaly(anomaly: &Anomaly) -> Value {
    let lines = anomaly.lines();
    match anomaly {
        Anomaly::RepeatedInItem { item, occupation, .. } => json!({
            "kind": "repeated_in_item", "lines": lines, "item": item, "occupation": occupation,
        }),
        Anomaly::RepeatedInTable { items, occupation, .. } => json!({
            "kind": "repeated_in_table", "lines": lines, "items": items, "occupation": occupation,
        }),
        Anomaly::Inherited { item, column, value, .. } => json!({
            "kind": "inherited", "lines": lines, "item": item, "column": name(*column),
            "value": value,
        }),
        Anomaly::NumberJumps { expected, found, .. } => json!({
            "kind": "number_jumps", "lines": lines, "expected": expected, "found": found,
        }),
        Anomaly::MixedBrackets { half_width, full_width } => json!({
            "kind": "mixed_brackets", "lines": lines, "half_width": half_width,
            "full_width": full_width,
        }),
        Anomaly::PageHeader { text, .. } => json!({
            "kind": "page_header", "lines": lines, "text": text,
        }),
        Anomaly::NoStatedTotals => json!({"kind": "no_stated_totals", "lines": lines}),
    }
}

fn name(column: Column) -> &'static str {
    match column {
        Column::Occupations => "occupation",
        Column::Departments => "departments",
        Column::Fate => "fate",
    }
}
