//! The report on a sheet: what was found, every error, what was changed in reading.
//!
//! In scope: the values. Out of scope: showing them (`cli`), a sheet of what was wrong
//! (`wrong_rows`).
//! Invariant I-PRI-1: identity numbers stand here under the one mask; whole cells stand in
//! `wrong_rows` alone, which are kept only when they were asked for.

use super::ERRORS_KEPT_MAX;
use super::column::Column;
use super::file::Found;
use super::file_reason::FileReason;
use super::form::Form;
use super::plain_text::{Change, Changes};
use super::row_error::RowError;

/// Rows that are shown as examples of what was read.
pub const ROWS_SHOWN_MAX: usize = 5;

/// Changes of single cells that are listed; the others are counted.
const NOTES_KEPT_MAX: usize = 1_000;

/// What was changed in a cell before it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowNote {
    /// The row, from 1, as a spreadsheet counts.
    pub row: u32,
    /// The column.
    pub column: Column,
    /// The value before the change, as it may be shown.
    pub value: String,
    /// What was changed.
    pub change: Change,
}

/// A row with errors, as it stands in the sheet.
#[derive(Clone, PartialEq, Eq)]
pub struct WrongRow {
    /// The row, from 1, as a spreadsheet counts.
    pub row: u32,
    /// Its cells. They hold whole names and numbers.
    pub cells: Vec<String>,
}

impl std::fmt::Debug for WrongRow {
    /// Prints which row it is; the cells are about persons.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "WrongRow({})", self.row)
    }
}

/// The report on a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The form it was read by.
    pub form: Form,
    /// The name of the file.
    pub file: String,
    /// What the file is; nothing when that could not be found out.
    pub found: Option<Found>,
    /// SHA-256 of the file's bytes; nothing when they could not be read or it was not wanted.
    pub digest: Option<[u8; 32]>,
    /// The headings as they stand, by column of the sheet.
    pub headings: Vec<String>,
    /// Where each column of the form stands among the headings.
    pub places: Vec<(Column, usize)>,
    /// Headings of columns that are not of the form, as they may be shown. They were not read.
    pub extra_columns: Vec<String>,
    /// Rows below the headings.
    pub rows: u32,
    /// Rows without an error.
    pub good: u32,
    /// The errors, by rising row; at most [`ERRORS_KEPT_MAX`].
    pub errors: Vec<RowError>,
    /// How many errors there are in all.
    pub errors_in_all: u64,
    /// Changes of single cells, the first of them.
    pub notes: Vec<RowNote>,
    /// How many cells were changed in each way.
    pub changes: [u32; Change::ALL.len()],
    /// The first rows as they were read, with the masks of [`RowError`].
    pub shown: Vec<(u32, Vec<String>)>,
    /// Rows with errors, where they were asked for.
    pub wrong_rows: Vec<WrongRow>,
}

impl Report {
    pub(super) fn new(form: Form, file: &str) -> Report {
        Report {
            form,
            file: file.to_string(),
            found: None,
            digest: None,
            headings: Vec::new(),
            places: Vec::new(),
            extra_columns: Vec::new(),
            rows: 0,
            good: 0,
            errors: Vec::new(),
            errors_in_all: 0,
            notes: Vec::new(),
            changes: [0; Change::ALL.len()],
            shown: Vec::new(),
            wrong_rows: Vec::new(),
        }
    }

    /// Says whether the sheet has no error.
    pub fn is_good(&self) -> bool {
        self.errors_in_all == 0
    }

    /// Says whether nothing of the sheet can be used: the file, its headings or its end are wrong.
    pub fn is_broken(&self) -> bool {
        let of_file = |error: &RowError| match error.reason.code() {
            "more-errors" => false,
            "line-break" => true,
            _ => matches!(error.reason, super::row_error::Reason::File(_)),
        };
        self.errors.iter().any(of_file)
    }

    /// Returns the digest of the file's bytes; noughts without one.
    pub fn digest(&self) -> [u8; 32] {
        self.digest.unwrap_or_default()
    }

    /// Returns how many rows have an error.
    pub fn wrong(&self) -> u32 {
        self.rows - self.good
    }

    /// Returns the heading of a column as it stands in the sheet, else as the form has it.
    pub fn heading(&self, column: Column) -> &str {
        let found = self.places.iter().find(|(of, _)| *of == column);
        found.and_then(|(_, at)| self.headings.get(*at)).map_or(column.zh(), String::as_str)
    }

    /// Adds an error.
    pub(super) fn put(&mut self, error: RowError) {
        self.errors_in_all += 1;
        if self.errors.len() < ERRORS_KEPT_MAX {
            self.errors.push(error);
        } else if self.errors.len() == ERRORS_KEPT_MAX {
            self.errors.push(FileReason::MoreErrors.into());
        }
    }

    /// Adds what was changed in a cell, with its value as it may be shown.
    pub(super) fn note(&mut self, row: u32, column: Column, value: &str, changes: Changes) {
        for change in changes.all() {
            self.changes[change as usize] += 1;
            if self.notes.len() < NOTES_KEPT_MAX {
                self.notes.push(RowNote { row, column, value: value.to_string(), change });
            }
        }
    }
}
