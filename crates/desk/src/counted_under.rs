//! `CountedUnder`, under what the batch of an act of issuing may have been counted, and so where it
//! stands in the store and which numbers its certificates bear.
//!
//! In scope: from the header of a batch to its row and the printed numbers, whenever it was issued.
//! Out of scope: under what the next batch is counted (`register::State::counter_key`).
//! A body that names no site numbers under the first of its sites that is open. Once that is closed
//! the state names another, and the batches of before stand where they stood: so every site that
//! the body ever had is asked, and the header says which it was.

use crate::house::House;
use crate::house_error::HouseError;
use register::Scheme;
use store::{BatchRow, Reader};
use vocab::{Level, QualificationNumber, SkillLevelNumber};

/// Under what a batch may have been counted.
pub(crate) struct CountedUnder {
    header: u64,
    /// The likeliest first.
    sites: Vec<String>,
    year: i32,
    scheme: Scheme,
    level: Level,
    first: u32,
}

impl House {
    /// Says under what the batch of a header may have been counted: what is in memory of it.
    ///
    /// # Errors
    /// [`HouseError::BatchBroken`] when the state knows no such batch.
    pub(crate) fn counted_under(&self, header: u64) -> Result<CountedUnder, HouseError> {
        let known = || {
            let batch = self.state.corrections().batch(header)?;
            let session = self.state.session(batch.session)?;
            let (site, year, _) = self.state.counter_key(session, batch.dated_year())?;
            let (scheme, level) = (session.plan.scheme, session.plan.level);
            let mut sites = vec![site];
            if scheme == Scheme::Level {
                let first = self.state.recognised(session.by).map(|r| r.recognition.prefix);
                let others = self.state.bodies().sites_of(session.by).map(|s| s.site.prefix);
                for site in first.into_iter().chain(others).map(|site| site.to_string()) {
                    if !sites.contains(&site) {
                        sites.push(site);
                    }
                }
            }
            Some(CountedUnder { header, sites, year, scheme, level, first: batch.first })
        };
        known().ok_or(HouseError::BatchBroken(header))
    }
}

impl CountedUnder {
    /// Finds the batch.
    ///
    /// # Errors
    /// The store fails, or has no batch of this header under any of the sites.
    pub(crate) fn batch(&self, reader: &dyn Reader) -> Result<BatchRow, HouseError> {
        for site in &self.sites {
            let found = reader.find_batch(site, self.year, self.level.code(), self.first)?;
            if let Some(batch) = found.filter(|batch| batch.header == self.header) {
                return Ok(batch);
            }
        }
        Err(HouseError::BatchBroken(self.header))
    }

    /// Returns the number that a certificate of the batch bears.
    ///
    /// # Errors
    /// The batch is none of a site and year that numbers have.
    pub(crate) fn number(&self, batch: &BatchRow, serial: u32) -> Result<String, HouseError> {
        let (site, level) = (&batch.site, self.level);
        let number = match self.scheme {
            Scheme::Level => site.parse().ok().and_then(|site| {
                let number = SkillLevelNumber::new(site, batch.year, level, serial);
                number.ok().map(|number| number.to_string())
            }),
            Scheme::Qualification => site.parse().ok().and_then(|code| {
                let number = QualificationNumber::new(code, batch.year, level, serial);
                number.ok().map(|number| number.to_string())
            }),
        };
        number.ok_or(HouseError::BatchBroken(self.header))
    }
}
