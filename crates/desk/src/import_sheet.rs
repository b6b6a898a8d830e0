//! What every import of a sheet has in common: rows that can be taken, and the report on the rest.
//!
//! In scope: all or nothing, or the good rows where that was asked for; cutting a long file into
//! acts. Out of scope: the file's form (`paper`), each kind of sheet (`import_candidates`,
//! `import_scores`, …), words and tables (`cli`).
//! Memory: of a sheet that is cut, one bit for each row, until it is read again; then one part.
//! I-PRI-1: a report shows numbers under the one mask and of a name one character.

use crate::house_error::HouseError;
pub use paper::{
    Change, Column, Encoding, FileKind, FileReason, Form, Options, Reason, Report, RowError,
    RowNote, SheetFile, WriteSheetError, write_csv, write_wrong_rows, write_xlsx,
};
use paper::{Faults, Row};
use std::collections::BTreeMap;
use vocab::Day;

/// Rows of a sheet that go into one act. A file with more is cut into several, each whole or not at
/// all; bounds the transaction and the memory of whoever replays it.
pub const ROWS_OF_ACT_MAX: u32 = vocab::limits::BATCH_CERTIFICATES_MAX as u32;

/// Whether a sheet is taken with errors in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accept {
    /// All rows, or nothing.
    Whole,
    /// The rows without errors; the others are reported.
    GoodRows,
}

/// Why a sheet was not imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Something of the sheet is wrong. Nothing of it entered.
    #[error("the sheet has {} errors and nothing of it was taken", .0.errors_in_all)]
    Wrong(Box<Report>),
    /// The register failed or refused.
    #[error("the register did not take the sheet")]
    House(#[from] HouseError),
}

/// What was read of a sheet.
#[derive(Clone)]
pub struct Taken<T> {
    /// The rows without errors, with their place in the sheet. None of a sheet that is cut into
    /// several acts and read again for them.
    pub rows: Vec<(u32, T)>,
    /// Everything about the sheet.
    pub report: Report,
    /// What the rows without errors come to, by the part of the file.
    parts: BTreeMap<u32, Part>,
    /// Where the rows are read again.
    again: Option<Again>,
}

/// What the rows without errors of a part come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// How many there are.
    pub(crate) count: u32,
    /// The first and the last day that they name, where rows of that kind name one.
    pub(crate) days: Option<(Day, Day)>,
}

/// A sheet that is read a second time.
#[derive(Clone)]
struct Again {
    file: SheetFile,
    options: Options,
    good: Marked,
}

/// Numbers of rows, a bit each.
#[derive(Clone, Default)]
struct Marked(Vec<u64>);

impl Marked {
    fn put(&mut self, row: u32) {
        let word = row as usize / 64;
        self.0.resize(self.0.len().max(word + 1), 0);
        self.0[word] |= 1 << (row % 64);
    }

    fn has(&self, row: u32) -> bool {
        self.0.get(row as usize / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }
}

impl<T> Taken<T> {
    /// Returns the sheet if it is to be taken.
    ///
    /// # Errors
    /// [`ImportError::Wrong`] when it has an error and is wanted whole, when the file or its
    /// headings are wrong, and when no row is good.
    pub fn accepted(self, accept: Accept) -> Result<Taken<T>, ImportError> {
        let refused = match accept {
            Accept::Whole => !self.report.is_good(),
            Accept::GoodRows => self.report.is_broken() || self.parts.is_empty(),
        };
        if refused { Err(ImportError::Wrong(Box::new(self.report))) } else { Ok(self) }
    }

    /// Returns the rows alone.
    pub fn into_values(self) -> Vec<T> {
        self.rows.into_iter().map(|(_, value)| value).collect()
    }

    /// Returns what the parts come to, by their place in the sheet: the same file is cut the same
    /// way each time, whatever rows of it are good.
    pub(crate) fn parts(&self) -> &BTreeMap<u32, Part> {
        &self.parts
    }

