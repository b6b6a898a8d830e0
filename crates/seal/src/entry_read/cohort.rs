//! Reading acts about cohorts: kinds 25 to 29.
//!
//! Source: docs/formats/entry.cddl. In scope: form and ranges. Out of scope: bytes out
//! (`entry_bytes/cohort`).

use super::Reader;
use crate::entry_error::EntryError;
use core::ops::RangeInclusive;
use register::CohortAct;

/// The kinds that are kept for these acts.
pub(super) const KINDS: RangeInclusive<u8> = 25..=29;

/// Reads the body of an act of that kind.
pub(super) fn body(_r: &mut Reader<'_>, kind: u8) -> Result<CohortAct, EntryError> {
    Err(EntryError::Kind(kind))
}
