//! Numbers that were given before this register, and blanks by their print numbers.
//!
//! In scope: from a request to the act. Out of scope: whether it may be done (`register`).

use crate::house::{House, Receipt, Request};
use crate::house_error::HouseError;
use register::{CertificateAct, OrganisationId, PublicAct, Scheme, StockMove};
use vocab::{Day, Hash, Level};

/// The last number that was given before this register under one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Balance {
    /// Whose numbers.
    pub of: OrganisationId,
    /// Under its institution code or its prefix.
    pub scheme: Scheme,
    /// The year in the numbers.
    pub year: i32,
    /// The level.
    pub level: Level,
    /// The last serial given.
    pub last: u32,
    /// SHA-256 of what shows it.
    pub source: [u8; 32],
}

impl House {
    /// Goes on from numbers that were given before.
    ///
    /// # Errors
    /// As [`House::record`].
    pub fn open_counter(
        &mut self,
        (by, on): (OrganisationId, Day),
        balance: Balance,
    ) -> Result<Receipt, HouseError> {
        let Balance { of, scheme, year, level, last, source } = balance;
        let name = format!("open counter {} {scheme:?} {year} {}", of.0, level.code());
        let act = CertificateAct::OpenCounter { of, scheme, year, level, last, source };
        let act = PublicAct::Certificate(act);
        self.record(&Request { actor: Some(by), on, name, act }, &[])
    }

    /// Records what happened to blanks: their version, first and last print number.
    ///
    /// # Errors
    /// As [`House::record`].
    pub fn stock(
        &mut self,
        (by, on): (OrganisationId, Day),
        (blank, from, to): (u16, u64, u64),
        step: StockMove,
    ) -> Result<Receipt, HouseError> {
        let name = format!("stock {} {blank} {from} {to} {}", by.0, step.word());
        let act = PublicAct::Certificate(CertificateAct::Stock { blank, from, to, step });
        self.record(&Request { actor: Some(by), on, name, act }, &[])
    }
}

/// Returns the digest by which an act names a file that it rests on.
pub fn digest_of(bytes: &[u8]) -> Hash {
    use sha2::{Digest as _, Sha256};
    Hash(Sha256::digest(bytes).into())
}
