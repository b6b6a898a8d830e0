//! The private register: acts about one person, with the same law and the same rigour.
//!
//! In scope: accepting a registration, the choice between continuing and a refund, the refund, the
//! end.
//! Out of scope: who the person is: a candidate here is a place in a session. Names stay in `desk`
//! and in the private rows of the store.
//! I-REG-5: every accepted candidate ends in exactly one of certified, not passed, refunded,
//! withdrew; the tallies in the log are their counts.

use crate::exam::{Supposed, decide_in_flight};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::state::State;
use law::{Act, Decision, Law};
use vocab::{Day, Instant};

/// What a candidate chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Election {
    /// Not yet: a state of its own, listed and reminded (R-3-4).
    Undecided,
    /// To be examined.
    Continue,
    /// To be paid back.
    Refund,
}

/// How a candidate's registration ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Settled {
    /// With a certificate.
    Certified,
    /// Sat and did not pass.
    NotPassed,
    /// Was paid back.
    Refunded,
    /// Withdrew.
    Withdrew,
}

/// An accepted candidate of an examination in flight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The day of acceptance.
    pub accepted_on: Day,
    /// What was chosen.
    pub election: Election,
    /// How it ended; nothing while it goes on.
    pub settled: Option<Settled>,
}

/// An act about one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonAct {
    /// A registration is accepted.
    Accept,
    /// An application to sit a failed examination again is accepted (R-3-2).
    AcceptResit,
    /// The candidate chooses; a choice can be changed until it was acted upon.
    Elect(Election),
    /// The fee is paid back.
    Refund,
    /// The candidate is examined.
    Examine,
}

/// Counts of candidates by choice and end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Accepted in all.
    pub accepted: u32,
    /// Chose to continue and were not paid back and did not withdraw.
    pub continued: u32,
    /// Were paid back.
    pub refunded: u32,
    /// Have not chosen.
    pub undecided: u32,
    /// Withdrew.
    pub withdrew: u32,
}

impl Tally {
    /// Counts candidates. Whoever chose a refund that is not paid yet counts as undecided: nothing
    /// is settled by a promise.
    pub fn of<'a>(candidates: impl IntoIterator<Item = &'a Candidate>) -> Tally {
        let mut t = Tally::default();
        for c in candidates {
            t.accepted += 1;
            match (c.settled, c.election) {
                (Some(Settled::Refunded), _) => t.refunded += 1,
                (Some(Settled::Withdrew), _) => t.withdrew += 1,
                (Some(Settled::Certified | Settled::NotPassed), _) | (None, Election::Continue) => {
                    t.continued += 1;
                }
                (None, Election::Undecided | Election::Refund) => t.undecided += 1,
            }
        }
        t
    }
}

/// Decides an act about one candidate of an examination of the old scheme.
///
/// `candidate` is nothing before acceptance.
///
/// # Refuses
/// With the law's decision when it does not allow. A choice is always the candidate's: it asks
/// nothing.
pub fn decide_person(
    state: &State,
    law: &Law,
    session: &Session,
    candidate: Option<&Candidate>,
    act: PersonAct,
    (on, recorded_at): (Day, Instant),
) -> Result<Option<Decision>, Refusal> {
    let (law_act, election) = match act {
        PersonAct::Elect(_) => return Ok(None),
        PersonAct::Accept => (Act::AcceptRegistration, None),
        PersonAct::AcceptResit => (Act::AcceptResit, None),
        PersonAct::Refund => (Act::Refund, candidate.map(|c| c.election)),
        PersonAct::Examine => (Act::HoldExam, candidate.map(|c| c.election)),
    };
    let supposed = Supposed {
        exit: state.exit(session.plan.occupation),
        accepted_on: candidate.map(|c| c.accepted_on),
        election: election.unwrap_or(Election::Undecided),
    };
    let question = (law_act, on, recorded_at);
    let decision =
        decide_in_flight(state, law, session, &supposed, question).map_err(Refusal::Unanswered)?;
    if decision.outcome.allows() {
        Ok(Some(decision))
    } else {
        Err(Refusal::Law { act: law_act, decision })
    }
}

impl Candidate {
    /// Ends the registration.
    ///
    /// # Errors
    /// Gives back the end it already had: a candidate ends once (I-REG-5), and a refund is paid
    /// once.
    pub fn settle(&mut self, end: Settled) -> Result<(), Settled> {
        match self.settled {
            Some(already) => Err(already),
            None => {
                self.settled = Some(end);
                Ok(())
            }
        }
    }
}
