//! `LookUp`, certificates by number or by person beside whoever writes.
//!
//! In scope: readers of its own, so that nobody waits for the house and many threads may ask at
//! once.
//! Out of scope: who may ask by person and the record of it (`find_person`); verdicts (`verifier`).

use crate::certificate_file::find;
use crate::house::House;
use crate::house_error::HouseError;
use store::{Blind, Reader, Readers, TokenSpace};

/// Certificates of one answer at most; nobody holds more, and a common name is no answer.
pub const FOUND_MAX: usize = 1_000;

/// Finds entries of certificates.
#[derive(Clone)]
pub struct LookUp {
    readers: Readers,
    blind: Blind,
}

impl House {
    /// Returns a way to look certificates up, for other threads. All of a house share its readers,
    /// which are opened as they are needed.
    pub fn look_up(&self) -> LookUp {
        LookUp { readers: self.readers.clone(), blind: self.blind.clone() }
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

    /// Returns the places of the certificates of whoever has a document, of a kind by its code.
    ///
    /// # Errors
    /// The store fails.
    pub fn document(&self, kind: u8, number: &str) -> Result<Vec<u64>, HouseError> {
        let token = self.blind.document(kind, number);
        let find =
            |reader: &mut dyn Reader| reader.find_token(TokenSpace::Document, &token, FOUND_MAX);
        Ok(self.readers.ask(find)?)
    }

    /// Returns places of certificates whose holder's name may hold these characters in a row: all
    /// that do, and some that hold them scattered. Nothing for fewer than two characters, under
    /// which a hundredth of everybody would be found.
    ///
    /// # Errors
    /// The store fails.
    pub fn name(&self, part: &str) -> Result<Vec<u64>, HouseError> {
        if store::plain(part).len() < 2 {
            return Ok(Vec::new());
        }
        let mut tokens = self.blind.name(part).into_iter();
        let Some(first) = tokens.next() else { return Ok(Vec::new()) };
        let find = |token| {
            self.readers.ask(|reader| reader.find_token(TokenSpace::Name, &token, 100 * FOUND_MAX))
        };
        let mut found = find(first)?;
        for token in tokens {
            let also = find(token)?;
            found.retain(|place| also.binary_search(place).is_ok());
        }
        found.truncate(FOUND_MAX);
        Ok(found)
    }
}
