//! `Staged`, what a group has gathered and the database does not have yet.
//!
//! In scope: taking writings in, and what the writer's own reads have to know of them.
//! Out of scope: whether a writing may come in (`commit`), and writing it out (`write`).
//! Invariant: only the last state of each row is here; the order of the writings no longer matters.

use crate::contract::kept::{Kept, KeptKind};
use crate::contract::writing::{
    Answered, BatchRow, PrivateKind, PrivatePlace, PrivateRow, Token, Writing,
};
use std::collections::BTreeMap;

/// What is under an idempotency key.
pub type Answers = BTreeMap<[u8; 16], Answered>;

/// Bodies that are put, or nothing where a row is removed.
pub type Private = BTreeMap<PrivatePlace, Option<Vec<u8>>>;

/// A group in memory.
#[derive(Default)]
pub struct Staged {
    /// The size of the log below it.
    pub base: u64,
    /// The entries from `base` on.
    pub entries: Vec<Vec<u8>>,
    /// New answers.
    pub answers: Answers,
    /// New batches.
    pub batches: Vec<BatchRow>,
    /// Private rows that are put or removed.
    pub private: Private,
    /// Tokens that are put (`true`) or removed.
    pub tokens: BTreeMap<Token, bool>,
    /// Notes that are put or removed.
    pub notes: BTreeMap<String, Option<Vec<u8>>>,
}

impl Staged {
    /// Returns an empty group above a log of that size.
    pub fn above(base: u64) -> Staged {
        Staged { base, ..Staged::default() }
    }

    /// Returns the size of the log with the group.
    pub fn size(&self) -> u64 {
        self.base + self.entries.len() as u64
    }

    /// Says whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        let Staged { base: _, entries, answers, batches, private, tokens, notes } = self;
        entries.is_empty()
            && answers.is_empty()
            && batches.is_empty()
            && private.is_empty()
            && tokens.is_empty()
            && notes.is_empty()
    }

    /// Takes in a writing that was found good.
    pub fn add(&mut self, writing: &Writing<'_>) {
        if let Some((key, request)) = writing.answer {
            let (first, count) = (writing.expect_size, writing.entries.len() as u64);
            self.answers.insert(key, Answered { request, first, count });
        }
        self.entries.extend_from_slice(writing.entries);
        self.batches.extend(writing.batch.clone());
        self.private.extend(writing.erased.iter().map(|place| (place.clone(), None)));
        self.private.extend(writing.private.iter().map(|row| {
            let PrivateRow { kind, group, place, body } = row.clone();
            (PrivatePlace { kind, group, place }, Some(body))
        }));
        self.tokens.extend(writing.erased_tokens.iter().map(|token| (*token, false)));
        self.tokens.extend(writing.tokens.iter().map(|token| (*token, true)));
        self.notes.extend(writing.notes.iter().cloned());
    }

    /// Takes in rows of a backup. Returns `false` where a row comes twice.
    pub fn restore(&mut self, entries: &[Vec<u8>], rows: &[Kept]) -> bool {
        self.entries.extend_from_slice(entries);
        let mut new = true;
        for row in rows {
            new &= match row.clone() {
                Kept::Answer(key, answered) => self.answers.insert(key, answered).is_none(),
                Kept::Batch(batch) => {
                    self.batches.push(batch);
                    true
                }
                Kept::Private(PrivateRow { kind, group, place, body }) => {
                    let place = PrivatePlace { kind, group, place };
                    self.private.insert(place, Some(body)).is_none()
                }
                Kept::Token(token) => self.tokens.insert(token, true).is_none(),
                Kept::Note(name, body) => self.notes.insert(name, Some(body)).is_none(),
            };
        }
        new
    }

    /// Returns a staged entry.
    pub fn entry(&self, index: u64) -> Option<&Vec<u8>> {
        let index = usize::try_from(index.checked_sub(self.base)?).ok()?;
        self.entries.get(index)
    }

    /// Returns the staged batch that shares a serial with `first` to `last`.
    pub fn meeting(
        &self,
        site: &str,
        year: i32,
        level: char,
        (first, last): (u32, u32),
    ) -> Option<&BatchRow> {
        self.batches.iter().find(|batch| {
            (batch.site.as_str(), batch.year, batch.level) == (site, year, level)
                && batch.first <= last
                && first <= batch.last
        })
    }

    /// Returns what is staged for a private row: a body, or that it is removed.
    pub fn row(&self, kind: PrivateKind, group: &str, place: u32) -> Option<Option<&Vec<u8>>> {
        let at = PrivatePlace { kind, group: group.to_string(), place };
        self.private.get(&at).map(Option::as_ref)
    }

    /// Returns the names of groups of a kind in which rows are put.
    pub fn groups(&self, kind: PrivateKind) -> impl Iterator<Item = &String> {
        let put = self.private.iter().filter(move |(at, body)| at.kind == kind && body.is_some());
        put.map(|(at, _)| &at.group)
    }

    /// Returns the places of a group that are put or removed, rising.
    pub fn group<'a>(
        &'a self,
        kind: PrivateKind,
        group: &str,
    ) -> impl DoubleEndedIterator<Item = (u32, Option<&'a Vec<u8>>)> + use<'a> {
        let place = |place| PrivatePlace { kind, group: group.to_string(), place };
        let rows = self.private.range(place(0)..=place(u32::MAX));
        rows.map(|(place, body)| (place.place, body.as_ref()))
    }

    /// Says whether the group decides what stands in the place of a row of the database.
    pub fn covers(&self, row: &Kept) -> bool {
        match row {
            Kept::Answer(..) | Kept::Batch(_) => false,
            Kept::Private(PrivateRow { kind, group, place, .. }) => {
                let (kind, place) = (*kind, *place);
                self.private.contains_key(&PrivatePlace { kind, group: group.clone(), place })
            }
            Kept::Token(token) => self.tokens.contains_key(token),
            Kept::Note(name, _) => self.notes.contains_key(name),
        }
    }

    /// Returns the rows of a kind that the group puts.
    pub fn put(&self, kind: KeptKind) -> Vec<Kept> {
        match kind {
            KeptKind::Answers => {
                self.answers.iter().map(|(key, answered)| Kept::Answer(*key, *answered)).collect()
            }
            KeptKind::Batches => self.batches.iter().cloned().map(Kept::Batch).collect(),
            KeptKind::Private => {
                let row = |(at, body): (&PrivatePlace, &Option<Vec<u8>>)| {
                    let PrivatePlace { kind, group, place } = at.clone();
                    Some(Kept::Private(PrivateRow { kind, group, place, body: body.clone()? }))
                };
                self.private.iter().filter_map(row).collect()
            }
            KeptKind::Tokens => {
                let put = self.tokens.iter().filter(|(_, put)| **put);
                put.map(|(token, _)| Kept::Token(*token)).collect()
            }
            KeptKind::Notes => {
                let note = |(name, body): (&String, &Option<Vec<u8>>)| {
                    Some(Kept::Note(name.clone(), body.clone()?))
                };
                self.notes.iter().filter_map(note).collect()
            }
        }
    }
}
