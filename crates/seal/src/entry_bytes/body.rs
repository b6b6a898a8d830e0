//! Bytes of acts about bodies: kinds 30 to 44.
//!
//! Source: docs/formats/entry.cddl. In scope: bytes out. Out of scope: bytes in
//! (`entry_read/body`).

use super::{Cbor, Done};
use register::BodyAct;

/// The number that stands for the kind.
pub(crate) const fn kind(act: &BodyAct) -> u8 {
    match *act {}
}

/// Writes the body.
pub(super) fn body(_e: &mut Cbor, act: &BodyAct) -> Done {
    match *act {}
}
