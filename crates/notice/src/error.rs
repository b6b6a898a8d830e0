//! What can be wrong with a notice, and about which byte or line.
//!
//! In scope: files that are not a notice, and lines that have no place in the table.
//! Out of scope: anomalies and totals that do not agree; those are results, not errors.

use crate::anomaly::Column;
use alloc::string::String;
use core::fmt;

/// Why a notice could not be read. Nothing was read when this is returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoticeError {
    /// The file has no character in it, or only blank ones.
    Empty,
    /// The file is longer than a notice may be.
    TooLong {
        /// Length of the file, in bytes.
        bytes: usize,
        /// The limit, in bytes.
        bytes_max: usize,
    },
    /// The file holds bytes that no text holds, as in a PDF, a picture or a word processor's file.
    Binary {
        /// Where the first such byte is, counted from 0.
        offset: usize,
        /// The byte.
        byte: u8,
    },
    /// The bytes are neither UTF-8 nor GB 18030.
    Encoding {
        /// Where UTF-8 breaks off, counted from 0.
        utf8_offset: usize,
        /// Where GB 18030 breaks off; nothing when the file is plainly damaged UTF-8.
        gb18030_offset: Option<usize>,
    },
    /// The bytes begin with the mark of UTF-16 and are not UTF-16 throughout.
    Utf16,
    /// No line is a table header from 序号 to 批次.
    NoTable,
    /// A table header has no row below it.
    NoRows {
        /// The header's line.
        line: u32,
    },
    /// A line of the table region is neither a row nor known noise.
    Unplaceable {
        /// The line in the file as it arrived, counted from 1.
        line: u32,
        /// The line as printed.
        text: String,
        /// Why it has no place.
        reason: Reason,
    },
}

/// Why a line of the table region has no place in the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The line is one piece without columns.
    NoColumns,
    /// The line has more cells than the table has columns.
    TooManyCells {
        /// Cells found.
        found: usize,
    },
    /// The first cell is not an item number.
    Number(String),
    /// A row without number stands before the first item.
    NoItemAbove,
    /// An item begins without the name of its qualification.
    NoQualification {
        /// The item.
        item: u32,
    },
    /// A new qualification begins without an item number.
    NoNumber {
        /// The qualification as printed.
        qualification: String,
    },
    /// One item number stands before two qualifications.
    TwoQualifications {
        /// The item.
        item: u32,
        /// The qualification read first.
        first: String,
        /// The qualification read on this line.
        second: String,
    },
    /// The cell for occupations is blank.
    NoOccupation,
    /// Two separators stand next to each other, or one stands at the end of a cell.
    EmptyName(Column),
    /// The last cell is neither a batch nor a turn toward access-type.
    Fate(String),
    /// A cell is blank and the item has no row above to inherit from.
    NothingToInherit {
        /// The blank column.
        column: Column,
        /// The item.
        item: u32,
    },
}

impl fmt::Display for NoticeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoticeError::Empty => write!(f, "the file has no text in it"),
            NoticeError::TooLong { bytes, bytes_max } => {
                write!(f, "the file has {bytes} bytes; a notice has at most {bytes_max}")
            }
            NoticeError::Binary { offset, byte } => write!(
                f,
                "byte {offset} is `0x{byte:02x}`, which no text has; export the notice as \
                 plain text"
            ),
            NoticeError::Encoding { utf8_offset, gb18030_offset: Some(gb18030_offset) } => write!(
                f,
                "the file is neither UTF-8 (broken at byte {utf8_offset}) nor GB 18030 \
                 (broken at byte {gb18030_offset})"
            ),
            NoticeError::Encoding { utf8_offset, gb18030_offset: None } => {
                write!(f, "the file is UTF-8 and damaged at byte {utf8_offset}")
            }
            NoticeError::Utf16 => write!(f, "the file begins as UTF-16 and does not stay so"),
            NoticeError::NoTable => {
                write!(f, "no table found: no line runs from `序号` to `批次`")
            }
            NoticeError::NoRows { line } => write!(f, "line {line}: the table has no row"),
            NoticeError::Unplaceable { line, text, reason } => {
                write!(f, "line {line}: `{text}` has no place in the table: {reason}")
            }
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::NoColumns => write!(f, "it has no columns and is no known page mark"),
            Reason::TooManyCells { found } => write!(f, "it has {found} cells, more than fit"),
            Reason::Number(text) => write!(f, "`{text}` is not an item number"),
            Reason::NoItemAbove => write!(f, "it has no number and no item stands above it"),
            Reason::NoQualification { item } => write!(f, "item {item} has no qualification"),
            Reason::NoNumber { qualification } => {
                write!(f, "`{qualification}` begins an item and has no number")
            }
            Reason::TwoQualifications { item, first, second } => {
                write!(f, "item {item} is `{first}` above and `{second}` here")
            }
            Reason::NoOccupation => write!(f, "it names no occupation"),
            Reason::EmptyName(column) => write!(f, "a name among the {column} is empty"),
            Reason::Fate(text) => write!(f, "`{text}` is neither a batch nor access-type"),
            Reason::NothingToInherit { column, item } => {
                write!(f, "its {column} are blank and item {item} has no row above")
            }
        }
    }
}

impl core::error::Error for NoticeError {}
