//! Applying: an event that was checked becomes part of the state.
//!
//! In scope: one event, whole. It cannot fail: what could be wrong was refused by `check`, and what
//! is left is asserted. Failure: none; the state is changed in memory only, and the store commits
//! it first.
//! I-REG-1: the same events in the same order give the same state and the same digest.
//! I-REG-3: serials are counted up by what is issued and by nothing else.
//! I-REG-4: nothing here touches a certificate or a counter but issuing.

use crate::act::{ActingKey, Event, Organisation, PublicAct, Recognition, SessionPlan};
use crate::cell::Cell;
use crate::row_set::{RowSet, runs_of};
use crate::session::{Closing, Results, Session};
use crate::state::{Recognised, State};
use crate::{OrganisationId, SessionId};
use vocab::Day;

/// Applies an event that [`crate::check`] let pass.
///
/// # Panics
/// When the event was not checked against this state: that is a bug of the caller.
pub fn apply(state: &mut State, event: &Event) {
    match &event.act {
        PublicAct::Genesis { origin, law, organisations, log_key, recovery } => {
            state.digest.add("log", b"", Cell::log(origin, law, log_key).bytes());
            state.digest.add("recovery", b"", Cell::recovery(recovery).bytes());
            state.origin = Some(origin.clone());
            state.law = Some(*law);
            state.log_key = Some(*log_key);
            state.recovery = Some(recovery.clone());
            for organisation in organisations {
                let id = state.next_organisation();
                state.register(id, organisation);
            }
        }
        PublicAct::RecogniseBody(recognition) => recognise(state, event, recognition),
        PublicAct::Announce(plan) => {
            let session = announced(event, *plan);
            let cell = Cell::plan(session.by, session.announced_on, plan);
            state.note("session", plan.session.0, &cell);
            state.sessions.insert(plan.session, session);
        }
        PublicAct::CloseRegistration { session, registered, root, last_accepted_on } => {
            let closing = Closing {
                registered: *registered,
                root: *root,
                last_accepted_on: *last_accepted_on,
            };
            state.note("closing", session.0, &Cell::closing(&closing));
            state.session_mut(*session).closing = Some(closing);
        }
        PublicAct::RecordResults { session, held_on, sat, passed, root } => {
            let results = Results {
                held_on: *held_on,
                published_on: event.on,
                sat: *sat,
                passed: *passed,
                root: *root,
            };
            state.note("results", session.0, &Cell::results(&results));
            state.session_mut(*session).results = Some(results);
        }
        PublicAct::ConfirmResults { session } => {
            state.note("confirmed", session.0, &Cell::new().day(event.on));
            state.session_mut(*session).confirmed_on = Some(event.on);
            crate::arrangement::confirmed(state, *session);
        }
        PublicAct::IssueCertificates(issue) => {
            crate::supervision::issued(state, event, issue);
            issued(state, event.on, issue);
        }
        PublicAct::Settle(settlement) => {
            let id = settlement.session;
            let before = state.session_mut(id).settlement.replace(*settlement);
            let before = before.map(|t| Cell::settlement(&t));
            state.exchange("settlement", &id.0, before, Cell::settlement(settlement));
        }
        PublicAct::Inspect { inspected, findings } => {
            let key = Cell::new().u64(state.version);
            let value = Cell::new().u32(inspected.0).raw(findings);
            state.digest.add_past("inspection", key.bytes(), value.bytes());
        }
        PublicAct::Landmark { size, root, state: digest } => {
            let value = Cell::new().raw(root).raw(digest);
            state.digest.settle();
            state.digest.add_past("landmark", Cell::new().u64(*size).bytes(), value.bytes());
            state.landmark = Some((*size, event.recorded_at));
            crate::supervision::landmark(state, *size, root, event.recorded_at.day_in_china());
        }
        PublicAct::RotateKey(key) => {
            let actor = event.actor.expect("checked: a rotation has an actor");
            state.set_key(actor, Some(*key));
        }
        PublicAct::RetireKey => {
            let actor = event.actor.expect("checked: a retirement has an actor");
            state.set_key(actor, None);
        }
        PublicAct::CompromiseKey { organisation, key, since } => {
            state.digest.add("compromised", key, Cell::new().i64(since.0).bytes());
            state.compromised.insert(*key, *since);
            if state.key_of(*organisation).is_some_and(|k| k.key == *key) {
                state.set_key(*organisation, None);
            }
        }
        PublicAct::AddKey { organisation, key } => state.set_key(*organisation, Some(*key)),
        PublicAct::Occupation(act) => crate::occupation::apply(state, event, act),
        PublicAct::Exam(act) => crate::exam::apply(state, event, act),
        PublicAct::Cohort(act) => crate::cohort::apply(state, event, act),
        PublicAct::Body(act) => crate::body::apply(state, event, act),
        PublicAct::Session(act) => crate::arrangement::apply(state, event, act),
        PublicAct::Certificate(act) => crate::correction::apply(state, event, act),
        PublicAct::Supervise(act) => crate::supervision::apply(state, event, act),
    }
    if let Some(actor) = event.actor {
        let before = state.sequences.insert(actor, event.sequence + 1);
        state.digest.count(actor.0, before, event.sequence + 1);
    }
    state.entries += event.act.entries();
    state.version += 1;
    state.recorded_at = Some(event.recorded_at);
}

