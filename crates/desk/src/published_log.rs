//! `PublishedLog`, the files of the public log as anybody may fetch them.
//!
//! In scope: which paths there are, and how long an answer keeps. Out of scope: HTTP (`web`).
//! A path that is not one of the log's own is not looked for: nothing else of a register's folder
//! can be asked for.

use crate::house_folder::LOG_FOLDER;
use merkle::{EntryBundle, Tile};
use std::io;
use std::path::{Path, PathBuf};
use store::{CHECKPOINT_FILE, LANDMARKS_FILE, VERIFIER_KEY_FILE};

/// The public log of a register.
#[derive(Clone, Debug)]
pub struct PublishedLog(PathBuf);

/// What a file of the log is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFile {
    /// Hashes, which never change under their path and do not compress.
    Tile,
    /// Entries, which never change under their path.
    Bundle,
    /// Text that never changes under its path.
    Fixed,
    /// Text that another takes the place of.
    Changing,
}

impl PublishedLog {
    /// Returns the public log in a register's folder.
    pub fn of(register: &Path) -> PublishedLog {
        PublishedLog(register.join(LOG_FOLDER))
    }

    /// Returns a file by its path below `/log/`; nothing when the log has none of that path.
    ///
    /// # Errors
    /// The file is there and cannot be read.
    pub fn read(&self, path: &str) -> io::Result<Option<(LogFile, Vec<u8>)>> {
        let Some(kind) = kind_of(path) else { return Ok(None) };
        match std::fs::read(self.0.join(path)) {
            Ok(bytes) => Ok(Some((kind, bytes))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Returns what stands under a path of a log; nothing where no log has such a path.
pub fn kind_of(path: &str) -> Option<LogFile> {
    if [CHECKPOINT_FILE, LANDMARKS_FILE].contains(&path) {
        return Some(LogFile::Changing);
    }
    let (folder, name) = path.split_once('/').unwrap_or(("", path));
    match folder {
        "" => (name == VERIFIER_KEY_FILE).then_some(LogFile::Fixed),
        // Cosignatures are added to a landmark while witnesses answer.
        "landmark" => {
            let size = name.parse::<u64>().is_ok_and(|size| size.to_string() == name);
            size.then_some(LogFile::Changing)
        }
        "law" => name.parse::<vocab::Hash>().is_ok().then_some(LogFile::Fixed),
        "tile" if path.parse::<Tile>().is_ok() => Some(LogFile::Tile),
        "tile" => path.parse::<EntryBundle>().is_ok().then_some(LogFile::Bundle),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, expect: Option<LogFile>) {
        assert_eq!(kind_of(path), expect, "{path}");
    }

    #[test]
    fn only_the_logs_own_paths_are_looked_for() {
        check("checkpoint", Some(LogFile::Changing));
        check("landmarks", Some(LogFile::Changing));
        check("vkey", Some(LogFile::Fixed));
        check("landmark/12", Some(LogFile::Changing));
        check("landmark/012", None);
        check("landmark/", None);
        check("tile/0/x001/234", Some(LogFile::Tile));
        check("tile/0/000.p/8", Some(LogFile::Tile));
        check("tile/entries/000.p/8", Some(LogFile::Bundle));
        check("tile/entries/0000", None);
        check(&format!("law/{}", "a".repeat(64)), Some(LogFile::Fixed));
        check("law/../keys", None);
        check("../dengji.sqlite", None);
        check("", None);
        check("checkpoint.part", None);
        check("tile/0/../../../keys/log.seed", None);
    }
}
