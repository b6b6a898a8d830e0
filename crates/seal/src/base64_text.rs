//! Base 64 as the C2SP texts write it: standard alphabet, padded, one text for each bytes.
//!
//! Source: RFC 4648 §4.

use alloc::string::String;
use alloc::vec::Vec;

use base64ct::{Base64, Encoding};

/// Returns the text of some bytes.
pub(crate) fn encode(bytes: &[u8]) -> String {
    Base64::encode_string(bytes)
}

/// Returns the bytes of a text, or nothing when it is not their one text. At most `bytes_max`.
pub(crate) fn decode(text: &str, bytes_max: usize) -> Option<Vec<u8>> {
    if bytes_max.div_ceil(3) * 4 < text.len() {
        return None;
    }
    let bytes = Base64::decode_vec(text).ok()?;
    (bytes.len() <= bytes_max).then_some(bytes)
}

/// Returns exactly `N` bytes of a text.
pub(crate) fn decode_array<const N: usize>(text: &str) -> Option<[u8; N]> {
    decode(text, N)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: Option<&[u8]>) {
        assert_eq!(decode(text, 4).as_deref(), expect, "{text}");
    }

    #[test]
    fn only_the_one_text_of_some_bytes_is_read() {
        check("", Some(b""));
        check("AQID", Some(b"\x01\x02\x03"));
        check("AQ==", Some(b"\x01"));
        check("+/8=", Some(b"\xfb\xff"));
        check("AQIDBA==", Some(b"\x01\x02\x03\x04"));
        check("AR==", None);
        check("AQ=", None);
        check("AQ", None);
        check("-_8=", None);
        check("AQ==\n", None);
        check(" AQ==", None);
        check("AQIDBAU=", None);
        check("AQIDBAUGBwgJ", None);
    }
}
