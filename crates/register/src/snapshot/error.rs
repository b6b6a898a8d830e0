//! `SnapshotError`: why bytes are no snapshot.
//!
//! In scope: what was read and at which byte. Out of scope: whether the snapshot is of the right
//! log, which whoever stores it asks of the digest.

use super::VERSION;
use core::fmt;

/// Why bytes are no snapshot of a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SnapshotError {
    /// They do not begin as one does.
    NotASnapshot,
    /// It is of another version: it is thrown away, and the log replayed.
    Version {
        /// The version found.
        found: u8,
    },
    /// They end within a section.
    Ended {
        /// The section.
        section: &'static str,
        /// Where they end.
        offset: usize,
    },
    /// Another section stands where one has to be.
    Section {
        /// The section that has to be there.
        section: &'static str,
        /// The number found.
        found: u8,
        /// Where it stands.
        offset: usize,
    },
    /// A value is none of its kind.
    Value {
        /// The section.
        section: &'static str,
        /// The byte after it.
        offset: usize,
        /// What it has to be.
        what: &'static str,
    },
    /// There is more than there has to be.
    Left {
        /// The section.
        section: &'static str,
        /// Where it should end.
        offset: usize,
        /// How many bytes are left.
        bytes: usize,
    },
}

impl fmt::Display for SnapshotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SnapshotError::NotASnapshot => f.write_str("the bytes are no snapshot of a register"),
            SnapshotError::Version { found } => {
                write!(f, "the snapshot is of version {found}, this program reads {VERSION}")
            }
            SnapshotError::Ended { section, offset } => {
                write!(f, "the snapshot ends at byte {offset}, within section `{section}`")
            }
            SnapshotError::Section { section, found, offset } => {
                write!(f, "section {found} at byte {offset} is not section `{section}`")
            }
            SnapshotError::Value { section, offset, what } => {
                write!(f, "the value before byte {offset} in section `{section}` is not {what}")
            }
            SnapshotError::Left { section, offset, bytes } => {
                write!(f, "{bytes} bytes are left at byte {offset} after section `{section}`")
            }
        }
    }
}

impl core::error::Error for SnapshotError {}
