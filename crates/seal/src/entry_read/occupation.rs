//! Reading acts about occupations: kinds 15 to 19.
//!
//! Source: docs/formats/entry.cddl. In scope: form and ranges. Out of scope: bytes out
//! (`entry_bytes/occupation`).

use super::Reader;
use crate::entry_error::EntryError;
use core::ops::RangeInclusive;
use register::OccupationAct;

/// The kinds that are kept for these acts.
pub(super) const KINDS: RangeInclusive<u8> = 15..=19;

/// Reads the body of an act of that kind.
pub(super) fn body(_r: &mut Reader<'_>, kind: u8) -> Result<OccupationAct, EntryError> {
    Err(EntryError::Kind(kind))
}
