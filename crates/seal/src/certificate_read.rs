//! Reading a certificate entry straight from its bytes.
//!
//! Source: docs/formats/entry.cddl; RFC 8949 §4.2.1 (shortest integers).
//! In scope: the one form of a certificate, for readers of whole logs, where nearly every entry is
//! one. Out of scope: acts, and saying what is wrong; `Entry::read` does both, and a test holds the
//! two to the same answers.

use crate::commitment::Commitment;
use crate::entry::{CertificateEntry, ENTRY_VERSION};
use crate::entry_bytes::{CERTIFICATE_ITEMS, CERTIFICATE_KIND};

/// An array of seven items; the version, which is one byte; the kind, which takes two.
const HEAD: [u8; 4] = [0x80 | CERTIFICATE_ITEMS as u8, ENTRY_VERSION, 0x18, CERTIFICATE_KIND];

/// A string of 32 bytes.
const BYTES_32: [u8; 2] = [0x58, 32];

const _: () = assert!(CERTIFICATE_ITEMS < 24 && ENTRY_VERSION < 24 && 24 <= CERTIFICATE_KIND);

impl CertificateEntry {
    /// Returns the certificate that the bytes are in its one form, and nothing for all others: for
    /// acts, and for bytes that are no entry.
    pub fn read(bytes: &[u8]) -> Option<CertificateEntry> {
        let (header, rest) = integer(bytes.strip_prefix(&HEAD)?)?;
        let (serial, rest) = integer(rest)?;
        let (row, rest) = integer(rest)?;
        let (name, rest) = commitment(rest)?;
        let (document, rest) = commitment(rest)?;
        let (serial, row) = (u32::try_from(serial).ok()?, u32::try_from(row).ok()?);
        rest.is_empty().then_some(CertificateEntry { header, serial, row, name, document })
    }
}

/// Reads an unsigned integer in its shortest form.
fn integer(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let (&head, rest) = bytes.split_first()?;
    let (length, least) = match head {
        0..24 => return Some((u64::from(head), rest)),
        24 => (1, 24),
        25 => (2, 1 << 8),
        26 => (4, 1 << 16),
        27 => (8, 1 << 32),
        _ => return None,
    };
    let (digits, rest) = rest.split_at_checked(length)?;
    let value = digits.iter().fold(0, |value, digit| value << 8 | u64::from(*digit));
    (least <= value).then_some((value, rest))
}

fn commitment(bytes: &[u8]) -> Option<(Commitment, &[u8])> {
    let (hash, rest) = bytes.strip_prefix(&BYTES_32)?.split_first_chunk::<32>()?;
    Some((Commitment(*hash), rest))
}
