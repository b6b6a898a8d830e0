//! Objections to results, and the archive of a session.
//!
//! In scope: objecting, deciding, listing the archive, lending staff, declaring relations.
//! Out of scope: revised results (`score_parts`).
//! I-PRI-1: what an objection says and the names of papers stay in private rows.

use crate::candidates::group;
use crate::house::{House, Receipt, Request};
use crate::house_error::HouseError;
use crate::private_rows::private;
use crate::run_session::root;
use crate::session_fault::SessionFault;
use register::{ArchiveList, OrganisationId, PublicAct, SessionAct, SessionId};
use seal::Field;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use store::{PrivateKind, PrivateRow};
use vocab::{Day, Hash};

/// What an objection says, with the salt that opens it.
#[derive(Serialize, Deserialize)]
struct Statement {
    text: String,
    salt: [u8; 16],
}

/// A paper of an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// The volume, from 1.
    pub volume: u8,
    /// Its name.
    pub name: String,
    /// SHA-256 of its bytes.
    pub digest: [u8; 32],
}

impl Paper {
    /// Returns a paper of some bytes.
    pub fn of(volume: u8, name: &str, bytes: &[u8]) -> Paper {
        Paper { volume, name: name.to_string(), digest: Sha256::digest(bytes).into() }
    }
}

#[derive(Serialize, Deserialize)]
struct KeptPaper {
    volume: u8,
    name: String,
    digest: String,
    salt: [u8; 16],
}

impl House {
    /// Records an act about arrangements that has no private rows: a decision on an objection, a
    /// loan, a relation.
    ///
    /// # Errors
    /// As [`House::record`].
    pub fn session_act(
        &mut self,
        by: OrganisationId,
        on: Day,
        name: &str,
        act: SessionAct,
    ) -> Result<Receipt, HouseError> {
        let act = PublicAct::Session(act);
        self.record(&Request { actor: Some(by), on, name: name.to_string(), act }, &[])
    }

    /// Objects to results; what is said stays private.
    ///
    /// # Errors
    /// As [`House::record`].
    pub fn object(
        &mut self,
        by: OrganisationId,
        session: SessionId,
        on: Day,
        text: &str,
    ) -> Result<Receipt, HouseError> {
        let arranged = self.state.arrangements().of(session);
        let objection = arranged.map_or(0, |arranged| arranged.objections.len() as u32);
        let salt = self.salt()?;
        let commitment = salt.commit(Field::Statement(text)).0;
        let kept = Statement { text: text.to_string(), salt: salt.0 };
        let in_group = format!("{}-objections", group(session));
        let row = private(PrivateKind::Registration, &in_group, objection, &kept);
        let act = PublicAct::Session(SessionAct::Object { session, objection, commitment });
        let name = format!("object {} {objection}", session.0);
        self.record(&Request { actor: Some(by), on, name, act }, &[row])
    }

    /// Lists the archive of a session, kept as long as its standard asks from the confirmation on.
    ///
    /// # Errors
    /// As [`House::record`]; [`SessionFault`] when the session is not arranged.
    pub fn archive(
        &mut self,
        by: OrganisationId,
        session: SessionId,
        on: Day,
        papers: &[Paper],
    ) -> Result<Receipt, HouseError> {
        if self.state.arrangements().of(session).is_none() {
            return Err(SessionFault::NotArranged(session.0).into());
        }
        let standard = self.standard_of(session)?;
        let kept = (standard.paper_years.value, standard.electronic_years.value);
        let from = self.session(session)?.confirmed_on.unwrap_or(on);
        let until = |years: u32| from.plus_years(years as i32);
        let mut present = self.archived(session).unwrap_or(0);
        let (mut leaves, mut rows) = (Vec::new(), Vec::<PrivateRow>::new());
        let in_group = format!("{}-archive-{}", group(session), self.state.version());
        for (place, paper) in (0u32..).zip(papers) {
            present |= 1u8.checked_shl(u32::from(paper.volume.saturating_sub(1))).unwrap_or(0);
            let (salt, digest) = (self.salt()?, Hash(paper.digest).to_string());
            leaves.push(salt.commit(Field::Paper(paper.volume, &paper.name, &digest)));
            let (volume, name) = (paper.volume, paper.name.clone());
            let kept = KeptPaper { volume, name, digest, salt: salt.0 };
            rows.push(private(PrivateKind::Registration, &in_group, place, &kept));
        }
        let list = ArchiveList {
            session,
            present,
            root: root(&leaves),
            paper_until: until(kept.0),
            electronic_until: until(kept.1),
        };
        let name = format!("archive {} {}", session.0, self.state.version());
        let act = PublicAct::Session(SessionAct::Archive(list));
        self.record(&Request { actor: Some(by), on, name, act }, &rows)
    }

    fn archived(&self, session: SessionId) -> Option<u8> {
        Some(self.state.arrangements().of(session)?.archive.as_ref()?.present)
    }
}
