//! The rows of a csv file, one at a time, in memory that does not grow with the file.
//!
//! Source: RFC 4180, but that a value never runs over several lines: an open quotation mark would
//! swallow the rows that follow, so that nothing below it is certain.
//! In scope: separators, quotation marks, both encodings. Out of scope: what the cells mean.
//! Invariant: the number of a row is the number of its line, as a text editor counts.

use super::cell_reason::CellReason;
use super::file::{Encoding, unreadable};
use super::file_reason::FileReason;
use super::line::Line;
use super::row_error::RowError;
use super::{SHEET_COLUMNS_MAX, SHEET_ROWS_MAX};
use std::io::{BufRead, Read};
use std::ops::ControlFlow;

/// Bytes of one line. Ours have less than a thousand; what goes on for longer is no table.
pub const LINE_BYTES_MAX: usize = 64 * 1024;

/// How a csv file is written.
#[derive(Clone, Copy)]
pub(super) struct Dialect {
    pub(super) encoding: Encoding,
    pub(super) separator: u8,
    pub(super) line_end: u8,
}

/// Calls `each` with every row that has a value, until it breaks.
///
/// # Errors
/// What keeps the rest of the file from being read.
pub(super) fn each_row(
    mut input: impl BufRead,
    dialect: Dialect,
    each: &mut dyn FnMut(&Line) -> ControlFlow<()>,
) -> Result<(), RowError> {
    let (mut line, mut bytes, mut row) = (Line::default(), Vec::new(), 0u32);
    let mut rows = 0;
    loop {
        bytes.clear();
        let mut limited = input.by_ref().take(LINE_BYTES_MAX as u64 + 1);
        limited.read_until(dialect.line_end, &mut bytes).map_err(unreadable)?;
        if bytes.is_empty() {
            return Ok(());
        }
        row += 1;
        if LINE_BYTES_MAX < bytes.len() {
            return Err(FileReason::LineTooLong.at(row));
        }
        while matches!(bytes.last(), Some(b'\n' | b'\r')) {
            bytes.pop();
        }
        line.clear(row);
        decode(&bytes, dialect.encoding, &mut line)?;
        split(&mut line, dialect.separator)?;
        line.trim();
        if SHEET_COLUMNS_MAX < line.len() {
            return Err(FileReason::TooManyColumns.at(row));
        }
        if line.len() == 0 {
            continue;
        }
        rows += 1;
        if SHEET_ROWS_MAX < rows {
            return Err(FileReason::TooManyRows { rows_max: SHEET_ROWS_MAX }.at(row));
        }
        if each(&line).is_break() {
            return Ok(());
        }
    }
}

fn decode(bytes: &[u8], encoding: Encoding, line: &mut Line) -> Result<(), RowError> {
    let undecodable = || FileReason::Encoding.at(line.row);
    match encoding {
        Encoding::Utf8 => {
            let text = std::str::from_utf8(bytes).map_err(|_| undecodable())?;
            let text = if line.row == 1 { text.trim_start_matches('\u{feff}') } else { text };
            line.text.push_str(text);
        }
        Encoding::Gb18030 => {
            let gb = encoding_rs::GB18030;
            let text = gb.decode_without_bom_handling_and_without_replacement(bytes);
            line.text.push_str(&text.ok_or_else(undecodable)?);
        }
    }
    // Binary files decode to something with zero characters now and then.
    if bytes.contains(&0) { Err(FileReason::Encoding.at(line.row)) } else { Ok(()) }
}

/// Splits the text of a line into cells.
fn split(line: &mut Line, separator: u8) -> Result<(), RowError> {
    if line.text.as_bytes().contains(&b'"') {
        return split_quoted(line, separator);
    }
    let mut from = 0;
    for at in 0..line.text.len() {
        if line.text.as_bytes()[at] == separator {
            line.put_part(from, at);
            from = at + 1;
        }
    }
    line.put_part(from, line.text.len());
    Ok(())
}

/// Splits a line with quotation marks: the meaning of each cell is put behind the text of the line.
fn split_quoted(line: &mut Line, separator: u8) -> Result<(), RowError> {
    let raw = line.text.clone();
    let mut rest = raw.as_str();
    loop {
        let from = line.text.len();
        if let Some(quoted) = rest.strip_prefix('"') {
            rest = unquote(quoted, &mut line.text).ok_or_else(|| {
                let begin: String = quoted.chars().take(40).collect();
                RowError::cell(line.row, None, &begin, CellReason::LineBreak.into())
            })?;
        }
        // What stands behind a closing mark belongs to the cell, as other programs have it.
        let end = rest.bytes().position(|byte| byte == separator).unwrap_or(rest.len());
        line.text.push_str(&rest[..end]);
        line.put_part(from, line.text.len());
        match rest.get(end + 1..) {
            Some(next) => rest = next,
            None => return Ok(()),
        }
    }
}

/// Adds what stands up to the closing quotation mark, and returns what stands behind it.
fn unquote<'a>(mut rest: &'a str, into: &mut String) -> Option<&'a str> {
    loop {
        let end = rest.find('"')?;
        into.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        match rest.strip_prefix('"') {
            Some(next) => {
                into.push('"');
                rest = next;
            }
            None => return Some(rest),
        }
    }
}
