//! `InFlight`: the candidates of an examination that the exit overtook, each with a choice and an
//! end.
//!
//! In scope: choices, refunds, and what the law must answer to each (I-REG-5). Out of scope: names.

use crate::world::failure::Broken;
use fastrand::Rng;
use law::Law;
use register::{Candidate, Election, PersonAct, SessionId, Settled, State, Tally, decide_person};
use vocab::{Day, Instant};

/// Candidates by place.
#[derive(Clone, Debug)]
pub(crate) struct InFlight {
    candidates: Vec<Candidate>,
    settled_now: u32,
}

fn broken<T>(what: String) -> Result<T, Broken> {
    Err(Broken::Invariant { id: "I-REG-5", what })
}

impl InFlight {
    pub(crate) fn new(registered: u32, accepted_on: Day) -> InFlight {
        let candidate = Candidate { accepted_on, election: Election::Undecided, settled: None };
        InFlight { candidates: vec![candidate; registered as usize], settled_now: 0 }
    }

    /// Lets candidates choose, and pays those back who choose it. The law is asked about each; it
    /// must order what was chosen and refuse the rest.
    pub(crate) fn choose(
        &mut self,
        state: &State,
        law: &Law,
        session: SessionId,
        when: (Day, Instant),
        rng: &mut Rng,
    ) -> Result<(), Broken> {
        let Some(session) = state.session(session) else { return broken("no session".into()) };
        self.settled_now = 0;
        for (place, candidate) in self.candidates.iter_mut().enumerate() {
            if candidate.settled.is_some() || candidate.election == Election::Continue {
                continue;
            }
            let asks = |candidate: &Candidate, act| {
                decide_person(state, law, session, Some(candidate), act, when).is_ok()
            };
            let early = asks(candidate, PersonAct::Refund) || asks(candidate, PersonAct::Examine);
            if early {
                return broken(format!("place {place} is settled without a choice"));
            }
            match rng.u8(0..10) {
                0 | 1 => {}
                2 => {
                    candidate.settle(Settled::Withdrew).map_err(|_| twice(place))?;
                    self.settled_now += 1;
                }
                3..=5 => {
                    candidate.election = Election::Refund;
                    if !asks(candidate, PersonAct::Refund) || asks(candidate, PersonAct::Examine) {
                        return broken(format!("place {place} chose the refund and gets none"));
                    }
                    candidate.settle(Settled::Refunded).map_err(|_| twice(place))?;
                    if candidate.settle(Settled::Refunded).is_ok() {
                        return broken(format!("place {place} is paid back twice"));
                    }
                    candidate.election = Election::Undecided;
                    self.settled_now += 1;
                }
                _ => {
                    candidate.election = Election::Continue;
                    if !asks(candidate, PersonAct::Examine) || asks(candidate, PersonAct::Refund) {
                        return broken(format!("place {place} chose to continue and may not"));
                    }
                    self.settled_now += 1;
                }
            }
        }
        Ok(())
    }

    /// Returns how many chose or withdrew this time.
    pub(crate) fn settled_now(&self) -> u32 {
        self.settled_now
    }

    pub(crate) fn tally(&self) -> Tally {
        Tally::of(&self.candidates)
    }
}

fn twice(place: usize) -> Broken {
    Broken::Invariant { id: "I-REG-5", what: format!("place {place} ends twice") }
}
