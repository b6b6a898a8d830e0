//! Candidates of a session, as private rows: who they are, what they chose, how they did.
//!
//! In scope: the rows' form, reading and writing them. Out of scope: what may be done (`register`).
//! I-PRI-1: names and numbers stay in these rows; the log gets roots over salted commitments.

use crate::house::House;
use crate::house_error::HouseError;
use crate::private_rows::private;
use law::Marks;
use register::{Candidate, Election, SessionId, Settled};
use seal::{Commitment, Field, Salt};
use serde::{Deserialize, Serialize};
use store::{PrivateKind, PrivateRow};
use vocab::{Day, DocumentKind, PersonId};

/// A person who registers.
#[derive(Clone, PartialEq, Eq)]
pub struct Applicant {
    /// The name as on the document.
    pub name: String,
    /// The document.
    pub document: PersonId,
    /// Whether the body employs the person.
    pub staff: bool,
    /// The fee paid for the examination, in fen.
    pub fee_fen: u32,
}

impl std::fmt::Debug for Applicant {
    /// A name in a message would be a name in a log file.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Applicant(…)")
    }
}

/// A candidate's private row.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct CandidateRow {
    pub(crate) name: String,
    document_kind: u8,
    document: String,
    pub(crate) staff: bool,
    pub(crate) fee_fen: u32,
    accepted_on: i32,
    election: u8,
    settled: u8,
    salt: [u8; 16],
}

/// A candidate's scores, in tenths of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// The candidate's place in the session.
    pub place: u32,
    /// Theory, in tenths of a point.
    pub theory_tenths: u16,
    /// Skill, in tenths of a point.
    pub skill_tenths: u16,
}

/// A row of results with the salt that opens it: an altered score can be shown.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct ResultRow {
    pub(crate) score: Score,
    pub(crate) salt: [u8; 16],
    /// Theory, skill and review of an arranged session, whose commitment is over these.
    #[serde(default)]
    pub(crate) parts: Option<[Option<u16>; 3]>,
}

impl ResultRow {
    pub(crate) fn new(place: u32, marks: &Marks, by_part: bool, salt: Salt) -> ResultRow {
        let score = Score {
            place,
            theory_tenths: marks.theory.unwrap_or(0),
            skill_tenths: marks.skill.unwrap_or(0),
        };
        let salt = salt.0;
        let Marks { theory, skill, review } = *marks;
        ResultRow { score, salt, parts: by_part.then_some([theory, skill, review]) }
    }
}

/// Returns the name of a session's group of private rows.
pub(crate) fn group(session: SessionId) -> String {
    format!("session-{}", session.0)
}

const ELECTIONS: [Election; 3] = [Election::Undecided, Election::Continue, Election::Refund];
const ENDS: [Settled; 4] =
    [Settled::Certified, Settled::NotPassed, Settled::Refunded, Settled::Withdrew];

impl CandidateRow {
    pub(crate) fn new(applicant: &Applicant, accepted_on: Day, salt: Salt) -> CandidateRow {
        CandidateRow {
            name: applicant.name.clone(),
            document_kind: applicant.document.kind().code(),
            document: applicant.document.number().to_string(),
            staff: applicant.staff,
            fee_fen: applicant.fee_fen,
            accepted_on: accepted_on.0,
            election: 0,
            settled: 0,
            salt: salt.0,
        }
    }

    /// Returns the candidate as the register knows one.
    pub(crate) fn candidate(&self) -> Candidate {
        Candidate {
            accepted_on: Day(self.accepted_on),
            election: ELECTIONS[usize::from(self.election) % ELECTIONS.len()],
            settled: ENDS.get(usize::from(self.settled).wrapping_sub(1)).copied(),
        }
    }

    /// Takes over what the register made of the candidate.
    pub(crate) fn update(&mut self, candidate: &Candidate) {
        let place = |e: &Election| ELECTIONS.iter().position(|x| x == e).unwrap_or(0);
        let end = |s: &Settled| ENDS.iter().position(|x| x == s).map_or(0, |i| i + 1);
        self.election = place(&candidate.election) as u8;
        self.settled = candidate.settled.as_ref().map_or(0, end) as u8;
    }

    /// Returns the row of whoever was erased: what the session counts stays, and nobody is named.
    pub(crate) fn erased(&self) -> CandidateRow {
        let (name, document) = (String::new(), String::new());
        CandidateRow { name, document_kind: 0, document, salt: [0; 16], ..self.clone() }
    }

    /// Says whether the person was erased.
    pub(crate) fn is_erased(&self) -> bool {
        self.name.is_empty() && self.document.is_empty()
    }

    /// Returns the number of the document under the one mask.
    pub(crate) fn masked(&self) -> String {
        masked(self.document())
    }

    /// Returns the document: the code of its kind, and its number.
    pub(crate) fn document(&self) -> (u8, &str) {
        (self.document_kind, &self.document)
    }

    /// Returns the two fields that a certificate commits to.
    pub(crate) fn fields(&self) -> (Field<'_>, Field<'_>) {
        (Field::Name(&self.name), Field::Document(self.document_kind, &self.document))
    }

    /// Returns the leaf that the closing of registration binds.
    pub(crate) fn leaf(&self) -> Commitment {
        Salt(self.salt).commit(self.fields().1)
    }

    pub(crate) fn row(&self, session: SessionId, place: u32) -> PrivateRow {
        private(PrivateKind::Candidate, &group(session), place, self)
    }
}

/// Returns the number of a document, with the code of its kind, under the one mask.
pub(crate) fn masked((kind, number): (u8, &str)) -> String {
    let kind = DocumentKind::ALL.into_iter().find(|known| known.code() == kind);
    let id = kind.and_then(|kind| PersonId::new(kind, number).ok());
    id.map_or_else(|| "*".to_string(), |id| id.mask())
}

impl House {
    pub(crate) fn candidate_rows(
        &self,
        session: SessionId,
    ) -> Result<Vec<CandidateRow>, HouseError> {
        self.rows(PrivateKind::Candidate, &group(session))
    }
}
