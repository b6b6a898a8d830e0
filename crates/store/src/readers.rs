//! `Readers`, a pool of readers beside the writer, for as many threads as ask at once.
//!
//! In scope: lending a reader to one asker at a time, opening one when all are lent, letting those
//! that failed go. Out of scope: how a backend opens one.
//! Failure: a reader that failed once is never lent again; the next asker opens another, so that a
//! database that went and came back needs no restart.

use crate::contract::Reader;
use crate::store_error::StoreError;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// Opens a reader of a store, from any thread.
pub type OpenReader = Arc<dyn Fn() -> Result<Box<dyn Reader>, StoreError> + Send + Sync>;

/// Readers that are open at most, unless somebody asks for another number. Each is a connection of
/// a database, and the next who asks waits for one of them.
pub const READERS_MAX: usize = 8;

/// Readers of one store. All who clone it share them.
#[derive(Clone)]
pub struct Readers {
    open: OpenReader,
    pool: Arc<(Mutex<Pool>, Condvar)>,
    most: usize,
}

#[derive(Default)]
struct Pool {
    idle: Vec<Box<dyn Reader>>,
    /// How many readers there are, lent ones included.
    count: usize,
}

impl Readers {
    /// Returns a pool that opens at most so many readers, and none before the first is asked for.
    pub fn new(open: OpenReader, most: usize) -> Readers {
        Readers { open, pool: Arc::default(), most: most.max(1) }
    }

    /// Asks a reader that nobody else asks meanwhile; waits while as many as there may be are lent.
    /// Inside `ask` no other reader of this pool may be asked for.
    ///
    /// # Errors
    /// None can be opened, or `ask` failed; then its reader is let go.
    pub fn ask<T, E: From<StoreError>>(
        &self,
        ask: impl FnOnce(&mut dyn Reader) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut lent = Lent { readers: self, reader: None };
        // Outside the lock: opening asks the disk or the network.
        let mut reader = self.idle().map_or_else(|| (self.open)(), Ok)?;
        let answer = ask(&mut *reader)?;
        lent.reader = Some(reader);
        Ok(answer)
    }

    /// Returns how many readers are open or being opened.
    pub fn count(&self) -> usize {
        self.pool().count
    }

    /// Takes the right to a reader, with one that is idle if there is.
    fn idle(&self) -> Option<Box<dyn Reader>> {
        let wait = |pool: &mut Pool| pool.idle.is_empty() && self.most <= pool.count;
        let (_, freed) = &*self.pool;
        let waited = freed.wait_while(self.pool(), wait);
        let mut pool = waited.unwrap_or_else(PoisonError::into_inner);
        let reader = pool.idle.pop();
        pool.count += usize::from(reader.is_none());
        reader
    }

    fn pool(&self) -> MutexGuard<'_, Pool> {
        self.pool.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The right to a reader, given back whatever happens, also when asking panics.
struct Lent<'r> {
    readers: &'r Readers,
    reader: Option<Box<dyn Reader>>,
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let mut pool = self.readers.pool();
        match self.reader.take() {
            Some(reader) => pool.idle.push(reader),
            None => pool.count -= 1,
        }
        self.readers.pool.1.notify_one();
    }
}
