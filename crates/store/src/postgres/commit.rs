//! `Writer`, what a store for writing knows: its turn, the size of the log, the open group.
//!
//! In scope: whether a writing may come in, and groups from their begin to their end.
//! Out of scope: the statements that write (`write`).
//! Failure: a connection lost before COMMIT was sent is made again once and the group written then;
//! lost after it, the outcome is unknown and the size is asked for before the next writing.

use super::lease::{Lease, turn_now};
use super::link::Link;
use super::staged::Staged;
use super::upkeep::{self, Chore};
use super::write::{self, Put, Unwritten};
use super::{read, read_private, session::Session};
use crate::contract::kept::Kept;
use crate::contract::writing::{Committed, TokenSpace, Writing};
use crate::store_error::StoreError;

/// Tokens that are dropped in one slice: some ten milliseconds of the server's work.
const DROPPED_AT_ONCE: usize = 2_048;

/// The writing side of a store.
pub struct Writer {
    lease: Lease,
    /// The size of the log, unless a writing ended without an answer.
    size: Option<u64>,
    group: Option<Staged>,
    /// What is to be cleared up.
    chores: Vec<Chore>,
    /// The last token that was dropped, so that dead rows are not passed over again and again.
    dropped: Option<[u8; 12]>,
}

impl Writer {
    /// Begins to write in a turn.
    pub fn new(lease: Lease) -> Writer {
        Writer { lease, size: None, group: None, chores: Vec::new(), dropped: None }
    }

    /// Returns the open group.
    pub fn staged(&self) -> Option<&Staged> {
        self.group.as_ref()
    }

    /// Stages a writing; outside a group also writes it.
    pub fn commit(&mut self, link: &Link, writing: &Writing<'_>) -> Result<Committed, StoreError> {
        if self.group.is_some() {
            return self.stage(link, writing);
        }
        self.begin_group(link)?;
        let staged = self.stage(link, writing);
        match staged {
            Ok(committed) if committed.repeated => {
                self.abandon_group();
                Ok(committed)
            }
            Ok(committed) => self.end_group(link).map(|()| committed),
            Err(error) => {
                self.abandon_group();
                Err(error)
            }
        }
    }

    /// Opens a group above the log as it is.
    pub fn begin_group(&mut self, link: &Link) -> Result<(), StoreError> {
        self.outside("begin a group of writings")?;
        self.group = Some(Staged::above(self.base(link)?));
        Ok(())
    }

    /// Writes the group.
    pub fn end_group(&mut self, link: &Link) -> Result<(), StoreError> {
        let Some(group) = self.group.take() else {
            return Err(StoreError::Group { doing: "end a group of writings", open: false });
        };
        if group.is_empty() {
            return Ok(());
        }
        self.write(link, &group, Put::Replacing)
    }

    /// Forgets the group.
    pub fn abandon_group(&mut self) {
        self.group = None;
    }

    /// Puts rows and entries of a backup.
    pub fn restore(
        &mut self,
        link: &Link,
        entries: &[Vec<u8>],
        rows: &[Kept],
    ) -> Result<(), StoreError> {
        self.outside("restore rows")?;
        let mut staged = Staged::above(self.base(link)?);
        if !staged.restore(entries, rows) {
            let source = "a row comes twice".into();
            return Err(StoreError::Backend { doing: "restore rows", source });
        }
        self.write(link, &staged, Put::New)
    }

    /// Keeps a state.
    pub fn keep_state(&mut self, link: &Link, size: u64, bytes: &[u8]) -> Result<(), StoreError> {
        self.outside("keep the state")?;
        let log = Staged::above(self.base(link)?);
        let turn = self.lease.turn;
        let keep =
            async |session: &Session| upkeep::keep_state(session, turn, &log, (size, bytes)).await;
        let kept = transact(link, keep);
        self.after(&kept);
        self.want(Chore::State);
        kept.map_err(|unwritten| unwritten.told(log.base))
    }

    /// Does one chore.
    pub fn tend(&mut self, link: &Link) -> Result<bool, StoreError> {
        self.outside("do upkeep")?;
        if let Some(chore) = self.chores.pop() {
            upkeep::clear(link, chore)?;
        }
        Ok(!self.chores.is_empty())
    }

