//! What the law answers about one candidate of an examination, as the register stands or under an
//! exit that is only supposed.
//!
//! In scope: the facts of one candidate, and the question. A supposed exit takes the same way as a
//! real one, so that a simulation and the day itself agree.
//! Out of scope: who the candidates are (`desk`).

use crate::facts;
use crate::person::Election;
use crate::session::Session;
use crate::state::State;
use law::{Act, Decision, ExitNotice, Facts, Key, Law, Question, Unanswered};
use vocab::{Day, Instant};

/// What is given of a case beside the register: the exit, and the candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Supposed {
    /// The exit of the occupation: what is recorded, or another.
    pub exit: ExitNotice,
    /// The day the candidate was accepted; without one, the last acceptance that is recorded.
    pub accepted_on: Option<Day>,
    /// What the candidate chose.
    pub election: Election,
}

/// Asks the law about a candidate of an examination: an act, a day, and what was known when.
///
/// # Errors
/// [`Unanswered`] outside the time that the law covers.
pub fn decide_in_flight(
    state: &State,
    law: &Law,
    session: &Session,
    supposed: &Supposed,
    (act, on, known_at): (Act, Day, Instant),
) -> Result<Decision, Unanswered> {
    let row = session.plan.occupation;
    let facts = facts::examination(supposed.exit.facts(Facts::new()), state, session);
    let facts = match supposed.accepted_on {
        Some(day) => facts.day(Key::AcceptedOn, day),
        None => facts,
    };
    let facts = match supposed.election {
        Election::Continue => facts.choice(Key::Election, "continue"),
        Election::Refund => facts.choice(Key::Election, "refund"),
        Election::Undecided => facts.choice(Key::Election, "undecided"),
    };
    // A certificate is asked about as it would be issued on the day to somebody who passed.
    let facts = match act {
        Act::IssueQualificationCertificate => facts
            .day(Key::CertificateDatedOn, on)
            .year(Key::NumberYear, on.year())
            .flag(Key::Passed, true)
            .choice(Key::Pace, "normal"),
        _ => facts,
    };
    let region = state.old_scheme_region(session.by);
    law.decide(&Question { act, row, on, facts: &facts, known_at, region: region.as_deref() })
}
