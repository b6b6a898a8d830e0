//! Occupations that leave, or turn toward access-type: from a request to the act.
//!
//! In scope: naming the request, so that it is done once. Out of scope: the order of the steps and
//! who may take them (`register`, `law`).

use crate::house::{House, Receipt, Request};
use crate::house_error::HouseError;
use register::{OccupationAct, OrganisationId, PublicAct, RowId, Step};
use vocab::{Day, Hash};

impl House {
    /// Announces that an occupation leaves.
    ///
    /// # Errors
    /// As [`House::record`].
    pub fn announce_exit(
        &mut self,
        (by, on): (OrganisationId, Day),
        occupation: RowId,
        effective_on: Option<Day>,
    ) -> Result<Receipt, HouseError> {
        let act = OccupationAct::AnnounceExit { occupation, effective_on };
        let name = format!("announce exit {} {on}", occupation.0);
        let act = PublicAct::Occupation(act);
        self.record(&Request { actor: Some(by), on, name, act }, &[])
    }

    /// Records a step of an occupation that is to become access-type, with the digest of the legal
    /// text that it rests on.
    ///
    /// # Errors
    /// As [`House::record`].
    pub fn reclassify(
        &mut self,
        (by, on): (OrganisationId, Day),
        occupation: RowId,
        step: Step,
        basis: [u8; 32],
    ) -> Result<Receipt, HouseError> {
        let act = OccupationAct::Reclassify { occupation, step, basis };
        let name = format!("reclassify {} {} {on} {}", occupation.0, step.name(), Hash(basis));
        let act = PublicAct::Occupation(act);
        self.record(&Request { actor: Some(by), on, name, act }, &[])
    }
}