/// Says whether [`apply`] finds what it needs for an event that nobody checked. Who replays a
/// stranger's excerpt asks this of each event first; that it is lawful is another question.
pub fn applies(state: &State, event: &Event) -> bool {
    let known = |id: &SessionId| state.sessions.contains_key(id);
    let found = match &event.act {
        PublicAct::Genesis { .. }
        | PublicAct::RecogniseBody(_)
        | PublicAct::Inspect { .. }
        | PublicAct::Landmark { .. }
        | PublicAct::CompromiseKey { .. }
        | PublicAct::AddKey { .. } => true,
        PublicAct::Announce(_) | PublicAct::RotateKey(_) | PublicAct::RetireKey => {
            event.actor.is_some()
        }
        PublicAct::CloseRegistration { session, .. }
        | PublicAct::RecordResults { session, .. }
        | PublicAct::ConfirmResults { session } => known(session),
        PublicAct::Settle(settlement) => known(&settlement.session),
        PublicAct::Occupation(act) => {
            event.actor.is_some() && crate::occupation::applies(state, act)
        }
        PublicAct::Exam(act) => event.actor.is_some() && crate::exam::applies(state, act),
        PublicAct::Cohort(act) => event.actor.is_some() && crate::cohort::applies(state, act),
        PublicAct::Body(act) => event.actor.is_some() && crate::body::applies(state, act),
        PublicAct::Session(act) => event.actor.is_some() && crate::arrangement::applies(state, act),
        PublicAct::Certificate(act) => {
            event.actor.is_some() && crate::correction::applies(state, act)
        }
        PublicAct::Supervise(act) => {
            event.actor.is_some() && crate::supervision::applies(state, act)
        }
        PublicAct::IssueCertificates(issue) => {
            let session = state.sessions.get(&issue.session);
            let key = session.and_then(|s| state.counter_key(s, issue.dated_on.year()));
            let next = key
                .and_then(|k| state.counter(&k).checked_add(u32::try_from(issue.rows.len()).ok()?));
            // A row is below `passed`, so the last number is none.
            next.is_some() && issue.rows.iter().all(|row| *row < u32::MAX)
        }
    };
    found && event.sequence < u64::MAX
}

/// Applies an event of an excerpt whose index in the log is known, so that later entries can name
/// it: a batch is named by its header's index.
///
/// # Panics
/// As [`apply`].
pub fn apply_at(state: &mut State, index: u64, event: &Event) {
    state.entries = index;
    apply(state, event);
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
        used: RowSet::default(),
    }
}

