//! Bytes of entry bundles: each entry after its length in two bytes.
//!
//! Source: C2SP tlog-tiles, “Log entries”.
//! Out of scope: compression, and what an entry says.

use alloc::vec::Vec;
use core::fmt;

use crate::tile::EntryBundle;

/// Bytes of the longest entry: its length has sixteen bits.
pub const ENTRY_BYTES_MAX: usize = 65_535;

/// Why bytes are not an entry bundle, or an entry cannot be in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BundleError {
    /// The entry is longer than the format can say.
    EntryTooLong {
        /// Bytes of the entry.
        bytes: usize,
    },
    /// The bytes end within an entry.
    Truncated {
        /// Place of the entry in the bundle, from 0.
        entry: usize,
    },
    /// The bytes go on after the last entry.
    Trailing {
        /// Bytes too many.
        bytes: usize,
    },
}

impl fmt::Display for BundleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BundleError::EntryTooLong { bytes } => {
                write!(f, "the entry has `{bytes}` bytes; it may have {ENTRY_BYTES_MAX}")
            }
            BundleError::Truncated { entry } => {
                write!(f, "the bundle ends within its entry `{entry}`")
            }
            BundleError::Trailing { bytes } => {
                write!(f, "the bundle goes on for `{bytes}` bytes after its last entry")
            }
        }
    }
}

impl core::error::Error for BundleError {}

/// Appends an entry to the bytes of a bundle.
///
/// # Errors
/// An entry of more than 65,535 bytes; then nothing is appended.
pub fn push_entry(bundle: &mut Vec<u8>, entry: &[u8]) -> Result<(), BundleError> {
    let length =
        u16::try_from(entry.len()).map_err(|_| BundleError::EntryTooLong { bytes: entry.len() })?;
    bundle.extend_from_slice(&length.to_be_bytes());
    bundle.extend_from_slice(entry);
    Ok(())
}

/// Returns the entries in the bytes of a bundle: exactly as many as its width says.
///
/// # Errors
/// Bytes that end within an entry, or go on after the last.
pub fn read_bundle(bundle: EntryBundle, bytes: &[u8]) -> Result<Vec<&[u8]>, BundleError> {
    let mut entries = Vec::with_capacity(usize::from(bundle.width()));
    let mut rest = bytes;
    for entry in 0..usize::from(bundle.width()) {
        let truncated = BundleError::Truncated { entry };
        let (length, after) = rest.split_first_chunk::<2>().ok_or(truncated)?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (found, after) = after.split_at_checked(length).ok_or(truncated)?;
        entries.push(found);
        rest = after;
    }
    if rest.is_empty() { Ok(entries) } else { Err(BundleError::Trailing { bytes: rest.len() }) }
}
