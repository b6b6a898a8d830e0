//! One row of a sheet as cells, in memory that the next row uses again.
//!
//! In scope: cells by their column. Out of scope: what the cells mean.

use super::plain_text::trimmed;
use vocab::Day;

/// One cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cell<'a> {
    /// Nothing, or only blanks.
    Blank,
    /// Text without blanks around it.
    Text(&'a str),
    /// A number that the spreadsheet holds as such.
    Number(f64),
    /// A day that the spreadsheet holds as such, without a time.
    Day(Day),
    /// An error, a time or a duration.
    Broken,
}

impl Cell<'_> {
    /// Returns the cell as text; empty when blank.
    pub(super) fn text(self) -> String {
        match self {
            Cell::Blank => String::new(),
            Cell::Text(text) => text.to_string(),
            Cell::Number(number) => number.to_string(),
            Cell::Day(day) => day.to_string(),
            Cell::Broken => "#".to_string(),
        }
    }
}

#[derive(Clone, Copy)]
pub(super) enum Kept {
    Blank,
    Text { from: u32, to: u32 },
    Number(f64),
    Day(Day),
    Broken,
}

/// A row. Texts lie in one string.
#[derive(Default)]
pub(super) struct Line {
    /// The row, from 1, as a spreadsheet counts.
    pub(super) row: u32,
    pub(super) text: String,
    pub(super) kept: Vec<Kept>,
}

impl Line {
    /// Returns how many cells there are up to the last with a value.
    pub(super) fn len(&self) -> usize {
        self.kept.len()
    }

    /// Returns the cell of a column, from 0; blank where the row is shorter.
    pub(super) fn cell(&self, at: usize) -> Cell<'_> {
        match self.kept.get(at) {
            None | Some(Kept::Blank) => Cell::Blank,
            Some(Kept::Text { from, to }) => Cell::Text(&self.text[*from as usize..*to as usize]),
            Some(Kept::Number(number)) => Cell::Number(*number),
            Some(Kept::Day(day)) => Cell::Day(*day),
            Some(Kept::Broken) => Cell::Broken,
        }
    }

    /// Returns the cells.
    pub(super) fn cells(&self) -> impl Iterator<Item = Cell<'_>> {
        (0..self.len()).map(|at| self.cell(at))
    }

    /// Returns how many cells have a value.
    pub(super) fn filled(&self) -> usize {
        self.kept.iter().filter(|kept| !matches!(kept, Kept::Blank)).count()
    }

    /// Empties the row for another.
    pub(super) fn clear(&mut self, row: u32) {
        self.row = row;
        self.text.clear();
        self.kept.clear();
    }

    /// Adds the part of the text between two places as the next cell.
    pub(super) fn put_part(&mut self, from: usize, to: usize) {
        let whole = &self.text[from..to];
        let part = trimmed(whole);
        let kept = match part.is_empty() {
            true => Kept::Blank,
            false => {
                // A part of a string begins where its bytes begin.
                let from = from + (part.as_ptr() as usize - whole.as_ptr() as usize);
                Kept::Text { from: from as u32, to: (from + part.len()) as u32 }
            }
        };
        self.kept.push(kept);
    }

    /// Puts a text into a column.
    pub(super) fn text_at(&mut self, text: &str) -> Kept {
        let text = trimmed(text);
        if text.is_empty() {
            return Kept::Blank;
        }
        let from = self.text.len() as u32;
        self.text.push_str(text);
        Kept::Text { from, to: self.text.len() as u32 }
    }

    /// Leaves out the blank cells at the end.
    pub(super) fn trim(&mut self) {
        while let Some(Kept::Blank) = self.kept.last() {
            self.kept.pop();
        }
    }
}
