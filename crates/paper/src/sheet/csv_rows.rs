//! The rows of a csv file, some at a time, in memory that does not grow with the file.
//!
//! Source: RFC 4180, but that a value never runs over several lines: an open quotation mark would
//! swallow the rows that follow, so that nothing below it is certain.
//! In scope: cutting a file into blocks of whole lines, and such a block into cells; separators,
//! quotation marks, both encodings. Out of scope: what the cells mean.
//! Invariant: the number of a row is the number of its line, as a text editor counts.

use super::SHEET_COLUMNS_MAX;
use super::block::{BLOCK_ROWS_MAX, Block};
use super::cell_reason::CellReason;
use super::file::{Encoding, unreadable};
use super::file_reason::FileReason;
use super::row_error::RowError;
use super::side_by_side::Pipe;
use std::borrow::Cow;
use std::io::Read;

/// Bytes of one line. Ours have less than a thousand; what goes on for longer is no table.
pub const LINE_BYTES_MAX: usize = 64 * 1024;

/// Bytes of a block but for the part of a line at its end: some hundred rows, which with what is
/// read of them stay in a processor's cache; and a line that is too long does not fit.
const BLOCK_BYTES: usize = LINE_BYTES_MAX + 1;

/// How a csv file is written.
#[derive(Clone, Copy)]
pub(super) struct Dialect {
    pub(super) encoding: Encoding,
    pub(super) separator: u8,
    pub(super) line_end: u8,
}

/// A file that is cut into blocks of whole lines.
pub(super) struct Blocks<R> {
    input: R,
    line_end: u8,
    /// The line that the next block begins with, from 1.
    row: u32,
    /// The bytes of that line which were read already.
    begun: Vec<u8>,
    ended: bool,
}

impl<R: Read> Blocks<R> {
    pub(super) fn new(input: R, line_end: u8) -> Blocks<R> {
        Blocks { input, line_end, row: 1, begun: Vec::new(), ended: false }
    }

    /// Puts the next lines into an empty block; `false` when there are none.
    pub(super) fn next(&mut self, block: &mut Block) -> Result<bool, RowError> {
        if self.ended && self.begun.is_empty() {
            return Ok(false);
        }
        let bytes = &mut block.bytes;
        bytes.append(&mut self.begun);
        if !self.ended {
            let wanted = BLOCK_BYTES.saturating_sub(bytes.len());
            let read = self.input.by_ref().take(wanted as u64).read_to_end(bytes);
            self.ended = read.map_err(unreadable)? < wanted;
        }
        // Without an end the line is too long, which whoever cuts it into cells will say.
        let last = memchr::memrchr(self.line_end, bytes).filter(|_| !self.ended);
        let most = memchr::memchr_iter(self.line_end, bytes).nth(BLOCK_ROWS_MAX - 1);
        let end = most.or(last).map_or(bytes.len(), |at| at + 1);
        self.begun.extend_from_slice(&bytes[end..]);
        bytes.truncate(end);
        block.first_row = self.row;
        self.row += memchr::memchr_iter(self.line_end, bytes).count() as u32;
        Ok(!bytes.is_empty())
    }
}

/// Puts the file into the pipe, until it breaks.
///
/// # Errors
/// The file cannot be read.
pub(super) fn each_block(
    input: impl Read,
    line_end: u8,
    pipe: &mut Pipe<'_, '_, '_, '_>,
) -> Result<(), RowError> {
    let mut blocks = Blocks::new(input, line_end);
    loop {
        let mut block = pipe.spare();
        if !blocks.next(&mut block)? || pipe.put(block).is_break() {
            return Ok(());
        }
    }
}

/// Cuts the lines of a block into cells. What cannot be read ends the block with its error.
pub(super) fn cut(block: &mut Block, dialect: Dialect) {
    let bytes = std::mem::take(&mut block.bytes);
    // A longer line is alone in its block.
    let first = memchr::memchr(dialect.line_end, &bytes).map_or(bytes.len(), |end| end + 1);
    if LINE_BYTES_MAX < first {
        block.end = Some(FileReason::LineTooLong.at(block.first_row));
    } else {
        let undecodable = decode(block, &bytes, dialect);
        block.end = lines(block, dialect).err().or(undecodable);
    }
    block.bytes = bytes;
}

/// Decodes the lines up to the first that cannot be, and returns that one's error.
fn decode(block: &mut Block, bytes: &[u8], dialect: Dialect) -> Option<RowError> {
    // Binary files decode to something with zero characters now and then.
    let zero = memchr::memchr(0, bytes);
    let whole = if zero.is_none() { text_of(bytes, dialect.encoding) } else { None };
    if let Some(text) = whole {
        block.add_text(&text);
        return None;
    }
    let mut row = block.first_row;
    for line in bytes.split_inclusive(|byte| *byte == dialect.line_end) {
        match text_of(line, dialect.encoding).filter(|text| !text.contains('\0')) {
            Some(text) => block.add_text(&text),
            None => break,
        };
        row += 1;
    }
    Some(FileReason::Encoding.at(row))
}

fn text_of(bytes: &[u8], encoding: Encoding) -> Option<Cow<'_, str>> {
    match encoding {
        Encoding::Utf8 => simdutf8::basic::from_utf8(bytes).ok().map(Cow::Borrowed),
        Encoding::Gb18030 => {
            encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes)
        }
    }
}

/// Cuts the text into lines, and those into cells.
fn lines(block: &mut Block, dialect: Dialect) -> Result<(), RowError> {
    let length = block.text().len();
    let quoted = memchr::memchr(b'"', block.text().as_bytes()).is_some();
    let (mut row, mut at) = (block.first_row, 0);
    if row == 1 && dialect.encoding == Encoding::Utf8 {
        at = length - block.text().trim_start_matches('\u{feff}').len();
    }
    while at < length {
        let rest = &block.text().as_bytes()[at..length];
        let end = memchr::memchr(dialect.line_end, rest).map_or(length, |end| at + end);
        let mut to = end;
        while at < to && matches!(block.text().as_bytes()[to - 1], b'\n' | b'\r') {
            to -= 1;
        }
        let from = block.row_from();
        let line = &block.text().as_bytes()[at..to];
        if quoted && memchr::memchr(b'"', line).is_some() {
            split_quoted(block, (at, to), row, dialect.separator)?;
        } else {
            block.put_parts(at, to, dialect.separator);
        }
        if SHEET_COLUMNS_MAX < block.end_row(row, from) {
            block.drop_row(from);
            return Err(FileReason::TooManyColumns.at(row));
        }
        (row, at) = (row + 1, end + 1);
    }
    Ok(())
}

/// Splits a line with quotation marks: the meaning of each cell is put behind the block's text.
fn split_quoted(
    block: &mut Block,
    (from, to): (usize, usize),
    row: u32,
    separator: u8,
) -> Result<(), RowError> {
    let raw = block.text()[from..to].to_string();
    let mut rest = raw.as_str();
    loop {
        let from = block.text().len();
        if let Some(quoted) = rest.strip_prefix('"') {
            rest = unquote(quoted, block.text_mut()).ok_or_else(|| {
                let begin: String = quoted.chars().take(40).collect();
                RowError::cell(row, None, &begin, CellReason::LineBreak.into())
            })?;
        }
        // What stands behind a closing mark belongs to the cell, as other programs have it.
        let end = rest.bytes().position(|byte| byte == separator).unwrap_or(rest.len());
        block.add_text(&rest[..end]);
        block.put_part(from, block.text().len());
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
