//! The rows of one worksheet of an xlsx file, a block at a time.
//!
//! In scope: the first worksheet or a named one; cells as text, numbers and days.
//! Out of scope: what the cells mean.
//! Invariant: no cell with a value is left out; what does not fit the limits refuses the file.

use super::block::{BLOCK_CELLS_MAX, BLOCK_ROWS_MAX, Block};
use super::file::SheetFile;
use super::file_reason::FileReason;
use super::line::Kept;
use super::row_error::RowError;
use super::side_by_side::Pipe;
use super::{SHEET_COLUMNS_MAX, unpacked};
use calamine::{DataRef, ExcelDateTime, Reader, Xlsx, XlsxError};
use vocab::Day;

/// Rows with values of a worksheet that is read: 300,000 candidates and what stands above them. The
/// texts of an xlsx file lie in memory while it is read; a longer list is sent as csv.
pub const XLSX_ROWS_MAX: usize = 300_010;

/// Bytes of text that a block of rows has at most, but for its last row.
const BLOCK_BYTES: usize = 64 * 1024;

/// Puts every row that has a value into the pipe, until it breaks.
///
/// Cells are read one by one and not as a rectangle: a single cell in the last corner of a
/// worksheet would make a rectangle of seventeen thousand million.
///
/// # Errors
/// What keeps the rest of the file from being read.
pub(super) fn each_block(
    file: &SheetFile,
    worksheet: Option<&str>,
    pipe: &mut Pipe<'_, '_, '_, '_>,
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
    let mut rows = Rows { block: pipe.spare(), row: 0, from: 0 };
    let read = loop {
        let cell = match cells.next_cell() {
            Ok(Some(cell)) => cell,
            Ok(None) => break Ok(()),
            Err(error) => break Err(damaged(error)),
        };
        if rows.is_full() && rows.row <= cell.get_position().0 {
            rows.end();
            let full = std::mem::replace(&mut rows.block, pipe.spare());
            rows.from = 0;
            if pipe.put(full).is_break() {
                return Ok(());
            }
        }
        if let Err(reason) = rows.put(&cell) {
            break Err(reason.at(cell.get_position().0 + 1));
        }
    };
    match read {
        Ok(()) => rows.end(),
        Err(error) => rows.block.end = Some(error),
    }
    // Whether more is wanted is no matter at the end.
    let _ = pipe.put(rows.block);
    Ok(())
}

/// The rows of a block so far, and the one that is being made.
struct Rows {
    block: Block,
    /// The row that is being made, from 1, and where its cells begin.
    row: u32,
    from: usize,
}

impl Rows {
    fn is_full(&self) -> bool {
        BLOCK_BYTES <= self.block.text().len()
            || BLOCK_ROWS_MAX <= self.block.len() + 1
            || BLOCK_CELLS_MAX <= self.block.row_from()
    }

    fn end(&mut self) {
        self.block.end_row(self.row, self.from);
        self.from = self.block.row_from();
    }

    fn put(&mut self, cell: &calamine::Cell<DataRef<'_>>) -> Result<(), FileReason> {
        let (row, column) = cell.get_position();
        let (row, column) = (row + 1, column as usize);
        // Rows rise in a worksheet that a spreadsheet wrote, and no cell comes twice; a file that
        // does otherwise could show one value and hold another.
        if row < self.row {
            return Err(FileReason::Damaged);
        }
        if self.row < row {
            self.end();
            self.row = row;
        }
        let value = kept(cell.get_value(), &mut self.block);
        if matches!(value, Kept::Blank) {
            return Ok(());
        }
        if SHEET_COLUMNS_MAX <= column {
            return Err(FileReason::TooManyColumns);
        }
        if self.block.put_cell(self.from, column, value) {
            Ok(())
        } else {
            Err(FileReason::Damaged)
        }
    }
}

fn kept(data: &DataRef<'_>, block: &mut Block) -> Kept {
    match data {
        DataRef::Empty => Kept::Blank,
        DataRef::Int(number) => Kept::Number(*number as f64),
        DataRef::Float(number) => Kept::Number(*number),
        DataRef::String(text) => block.text_cell(text),
        DataRef::SharedString(text) => block.text_cell(text),
        DataRef::Bool(true) => block.text_cell("是"),
        DataRef::Bool(false) => block.text_cell("否"),
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
