//! A file that somebody sends: what it is, and what its bytes are digested to.
//!
//! In scope: xlsx or csv, the encoding and the separator of a csv file, found in one pass in memory
//! that does not grow with the file. Out of scope: rows (`csv_rows`, `xlsx_rows`).
//! Source of the rule "UTF-8 first": almost no GB 18030 text is also UTF-8.

use super::file_reason::FileReason;
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Bytes of a csv file. A million rows have a tenth of it. Whoever sends more notices.
pub const CSV_BYTES_MAX: u64 = 1024 * 1024 * 1024;

/// Bytes of an xlsx file; it is read with its shared texts in memory. Whoever sends more notices.
pub const XLSX_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Bytes looked at to find the separator of a csv file.
const SAMPLE_BYTES: usize = 64 * 1024;

/// A sheet as a file on disk or in memory.
#[derive(Clone)]
pub struct SheetFile {
    name: String,
    held: Held,
    found: OnceLock<Found>,
    digest: OnceLock<[u8; 32]>,
}

#[derive(Clone)]
enum Held {
    Path(PathBuf),
    Bytes(Vec<u8>),
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A spreadsheet.
    Xlsx,
    /// Text with separators.
    Csv {
        /// How its characters are written.
        encoding: Encoding,
        /// What stands between two cells.
        separator: u8,
        /// What ends a line.
        line_end: u8,
    },
}

/// How the characters of a csv file are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without its mark.
    Utf8,
    /// GB 18030, which holds GBK and GB 2312.
    Gb18030,
}

/// What one pass over a file found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub kind: FileKind,
    /// How many there are.
    pub bytes: u64,
}

/// Bytes that can be read from any place.
pub(super) trait Bytes: Read + Seek {}
impl<T: Read + Seek> Bytes for T {}

impl SheetFile {
    /// Names a file on disk.
    pub fn at(path: &Path) -> SheetFile {
        let name = path.file_name().map_or(String::new(), |n| n.to_string_lossy().into_owned());
        SheetFile {
            name,
            held: Held::Path(path.to_path_buf()),
            found: OnceLock::new(),
            digest: OnceLock::new(),
        }
    }

    /// Takes a file that is in memory. The ending of the name tells csv from other text.
    pub fn of_bytes(name: &str, bytes: Vec<u8>) -> SheetFile {
        SheetFile {
            name: name.to_string(),
            held: Held::Bytes(bytes),
            found: OnceLock::new(),
            digest: OnceLock::new(),
        }
    }

    /// Returns the name of the file, without folders.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the file with nothing remembered of it: what is asked next is of its bytes now.
    pub fn afresh(&self) -> SheetFile {
        let SheetFile { name, held, .. } = self.clone();
        SheetFile { name, held, found: OnceLock::new(), digest: OnceLock::new() }
    }

    /// Finds out what the file is. What was found is remembered.
    ///
    /// # Errors
    /// It cannot be read, is too long, or is neither xlsx nor csv.
    pub fn find(&self) -> Result<Found, FileReason> {
        if let Some(found) = self.found.get() {
            return Ok(*found);
        }
        let (kind, bytes) = self.kind()?;
        Ok(*self.found.get_or_init(|| Found { kind, bytes }))
    }

