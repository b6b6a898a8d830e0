//! What examinations of the old scheme add up to, as pieces of a snapshot.
//!
//! In scope: bytes. Out of scope: their order in a whole snapshot (`snapshot`).

use super::{CompleteBatch, ExamEnd, Exams};
use crate::snapshot::pieces;

pieces! {
    CompleteBatch { on, admitted, root }
    ExamEnd {
        session, certified, not_passed, refunded, withdrew, received_fen, refunded_fen, root,
    }
    Exams { complete, choices, ended }
}
