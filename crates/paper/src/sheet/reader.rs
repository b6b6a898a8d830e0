//! Rows of a sheet in their order: what was there before, and the report.
//!
//! In scope: finding the headings, values that may stand in one row only, counting, what the caller
//! adds. Out of scope: reading single rows (`judge`), who reads them (`side_by_side`).

use super::block::Block;
use super::file_reason::FileReason;
use super::heading::Heading;
use super::judge::{Judge, once_of};
use super::line::{Cell, Line};
use super::report::{ROWS_SHOWN_MAX, Report, WrongRow};
use super::row::{Faults, Row};
use super::row_error::{RowError, shown};
use super::row_reason::RowReason;
use super::seen::Seen;
use super::{ERRORS_KEPT_MAX, EXAMPLE, Options};
use std::ops::ControlFlow;
use std::sync::Arc;

/// How often whoever waits is told how far the reading is, in rows.
const ROWS_BETWEEN_NEWS: u32 = 4_096;

/// Rows whose values are looked for in memory at once, before any is noted.
const ROWS_FORESEEN: usize = 64;

/// What is called with each row and may add errors.
pub(super) type Each<'a> = &'a mut dyn FnMut(&mut Row<'_>, &mut Faults<'_>);

/// Takes rows in their order, remembers what was there, and reports.
pub(super) struct Reader<'a> {
    options: &'a Options,
    each: Each<'a>,
    news: &'a mut dyn FnMut(u32),
    /// How rows are read, once the headings were found.
    pub(super) judge: Option<Arc<Judge>>,
    /// The most rows with a value.
    pub(super) rows_max: usize,
    rows: usize,
    seen: Vec<Seen>,
    pub(super) report: Report,
    errors: Vec<RowError>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        report: Report,
        options: &'a Options,
        each: Each<'a>,
        news: &'a mut dyn FnMut(u32),
    ) -> Reader<'a> {
        let seen = once_of(report.form).map(|_| Seen::new()).collect();
        let (judge, errors) = (None, Vec::new());
        Reader { options, each, news, judge, rows_max: 0, rows: 0, seen, report, errors }
    }

    /// Looks for the headings in a block, and returns the place of the row below them.
    ///
    /// # Errors
    /// Nothing more is to be read; the report says why.
    pub(super) fn find_headings(&mut self, block: &Block) -> Result<Option<usize>, ()> {
        for at in 0..block.len() {
            self.count(block.line(at))?;
            if block.line(at).filled() < 2 {
                continue;
            }
            match Heading::read(block.line(at), self.report.form, &self.options.map) {
                Ok(heading) => {
                    self.headed(heading);
                    return Ok(Some(at + 1));
                }
                Err(errors) => {
                    errors.into_iter().for_each(|error| self.report.put(error));
                    return Err(());
                }
            }
        }
        Ok(None)
    }

    fn headed(&mut self, heading: Heading) {
        let report = &mut self.report;
        report.extra_columns = heading.extra();
        report.headings = heading.texts.clone();
        let fields = report.form.fields().iter().zip(&heading.places);
        report.places = fields.filter_map(|(field, at)| Some((field.column, (*at)?))).collect();
        self.judge = Some(Arc::new(Judge::new(report.form, heading)));
    }

    /// Counts a row with a value.
    fn count(&mut self, line: Line<'_>) -> Result<(), ()> {
        self.rows += 1;
        if self.rows <= self.rows_max {
            return Ok(());
        }
        self.report.put(FileReason::TooManyRows { rows_max: self.rows_max }.at(line.row));
        Err(())
    }

    /// Takes the rows of a block from one on; they were read by [`Judge::block`]. Breaks when
    /// nothing more is to be read; the report says why.
    pub(super) fn take(&mut self, block: &mut Block, first: usize) -> ControlFlow<()> {
        let Some(judge) = self.judge.clone() else { return ControlFlow::Break(()) };
        let mut persons = std::mem::take(&mut block.judged.persons);
        let mut broken = false;
        for (at, person) in persons.iter_mut().enumerate().skip(first) {
            if (at - first).is_multiple_of(ROWS_FORESEEN) {
                let end = block.len().min(at + ROWS_FORESEEN);
                let hashes = block.judged.hashes.iter().map(|hashes| &hashes[at..end]);
                self.seen.iter().zip(hashes).for_each(|(seen, hashes)| seen.foresee(hashes));
            }
            if self.count(block.line(at)).is_err() {
                broken = true;
                break;
            }
            let line = block.line(at);
            self.report.rows += 1;
            match block.judged.examples.binary_search(&at) {
                Ok(_) => self.example(line),
                Err(_) => self.row(&judge, block, at, person),
            }
            if self.report.rows.is_multiple_of(ROWS_BETWEEN_NEWS) {
                (self.news)(self.report.rows);
            }
        }
        block.judged.persons = persons;
        if broken { ControlFlow::Break(()) } else { self.end(block) }
    }

    /// Breaks if the block ends with an error.
    pub(super) fn end(&mut self, block: &mut Block) -> ControlFlow<()> {
        match block.end.take() {
            None => ControlFlow::Continue(()),
            Some(error) => {
                self.report.put(error);
                ControlFlow::Break(())
            }
        }
    }

    fn example(&mut self, line: Line<'_>) {
        let column = self.report.form.fields().first().map(|field| field.column);
        self.report.put(RowError::cell(line.row, column, EXAMPLE, RowReason::Example.into()));
    }

    /// Takes one row.
    fn row(
        &mut self,
        judge: &Judge,
        block: &Block,
        at: usize,
        person: &mut Option<vocab::PersonId>,
    ) {
        let (line, judged, fields) = (block.line(at), &block.judged, self.report.form.fields());
        let cell_of = |slot: usize| judge.places()[slot].map_or(Cell::Blank, |at| line.cell(at));
        for (_, slot, changes) in of_row(&judged.notes, |note| note.0, at) {
            let column = fields[*slot].column;
            let value = shown(Some(column), &cell_of(*slot).text());
            self.report.note(line.row, column, &value, *changes);
        }
        let mut found: Vec<(usize, RowError)> = Vec::new();
        let errors = of_row(&judged.errors, |error| error.0, at);
        found.extend(errors.iter().map(|(_, slot, error)| (*slot, error.clone())));
        for (nth, (slot, field)) in once_of(self.report.form).enumerate() {
            if let Some(first) = self.seen[nth].put(judged.hashes[nth][at], line.row) {
                let (text, reason) = (cell_of(slot).text(), RowReason::Same { first }.into());
                let error = RowError::cell(line.row, Some(field.column), &text, reason);
                let behind = found.partition_point(|(of, _)| *of <= slot);
                found.insert(behind, (slot, error));
            }
        }
        self.errors.clear();
        self.errors.extend(found.into_iter().map(|(_, error)| error));
        let values = &judged.values[at * fields.len()..][..fields.len()];
        let wrong = !self.errors.is_empty();
        let made = &judged.made;
        let mut row = Row { line, values, made, judge, person, wrong };
        let text_of = |column| judge.cell(line, column).text();
        let mut faults = Faults { row: line.row, text_of: &text_of, errors: &mut self.errors };
        (self.each)(&mut row, &mut faults);
        if self.report.shown.len() < ROWS_SHOWN_MAX {
            let text = |slot| cell_of(slot).text();
            let cells = fields.iter().zip(0..);
            let cells = cells.map(|(field, slot)| shown(Some(field.column), &text(slot)));
            self.report.shown.push((line.row, cells.collect()));
        }
        self.close(line);
    }

    /// Counts a row, and puts its errors into the report.
    fn close(&mut self, line: Line<'_>) {
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

    /// Returns the report on everything that was read.
    pub(super) fn finish(mut self) -> Report {
        let reason = match self.judge {
            None if 0 < self.rows => FileReason::NoHeading,
            None => FileReason::NoRows,
            Some(_) if self.report.rows == 0 => FileReason::NoRows,
            Some(_) => return self.report,
        };
        if self.report.is_good() {
            self.report.put(reason.into());
        }
        self.report
    }
}

/// Returns those of a row out of what is kept by rising row of a block.
fn of_row<T>(all: &[T], row_of: impl Fn(&T) -> usize, row: usize) -> &[T] {
    if all.is_empty() {
        return all;
    }
    let from = all.partition_point(|one| row_of(one) < row);
    let count = all[from..].partition_point(|one| row_of(one) == row);
    &all[from..][..count]
}
