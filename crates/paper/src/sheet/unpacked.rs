//! How much an xlsx file unpacks to, found by unpacking it and keeping nothing.
//!
//! In scope: the limit. Out of scope: what is inside. The sizes that the file states are not asked:
//! who makes such a file states what he likes.

use super::file_reason::FileReason;
use std::io::{self, Read, Seek};
use zip::ZipArchive;

/// Bytes that an xlsx unpacks to, all its parts together. A small file can be made to unpack to
/// very much; whoever made it notices.
pub const UNPACKED_BYTES_MAX: u64 = 384 * 1024 * 1024;

/// Parts of an xlsx file. A workbook of ours has a dozen.
const PARTS_MAX: usize = 4_096;

/// Checks that the file unpacks within the limit, all its parts together.
///
/// # Errors
/// It is damaged, or unpacks to more.
pub(super) fn check(bytes: impl Read + Seek) -> Result<(), FileReason> {
    check_within(bytes, UNPACKED_BYTES_MAX)
}

fn check_within(bytes: impl Read + Seek, bytes_max: u64) -> Result<(), FileReason> {
    let mut archive = ZipArchive::new(bytes).map_err(|_| FileReason::Damaged)?;
    if PARTS_MAX < archive.len() {
        return Err(FileReason::Unpacked);
    }
    let mut left = bytes_max;
    for part in 0..archive.len() {
        let part = archive.by_index(part).map_err(|_| FileReason::Damaged)?;
        let read = io::copy(&mut part.take(left + 1), &mut io::sink());
        let read = read.map_err(|_| FileReason::Damaged)?;
        left = left.checked_sub(read).ok_or(FileReason::Unpacked)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    #[test]
    fn the_parts_together_count_and_the_limit_is_inclusive() {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["a", "b"] {
            writer.start_file(name, SimpleFileOptions::default()).unwrap();
            writer.write_all(&[0; 5_000]).unwrap();
        }
        let bytes = writer.finish().unwrap().into_inner();
        assert!(bytes.len() < 1_000);
        let check = |bytes_max, expect| {
            assert_eq!(check_within(Cursor::new(&bytes), bytes_max), expect, "{bytes_max}");
        };
        check(10_000, Ok(()));
        check(9_999, Err(FileReason::Unpacked));
        check(4_999, Err(FileReason::Unpacked));
        check(0, Err(FileReason::Unpacked));
        assert_eq!(check_within(Cursor::new(b"no archive"), 10), Err(FileReason::Damaged));
    }
}
