//! `LookUp`, certificates by number or by person beside whoever writes.
//!
//! In scope: readers of its own, so that nobody waits for the house and many threads may ask at
//! once.
//! Out of scope: who may ask by person and the record of it (`find_person`); verdicts (`verifier`).

use crate::certificate_file::{find, key_of};
use crate::house::House;
use crate::house_error::HouseError;
use crate::known_batches::KnownBatches;
use crate::token_walk::TokenWalk;
use std::sync::Arc;
use store::{Blind, BlindIndex, Reader, Readers};

/// Certificates of one answer at most; what is beyond is asked for from the last place on.
pub const FOUND_MAX: usize = 1_000;

/// Finds entries of certificates.
#[derive(Clone)]
pub struct LookUp {
    readers: Readers,
    known: Arc<KnownBatches>,
    index: BlindIndex,
}

impl House {
    /// Returns a way to look certificates up, for other threads. All of a house share its readers,
    /// which are opened as they are needed.
    pub fn look_up(&self) -> LookUp {
        let (readers, known) = (self.readers.clone(), self.known_batches.clone());
        LookUp { readers, known, index: self.index.clone() }
    }
}

impl LookUp {
    /// Returns the place of a certificate's entry by its number as it is printed; nothing when none
    /// was issued here under it.
    ///
    /// # Errors
    /// The store fails.
    pub fn number(&self, number: &str) -> Result<Option<u64>, HouseError> {
        let found = self.readers.ask(|reader| find(reader, number))?;
        Ok(found.map(|(batch, serial)| batch.entry + u64::from(serial - batch.first)))
    }

    /// Returns the bytes of an entry.
    ///
    /// # Errors
    /// The store fails, or the log is not that long.
    pub fn entry(&self, index: u64) -> Result<Vec<u8>, HouseError> {
        self.readers.ask(|reader| reader.entry(index))?.ok_or(HouseError::NoEntry(index))
    }

    /// Returns the place and the bytes of a certificate's entry by its number as it is printed;
    /// nothing when none was issued here under it.
    ///
    /// # Errors
    /// The store fails.
    pub fn certificate(&self, number: &str) -> Result<Option<(u64, Vec<u8>)>, HouseError> {
        let Some((site, year, level, serial)) = key_of(number) else { return Ok(None) };
        let key = (site, year, level);
        if let Some(place) = self.known.place(&key, serial) {
            return self.entry(place).map(|entry| Some((place, entry)));
        }
        let find = |reader: &mut dyn Reader| reader.certificate(&key.0, year, level, serial);
        let Some((batch, entry)) = self.readers.ask(find)? else { return Ok(None) };
        self.known.learn(&batch);
        Ok(Some((batch.entry + u64::from(serial - batch.first), entry)))
    }

    /// Returns places and entries of the first [`FOUND_MAX`] certificates of whoever has a
    /// document, of a kind by its code.
    ///
    /// # Errors
    /// The store fails.
    pub fn certificates_of(
        &self,
        kind: u8,
        number: &str,
    ) -> Result<Vec<(u64, Vec<u8>)>, HouseError> {
        self.under_one_key(|key| {
            let (space, token) = (key.document_space(), key.document(kind, number));
            let find = |reader: &mut dyn Reader| reader.entries_under(space, &token, 0, FOUND_MAX);
            Ok(self.readers.ask(find)?)
        })
    }

    /// Returns the first [`FOUND_MAX`] places of the certificates of whoever has a document, of a
    /// kind by its code.
    ///
    /// # Errors
    /// The store fails.
    pub fn document(&self, kind: u8, number: &str) -> Result<Vec<u64>, HouseError> {
        self.under_one_key(|key| {
            let (space, token) = (key.document_space(), key.document(kind, number));
            let find = |reader: &mut dyn Reader| reader.find_token(space, &token, 0, FOUND_MAX);
            Ok(self.readers.ask(find)?)
        })
    }

    /// Returns the first [`FOUND_MAX`] places, from one on, of certificates whose holder's name may
    /// hold these characters in a row: all that do, and some that hold them scattered. Nothing for
    /// fewer than two characters, under which a hundredth of everybody would be found.
    ///
    /// # Errors
    /// The store fails.
    pub fn name(&self, part: &str, from: u64) -> Result<Vec<u64>, HouseError> {
        if store::plain(part).len() < 2 {
            return Ok(Vec::new());
        }
        let places = |key: &Blind, reader: &mut dyn Reader| -> Result<Vec<u64>, HouseError> {
            let mut walk = TokenWalk::of(key.name_space(), key.name(part), from);
            let mut found = Vec::new();
            while found.len() < FOUND_MAX {
                let Some(place) = walk.next(reader)? else { break };
                found.push(place);
            }
            Ok(found)
        };
        self.under_one_key(|key| self.readers.ask(|reader| places(key, reader)))
    }

    /// Looks something up under the key of the index that has a token for everything; once more
    /// where another became that key meanwhile.
    fn under_one_key<T>(
        &self,
        look: impl Fn(&Blind) -> Result<T, HouseError>,
    ) -> Result<T, HouseError> {
        loop {
            let keys = self.index.now();
            let found = look(keys.asked())?;
            if self.index.is_now(&keys) {
                return Ok(found);
            }
        }
    }
}
