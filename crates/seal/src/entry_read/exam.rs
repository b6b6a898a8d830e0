//! Reading acts about examinations of the old scheme: kinds 20 to 24.
//!
//! Source: docs/formats/entry.cddl. In scope: form and ranges. Out of scope: bytes out
//! (`entry_bytes/exam`).

use super::{Reader, settlement};
use crate::entry_error::EntryError;
use core::ops::RangeInclusive;
use register::{ExamAct, ExamEnd, SessionId};

/// The kinds that are kept for these acts.
pub(super) const KINDS: RangeInclusive<u8> = 20..=24;

/// Reads the body of an act of that kind.
pub(super) fn body(r: &mut Reader<'_>, kind: u8) -> Result<ExamAct, EntryError> {
    Ok(match kind {
        20 => {
            r.items(3)?;
            let session = SessionId(r.u32()?);
            ExamAct::CompleteBatch { session, admitted: r.u32()?, root: r.fixed("root")? }
        }
        21 => {
            r.items(2)?;
            ExamAct::ReportChoices { settlement: settlement(r)?, root: r.fixed("root")? }
        }
        22 => {
            r.items(8)?;
            ExamAct::CloseExam(ExamEnd {
                session: SessionId(r.u32()?),
                certified: r.u32()?,
                not_passed: r.u32()?,
                refunded: r.u32()?,
                withdrew: r.u32()?,
                received_fen: r.u64()?,
                refunded_fen: r.u64()?,
                root: r.fixed("root")?,
            })
        }
        _ => return Err(EntryError::Kind(kind)),
    })
}
