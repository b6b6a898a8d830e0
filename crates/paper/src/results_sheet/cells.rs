//! The cells of a sheet, whatever file they came in.
//!
//! In scope: xlsx (first worksheet) and csv (UTF-8 with or without mark, GB 18030), row by row.
//! Out of scope: what the cells mean.
//! Invariant: no cell with a value is left out; what does not fit the limits refuses the file.

use super::cell_reason::CellReason;
use super::file_reason::FileReason;
use super::row_error::RowError;
use super::{RESULTS_ROWS_MAX, SHEET_BYTES_MAX, SHEET_COLUMNS_MAX, unpacked};
use calamine::{DataRef, Reader, Xlsx, XlsxError};
use std::borrow::Cow;
use std::io::Cursor;

/// Rows with values that are read: a full sheet with its title and headings, and one more, by which
/// a sheet is seen to be too long.
const LINES_MAX: usize = RESULTS_ROWS_MAX + 3;

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing, or only blanks.
    Blank,
    /// Text without blanks around it.
    Text(String),
    /// A number that the spreadsheet holds as such.
    Number(f64),
    /// An error, a date or a duration.
    Broken,
}

impl Cell {
    /// Returns the cell as text; empty when blank.
    pub fn text(&self) -> String {
        match self {
            Cell::Blank => String::new(),
            Cell::Text(text) => text.clone(),
            Cell::Number(number) => number.to_string(),
            Cell::Broken => "#".to_string(),
        }
    }

    fn of_text(text: &str) -> Cell {
        // Spreadsheets export an apostrophe in front of numbers that are to stay text.
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let text = text.strip_prefix('\'').unwrap_or(text);
        if text.is_empty() { Cell::Blank } else { Cell::Text(text.to_string()) }
    }
}

/// One row with at least one value.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The row, from 1.
    pub row: u32,
    /// Its cells from the first column on.
    pub cells: Vec<Cell>,
}

/// Reads the rows that have a value, by rising row.
///
/// # Errors
/// The reason why the file could not be read whole.
pub fn read(bytes: &[u8], name: &str) -> Result<Vec<Line>, RowError> {
    if SHEET_BYTES_MAX < bytes.len() {
        return Err(FileReason::TooLong { bytes: bytes.len() }.into());
    }
    if bytes.starts_with(b"PK\x03\x04") {
        unpacked::check(bytes)?;
        return read_xlsx(bytes);
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("csv" | "txt") => read_csv(&decode(bytes)?),
        Some("xlsx") => Err(FileReason::Damaged.into()),
        _ => Err(FileReason::Kind.into()),
    }
}

/// Cells are read one by one and not as a rectangle: a single cell in the last corner of a
/// worksheet would make a rectangle of seventeen thousand million.
fn read_xlsx(bytes: &[u8]) -> Result<Vec<Line>, RowError> {
    let damaged = |_: XlsxError| RowError::from(FileReason::Damaged);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let sheet = book.sheet_names().into_iter().next().ok_or(FileReason::Damaged)?;
    let mut cells = book.worksheet_cells_reader(&sheet).map_err(damaged)?;
    let mut lines: Vec<Line> = Vec::new();
    while let Some(cell) = cells.next_cell().map_err(damaged)? {
        let (row, column) = cell.get_position();
        let value = of_data(cell.get_value());
        if value == Cell::Blank {
            continue;
        }
        if SHEET_COLUMNS_MAX <= column as usize {
            return Err(FileReason::TooManyColumns.into());
        }
        // Rows rise in a worksheet that a spreadsheet wrote, and no cell comes twice; a file that
        // does otherwise could show one value and hold another.
        let row = row + 1;
        match lines.last() {
            Some(last) if row < last.row => return Err(FileReason::Damaged.into()),
            Some(last) if last.row == row => {}
            _ if LINES_MAX == lines.len() => return Err(FileReason::TooManyRows.into()),
            _ => lines.push(Line { row, cells: Vec::new() }),
        }
        let line = lines.last_mut().expect("the line of this row was just looked at or added");
        let length = line.cells.len().max(column as usize + 1);
        line.cells.resize(length, Cell::Blank);
        if std::mem::replace(&mut line.cells[column as usize], value) != Cell::Blank {
            return Err(FileReason::Damaged.into());
        }
    }
    Ok(lines)
}

fn of_data(data: &DataRef<'_>) -> Cell {
    match data {
        DataRef::Empty => Cell::Blank,
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::String(text) => Cell::of_text(text),
        DataRef::SharedString(text) => Cell::of_text(text),
        DataRef::Bool(truth) => Cell::Text(truth.to_string()),
        DataRef::DateTime(_)
        | DataRef::DateTimeIso(_)
        | DataRef::DurationIso(_)
        | DataRef::Error(_) => Cell::Broken,
    }
}

/// Returns the text of a csv file. UTF-8 is tried first: almost no GB 18030 text is also UTF-8.
fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, RowError> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Cow::Borrowed(text));
    }
    let text = encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes);
    // UTF-16 and binary files decode to something with zero characters now and then.
    let text = text.filter(|text| !text.contains('\0'));
    text.ok_or_else(|| FileReason::Encoding.into())
}

/// Returns the line that a record begins on: empty lines before it are passed over by the reader,
/// and counted here.
fn first_line(text: &str, position: &csv::Position) -> u32 {
    let rest = text.as_bytes().get(position.byte() as usize..).unwrap_or_default();
    let empty = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    position.line() as u32 + empty.filter(|byte| **byte == b'\n').count() as u32
}

fn read_csv(text: &str) -> Result<Vec<Line>, RowError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut lines: Vec<Line> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| FileReason::Encoding)?;
        let row = record.position().map_or(0, |position| first_line(text, position));
        // An open quotation mark swallows the rows that follow, so that nothing below is certain.
        if let Some(text) = record.iter().find(|text| text.trim().contains(['\n', '\r'])) {
            let first_line = text.lines().next().unwrap_or_default();
            return Err(RowError::cell(row, None, first_line, CellReason::LineBreak));
        }
        let mut cells: Vec<Cell> = record.iter().map(Cell::of_text).collect();
        while cells.last() == Some(&Cell::Blank) {
            cells.pop();
        }
        if SHEET_COLUMNS_MAX < cells.len() {
            return Err(FileReason::TooManyColumns.into());
        }
        if !cells.is_empty() {
            if LINES_MAX == lines.len() {
                return Err(FileReason::TooManyRows.into());
            }
            lines.push(Line { row, cells });
        }
    }
    Ok(lines)
}
