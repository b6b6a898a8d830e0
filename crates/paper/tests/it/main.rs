//! The tests of paper from outside.
//!
//! In scope: what a body sends and what it is told. Out of scope: private steps.
#![allow(clippy::unwrap_used, reason = "the functions beside the tests are tests too")]

mod any_bytes;
mod files;
mod headings;
mod read_sheets;
mod written;

use paper::{Form, Options, Report, Row, RowError, SheetFile, read};

/// Two invented people; 99 is no region.
pub(crate) const ONE: &str = "990000198001010012";
pub(crate) const TWO: &str = "99000019900202009X";

/// Reads a sheet of scores, and returns what `say` says of its good rows.
pub(crate) fn read_as(
    form: Form,
    bytes: &[u8],
    name: &str,
    say: impl Fn(&Row<'_>) -> String,
) -> (Vec<String>, Report) {
    let file = SheetFile::of_bytes(name, bytes.to_vec());
    let mut rows = Vec::new();
    let mut each = |row: &mut Row<'_>, _: &mut paper::Faults<'_>| {
        if row.is_good() {
            rows.push(say(row));
        }
    };
    let report = read(&file, form, &Options::default(), &mut each, &mut |_| {});
    (rows, report)
}

/// Returns the errors of a sheet of scores, in English.
pub(crate) fn report(report: &Report) -> String {
    report.errors.iter().map(|error: &RowError| format!("{error}\n")).collect()
}
