//! `PersonId`, the identity document of a person, shown under the one mask only.
//!
//! Source: GB 11643 (check digit ISO 7064 MOD 11-2) for 居民身份证.
//! In scope: form and check digit; fifteen digits are converted to eighteen.
//! Out of scope: regions and births as facts about a person. Unknown or abolished region codes and
//! odd birth digits are accepted, because numbers with them were really assigned.
//! Invariant I-PRI-1: neither `Debug` nor any error here prints a number.

use alloc::string::String;
use core::fmt;

use crate::limits::DOCUMENT_NUMBER_CHARS_MAX;
use crate::mask::masked;

/// The kind of an identity document. A person is identified by kind and number together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentKind {
    /// 居民身份证
    ResidentId,
    /// 军官证
    MilitaryOfficer,
    /// 港澳台证件
    HongKongMacaoTaiwan,
    /// 境外永久居留证
    PermanentResidence,
    /// 护照
    Passport,
    /// 其他
    Other,
}

impl DocumentKind {
    /// The kinds in the order of their codes.
    pub const ALL: [DocumentKind; 6] = [
        DocumentKind::ResidentId,
        DocumentKind::MilitaryOfficer,
        DocumentKind::HongKongMacaoTaiwan,
        DocumentKind::PermanentResidence,
        DocumentKind::Passport,
        DocumentKind::Other,
    ];

    /// Returns the stable code that commitments use. Codes are never reused.
    pub const fn code(self) -> u8 {
        match self {
            DocumentKind::ResidentId => 1,
            DocumentKind::MilitaryOfficer => 2,
            DocumentKind::HongKongMacaoTaiwan => 3,
            DocumentKind::PermanentResidence => 4,
            DocumentKind::Passport => 5,
            DocumentKind::Other => 9,
        }
    }

    /// Returns the kind of a code.
    pub fn from_code(code: u8) -> Option<DocumentKind> {
        DocumentKind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Returns the name of the kind as registration forms print it.
    pub const fn zh(self) -> &'static str {
        match self {
            DocumentKind::ResidentId => "居民身份证",
            DocumentKind::MilitaryOfficer => "军官证",
            DocumentKind::HongKongMacaoTaiwan => "港澳台证件",
            DocumentKind::PermanentResidence => "境外永久居留证",
            DocumentKind::Passport => "护照",
            DocumentKind::Other => "其他",
        }
    }
}

/// A document kind with a number well-formed for it. A citizen number always has eighteen
/// characters and a right check digit.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonId {
    kind: DocumentKind,
    number: String,
}

/// Why a text is not the number of a document. Never holds the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PersonIdError {
    /// The number has the wrong length.
    Length {
        /// The kind of document.
        kind: DocumentKind,
        /// Characters in the text.
        found: usize,
    },
    /// A character is not allowed where it stands. The character is not repeated.
    Position {
        /// Position of the character, from 1.
        position: usize,
        /// Characters allowed there, in words.
        allowed: &'static str,
    },
    /// The last character does not fit the seventeen before it.
    CheckDigit,
}

impl fmt::Display for PersonIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PersonIdError::Length { kind: DocumentKind::ResidentId, found } => {
                write!(f, "a 居民身份证 number has `{found}` characters; allowed: 18, or 15 of old")
            }
            PersonIdError::Length { kind, found } => write!(
                f,
                "a {} number has `{found}` characters; allowed: 1 to {DOCUMENT_NUMBER_CHARS_MAX}",
                kind.zh()
            ),
            PersonIdError::Position { position, allowed } => {
                write!(f, "position {position} of the number is not allowed; allowed: {allowed}")
            }
            PersonIdError::CheckDigit => f.write_str(
                "the `check digit` of the 居民身份证 number, position 18, does not fit the others",
            ),
        }
    }
}

impl core::error::Error for PersonIdError {}

impl PersonId {
    /// Returns the document with this number. A citizen number of fifteen digits is converted to
    /// eighteen, and a small `x` at the end becomes `X`.
    ///
    /// # Errors
    /// A wrong length, a character not allowed, or a wrong check digit (GB 11643).
    pub fn new(kind: DocumentKind, text: &str) -> Result<PersonId, PersonIdError> {
        let number = match kind {
            DocumentKind::ResidentId => citizen_number(text)?,
            DocumentKind::MilitaryOfficer
            | DocumentKind::HongKongMacaoTaiwan
            | DocumentKind::PermanentResidence
            | DocumentKind::Passport
            | DocumentKind::Other => free_number(kind, text)?,
        };
        Ok(PersonId { kind, number })
    }

    /// Returns the kind of document.
    pub fn kind(&self) -> DocumentKind {
        self.kind
    }

    /// Returns the number in full. For comparing, committing and sealing; never for showing.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// Returns the number as it may be shown, under the one mask ([`masked`]).
    pub fn mask(&self) -> String {
        masked(&self.number)
    }
}

impl fmt::Debug for PersonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PersonId({} {})", self.kind.zh(), self.mask())
    }
}

