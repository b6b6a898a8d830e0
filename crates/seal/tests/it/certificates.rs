//! Certificate entries: the direct reader and the general one give the same answer to all bytes.
//!
//! The bytes are written here by hand, from docs/formats/entry.cddl.

use seal::{CertificateEntry, Entry};

/// The head of an unsigned integer, in a given form: 0 in the first byte, else so many bytes.
fn integer(value: u64, bytes: usize) -> Vec<u8> {
    match bytes {
        0 => vec![value as u8],
        n => {
            let head = 24 + n.trailing_zeros() as u8;
            std::iter::once(head).chain(value.to_be_bytes()[8 - n..].iter().copied()).collect()
        }
    }
}

fn shortest(value: u64) -> usize {
    match value {
        0..24 => 0,
        24..=0xff => 1,
        0x100..=0xffff => 2,
        0x1_0000..=0xffff_ffff => 4,
        _ => 8,
    }
}

fn certificate(integers: [Vec<u8>; 3]) -> Vec<u8> {
    let mut bytes = vec![0x87, 1, 0x18, 64];
    bytes.extend(integers.concat());
    for fill in [7, 9] {
        bytes.extend([0x58, 32]);
        bytes.extend([fill; 32]);
    }
    bytes
}

fn check(bytes: &[u8]) -> bool {
    let general = match Entry::read(bytes) {
        Ok(Entry::Certificate(certificate)) => Some(certificate),
        Ok(Entry::Act(_)) | Err(_) => None,
    };
    assert_eq!(CertificateEntry::read(bytes), general, "{bytes:02x?}");
    general.is_some()
}

const VALUES: [u64; 13] = [
    0,
    1,
    23,
    24,
    255,
    256,
    65_535,
    65_536,
    1_000_000,
    u32::MAX as u64,
    u32::MAX as u64 + 1,
    u64::MAX - 1,
    u64::MAX,
];

#[test]
fn the_direct_reader_of_certificates_agrees_with_the_general_one_on_every_number() {
    let mut read = 0;
    for header in VALUES {
        for serial in VALUES {
            for row in [0, 24, 70_000, u64::from(u32::MAX) + 1] {
                let form = |value| integer(value, shortest(value));
                read += usize::from(check(&certificate([form(header), form(serial), form(row)])));
            }
        }
    }
    // Serials and rows above 32 bits are none: 3 of 13 and 1 of 4.
    assert_eq!(read, 13 * 10 * 3);
    for value in VALUES {
        for bytes in [1, 2, 4, 8].into_iter().filter(|bytes| shortest(value) < *bytes) {
            let long = integer(value, bytes);
            for place in 0..3 {
                let mut integers = [vec![5], vec![6], vec![7]];
                integers[place] = long.clone();
                assert!(!check(&certificate(integers)), "{value} in {bytes} bytes is not shortest");
            }
        }
    }
}

#[test]
fn the_direct_reader_of_certificates_agrees_with_the_general_one_on_damaged_bytes() {
    let whole = certificate([integer(300, 2), integer(70_000, 4), integer(12, 0)]);
    assert!(check(&whole));
    for length in 0..whole.len() {
        assert!(!check(&whole[..length]), "cut at {length}");
    }
    let mut longer = whole.clone();
    longer.push(0);
    assert!(!check(&longer), "a byte too many");
    for at in 0..whole.len() {
        for value in 0..=255 {
            let mut changed = whole.clone();
            changed[at] = value;
            check(&changed);
        }
    }
}
