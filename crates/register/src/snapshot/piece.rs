//! `Piece`, what a snapshot is put together from: numbers, days, texts, lists and maps.
//!
//! In scope: one form for each. Numbers take seven bits a byte, the low ones first, in as few bytes
//! as they need; signed ones have their sign in the lowest bit; days and instants count from near
//! the reform; what may be missing comes after a byte that says so; lists and maps come after their
//! length, maps by rising key. So a state has one snapshot.
//! Out of scope: nouns of the register (`nouns`, and `snapshot` of each area).
//! Reading reserves no more than there are bytes for, and every number it reads is checked.

use super::error::SnapshotError;
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;
use vocab::{Day, Instant};

/// 2020-07-21, from which days count.
const FIRST_DAY: i32 = 18_464;
/// Its beginning in China, from which instants count.
const FIRST_INSTANT: i64 = FIRST_DAY as i64 * 86_400 - 8 * 3_600;
/// Elements that a list reserves before it has read any.
const RESERVED: usize = 1_024;

/// A part of a snapshot. It takes at least one byte.
pub(crate) trait Piece: Sized {
    /// Writes it.
    fn put(&self, to: &mut Vec<u8>);

    /// Reads it.
    fn get(from: &mut Reader<'_>) -> Result<Self, SnapshotError>;
}

/// Reads one section.
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    section: &'static str,
    /// Where the section ends in the snapshot.
    end: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(section: &'static str, bytes: &'a [u8], end: usize) -> Reader<'a> {
        Reader { rest: bytes, section, end }
    }

    /// Returns where it reads.
    fn offset(&self) -> usize {
        self.end - self.rest.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Returns the error of a value that was read last.
    pub(crate) fn not(&self, what: &'static str) -> SnapshotError {
        SnapshotError::Value { section: self.section, offset: self.offset(), what }
    }

    /// Returns an error when anything is left.
    pub(super) fn ended(&self) -> Result<(), SnapshotError> {
        let (section, offset, bytes) = (self.section, self.offset(), self.rest.len());
        match bytes {
            0 => Ok(()),
            bytes => Err(SnapshotError::Left { section, offset, bytes }),
        }
    }

    fn end(&self) -> SnapshotError {
        SnapshotError::Ended { section: self.section, offset: self.end }
    }

    pub(crate) fn byte(&mut self) -> Result<u8, SnapshotError> {
        let (first, rest) = self.rest.split_first().ok_or_else(|| self.end())?;
        self.rest = rest;
        Ok(*first)
    }

    fn bytes(&mut self, length: usize) -> Result<&'a [u8], SnapshotError> {
        let (first, rest) = self.rest.split_at_checked(length).ok_or_else(|| self.end())?;
        self.rest = rest;
        Ok(first)
    }

    /// Reads a number of seven bits a byte.
    fn number(&mut self) -> Result<u64, SnapshotError> {
        let first = self.byte()?;
        if first < 0x80 {
            return Ok(u64::from(first));
        }
        let mut number = u64::from(first & 0x7f);
        for shift in (7..64).step_by(7) {
            let next = self.byte()?;
            let bits = u64::from(next & 0x7f);
            if next == 0 || (shift == 63 && 1 < next) {
                return Err(self.not("a number in its shortest form"));
            }
            number |= bits << shift;
            if next < 0x80 {
                break;
            }
        }
        Ok(number)
    }

    /// Reads how many elements follow: no more than there are bytes.
    pub(crate) fn length(&mut self) -> Result<usize, SnapshotError> {
        let length = self.number()?;
        let fits = usize::try_from(length).ok().filter(|length| *length <= self.rest.len());
        fits.ok_or_else(|| self.not("a length that the section has bytes for"))
    }
}

fn put_number(mut number: u64, to: &mut Vec<u8>) {
    while 0x80 <= number {
        to.push(number as u8 | 0x80);
        number >>= 7;
    }
    to.push(number as u8);
}

/// Writes how many elements follow.
pub(crate) fn put_length(length: usize, to: &mut Vec<u8>) {
    put_number(length as u64, to);
}

impl Piece for u8 {
    fn put(&self, to: &mut Vec<u8>) {
        to.push(*self);
    }

    fn get(from: &mut Reader<'_>) -> Result<u8, SnapshotError> {
        from.byte()
    }
}

