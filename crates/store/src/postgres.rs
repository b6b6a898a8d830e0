//! `PostgresStore`, the store in a database of PostgreSQL 15 or later.
//!
//! In scope: opening, and the contract in terms of the files beside this one.
//! Out of scope: tiles and checkpoints; they lie in a folder whatever the store is.
//! Invariant I-LOG-3: a commit returns after the server has flushed it (`synchronous_commit`).
//! Failure: a group lives in memory until `end_group`, which is one transaction; stopped before its
//! COMMIT nothing of it is kept. A lost connection is made again by the next call.
//! Threads: calls block. They come from plain threads, never from an asynchronous task.

pub mod address;
mod commit;
mod copy;
pub mod fault;
mod inspect;
mod lease;
mod link;
mod part;
mod read;
mod read_private;
mod rows;
mod schema;
mod seen;
mod session;
mod staged;
mod tls;
mod upkeep;
mod walk;
pub mod warning;
mod write;

use crate::contract::kept::{Kept, KeptKind, KeptState};
use crate::contract::writing::{Answered, BatchRow, Committed, PrivateKind, TokenSpace, Writing};
use crate::contract::{Reader, Store};
use crate::readers::OpenReader;
use crate::store_error::StoreError;
use address::Address;
use commit::Writer;
use fault::DatabaseFault;
use lease::Lease;
use link::{Link, Purpose};
use seen::Seen;
use std::sync::Arc;
use warning::Warning;

/// A store in a database. While it is open for writing, no other may be opened so.
pub struct PostgresStore {
    /// Dropped before the lease in `writer`, so that nothing is under way when the turn goes back.
    link: Link,
    /// Nothing when it only reads.
    writer: Option<Writer>,
    /// Whether [`Reader::hold`] was called.
    holds: bool,
}

impl PostgresStore {
    /// Opens the store of a database for writing, and begins it when there is none.
    ///
    /// # Errors
    /// The address is not understood, the server does not answer or let us in, it is older than 15
    /// or a standby, the schema `dengji` is foreign or newer, or another server writes there.
    ///
    /// # Panics
    /// Inside an asynchronous task.
    pub fn open(url: &str) -> Result<PostgresStore, StoreError> {
        let address = Address::read(url)?;
        // Stopped here: at most an empty schema of ours, which the next opening uses.
        let link = Link::open(address.clone(), Purpose::Open)?;
        let session = link.session()?;
        link.block(schema::prepare_to_write(&session, &address))?;
        drop((session, link));
        let lease = Lease::take(&address)?;
        let (holder, turn) = (lease.holder.clone(), lease.turn);
        let link = Link::open(address, Purpose::Write { holder, turn })?;
        Ok(PostgresStore { link, writer: Some(Writer::new(lease)), holds: false })
    }

    /// Opens the store of a database for reading, beside a writer if there is one.
    ///
    /// # Errors
    /// As [`PostgresStore::open`]; or there is no schema of the version that is read here.
    ///
    /// # Panics
    /// Inside an asynchronous task.
    pub fn read_only(url: &str) -> Result<PostgresStore, StoreError> {
        PostgresStore::reading(Address::read(url)?)
    }

    fn reading(address: Address) -> Result<PostgresStore, StoreError> {
        let link = Link::open(address, Purpose::Read)?;
        let session = link.session()?;
        link.block(schema::check_current(&session, link.address()))?;
        Ok(PostgresStore { link, writer: None, holds: false })
    }

    /// Drops everything of a store that holds a note, which says that it may be dropped. Nobody may
    /// have it open for writing.
    ///
    /// # Errors
    /// The store does not hold the note (nothing is dropped), somebody writes there, or the backend
    /// failed.
    pub fn discard(url: &str, note: &str) -> Result<(), StoreError> {
        let store = PostgresStore::open(url)?;
        if store.note(note)?.is_none() {
            let found = DatabaseFault::Foreign { shown: store.shown().to_string() };
            return Err(found.into());
        }
        let dropped = store
            .link
            .session()
            .map(|session| store.link.block(session.run("DROP SCHEMA dengji CASCADE")));
        dropped?.map_err(fault::backend("drop the store"))
    }

    /// Returns where the database is, without password.
    pub fn shown(&self) -> &str {
        &self.link.address().shown
    }

    /// Says how far the way to the database at a URL can be trusted, without going there.
    ///
    /// # Errors
    /// The URL is not understood.
    pub fn exposed(url: &str) -> Result<Option<Warning>, DatabaseFault> {
        Ok(Address::read(url)?.exposed())
    }

    /// Says what of the server's settings endangers what is acknowledged, and how far the way to it
    /// can be trusted.
    ///
    /// # Errors
    /// The backend failed.
    pub fn warnings(&self) -> Result<Vec<Warning>, StoreError> {
        upkeep::warnings(&self.link)
    }

