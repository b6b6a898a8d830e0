//! Running an examination or session: announce, accept, close, record results, confirm.
//!
//! In scope: the four entries that stand before any certificate, with the private rows under their
//! roots. Out of scope: certificates (`issue_certificates`), settlement (`settle_exam`).
//! Failure: each step is one transaction of entries and private rows.

use crate::candidates::{Applicant, CandidateRow, ResultRow, Score, group};
use crate::house::{House, Receipt, Request};
use crate::house_error::HouseError;
use crate::score_parts::PartScores;
use merkle::Tree;
use register::{
    Breach, Candidate, Election, OrganisationId, PersonAct, PublicAct, Refusal, Scheme, SessionId,
    SessionPlan, decide_person,
};
use seal::Commitment;
use store::{PrivateKind, PrivateRow, Writing};
use vocab::Day;

/// What the law said about one person, and the words it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited {
    /// The rule.
    pub rule: String,
    /// The words.
    pub quote: String,
}

impl House {
    /// Announces an examination or plans a session, and returns its number.
    ///
    /// # Errors
    /// As [`House::record`].
    pub fn announce(
        &mut self,
        by: OrganisationId,
        on: Day,
        name: &str,
        plan: SessionPlan,
    ) -> Result<(SessionId, Receipt), HouseError> {
        let session = self.state.next_session();
        let act = PublicAct::Announce(plan);
        let request = Request { actor: Some(by), on, name: name.to_string(), act };
        let receipt = self.record(&request, &[])?;
        Ok((session, receipt))
    }

    /// Accepts registrations. The law decides each; a refused one is not entered, and neither are
    /// those after it.
    ///
    /// # Errors
    /// [`HouseError::Refused`] for the first that is refused; nobody is entered then.
    pub fn accept(
        &mut self,
        session: SessionId,
        on: Day,
        applicants: &[Applicant],
    ) -> Result<Vec<u32>, HouseError> {
        Ok(self.accept_as(PersonAct::Accept, (session, on), applicants, &|_, _| vec![])?.0)
    }

    /// Accepts registrations, or with `resits` applications to sit again, and returns their places
    /// with what the law said.
    ///
    /// # Errors
    /// As [`House::accept`].
    pub fn accept_citing(
        &mut self,
        resits: bool,
        of: (SessionId, Day),
        applicants: &[Applicant],
    ) -> Result<(Vec<u32>, Option<Cited>), HouseError> {
        self.accept_with(resits, of, applicants, &|_, _| vec![])
    }

    /// Accepts registrations as [`House::accept_citing`], with rows that are written in the same
    /// transaction; they are made when the first place is known.
    ///
    /// # Errors
    /// As [`House::accept`].
    pub(crate) fn accept_with(
        &mut self,
        resits: bool,
        of: (SessionId, Day),
        applicants: &[Applicant],
        with: &dyn Fn(&House, u32) -> Vec<PrivateRow>,
    ) -> Result<(Vec<u32>, Option<Cited>), HouseError> {
        let act = if resits { PersonAct::AcceptResit } else { PersonAct::Accept };
        self.accept_as(act, of, applicants, with)
    }

    /// Accepts applications to sit a failed examination again (R-3-2), as registrations.
    ///
    /// # Errors
    /// As [`House::accept`].
    pub fn accept_resits(
        &mut self,
        session: SessionId,
        on: Day,
        applicants: &[Applicant],
    ) -> Result<Vec<u32>, HouseError> {
        Ok(self.accept_as(PersonAct::AcceptResit, (session, on), applicants, &|_, _| vec![])?.0)
    }

    fn accept_as(
        &mut self,
        act: PersonAct,
        (session, on): (SessionId, Day),
        applicants: &[Applicant],
        with: &dyn Fn(&House, u32) -> Vec<PrivateRow>,
    ) -> Result<(Vec<u32>, Option<Cited>), HouseError> {
        let found = self.session(session)?;
        if found.closing.is_some() {
            return Err(self.keep_refusal(
                &format!("{act:?} {}", session.0),
                Refusal::Breach(Breach::ClosedTwice),
            )?);
        }
        let mut cited = None;
        if found.plan.scheme == Scheme::Qualification {
            cited = self.decide_one(session, None, act, on)?;
        }
        let already = self.next_place(PrivateKind::Candidate, &group(session))?;
        let mut rows = with(self, already);
        rows.reserve(applicants.len());
        for (place, applicant) in (already..).zip(applicants) {
            let salt = self.salt()?;
            rows.push(CandidateRow::new(applicant, on, salt).row(session, place));
        }
        self.write_private(&rows)?;
        Ok(((already..already + applicants.len() as u32).collect(), cited))
    }

