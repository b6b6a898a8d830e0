//! How much an xlsx file unpacks to, found by unpacking it and keeping nothing.
//!
//! In scope: the limit. Out of scope: what is inside. The sizes that the file states are not asked:
//! who makes such a file states what he likes.

use super::UNPACKED_BYTES_MAX;
use super::file_reason::FileReason;
use std::io::{self, Cursor, Read};
use zip::ZipArchive;

/// Checks that the file unpacks within the limit, all its parts together.
///
/// # Errors
/// It is damaged, or unpacks to more.
pub fn check(bytes: &[u8]) -> Result<(), FileReason> {
    check_within(bytes, UNPACKED_BYTES_MAX)
}

fn check_within(bytes: &[u8], bytes_max: u64) -> Result<(), FileReason> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| FileReason::Damaged)?;
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
    use std::io::Write;
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
            assert_eq!(check_within(&bytes, bytes_max), expect, "{bytes_max}");
        };
        check(10_000, Ok(()));
        check(9_999, Err(FileReason::Unpacked));
        check(4_999, Err(FileReason::Unpacked));
        check(0, Err(FileReason::Unpacked));
        assert_eq!(check_within(b"no archive", 10), Err(FileReason::Damaged));
    }
}
