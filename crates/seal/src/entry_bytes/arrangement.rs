//! Bytes of acts about arrangements: kinds 45 to 54.
//!
//! Source: docs/formats/entry.cddl. In scope: bytes out. Out of scope: bytes in
//! (`entry_read/arrangement`).

use super::{Cbor, Done};
use register::SessionAct;

/// The number that stands for the kind.
pub(crate) const fn kind(act: &SessionAct) -> u8 {
    match *act {}
}

/// Writes the body.
pub(super) fn body(_e: &mut Cbor, act: &SessionAct) -> Done {
    match *act {}
}
