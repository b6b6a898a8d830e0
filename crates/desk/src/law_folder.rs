//! The law folder: instruments as files, compiled in and overlaid from a directory.
//!
//! In scope: which bytes stand at which path. Out of scope: what they say (`law`, `expected`).
//! Invariant: paths are relative to `law/`, use `/`, and come in rising order, so that two builds
//! of the same folder agree.
//! Failure: an overlay that cannot be read whole is refused; nothing of it is used.

use include_dir::{Dir, include_dir};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

static COMPILED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../law");

/// The most bytes of one file of law. The longest has some tens of thousands; whoever points at a
/// wrong folder notices.
pub const LAW_FILE_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// The most folders below each other. The law needs three; a loop of links is noticed.
pub const LAW_FOLDER_DEPTH_MAX: usize = 8;

/// Why a directory could not be laid over the law.
#[derive(Debug, thiserror::Error)]
pub enum LawFolderError {
    /// A folder or file could not be read.
    #[error("could not read `{}`", path.display())]
    Read {
        /// What was to be read.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A name is not UTF-8, so that it has no place in the digest of the law.
    #[error("the name of `{}` is not UTF-8", path.display())]
    Name {
        /// The file.
        path: PathBuf,
    },
    /// A file is longer than law may be.
    #[error("`{}` has {bytes} bytes of at most {LAW_FILE_BYTES_MAX}", path.display())]
    TooLong {
        /// The file.
        path: PathBuf,
        /// Its length.
        bytes: u64,
    },
    /// Folders stand too deep in each other.
    #[error("`{}` lies deeper than {LAW_FOLDER_DEPTH_MAX} folders", path.display())]
    TooDeep {
        /// The folder.
        path: PathBuf,
    },
}

/// The files of the law by path, for example `2020-80/annex.tsv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LawFolder {
    files: BTreeMap<String, Cow<'static, [u8]>>,
}

impl LawFolder {
    /// Returns the law as it was compiled in.
    pub fn compiled() -> LawFolder {
        let mut files = BTreeMap::new();
        let mut folders = vec![&COMPILED];
        while let Some(folder) = folders.pop() {
            folders.extend(folder.dirs());
            for file in folder.files() {
                let path = file.path().to_str().expect("our own file names are UTF-8");
                files.insert(path.replace('\\', "/"), Cow::Borrowed(file.contents()));
            }
        }
        LawFolder { files }
    }

    /// Returns the compiled law with the files of a directory added, or in place of those at the
    /// same path. Names that begin with a dot are left out.
    ///
    /// # Errors
    /// When the directory or anything in it cannot be read, naming the path.
    pub fn overlaid(directory: &Path) -> Result<LawFolder, LawFolderError> {
        let mut law = LawFolder::compiled();
        law.add(directory, "", 0)?;
        Ok(law)
    }

    /// Returns a law of the given files alone.
    pub(crate) fn from_files(
        files: impl IntoIterator<Item = (String, Cow<'static, [u8]>)>,
    ) -> LawFolder {
        LawFolder { files: files.into_iter().collect() }
    }

    /// Returns the bytes at a path.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(AsRef::as_ref)
    }

    /// Returns every path with its bytes, in rising order of path.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_ref()))
    }

    fn add(&mut self, folder: &Path, below: &str, depth: usize) -> Result<(), LawFolderError> {
        if LAW_FOLDER_DEPTH_MAX < depth {
            return Err(LawFolderError::TooDeep { path: folder.into() });
        }
        let read = |path: &Path| {
            let path = path.to_path_buf();
            move |source| LawFolderError::Read { path, source }
        };
        for entry in std::fs::read_dir(folder).map_err(read(folder))? {
            let path = entry.map_err(read(folder))?.path();
            let name = path.file_name().and_then(|name| name.to_str());
            let name = name.ok_or_else(|| LawFolderError::Name { path: path.clone() })?;
            if name.starts_with('.') {
                continue;
            }
            let key = if below.is_empty() { name.to_string() } else { format!("{below}/{name}") };
            let about = std::fs::metadata(&path).map_err(read(&path))?;
            if about.is_dir() {
                self.add(&path, &key, depth + 1)?;
                continue;
            }
            if LAW_FILE_BYTES_MAX < about.len() {
                return Err(LawFolderError::TooLong { path, bytes: about.len() });
            }
            let bytes = std::fs::read(&path).map_err(read(&path))?;
            self.files.insert(key, Cow::Owned(bytes));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compiled_law_is_the_folder_of_the_repository() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law");
        assert!(LawFolder::compiled().get("2020-80/source.txt").is_some());
        assert_eq!(LawFolder::overlaid(&folder).unwrap(), LawFolder::compiled());
    }

    #[test]
    fn files_of_a_directory_replace_or_add() {
        let directory = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(directory.path().join("2020-80/rules")).unwrap();
        std::fs::write(directory.path().join("2020-80/source.txt"), "other").unwrap();
        std::fs::write(directory.path().join("2020-80/rules/p9.toml"), "new").unwrap();
        std::fs::write(directory.path().join(".hidden"), "left out").unwrap();
        let law = LawFolder::overlaid(directory.path()).unwrap();
        assert_eq!(law.get("2020-80/source.txt"), Some(&b"other"[..]));
        assert_eq!(law.get("2020-80/rules/p9.toml"), Some(&b"new"[..]));
        assert_eq!(law.get(".hidden"), None);
        assert_eq!(law.files().count(), LawFolder::compiled().files().count() + 1);
    }

    #[test]
    fn a_directory_that_is_missing_or_bottomless_is_named() {
        let directory = tempfile::tempdir().unwrap();
        let missing = directory.path().join("missing");
        let error = LawFolder::overlaid(&missing).expect_err("it is not there");
        assert!(error.to_string().contains(missing.to_str().unwrap()), "{error}");
        let deep = directory.path().join("a/b/c/d/e/f/g/h/i/j");
        std::fs::create_dir_all(deep).unwrap();
        let error = LawFolder::overlaid(directory.path()).expect_err("it is too deep");
        assert!(matches!(error, LawFolderError::TooDeep { .. }), "{error}");
    }
}
