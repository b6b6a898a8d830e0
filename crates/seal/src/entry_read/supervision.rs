//! Reading acts about supervision: kinds 70 to 89.
//!
//! Source: docs/formats/entry.cddl. In scope: form and ranges. Out of scope: bytes out
//! (`entry_bytes/supervision`).

use super::Reader;
use crate::entry_error::EntryError;
use core::ops::RangeInclusive;
use register::SupervisionAct;

/// The kinds that are kept for these acts.
pub(super) const KINDS: RangeInclusive<u8> = 70..=89;

/// Reads the body of an act of that kind.
pub(super) fn body(_r: &mut Reader<'_>, kind: u8) -> Result<SupervisionAct, EntryError> {
    Err(EntryError::Kind(kind))
}