    fn seen(&self) -> Seen<'_> {
        let staged = self.writer.as_ref().and_then(Writer::staged);
        Seen { link: &self.link, staged }
    }

    fn writer(&mut self) -> Result<(&Link, &mut Writer), StoreError> {
        let PostgresStore { link, writer, .. } = self;
        match writer {
            Some(writer) => Ok((link, writer)),
            None => Err(DatabaseFault::ReadOnly { shown: link.address().shown.clone() }.into()),
        }
    }
}

impl Reader for PostgresStore {
    fn size(&self) -> Result<u64, StoreError> {
        self.seen().size()
    }

    fn entry(&self, index: u64) -> Result<Option<Vec<u8>>, StoreError> {
        self.seen().entry(index)
    }

    fn each_entry(
        &self,
        from: u64,
        to: u64,
        each: &mut dyn FnMut(u64, &[u8]),
    ) -> Result<(), StoreError> {
        self.seen().each_entry(from, to, each)
    }

    fn answered(&self, key: &[u8; 16]) -> Result<Option<Answered>, StoreError> {
        self.seen().answered(key)
    }

    fn find_batch(
        &self,
        site: &str,
        year: i32,
        level: char,
        serial: u32,
    ) -> Result<Option<BatchRow>, StoreError> {
        self.seen().find_batch(site, year, level, serial)
    }

    fn private_row(
        &self,
        kind: PrivateKind,
        group: &str,
        place: u32,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        self.seen().private_row(kind, group, place)
    }

    fn private_rows(
        &self,
        kind: PrivateKind,
        group: &str,
    ) -> Result<Vec<(u32, Vec<u8>)>, StoreError> {
        self.seen().private_rows(kind, group)
    }

    fn last_place(&self, kind: PrivateKind, group: &str) -> Result<Option<u32>, StoreError> {
        self.seen().last_place(kind, group)
    }

    fn private_groups(
        &self,
        kind: PrivateKind,
        after: &str,
        limit: usize,
    ) -> Result<Vec<String>, StoreError> {
        self.seen().private_groups(kind, after, limit)
    }

    fn find_token(
        &self,
        space: TokenSpace,
        token: &[u8; 12],
        from: u64,
        limit: usize,
    ) -> Result<Vec<u64>, StoreError> {
        self.seen().find_token(space, token, from, limit)
    }

    fn note(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.seen().note(name)
    }

    fn kept_state(&self) -> Result<Option<KeptState>, StoreError> {
        read_private::kept_state(&self.link)
    }

    fn each_kept(
        &self,
        kind: KeptKind,
        each: &mut dyn FnMut(Kept) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.seen().each_kept(kind, each)
    }

    fn hold(&mut self) -> Result<(), StoreError> {
        if self.writer.is_some() {
            return Err(StoreError::Group { doing: "hold a snapshot for reading", open: true });
        }
        if !self.holds {
            self.link.hold()?;
        }
        self.holds = true;
        Ok(())
    }

    fn release(&mut self) -> Result<(), StoreError> {
        if std::mem::take(&mut self.holds) { self.link.release() } else { Ok(()) }
    }
}

impl Store for PostgresStore {
    fn commit(&mut self, writing: &Writing<'_>) -> Result<Committed, StoreError> {
        writing.check()?;
        let (link, writer) = self.writer()?;
        writer.commit(link, writing)
    }

    fn begin_group(&mut self) -> Result<(), StoreError> {
        let (link, writer) = self.writer()?;
        writer.begin_group(link)
    }

    fn end_group(&mut self) -> Result<(), StoreError> {
        let (link, writer) = self.writer()?;
        writer.end_group(link)
    }

    fn abandon_group(&mut self) {
        if let Some(writer) = &mut self.writer {
            writer.abandon_group();
        }
    }

    fn keep_state(&mut self, size: u64, bytes: &[u8]) -> Result<(), StoreError> {
        let (link, writer) = self.writer()?;
        writer.keep_state(link, size, bytes)
    }

    fn tend(&mut self) -> Result<bool, StoreError> {
        let (link, writer) = self.writer()?;
        writer.tend(link)
    }

    fn drop_tokens(&mut self, spaces: &[TokenSpace]) -> Result<bool, StoreError> {
        let (link, writer) = self.writer()?;
        writer.drop_tokens(link, spaces)
    }

    fn inspect(&self) -> Result<Vec<String>, StoreError> {
        inspect::everything(&self.link)
    }

    fn restore(&mut self, entries: &[Vec<u8>], rows: &[Kept]) -> Result<(), StoreError> {
        let (link, writer) = self.writer()?;
        writer.restore(link, entries, rows)
    }

    fn open_reader(&self) -> OpenReader {
        let address = self.link.address().clone();
        Arc::new(move || Ok(Box::new(PostgresStore::reading(address.clone())?)))
    }
}
