//! The contract that every store keeps, whatever lies beneath it.
//!
//! In scope: what a caller may rely on. Out of scope: how a backend does it, and what a writing
//! means; entries and private rows are bytes here.
//! I-STO-1: the sentences of `tests/it/conformance.rs` are shown on every backend.
//! Failure: a stop at any point leaves the last acknowledged writing, or the one under way whole.

pub mod kept;
pub mod writing;

use crate::readers::{OpenReader, READERS_MAX, Readers};
use crate::store_error::StoreError;
use kept::{Kept, KeptKind, KeptState};
use writing::{Answered, BatchRow, Committed, PrivateKind, TokenSpace, Writing};

/// What can be read from a store, by its writer or beside it.
///
/// - **Read after write.** A read that begins after an acknowledgement sees it. The writer itself
///   also sees what it staged in a group; nobody else does.
/// - **Snapshots.** Each call reads one snapshot. Between [`Reader::hold`] and [`Reader::release`]
///   all calls of this reader read the same one.
/// - **Spread over nodes** by Citus, which has no snapshot over nodes, a call reads one snapshot of
///   each shard that it touches, and one that is held is of each shard from its first touch on.
///   While somebody writes, the size may be ahead of the entries for a moment, which is an error
///   ([`StoreError::Damaged`]) or a missing entry, never another one. An entry below a size that
///   was read is right for ever; answers, batches, private rows, tokens and notes may be of an
///   earlier or a later writing. What needs all of one moment (a backup, a look through the
///   whole register, opening for reading) is done there while nobody writes.
/// - **Order.** Runs come by rising place; names by their bytes.
pub trait Reader: Send {
    /// Returns the number of entries committed.
    ///
    /// # Errors
    /// The backend failed.
    fn size(&self) -> Result<u64, StoreError>;

    /// Returns the bytes of an entry, or nothing when the log is not that long.
    ///
    /// # Errors
    /// The backend failed.
    fn entry(&self, index: u64) -> Result<Option<Vec<u8>>, StoreError>;

    /// Calls `each` with the entries `from`, `from + 1` … up to and without `to`, all of one
    /// snapshot.
    ///
    /// # Errors
    /// `from <= to <= size` does not hold (nothing was called), or the backend failed.
    fn each_entry(
        &self,
        from: u64,
        to: u64,
        each: &mut dyn FnMut(u64, &[u8]),
    ) -> Result<(), StoreError>;

    /// Returns what was answered under an idempotency key.
    ///
    /// # Errors
    /// The backend failed.
    fn answered(&self, key: &[u8; 16]) -> Result<Option<Answered>, StoreError>;

    /// Returns the batch of certificates that holds a serial.
    ///
    /// # Errors
    /// The backend failed.
    fn find_batch(
        &self,
        site: &str,
        year: i32,
        level: char,
        serial: u32,
    ) -> Result<Option<BatchRow>, StoreError>;

    /// Returns the batch of certificates that holds a serial, and the certificate's entry.
    ///
    /// # Errors
    /// The backend failed, or the log has no such entry ([`StoreError::Damaged`]).
    fn certificate(
        &self,
        site: &str,
        year: i32,
        level: char,
        serial: u32,
    ) -> Result<Option<(BatchRow, Vec<u8>)>, StoreError> {
        let Some(batch) = self.find_batch(site, year, level, serial)? else { return Ok(None) };
        // Not of one snapshot, which is as good: neither of the two ever changes.
        let entry = present(self, batch.entry + u64::from(serial - batch.first))?;
        Ok(Some((batch, entry)))
    }

    /// Returns the body of one private row.
    ///
    /// # Errors
    /// The backend failed.
    fn private_row(
        &self,
        kind: PrivateKind,
        group: &str,
        place: u32,
    ) -> Result<Option<Vec<u8>>, StoreError>;

