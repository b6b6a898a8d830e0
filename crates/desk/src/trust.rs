//! Keys that change: rotated, retired, in other hands, given anew.
//!
//! Source: DESIGN.md of the house, "Who acts".
//! In scope: the four acts, through the one way of every act. Out of scope: what they lead to in a
//! verdict (`custody`), files of keys (`key_folder`).
//! I-LOG-4: a rotation and a retirement are signed by the key that goes; what is done about a key
//! in other hands is signed by the recovery set, because that key would sign anything.

use crate::house::{House, Receipt, Request};
use crate::house_error::HouseError;
use crate::signing::{Content, Signing};
use register::{ActingKey, OrganisationId, PublicAct};
use seal::SigningSeed;
use vocab::{Hash, Instant};

impl House {
    /// Puts another key in the place of an organisation's.
    ///
    /// # Errors
    /// As [`House::record`]; with [`HouseError::ToSign`] when the organisation holds the key that
    /// goes.
    pub fn rotate_key(
        &mut self,
        by: OrganisationId,
        key: ActingKey,
    ) -> Result<Receipt, HouseError> {
        let name = format!("rotate {} {}", by.0, Hash(key.key));
        self.key_act(Some(by), name, PublicAct::RotateKey(key), &[])
    }

    /// Ends the key of an organisation without another.
    ///
    /// # Errors
    /// As [`House::rotate_key`].
    pub fn retire_key(&mut self, by: OrganisationId) -> Result<Receipt, HouseError> {
        // Named by the key that ends: the organisation may be given another, and end that too.
        let name = match self.state.key_of(by) {
            Some(key) => format!("retire {} {}", by.0, Hash(key.key)),
            None => format!("retire {}", by.0),
        };
        self.key_act(Some(by), name, PublicAct::RetireKey, &[])
    }

    /// Says that a key is in other hands since an instant. Entries of that key that no landmark
    /// cosigned before then covers can no longer be checked; new ones are refused.
    ///
    /// # Errors
    /// As [`House::record`]; [`crate::draft_error::DraftError`] when the seeds are not of the
    /// recovery set or too few; without any, [`HouseError::ToSign`].
    pub fn compromise_key(
        &mut self,
        organisation: OrganisationId,
        key: [u8; 32],
        since: Instant,
        recovery: &[SigningSeed],
    ) -> Result<Receipt, HouseError> {
        let name = format!("compromise {}", Hash(key));
        let act = PublicAct::CompromiseKey { organisation, key, since };
        self.key_act(None, name, act, recovery)
    }

    /// Gives a key to an organisation that has none in force.
    ///
    /// # Errors
    /// As [`House::compromise_key`].
    pub fn add_key(
        &mut self,
        organisation: OrganisationId,
        key: ActingKey,
        recovery: &[SigningSeed],
    ) -> Result<Receipt, HouseError> {
        let name = format!("add key {} {}", organisation.0, Hash(key.key));
        self.key_act(None, name, PublicAct::AddKey { organisation, key }, recovery)
    }

    fn key_act(
        &mut self,
        actor: Option<OrganisationId>,
        name: String,
        act: PublicAct,
        recovery: &[SigningSeed],
    ) -> Result<Receipt, HouseError> {
        let on = self.now().day_in_china();
        let signing = if actor.is_some() { Signing::Held } else { Signing::Recovery(recovery) };
        self.take(&Request { actor, on, name, act }, Content::default(), signing)
    }
}