macro_rules! numbers {
    ($($of:ident $what:literal;)*) => { $(
        impl Piece for $of {
            fn put(&self, to: &mut Vec<u8>) {
                put_number(u64::from(*self), to);
            }

            fn get(from: &mut Reader<'_>) -> Result<$of, SnapshotError> {
                let number = from.number()?;
                $of::try_from(number).map_err(|_| from.not($what))
            }
        }
    )* };
}

numbers! {
    u16 "a number of 16 bits";
    u32 "a number of 32 bits";
    u64 "a number of 64 bits";
}

impl Piece for i64 {
    fn put(&self, to: &mut Vec<u8>) {
        put_number(((self << 1) ^ (self >> 63)) as u64, to);
    }

    fn get(from: &mut Reader<'_>) -> Result<i64, SnapshotError> {
        let number = from.number()?;
        Ok((number >> 1) as i64 ^ -((number & 1) as i64))
    }
}

impl Piece for i32 {
    fn put(&self, to: &mut Vec<u8>) {
        i64::from(*self).put(to);
    }

    fn get(from: &mut Reader<'_>) -> Result<i32, SnapshotError> {
        i32::try_from(i64::get(from)?).map_err(|_| from.not("a signed number of 32 bits"))
    }
}

impl Piece for i16 {
    fn put(&self, to: &mut Vec<u8>) {
        i64::from(*self).put(to);
    }

    fn get(from: &mut Reader<'_>) -> Result<i16, SnapshotError> {
        i16::try_from(i64::get(from)?).map_err(|_| from.not("a signed number of 16 bits"))
    }
}

impl Piece for bool {
    fn put(&self, to: &mut Vec<u8>) {
        to.push(u8::from(*self));
    }

    fn get(from: &mut Reader<'_>) -> Result<bool, SnapshotError> {
        match from.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(from.not("0 or 1")),
        }
    }
}

impl Piece for char {
    fn put(&self, to: &mut Vec<u8>) {
        u32::from(*self).put(to);
    }

    fn get(from: &mut Reader<'_>) -> Result<char, SnapshotError> {
        char::from_u32(u32::get(from)?).ok_or_else(|| from.not("a character"))
    }
}

impl Piece for Day {
    fn put(&self, to: &mut Vec<u8>) {
        self.0.wrapping_sub(FIRST_DAY).put(to);
    }

    fn get(from: &mut Reader<'_>) -> Result<Day, SnapshotError> {
        Ok(Day(i32::get(from)?.wrapping_add(FIRST_DAY)))
    }
}

impl Piece for Instant {
    fn put(&self, to: &mut Vec<u8>) {
        self.0.wrapping_sub(FIRST_INSTANT).put(to);
    }

    fn get(from: &mut Reader<'_>) -> Result<Instant, SnapshotError> {
        Ok(Instant(i64::get(from)?.wrapping_add(FIRST_INSTANT)))
    }
}

impl Piece for [u8; 32] {
    fn put(&self, to: &mut Vec<u8>) {
        to.extend_from_slice(self);
    }

    fn get(from: &mut Reader<'_>) -> Result<[u8; 32], SnapshotError> {
        let bytes = from.bytes(32)?;
        bytes.try_into().map_err(|_| from.end())
    }
}

impl Piece for String {
    fn put(&self, to: &mut Vec<u8>) {
        put_length(self.len(), to);
        to.extend_from_slice(self.as_bytes());
    }

    fn get(from: &mut Reader<'_>) -> Result<String, SnapshotError> {
        let length = from.length()?;
        let bytes = from.bytes(length)?;
        let text = core::str::from_utf8(bytes).map_err(|_| from.not("text in UTF-8"))?;
        Ok(String::from(text))
    }
}

impl<T: Piece> Piece for Option<T> {
    fn put(&self, to: &mut Vec<u8>) {
        self.is_some().put(to);
        self.iter().for_each(|value| value.put(to));
    }

    fn get(from: &mut Reader<'_>) -> Result<Option<T>, SnapshotError> {
        Ok(if bool::get(from)? { Some(T::get(from)?) } else { None })
    }
}

impl<T: Piece> Piece for Box<T> {
    fn put(&self, to: &mut Vec<u8>) {
        T::put(self, to);
    }

    fn get(from: &mut Reader<'_>) -> Result<Box<T>, SnapshotError> {
        Ok(Box::new(T::get(from)?))
    }
}

