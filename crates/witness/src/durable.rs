//! Writing a file so that a stop at any point leaves the old bytes or the new, never a part.
//!
//! In scope: one file written beside its place, flushed, moved; folders that survive a power cut.
//! Out of scope: several files that belong together; their order is the caller's matter.
//! Failure: a stop before the move leaves the old file and a `.part` file that means nothing; a
//! stop after it leaves the new file, which may be the old one again if the power fails before the
//! folder is flushed.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Who may read a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Readers {
    Everybody,
    /// Mode 0600, from the moment it is made.
    OwnerOnly,
}

/// Writes a file and flushes it and its folder: when this returns, the new bytes are there for
/// good.
pub(crate) fn write_durably(path: &Path, bytes: &[u8], readers: Readers) -> io::Result<()> {
    write_file(path, bytes, readers)?;
    sync_folder(path.parent().unwrap_or(Path::new("")))
}

/// Writes a file and flushes it, but not its folder; `sync_folder` has to follow before anything
/// relies on it.
pub(crate) fn write_file(path: &Path, bytes: &[u8], readers: Readers) -> io::Result<()> {
    let part = part_of(path);
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    if readers == Readers::OwnerOnly {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    #[cfg(not(unix))]
    let _ = readers;
    let mut file = options.open(&part)?;
    // A stop from here on leaves the old file and some of the new bytes under the other name.
    file.write_all(bytes)?;
    file.sync_all()?;
    // The new bytes are on the disk. The move is one step: the old file or the new one.
    fs::rename(&part, path)
}

/// Flushes a folder: moves and new files in it survive a power cut from here on.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    // Windows cannot open a folder as a file and flushes it by itself.
    if cfg!(unix) {
        let here = folder.as_os_str().is_empty();
        File::open(if here { Path::new(".") } else { folder })?.sync_all()?;
    }
    Ok(())
}

/// Makes a folder with those above it, and flushes each folder that got a new one.
pub(crate) fn make_folder(folder: &Path) -> io::Result<()> {
    let there = |folder: &&Path| folder.as_os_str().is_empty() || folder.is_dir();
    let new: Vec<&Path> = folder.ancestors().take_while(|folder| !there(folder)).collect();
    fs::create_dir_all(folder)?;
    new.into_iter().filter_map(Path::parent).try_for_each(sync_folder)
}

fn part_of(path: &Path) -> PathBuf {
    let mut name = OsString::from(path.file_name().unwrap_or_default());
    name.push(".part");
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_no_part_of_it_stays() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("a/b");
        make_folder(&deep).unwrap();
        let path = deep.join("known");
        write_durably(&path, b"old and long", Readers::Everybody).unwrap();
        // A part that an earlier stop left, longer than what comes, does not show through.
        fs::write(part_of(&path), b"left over by a stop in the middle").unwrap();
        write_durably(&path, b"new", Readers::Everybody).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(&deep).unwrap().count(), 1);
    }

    #[test]
    fn a_write_that_cannot_be_done_leaves_the_old_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("known");
        write_durably(&path, b"old", Readers::Everybody).unwrap();
        // Nothing can be written under the other name.
        fs::create_dir(part_of(&path)).unwrap();
        assert!(write_durably(&path, b"new", Readers::Everybody).is_err());
        assert_eq!(fs::read(&path).unwrap(), b"old");
    }
}
