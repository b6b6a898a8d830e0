//! Where the anchor of a register is: remembered in its store, so that whoever opens it asks.
//!
//! In scope: the note with the path of the anchor that was named last, and what it comes to at an
//! opening. Out of scope: comparing (`publish`), naming one (`serve --anchor`).
//! The note is in every copy of the folder, in the database, and in every backup: an older copy
//! asks the same anchor as the register that went on. It also says which folder of keys the anchor
//! was named for, and a register that lies elsewhere only asks it: a copy that is tried must not
//! write into the anchor of the one that is in use.

use crate::house_error::HouseError;
use std::fs::canonicalize;
use std::io::ErrorKind;
use std::path::{Path, PathBuf, absolute};
use store::Reader;

/// The note that holds the path.
pub(crate) const ANCHOR: &str = "anchor";

/// Which anchor whoever opens a register wants to be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnchorAsk {
    /// The one that was named last.
    Remembered,
    /// The one at this path, which is remembered from then on.
    Named(PathBuf),
    /// None: the register is only read, and an older copy may be.
    Unasked,
}

/// What anchor an opening asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnchorPlace {
    /// None was ever named.
    Nowhere,
    /// The one at this path.
    At(PathBuf),
    /// The one at this path, which was named for another folder: it is asked, and not written.
    OfAnother(PathBuf),
    /// The one that is remembered is not at its path, so that there was nobody to ask.
    Missing(PathBuf),
}

impl AnchorPlace {
    /// Returns the path of the anchor that is there, or is to be written.
    pub(crate) fn path(&self) -> Option<PathBuf> {
        match self {
            AnchorPlace::At(path) | AnchorPlace::OfAnother(path) => Some(path.clone()),
            AnchorPlace::Nowhere | AnchorPlace::Missing(_) => None,
        }
    }
}

/// Returns the anchor to ask: the one that is named now, else the one that is remembered. `home` is
/// the folder of the register's keys.
///
/// # Errors
/// The path that is named is none, or the store failed. What is there and cannot be read is told
/// when it is read.
pub(crate) fn anchor_place(
    store: &dyn Reader,
    asked: &AnchorAsk,
    home: &Path,
) -> Result<AnchorPlace, HouseError> {
    match asked {
        AnchorAsk::Unasked => return Ok(AnchorPlace::Nowhere),
        AnchorAsk::Named(path) => {
            let failed = |source| HouseError::Anchor { path: path.clone(), source };
            return absolute(path).map(AnchorPlace::At).map_err(failed);
        }
        AnchorAsk::Remembered => {}
    }
    let Some(note) = store.note(ANCHOR)? else { return Ok(AnchorPlace::Nowhere) };
    let note = String::from_utf8_lossy(&note);
    let (path, of) = note.split_once('\n').unwrap_or((&note, ""));
    let (path, ours) = (PathBuf::from(path), of.is_empty() || of == home_text(home));
    Ok(match path.try_exists() {
        Ok(false) => AnchorPlace::Missing(path),
        Ok(true) | Err(_) if ours => AnchorPlace::At(path),
        Ok(true) | Err(_) => AnchorPlace::OfAnother(path),
    })
}

/// Returns what the note is to hold where an anchor is named that is not the one remembered.
///
/// # Errors
/// The path is no text, or the store failed.
pub(crate) fn to_remember(
    store: &dyn Reader,
    place: &AnchorPlace,
    home: &Path,
) -> Result<Option<Vec<u8>>, HouseError> {
    let AnchorPlace::At(path) = place else { return Ok(None) };
    let Some(text) = path.to_str() else {
        let source = ErrorKind::InvalidInput.into();
        return Err(HouseError::Anchor { path: path.clone(), source });
    };
    let note = format!("{text}\n{}", home_text(home)).into_bytes();
    let known = store.note(ANCHOR)?.is_some_and(|known| known == note);
    Ok((!known).then_some(note))
}

/// Returns how the note names a folder of keys: one path for it, whatever links lead there.
fn home_text(home: &Path) -> String {
    let path =
        canonicalize(home).or_else(|_| absolute(home)).unwrap_or_else(|_| home.to_path_buf());
    path.to_string_lossy().into_owned()
}
