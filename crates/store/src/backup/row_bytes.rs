//! Rows as bytes in a backup.
//!
//! Source: docs/formats/backup.md. Numbers have a fixed length, little end first; texts and bytes
//! have their length before them, in four bytes.
//! In scope: writing each, reading each back. Out of scope: chunks.
//! Reading never panics on any bytes; it answers nothing where they are no row.

use super::{Head, KeyBytes, Totals};
use crate::contract::kept::{Kept, KeptKind};
use crate::contract::writing::{Answered, BatchRow, PrivateKind, PrivateRow, Token, TokenSpace};
use zeroize::Zeroizing;

/// Appends bytes with their length.
pub(super) fn bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    let length = u32::try_from(bytes.len()).expect("limits of rows are far below 4 GiB");
    out.extend(length.to_le_bytes());
    out.extend(bytes);
}

/// Appends the head.
pub(super) fn head(out: &mut Vec<u8>, head: &Head) {
    out.extend(head.size.to_le_bytes());
    out.extend(head.taken_at.to_le_bytes());
    bytes(out, head.origin.as_deref().unwrap_or("").as_bytes());
}

/// Appends the file of a key.
pub(super) fn key(out: &mut Vec<u8>, name: &str, body: &[u8]) {
    bytes(out, name.as_bytes());
    bytes(out, body);
}

/// Appends the totals.
pub(super) fn totals(out: &mut Vec<u8>, totals: &Totals) {
    out.extend(totals.entries.to_le_bytes());
    totals.rows.iter().for_each(|rows| out.extend(rows.to_le_bytes()));
    out.extend(totals.keys.to_le_bytes());
    out.extend(totals.bytes.to_le_bytes());
}

/// Appends a row of a kind.
pub(super) fn row(out: &mut Vec<u8>, kept: &Kept) {
    match kept {
        Kept::Answer(key, Answered { request, first, count }) => {
            out.extend(key);
            out.extend(request);
            out.extend(first.to_le_bytes());
            out.extend(count.to_le_bytes());
        }
        Kept::Batch(BatchRow { site, year, level, first, last, entry, header }) => {
            bytes(out, site.as_bytes());
            out.extend(year.to_le_bytes());
            out.extend(u32::from(*level).to_le_bytes());
            out.extend(first.to_le_bytes());
            out.extend(last.to_le_bytes());
            out.extend(entry.to_le_bytes());
            out.extend(header.to_le_bytes());
        }
        Kept::Private(PrivateRow { kind, group, place, body }) => {
            out.push(kind.code());
            bytes(out, group.as_bytes());
            out.extend(place.to_le_bytes());
            bytes(out, body);
        }
        Kept::Token(Token { space, token, place }) => {
            out.push(space.code());
            out.extend(token);
            out.extend(place.to_le_bytes());
        }
        Kept::Note(name, body) => key(out, name, body),
    }
}

/// Rows that are read one after the other.
pub(super) struct Rows<'a>(pub(super) &'a [u8]);

impl<'a> Rows<'a> {
    /// Says whether nothing is left.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Reads bytes with their length.
    pub(super) fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = u32::from_le_bytes(self.fixed()?) as usize;
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }

    /// Reads the head.
    pub(super) fn head(&mut self) -> Option<Head> {
        let size = u64::from_le_bytes(self.fixed()?);
        let taken_at = i64::from_le_bytes(self.fixed()?);
        let origin = Some(self.text()?).filter(|origin| !origin.is_empty());
        Some(Head { origin, size, taken_at })
    }

    /// Reads the file of a key.
    pub(super) fn key(&mut self) -> Option<KeyBytes> {
        Some((self.text()?, Zeroizing::new(self.bytes()?.to_vec())))
    }

    /// Reads the totals.
    pub(super) fn totals(&mut self) -> Option<Totals> {
        let mut totals = Totals { entries: u64::from_le_bytes(self.fixed()?), ..Totals::default() };
        for rows in &mut totals.rows {
            *rows = u64::from_le_bytes(self.fixed()?);
        }
        totals.keys = u64::from_le_bytes(self.fixed()?);
        totals.bytes = u64::from_le_bytes(self.fixed()?);
        Some(totals)
    }

    /// Reads a row of a kind.
    pub(super) fn row(&mut self, kind: KeptKind) -> Option<Kept> {
        Some(match kind {
            KeptKind::Answers => {
                let (key, request) = (self.fixed()?, self.fixed()?);
                let first = u64::from_le_bytes(self.fixed()?);
                let count = u64::from_le_bytes(self.fixed()?);
                Kept::Answer(key, Answered { request, first, count })
            }
            KeptKind::Batches => Kept::Batch(BatchRow {
                site: self.text()?,
                year: i32::from_le_bytes(self.fixed()?),
                level: char::from_u32(u32::from_le_bytes(self.fixed()?))?,
                first: u32::from_le_bytes(self.fixed()?),
                last: u32::from_le_bytes(self.fixed()?),
                entry: u64::from_le_bytes(self.fixed()?),
                header: u64::from_le_bytes(self.fixed()?),
            }),
            KeptKind::Private => Kept::Private(PrivateRow {
                kind: PrivateKind::from_code(self.code()?)?,
                group: self.text()?,
                place: u32::from_le_bytes(self.fixed()?),
                body: self.bytes()?.to_vec(),
            }),
            KeptKind::Tokens => Kept::Token(Token {
                space: TokenSpace::from_code(self.code()?)?,
                token: self.fixed()?,
                place: u64::from_le_bytes(self.fixed()?),
            }),
            KeptKind::Notes => Kept::Note(self.text()?, self.bytes()?.to_vec()),
        })
    }

    fn text(&mut self) -> Option<String> {
        std::str::from_utf8(self.bytes()?).ok().map(str::to_string)
    }

    fn code(&mut self) -> Option<u8> {
        self.fixed::<1>().map(|[code]| code)
    }

    fn fixed<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (bytes, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*bytes)
    }
}
