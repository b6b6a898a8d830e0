//! Sheets that people send, as xlsx or csv: one pipeline from a file to rows and a report.
//!
//! In scope: finding the columns, reading the cells, every error in one report, templates, a sheet
//! of what was wrong. Out of scope: what the register knows of the rows, and recording (`desk`).
//! Invariant I-PRI-1: an error shows no identity number and no full name.
//! Failure: nothing is written anywhere; a sheet can be read as often as one likes.
//! Memory: of a csv file one line and the places of `seen`, however long it is; of an xlsx file its
//! shared texts. What the caller keeps of the rows is the caller's.

pub mod cell_reason;
pub mod column;
pub mod csv_rows;
pub mod file;
pub mod file_reason;
pub mod form;
mod heading;
mod line;
pub mod plain_text;
pub mod read_cell;
pub mod report;
pub mod row;
pub mod row_error;
pub mod row_reason;
pub mod score;
mod seen;
pub mod template;
pub mod unpacked;
pub mod wrong_rows;
pub mod xlsx_rows;

use cell_reason::CellReason;
use column::{COLUMNS, Column};
use csv_rows::Dialect;
use file::{FileKind, SheetFile};
use file_reason::FileReason;
use form::Form;
use heading::Heading;
use line::{Cell, Line};
use plain_text::Changes;
use report::{ROWS_SHOWN_MAX, Report, WrongRow};
use row::{COLUMNS_MAX, Faults, NO_SLOT, Row, Value};
use row_error::{Reason, RowError, shown};
use row_reason::RowReason;
use seen::Seen;
use std::ops::ControlFlow;
use vocab::PersonId;

/// Rows of a csv file. A list of all candidates of a province in a year is shorter; a longer one is
/// split by whoever sends it.
pub const SHEET_ROWS_MAX: usize = 1_600_000;

/// Columns of a sheet. Ours have at most eleven; the others are notes of the body, which notices.
pub const SHEET_COLUMNS_MAX: usize = 64;

/// Errors that one report lists; the others are counted. Bounds the memory of a report on a sheet
/// whose columns are shifted.
pub const ERRORS_KEPT_MAX: usize = 100_000;

/// How often whoever waits is told how far the reading is, in rows.
const ROWS_BETWEEN_NEWS: u32 = 4_096;

/// What marks the example of a csv template.
pub(crate) const EXAMPLE: &str = "示例（请删除本行）";

/// How a sheet is to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Headings of the sheet for columns of the form, each as (column, heading).
    pub map: Vec<(String, String)>,
    /// The worksheet of an xlsx file; without it the first.
    pub worksheet: Option<String>,
    /// Whether rows with errors are kept as they stand, for a sheet of them.
    pub keep_wrong_rows: bool,
}

/// Reads a sheet by its form. Columns are found by their headings, in any order; blank rows are
/// passed over, and so is a title above the headings that stands alone in its row.
///
/// `each` is called with every row, also with those that have errors, and may add errors that only
/// it can find. `news` is told now and then how many rows were read.
pub fn read(
    file: &SheetFile,
    form: Form,
    options: &Options,
    each: &mut dyn FnMut(&mut Row<'_>, &mut Faults<'_>),
    news: &mut dyn FnMut(u32),
) -> Report {
    let mut reader = Reader::new(file, form, options);
    let mut on_row = |line: &Line| reader.line(line, each, news);
    let done = file.find_while(|kind| match kind {
        FileKind::Xlsx => xlsx_rows::each_row(file, options.worksheet.as_deref(), &mut on_row),
        FileKind::Csv { encoding, separator, line_end } => {
            let dialect = Dialect { encoding, separator, line_end };
            let input = file.open().map_err(RowError::from)?;
            csv_rows::each_row(input, dialect, &mut on_row)
        }
    });
    let done = match done {
        Err(reason) => Err(reason.into()),
        Ok((found, done)) => {
            reader.report.found = Some(found);
            done
        }
    };
    reader.finish(done)
}

/// Reads rows, remembers what was there, and reports.
struct Reader<'o> {
    options: &'o Options,
    heading: Option<Heading>,
    slots: [u8; COLUMNS],
    seen: Vec<Option<Seen>>,
    report: Report,
    errors: Vec<RowError>,
}

