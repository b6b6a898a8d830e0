//! What can fail in a witness itself.
//!
//! Out of scope: why a log's request is not granted (`add_checkpoint`), why a log cannot be
//! mirrored (`mirror`), why another witness did not answer (`ask`).

use seal::SealError;
use std::io;
use std::path::PathBuf;

/// Why a witness cannot go on. While it cannot, it cosigns nothing.
#[derive(Debug, thiserror::Error)]
pub enum WitnessError {
    /// The key cannot be read or written; may be repeated.
    #[error("could not read or write the key `{}`", path.display())]
    Key {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file does not hold a name and a seed.
    #[error("`{}` holds no key of a witness; it has a line with a name and a seed", path.display())]
    NotAKey {
        /// The file.
        path: PathBuf,
    },
    /// Others than its owner may read the key.
    #[error("`{}` has mode {mode:o}; a key is for its owner only, mode 600", path.display())]
    KeyExposed {
        /// The file.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// There is no key yet, and no name to make one under.
    #[error("`{}` has no key yet; a new one needs a name", path.display())]
    NoName {
        /// The folder.
        path: PathBuf,
    },
    /// The name cannot be that of a key.
    #[error("the witness cannot have this name")]
    Name(#[source] SealError),
    /// The key has another name than the one asked for.
    #[error("the key is named `{found}`, not `{asked}`; another name needs another folder")]
    OtherName {
        /// The name of the key.
        found: String,
        /// The name asked for.
        asked: String,
    },
    /// Another process works in the folder.
    #[error("`{}` is in use by another process", folder.display())]
    Locked {
        /// The folder.
        folder: PathBuf,
    },
    /// The key has stated another thing with its cosignatures.
    #[error("this witness states `{found}`, not {asked}; another statement needs another key")]
    OtherStatement {
        /// What it states.
        found: String,
        /// What it is asked to state.
        asked: &'static str,
    },
    /// A file of the folder cannot be read; may be repeated.
    #[error("could not read `{}`", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file of the folder cannot be written; may be repeated.
    #[error("could not write `{}`", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// What is kept of a log is not what this witness cosigned.
    #[error("`{}` is not what this witness cosigned; it must not go on", path.display())]
    Spoiled {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: SealError,
    },
    /// The clock stands before a time that the witness already stated.
    #[error("the clock stands at `{now_s}` s, before the last cosignature at {last_s} s")]
    ClockBack {
        /// What the clock says, in seconds since 1970.
        now_s: u64,
        /// What was stated last, in seconds since 1970.
        last_s: u64,
    },
    /// The checkpoint cannot be cosigned, which its form should have excluded; or the time is out
    /// of range.
    #[error("could not cosign the checkpoint")]
    Cosign(#[source] SealError),
}
