//! Seeing examinations of the old scheme: where each stands, and its counts.
//!
//! In scope: one line for each examination. Out of scope: layout, changing anything.

use crate::house::House;
use crate::house_error::HouseError;
use register::{OrganisationId, Scheme, Session, SessionId, Tally};

/// Where an examination stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// Announced; registration is open.
    Announced,
    /// Registration is closed.
    Closed,
    /// Its batch is complete.
    Complete,
    /// Its results are recorded.
    Held,
    /// Closed for good.
    Ended,
}

impl Stand {
    /// Returns the name used in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Stand::Announced => "announced",
            Stand::Closed => "closed",
            Stand::Complete => "complete",
            Stand::Held => "held",
            Stand::Ended => "ended",
        }
    }
}

/// An examination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExamView {
    /// Its number.
    pub id: SessionId,
    /// Who runs it.
    pub by: OrganisationId,
    /// The region whose law it follows, where one is on record.
    pub region: Option<String>,
    /// The occupation's name.
    pub occupation: String,
    /// What the register knows of it.
    pub session: Session,
    /// Where it stands.
    pub stand: Stand,
    /// Its candidates by choice and end.
    pub tally: Tally,
    /// How many carry a certificate.
    pub certified: u32,
}

impl House {
    /// Returns an examination of the old scheme.
    ///
    /// # Errors
    /// There is none of that number, or the private rows cannot be read.
    pub fn see_exam(&self, id: SessionId) -> Result<ExamView, HouseError> {
        let session = self.session(id)?;
        if session.plan.scheme != Scheme::Qualification {
            return Err(HouseError::NoSession(id.0));
        }
        let exams = self.state.exams();
        let stand = if exams.ended(id).is_some() {
            Stand::Ended
        } else if session.results.is_some() {
            Stand::Held
        } else if exams.complete(id).is_some() {
            Stand::Complete
        } else if session.closing.is_some() {
            Stand::Closed
        } else {
            Stand::Announced
        };
        let row = self.law().rows.get(session.plan.occupation);
        Ok(ExamView {
            id,
            by: session.by,
            region: self.state.old_scheme_region(session.by),
            occupation: row.map_or(String::new(), |row| row.canonical().to_string()),
            certified: session.used.count(),
            session: session.clone(),
            stand,
            tally: self.tally(id)?,
        })
    }

    /// Returns every examination of the old scheme, by number.
    ///
    /// # Errors
    /// The private rows cannot be read.
    pub fn see_exams(&self) -> Result<Vec<ExamView>, HouseError> {
        let old = self.state.sessions().filter(|(_, s)| s.plan.scheme == Scheme::Qualification);
        old.map(|(id, _)| self.see_exam(id)).collect()
    }
}

/// Returns fen as yuan with two decimals.
pub fn yuan(fen: u64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}
