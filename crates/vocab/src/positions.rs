//! Reading of codes by position, and the errors that say which position, what stands there and what
//! may.
//!
//! In scope: fixed-length codes of ASCII digits and capitals, counted from position 1 as standards
//! do.
//! Out of scope: what a code means, and normalising what people type; the edges do that.

use alloc::string::{String, ToString};
use core::fmt;

/// Why a text or a number is not a code of the form it should have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeError {
    /// The text has the wrong number of characters.
    Length {
        /// Characters in the text.
        found: usize,
        /// Lengths allowed, in words.
        allowed: &'static str,
    },
    /// One character is not allowed where it stands.
    Position {
        /// Position of the character, from 1.
        position: usize,
        /// The character.
        found: char,
        /// Characters allowed there, in words.
        allowed: String,
    },
    /// A number is too large for its field.
    Field {
        /// Name of the field.
        field: &'static str,
        /// The number.
        found: u32,
        /// Largest number the field holds.
        max: u32,
    },
}

impl fmt::Display for CodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CodeError::Length { found, allowed } => {
                write!(f, "the code has `{found}` characters; allowed: {allowed}")
            }
            CodeError::Position { position, found, allowed } => {
                write!(f, "position {position} of the code is `{found}`; allowed: {allowed}")
            }
            CodeError::Field { field, found, max } => {
                write!(f, "`{field}` is {found}; it is at most {max}")
            }
        }
    }
}

impl core::error::Error for CodeError {}

/// The characters of a code, by position from 1. The length is checked when it is made.
pub(crate) struct Positions<'a>(&'a str);

impl<'a> Positions<'a> {
    /// Returns the positions of a text that has exactly `length` characters.
    pub(crate) fn new(
        text: &'a str,
        length: usize,
        allowed: &'static str,
    ) -> Result<Positions<'a>, CodeError> {
        let found = text.chars().count();
        if found == length {
            Ok(Positions(text))
        } else {
            Err(CodeError::Length { found, allowed })
        }
    }

    /// Returns the character at a position that the length check has covered.
    pub(crate) fn at(&self, position: usize) -> char {
        self.0.chars().nth(position - 1).expect("positions lie within the length checked by `new`")
    }

    /// Reads the digits from `first` to `last`, both included, at most nine of them.
    pub(crate) fn digits(&self, first: usize, last: usize) -> Result<u32, CodeError> {
        let mut number = 0;
        for position in first..=last {
            let digit = self.digit(position, '0', '9', "a digit")?;
            number = number * 10 + u32::from(digit);
        }
        Ok(number)
    }

    /// Reads one digit between `low` and `high`.
    pub(crate) fn digit(
        &self,
        position: usize,
        low: char,
        high: char,
        allowed: &str,
    ) -> Result<u8, CodeError> {
        let found = self.at(position);
        if (low..=high).contains(&found) {
            Ok(found as u8 - b'0')
        } else {
            Err(self.refuse(position, allowed))
        }
    }

    /// Reads digits that may not all be zero; the error names the last of them.
    pub(crate) fn serial(&self, first: usize, last: usize) -> Result<u32, CodeError> {
        match self.digits(first, last)? {
            0 => Err(self.refuse(last, "a digit, and the serial is not zero")),
            serial => Ok(serial),
        }
    }

    /// Returns the error for a character that is not allowed at its position.
    pub(crate) fn refuse(&self, position: usize, allowed: &str) -> CodeError {
        CodeError::Position { position, found: self.at(position), allowed: allowed.to_string() }
    }
}
/// Writes a number with leading noughts, as many digits as there is room for.
pub(crate) fn put_digits(into: &mut [u8], mut value: u32) {
    for place in into.iter_mut().rev() {
        *place = b'0' + (value % 10) as u8;
        value /= 10;
    }
}