fn recognise(state: &mut State, event: &Event, recognition: &Recognition) {
    let (id, on) = (recognition.id, event.on);
    state.register(id, &recognition.body);
    state.recognised.insert(id, Recognised { on, recognition: recognition.clone() });
    state.note_short_form(event, recognition);
}

fn issued(state: &mut State, on: Day, issue: &crate::Issue) {
    let session = state.sessions.get(&issue.session).expect("checked: the session exists");
    let key = state
        .counter_key(session, issue.dated_on.year())
        .expect("checked: the session numbers under a prefix");
    let name = Cell::counter(&key);
    let last = state.counter(&key);
    let next = last + issue.rows.len() as u32;
    let before = (last != 0).then(|| Cell::new().u32(last));
    state.digest.exchange("counter", name, before, Some(Cell::new().u32(next)));
    // Where the batch stands is derived and stays outside the digest. Counts and years that do not
    // fit are none that `check` lets pass.
    let count = u16::try_from(issue.rows.len()).unwrap_or(u16::MAX);
    let year = i16::try_from(key.1).unwrap_or(i16::MAX);
    let (header, span) = (state.entries, (last.saturating_add(1), count));
    state.corrections.note_batch(header, issue.session, span, (on, year));
    state.counters.insert(key, next);
    // Used rows count by their number and sum: rows are only ever added, and each once.
    let used = &mut state.session_mut(issue.session).used;
    let before = (0 < used.count()).then(|| Cell::used(used));
    // Rows that nobody checked may come twice: a run that meets the set goes in row by row.
    for run in runs_of(&issue.rows) {
        if used.meets(&run) {
            run.for_each(|row| {
                used.insert(row);
            });
        } else {
            used.insert_run(run);
        }
    }
    let after = Cell::used(used);
    state.exchange("used", &issue.session.0, before, after);
}

impl State {
    /// Adds a cell that the state holds, under a number.
    pub(crate) fn note(&mut self, map: &'static str, key: u32, value: &Cell) {
        self.digest.add(map, &key.to_be_bytes(), value.bytes());
    }

    /// Adds a cell whose value the state does not keep.
    pub(crate) fn note_past(&mut self, map: &'static str, key: u32, value: &Cell) {
        self.digest.add_past(map, &key.to_be_bytes(), value.bytes());
    }

    pub(crate) fn exchange(
        &mut self,
        map: &'static str,
        key: &u32,
        before: Option<Cell>,
        after: Cell,
    ) {
        self.digest.exchange(map, Cell::new().u32(*key), before, Some(after));
    }

    pub(crate) fn session_mut(&mut self, id: SessionId) -> &mut Session {
        self.sessions.get_mut(&id).expect("checked: the session exists")
    }

    pub(crate) fn register(&mut self, id: OrganisationId, organisation: &Organisation) {
        let Organisation { key, operator_custody, .. } = *organisation;
        self.note("organisation", id.0, &Cell::organisation(organisation));
        self.organisations.insert(id, organisation.clone());
        let key = ActingKey { key, operator_custody };
        self.note("key", id.0, &Cell::acting(Some(&key)));
        self.hold_key(id, key);
    }

    /// Sets the key that a registered organisation acts with from now on.
    fn set_key(&mut self, id: OrganisationId, key: Option<ActingKey>) {
        let before = Cell::acting(self.keys.get(&id));
        self.exchange("key", &id.0, Some(before), Cell::acting(key.as_ref()));
        match key {
            Some(key) => self.hold_key(id, key),
            None => {
                self.keys.remove(&id);
            }
        }
    }

    fn hold_key(&mut self, id: OrganisationId, key: ActingKey) {
        self.known_keys.entry(key.key).or_insert(id);
        self.keys.insert(id, key);
    }
}
