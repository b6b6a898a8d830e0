//! Applying: an event that was checked becomes part of the state.
//!
//! In scope: one event, whole. It cannot fail: what could be wrong was refused by `check`, and what
//! is left is asserted. Failure: none; the state is changed in memory only, and the store commits
//! it first.
//! I-REG-1: the same events in the same order give the same state and the same digest.
//! I-REG-3: serials are counted up by what is issued and by nothing else.
//! I-REG-4: nothing here touches a certificate or a counter but issuing.

use crate::SessionId;
use crate::act::{Event, PublicAct, Recognition, SessionPlan};
use crate::session::{Closing, Results, Session};
use crate::state::{Recognised, State};
use alloc::collections::BTreeSet;
use alloc::format;
use vocab::Day;

/// Applies an event that [`crate::check`] let pass.
///
/// # Panics
/// When the event was not checked against this state: that is a bug of the caller.
pub fn apply(state: &mut State, event: &Event) {
    match &event.act {
        PublicAct::Genesis { origin, law, organisations } => {
            state.origin = Some(origin.clone());
            state.law = Some(*law);
            for organisation in organisations {
                let id = state.next_organisation();
                state.organisations.insert(id, organisation.clone());
                state.note("organisation", id.0, &format!("{organisation:?}"));
            }
        }
        PublicAct::RecogniseBody(recognition) => recognise(state, event.on, recognition),
        PublicAct::Announce(plan) => {
            state.sessions.insert(plan.session, announced(event, *plan));
            state.note_session(plan.session);
        }
        PublicAct::CloseRegistration { session, registered, root, last_accepted_on } => {
            let closing = Closing {
                registered: *registered,
                root: *root,
                last_accepted_on: *last_accepted_on,
            };
            state.change(*session, |s| s.closing = Some(closing));
        }
        PublicAct::RecordResults { session, held_on, sat, passed, root } => {
            let results = Results {
                held_on: *held_on,
                published_on: event.on,
                sat: *sat,
                passed: *passed,
                root: *root,
            };
            state.change(*session, |s| s.results = Some(results));
        }
        PublicAct::ConfirmResults { session } => {
            state.change(*session, |s| s.confirmed_on = Some(event.on));
        }
        PublicAct::IssueCertificates(issue) => {
            let session = state.sessions.get(&issue.session).expect("checked: the session exists");
            let key = state
                .counter_key(session, issue.dated_on.year())
                .expect("checked: the session numbers under a prefix");
            let name = format!("{key:?}");
            let last = state.counter(&key);
            let next = last + issue.rows.len() as u32;
            if last != 0 {
                state.digest.take("counter", name.as_bytes(), &last.to_be_bytes());
            }
            state.digest.add("counter", name.as_bytes(), &next.to_be_bytes());
            state.counters.insert(key, next);
            state.change(issue.session, |s| s.used.extend(issue.rows.iter().copied()));
        }
        PublicAct::Settle(settlement) => {
            state.change(settlement.session, |s| s.settlement = Some(*settlement));
        }
        PublicAct::Inspect { inspected, findings } => {
            state.note("inspection", inspected.0, &format!("{} {findings:?}", state.version));
        }
    }
    state.version += 1;
    state.recorded_at = Some(event.recorded_at);
}

/// Returns the state as far as an excerpt of the log tells it: the founding, a body, a session.
///
/// For a verifier that holds only the entries that a certificate rests on. What the excerpt does
/// not hold (counters, other bodies) is missing from the state, so the register's order can be
/// checked only for this session, and the law's answer wholly.
pub fn excerpt(events: &[Event]) -> State {
    let mut state = State { partial: true, ..State::new() };
    events.iter().for_each(|event| apply(&mut state, event));
    state
}

fn announced(event: &Event, plan: SessionPlan) -> Session {
    Session {
        by: event.actor.expect("checked: an announcement has an actor"),
        announced_on: event.on,
        plan,
        closing: None,
        results: None,
        confirmed_on: None,
        settlement: None,
        used: BTreeSet::new(),
    }
}

fn recognise(state: &mut State, on: Day, recognition: &Recognition) {
    let id = recognition.id;
    state.organisations.insert(id, recognition.body.clone());
    state.note("organisation", id.0, &format!("{:?}", recognition.body));
    let recognised = Recognised { on, recognition: recognition.clone() };
    state.note("recognised", id.0, &format!("{recognised:?}"));
    state.recognised.insert(id, recognised);
}

impl State {
    fn note(&mut self, map: &str, key: u32, value: &str) {
        self.digest.add(map, &key.to_be_bytes(), value.as_bytes());
    }

    fn note_session(&mut self, id: SessionId) {
        let value = session_cell(&self.sessions[&id]);
        self.note("session", id.0, &value);
    }

    fn change(&mut self, id: SessionId, change: impl FnOnce(&mut Session)) {
        let session = self.sessions.get_mut(&id).expect("checked: the session exists");
        let before = session_cell(session);
        change(session);
        let after = session_cell(session);
        self.digest.take("session", &id.0.to_be_bytes(), before.as_bytes());
        self.digest.add("session", &id.0.to_be_bytes(), after.as_bytes());
    }
}

/// The session's cell. Used rows count by their number and sum: rows are only ever added, and each
/// once.
fn session_cell(s: &Session) -> alloc::string::String {
    let sum: u64 = s.used.iter().map(|r| u64::from(*r)).sum();
    format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {} {sum}",
        s.by,
        s.announced_on,
        s.plan,
        s.closing,
        s.results,
        s.confirmed_on,
        s.settlement,
        s.used.len()
    )
}