    /// Closes registration: the head count and the root over the candidates are bound.
    ///
    /// # Errors
    /// As [`House::record`].
    pub fn close_registration(
        &mut self,
        by: OrganisationId,
        session: SessionId,
        on: Day,
    ) -> Result<Receipt, HouseError> {
        let candidates = self.candidate_rows(session)?;
        let last = candidates.iter().map(|c| c.candidate().accepted_on).max();
        let leaves: Vec<Commitment> = candidates.iter().map(CandidateRow::leaf).collect();
        let act = PublicAct::CloseRegistration {
            session,
            registered: candidates.len() as u32,
            root: root(&leaves),
            last_accepted_on: last.unwrap_or(on),
        };
        let name = format!("close {}", session.0);
        self.record(&Request { actor: Some(by), on, name, act }, &[])
    }

    /// Records results of theory and skill. Rows of those who passed come first, in the order of
    /// places, so that a row below the number of passes is a passed one.
    ///
    /// # Errors
    /// As [`House::record`].
    pub fn record_results(
        &mut self,
        by: OrganisationId,
        session: SessionId,
        (held_on, on): (Day, Day),
        scores: &[Score],
    ) -> Result<Receipt, HouseError> {
        let scores: Vec<PartScores> = scores.iter().map(PartScores::from).collect();
        self.record_part_results(by, session, (held_on, on), &scores)
    }

    /// Confirms the results of a session.
    ///
    /// # Errors
    /// As [`House::record`].
    pub fn confirm(
        &mut self,
        by: OrganisationId,
        session: SessionId,
        on: Day,
    ) -> Result<Receipt, HouseError> {
        let act = PublicAct::ConfirmResults { session };
        let name = format!("confirm {}", session.0);
        self.record(&Request { actor: Some(by), on, name, act }, &[])
    }

    pub(crate) fn session(&self, id: SessionId) -> Result<&register::Session, HouseError> {
        self.state.session(id).ok_or(HouseError::NoSession(id.0))
    }

    /// Asks the law about one person; a refusal is kept like every other.
    pub(crate) fn decide_one(
        &mut self,
        session: SessionId,
        candidate: Option<&Candidate>,
        act: PersonAct,
        on: Day,
    ) -> Result<Option<Cited>, HouseError> {
        let now = self.now();
        let found = self.session(session)?;
        let decided = decide_person(&self.state, self.room.law(), found, candidate, act, (on, now));
        match decided {
            Ok(decision) => {
                let rule = decision.and_then(|decision| self.room.law().cited(&decision));
                Ok(rule.map(|rule| Cited { rule: rule.id.clone(), quote: rule.quote.clone() }))
            }
            Err(refusal) => Err(self.keep_refusal(&format!("{act:?} {}", session.0), refusal)?),
        }
    }

    pub(crate) fn write_private(&mut self, rows: &[PrivateRow]) -> Result<(), HouseError> {
        self.find_again()?;
        let expect_size = self.state.entries();
        let writing = Writing { expect_size, private: rows, ..Writing::default() };
        self.commit(&writing).map(|_| ())
    }

    /// Returns the place of the candidate whose results stand in the first row.
    ///
    /// # Errors
    /// The session has no results, or the private rows cannot be read.
    pub fn first_holder(&self, session: SessionId) -> Result<u32, HouseError> {
        let scores: Vec<ResultRow> =
            self.rows(PrivateKind::Result, &self.results_group(session))?;
        scores.first().map(|r| r.score.place).ok_or(HouseError::NoSession(session.0))
    }

    /// Returns what each candidate of a session chose, by place.
    ///
    /// # Errors
    /// The private rows cannot be read.
    pub fn elections(&self, session: SessionId) -> Result<Vec<Election>, HouseError> {
        Ok(self.candidate_rows(session)?.iter().map(|c| c.candidate().election).collect())
    }
}

/// The Merkle root over commitments, each a leaf.
pub(crate) fn root(leaves: &[Commitment]) -> [u8; 32] {
    let mut tree = Tree::new();
    leaves.iter().for_each(|leaf| tree.append(merkle::leaf_hash(&leaf.0)));
    tree.root()
}
