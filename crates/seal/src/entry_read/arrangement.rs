//! Reading acts about arrangements: kinds 45 to 54.
//!
//! Source: docs/formats/entry.cddl. In scope: form and ranges. Out of scope: bytes out
//! (`entry_bytes/arrangement`).

use super::Reader;
use crate::entry_error::EntryError;
use core::ops::RangeInclusive;
use register::SessionAct;

/// The kinds that are kept for these acts.
pub(super) const KINDS: RangeInclusive<u8> = 45..=54;

/// Reads the body of an act of that kind.
pub(super) fn body(_r: &mut Reader<'_>, kind: u8) -> Result<SessionAct, EntryError> {
    Err(EntryError::Kind(kind))
}
