//! Revoking certificates: one by its number, a part of a batch, or the whole of it in one act.
//!
//! In scope: from numbers to the act. Out of scope: whether it may be done (`register`).
//! Failure: one act, whole or not at all.

use crate::house::{House, Receipt, Request};
use crate::house_error::HouseError;
use register::{CertificateAct, OrganisationId, PublicAct, RevocationReason, Serials};
use vocab::Day;

/// Why certificates are revoked, and how their holders were heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grounds {
    /// The reason.
    pub reason: RevocationReason,
    /// The case of supervision that found it.
    pub case: Option<u32>,
    /// The day the holders were told.
    pub told_on: Day,
    /// The last day on which they could be heard.
    pub heard_until: Day,
}

impl House {
    /// Revokes the certificate of a number.
    ///
    /// # Errors
    /// [`HouseError::NoCertificate`] when no certificate has that number; as [`House::record`].
    pub fn revoke(
        &mut self,
        who: (OrganisationId, Day),
        number: &str,
        grounds: Grounds,
    ) -> Result<Receipt, HouseError> {
        let id = self.certificate(number)?;
        let serials = Serials::Runs(vec![(id.serial, id.serial)]);
        self.revoke_batch(who, id.header, serials, grounds)
    }

    /// Revokes certificates of the batch whose header stands at an index.
    ///
    /// # Errors
    /// As [`House::record`].
    pub fn revoke_batch(
        &mut self,
        (by, on): (OrganisationId, Day),
        header: u64,
        serials: Serials,
        grounds: Grounds,
    ) -> Result<Receipt, HouseError> {
        let Grounds { reason, case, told_on, heard_until } = grounds;
        let name = match &serials {
            Serials::All => format!("revoke {header} all"),
            Serials::Runs(runs) => format!("revoke {header} {runs:?}"),
        };
        let act = CertificateAct::Revoke { header, serials, reason, case, told_on, heard_until };
        let act = PublicAct::Certificate(act);
        self.record(&Request { actor: Some(by), on, name, act }, &[])
    }
}
