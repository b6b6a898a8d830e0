//! What goes into a store in one piece, and what comes back.
//!
//! In scope: the values and the limits that every backend checks the same way before it writes.
//! Out of scope: limits of the law, and checks that need the stored state (key, size, overlap).

use crate::store_error::StoreError;
use vocab::limits::{BATCH_CERTIFICATES_MAX, ENTRY_BYTES_MAX};

/// Entries of one writing: a full batch of certificates and its header. Bounds the transaction; the
/// desk notices, which cuts larger acts into several.
pub const WRITING_ENTRIES_MAX: usize = BATCH_CERTIFICATES_MAX + 1;

/// Bytes of the body of a private row as a backend gets it: a sealed block of rows. The vault has a
/// limit for each row that keeps blocks below it.
pub const PRIVATE_BODY_BYTES_MAX: usize = 1 << 22;

/// Bytes of the name of a note. The desk notices.
pub const NOTE_NAME_BYTES_MAX: usize = 255;

/// Bytes of the body of a note: a wrapped key, a setting. The desk notices.
pub const NOTE_BODY_BYTES_MAX: usize = 65_536;

/// Tokens of one writing: some for each certificate of a full batch, under two keys while the one
/// of the index is turned. The desk notices.
pub const WRITING_TOKENS_MAX: usize = 2 * 64 * BATCH_CERTIFICATES_MAX;

/// Bytes of the name of a group of private rows. Names of sessions and examinations are shorter.
/// The desk notices.
pub const GROUP_BYTES_MAX: usize = 255;

/// Bytes of the site of a batch. The longest of the national rules has thirteen. The desk notices.
pub const SITE_BYTES_MAX: usize = 64;

/// Everything that one act writes. Kept whole, or not at all.
#[derive(Clone, Debug, Default)]
pub struct Writing<'a> {
    /// The size the log had when the act was decided; another size refuses the writing.
    pub expect_size: u64,
    /// The entries in their order; the first stands at `expect_size`.
    pub entries: &'a [Vec<u8>],
    /// The idempotency key of the request and the digest of the request.
    pub answer: Option<([u8; 16], [u8; 32])>,
    /// The batch of certificates among the entries.
    pub batch: Option<BatchRow>,
    /// Rows about persons, each put in its place or replacing what stands there.
    pub private: &'a [PrivateRow],
    /// Private rows that are removed, so that their bytes are gone from the files as far as the
    /// backend can do it. One that is not there is nothing. Done before `private`.
    pub erased: &'a [PrivatePlace],
    /// Tokens under which something is found from now on.
    pub tokens: &'a [Token],
    /// Tokens that are removed; one that is not there is nothing. Done before `tokens`.
    pub erased_tokens: &'a [Token],
    /// Notes that are put or, with nothing, removed.
    pub notes: &'a [(String, Option<Vec<u8>>)],
}

/// Where a private row stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PrivatePlace {
    /// What it is about.
    pub kind: PrivateKind,
    /// What it belongs to.
    pub group: String,
    /// Its place in the group.
    pub place: u32,
}

/// A keyed hash of something a person is looked up by, and the place of what is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Token {
    /// Of what it is a hash.
    pub space: TokenSpace,
    /// The hash. Without its key nobody can say of what.
    pub token: [u8; 12],
    /// What is found: at most 2^48 - 1. The desk knows what it numbers.
    pub place: u64,
}

/// What tokens are hashes of, and under which of two keys. Codes are never reused.
///
/// Keys of the index are numbered from 1, and two in a row may be in use at a time. Their tokens
/// stand in spaces of their own, so that those of one can be dropped as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TokenSpace {
    /// Kind and number of an identity document, under a key of an odd number.
    Document,
    /// A piece of a name, under a key of an odd number.
    Name,
    /// Kind and number of an identity document, under a key of an even number.
    DocumentEven,
    /// A piece of a name, under a key of an even number.
    NameEven,
}

impl TokenSpace {
    /// The spaces in the order of their codes.
    pub const ALL: [TokenSpace; 4] =
        [TokenSpace::Document, TokenSpace::Name, TokenSpace::DocumentEven, TokenSpace::NameEven];

    /// Returns the spaces of a key of the index by its number: of documents, of names.
    pub const fn of_key(number: u16) -> [TokenSpace; 2] {
        match number % 2 {
            0 => [TokenSpace::DocumentEven, TokenSpace::NameEven],
            _ => [TokenSpace::Document, TokenSpace::Name],
        }
    }

