//! `SqliteStore` as a reader: the contract in terms of `read`, `copy` and `tokens`.
//!
//! In scope: which snapshot a call reads. Out of scope: the statements.

use super::{SqliteStore, copy, read};
use crate::contract::Reader;
use crate::contract::kept::{Kept, KeptKind, KeptState};
use crate::contract::writing::{Answered, BatchRow, PrivateKind, TokenSpace};
use crate::store_error::StoreError;
use rusqlite::Connection;

impl SqliteStore {
    /// Returns places of a token, in a snapshot of the caller.
    fn places(
        &self,
        connection: &Connection,
        token: (TokenSpace, &[u8; 12]),
        range: (u64, usize),
    ) -> Result<Vec<u64>, StoreError> {
        self.tokens.borrow_mut().find(connection, token, range, self.lock.is_some())
    }
}

impl Reader for SqliteStore {
    fn size(&self) -> Result<u64, StoreError> {
        read::size(&self.connection)
    }

    fn entry(&self, index: u64) -> Result<Option<Vec<u8>>, StoreError> {
        read::entry(&self.connection, index)
    }

    fn each_entry(
        &self,
        from: u64,
        to: u64,
        each: &mut dyn FnMut(u64, &[u8]),
    ) -> Result<(), StoreError> {
        read::each_entry(&self.connection, from, to, each)
    }

    fn answered(&self, key: &[u8; 16]) -> Result<Option<Answered>, StoreError> {
        read::answered(&self.connection, key)
    }

    fn find_batch(
        &self,
        site: &str,
        year: i32,
        level: char,
        serial: u32,
    ) -> Result<Option<BatchRow>, StoreError> {
        let next = read::next_batch(&self.connection, site, year, level, serial)?;
        Ok(next.filter(|batch| batch.first <= serial))
    }

    fn certificate(
        &self,
        site: &str,
        year: i32,
        level: char,
        serial: u32,
    ) -> Result<Option<(BatchRow, Vec<u8>)>, StoreError> {
        read::certificate(&self.connection, site, year, level, serial)
    }

    fn private_row(
        &self,
        kind: PrivateKind,
        group: &str,
        place: u32,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        read::private_row(&self.connection, kind, group, place)
    }

    fn private_rows(
        &self,
        kind: PrivateKind,
        group: &str,
    ) -> Result<Vec<(u32, Vec<u8>)>, StoreError> {
        read::private_rows(&self.connection, kind, group)
    }

    fn last_place(&self, kind: PrivateKind, group: &str) -> Result<Option<u32>, StoreError> {
        read::last_place(&self.connection, kind, group)
    }

    fn private_groups(
        &self,
        kind: PrivateKind,
        after: &str,
        limit: usize,
    ) -> Result<Vec<String>, StoreError> {
        read::private_groups(&self.connection, kind, after, limit)
    }

    fn find_token(
        &self,
        space: TokenSpace,
        token: &[u8; 12],
        from: u64,
        limit: usize,
    ) -> Result<Vec<u64>, StoreError> {
        self.in_one_snapshot(|connection| self.places(connection, (space, token), (from, limit)))
    }

    fn entries_under(
        &self,
        space: TokenSpace,
        token: &[u8; 12],
        from: u64,
        limit: usize,
    ) -> Result<Vec<(u64, Vec<u8>)>, StoreError> {
        self.in_one_snapshot(|connection| {
            let places = self.places(connection, (space, token), (from, limit))?;
            let entry = |place| {
                let entry = read::entry(connection, place)?;
                Ok((place, entry.ok_or_else(|| read::missing(place))?))
            };
            places.into_iter().map(entry).collect()
        })
    }

    fn note(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        read::note(&self.connection, name)
    }

    fn kept_state(&self) -> Result<Option<KeptState>, StoreError> {
        read::kept_state(&self.connection)
    }

    fn each_kept(
        &self,
        kind: KeptKind,
        each: &mut dyn FnMut(Kept) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.in_one_snapshot(|connection| copy::each_kept(connection, &self.tokens, kind, each))
    }

    fn hold(&mut self) -> Result<(), StoreError> {
        if self.lock.is_some() {
            return Err(StoreError::Group { doing: "hold a snapshot for reading", open: true });
        }
        if !self.held {
            self.run("hold a snapshot", "BEGIN DEFERRED")?;
            self.held = true;
            // The snapshot is that of the first read.
            read::size(&self.connection)?;
        }
        Ok(())
    }

    fn release(&mut self) -> Result<(), StoreError> {
        if std::mem::take(&mut self.held) {
            self.run("release a snapshot", "COMMIT")?;
        }
        Ok(())
    }
}