    /// Returns place and body of the private rows of a group, by rising place.
    ///
    /// # Errors
    /// The backend failed.
    fn private_rows(
        &self,
        kind: PrivateKind,
        group: &str,
    ) -> Result<Vec<(u32, Vec<u8>)>, StoreError>;

    /// Returns the last place of a group that has a row; nothing when the group has none.
    ///
    /// # Errors
    /// The backend failed.
    fn last_place(&self, kind: PrivateKind, group: &str) -> Result<Option<u32>, StoreError>;

    /// Returns at most `limit` names of groups of a kind that follow `after`, by rising bytes of
    /// the name. `""` is before every name.
    ///
    /// # Errors
    /// The backend failed.
    fn private_groups(
        &self,
        kind: PrivateKind,
        after: &str,
        limit: usize,
    ) -> Result<Vec<String>, StoreError>;

    /// Returns at most `limit` places from `from` on that were put under a token, rising, each
    /// once.
    ///
    /// # Errors
    /// The backend failed.
    fn find_token(
        &self,
        space: TokenSpace,
        token: &[u8; 12],
        from: u64,
        limit: usize,
    ) -> Result<Vec<u64>, StoreError>;

    /// Returns what [`Reader::find_token`] returns, each place with the entry that stands there.
    ///
    /// # Errors
    /// The backend failed, or the log has no such entry ([`StoreError::Damaged`]).
    fn entries_under(
        &self,
        space: TokenSpace,
        token: &[u8; 12],
        from: u64,
        limit: usize,
    ) -> Result<Vec<(u64, Vec<u8>)>, StoreError> {
        let places = self.find_token(space, token, from, limit)?;
        places.into_iter().map(|place| Ok((place, present(self, place)?))).collect()
    }