    /// Calls `each` with the good rows of one part after another. A sheet that is cut is read again
    /// for that, and `value` makes the rows' values as when it was judged.
    ///
    /// # Errors
    /// [`HouseError::SheetChanged`] when the file is another than the one that was judged, before
    /// anything of it is handed on, or, if it changes meanwhile, before the next part; else the
    /// first error of `each`.
    pub(crate) fn each_part(
        self,
        value: impl Fn(&mut Row<'_>, &mut Faults<'_>) -> Option<T>,
        mut each: impl FnMut(u32, Vec<T>) -> Result<(), HouseError>,
    ) -> Result<(), HouseError> {
        let Some(Again { file, options, good }) = self.again else {
            let part = self.parts.keys().next().copied();
            let rows = self.rows.into_iter().map(|(_, value)| value).collect();
            return part.map_or(Ok(()), |part| each(part, rows));
        };
        let changed = || HouseError::SheetChanged(file.name().to_string());
        if file.afresh().digest().ok() != self.report.digest {
            return Err(changed());
        }
        let (mut of, mut rows, mut failed) = (0, Vec::new(), None);
        let mut each_row = |row: &mut Row<'_>, faults: &mut Faults<'_>| {
            if failed.is_some() || !good.has(row.number()) {
                return;
            }
            let part = part_of(row.number());
            if part != of && !rows.is_empty() {
                failed = each(of, std::mem::take(&mut rows)).err();
            }
            of = part;
            match value(row, faults) {
                Some(value) if faults.is_empty() => rows.push(value),
                _ => failed = failed.take().or_else(|| Some(changed())),
            }
        };
        let form = self.report.form;
        let report = paper::read(&file.afresh(), form, &options, &mut each_row, &mut |_| {});
        match failed {
            Some(error) => Err(error),
            None if report.digest != self.report.digest => Err(changed()),
            None if rows.is_empty() => Ok(()),
            None => each(of, rows),
        }
    }
}

/// Returns the part of a file that a row falls into, from 0.
pub(crate) fn part_of(row: u32) -> u32 {
    row.saturating_sub(1) / ROWS_OF_ACT_MAX
}

/// Reads a sheet that goes into one act or transaction: `value` makes a row's value, and reports
/// what only it can find. Of a row with errors no value is kept.
pub(crate) fn take<T>(
    file: &SheetFile,
    form: Form,
    options: &Options,
    news: &mut dyn FnMut(u32),
    value: impl Fn(&mut Row<'_>, &mut Faults<'_>) -> Option<T>,
) -> Taken<T> {
    let (mut rows, mut parts) = (Vec::new(), BTreeMap::new());
    let mut each = |row: &mut Row<'_>, faults: &mut Faults<'_>| {
        let made = value(row, faults);
        if let (Some(made), true) = (made, faults.is_empty()) {
            add(&mut parts, row.number(), None);
            rows.push((row.number(), made));
        }
    };
    let report = paper::read(file, form, options, &mut each, news);
    Taken { rows, report, parts, again: None }
}

/// Reads a sheet that may be cut into several acts, as [`take`] does; of a long one no values are
/// kept. `day` is the day that a row names, if it names one.
pub(crate) fn take_in_parts<T>(
    file: &SheetFile,
    form: Form,
    options: &Options,
    news: &mut dyn FnMut(u32),
    day: impl Fn(&T) -> Option<Day>,
    value: impl Fn(&mut Row<'_>, &mut Faults<'_>) -> Option<T>,
) -> Taken<T> {
    let (mut rows, mut parts, mut good) = (Vec::new(), BTreeMap::new(), Marked::default());
    let mut each = |row: &mut Row<'_>, faults: &mut Faults<'_>| {
        let made = value(row, faults);
        if let (Some(made), true) = (made, faults.is_empty()) {
            add(&mut parts, row.number(), day(&made));
            good.put(row.number());
            match parts.len() {
                1 => rows.push((row.number(), made)),
                _ => rows = Vec::new(),
            }
        }
    };
    let report = paper::read(file, form, options, &mut each, news);
    let options = Options { keep_wrong_rows: false, ..options.clone() };
    let again = (1 < parts.len()).then(|| Again { file: file.clone(), options, good });
    Taken { rows, report, parts, again }
}

/// Adds a row to the part that it falls into.
fn add(parts: &mut BTreeMap<u32, Part>, row: u32, day: Option<Day>) {
    let part = parts.entry(part_of(row)).or_insert(Part { count: 0, days: None });
    part.count += 1;
    part.days = match (part.days, day) {
        (Some((first, last)), Some(day)) => Some((first.min(day), last.max(day))),
        (None, Some(day)) => Some((day, day)),
        (days, None) => days,
    };
}

/// Reads a sheet as far as it can be judged without a register, and keeps nothing of it.
pub fn look_at(
    file: &SheetFile,
    form: Form,
    options: &Options,
    news: &mut dyn FnMut(u32),
) -> Report {
    let mut each = |row: &mut Row<'_>, faults: &mut Faults<'_>| match form {
        Form::Candidates => {
            crate::import_candidates::background(row, faults);
        }
        Form::Elections => {
            crate::import_elections::said(row, faults);
        }
        Form::Rooms => {
            crate::import_rooms::room(row, faults, register::OrganisationId(0));
        }
        Form::Legacy => crate::import_legacy::agrees_with_itself(row, faults),
        Form::Scores | Form::Members => {}
    };
    paper::read(file, form, options, &mut each, news)
}
