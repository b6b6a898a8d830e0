//! Why a proof was refused, and why one could not be built.
//!
//! Out of scope: proving and verifying; those return these values.

use core::error::Error;
use core::fmt;

/// Why a proof does not show what it should. Any of them means: do not believe it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerifyError {
    /// The leaf lies outside the tree.
    IndexOutside {
        /// Index of the leaf.
        index: u64,
        /// Leaves in the tree.
        size: u64,
    },
    /// The older tree is larger than the newer one.
    SizesReversed {
        /// Leaves in the older tree.
        old: u64,
        /// Leaves in the newer tree.
        new: u64,
    },
    /// The proof has too few hashes.
    TooShort {
        /// Hashes in the proof.
        found: usize,
    },
    /// The proof has more hashes than the tree has levels to use them.
    TooLong {
        /// Hashes in the proof.
        found: usize,
    },
    /// The proof leads to another root than the one of the tree.
    RootDiffers,
    /// The proof leads to another root than the one of the older tree.
    OldRootDiffers,
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            VerifyError::IndexOutside { index, size } => {
                write!(f, "leaf `{index}` lies outside a tree of {size}")
            }
            VerifyError::SizesReversed { old, new } => {
                write!(f, "the older tree of `{old}` leaves is larger than the newer of {new}")
            }
            VerifyError::TooShort { found } => {
                write!(f, "the proof ends too early, after `{found}` hashes")
            }
            VerifyError::TooLong { found } => {
                write!(f, "the proof of `{found}` hashes goes on past the root")
            }
            VerifyError::RootDiffers => f.write_str("the proof leads to another `root`"),
            VerifyError::OldRootDiffers => {
                f.write_str("the proof leads to another `root` of the older tree")
            }
        }
    }
}

impl Error for VerifyError {}

/// Why a proof could not be built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BuildError<E> {
    /// The leaf lies outside the tree.
    IndexOutside {
        /// Index of the leaf.
        index: u64,
        /// Leaves in the tree.
        size: u64,
    },
    /// The older tree is larger than the newer one.
    SizesReversed {
        /// Leaves in the older tree.
        old: u64,
        /// Leaves in the newer tree.
        new: u64,
    },
    /// The source of hashes failed.
    Source(E),
}

impl<E> fmt::Display for BuildError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BuildError::IndexOutside { index, size } => {
                write!(f, "leaf `{index}` lies outside a tree of {size}")
            }
            BuildError::SizesReversed { old, new } => {
                write!(f, "the older tree of `{old}` leaves is larger than the newer of {new}")
            }
            BuildError::Source(_) => f.write_str("a `hash` for the proof could not be read"),
        }
    }
}

impl<E: Error + 'static> Error for BuildError<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            BuildError::Source(error) => Some(error),
            BuildError::IndexOutside { .. } | BuildError::SizesReversed { .. } => None,
        }
    }
}

impl<E> From<E> for BuildError<E> {
    fn from(error: E) -> BuildError<E> {
        BuildError::Source(error)
    }
}
