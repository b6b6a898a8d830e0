//! The headings of a sheet: where each column of the form stands.
//!
//! In scope: finding the row of headings, columns missing, repeated or not of the form.
//! Out of scope: cells below.

use super::cells::{Cell, Line};
use super::column::Column;
use super::file_reason::FileReason;
use super::row_error::{RowError, shown};

/// The place of every column of the form. Those that must be there are there, each once.
pub struct Heading {
    /// Column of the form by column of the sheet.
    columns: Vec<Option<Column>>,
    /// Whether a column of the sheet has any heading.
    named: Vec<bool>,
    extra: Vec<String>,
}

impl Heading {
    /// Finds the headings: the first row with more than one cell. Returns them with the rows below.
    ///
    /// # Errors
    /// No headings; every column that is missing or repeated.
    pub fn find(lines: &[Line]) -> Result<(Heading, &[Line]), Vec<RowError>> {
        let filled = |line: &Line| line.cells.iter().filter(|cell| **cell != Cell::Blank).count();
        let at = lines.iter().position(|line| 1 < filled(line));
        let Some((line, below)) = at.and_then(|at| lines[at..].split_first()) else {
            return Err(vec![FileReason::NoHeading.into()]);
        };
        let texts: Vec<String> = line.cells.iter().map(Cell::text).collect();
        let columns: Vec<Option<Column>> =
            texts.iter().map(|text| Column::of_heading(text)).collect();
        // A row of data in place of headings would be repeated in the report as foreign headings.
        if columns.iter().flatten().count() < 2 {
            return Err(vec![FileReason::NoHeading.into()]);
        }
        let errors = check(&columns, line.row);
        if !errors.is_empty() {
            return Err(errors);
        }
        let named: Vec<bool> = texts.iter().map(|text| !text.is_empty()).collect();
        let extra = texts.iter().zip(&columns);
        let extra = extra.filter(|(text, column)| column.is_none() && !text.is_empty());
        let extra = extra.map(|(text, _)| shown(None, text)).collect();
        Ok((Heading { columns, named, extra }, below))
    }

    /// Returns the headings that are not of the form.
    pub fn extra(&self) -> &[String] {
        &self.extra
    }

    /// Returns the cell of a column, blank when the row is shorter.
    pub fn cell<'a>(&self, line: &'a Line, column: Column) -> &'a Cell {
        let at = self.columns.iter().position(|found| *found == Some(column));
        at.and_then(|at| line.cells.get(at)).unwrap_or(&Cell::Blank)
    }

    /// Returns the cells that have a value and stand under no heading.
    pub fn unnamed<'a>(&self, line: &'a Line) -> impl Iterator<Item = &'a Cell> {
        let named = |at: usize| self.named.get(at).copied().unwrap_or(false);
        let cells = line.cells.iter().enumerate();
        let unnamed = cells.filter(move |(at, cell)| !named(*at) && **cell != Cell::Blank);
        unnamed.map(|(_, cell)| cell).collect::<Vec<_>>().into_iter()
    }
}

fn check(columns: &[Option<Column>], row: u32) -> Vec<RowError> {
    let mut errors = Vec::new();
    for column in Column::ALL {
        let reason = match columns.iter().filter(|found| **found == Some(column)).count() {
            0 if !column.optional() => FileReason::MissingColumn,
            0 | 1 => continue,
            _ => FileReason::RepeatedColumn,
        };
        errors.push(RowError { row: Some(row), column: Some(column), ..reason.into() });
    }
    errors
}
