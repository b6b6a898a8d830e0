//! Bytes of acts about examinations of the old scheme: kinds 20 to 24.
//!
//! Source: docs/formats/entry.cddl. In scope: bytes out. Out of scope: bytes in
//! (`entry_read/exam`).

use super::{Cbor, Done, settlement};
use register::{ExamAct, ExamEnd};

/// The number that stands for the kind.
pub(crate) const fn kind(act: &ExamAct) -> u8 {
    match act {
        ExamAct::CompleteBatch { .. } => 20,
        ExamAct::ReportChoices { .. } => 21,
        ExamAct::CloseExam(_) => 22,
    }
}

/// Writes the body.
pub(super) fn body(e: &mut Cbor, act: &ExamAct) -> Done {
    match act {
        ExamAct::CompleteBatch { session, admitted, root } => {
            e.array(3)?.u32(session.0)?.u32(*admitted)?.bytes(root)?;
        }
        ExamAct::ReportChoices { settlement: counts, root } => {
            e.array(2)?;
            settlement(e, counts)?;
            e.bytes(root)?;
        }
        ExamAct::CloseExam(end) => {
            let ExamEnd { session, certified, not_passed, refunded, withdrew, .. } = *end;
            e.array(8)?.u32(session.0)?.u32(certified)?.u32(not_passed)?.u32(refunded)?;
            e.u32(withdrew)?.u64(end.received_fen)?.u64(end.refunded_fen)?.bytes(&end.root)?;
        }
    }
    Ok(())
}
