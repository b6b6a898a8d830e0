//! Bytes of acts about occupations: kinds 15 to 19.
//!
//! Source: docs/formats/entry.cddl. In scope: bytes out. Out of scope: bytes in
//! (`entry_read/occupation`).

use super::{Cbor, Done};
use register::OccupationAct;

/// The number that stands for the kind.
pub(crate) const fn kind(act: &OccupationAct) -> u8 {
    match *act {}
}

/// Writes the body.
pub(super) fn body(_e: &mut Cbor, act: &OccupationAct) -> Done {
    match *act {}
}
