//! Reading acts about corrections: kinds 55 to 63.
//!
//! Source: docs/formats/entry.cddl. In scope: form and ranges. Out of scope: bytes out
//! (`entry_bytes/correction`).

use super::Reader;
use crate::entry_error::EntryError;
use core::ops::RangeInclusive;
use register::CertificateAct;

/// The kinds that are kept for these acts.
pub(super) const KINDS: RangeInclusive<u8> = 55..=63;

/// Reads the body of an act of that kind.
pub(super) fn body(_r: &mut Reader<'_>, kind: u8) -> Result<CertificateAct, EntryError> {
    Err(EntryError::Kind(kind))
}
