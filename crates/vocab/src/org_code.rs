//! `OrgCode`, the unified social credit code of an organisation (统一社会信用代码).
//!
//! Source: GB 32100: eighteen characters, the last a check character modulo 31.
//! Choice: codes 9…M000… from the first pilots really exist with a wrong check character. For them
//! the failure is a warning that a person confirms; for every other code it is an error.
//! Out of scope: the inner check digit of positions 9–17 (GB 11714), and whether the code was
//! assigned.

use alloc::string::String;
use core::fmt;

use crate::positions::{CodeError, Positions};

/// Digits and capitals without I, O, S, V and Z; the place of a character is its value.
const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// A unified social credit code: eighteen characters of its alphabet.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrgCode([u8; 18]);

/// What a person should confirm about a code that was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrgCodeWarning {
    /// A code of the first pilots (9…M000…) whose check character does not fit.
    PilotCheckCharacter {
        /// The character that stands there.
        found: char,
        /// The character that would fit.
        expected: char,
    },
}

/// Why a text is not a unified social credit code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrgCodeError {
    /// Wrong length, or a character outside the alphabet.
    Code(CodeError),
    /// The check character, position 18, does not fit the others.
    CheckCharacter {
        /// The character that stands there.
        found: char,
        /// The character that would fit.
        expected: char,
    },
}

impl fmt::Display for OrgCodeWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let OrgCodeWarning::PilotCheckCharacter { found, expected } = self;
        write!(f, "position 18 is `{found}` and should be `{expected}`; ")?;
        f.write_str("some M000 codes were assigned so, compare with the licence")
    }
}

impl fmt::Display for OrgCodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OrgCodeError::Code(error) => error.fmt(f),
            OrgCodeError::CheckCharacter { found, expected } => {
                write!(f, "position 18 of the 统一社会信用代码 is `{found}`; allowed: {expected}")
            }
        }
    }
}

impl core::error::Error for OrgCodeError {}

impl OrgCode {
    /// Reads a code, with a warning where a person should confirm it.
    ///
    /// # Errors
    /// A wrong length, a character outside the alphabet, or a wrong check character, except in the
    /// pilots' codes.
    pub fn read(text: &str) -> Result<(OrgCode, Option<OrgCodeWarning>), OrgCodeError> {
        let at = Positions::new(text, 18, "18").map_err(OrgCodeError::Code)?;
        let mut sum = 0;
        let mut weight = 1;
        let mut bytes = [0; 18];
        for position in 1..=18 {
            let value = ALPHABET.find(at.at(position)).ok_or_else(|| {
                OrgCodeError::Code(at.refuse(position, "a digit or a capital but I, O, S, V, Z"))
            })?;
            bytes[position - 1] = ALPHABET.as_bytes()[value];
            if position < 18 {
                sum += value * weight;
                weight = weight * 3 % 31;
            }
        }
        let code = OrgCode(bytes);
        let (found, expected) = (at.at(18), char::from(ALPHABET.as_bytes()[(31 - sum % 31) % 31]));
        if found == expected {
            Ok((code, None))
        } else if code.is_pilot() {
            Ok((code, Some(OrgCodeWarning::PilotCheckCharacter { found, expected })))
        } else {
            Err(OrgCodeError::CheckCharacter { found, expected })
        }
    }

    /// Returns the eighteen characters.
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).expect("the alphabet is ASCII")
    }

    fn is_pilot(&self) -> bool {
        self.0[0] == b'9' && &self.0[8..12] == b"M000"
    }
}

impl fmt::Display for OrgCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for OrgCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OrgCode({self})")
    }
}

impl From<OrgCode> for String {
    fn from(code: OrgCode) -> String {
        code.as_str().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq)]
    enum Expect {
        Good,
        Warning,
        CheckCharacter,
        Position(usize),
        Length(usize),
    }
    use Expect::*;

    fn check(text: &str, expect: Expect) {
        let found = match OrgCode::read(text) {
            Ok((code, warning)) => {
                assert_eq!(code.as_str(), text);
                if warning.is_some() { Warning } else { Good }
            }
            Err(OrgCodeError::CheckCharacter { .. }) => CheckCharacter,
            Err(OrgCodeError::Code(CodeError::Position { position, .. })) => Position(position),
            Err(OrgCodeError::Code(CodeError::Length { found, .. })) => Length(found),
            Err(other) => panic!("{text}: {other}"),
        };
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn a_wrong_check_character_is_an_error_but_a_warning_for_the_pilots_codes() {
        check("91350200776049653A", Good);
        check("91350500798359476R", Good);
        check("91440101MA5CJQ4N59", Good);
        check("91350203M0001QAY9B", Warning);
        check("91350100M0001TGQXM", Warning);
        check("913502007760496539", CheckCharacter);
        check("91440101MA5CJQ4N58", CheckCharacter);
        check("12350203M0001QAY9B", CheckCharacter);
        check("9135020077604965I3", Position(17));
        check("91350200776049653a", Position(18));
        check("９1350200776049653A", Position(1));
        check("91350200776049653", Length(17));
        check("", Length(0));
    }
}
