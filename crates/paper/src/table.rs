//! A plain table of named columns, as xlsx or csv: registrations, plans of rooms.
//!
//! In scope: finding the headings and the cells as text. Out of scope: what the cells mean
//! (`desk`).
//! Failure: nothing half-enters; a file that cannot be read whole is refused.

use crate::results_sheet::cells::{self, Cell};
use crate::results_sheet::row_error::RowError;

/// Why a table was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableError {
    /// The file could not be read.
    File(RowError),
    /// A column that has to be there is missing, or stands twice.
    Heading(String),
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    headings: Vec<String>,
    rows: Vec<(u32, Vec<String>)>,
}

/// A row of a table.
#[derive(Clone, Copy)]
pub struct TableRow<'a> {
    /// The row, from 1, as a spreadsheet counts.
    pub row: u32,
    headings: &'a [String],
    cells: &'a [String],
}

impl TableRow<'_> {
    /// Returns the cell under a heading; empty when it is blank or there is no such heading.
    pub fn cell(&self, heading: &str) -> &str {
        let at = self.headings.iter().position(|found| found == heading);
        at.and_then(|at| self.cells.get(at)).map_or("", String::as_str)
    }
}

impl Table {
    /// Returns the rows, in their order.
    pub fn rows(&self) -> impl Iterator<Item = TableRow<'_>> {
        let headings = &self.headings;
        self.rows.iter().map(move |(row, cells)| TableRow { row: *row, headings, cells })
    }
}

/// Reads a table whose first row with more than one cell has the headings. Columns stand in any
/// order; others are passed over. The ending of `name` tells csv from other text.
///
/// # Errors
/// The file cannot be read, or a column of `needed` is missing or stands twice.
pub fn read_table(bytes: &[u8], name: &str, needed: &[&str]) -> Result<Table, TableError> {
    let lines = cells::read(bytes, name).map_err(TableError::File)?;
    let filled = |cells: &[Cell]| cells.iter().filter(|cell| **cell != Cell::Blank).count();
    let mut lines = lines.iter().skip_while(|line| filled(&line.cells) < 2);
    let plain = |cell: &Cell| -> String {
        let text = cell.text();
        text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '*' | '＊')).collect()
    };
    let headings: Vec<String> =
        lines.next().map_or(Vec::new(), |line| line.cells.iter().map(plain).collect());
    for heading in needed {
        if headings.iter().filter(|found| found == heading).count() != 1 {
            return Err(TableError::Heading(heading.to_string()));
        }
    }
    let rows = lines.map(|line| (line.row, line.cells.iter().map(Cell::text).collect()));
    Ok(Table { rows: rows.collect(), headings })
}
