//! Bytes of acts about cohorts: kinds 25 to 29.
//!
//! Source: docs/formats/entry.cddl. In scope: bytes out. Out of scope: bytes in
//! (`entry_read/cohort`).

use super::{Cbor, Done};
use register::CohortAct;

/// The number that stands for the kind.
pub(crate) const fn kind(act: &CohortAct) -> u8 {
    match *act {}
}

/// Writes the body.
pub(super) fn body(_e: &mut Cbor, act: &CohortAct) -> Done {
    match *act {}
}
