//! Bytes of a file as text: byte-order marks, UTF-8, else GB 18030.
//!
//! Source: GB 18030 and UTF-16 as `encoding_rs` decodes them.
//! In scope: finding the encoding, and saying where a file stops being text.
//! Out of scope: lines and their kinds.

use crate::error::NoticeError;
use crate::fold::is_blank;
use alloc::string::String;
use encoding_rs::{DecoderResult, GB18030};

/// The most bytes a notice may have. The longest seen has 15 thousand; whoever passes a scan or a
/// film by mistake notices.
pub const NOTICE_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Valid multi-byte characters before the first fault that make a file damaged UTF-8 and not
/// GB 18030: so many in a row do not occur in GB 18030 by chance.
const UTF8_CHARS_MIN: usize = 8;

/// How a file was encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte-order mark.
    Utf8,
    /// GB 18030, and so also GBK and GB 2312.
    Gb18030,
    /// UTF-16 with a byte-order mark.
    Utf16,
}

/// A file's text; it holds at least one character that leaves ink.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte-order mark.
    pub text: String,
    /// How it was encoded.
    pub encoding: Encoding,
}

/// Returns the text of a file.
///
/// # Errors
/// When the file is empty, too long, binary, or in no encoding of ours.
pub fn decode(bytes: &[u8]) -> Result<Decoded, NoticeError> {
    if NOTICE_BYTES_MAX < bytes.len() {
        return Err(NoticeError::TooLong { bytes: bytes.len(), bytes_max: NOTICE_BYTES_MAX });
    }
    let decoded = match encoding_rs::Encoding::for_bom(bytes) {
        Some((found, bom_bytes)) if found != encoding_rs::UTF_8 => {
            let text = found
                .decode_without_bom_handling_and_without_replacement(&bytes[bom_bytes..])
                .ok_or(NoticeError::Utf16)?;
            Decoded { text: text.into_owned(), encoding: Encoding::Utf16 }
        }
        Some((_, bom_bytes)) => decode_without_bom(bytes, bom_bytes)?,
        None => decode_without_bom(bytes, 0)?,
    };
    if decoded.text.chars().all(is_blank) {
        return Err(NoticeError::Empty);
    }
    Ok(decoded)
}

/// Decodes what stands from `start`; offsets in errors count from the start of the file.
fn decode_without_bom(bytes: &[u8], start: usize) -> Result<Decoded, NoticeError> {
    let body = &bytes[start..];
    if let Some(at) = body.iter().position(|b| is_binary(*b)) {
        return Err(NoticeError::Binary { offset: start + at, byte: body[at] });
    }
    let broken_at = match core::str::from_utf8(body) {
        Ok(text) => return Ok(Decoded { text: text.into(), encoding: Encoding::Utf8 }),
        Err(error) => error.valid_up_to(),
    };
    let before = core::str::from_utf8(&body[..broken_at]).expect("valid up to here");
    let utf8_offset = start + broken_at;
    if start != 0 || UTF8_CHARS_MIN <= before.chars().filter(|c| !c.is_ascii()).count() {
        return Err(NoticeError::Encoding { utf8_offset, gb18030_offset: None });
    }
    match decode_gb18030(body) {
        Ok(text) => Ok(Decoded { text, encoding: Encoding::Gb18030 }),
        Err(at) => Err(NoticeError::Encoding { utf8_offset, gb18030_offset: Some(at) }),
    }
}

/// Returns the text, or the offset of the first byte that GB 18030 does not have.
fn decode_gb18030(bytes: &[u8]) -> Result<String, usize> {
    let mut decoder = GB18030.new_decoder_without_bom_handling();
    let room = decoder
        .max_utf8_buffer_length_without_replacement(bytes.len())
        .expect("the limit on a notice keeps the length far from overflow");
    let mut text = String::with_capacity(room);
    match decoder.decode_to_string_without_replacement(bytes, &mut text, true) {
        (DecoderResult::InputEmpty, _) => Ok(text),
        (DecoderResult::Malformed(wrong, after), read) => {
            Err(read.saturating_sub(usize::from(wrong) + usize::from(after)))
        }
        (DecoderResult::OutputFull, _) => unreachable!("the room was computed for this input"),
    }
}

/// Says whether no text file holds the byte: control characters but tab, line ends and form feed.
/// The end-of-file mark of old systems, 0x1a, is binary here too: it would hide what follows it.
fn is_binary(byte: u8) -> bool {
    (byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c)) || byte == 0x7f
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    fn check(bytes: &[u8], expect: Result<(&str, Encoding), NoticeError>) {
        let expect = expect.map(|(text, encoding)| Decoded { text: text.into(), encoding });
        assert_eq!(decode(bytes), expect, "{bytes:02x?}");
    }

    #[test]
    fn the_encoding_is_found_from_the_bytes() {
        check("序号".as_bytes(), Ok(("序号", Encoding::Utf8)));
        check("\u{feff}序号".as_bytes(), Ok(("序号", Encoding::Utf8)));
        check(&[0xd0, 0xf2, 0xba, 0xc5], Ok(("序号", Encoding::Gb18030)));
        check(&[0xff, 0xfe, 0x8f, 0x5e, 0xf7, 0x53], Ok(("序号", Encoding::Utf16)));
    }

    #[test]
    fn what_is_no_text_is_refused_with_the_place() {
        check(b"", Err(NoticeError::Empty));
        check("\u{feff} \r\n\u{3000}".as_bytes(), Err(NoticeError::Empty));
        check(b"%PDF\x00", Err(NoticeError::Binary { offset: 4, byte: 0 }));
        let both = NoticeError::Encoding { utf8_offset: 1, gb18030_offset: Some(1) };
        check(b"a\xff\xff", Err(both));
        let mut damaged: Vec<u8> = "一二三四五六七八".bytes().collect();
        damaged.push(0xff);
        check(&damaged, Err(NoticeError::Encoding { utf8_offset: 24, gb18030_offset: None }));
        check(&[0xff, 0xfe, 0x8f], Err(NoticeError::Utf16));
        let long = alloc::vec![b'a'; NOTICE_BYTES_MAX + 1];
        let (bytes, bytes_max) = (long.len(), NOTICE_BYTES_MAX);
        check(&long, Err(NoticeError::TooLong { bytes, bytes_max }));
    }
}
