//! The headings of a sheet: where each column of the form stands.
//!
//! In scope: finding the row of headings, names given by whoever sends the sheet, columns missing,
//! repeated or not of the form. Out of scope: cells below.

use super::column::{Column, plain};
use super::file_reason::FileReason;
use super::form::Form;
use super::line::{Cell, Line};
use super::row_error::{Reason, RowError, shown};

/// The place of every column of the form. Those that must be there are there, each once.
pub(super) struct Heading {
    /// For each field of the form, the column of the sheet.
    pub(super) places: Vec<Option<usize>>,
    /// The headings as they stand, by column of the sheet; empty where there is none.
    pub(super) texts: Vec<String>,
    /// The places of columns that are not of the form.
    extra: Vec<usize>,
    /// How many columns there are up to the first without a heading.
    named: usize,
}

impl Heading {
    /// Reads the headings. `map` says which heading of the sheet a column of the form has.
    ///
    /// # Errors
    /// No headings; every column that is missing or repeated, every wrong mapping.
    pub(super) fn read(
        line: Line<'_>,
        form: Form,
        map: &[(String, String)],
    ) -> Result<Heading, Vec<RowError>> {
        let texts: Vec<String> = line.cells().map(Cell::text).collect();
        let plains: Vec<String> = texts.iter().map(|text| plain(text)).collect();
        let mut errors = Vec::new();
        let mut mapped: Vec<(Column, usize)> = Vec::new();
        for (name, heading) in map {
            match mapping(form, &plains, name, heading) {
                Ok(found) => mapped.push(found),
                Err(reason) => errors.push(reason.at(line.row)),
            }
        }
        let mapping_is_good = errors.is_empty();
        let taken = |at: usize| mapped.iter().any(|(_, place)| *place == at);
        let mut places = Vec::new();
        let mut known = vec![false; texts.len()];
        for field in form.fields() {
            let by_map = mapped.iter().filter(|(column, _)| *column == field.column);
            let mut found: Vec<usize> = by_map.map(|(_, at)| *at).collect();
            if found.is_empty() {
                let all = 0..plains.len();
                found =
                    all.filter(|at| !taken(*at) && field.column.is_named(&plains[*at])).collect();
            }
            found.iter().for_each(|at| known[*at] = true);
            let reason = match found.len() {
                0 if field.needed => Some(FileReason::MissingColumn),
                0 | 1 => None,
                _ => Some(FileReason::RepeatedColumn),
            };
            if let Some(reason) = reason {
                let (row, column) = (Some(line.row), Some(field.column));
                errors.push(RowError { row, column, value: None, reason: Reason::File(reason) });
            }
            places.push(found.first().copied());
        }
        // A row of data in place of headings would be repeated in the report as foreign headings.
        if mapping_is_good && known.iter().filter(|known| **known).count() < 2 {
            return Err(vec![FileReason::NoHeading.into()]);
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let ours = [Column::WasRow, Column::Trouble, Column::Remedy];
        let foreign =
            |at: &usize| !plains[*at].is_empty() && !ours.iter().any(|c| c.is_named(&plains[*at]));
        let extra = (0..texts.len()).filter(|at| !known[*at]).filter(foreign).collect();
        let named = texts.iter().position(String::is_empty).unwrap_or(texts.len());
        Ok(Heading { places, texts, extra, named })
    }

    /// Returns the headings that are not of the form, as they may be shown.
    pub(super) fn extra(&self) -> Vec<String> {
        self.extra.iter().map(|at| shown(None, &self.texts[*at])).collect()
    }

    /// Returns the cells that have a value and stand under no heading.
    pub(super) fn unnamed<'a>(&'a self, line: Line<'a>) -> impl Iterator<Item = Cell<'a>> {
        let named = |at: usize| self.texts.get(at).is_some_and(|text| !text.is_empty());
        // Nearly every row ends before.
        let cells = (self.named..line.kept.len()).map(move |at| (at, line.cell(at)));
        cells.filter(move |(at, cell)| *cell != Cell::Blank && !named(*at)).map(|(_, cell)| cell)
    }
}

/// Returns which column stands where, by a mapping.
fn mapping(
    form: Form,
    plains: &[String],
    name: &str,
    heading: &str,
) -> Result<(Column, usize), FileReason> {
    let wanted = plain(name);
    let field = form.fields().iter().find(|field| field.column.is_named(&wanted));
    let field = field.ok_or_else(|| FileReason::NotOfForm(name.trim().to_string()))?;
    let wanted = plain(heading);
    let at = plains.iter().position(|text| !text.is_empty() && *text == wanted);
    let at = at.ok_or_else(|| FileReason::NoSuchHeading(shown(None, heading)))?;
    Ok((field.column, at))
}
