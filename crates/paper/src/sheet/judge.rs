//! Rows of a sheet read each by itself: what no other row has a say in.
//!
//! In scope: the values of a row by its form, its person, and what is wrong with single cells.
//! Out of scope: rows against each other, the report (`reader`).
//! Nothing here is changed by reading, so that many threads may read at once.

use super::EXAMPLE;
use super::block::{Block, Judged, NO_HASH, ONCE_MAX};
use super::cell_reason::CellReason;
use super::column::{COLUMNS, Column};
use super::form::{Field, Form};
use super::heading::Heading;
use super::line::{Cell, Line};
use super::plain_text::Changes;
use super::read_cell::{self, Making, read_text};
use super::row::{NO_SLOT, Value};
use super::row_error::RowError;
use foldhash::quality::RandomState;
use std::hash::{BuildHasher, Hash};
use vocab::PersonId;

/// Reads rows by a form and its headings.
pub(super) struct Judge {
    form: Form,
    heading: Heading,
    /// Where each column stands among the fields of the form.
    pub(super) slots: [u8; COLUMNS],
    hasher: RandomState,
}

/// Returns the fields of a form whose values may stand in one row only.
pub(super) fn once_of(form: Form) -> impl Iterator<Item = (usize, &'static Field)> {
    form.fields().iter().enumerate().filter(|(_, field)| field.once)
}

impl Judge {
    pub(super) fn new(form: Form, heading: Heading) -> Judge {
        let mut slots = [NO_SLOT; COLUMNS];
        for (slot, field) in (0..).zip(form.fields()) {
            slots[field.column as usize] = slot;
        }
        Judge { form, heading, slots, hasher: RandomState::default() }
    }

    /// Returns where each field of the form stands in the sheet.
    pub(super) fn places(&self) -> &[Option<usize>] {
        &self.heading.places
    }

    /// Returns the cell of a column, blank where the form or the sheet has it not.
    pub(super) fn cell<'a>(&self, line: Line<'a>, column: Column) -> Cell<'a> {
        match self.slots[column as usize] {
            NO_SLOT => Cell::Blank,
            slot => self.places()[usize::from(slot)].map_or(Cell::Blank, |at| line.cell(at)),
        }
    }

    /// Reads the rows of a block from one on; those above it are left blank.
    pub(super) fn block(&self, block: &mut Block, first: usize) {
        let mut judged = std::mem::take(&mut block.judged);
        judged.clear();
        judged.values.resize(block.len() * self.form.fields().len(), Value::Blank);
        judged.persons.resize(block.len(), None);
        judged.hashes.iter_mut().for_each(|hashes| hashes.resize(block.len(), NO_HASH));
        for at in first..block.len() {
            self.row(block.line(at), at, &mut judged);
        }
        block.judged = judged;
    }

    /// Reads one row. Every column is read, so that the report has all that is wrong.
    fn row(&self, line: Line<'_>, at: usize, judged: &mut Judged) {
        let Judged { values, made, persons, hashes, errors, notes, examples } = judged;
        let (fields, places) = (self.form.fields(), self.places());
        let values = &mut values[at * fields.len()..];
        let cell_of = |slot: usize| places[slot].map_or(Cell::Blank, |at| line.cell(at));
        if cell_of(0) == Cell::Text(EXAMPLE) {
            return examples.push(at);
        }
        let refused = |slot: usize, reason: CellReason| {
            let (column, text) = (fields[slot].column, cell_of(slot).text());
            (at, slot, RowError::cell(line.row, Some(column), &text, reason.into()))
        };
        let (person, mut once) = (&mut persons[at], 0);
        for (slot, field) in fields.iter().enumerate() {
            let mut making = Making { changes: Changes::default(), made };
            let into = &mut values[slot];
            let read = match cell_of(slot) {
                Cell::Text(text) => read_text(field.column, text, &mut making, into),
                Cell::Blank => {
                    if field.needed {
                        errors.push(refused(slot, CellReason::Blank));
                    }
                    once += usize::from(field.once);
                    continue;
                }
                cell => read_cell::read(field.column, cell, &mut making, into),
            };
            if let Err(reason) = read {
                *into = Value::Wrong;
                errors.push(refused(slot, reason));
            }
            let mut changes = making.changes;
            let text = || values[slot].text(cell_of(slot), made);
            let hash = match (field.column, field.once) {
                (Column::DocumentNumber, once) => {
                    let kind = match self.slots[Column::DocumentKind as usize] {
                        NO_SLOT => Value::Blank,
                        slot => values[usize::from(slot)],
                    };
                    match text().map(|text| self.document(kind, text, &mut changes)) {
                        Some(Ok(found)) => *person = found,
                        Some(Err(reason)) => errors.push(refused(slot, reason)),
                        None => {}
                    }
                    let person = person.as_ref().filter(|_| once);
                    person.map(|person| self.hash((person.kind().code(), person.number())))
                }
                (_, true) => text().map(|text| self.hash(text)),
                (_, false) => None,
            };
            if let Some(hash) = hash {
                hashes[once][at] = hash;
            }
            once += usize::from(field.once);
            if !changes.is_empty() {
                notes.push((at, slot, changes));
            }
        }
        let unnamed = self.heading.unnamed(line);
        errors.extend(unnamed.map(|cell| {
            let error = RowError::cell(line.row, None, &cell.text(), CellReason::NoHeading.into());
            (at, fields.len(), error)
        }));
    }

    fn hash(&self, value: impl Hash) -> u64 {
        self.hasher.hash_one(value).max(NO_HASH + 1)
    }

    /// Returns the document of a row, if it can be judged: not without its kind.
    fn document(
        &self,
        kind: Value,
        text: &str,
        changes: &mut Changes,
    ) -> Result<Option<PersonId>, CellReason> {
        let kind = match kind {
            Value::Kind(kind) => Some(kind),
            Value::Blank => None,
            _ => return Ok(None),
        };
        read_cell::document(kind, self.form.finds_kind(), text, changes).map(Some)
    }
}

const _: () = {
    let mut form = 0;
    while form < Form::ALL.len() {
        let (fields, mut at, mut once) = (Form::ALL[form].fields(), 0, 0);
        while at < fields.len() {
            once += fields[at].once as usize;
            at += 1;
        }
        assert!(once <= ONCE_MAX, "a block has room for the hashes of each form");
        form += 1;
    }
};
