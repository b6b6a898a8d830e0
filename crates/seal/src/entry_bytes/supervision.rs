//! Bytes of acts about supervision: kinds 70 to 89.
//!
//! Source: docs/formats/entry.cddl. In scope: bytes out. Out of scope: bytes in
//! (`entry_read/supervision`).

use super::{Cbor, Done};
use register::SupervisionAct;

/// The number that stands for the kind.
pub(crate) const fn kind(act: &SupervisionAct) -> u8 {
    match *act {}
}

/// Writes the body.
pub(super) fn body(_e: &mut Cbor, act: &SupervisionAct) -> Done {
    match *act {}
}
