//! What a vault passes on to the store below it, and the reads that open blocks on the way.
//!
//! In scope: `Store` and `Reader` for the vault and its readers. Copies (`each_kept`, `restore`)
//! pass rows as they lie, sealed.

use super::pending::Pending;
use super::{Below, Vault, VaultReader};
use crate::contract::kept::{Kept, KeptKind, KeptState};
use crate::contract::writing::{Answered, BatchRow, Committed, PrivateKind, TokenSpace, Writing};
use crate::contract::{Reader, Store};
use crate::readers::OpenReader;
use crate::store_error::StoreError;
use std::sync::Arc;

impl Store for Vault {
    fn commit(&mut self, writing: &Writing<'_>) -> Result<Committed, StoreError> {
        self.put(writing)
    }

    fn begin_group(&mut self) -> Result<(), StoreError> {
        self.inner.begin_group()?;
        self.pending = Some(Pending::default());
        Ok(())
    }

    fn end_group(&mut self) -> Result<(), StoreError> {
        if let Err(error) = self.seal_pending() {
            self.inner.abandon_group();
            return Err(error);
        }
        self.inner.end_group()
    }

    fn abandon_group(&mut self) {
        self.pending = None;
        self.inner.abandon_group();
    }

    fn keep_state(&mut self, size: u64, bytes: &[u8]) -> Result<(), StoreError> {
        self.inner.keep_state(size, bytes)
    }

    fn tend(&mut self) -> Result<bool, StoreError> {
        let below = self.inner.tend()?;
        Ok(self.turn_slice()?.is_some_and(|slice| slice.left) || below)
    }

    fn drop_tokens(&mut self, spaces: &[TokenSpace]) -> Result<bool, StoreError> {
        self.inner.drop_tokens(spaces)
    }

    fn inspect(&self) -> Result<Vec<String>, StoreError> {
        self.inner.inspect()
    }

    fn restore(&mut self, entries: &[Vec<u8>], rows: &[Kept]) -> Result<(), StoreError> {
        self.inner.restore(entries, rows)
    }

    fn open_reader(&self) -> OpenReader {
        let (open, keys) = (self.inner.open_reader(), self.keys.clone());
        Arc::new(move || Ok(Box::new(VaultReader { inner: open()?, keys: keys.clone() })))
    }
}

impl Vault {
    fn below(&self) -> Below<'_> {
        Below { inner: &*self.inner, keys: &self.keys, pending: self.pending.as_ref() }
    }
}

impl VaultReader {
    fn below(&self) -> Below<'_> {
        // Nobody beside the writer sees what its group has not finished.
        Below { inner: &*self.inner, keys: &self.keys, pending: None }
    }
}

/// The reads are the same for the writer and beside it.
macro_rules! reads {
    ($of:ty) => {
        impl Reader for $of {
            fn size(&self) -> Result<u64, StoreError> {
                self.below().inner.size()
            }

            fn entry(&self, index: u64) -> Result<Option<Vec<u8>>, StoreError> {
                self.below().inner.entry(index)
            }

            fn each_entry(
                &self,
                from: u64,
                to: u64,
                each: &mut dyn FnMut(u64, &[u8]),
            ) -> Result<(), StoreError> {
                self.below().inner.each_entry(from, to, each)
            }

            fn answered(&self, key: &[u8; 16]) -> Result<Option<Answered>, StoreError> {
                self.below().inner.answered(key)
            }

            fn find_batch(
                &self,
                site: &str,
                year: i32,
                level: char,
                serial: u32,
            ) -> Result<Option<BatchRow>, StoreError> {
                self.below().inner.find_batch(site, year, level, serial)
            }

            fn private_row(
                &self,
                kind: PrivateKind,
                group: &str,
                place: u32,
            ) -> Result<Option<Vec<u8>>, StoreError> {
                self.below().row(kind, group, place)
            }

            fn private_rows(
                &self,
                kind: PrivateKind,
                group: &str,
            ) -> Result<Vec<(u32, Vec<u8>)>, StoreError> {
                self.below().rows(kind, group)
            }

            fn last_place(
                &self,
                kind: PrivateKind,
                group: &str,
            ) -> Result<Option<u32>, StoreError> {
                self.below().last_place(kind, group)
            }

            fn private_groups(
                &self,
                kind: PrivateKind,
                after: &str,
                limit: usize,
            ) -> Result<Vec<String>, StoreError> {
                self.below().groups(kind, after, limit)
            }

            fn find_token(
                &self,
                space: TokenSpace,
                token: &[u8; 12],
                from: u64,
                limit: usize,
            ) -> Result<Vec<u64>, StoreError> {
                self.below().inner.find_token(space, token, from, limit)
            }

            fn note(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
                self.below().inner.note(name)
            }

            fn kept_state(&self) -> Result<Option<KeptState>, StoreError> {
                self.below().inner.kept_state()
            }

            fn each_kept(
                &self,
                kind: KeptKind,
                each: &mut dyn FnMut(Kept) -> Result<(), StoreError>,
            ) -> Result<(), StoreError> {
                self.below().inner.each_kept(kind, each)
            }

            fn hold(&mut self) -> Result<(), StoreError> {
                self.inner.hold()
            }

            fn release(&mut self) -> Result<(), StoreError> {
                self.inner.release()
            }
        }
    };
}

reads!(Vault);
reads!(VaultReader);
