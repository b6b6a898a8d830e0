//! Why a backup was not written, read or restored.
//!
//! In scope: the file, named, and the place in it. Out of scope: whether the register accepts what
//! it holds (`desk`).
//! I-PRI-1: nothing of a row is repeated.

use crate::store_error::StoreError;
use std::path::PathBuf;

/// Why a backup could not be written, read or put back.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The store failed.
    #[error("the store failed")]
    Store(#[from] StoreError),
    /// The file could not be written.
    #[error("could not write `{}`", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file could not be read.
    #[error("could not read `{}`", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// There is a file of that name.
    #[error("`{}` is there already\nname another file", .0.display())]
    Exists(PathBuf),
    /// Another backup is being written to the file.
    #[error("another backup is being written to `{}`", .0.display())]
    Busy(PathBuf),
    /// Keys would stand in a file that anybody can read.
    #[error("a backup with keys has to be encrypted")]
    KeysUnlocked,
    /// It is no backup.
    #[error("`{}` is no backup of this program", .0.display())]
    Foreign(PathBuf),
    /// It is of a newer version.
    #[error("`{}` is a backup of version `{found}`, this program knows `1`", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: char,
    },
    /// It ends before its end.
    #[error("`{}` is cut short: it ends at byte {at}", path.display())]
    CutShort {
        /// The file.
        path: PathBuf,
        /// Where it ends.
        at: u64,
    },
    /// Bytes of it are not those that were written.
    #[error("`{}` is damaged between byte {from} and byte {to}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Where the damaged piece begins.
        from: u64,
        /// Where it ends, exclusive.
        to: u64,
    },
    /// It is encrypted, and nothing to open it with was given.
    #[error("`{}` is encrypted", path.display())]
    Locked {
        /// The file.
        path: PathBuf,
        /// Whether a passphrase opens it; else the key of a recipient does.
        passphrase: bool,
    },
    /// It does not open with what was given.
    #[error("`{}` does not open with what was given", path.display())]
    WrongKey {
        /// The file.
        path: PathBuf,
        /// Whether a passphrase opens it; else the key of a recipient does.
        passphrase: bool,
    },
    /// It asks for more work to derive its key than is allowed.
    #[error("`{}` asks for more work to derive its key than is allowed", .0.display())]
    TooMuchWork(PathBuf),
    /// The text is no recipient.
    #[error("`{0}` is no recipient")]
    NoRecipient(String),
    /// The file holds no key of a recipient.
    #[error("`{}` holds no key of a recipient", .0.display())]
    NoIdentity(PathBuf),
}
