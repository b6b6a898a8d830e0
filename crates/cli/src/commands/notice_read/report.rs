//! The answer of `notice read` for people: rows, reconciliation in two groups, anomalies.
//!
//! In scope: layout. Out of scope: sentences (`words`).

use super::{Reading, words};
use crate::aligned::aligned;
use desk::words::Words;
use notice::{Check, Row};

/// Returns the rows in columns under a header.
pub(super) fn rows(words: &Words, reading: &Reading) -> String {
    let mut cells = vec![vec![
        words.say("column-item", &[]),
        words.say("column-qualification", &[]),
        words.say("column-occupation", &[]),
        words.say("column-departments", &[]),
        words.say("column-fate", &[]),
        words.say("column-line", &[]),
    ]];
    for Row { item, qualification, occupation, departments, fate, source_line } in
        &reading.table.rows
    {
        cells.push(vec![
            item.to_string(),
            qualification.clone(),
            occupation.clone(),
            departments.join("、"),
            words::fate(words, *fate),
            source_line.to_string(),
        ]);
    }
    aligned(&cells)
}

/// Returns everything below the rows.
pub(super) fn findings(words: &Words, reading: &Reading) -> String {
    let known = match &reading.instrument {
        Some(number) => words.say("notice-known", &[("number", number.as_str().into())]),
        None => words.say("notice-unknown", &[]),
    };
    let result = &reading.reconciliation;
    let verdict = match result.checks().filter(|check| !check.ok).count() {
        0 => words.say("reconciliation-ok", &[]),
        failed => words.say("reconciliation-failed", &[("count", failed.into())]),
    };
    let mut text = format!("{known}\n\n{}\n", words.say("reconciliation-stated", &[]));
    if result.stated.is_empty() {
        text.push_str(&format!("  {}\n", words.say("reconciliation-none", &[])));
    }
    text.push_str(&checks(words, &result.stated));
    text.push_str(&format!("\n{}\n", words.say("reconciliation-derived", &[])));
    text.push_str(&checks(words, &result.derived));
    text.push_str(&format!("\n{verdict}\n"));
    if !result.ok() {
        let remedies = words::remedies(words, result);
        text.extend(remedies.iter().map(|remedy| format!("  {remedy}\n")));
    }
    let anomalies = &reading.table.anomalies;
    let heading = words.say("anomalies", &[("count", anomalies.len().into())]);
    text.push_str(&format!("\n{heading}\n"));
    text.extend(anomalies.iter().map(|a| format!("  {}\n", words::anomaly(words, a))));
    text
}

/// Returns one line per figure: what, the number held against and where it stands, the number
/// found, and a word for the verdict.
fn checks(words: &Words, checks: &[Check]) -> String {
    let cells: Vec<Vec<String>> = checks
        .iter()
        .map(|check| {
            let expected = match (check.stated, check.known) {
                (Some(stated), _) => words.say(
                    "check-stated",
                    &[("value", stated.value.into()), ("line", stated.line.into())],
                ),
                (None, Some(known)) => words.say("check-known", &[("value", known.into())]),
                (None, None) => words.say("check-nothing", &[]),
            };
            let verdict = match (check.ok, check.known, check.stated) {
                (true, None, None) => words.say("check-counted", &[]),
                (true, _, _) => words.say("check-ok", &[]),
                (false, Some(known), Some(stated)) if stated.value != known => {
                    words.say("check-text-differs", &[("known", known.into())])
                }
                (false, _, None) if check.expected() == Some(check.found) => {
                    words.say("check-not-in-text", &[])
                }
                (false, _, _) => words.say("check-failed", &[]),
            };
            let found = words.say("check-found", &[("value", check.found.into())]);
            vec![format!("  {}", words::figure(words, check.figure)), expected, found, verdict]
        })
        .collect();
    aligned(&cells)
}
