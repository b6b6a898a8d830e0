//! Selecting a body and what comes after: applications with their documents, reviews, changes.
//!
//! Source: 五; readings R-5-30 to R-5-32.
//! In scope: the acts with the private rows under their roots: documents, names of reviewers,
//! words of objections. Out of scope: what is in order (`register`), seeing (`see_bodies`).
//! Failure: each act is one transaction of its entry and its private rows.
//! I-PRI-1: the log gets a root, numbers of staff and commitments.

use crate::house::{House, Receipt, Request};
use crate::house_error::HouseError;
use crate::private_rows::private;
use law::Condition;
use merkle::Tree;
use register::{
    ApplicationId, Applied, BodyAct, OrganisationId, PublicAct, Recognition, ReviewStep,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use store::{PrivateKind, PrivateRow};
use vocab::Day;

/// A document that comes with an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its name, for people.
    pub name: String,
    /// What it says.
    pub bytes: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
struct DocumentRow {
    name: String,
    digest: [u8; 32],
    salt: [u8; 16],
}

#[derive(Serialize, Deserialize)]
struct NoteRow {
    said: String,
    salt: [u8; 16],
}

impl House {
    /// Records an act about bodies that says everything in public.
    ///
    /// # Errors
    /// As [`House::record`].
    pub fn body_act(
        &mut self,
        by: OrganisationId,
        on: Day,
        act: BodyAct,
    ) -> Result<Receipt, HouseError> {
        self.with_rows(by, on, act, &[])
    }

    /// Takes over a recognition that was made before this register: the short form, which is asked
    /// for no application, sites or pace.
    ///
    /// # Errors
    /// As [`House::record`].
    pub fn take_over(
        &mut self,
        by: OrganisationId,
        on: Day,
        recognition: Recognition,
    ) -> Result<Receipt, HouseError> {
        let name = format!("{on} {recognition:?}");
        let act = PublicAct::RecogniseBody(recognition);
        self.record(&Request { actor: Some(by), on, name, act }, &[])
    }

    /// Applies for recognition; the documents stay private under their root.
    ///
    /// # Errors
    /// As [`House::record`]; with [`HouseError::ToSign`] when the applicant holds its key itself.
    pub fn apply_for_recognition(
        &mut self,
        by: OrganisationId,
        on: Day,
        applied: Applied,
        documents: &[Document],
    ) -> Result<Receipt, HouseError> {
        let (mut tree, mut rows) = (Tree::new(), Vec::with_capacity(documents.len()));
        let group = group(applied.application);
        for (place, document) in (0u32..).zip(documents) {
            let salt = self.salt()?.0;
            let digest: [u8; 32] = Sha256::digest(&document.bytes).into();
            tree.append(merkle::leaf_hash(&committed(b"document", &salt, &digest)));
            let row = DocumentRow { name: document.name.clone(), digest, salt };
            rows.push(private(PrivateKind::Registration, &group, place, &row));
        }
        let applied = Applied { documents: tree.root(), ..applied };
        self.with_rows(by, on, BodyAct::Apply(applied), &rows)
    }

    /// Takes a step of a review. Names of reviewers, in the order of their numbers, stay private.
    ///
    /// # Errors
    /// As [`House::record`].
    pub fn review_application(
        &mut self,
        by: OrganisationId,
        on: Day,
        (application, step): (ApplicationId, ReviewStep),
        names: &[String],
    ) -> Result<Receipt, HouseError> {
        let mut rows = Vec::with_capacity(names.len());
        for (place, name) in (0u32..).zip(names) {
            let salt = self.salt()?.0;
            let row = NoteRow { said: name.clone(), salt };
            let group = format!("{}-reviewers", group(application));
            rows.push(private(PrivateKind::Registration, &group, place, &row));
        }
        self.with_rows(by, on, BodyAct::Review { application, step }, &rows)
    }

    /// Records that somebody objects; the words stay private under a commitment.
    ///
    /// # Errors
    /// As [`House::record`]; refused outside the publicity.
    pub fn object_to_application(
        &mut self,
        by: OrganisationId,
        on: Day,
        application: ApplicationId,
        words: &str,
    ) -> Result<Receipt, HouseError> {
        let salt = self.salt()?.0;
        let commitment = committed(b"objection", &salt, words.as_bytes());
        let place = self.state().bodies().application(application).map_or(0, |a| a.objections);
        let group = format!("{}-objections", group(application));
        let row = NoteRow { said: words.to_string(), salt };
        let row = private(PrivateKind::Registration, &group, place, &row);
        let step = ReviewStep::Objected { commitment };
        self.with_rows(by, on, BodyAct::Review { application, step }, &[row])
    }

    /// Returns the conditions that an application does not say it meets.
    pub fn missing_conditions(&self, application: ApplicationId) -> Vec<Condition> {
        let Some(application) = self.state().bodies().application(application) else {
            return Vec::new();
        };
        let applied = &application.applied;
        let asked = self.asked_of(applied);
        let missing = self.law().selection.conditions_of(asked & !applied.conditions);
        missing.cloned().collect()
    }

    /// Returns the conditions that an application is held against, as bits.
    pub fn asked_of(&self, applied: &Applied) -> u32 {
        self.law().selection.asked_of(applied.kind.body_kind(), applied.national)
    }

    fn with_rows(
        &mut self,
        by: OrganisationId,
        on: Day,
        act: BodyAct,
        rows: &[PrivateRow],
    ) -> Result<Receipt, HouseError> {
        let name = format!("{on} {act:?}");
        self.record(&Request { actor: Some(by), on, name, act: PublicAct::Body(act) }, rows)
    }
}

fn group(application: ApplicationId) -> String {
    format!("application-{}", application.0)
}

/// Returns SHA-256 over what it is, a salt, and what is said.
fn committed(what: &[u8], salt: &[u8; 16], said: &[u8]) -> [u8; 32] {
    let hash = Sha256::new().chain_update(b"dengji body ").chain_update(what);
    hash.chain_update(b"\n").chain_update(salt).chain_update(said).finalize().into()
}
