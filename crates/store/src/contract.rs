//! The contract that every store keeps, whatever lies beneath it.
//!
//! In scope: what a caller may rely on. Out of scope: how a backend does it, and what a writing
//! means; entries and private rows are bytes here.
//! Failure: a stop at any point leaves the last acknowledged writing, or the one under way whole.

pub mod writing;

use crate::store_error::StoreError;
use writing::{Answered, BatchRow, Committed, PrivateKind, Writing};

/// What the desk keeps things in. Every implementation promises:
///
/// - **Atomicity.** All of a [`Writing`] is kept, or nothing of it: entries, answer, batch and
///   private rows together.
/// - **Durability.** What [`Store::commit`] acknowledged survives the loss of the process and of
///   power, as far as the disk keeps its word about flushing.
/// - **Read after write.** A read that begins after an acknowledgement sees it.
/// - **One writer.** A second writer is refused when it opens, and a writing that expects another
///   size than the log has is refused with [`StoreError::Moved`].
/// - **Append only.** An entry never changes and never leaves; entries stand at 0, 1, 2 … without a
///   gap. Only private rows are ever replaced.
/// - **Idempotency.** A repeated key with the same request digest gets the first answer and writes
///   nothing; with another digest it is refused.
///
/// An error of `commit` says by [`StoreError::wrote_nothing`] whether nothing was written or
/// whether that is unknown. When it is unknown, the same writing with the same key settles it.
pub trait Store: Send {
    /// Returns the number of entries committed.
    ///
    /// # Errors
    /// The backend failed.
    fn size(&self) -> Result<u64, StoreError>;

    /// Writes everything in the writing, or nothing, and returns when it is durable.
    ///
    /// The idempotency key is looked at first, then the size, then the batch.
    ///
    /// # Errors
    /// The writing is beyond a limit, the log has moved, the key was used for another request, the
    /// batch meets an older one, the store is read-only, or the backend failed.
    fn commit(&mut self, writing: &Writing<'_>) -> Result<Committed, StoreError>;

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
}
