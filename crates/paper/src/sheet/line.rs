//! One row of a sheet as cells.
//!
//! In scope: cells by their column. Out of scope: where rows lie (`block`), what cells mean.

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

/// What a row keeps of a cell.
#[derive(Clone, Copy)]
pub(super) enum Kept {
    Blank,
    /// A part of the text that the rows of a block share.
    Text {
        from: u32,
        to: u32,
    },
    Number(f64),
    Day(Day),
    Broken,
}

/// A row: its cells up to the last with a value, and the text that they are parts of.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    /// The row, from 1, as a spreadsheet counts.
    pub(super) row: u32,
    pub(super) text: &'a str,
    pub(super) kept: &'a [Kept],
}

impl<'a> Line<'a> {
    /// Returns the cell of a column, from 0; blank where the row is shorter.
    pub(super) fn cell(self, at: usize) -> Cell<'a> {
        match self.kept.get(at) {
            None | Some(Kept::Blank) => Cell::Blank,
            Some(Kept::Text { from, to }) => Cell::Text(&self.text[*from as usize..*to as usize]),
            Some(Kept::Number(number)) => Cell::Number(*number),
            Some(Kept::Day(day)) => Cell::Day(*day),
            Some(Kept::Broken) => Cell::Broken,
        }
    }

    /// Returns the cells.
    pub(super) fn cells(self) -> impl Iterator<Item = Cell<'a>> {
        (0..self.kept.len()).map(move |at| self.cell(at))
    }

    /// Returns how many cells have a value.
    pub(super) fn filled(self) -> usize {
        self.kept.iter().filter(|kept| !matches!(kept, Kept::Blank)).count()
    }
}
