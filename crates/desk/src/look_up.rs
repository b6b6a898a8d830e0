//! `LookUp`, certificates by number or by person beside whoever writes.
//!
//! In scope: readers of its own, so that nobody waits for the house and many threads may ask at
//! once.
//! Out of scope: who may ask by person and the record of it (`find_person`); verdicts (`verifier`).

use crate::certificate_file::find;
use crate::house::House;
use crate::house_error::HouseError;
use crate::token_walk::TokenWalk;
use store::{Blind, BlindIndex, Reader, Readers};

/// Certificates of one answer at most; what is beyond is asked for from the last place on.
pub const FOUND_MAX: usize = 1_000;

/// Finds entries of certificates.
#[derive(Clone)]
pub struct LookUp {
    readers: Readers,
    index: BlindIndex,
}

impl House {
    /// Returns a way to look certificates up, for other threads. All of a house share its readers,
    /// which are opened as they are needed.
    pub fn look_up(&self) -> LookUp {
        LookUp { readers: self.readers.clone(), index: self.index.clone() }
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
