//! Bytes of acts about exams: kinds 20 to 24.
//!
//! Source: docs/formats/entry.cddl. In scope: bytes out. Out of scope: bytes in
//! (`entry_read/exam`).

use super::{Cbor, Done};
use register::ExamAct;

/// The number that stands for the kind.
pub(crate) const fn kind(act: &ExamAct) -> u8 {
    match *act {}
}

/// Writes the body.
pub(super) fn body(_e: &mut Cbor, act: &ExamAct) -> Done {
    match *act {}
}