    /// Returns a note by its name.
    ///
    /// # Errors
    /// The backend failed.
    fn note(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError>;

    /// Returns the state that was kept last, and of which size; nothing when none was.
    ///
    /// # Errors
    /// The backend failed.
    fn kept_state(&self) -> Result<Option<KeptState>, StoreError>;

    /// Calls `each` with every row of a kind, of one snapshot, in an order that is the same as long
    /// as nothing is written. An error of `each` ends the walk and is returned.
    ///
    /// # Errors
    /// The backend or `each` failed.
    fn each_kept(
        &self,
        kind: KeptKind,
        each: &mut dyn FnMut(Kept) -> Result<(), StoreError>,
    ) -> Result<(), StoreError>;

    /// Makes all reads from here on read one snapshot, until [`Reader::release`]. The writer's own
    /// handle refuses.
    ///
    /// # Errors
    /// The backend failed, or this is the writer.
    fn hold(&mut self) -> Result<(), StoreError>;

    /// Ends what [`Reader::hold`] began; nothing when nothing is held.
    ///
    /// # Errors
    /// The backend failed.
    fn release(&mut self) -> Result<(), StoreError>;
}

/// Returns an entry that something in the store points to.
fn present<R: Reader + ?Sized>(reader: &R, place: u64) -> Result<Vec<u8>, StoreError> {
    let missing = || StoreError::Damaged { what: format!("entry `{place}` is missing") };
    reader.entry(place)?.ok_or_else(missing)
}

/// What the desk keeps things in. Every implementation promises:
///
/// - **Atomicity.** All of a [`Writing`] is kept, or nothing of it: entries, answer, batch, private
///   rows, tokens and notes together.
/// - **Durability.** What [`Store::commit`] acknowledged outside a group, and what
///   [`Store::end_group`] acknowledged, survives the loss of the process and of power, as far as
///   the disk keeps its word about flushing.
/// - **Groups.** Between [`Store::begin_group`] and [`Store::end_group`] writings are *staged*:
///   each is whole or refused by itself, the writer's reads see it, and nothing is durable or to be
///   answered for before `end_group` returns. Then all of them are durable with one flush, or, on
///   an error, all or none of them are.
/// - **One writer.** A second writer is refused when it opens. Where a writer can be overtaken
///   without dying (a lease that ran out), its next writing is refused with [`StoreError::Fenced`]
///   and writes nothing. A writing that expects another size than the log has is refused with
///   [`StoreError::Moved`].
/// - **Append only.** An entry never changes and never leaves; entries stand at 0, 1, 2 … without a
///   gap. Only private rows, tokens and notes are ever replaced or removed.
/// - **Idempotency.** A repeated key with the same request digest gets the first answer and writes
///   nothing; with another digest it is refused.
/// - **Limits** are those of [`Writing::check`]; a log has at most 2^62 entries.
///
/// An error of `commit` or `end_group` says by [`StoreError::wrote_nothing`] whether nothing was
/// written or whether that is unknown. When it is unknown, the same writings with the same keys
/// settle it.
pub trait Store: Reader {
    /// Writes everything in the writing, or nothing. Outside a group it returns when it is durable;
    /// inside a group it is staged.
    ///
    /// The idempotency key is looked at first, then the size, then the batch.
    ///
    /// # Errors
    /// The writing is beyond a limit, the log has moved, the key was used for another request, the
    /// batch meets an older one, the store is read-only or was overtaken, the group is lost, or the
    /// backend failed.
    fn commit(&mut self, writing: &Writing<'_>) -> Result<Committed, StoreError>;

    /// Begins a group of writings that share one flush.
    ///
    /// # Errors
    /// A group is open (a fault of the caller, [`StoreError::Group`]), or the backend failed.
    fn begin_group(&mut self) -> Result<(), StoreError>;

    /// Makes the group durable and ends it. After an error the group is ended too.
    ///
    /// # Errors
    /// The backend failed, in this group or now; [`StoreError::wrote_nothing`] says what is known.
    fn end_group(&mut self) -> Result<(), StoreError>;

    /// Forgets what was staged and ends the group; nothing when none is open.
    fn abandon_group(&mut self);

    /// Keeps a state instead of the one kept before, durable on return.
    ///
    /// # Errors
    /// A group is open, or the backend failed; the one kept before stays.
    fn keep_state(&mut self, size: u64, bytes: &[u8]) -> Result<(), StoreError>;

    /// Does a slice of upkeep (a few milliseconds of merging, say) and says whether more is left.
    /// Answers never depend on it.
    ///
    /// # Errors
    /// A group is open, or the backend failed; what is stored is as it was.
    fn tend(&mut self) -> Result<bool, StoreError>;

    /// Removes a slice of the tokens of some spaces, so that their bytes are gone from the files as
    /// far as the backend can do it, and says whether more are left: called again until there are
    /// none. Nobody puts or looks for tokens of these spaces meanwhile.
    ///
    /// # Errors
    /// A group is open, or the backend failed; the next call goes on, or begins again.
    fn drop_tokens(&mut self, spaces: &[TokenSpace]) -> Result<bool, StoreError>;

    /// Looks through everything for damage and returns what it found, a sentence each.
    ///
    /// # Errors
    /// The backend failed.
    fn inspect(&self) -> Result<Vec<String>, StoreError>;

    /// Puts rows that [`Reader::each_kept`] gave, and entries, into a store that is being restored:
    /// whole and durable, or not at all. Entries continue the log.
    ///
    /// # Errors
    /// An entry does not continue the log, a row stands already, a group is open, or the backend
    /// failed.
    fn restore(&mut self, entries: &[Vec<u8>], rows: &[Kept]) -> Result<(), StoreError>;

    /// Returns what opens readers beside this writer, from any thread and also once this writer is
    /// gone.
    fn open_reader(&self) -> OpenReader;

    /// Opens a reader beside this writer, for another thread.
    ///
    /// # Errors
    /// The backend failed.
    fn reader(&self) -> Result<Box<dyn Reader>, StoreError> {
        (self.open_reader())()
    }

    /// Returns a pool of readers beside this writer.
    fn readers(&self) -> Readers {
        Readers::new(self.open_reader(), READERS_MAX)
    }
}
