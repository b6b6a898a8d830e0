//! Some rows of a sheet, in memory that other rows use again.
//!
//! In scope: the rows as cells, and beside them what reading each by itself gave. Rows are read by
//! blocks so that other threads can read them (`side_by_side`). Out of scope: how a file is cut
//! into rows (`csv_rows`, `xlsx_rows`), reading (`judge`).
//! Memory: a hundred kilobytes and some for a block of usual rows, a megabyte or two where each
//! cell is wrong.

use super::line::{Kept, Line};
use super::plain_text::{Changes, is_trim, trimmed};
use super::row::Value;
use super::row_error::RowError;
use vocab::PersonId;

/// Rows of a block at most: bounds what is said of a sheet whose rows are all wrong before anybody
/// takes them.
pub(super) const BLOCK_ROWS_MAX: usize = 2_048;

/// Cells of a block at most, but for its last row.
pub(super) const BLOCK_CELLS_MAX: usize = 32 * 1_024;

/// Columns of one form whose values may stand in one row only.
pub(super) const ONCE_MAX: usize = 2;

/// Stands for "no value" among the hashes.
pub(super) const NO_HASH: u64 = 0;

/// Rows of a sheet in a row.
#[derive(Default)]
pub(super) struct Block {
    /// Whole lines of a csv file that were not yet cut into cells, and the row of the first.
    pub(super) bytes: Vec<u8>,
    pub(super) first_row: u32,
    /// The rows that have a value, cut into cells.
    text: String,
    kept: Vec<Kept>,
    lines: Vec<Place>,
    /// What keeps everything below these rows from being read.
    pub(super) end: Option<RowError>,
    /// What reading each row by itself gave.
    pub(super) judged: Judged,
}

/// Where a row lies.
#[derive(Clone, Copy)]
struct Place {
    row: u32,
    from: u32,
    to: u32,
}

/// What reading the rows of a block gave, each by itself.
#[derive(Default)]
pub(super) struct Judged {
    /// The values of each row, one for each field of the form.
    pub(super) values: Vec<Value>,
    /// Texts of values that are no part of the sheet's.
    pub(super) made: Vec<Box<str>>,
    /// The document of each row.
    pub(super) persons: Vec<Option<PersonId>>,
    /// The hashes of the values that may stand in one row only, by row.
    pub(super) hashes: [Vec<u64>; ONCE_MAX],
    /// Errors as (row of the block, field of the form, error), by rising row and field.
    pub(super) errors: Vec<(usize, usize, RowError)>,
    /// Changes as (row of the block, field of the form, changes), in the same order.
    pub(super) notes: Vec<(usize, usize, Changes)>,
    /// Rows of the block that are the example of a template.
    pub(super) examples: Vec<usize>,
}

impl Judged {
    pub(super) fn clear(&mut self) {
        self.values.clear();
        self.made.clear();
        self.persons.clear();
        self.hashes.iter_mut().for_each(Vec::clear);
        self.errors.clear();
        self.notes.clear();
        self.examples.clear();
    }
}

impl Block {
    /// Empties the block for other rows.
    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        self.text.clear();
        self.kept.clear();
        self.lines.clear();
        self.end = None;
        self.judged.clear();
    }

    /// Returns how many rows there are.
    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    /// Returns a row, by its place in the block.
    pub(super) fn line(&self, at: usize) -> Line<'_> {
        let Place { row, from, to } = self.lines[at];
        Line { row, text: &self.text, kept: &self.kept[from as usize..to as usize] }
    }

    /// Adds text that cells can be parts of, and returns where it begins.
    pub(super) fn add_text(&mut self, text: &str) -> usize {
        let from = self.text.len();
        self.text.push_str(text);
        from
    }

    /// Returns the text so far.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Lends the text, for adding to it.
    pub(super) fn text_mut(&mut self) -> &mut String {
        &mut self.text
    }

    /// Adds the part of the text between two places as the next cell of the row that is being made.
    pub(super) fn put_part(&mut self, from: usize, to: usize) {
        self.kept.push(part(&self.text, from, to));
    }

    /// Adds the parts of the text between two places that separators part.
    pub(super) fn put_parts(&mut self, mut from: usize, to: usize, separator: u8) {
        let Block { text, kept, .. } = self;
        // Cells are short; looking at each byte is as quick as anything.
        for (at, byte) in text.as_bytes()[..to].iter().enumerate().skip(from) {
            if *byte == separator {
                kept.push(part(text, from, at));
                from = at + 1;
            }
        }
        kept.push(part(text, from, to));
    }

    /// Puts a cell into a column of the row that is being made. Returns whether it was free.
    pub(super) fn put_cell(&mut self, row_from: usize, column: usize, kept: Kept) -> bool {
        if self.kept.len() <= row_from + column {
            self.kept.resize(row_from + column + 1, Kept::Blank);
        }
        matches!(std::mem::replace(&mut self.kept[row_from + column], kept), Kept::Blank)
    }

    /// Returns where the cells of the row that is being made begin: behind those of the last one.
    pub(super) fn row_from(&self) -> usize {
        self.kept.len()
    }

    /// Ends the row whose cells begin there. Blank cells at its end do not count, and a row without
    /// a value is none. Returns how many cells it has.
    pub(super) fn end_row(&mut self, row: u32, from: usize) -> usize {
        while from < self.kept.len() && matches!(self.kept.last(), Some(Kept::Blank)) {
            self.kept.pop();
        }
        let cells = self.kept.len() - from;
        if cells != 0 {
            self.lines.push(Place { row, from: from as u32, to: self.kept.len() as u32 });
        }
        cells
    }

    /// Takes back the last row, whose cells begin there.
    pub(super) fn drop_row(&mut self, from: usize) {
        self.kept.truncate(from);
        self.lines.pop();
    }

    /// Puts a text into the text of the rows as a cell.
    pub(super) fn text_cell(&mut self, text: &str) -> Kept {
        let text = trimmed(text);
        if text.is_empty() {
            return Kept::Blank;
        }
        let from = self.add_text(text) as u32;
        Kept::Text { from, to: self.text.len() as u32 }
    }
}

/// Returns the part of a text between two places as a cell.
#[inline]
fn part(text: &str, from: usize, to: usize) -> Kept {
    if is_trim(&text.as_bytes()[from..to]) {
        return Kept::Text { from: from as u32, to: to as u32 };
    }
    let whole = &text[from..to];
    let part = trimmed(whole);
    // A part of a string begins where its bytes begin.
    let from = from + (part.as_ptr() as usize - whole.as_ptr() as usize);
    match part.is_empty() {
        true => Kept::Blank,
        false => Kept::Text { from: from as u32, to: (from + part.len()) as u32 },
    }
}
