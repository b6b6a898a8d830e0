//! A row as its form has it: each cell read by its column.
//!
//! In scope: values by column, and the errors that whoever reads the rows adds. Out of scope:
//! reading cells (`read_cell`).

use super::column::Column;
use super::judge::Judge;
use super::line::{Cell, Line};
use super::row_error::{Reason, RowError};
use super::score::Score;
use std::hash::{BuildHasher, Hash, Hasher};
use vocab::{Day, DocumentKind, Level, PersonId};

/// What a cell holds, by the kind of its column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Value {
    /// Nothing.
    Blank,
    /// What could not be read; the error is in the report.
    Wrong,
    /// The text of the cell as it stands.
    AsItStands,
    /// What was made of the text of the cell, by its place among such texts.
    Made(u32),
    Kind(DocumentKind),
    Score(Score),
    Day(Day),
    Level(Level),
    Answer(bool),
    /// A whole number, or an amount in fen.
    Count(u32),
}

impl Value {
    /// Returns the text of a value that stands in this cell, if it is one.
    pub(super) fn text<'a>(self, cell: Cell<'a>, made: &'a [Box<str>]) -> Option<&'a str> {
        match (self, cell) {
            (Value::AsItStands, Cell::Text(text)) => Some(text),
            (Value::Made(at), _) => made.get(at as usize).map(|text| &**text),
            _ => None,
        }
    }
}

/// A row of a sheet. Cells that could not be read give nothing, as blank ones do; `is_good` tells
/// whether there are any.
pub struct Row<'a> {
    pub(super) line: Line<'a>,
    /// The values, one for each field of the form.
    pub(super) values: &'a [Value],
    /// Texts that were made of cells'.
    pub(super) made: &'a [Box<str>],
    /// How the row was read.
    pub(super) judge: &'a Judge,
    pub(super) person: &'a mut Option<PersonId>,
    pub(super) wrong: bool,
}

/// Marks a column that the form has not.
pub(super) const NO_SLOT: u8 = u8::MAX;

impl Row<'_> {
    /// Returns the row, from 1, as a spreadsheet counts.
    pub fn number(&self) -> u32 {
        self.line.row
    }

    /// Says whether every cell could be read.
    pub fn is_good(&self) -> bool {
        !self.wrong
    }

    /// Returns a hash of what the row's cells hold as they stand, and of its place. The same row
    /// has the same only under the same `state`.
    pub fn hash(&self, state: &impl BuildHasher) -> u64 {
        let mut hasher = state.build_hasher();
        self.line.row.hash(&mut hasher);
        for cell in self.line.cells() {
            match cell {
                Cell::Text(text) => text.hash(&mut hasher),
                cell => cell.text().hash(&mut hasher),
            }
        }
        hasher.finish()
    }

    fn value(&self, column: Column) -> Value {
        match self.judge.slots[column as usize] {
            NO_SLOT => Value::Blank,
            slot => self.values[usize::from(slot)],
        }
    }

    /// Returns the text of a cell, and the number of a certificate or a ticket.
    pub fn text(&self, column: Column) -> Option<&str> {
        self.value(column).text(self.judge.cell(self.line, column), self.made)
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
            Value::Score(score) => Some(score),
            _ => None,
        }
    }

    /// Returns a day.
    pub fn day(&self, column: Column) -> Option<Day> {
        match self.value(column) {
            Value::Day(day) => Some(day),
            _ => None,
        }
    }

    /// Returns a level.
    pub fn level(&self, column: Column) -> Option<Level> {
        match self.value(column) {
            Value::Level(level) => Some(level),
            _ => None,
        }
    }

    /// Returns the answer to a question.
    pub fn answer(&self, column: Column) -> Option<bool> {
        match self.value(column) {
            Value::Answer(answer) => Some(answer),
            _ => None,
        }
    }

    /// Returns a whole number; of an amount the fen.
    pub fn count(&self, column: Column) -> Option<u32> {
        match self.value(column) {
            Value::Count(count) => Some(count),
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
