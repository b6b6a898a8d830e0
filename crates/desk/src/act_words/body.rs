//! Words for acts about bodies.
//!
//! In scope: the name of the kind, the fields. Out of scope: the acts (`register`).

use super::Fields;
use crate::words::Words;
use register::BodyAct;

/// Returns the name of a kind of act.
pub(super) fn kind(_words: &Words, act: &BodyAct) -> String {
    match *act {}
}

/// Adds what the act says.
pub(super) fn fields(_fields: &mut Fields<'_>, act: &BodyAct) {
    match *act {}
}
