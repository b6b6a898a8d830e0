//! The rows of one worksheet of an xlsx file, one at a time.
//!
//! In scope: the first worksheet or a named one; cells as text, numbers and days.
//! Out of scope: what the cells mean.
//! Invariant: no cell with a value is left out; what does not fit the limits refuses the file.

use super::file::SheetFile;
use super::file_reason::FileReason;
use super::line::{Kept, Line};
use super::row_error::RowError;
use super::{SHEET_COLUMNS_MAX, unpacked};
use calamine::{DataRef, ExcelDateTime, Reader, Xlsx, XlsxError};
use std::ops::ControlFlow;
use vocab::Day;

/// Rows with values of a worksheet that is read: 300,000 candidates and what stands above them. The
/// texts of an xlsx file lie in memory while it is read; a longer list is sent as csv.
pub const XLSX_ROWS_MAX: usize = 300_010;

/// Calls `each` with every row that has a value, until it breaks.
///
/// Cells are read one by one and not as a rectangle: a single cell in the last corner of a
/// worksheet would make a rectangle of seventeen thousand million.
///
/// # Errors
/// What keeps the rest of the file from being read.
pub(super) fn each_row(
    file: &SheetFile,
    worksheet: Option<&str>,
    each: &mut dyn FnMut(&Line) -> ControlFlow<()>,
) -> Result<(), RowError> {
    unpacked::check(file.open()?)?;
    let damaged = |_: XlsxError| RowError::from(FileReason::Damaged);
    let mut book: Xlsx<_> = Xlsx::new(file.open()?).map_err(damaged)?;
    let names = book.sheet_names();
    let name = match worksheet {
        None => names.first().cloned().ok_or(FileReason::Damaged)?,
        Some(asked) => names
            .iter()
            .find(|name| name.trim() == asked.trim())
            .cloned()
            .ok_or_else(|| FileReason::NoWorksheet { asked: asked.into(), there: names })?,
    };
    let mut cells = book.worksheet_cells_reader(&name).map_err(damaged)?;
    let (mut line, mut rows) = (Line::default(), 0);
    while let Some(cell) = cells.next_cell().map_err(damaged)? {
        let (row, column) = cell.get_position();
        let (row, column) = (row + 1, column as usize);
        // Rows rise in a worksheet that a spreadsheet wrote, and no cell comes twice; a file that
        // does otherwise could show one value and hold another.
        if row < line.row {
            return Err(FileReason::Damaged.at(row));
        }
        if line.row < row {
            if finish(&mut line, &mut rows, each)?.is_break() {
                return Ok(());
            }
            line.clear(row);
        }
        let value = kept(cell.get_value(), &mut line);
        if matches!(value, Kept::Blank) {
            continue;
        }
        if SHEET_COLUMNS_MAX <= column {
            return Err(FileReason::TooManyColumns.at(row));
        }
        if line.kept.len() <= column {
            line.kept.resize(column + 1, Kept::Blank);
        }
        if !matches!(std::mem::replace(&mut line.kept[column], value), Kept::Blank) {
            return Err(FileReason::Damaged.at(row));
        }
    }
    finish(&mut line, &mut rows, each).map(|_| ())
}

fn finish(
    line: &mut Line,
    rows: &mut usize,
    each: &mut dyn FnMut(&Line) -> ControlFlow<()>,
) -> Result<ControlFlow<()>, RowError> {
    line.trim();
    if line.len() == 0 {
        return Ok(ControlFlow::Continue(()));
    }
    *rows += 1;
    if XLSX_ROWS_MAX < *rows {
        return Err(FileReason::TooManyRows { rows_max: XLSX_ROWS_MAX }.at(line.row));
    }
    Ok(each(line))
}

fn kept(data: &DataRef<'_>, line: &mut Line) -> Kept {
    match data {
        DataRef::Empty => Kept::Blank,
        DataRef::Int(number) => Kept::Number(*number as f64),
        DataRef::Float(number) => Kept::Number(*number),
        DataRef::String(text) => line.text_at(text),
        DataRef::SharedString(text) => line.text_at(text),
        DataRef::Bool(true) => line.text_at("是"),
        DataRef::Bool(false) => line.text_at("否"),
        DataRef::DateTime(time) => day(time).map_or(Kept::Broken, Kept::Day),
        DataRef::DateTimeIso(text) => text.parse().map_or(Kept::Broken, Kept::Day),
        DataRef::DurationIso(_) | DataRef::Error(_) => Kept::Broken,
    }
}

/// Returns the day of a date without a time.
fn day(time: &ExcelDateTime) -> Option<Day> {
    // The last day that spreadsheets know is 9999-12-31.
    let whole = time.is_datetime() && time.as_f64().fract() == 0.0;
    if !whole || !(1.0..2_958_466.0).contains(&time.as_f64()) {
        return None;
    }
    let (year, month, day, ..) = time.to_ymd_hms_milli();
    Day::from_ymd(i32::from(year), u32::from(month), u32::from(day))
}
