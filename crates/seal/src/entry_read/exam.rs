//! Reading acts about exams: kinds 20 to 24.
//!
//! Source: docs/formats/entry.cddl. In scope: form and ranges. Out of scope: bytes out
//! (`entry_bytes/exam`).

use super::Reader;
use crate::entry_error::EntryError;
use core::ops::RangeInclusive;
use register::ExamAct;

/// The kinds that are kept for these acts.
pub(super) const KINDS: RangeInclusive<u8> = 20..=24;

/// Reads the body of an act of that kind.
pub(super) fn body(_r: &mut Reader<'_>, kind: u8) -> Result<ExamAct, EntryError> {
    Err(EntryError::Kind(kind))
}
