//! What a vault passes on to the store below it, and the reads that open blocks on the way.
//!
//! In scope: `Store` and `Reader` for the vault and its readers. Copies (`each_kept`, `restore`)
//! pass rows as they lie, sealed.

use super::{Shared, Vault, VaultReader, last_place, row, rows};
use crate::contract::kept::{Kept, KeptKind, KeptState};
use crate::contract::writing::{Answered, BatchRow, Committed, PrivateKind, TokenSpace, Writing};
use crate::contract::{Reader, Store};
use crate::store_error::StoreError;

impl Store for Vault {
    fn commit(&mut self, writing: &Writing<'_>) -> Result<Committed, StoreError> {
        self.put(writing)
    }

    fn begin_group(&mut self) -> Result<(), StoreError> {
        self.inner.begin_group()
    }

    fn end_group(&mut self) -> Result<(), StoreError> {
        self.inner.end_group()
    }

    fn abandon_group(&mut self) {
        self.inner.abandon_group();
    }

    fn keep_state(&mut self, size: u64, bytes: &[u8]) -> Result<(), StoreError> {
        self.inner.keep_state(size, bytes)
    }

    fn tend(&mut self) -> Result<bool, StoreError> {
        let below = self.inner.tend()?;
        Ok(self.turn_slice()?.is_some_and(|slice| slice.left) || below)
    }

    fn inspect(&self) -> Result<Vec<String>, StoreError> {
        self.inner.inspect()
    }

    fn restore(&mut self, entries: &[Vec<u8>], rows: &[Kept]) -> Result<(), StoreError> {
        self.inner.restore(entries, rows)
    }

    fn reader(&self) -> Result<Box<dyn Reader>, StoreError> {
        let (inner, keys) = (self.inner.reader()?, self.keys.clone());
        Ok(Box::new(VaultReader { inner, keys }))
    }
}

impl Vault {
    fn below(&self) -> (&dyn Reader, &Shared) {
        (&*self.inner, &self.keys)
    }
}

impl VaultReader {
    fn below(&self) -> (&dyn Reader, &Shared) {
        (&*self.inner, &self.keys)
    }
}

/// The reads are the same for the writer and beside it.
macro_rules! reads {
    ($of:ty) => {
        impl Reader for $of {
            fn size(&self) -> Result<u64, StoreError> {
                self.below().0.size()
            }

            fn entry(&self, index: u64) -> Result<Option<Vec<u8>>, StoreError> {
                self.below().0.entry(index)
            }

            fn each_entry(
                &self,
                from: u64,
                to: u64,
                each: &mut dyn FnMut(u64, &[u8]),
            ) -> Result<(), StoreError> {
                self.below().0.each_entry(from, to, each)
            }

            fn answered(&self, key: &[u8; 16]) -> Result<Option<Answered>, StoreError> {
                self.below().0.answered(key)
            }

            fn find_batch(
                &self,
                site: &str,
                year: i32,
                level: char,
                serial: u32,
            ) -> Result<Option<BatchRow>, StoreError> {
                self.below().0.find_batch(site, year, level, serial)
            }

            fn private_row(
                &self,
                kind: PrivateKind,
                group: &str,
                place: u32,
            ) -> Result<Option<Vec<u8>>, StoreError> {
                let (inner, keys) = self.below();
                row(inner, keys, (kind, group, place))
            }

            fn private_rows(
                &self,
                kind: PrivateKind,
                group: &str,
            ) -> Result<Vec<(u32, Vec<u8>)>, StoreError> {
                let (inner, keys) = self.below();
                rows(inner, keys, kind, group)
            }

            fn last_place(
                &self,
                kind: PrivateKind,
                group: &str,
            ) -> Result<Option<u32>, StoreError> {
                let (inner, keys) = self.below();
                last_place(inner, keys, kind, group)
            }

            fn private_groups(
                &self,
                kind: PrivateKind,
                after: &str,
                limit: usize,
            ) -> Result<Vec<String>, StoreError> {
                self.below().0.private_groups(kind, after, limit)
            }

            fn find_token(
                &self,
                space: TokenSpace,
                token: &[u8; 12],
                limit: usize,
            ) -> Result<Vec<u64>, StoreError> {
                self.below().0.find_token(space, token, limit)
            }

            fn note(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
                self.below().0.note(name)
            }

            fn kept_state(&self) -> Result<Option<KeptState>, StoreError> {
                self.below().0.kept_state()
            }

            fn each_kept(
                &self,
                kind: KeptKind,
                each: &mut dyn FnMut(Kept) -> Result<(), StoreError>,
            ) -> Result<(), StoreError> {
                self.below().0.each_kept(kind, each)
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
