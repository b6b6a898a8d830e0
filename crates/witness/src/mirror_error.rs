//! Why a log cannot be mirrored.
//!
//! Out of scope: what a witness cannot do (`witness_error`).

use merkle::BundleError;
use recheck::SourceError;
use seal::SealError;
use std::io;
use std::path::PathBuf;

/// Why a mirror does not go on. What it held before, it still holds and serves; following may be
/// tried again.
#[derive(Debug, thiserror::Error)]
pub enum MirrorError {
    /// A file of the log could not be read.
    #[error("the log could not be read")]
    Source(#[from] SourceError),
    /// The log has no such file.
    #[error("the log lacks `{path}`")]
    Missing {
        /// The path below the log's prefix.
        path: String,
    },
    /// No key is given, and the log names none.
    #[error("no key of the log is given, and its own word of it, `vkey`, is none")]
    NoKey,
    /// The folder mirrors another log.
    #[error("the folder mirrors the log of `{held}`, not of `{asked}`")]
    OtherLog {
        /// The verifier key of the log in the folder.
        held: String,
        /// The verifier key asked for.
        asked: String,
    },
    /// A signed text of the log is none.
    #[error("`{path}` of the log is not what it has to be")]
    Note {
        /// The path below the log's prefix.
        path: String,
        /// What is wrong with it.
        source: SealError,
    },
    /// The log signed what does not go on from what it signed before; both are kept.
    #[error(
        "the log signed a tree of `{shown}` entries that does not go on from its tree of {held}: \
         a fork; both checkpoints are in `{}`", evidence.display()
    )]
    Fork {
        /// Size of the tree held here.
        held: u64,
        /// Size of the tree shown now.
        shown: u64,
        /// The file with both.
        evidence: PathBuf,
    },
    /// The tiles at the edge do not give the root that the log signed.
    #[error("the last tiles of the log do not give the root of its checkpoint of `{size}` entries")]
    Root {
        /// Size of the checkpoint.
        size: u64,
    },
    /// A file has another length than its place says.
    #[error("`{path}` has {found} bytes; it should have {expected}")]
    Length {
        /// The path below the log's prefix.
        path: String,
        /// Bytes found.
        found: usize,
        /// Bytes that it should have.
        expected: usize,
    },
    /// A tile is not the one under the root.
    #[error("`{path}` is not the tile under the signed root")]
    Tile {
        /// The path below the log's prefix.
        path: String,
    },
    /// A bundle has the wrong form.
    #[error("`{path}` cannot be read as entries")]
    Bundle {
        /// The path below the log's prefix.
        path: String,
        /// What is wrong with it.
        source: BundleError,
    },
    /// An entry is not the one under the root.
    #[error("entry {index} in `{path}` does not hash to what stands in its tile")]
    Entry {
        /// The path below the log's prefix.
        path: String,
        /// The index of the entry.
        index: u64,
    },
    /// A landmark is not what the log was at that size.
    #[error("the landmark of `{size}` entries is not what the log was then")]
    Landmark {
        /// Size of the landmark.
        size: u64,
    },
    /// What is held here is not what was put here.
    #[error("`{}` holds something else than this mirror put there", path.display())]
    Spoiled {
        /// The file or folder.
        path: PathBuf,
    },
    /// Another process works in the folder.
    #[error("`{}` is in use by another process", folder.display())]
    Locked {
        /// The folder.
        folder: PathBuf,
    },
    /// A file of the folder cannot be read.
    #[error("could not read `{}`", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file of the folder cannot be written.
    #[error("could not write `{}`", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}
