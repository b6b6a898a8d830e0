//! The results sheet: one row for each candidate of a session, as xlsx or csv.
//!
//! In scope: reading it whole or refusing it with every error in one report; writing it.
//! Out of scope: whether the candidates are those who registered, and who passed; the desk
//! compares.
//! Invariant I-PRI-1: an error shows no identity number and no full name.
//! Failure: nothing half-enters; one wrong cell refuses the sheet.

pub mod cell_reason;
pub(crate) mod cells;
pub mod column;
pub mod file_reason;
mod heading;
mod read_row;
pub mod row_error;
pub mod score;
mod unpacked;
pub mod write;

use heading::Heading;
use read_row::Reader;
use row_error::RowError;
use score::Score;
use std::fmt;
use vocab::PersonId;
use vocab::limits::BATCH_CERTIFICATES_MAX;

use file_reason::FileReason;

/// Rows of results in one sheet: as many as one act can issue certificates for. The body notices
/// and splits its session.
pub const RESULTS_ROWS_MAX: usize = BATCH_CERTIFICATES_MAX;

/// Columns of a sheet. Ours has eight; the others are notes of the body, which notices.
pub const SHEET_COLUMNS_MAX: usize = 64;

/// Bytes of the file. A full sheet has less than one million. The body notices.
pub const SHEET_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Bytes that an xlsx unpacks to. A small file can be made to unpack to very much; whoever made it
/// notices.
pub const UNPACKED_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// The result of one candidate. The document is well-formed and the scores are in range.
#[derive(Clone, PartialEq, Eq)]
pub struct ResultRow {
    /// The row of the sheet, from 1, as a spreadsheet counts. Not written.
    pub row: u32,
    /// 姓名, without blanks between Chinese characters.
    pub name: String,
    /// 证件类型 and 证件号码.
    pub person: PersonId,
    /// 准考证号.
    pub ticket: String,
    /// 理论成绩.
    pub theory: Score,
    /// 技能成绩.
    pub skill: Score,
    /// 综合评审, where the level has one.
    pub review: Option<Score>,
    /// 是否本单位职工.
    pub on_staff: bool,
}

impl fmt::Debug for ResultRow {
    /// Prints the row and the masked document; logs are read by many.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ResultRow { row, person, theory, skill, .. } = self;
        write!(f, "ResultRow({row} {person:?} {theory} {skill})")
    }
}

/// A sheet without errors: no person and no 准考证号 stands in it twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultsSheet {
    /// The results in the order of the sheet; at least one.
    pub rows: Vec<ResultRow>,
    /// Headings of columns that are not of the form. They were not read; the body is told.
    pub extra_columns: Vec<String>,
}

/// Reads a results sheet. Columns are found by their headings, in any order; blank rows are passed
/// over, and so is a title above the headings that stands alone in its row.
///
/// `name` is the name of the file; its ending tells csv from other text. A csv file is UTF-8 or
/// GB 18030; of an xlsx file the first worksheet is read.
///
/// # Errors
/// Every error of the sheet, by row and column; or the one that kept it from being read.
pub fn read_results(bytes: &[u8], name: &str) -> Result<ResultsSheet, Vec<RowError>> {
    let lines = cells::read(bytes, name).map_err(|error| vec![error])?;
    let (heading, lines) = Heading::find(&lines)?;
    let mut reader = Reader::new(&heading);
    let rows: Vec<ResultRow> = lines.iter().filter_map(|line| reader.read(line)).collect();
    let mut errors = reader.into_errors();
    if rows.is_empty() && errors.is_empty() {
        errors.push(FileReason::NoRows.into());
    }
    if RESULTS_ROWS_MAX < lines.len() {
        errors.push(FileReason::TooManyRows.into());
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(ResultsSheet { rows, extra_columns: heading.extra().to_vec() })
}
