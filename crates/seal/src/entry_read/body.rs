//! Reading acts about bodies: kinds 30 to 44.
//!
//! Source: docs/formats/entry.cddl. In scope: form and ranges. Out of scope: bytes out
//! (`entry_bytes/body`).

use super::Reader;
use crate::entry_error::EntryError;
use core::ops::RangeInclusive;
use register::BodyAct;

/// The kinds that are kept for these acts.
pub(super) const KINDS: RangeInclusive<u8> = 30..=44;

/// Reads the body of an act of that kind.
pub(super) fn body(_r: &mut Reader<'_>, kind: u8) -> Result<BodyAct, EntryError> {
    Err(EntryError::Kind(kind))
}
