//! The law in one file: what the log serves under `/log/law/<digest>`.
//!
//! Source: docs/formats/law-archive.md.
//! In scope: writing and reading the file. Out of scope: its meaning (`law`), its digest: whoever
//! reads it loads it and compares.

use crate::law_folder::{LAW_FILE_BYTES_MAX, LawFolder};
use std::borrow::Cow;
use std::fmt;

const HEADER: &[u8] = b"dengji law v1\n";
/// Files of one law. The compiled one has some fifty.
const FILES_MAX: usize = 10_000;

/// Why bytes are no archive of a law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoArchive {
    /// The byte at which it is none.
    pub at: usize,
}

impl fmt::Display for NoArchive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "these bytes are no archive of a law, from byte `{}` on", self.at)
    }
}

impl std::error::Error for NoArchive {}

/// Returns the archive of a law.
pub fn write(law: &LawFolder) -> Vec<u8> {
    let mut bytes = HEADER.to_vec();
    for (path, content) in law.files() {
        bytes.extend_from_slice(format!("{} {path}\n", content.len()).as_bytes());
        bytes.extend_from_slice(content);
        bytes.push(b'\n');
    }
    bytes
}

/// Reads an archive.
///
/// # Errors
/// Where the bytes are none: a torn file, a path that leaves the folder, paths out of order.
pub fn read(bytes: &[u8]) -> Result<LawFolder, NoArchive> {
    let mut rest = bytes.strip_prefix(HEADER).ok_or(NoArchive { at: 0 })?;
    let mut files: Vec<(String, Cow<'static, [u8]>)> = Vec::new();
    while !rest.is_empty() {
        let none = || NoArchive { at: bytes.len() - rest.len() };
        let line = rest.iter().position(|b| *b == b'\n').ok_or_else(none)?;
        let head = std::str::from_utf8(&rest[..line]).map_err(|_| none())?;
        let (length, path) = head.split_once(' ').ok_or_else(none)?;
        // One law has one archive: a length is read only as it is written.
        let number = length.parse::<usize>().ok().filter(|n| n.to_string() == length);
        let length = number.ok_or_else(none)?;
        let inside = path.split('/').all(|part| !part.is_empty() && !part.starts_with('.'));
        let after = files.last().is_none_or(|(before, _)| before.as_str() < path);
        let content = rest.get(line + 1..).and_then(|r| r.split_at_checked(length));
        let (content, after_it) = content.ok_or_else(none)?;
        let fits = inside && after && files.len() < FILES_MAX;
        if !fits || LAW_FILE_BYTES_MAX < length as u64 || after_it.first() != Some(&b'\n') {
            return Err(none());
        }
        files.push((path.to_string(), Cow::Owned(content.to_vec())));
        rest = &after_it[1..];
    }
    Ok(LawFolder::from_files(files))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_reads_back_as_the_same_law() {
        let law = LawFolder::compiled();
        assert_eq!(read(&write(&law)), Ok(law));
    }

    #[test]
    fn torn_or_hostile_archives_are_refused_where_they_go_wrong() {
        let check = |bytes: &[u8], at: usize| assert_eq!(read(bytes), Err(NoArchive { at }));
        check(b"", 0);
        check(b"dengji law v2\n", 0);
        check(b"dengji law v1\n1 a\nx", 14);
        check(b"dengji law v1\n9 a\nx\n", 14);
        check(b"dengji law v1\n+1 a\nx\n", 14);
        check(b"dengji law v1\n01 a\nx\n", 14);
        check(b"dengji law v1\n1 ../a\nx\n", 14);
        check(b"dengji law v1\n1 /a\nx\n", 14);
        check(b"dengji law v1\n1 b\nx\n1 a\nx\n", 20);
        check(b"dengji law v1\n99999999999999999999 a\nx\n", 14);
    }
}