    /// Drops a slice of the tokens of some spaces, and says whether more are left.
    pub fn drop_tokens(&mut self, link: &Link, spaces: &[TokenSpace]) -> Result<bool, StoreError> {
        self.outside("drop tokens")?;
        // What an error interrupts begins again.
        let from = self.dropped.take().unwrap_or_default();
        let tokens = read_private::tokens_from(link, spaces, &from, DROPPED_AT_ONCE)?;
        let expect_size = self.base(link)?;
        self.commit(link, &Writing { expect_size, erased_tokens: &tokens, ..Writing::default() })?;
        let left = tokens.len() == DROPPED_AT_ONCE;
        self.dropped = tokens.last().filter(|_| left).map(|last| last.token);
        Ok(left)
    }

    fn stage(&mut self, link: &Link, writing: &Writing<'_>) -> Result<Committed, StoreError> {
        let group = self.group.as_ref().expect("the caller opened a group");
        let known = writing.answer.and_then(|(key, _)| group.answers.get(&key)).copied();
        let asked =
            if known.is_none() { writing.answer.as_ref().map(|(key, _)| key) } else { None };
        let (kept, next) = read::before_writing(link, asked, writing.batch.as_ref())?;
        if let (Some((key, request)), Some(found)) = (writing.answer, known.or(kept)) {
            if found.request != request {
                return Err(StoreError::KeyReused { key });
            }
            return Ok(Committed { first: found.first, count: found.count, repeated: true });
        }
        let (expected, actual) = (writing.expect_size, group.size());
        if expected != actual {
            return Err(self.moved(link, expected, actual));
        }
        if let Some(batch) = &writing.batch {
            let runs = (batch.first, batch.last);
            let staged = group.meeting(&batch.site, batch.year, batch.level, runs).cloned();
            if let Some(older) = staged.or(next.filter(|next| next.first <= batch.last)) {
                let (batch, older) = (Box::new(batch.clone()), Box::new(older));
                return Err(StoreError::BatchMeets { batch, older });
            }
        }
        if let Some(group) = &mut self.group {
            group.add(writing);
        }
        let count = writing.entries.len() as u64;
        Ok(Committed { first: expected, count, repeated: false })
    }

    /// Says why a writing expects another size: the log is as we know it, or another writes now.
    fn moved(&self, link: &Link, expected: u64, actual: u64) -> StoreError {
        let ours = self.lease.turn;
        match link.read("read the turn", turn_now) {
            Ok(theirs) if theirs != ours => StoreError::Fenced { ours, theirs },
            Ok(_) => StoreError::Moved { expected, actual },
            Err(error) => error,
        }
    }

    fn write(&mut self, link: &Link, staged: &Staged, put: Put) -> Result<(), StoreError> {
        let turn = self.lease.turn;
        let written =
            transact(link, async |session| write::group(session, turn, staged, put).await);
        self.after(&written);
        if written.is_ok() {
            self.size = Some(staged.size());
            // Replaced rows leave their bytes as removed ones do.
            if !staged.private.is_empty() {
                self.want(Chore::Private);
            }
            if staged.tokens.values().any(|put| !put) {
                self.want(Chore::Tokens);
            }
        }
        written.map_err(|unwritten| unwritten.told(staged.base))
    }

    /// Forgets the size where it may be another now.
    fn after(&mut self, written: &Result<(), Unwritten>) {
        if matches!(written, Err(Unwritten::Refused(_) | Unwritten::Unknown(_))) {
            self.size = None;
        }
    }

    fn want(&mut self, chore: Chore) {
        if !self.chores.contains(&chore) {
            self.chores.push(chore);
        }
    }

    /// Returns the size of the log.
    fn base(&mut self, link: &Link) -> Result<u64, StoreError> {
        let size = match self.size {
            Some(size) => size,
            None => read::size(link)?,
        };
        self.size = Some(size);
        Ok(size)
    }

    fn outside(&self, doing: &'static str) -> Result<(), StoreError> {
        let open = self.group.is_some();
        if open { Err(StoreError::Group { doing, open }) } else { Ok(()) }
    }
}

/// Runs a transaction, once more where the connection was lost before its COMMIT.
fn transact(
    link: &Link,
    work: impl AsyncFn(&Session) -> Result<(), Unwritten>,
) -> Result<(), Unwritten> {
    let attempt = || {
        let session = link.session().map_err(Unwritten::Refused)?;
        let done = link.block(work(&session));
        if matches!(&done, Err(unwritten) if unwritten.spoils_connection()) {
            link.forget();
        }
        done
    };
    match attempt() {
        Err(unwritten) if unwritten.lost_nothing() => attempt(),
        other => other,
    }
}
