//! `Source`, where the files of a published log are read from, and `FolderSource`, a folder.
//!
//! Source: C2SP tlog-tiles for the paths; the layout of a log folder is docs/formats.
//! In scope: bytes of one file, never more than the caller asks for.
//! Out of scope: URLs (`url_source`), what the bytes mean.
//! Failure: nothing is kept, so every reading may be repeated.

use crate::source_error::SourceError;
use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

/// Gives the files of one published log. What it gives is untrusted.
pub trait Source {
    /// Returns the file at a path below the log's prefix, like `tile/0/x001/067`, or nothing when
    /// it is not there.
    ///
    /// # Units
    /// `max_bytes`: the most that is read and kept; a longer file is an error.
    ///
    /// # Errors
    /// [`SourceError`] when the path is none, or the file is too long or cannot be read.
    fn read(&self, path: &str, max_bytes: usize) -> Result<Option<Vec<u8>>, SourceError>;
}

/// A log in a folder of this machine.
#[derive(Clone, Debug)]
pub struct FolderSource {
    folder: PathBuf,
}

impl FolderSource {
    /// Returns the source for the folder that holds `checkpoint`.
    pub fn new(folder: impl Into<PathBuf>) -> FolderSource {
        FolderSource { folder: folder.into() }
    }

    /// Returns the folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Source for FolderSource {
    fn read(&self, path: &str, max_bytes: usize) -> Result<Option<Vec<u8>>, SourceError> {
        refuse_bad_path(path)?;
        let file = self.folder.join(path);
        let place = || file.display().to_string();
        let fault = |source| SourceError::File { place: place(), source };
        // Looked at before it is opened: opening a named pipe would wait for its other end.
        let length = match fs::metadata(&file) {
            Ok(meta) if meta.is_file() => meta.len(),
            Ok(_) => return Err(SourceError::NotAFile { place: place() }),
            Err(error) if is_missing(&error) => return Ok(None),
            Err(error) => return Err(fault(error)),
        };
        let expected = usize::try_from(length).unwrap_or(max_bytes).min(max_bytes);
        let mut bytes = Vec::with_capacity(expected + 1);
        let opened = File::open(&file).map_err(fault)?;
        opened.take(max_bytes as u64 + 1).read_to_end(&mut bytes).map_err(fault)?;
        if max_bytes < bytes.len() {
            return Err(SourceError::TooLong { place: place(), max_bytes });
        }
        Ok(Some(bytes))
    }
}

/// Refuses paths that could lead out of the log: it asks for what a log has and for nothing else.
pub(crate) fn refuse_bad_path(path: &str) -> Result<(), SourceError> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let part =
        |part: &str| !part.is_empty() && !part.chars().all(|c| c == '.') && part.chars().all(plain);
    if path.split('/').all(part) {
        Ok(())
    } else {
        Err(SourceError::BadPath(path.chars().take(80).collect()))
    }
}

fn is_missing(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}
