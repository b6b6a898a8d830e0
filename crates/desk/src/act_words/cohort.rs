//! Words for acts about cohorts.
//!
//! In scope: the name of the kind, the fields. Out of scope: the acts (`register`).

use super::Fields;
use crate::words::Words;
use register::CohortAct;

/// Returns the name of a kind of act.
pub(super) fn kind(_words: &Words, act: &CohortAct) -> String {
    match *act {}
}

/// Adds what the act says.
pub(super) fn fields(_fields: &mut Fields<'_>, act: &CohortAct) {
    match *act {}
}
