//! Bytes of acts about corrections: kinds 55 to 63.
//!
//! Source: docs/formats/entry.cddl. In scope: bytes out. Out of scope: bytes in
//! (`entry_read/correction`).

use super::{Cbor, Done};
use register::CertificateAct;

/// The number that stands for the kind.
pub(crate) const fn kind(act: &CertificateAct) -> u8 {
    match *act {}
}

/// Writes the body.
pub(super) fn body(_e: &mut Cbor, act: &CertificateAct) -> Done {
    match *act {}
}