impl<'o> Reader<'o> {
    fn new(file: &SheetFile, form: Form, options: &'o Options) -> Reader<'o> {
        let mut slots = [NO_SLOT; COLUMNS];
        for (slot, field) in (0..).zip(form.fields()) {
            slots[field.column as usize] = slot;
        }
        let seen = form.fields().iter().map(|field| field.once.then(Seen::new)).collect();
        let report = Report::new(form, file.name());
        Reader { options, heading: None, slots, seen, report, errors: Vec::new() }
    }

    /// Takes one line of the sheet.
    fn line(
        &mut self,
        line: &Line,
        each: &mut dyn FnMut(&mut Row<'_>, &mut Faults<'_>),
        news: &mut dyn FnMut(u32),
    ) -> ControlFlow<()> {
        if self.heading.is_some() {
            self.row(line, each);
            if self.report.rows.is_multiple_of(ROWS_BETWEEN_NEWS) {
                news(self.report.rows);
            }
            return ControlFlow::Continue(());
        }
        if line.filled() < 2 {
            return ControlFlow::Continue(());
        }
        match Heading::read(line, self.report.form, &self.options.map) {
            Ok(heading) => {
                self.report.extra_columns = heading.extra();
                self.report.headings = heading.texts.clone();
                let fields = self.report.form.fields().iter().zip(&heading.places);
                let placed = fields.filter_map(|(field, at)| Some((field.column, (*at)?)));
                self.report.places = placed.collect();
                self.heading = Some(heading);
                ControlFlow::Continue(())
            }
            Err(errors) => {
                errors.into_iter().for_each(|error| self.report.put(error));
                ControlFlow::Break(())
            }
        }
    }

    /// Reads one row. Every column is read, so that the report has all that is wrong.
    fn row(&mut self, line: &Line, each: &mut dyn FnMut(&mut Row<'_>, &mut Faults<'_>)) {
        let Reader { heading: Some(heading), slots, seen, report, errors, .. } = self else {
            return;
        };
        report.rows += 1;
        errors.clear();
        let places = &heading.places;
        let fields = report.form.fields();
        let cell_of = |slot: usize| places[slot].map_or(Cell::Blank, |at| line.cell(at));
        if cell_of(0) == Cell::Text(EXAMPLE) {
            let column = Some(fields[0].column);
            report.put(RowError::cell(line.row, column, EXAMPLE, RowReason::Example.into()));
            return;
        }
        let mut values = [const { Value::Blank }; COLUMNS_MAX];
        let mut person = None;
        for (slot, field) in fields.iter().enumerate() {
            let (column, cell) = (field.column, cell_of(slot));
            let refuse = |reason: Reason, errors: &mut Vec<RowError>| {
                errors.push(RowError::cell(line.row, Some(column), &cell.text(), reason));
            };
            if cell == Cell::Blank {
                if field.needed {
                    refuse(CellReason::Blank.into(), errors);
                }
                continue;
            }
            let mut changes = Changes::default();
            values[slot] = match read_cell::read(column, cell, &mut changes) {
                Ok(value) => value,
                Err(reason) => {
                    refuse(reason.into(), errors);
                    Value::Wrong
                }
            };
            if column == Column::DocumentNumber {
                let kind = match slots[Column::DocumentKind as usize] {
                    NO_SLOT => &Value::Blank,
                    slot => &values[usize::from(slot)],
                };
                person = document(kind, &values[slot], report.form, &mut changes, |reason| {
                    refuse(reason.into(), errors);
                });
            }
            if !changes.is_empty() {
                let value = shown(Some(column), &cell.text());
                report.note(line.row, column, &value, changes);
            }
            let first = earlier(&mut seen[slot], column, (&person, &values[slot]), line.row);
            if let Some(first) = first {
                refuse(RowReason::Same { first }.into(), errors);
            }
        }
        errors.extend(heading.unnamed(line).map(|cell| {
            RowError::cell(line.row, None, &cell.text(), CellReason::NoHeading.into())
        }));
        let mut row = Row { number: line.row, values, slots, person, wrong: !errors.is_empty() };
        let text_of = |column: Column| match slots[column as usize] {
            NO_SLOT => String::new(),
            slot => cell_of(usize::from(slot)).text(),
        };
        let mut faults = Faults { row: line.row, text_of: &text_of, errors };
        each(&mut row, &mut faults);
        if report.shown.len() < ROWS_SHOWN_MAX {
            let text = |slot| cell_of(slot).text();
            let cells = fields.iter().zip(0..);
            let cells = cells.map(|(field, slot)| shown(Some(field.column), &text(slot)));
            report.shown.push((line.row, cells.collect()));
        }
        self.close(line);
    }

    /// Counts a row, and puts its errors into the report.
    fn close(&mut self, line: &Line) {
        let Reader { report, errors, .. } = self;
        if errors.is_empty() {
            report.good += 1;
            return;
        }
        errors.drain(..).for_each(|error| report.put(error));
        if self.options.keep_wrong_rows && report.wrong_rows.len() < ERRORS_KEPT_MAX {
            let cells = line.cells().map(Cell::text).collect();
            report.wrong_rows.push(WrongRow { row: line.row, cells });
        }
    }

    fn finish(mut self, done: Result<(), RowError>) -> Report {
        if let Err(error) = done {
            self.report.put(error);
        }
        let reason = match self.heading {
            None => FileReason::NoHeading,
            Some(_) if self.report.rows == 0 => FileReason::NoRows,
            Some(_) => return self.report,
        };
        if self.report.is_good() {
            self.report.put(reason.into());
        }
        self.report
    }
}

/// Notes a value that its form has once, and returns the earlier row that has it.
fn earlier(
    seen: &mut Option<Seen>,
    column: Column,
    (person, value): (&Option<PersonId>, &Value<'_>),
    row: u32,
) -> Option<u32> {
    let seen = seen.as_mut()?;
    match (column, person, value) {
        (Column::DocumentNumber, Some(person), _) => {
            seen.put((person.kind().code(), person.number()), row)
        }
        (Column::DocumentNumber, None, _) => None,
        (_, _, Value::Text(text)) => seen.put(&**text, row),
        _ => None,
    }
}

/// Returns the document of a row, if kind and number can be judged.
fn document(
    kind: &Value<'_>,
    number: &Value<'_>,
    form: Form,
    changes: &mut Changes,
    refuse: impl FnOnce(CellReason),
) -> Option<PersonId> {
    let kind = match kind {
        Value::Kind(kind) => Some(*kind),
        Value::Blank => None,
        // Without its kind a number cannot be judged.
        _ => return None,
    };
    let Value::Text(text) = number else { return None };
    match read_cell::document(kind, form.finds_kind(), text, changes) {
        Ok(person) => Some(person),
        Err(reason) => {
            refuse(reason);
            None
        }
    }
}
