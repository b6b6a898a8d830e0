//! What every import of a sheet has in common: rows that can be taken, and the report on the rest.
//!
//! In scope: all or nothing, or the good rows where that was asked for; cutting a long file into
//! acts. Out of scope: the file's form (`paper`), each kind of sheet (`import_candidates`,
//! `import_scores`, …), words and tables (`cli`).
//! I-PRI-1: a report shows numbers under the one mask and of a name one character.

use crate::house_error::HouseError;
pub use paper::{
    Change, Column, Encoding, FileKind, FileReason, Form, Options, Reason, Report, RowError,
    RowNote, SheetFile, WriteSheetError, write_csv, write_wrong_rows, write_xlsx,
};
use paper::{Faults, Row};

/// Rows of a sheet that go into one act. A file with more is cut into several, each whole or not at
/// all; bounds the transaction and the memory of whoever replays it.
pub const ROWS_OF_ACT_MAX: u32 = vocab::limits::BATCH_CERTIFICATES_MAX as u32;

/// Whether a sheet is taken with errors in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accept {
    /// All rows, or nothing.
    Whole,
    /// The rows without errors; the others are reported.
    GoodRows,
}

/// Why a sheet was not imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Something of the sheet is wrong. Nothing of it entered.
    #[error("the sheet has {} errors and nothing of it was taken", .0.errors_in_all)]
    Wrong(Box<Report>),
    /// The register failed or refused.
    #[error("the register did not take the sheet")]
    House(#[from] HouseError),
}

/// What was read of a sheet.
#[derive(Clone)]
pub struct Taken<T> {
    /// The rows without errors, with their place in the sheet.
    pub rows: Vec<(u32, T)>,
    /// Everything about the sheet.
    pub report: Report,
}

impl<T> Taken<T> {
    /// Returns the sheet if it is to be taken.
    ///
    /// # Errors
    /// [`ImportError::Wrong`] when it has an error and is wanted whole, when the file or its
    /// headings are wrong, and when no row is good.
    pub fn accepted(self, accept: Accept) -> Result<Taken<T>, ImportError> {
        let refused = match accept {
            Accept::Whole => !self.report.is_good(),
            Accept::GoodRows => self.report.is_broken() || self.rows.is_empty(),
        };
        if refused { Err(ImportError::Wrong(Box::new(self.report))) } else { Ok(self) }
    }

    /// Returns the rows alone.
    pub fn into_values(self) -> Vec<T> {
        self.rows.into_iter().map(|(_, value)| value).collect()
    }

    /// Cuts the rows into those of each act, by their place in the sheet: the same file is cut the
    /// same way each time, whatever rows of it are good.
    pub(crate) fn into_parts(self) -> Vec<(u32, Vec<T>)> {
        let mut parts: Vec<(u32, Vec<T>)> = Vec::new();
        for (row, value) in self.rows {
            let part = part_of(row);
            match parts.last_mut() {
                Some((last, values)) if *last == part => values.push(value),
                _ => parts.push((part, vec![value])),
            }
        }
        parts
    }
}

/// Returns the part of a file that a row falls into, from 0.
pub(crate) fn part_of(row: u32) -> u32 {
    row.saturating_sub(1) / ROWS_OF_ACT_MAX
}

/// Reads a sheet: `value` makes a row's value, and reports what only it can find. Of a row with
/// errors no value is kept.
pub(crate) fn take<T>(
    file: &SheetFile,
    form: Form,
    options: &Options,
    news: &mut dyn FnMut(u32),
    value: impl Fn(&mut Row<'_>, &mut Faults<'_>) -> Option<T>,
) -> Taken<T> {
    let mut rows = Vec::new();
    let mut each = |row: &mut Row<'_>, faults: &mut Faults<'_>| {
        let made = value(row, faults);
        if let (Some(made), true) = (made, faults.is_empty()) {
            rows.push((row.number(), made));
        }
    };
    let report = paper::read(file, form, options, &mut each, news);
    Taken { rows, report }
}

/// Reads a sheet as far as it can be judged without a register, and keeps nothing of it.
pub fn look_at(
    file: &SheetFile,
    form: Form,
    options: &Options,
    news: &mut dyn FnMut(u32),
) -> Report {
    let mut each = |row: &mut Row<'_>, faults: &mut Faults<'_>| match form {
        Form::Candidates => {
            crate::import_candidates::background(row, faults);
        }
        Form::Elections => {
            crate::import_elections::said(row, faults);
        }
        Form::Rooms => {
            crate::import_rooms::room(row, faults, register::OrganisationId(0));
        }
        Form::Legacy => crate::import_legacy::agrees_with_itself(row, faults),
        Form::Scores | Form::Members => {}
    };
    paper::read(file, form, options, &mut each, news)
}