    /// Returns the code under which tokens of the space are stored.
    pub const fn code(self) -> u8 {
        match self {
            TokenSpace::Document => 1,
            TokenSpace::Name => 2,
            TokenSpace::DocumentEven => 3,
            TokenSpace::NameEven => 4,
        }
    }

    /// Returns the space of a code.
    pub fn from_code(code: u8) -> Option<TokenSpace> {
        TokenSpace::ALL.into_iter().find(|space| space.code() == code)
    }
}

/// The highest place of a token.
pub const TOKEN_PLACE_MAX: u64 = (1 << 48) - 1;

/// Where a writing stands in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Committed {
    /// The place of its first entry.
    pub first: u64,
    /// The number of its entries.
    pub count: u64,
    /// Whether an earlier writing under the same key was found and nothing was written now.
    pub repeated: bool,
}

/// What was answered under an idempotency key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The digest of the request.
    pub request: [u8; 32],
    /// The place of the first entry.
    pub first: u64,
    /// The number of entries.
    pub count: u64,
}

/// A run of certificates with consecutive serials in consecutive entries. Runs of the same site,
/// year and level never share a serial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchRow {
    /// The site, as the number of a certificate names it.
    pub site: String,
    /// The year.
    pub year: i32,
    /// The character of the level.
    pub level: char,
    /// The first serial.
    pub first: u32,
    /// The last serial.
    pub last: u32,
    /// The place of the entry of the first certificate; the others follow it.
    pub entry: u64,
    /// The place of the header entry, before the certificates.
    pub header: u64,
}

/// What a private row is about. Codes are never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PrivateKind {
    /// A person registered for a session or examination.
    Candidate,
    /// Scores and outcome of a candidate.
    Result,
    /// The choice to continue or to be refunded.
    Election,
    /// A refund.
    Refund,
    /// The salt of a commitment.
    Salt,
    /// An act that was refused, with its decision.
    Refusal,
    /// The registration of a candidate as an act.
    Registration,
    /// What belongs to an act that is drafted and not signed yet.
    Draft,
    /// Who read what about whom, and why.
    Reading,
}

impl PrivateKind {
    /// The kinds in the order of their codes.
    pub const ALL: [PrivateKind; 9] = [
        PrivateKind::Candidate,
        PrivateKind::Result,
        PrivateKind::Election,
        PrivateKind::Refund,
        PrivateKind::Salt,
        PrivateKind::Refusal,
        PrivateKind::Registration,
        PrivateKind::Draft,
        PrivateKind::Reading,
    ];

    /// Returns the code under which rows of the kind are stored.
    pub const fn code(self) -> u8 {
        match self {
            PrivateKind::Candidate => 1,
            PrivateKind::Result => 2,
            PrivateKind::Election => 3,
            PrivateKind::Refund => 4,
            PrivateKind::Salt => 5,
            PrivateKind::Refusal => 6,
            PrivateKind::Registration => 7,
            PrivateKind::Draft => 8,
            PrivateKind::Reading => 9,
        }
    }

