//! `RowError`, one line of the report on a sheet: row, column, value, reason, remedy.
//!
//! In scope: the value and its two languages. Out of scope: finding errors.
//! Invariant I-PRI-1: a value is shown under the one mask as soon as it could be an identity
//! number, whatever column it stands in; of a name only the first character is shown.

use super::cell_reason::CellReason;
use super::column::Column;
use super::file_reason::FileReason;
use super::row_reason::RowReason;
use std::fmt;
use vocab::masked;

/// Digits of a value from which on it could identify somebody. Scores have at most four, days eight
/// and times fourteen.
const fn digits_masked_from(column: Option<Column>) -> usize {
    match column {
        Some(Column::IssuedOn | Column::EarlierDay | Column::ChosenOn) => 9,
        Some(Column::From | Column::Until) => 15,
        _ => 6,
    }
}

/// Characters of a value that are shown.
const VALUE_CHARS_MAX: usize = 40;

/// Why a sheet was not taken, or one of its cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A fault of the file or of its headings.
    File(FileReason),
    /// A fault of a cell.
    Cell(CellReason),
    /// A fault of a row.
    Row(RowReason),
}

impl Reason {
    /// Returns the name used in JSON. Names never change.
    pub fn code(&self) -> &'static str {
        match self {
            Reason::File(reason) => reason.code(),
            Reason::Cell(reason) => reason.code(),
            Reason::Row(reason) => reason.code(),
        }
    }

    /// Returns what is wrong and what to do about it, in English.
    pub fn en(&self) -> (String, &'static str) {
        match self {
            Reason::File(reason) => reason.en(),
            Reason::Cell(reason) => reason.en(),
            Reason::Row(reason) => reason.en(),
        }
    }

    /// Returns what is wrong and what to do about it, in Chinese.
    pub fn zh(&self) -> (String, &'static str) {
        match self {
            Reason::File(reason) => reason.zh(),
            Reason::Cell(reason) => reason.zh(),
            Reason::Row(reason) => reason.zh(),
        }
    }
}

impl From<CellReason> for Reason {
    fn from(reason: CellReason) -> Reason {
        Reason::Cell(reason)
    }
}

impl From<RowReason> for Reason {
    fn from(reason: RowReason) -> Reason {
        Reason::Row(reason)
    }
}

/// One error of a sheet. Its value never shows an identity number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowError {
    /// The row, from 1, as a spreadsheet counts; nothing for the whole file.
    pub row: Option<u32>,
    /// The column, if the error is of one of the form.
    pub column: Option<Column>,
    /// The value as it may be shown; nothing when the cell is blank.
    pub value: Option<String>,
    /// Why.
    pub reason: Reason,
}

impl RowError {
    /// Returns the error of a cell with this text.
    pub(super) fn cell(row: u32, column: Option<Column>, text: &str, reason: Reason) -> Self {
        let value = (!text.is_empty()).then(|| shown(column, text));
        RowError { row: Some(row), column, value, reason }
    }

    /// Returns the error in Chinese: the place and what is wrong, and the remedy on its own line.
    pub fn zh(&self) -> String {
        let row = self.row.map(|row| format!("第 {row} 行")).unwrap_or_default();
        let column = self.column.map(|column| format!("「{}」", column.zh())).unwrap_or_default();
        let value = self.value.as_ref().map(|value| format!("“{value}”")).unwrap_or_default();
        let colon = if row.is_empty() && column.is_empty() { "" } else { "：" };
        let (what, remedy) = self.reason.zh();
        format!("{row}{column}{value}{colon}{what}\n{remedy}")
    }
}

impl From<FileReason> for RowError {
    fn from(reason: FileReason) -> RowError {
        RowError { row: None, column: None, value: None, reason: Reason::File(reason) }
    }
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let row = self.row.map(|row| format!("row {row}"));
        let column = self.column.map(|column| format!("column `{}`", column.zh()));
        let value = self.value.as_ref().map(|value| format!("value `{value}`"));
        let place: Vec<String> = [row, column, value].into_iter().flatten().collect();
        let colon = if place.is_empty() { "" } else { ": " };
        let (what, remedy) = self.reason.en();
        write!(f, "{}{colon}{what}\n{remedy}", place.join(", "))
    }
}

impl std::error::Error for RowError {}

/// Returns a value as it may be shown.
pub(super) fn shown(column: Option<Column>, text: &str) -> String {
    let digits = text.chars().filter(|c| c.is_numeric()).count();
    match column {
        Some(Column::DocumentNumber) => return masked(text),
        // The number of a certificate stands in public registers; without it nobody would find the
        // row's paper. What is no such number and has the length of a citizen's is masked.
        Some(Column::Certificate | Column::EarlierNumber) if digits != 18 && digits != 17 => {}
        _ if digits_masked_from(column) <= digits => return masked(text),
        _ => {}
    }
    let mut chars = text.chars();
    if column == Some(Column::Name) {
        let first: String = chars.by_ref().take(1).collect();
        return first + &"*".repeat(chars.count().min(VALUE_CHARS_MAX));
    }
    chars.take(VALUE_CHARS_MAX).map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(column: Option<Column>, text: &str, expect: &str) {
        assert_eq!(shown(column, text), expect, "{column:?} {text}");
    }

    #[test]
    fn a_value_that_could_identify_somebody_is_masked_in_any_column() {
        check(Some(Column::DocumentNumber), "99000019800101123X", "9****************X");
        check(Some(Column::DocumentNumber), "A12", "***");
        check(Some(Column::Theory), "99000019800101123X", "9****************X");
        check(None, "9900 0019 8001 0112 3X", "9****************X");
        check(None, "９９００００１９８００１０１１２３X", "９****************X");
        check(Some(Column::Ticket), "2020000123", "2********3");
        check(Some(Column::Theory), &"9".repeat(300), &"*".repeat(40));
        check(Some(Column::Theory), "105.25", "105.25");
        check(Some(Column::IssuedOn), "2015-13-01", "2015-13-01");
        check(Some(Column::OnStaff), "不知道", "不知道");
        check(Some(Column::Name), "赵禾穗", "赵**");
        check(Some(Column::Certificate), "1599991001400001", "1599991001400001");
        check(Some(Column::Certificate), "99000019800101123X", "9****************X");
        check(Some(Column::Certificate), "990000198001010012", "9****************2");
    }
}
