//! Sheets that people send, as xlsx or csv: one pipeline from a file to rows and a report.
//!
//! In scope: finding the columns, reading the cells, every error in one report, templates, a sheet
//! of what was wrong. Out of scope: what the register knows of the rows, and recording (`desk`).
//! Invariant I-PRI-1: an error shows no identity number and no full name.
//! Failure: nothing is written anywhere; a sheet can be read as often as one likes.
//! Memory: some blocks of rows and the places of `seen`, however long the file is; of an xlsx file
//! its shared texts, too. What the caller keeps of the rows is the caller's.

mod block;
pub mod cell_reason;
pub mod column;
pub mod csv_rows;
pub mod file;
pub mod file_reason;
pub mod form;
mod heading;
mod judge;
mod line;
pub mod plain_text;
pub mod read_cell;
mod reader;
pub mod report;
pub mod row;
pub mod row_error;
pub mod row_reason;
pub mod score;
mod seen;
mod side_by_side;
pub mod template;
pub mod unpacked;
pub mod wrong_rows;
pub mod xlsx_rows;

use csv_rows::Dialect;
use file::{FileKind, SheetFile};
use form::Form;
use reader::Reader;
use report::Report;
use row::{Faults, Row};
use row_error::RowError;
use side_by_side::side_by_side;

/// Rows of a csv file. A list of all candidates of a province in a year is shorter; a longer one is
/// split by whoever sends it.
pub const SHEET_ROWS_MAX: usize = 1_600_000;

/// Columns of a sheet. Ours have at most eleven; the others are notes of the body, which notices.
pub const SHEET_COLUMNS_MAX: usize = 64;

/// Errors that one report lists; the others are counted. Bounds the memory of a report on a sheet
/// whose columns are shifted.
pub const ERRORS_KEPT_MAX: usize = 100_000;

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
    /// Whether the digest of the file is left out: what is only looked at needs none.
    pub without_digest: bool,
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
    let mut reader = Reader::new(Report::new(form, file.name()), options, each, news);
    let mut read = |kind: FileKind| match kind {
        FileKind::Xlsx => {
            reader.rows_max = xlsx_rows::XLSX_ROWS_MAX;
            side_by_side(&mut reader, None, |pipe| {
                xlsx_rows::each_block(file, options.worksheet.as_deref(), pipe)
            })
        }
        FileKind::Csv { encoding, separator, line_end } => {
            reader.rows_max = SHEET_ROWS_MAX;
            let dialect = Dialect { encoding, separator, line_end };
            side_by_side(&mut reader, Some(dialect), |pipe| {
                csv_rows::each_block(file.open().map_err(RowError::from)?, line_end, pipe)
            })
        }
    };
    let done = file.find().and_then(|found| {
        if options.without_digest {
            return Ok((found, None, read(found.kind)));
        }
        let (digest, done) = file.digest_while(|| read(found.kind))?;
        Ok((found, Some(digest), done))
    });
    match done {
        Err(reason) => reader.report.put(reason.into()),
        Ok((found, digest, done)) => {
            (reader.report.found, reader.report.digest) = (Some(found), digest);
            if let Err(error) = done {
                reader.report.put(error);
            }
        }
    }
    reader.finish()
}