    /// Returns SHA-256 of the file's bytes, and remembers it.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn digest(&self) -> Result<[u8; 32], FileReason> {
        if let Some(digest) = self.digest.get() {
            return Ok(*digest);
        }
        let (mut input, mut hash) = (self.open()?, Sha256::new());
        let mut chunk = vec![0; SAMPLE_BYTES];
        loop {
            let length = fill(&mut input, &mut chunk)?;
            hash.update(&chunk[..length]);
            if length < chunk.len() {
                return Ok(*self.digest.get_or_init(|| hash.finalize().into()));
            }
        }
    }

    /// Calls `read`, and digests the file beside that on another thread: digesting takes as long as
    /// reading.
    ///
    /// # Errors
    /// As [`SheetFile::digest`].
    pub(super) fn digest_while<T>(
        &self,
        read: impl FnOnce() -> T,
    ) -> Result<([u8; 32], T), FileReason> {
        if let Some(digest) = self.digest.get() {
            return Ok((*digest, read()));
        }
        std::thread::scope(|scope| {
            let digest = scope.spawn(|| self.digest());
            let done = read();
            let digest = digest.join().expect("reading bytes and hashing them does not panic")?;
            Ok((digest, done))
        })
    }

    /// Returns what the file is, and how many bytes it has.
    fn kind(&self) -> Result<(FileKind, u64), FileReason> {
        let mut input = self.open()?;
        let bytes = input.seek(SeekFrom::End(0)).map_err(unreadable)?;
        input.seek(SeekFrom::Start(0)).map_err(unreadable)?;
        let mut sample = vec![0; SAMPLE_BYTES];
        let length = fill(&mut input, &mut sample)?;
        sample.truncate(length);
        let ending = self.name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        let xlsx = sample.starts_with(b"PK\x03\x04");
        match ending.as_deref() {
            _ if xlsx => {}
            Some("csv" | "txt" | "tsv") => {}
            Some("xlsx") => return Err(FileReason::Damaged),
            _ => return Err(FileReason::Kind),
        }
        let limit = if xlsx { XLSX_BYTES_MAX } else { CSV_BYTES_MAX };
        if limit < bytes {
            return Err(FileReason::TooLong { bytes_max: limit });
        }
        if xlsx {
            return Ok((FileKind::Xlsx, bytes));
        }
        let mut utf8 = Utf8::default();
        utf8.take(&sample);
        let mut chunk = vec![0; SAMPLE_BYTES];
        while utf8.good {
            let length = fill(&mut input, &mut chunk)?;
            utf8.take(&chunk[..length]);
            if length < chunk.len() {
                break;
            }
        }
        Ok((csv(&sample, utf8.good && utf8.open.is_empty())?, bytes))
    }

    /// Opens the file at its first byte.
    pub(super) fn open(&self) -> Result<BufReader<Box<dyn Bytes + '_>>, FileReason> {
        let bytes: Box<dyn Bytes + '_> = match &self.held {
            Held::Path(path) => Box::new(File::open(path).map_err(unreadable)?),
            Held::Bytes(bytes) => Box::new(Cursor::new(bytes.as_slice())),
        };
        Ok(BufReader::with_capacity(SAMPLE_BYTES, bytes))
    }
}

pub(super) fn unreadable(error: io::Error) -> FileReason {
    FileReason::Unreadable(error.kind())
}

/// Reads until the buffer is full or the file ends.
fn fill(input: &mut impl Read, buffer: &mut [u8]) -> Result<usize, FileReason> {
    let mut length = 0;
    while length < buffer.len() {
        match input.read(&mut buffer[length..]) {
            Ok(0) => break,
            Ok(read) => length += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(unreadable(error)),
        }
    }
    Ok(length)
}

/// Whether the bytes that went by are UTF-8.
struct Utf8 {
    good: bool,
    /// The first bytes of a character that the next chunk ends.
    open: Vec<u8>,
}

impl Default for Utf8 {
    fn default() -> Utf8 {
        Utf8 { good: true, open: Vec::new() }
    }
}

impl Utf8 {
    fn take(&mut self, chunk: &[u8]) {
        let mut rest = chunk;
        while self.good && !self.open.is_empty() && !rest.is_empty() {
            self.open.push(rest[0]);
            rest = &rest[1..];
            match std::str::from_utf8(&self.open) {
                Ok(_) => self.open.clear(),
                Err(error) => self.good = error.error_len().is_none(),
            }
        }
        if let Err(error) = simdutf8::compat::from_utf8(rest) {
            match error.error_len() {
                Some(_) => self.good = false,
                None => self.open = rest[error.valid_up_to()..].to_vec(),
            }
        }
    }
}

/// Returns what kind of csv a file is that begins so.
fn csv(sample: &[u8], utf8: bool) -> Result<FileKind, FileReason> {
    let utf16 = sample.starts_with(&[0xff, 0xfe]) || sample.starts_with(&[0xfe, 0xff]);
    let marked = sample.starts_with("\u{feff}".as_bytes());
    // UTF-16 and binary files decode to something with zero characters now and then.
    if utf16 || marked && !utf8 || sample.contains(&0) {
        return Err(FileReason::Encoding);
    }
    let encoding = if utf8 { Encoding::Utf8 } else { Encoding::Gb18030 };
    let line_end = if sample.contains(&b'\n') || !sample.contains(&b'\r') { b'\n' } else { b'\r' };
    // None of the separators is ever the second byte of a character in either encoding.
    let mut best = (0, b',');
    let lines = || sample.split(|byte| *byte == line_end).take(10);
    for separator in [b',', b'\t', b';'] {
        let most = lines().map(|line| outside(line, separator)).max().unwrap_or(0);
        if best.0 < most {
            best = (most, separator);
        }
    }
    Ok(FileKind::Csv { encoding, separator: best.1, line_end })
}

/// Counts a byte outside quotation marks.
fn outside(line: &[u8], separator: u8) -> usize {
    let mut quoted = false;
    let count = |byte: &&u8| {
        quoted ^= **byte == b'"';
        !quoted && **byte == separator
    };
    line.iter().filter(count).count()
}