fn citizen_number(text: &str) -> Result<String, PersonIdError> {
    // Nearly every number that is asked for: eighteen characters, and nothing wrong with them.
    if let Some((digits, last)) = text.as_bytes().split_first_chunk::<17>()
        && digits.iter().all(u8::is_ascii_digit)
        && last == [check_digit(digits) as u8]
    {
        return Ok(String::from(text));
    }
    let found = text.chars().count();
    if found != 18 && found != 15 {
        return Err(PersonIdError::Length { kind: DocumentKind::ResidentId, found });
    }
    let body_length = if found == 18 { 17 } else { 15 };
    for (i, c) in text.chars().enumerate() {
        let position = i + 1;
        if i < body_length && !c.is_ascii_digit() {
            return Err(PersonIdError::Position { position, allowed: "a digit" });
        }
        if i == 17 && !(c.is_ascii_digit() || c == 'X' || c == 'x') {
            return Err(PersonIdError::Position { position, allowed: "a digit or X" });
        }
    }
    // Only ASCII is left, so bytes are characters from here on.
    let mut number = String::with_capacity(18);
    if found == 15 {
        // The old form has two digits of the year of birth and no check digit.
        number.push_str(&text[..6]);
        number.push_str("19");
        number.push_str(&text[6..]);
        number.push(check_digit(number.as_bytes()));
        return Ok(number);
    }
    number.push_str(&text[..17]);
    number.push(text.as_bytes()[17].to_ascii_uppercase() as char);
    if number.as_bytes()[17] as char != check_digit(&number.as_bytes()[..17]) {
        return Err(PersonIdError::CheckDigit);
    }
    Ok(number)
}

/// Returns the check digit of seventeen ASCII digits, ISO 7064 MOD 11-2.
fn check_digit(digits: &[u8]) -> char {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const DIGITS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(c, w)| u32::from(c - b'0') * w).sum();
    DIGITS[(sum % 11) as usize]
}

fn free_number(kind: DocumentKind, text: &str) -> Result<String, PersonIdError> {
    let found = text.chars().count();
    if found == 0 || DOCUMENT_NUMBER_CHARS_MAX < found {
        return Err(PersonIdError::Length { kind, found });
    }
    match text.chars().position(|c| c.is_whitespace() || c.is_control()) {
        Some(i) => Err(PersonIdError::Position { position: i + 1, allowed: "no blank" }),
        None => Ok(text.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use alloc::string::ToString;

    fn check(text: &str, expect: Result<&str, PersonIdError>) {
        let found = PersonId::new(DocumentKind::ResidentId, text);
        assert_eq!(found.as_ref().map(PersonId::number).map_err(Clone::clone), expect, "{text}");
    }

    #[test]
    fn a_citizen_number_needs_its_check_digit_and_the_old_form_is_converted() {
        let position = |position, allowed| Err(PersonIdError::Position { position, allowed });
        let length = |found| Err(PersonIdError::Length { kind: DocumentKind::ResidentId, found });
        check("11010519491231002X", Ok("11010519491231002X"));
        check("11010519491231002x", Ok("11010519491231002X"));
        check("110105491231002", Ok("11010519491231002X"));
        check("110105194912310021", Err(PersonIdError::CheckDigit));
        check("11010519491231003X", Err(PersonIdError::CheckDigit));
        check("1101051949123100XX", position(17, "a digit"));
        check("11010519491231002Y", position(18, "a digit or X"));
        check("11010549123100X", position(15, "a digit"));
        check("１1010519491231002X", position(1, "a digit"));
        check("11010519491231002", length(17));
        check("", length(0));
    }

    #[test]
    fn an_unknown_region_is_no_reason_to_refuse() {
        let body = b"99999919491231002";
        let text = format!("99999919491231002{}", check_digit(body));
        check(&text, Ok(&text));
    }

    #[test]
    fn every_single_wrong_digit_is_noticed() {
        let good = "11010519491231002X";
        for i in 0..17 {
            for digit in '0'..='9' {
                let mut text = good.to_string();
                text.replace_range(i..=i, &digit.to_string());
                let refused = PersonId::new(DocumentKind::ResidentId, &text).is_err();
                assert_eq!(refused, text != good, "{text}");
            }
        }
    }

    #[test]
    fn other_documents_take_any_number_without_blanks() {
        let new = |text: &str| PersonId::new(DocumentKind::MilitaryOfficer, text);
        assert_eq!(new("军字第1234567号").unwrap().number(), "军字第1234567号");
        assert!(new("").is_err());
        assert!(new("12 34").is_err());
        assert!(new("1234\n").is_err());
        assert!(new(&"1".repeat(DOCUMENT_NUMBER_CHARS_MAX)).is_ok());
        assert!(new(&"1".repeat(DOCUMENT_NUMBER_CHARS_MAX + 1)).is_err());
    }

    #[test]
    fn mask_and_debug_show_the_ends_only_and_errors_show_nothing() {
        let id = PersonId::new(DocumentKind::ResidentId, "11010519491231002X").unwrap();
        assert_eq!(id.mask(), "1****************X");
        assert_eq!(format!("{id:?}"), "PersonId(居民身份证 1****************X)");
        let short = PersonId::new(DocumentKind::Other, "A1234").unwrap();
        assert_eq!(short.mask(), "*****");
        let error = PersonId::new(DocumentKind::ResidentId, "110105194912310021").unwrap_err();
        assert!(!format!("{error} {error:?}").contains("1101"));
    }

    #[test]
    fn every_kind_has_its_own_code() {
        for kind in DocumentKind::ALL {
            assert_eq!(DocumentKind::from_code(kind.code()), Some(kind));
        }
        assert_eq!(DocumentKind::from_code(0), None);
    }
}
