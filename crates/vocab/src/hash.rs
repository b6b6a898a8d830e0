//! `Hash`, a SHA-256 value as the house names and prints it.
//!
//! In scope: a value of 32 bytes, its lower-case hex form and back.
//! Out of scope: computing one. `merkle` speaks plain `[u8; 32]`, because it may use no crate of
//! the house; `Hash` converts to and from that without cost.

use alloc::string::String;
use core::fmt;
use core::str::FromStr;

/// A SHA-256 value. Prints as 64 lower-case hex digits and reads back only from them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

/// Why a text is not a hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HashError(String);

impl fmt::Display for HashError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a hash; write 64 digits of 0-9 and a-f", self.0)
    }
}

impl core::error::Error for HashError {}

impl From<[u8; 32]> for Hash {
    fn from(bytes: [u8; 32]) -> Hash {
        Hash(bytes)
    }
}

impl From<Hash> for [u8; 32] {
    fn from(hash: Hash) -> [u8; 32] {
        hash.0
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

impl FromStr for Hash {
    type Err = HashError;

    fn from_str(text: &str) -> Result<Hash, HashError> {
        read(text.as_bytes()).map(Hash).ok_or_else(|| {
            // The text may be anything of any length; a message needs no more than a line of it.
            HashError(text.chars().take(80).collect())
        })
    }
}

fn read(text: &[u8]) -> Option<[u8; 32]> {
    if text.len() != 64 {
        return None;
    }
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}

fn digit(c: u8) -> Option<u8> {
    match c {
        b'0'..=b'9' => Some(c - b'0'),
        b'a'..=b'f' => Some(c - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{format, string::ToString};

    #[test]
    fn a_hash_prints_and_reads_back_in_one_form_only() {
        let mut bytes = [0u8; 32];
        for (i, byte) in bytes.iter_mut().enumerate() {
            *byte = (i * 8) as u8;
        }
        let text = Hash(bytes).to_string();
        assert_eq!(text, "0008101820283038404850586068707880889098a0a8b0b8c0c8d0d8e0e8f0f8");
        assert_eq!(text.parse(), Ok(Hash(bytes)));
        assert!(text.to_uppercase().parse::<Hash>().is_err());
        assert!(text[1..].parse::<Hash>().is_err());
        assert!(format!("{text}0").parse::<Hash>().is_err());
        assert!(text.replace('8', "g").parse::<Hash>().is_err());
    }
}
