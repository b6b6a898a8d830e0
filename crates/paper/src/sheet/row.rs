//! A row as its form has it: each cell read by its column.
//!
//! In scope: values by column, and the errors that whoever reads the rows adds. Out of scope:
//! reading cells (`read_cell`).

use super::column::{COLUMNS, Column};
use super::row_error::{Reason, RowError};
use super::score::Score;
use std::borrow::Cow;
use vocab::{Day, DocumentKind, Level, PersonId};

/// What a cell holds, by the kind of its column.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value<'a> {
    /// Nothing.
    Blank,
    /// What could not be read; the error is in the report.
    Wrong,
    Text(Cow<'a, str>),
    Kind(DocumentKind),
    Score(Score),
    Day(Day),
    Level(Level),
    Answer(bool),
    /// A whole number, or an amount in fen.
    Count(u32),
}

/// A row of a sheet. Cells that could not be read give nothing, as blank ones do; `is_good` tells
/// whether there are any.
pub struct Row<'a> {
    pub(super) number: u32,
    pub(super) values: [Value<'a>; COLUMNS_MAX],
    /// Where each column stands among the values.
    pub(super) slots: &'a [u8; COLUMNS],
    pub(super) person: Option<PersonId>,
    pub(super) wrong: bool,
}

/// The most columns of one form.
pub(super) const COLUMNS_MAX: usize = 12;
/// Marks a column that the form has not.
pub(super) const NO_SLOT: u8 = u8::MAX;

impl Row<'_> {
    /// Returns the row, from 1, as a spreadsheet counts.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Says whether every cell could be read.
    pub fn is_good(&self) -> bool {
        !self.wrong
    }

    fn value(&self, column: Column) -> &Value<'_> {
        match self.slots[column as usize] {
            NO_SLOT => &Value::Blank,
            slot => &self.values[usize::from(slot)],
        }
    }

    /// Returns the text of a cell, and the number of a certificate or a ticket.
    pub fn text(&self, column: Column) -> Option<&str> {
        match self.value(column) {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns kind and number of the person's document.
    pub fn person(&self) -> Option<&PersonId> {
        self.person.as_ref()
    }

    /// Returns kind and number of the person's document, to keep.
    pub fn take_person(&mut self) -> Option<PersonId> {
        self.person.take()
    }

    /// Returns a score.
    pub fn score(&self, column: Column) -> Option<Score> {
        match self.value(column) {
            Value::Score(score) => Some(*score),
            _ => None,
        }
    }

    /// Returns a day.
    pub fn day(&self, column: Column) -> Option<Day> {
        match self.value(column) {
            Value::Day(day) => Some(*day),
            _ => None,
        }
    }

    /// Returns a level.
    pub fn level(&self, column: Column) -> Option<Level> {
        match self.value(column) {
            Value::Level(level) => Some(*level),
            _ => None,
        }
    }

    /// Returns the answer to a question.
    pub fn answer(&self, column: Column) -> Option<bool> {
        match self.value(column) {
            Value::Answer(answer) => Some(*answer),
            _ => None,
        }
    }

    /// Returns a whole number; of an amount the fen.
    pub fn count(&self, column: Column) -> Option<u32> {
        match self.value(column) {
            Value::Count(count) => Some(*count),
            _ => None,
        }
    }
}

/// Takes the errors of one row that only the reader of the rows can find.
pub struct Faults<'a> {
    pub(super) row: u32,
    pub(super) text_of: &'a dyn Fn(Column) -> String,
    pub(super) errors: &'a mut Vec<RowError>,
}

impl Faults<'_> {
    /// Adds an error of a column.
    pub fn put(&mut self, column: Column, reason: impl Into<Reason>) {
        let text = (self.text_of)(column);
        self.errors.push(RowError::cell(self.row, Some(column), &text, reason.into()));
    }

    /// Says whether the row has no error so far.
    pub fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }
}