    /// Returns the kind of a code.
    pub fn from_code(code: u8) -> Option<PrivateKind> {
        PrivateKind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// One row about a person, found by kind, group and place.
#[derive(Clone, PartialEq, Eq)]
pub struct PrivateRow {
    /// What it is about.
    pub kind: PrivateKind,
    /// What it belongs to, for example a session.
    pub group: String,
    /// Its place in the group.
    pub place: u32,
    /// The bytes.
    pub body: Vec<u8>,
}

impl PrivateRow {
    /// Returns where the row stands.
    pub fn at(&self) -> PrivatePlace {
        PrivatePlace { kind: self.kind, group: self.group.clone(), place: self.place }
    }
}

impl std::fmt::Debug for PrivateRow {
    /// Prints where the row stands, never its body: it is about a person, and messages are read by
    /// many.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let PrivateRow { kind, group, place, body } = self;
        write!(f, "PrivateRow({kind:?} {group} {place}, {} bytes)", body.len())
    }
}

impl Writing<'_> {
    /// Checks what can be checked without the stored state. Every backend calls it before it
    /// writes.
    ///
    /// # Errors
    /// Too many entries; an entry, body, group or site beyond its limit; a batch that does not lie
    /// inside this writing.
    pub fn check(&self) -> Result<(), StoreError> {
        let entries = self.entries.len();
        if WRITING_ENTRIES_MAX < entries {
            return Err(StoreError::TooManyEntries { entries });
        }
        for (place, entry) in self.entries.iter().enumerate() {
            if entry.is_empty() || ENTRY_BYTES_MAX < entry.len() {
                return Err(StoreError::EntryLength { place, bytes: entry.len() });
            }
        }
        for (place, row) in self.private.iter().enumerate() {
            if PRIVATE_BODY_BYTES_MAX < row.body.len() {
                return Err(StoreError::PrivateBody { place, bytes: row.body.len() });
            }
            if row.group.is_empty() || GROUP_BYTES_MAX < row.group.len() {
                return Err(StoreError::PrivateGroup { place, bytes: row.group.len() });
            }
        }
        if let Some(token) = self.tokens.iter().find(|token| TOKEN_PLACE_MAX < token.place) {
            return Err(StoreError::TokenPlace { place: token.place });
        }
        if WRITING_TOKENS_MAX < self.tokens.len() {
            return Err(StoreError::TooManyTokens { tokens: self.tokens.len() });
        }
        for (name, body) in self.notes {
            let bytes = body.as_ref().map_or(0, Vec::len);
            if name.is_empty() || NOTE_NAME_BYTES_MAX < name.len() || NOTE_BODY_BYTES_MAX < bytes {
                return Err(StoreError::Note { name: name.clone(), bytes });
            }
        }
        self.batch.as_ref().map_or(Ok(()), |batch| self.check_batch(batch))
    }

    fn check_batch(&self, batch: &BatchRow) -> Result<(), StoreError> {
        if batch.site.is_empty() || SITE_BYTES_MAX < batch.site.len() {
            return Err(StoreError::BatchSite { bytes: batch.site.len() });
        }
        let end = self.expect_size.checked_add(self.entries.len() as u64);
        let last_entry = batch.entry.checked_add(u64::from(batch.last.saturating_sub(batch.first)));
        let inside = batch.first <= batch.last
            && self.expect_size <= batch.header
            && batch.header < batch.entry
            && last_entry.zip(end).is_some_and(|(last, end)| last < end);
        if inside { Ok(()) } else { Err(StoreError::BatchOutside(Box::new(batch.clone()))) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks three entries from place 10: a header and two certificates.
    fn check(batch: BatchRow, expect: bool) {
        let entries = vec![vec![1]; 3];
        let batch = Some(batch);
        let writing = Writing { expect_size: 10, entries: &entries, batch, ..Writing::default() };
        assert_eq!(writing.check().is_ok(), expect, "{:?}", writing.batch);
    }

    #[test]
    fn a_batch_lies_inside_its_writing_after_its_header() {
        let good = BatchRow {
            site: "S000011000001".to_string(),
            year: 2020,
            level: '3',
            first: 1,
            last: 2,
            entry: 11,
            header: 10,
        };
        check(good.clone(), true);
        check(BatchRow { last: 1, ..good.clone() }, true);
        check(BatchRow { last: 3, ..good.clone() }, false);
        check(BatchRow { first: 3, ..good.clone() }, false);
        check(BatchRow { entry: 12, ..good.clone() }, false);
        check(BatchRow { entry: u64::MAX, ..good.clone() }, false);
        check(BatchRow { header: 9, ..good.clone() }, false);
        check(BatchRow { header: 11, ..good.clone() }, false);
        check(BatchRow { site: String::new(), ..good.clone() }, false);
        check(BatchRow { site: "S".repeat(SITE_BYTES_MAX + 1), ..good }, false);
    }

    #[test]
    fn kinds_have_codes_of_their_own_from_one() {
        let codes: Vec<u8> = PrivateKind::ALL.into_iter().map(PrivateKind::code).collect();
        assert_eq!(codes, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }

    #[test]
    fn the_body_of_a_private_row_is_not_printed() {
        let kind = PrivateKind::Candidate;
        let row = PrivateRow { kind, group: "s1".to_string(), place: 4, body: b"secret".to_vec() };
        assert_eq!(format!("{row:?}"), "PrivateRow(Candidate s1 4, 6 bytes)");
    }
}