impl<A: Piece, B: Piece> Piece for (A, B) {
    fn put(&self, to: &mut Vec<u8>) {
        self.0.put(to);
        self.1.put(to);
    }

    fn get(from: &mut Reader<'_>) -> Result<(A, B), SnapshotError> {
        Ok((A::get(from)?, B::get(from)?))
    }
}

impl<A: Piece, B: Piece, C: Piece> Piece for (A, B, C) {
    fn put(&self, to: &mut Vec<u8>) {
        self.0.put(to);
        self.1.put(to);
        self.2.put(to);
    }

    fn get(from: &mut Reader<'_>) -> Result<(A, B, C), SnapshotError> {
        Ok((A::get(from)?, B::get(from)?, C::get(from)?))
    }
}

impl<T: Piece> Piece for Vec<T> {
    fn put(&self, to: &mut Vec<u8>) {
        put_length(self.len(), to);
        self.iter().for_each(|value| value.put(to));
    }

    fn get(from: &mut Reader<'_>) -> Result<Vec<T>, SnapshotError> {
        let length = from.length()?;
        let mut all = Vec::with_capacity(length.min(RESERVED));
        for _ in 0..length {
            all.push(T::get(from)?);
        }
        Ok(all)
    }
}

impl<K: Piece + Ord, V: Piece> Piece for BTreeMap<K, V> {
    fn put(&self, to: &mut Vec<u8>) {
        put_length(self.len(), to);
        for (key, value) in self {
            key.put(to);
            value.put(to);
        }
    }

    fn get(from: &mut Reader<'_>) -> Result<BTreeMap<K, V>, SnapshotError> {
        let all: Vec<(K, V)> = Piece::get(from)?;
        let rising = all.is_sorted_by(|(a, _), (b, _)| a < b);
        // Built from a list, the nodes of the map are full.
        if rising { Ok(all.into_iter().collect()) } else { Err(from.not("by rising key")) }
    }
}

impl<T: Piece + Ord> Piece for BTreeSet<T> {
    fn put(&self, to: &mut Vec<u8>) {
        put_length(self.len(), to);
        self.iter().for_each(|value| value.put(to));
    }

    fn get(from: &mut Reader<'_>) -> Result<BTreeSet<T>, SnapshotError> {
        let all: Vec<T> = Piece::get(from)?;
        let rising = all.is_sorted_by(|a, b| a < b);
        if rising { Ok(all.into_iter().collect()) } else { Err(from.not("in rising order")) }
    }
}

/// Pieces that are their fields, one after the other. A field that is added breaks the build.
macro_rules! pieces {
    ($($name:ident { $($field:ident),* $(,)? })*) => { $(
        impl $crate::snapshot::Piece for $name {
            fn put(&self, to: &mut alloc::vec::Vec<u8>) {
                let $name { $($field),* } = self;
                $($crate::snapshot::Piece::put($field, to);)*
            }

            fn get(
                from: &mut $crate::snapshot::Reader<'_>,
            ) -> Result<$name, $crate::snapshot::SnapshotError> {
                Ok($name { $($field: $crate::snapshot::Piece::get(from)?),* })
            }
        }
    )* };
}

/// Pieces that are one of a list, by a number that never means another.
macro_rules! choices {
    ($($name:ident $what:literal { $($variant:ident $number:literal),* $(,)? })*) => { $(
        impl $crate::snapshot::Piece for $name {
            fn put(&self, to: &mut alloc::vec::Vec<u8>) {
                to.push(match self { $($name::$variant => $number,)* });
            }

            fn get(
                from: &mut $crate::snapshot::Reader<'_>,
            ) -> Result<$name, $crate::snapshot::SnapshotError> {
                match from.byte()? {
                    $($number => Ok($name::$variant),)*
                    _ => Err(from.not($what)),
                }
            }
        }
    )* };
}

/// Pieces that are a number with a name.
macro_rules! named_numbers {
    ($($name:ident)*) => { $(
        impl $crate::snapshot::Piece for $name {
            fn put(&self, to: &mut alloc::vec::Vec<u8>) {
                $crate::snapshot::Piece::put(&self.0, to);
            }

            fn get(
                from: &mut $crate::snapshot::Reader<'_>,
            ) -> Result<$name, $crate::snapshot::SnapshotError> {
                Ok($name($crate::snapshot::Piece::get(from)?))
            }
        }
    )* };
}

pub(crate) use {choices, named_numbers, pieces};
