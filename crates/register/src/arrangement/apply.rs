//! Applying the acts about arrangements.
//!
//! In scope: what was checked becomes part of the state. Failure: none.

use super::act::{Arrangement, SessionAct};
use super::cells::{digest, panel};
use super::state::{Archived, Arranged, Busy, Objection};
use crate::act::Event;
use crate::cell::Cell;
use crate::session::Results;
use crate::state::State;
use crate::{SessionId, StaffId};
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use vocab::Instant;

/// How many panels of a body are remembered: as many as a standard may ask about.
const PANELS: usize = 8;

/// Applies an act that was checked.
pub(crate) fn apply(state: &mut State, event: &Event, act: &SessionAct) {
    match act {
        SessionAct::Arrange(arrangement) => arrange(state, arrangement),
        SessionAct::SignIn { session, present, root } => {
            let value = Cell::new().day(event.on).u32(*present).raw(root);
            state.note_past("signed-in", session.0, &value);
            arranged(state, *session).present = Some(*present);
        }
        SessionAct::Object { session, objection, commitment } => {
            let by = event.actor.expect("checked: an objection has an actor");
            let key = Cell::of_objection(*session, *objection);
            let value = Cell::new().u32(by.0).day(event.on).raw(commitment);
            state.digest.add_past("objection", key.bytes(), value.bytes());
            let raised = Objection { by, on: event.on, upheld: None };
            arranged(state, *session).objections.push(raised);
        }
        SessionAct::DecideObjection { session, objection, upheld } => {
            let by = event.actor.expect("checked: a decision has an actor");
            let key = Cell::of_objection(*session, *objection);
            let value = Cell::new().u32(by.0).day(event.on).u8(u8::from(*upheld));
            state.digest.add_past("objection-decided", key.bytes(), value.bytes());
            let arranged = arranged(state, *session);
            arranged.objections[*objection as usize].upheld = Some(*upheld);
            arranged.owed += u32::from(*upheld);
        }
        SessionAct::ReviseResults { session, sat, passed, root, reason } => {
            let found = state.session_mut(*session);
            let before = found.results.expect("checked: results are recorded");
            let results = Results {
                published_on: event.on,
                sat: *sat,
                passed: *passed,
                root: *root,
                ..before
            };
            found.results = Some(results);
            let_go(state, *session, &before);
            let arranged = arranged(state, *session);
            arranged.owed = 0;
            arranged.revisions += 1;
            let key = Cell::of_objection(*session, arranged.revisions);
            let value = Cell::revised(arranged.revisions, &results, *reason);
            state.digest.add_past("revised", key.bytes(), value.bytes());
        }
        SessionAct::Archive(list) => {
            let archived = Archived {
                present: list.present,
                paper_until: list.paper_until,
                electronic_until: list.electronic_until,
                root: list.root,
            };
            let before = arranged(state, list.session).archive.replace(Box::new(archived));
            let before = before.map(|archived| Cell::archived(&archived));
            state.exchange("archive", &list.session.0, before, Cell::archived(&archived));
        }
        SessionAct::Lend { staff, to, from, until } => {
            let key = Cell::of_loan(*staff, *to);
            let before = state.arrangements.lent.insert((*staff, *to), (*from, *until));
            let after = Cell::loan((*from, *until));
            state.digest.exchange("lent", key, before.map(Cell::loan), Some(after));
        }
        SessionAct::DeclareRelation { session, staff } => {
            if state.arrangements.relations.insert((*session, *staff)) {
                let key = Cell::of_relation(*session, *staff);
                state.digest.add_past("relation", key.bytes(), b"");
            }
        }
    }
}

/// Says whether [`apply`] finds what it needs for an act that nobody checked.
pub(crate) fn applies(state: &State, act: &SessionAct) -> bool {
    let arranged = |id: &SessionId| state.arrangements.of(*id);
    match act {
        SessionAct::Arrange(arrangement) => state.session(arrangement.session).is_some(),
        SessionAct::SignIn { session, .. } | SessionAct::Object { session, .. } => {
            arranged(session).is_some()
        }
        SessionAct::DecideObjection { session, objection, .. } => {
            let open = |a: &Arranged| (*objection as usize) < a.objections.len();
            arranged(session).is_some_and(|a| open(a) && a.owed < u32::MAX)
        }
        SessionAct::ReviseResults { session, .. } => {
            let recorded = state.session(*session).is_some_and(|s| s.results.is_some());
            recorded && arranged(session).is_some_and(|a| a.revisions < u32::MAX)
        }
        SessionAct::Archive(list) => arranged(&list.session).is_some(),
        SessionAct::Lend { .. } | SessionAct::DeclareRelation { .. } => true,
    }
}

/// Lets go of rooms and staff of a session whose results are confirmed. Nothing of it is in the
/// digest: what was arranged stays arranged.
pub(crate) fn confirmed(state: &mut State, session: SessionId) {
    release(state, session);
    if let Some(arranged) = state.arrangements.sessions.get_mut(&session) {
        arranged.rooms = Vec::new();
        let none = StaffId { of: crate::OrganisationId(0), number: 0 };
        let relations = &mut state.arrangements.relations;
        let mut later = relations.split_off(&(session, none));
        if let Some(next) = session.0.checked_add(1) {
            relations.append(&mut later.split_off(&(SessionId(next), none)));
        }
    }
}

fn arranged(state: &mut State, session: SessionId) -> &mut Arranged {
    state.arrangements.sessions.get_mut(&session).expect("checked: the session is arranged")
}

fn arrange(state: &mut State, arrangement: &Arrangement) {
    let session = arrangement.session;
    let by = state.session_mut(session).by;
    let digest = digest(arrangement);
    let before = state.arrangements.of(session).map(|a| Cell::new().raw(&a.digest));
    state.exchange("arranged", &session.0, before, Cell::new().raw(&digest));
    release(state, session);
    let all = &mut state.arrangements;
    let standard = match all.standards.iter().position(|known| *known == arrangement.standard) {
        Some(place) => place,
        None => {
            all.standards.push(arrangement.standard);
            all.standards.len() - 1
        }
    };
    for room in &arrangement.rooms {
        let busy = Busy { session, from: room.from, until: room.until };
        all.rooms.entry((arrangement.site, room.room)).or_default().push(busy);
        for staff in room.invigilators.iter().chain(&room.examiners) {
            all.staff.entry(*staff).or_default().push(busy);
        }
    }
    let panels = all.panels.entry(by).or_default();
    panels.retain(|(of, _)| *of != session);
    panels.push((session, panel(&arrangement.rooms)));
    if PANELS < panels.len() {
        panels.remove(0);
    }
    let times = |of: fn(&super::RoomUse) -> Instant| arrangement.rooms.iter().map(of);
    let made = Arranged {
        standard: standard as u32,
        site: arrangement.site,
        starts: times(|room| room.from).min().unwrap_or(Instant(0)),
        ends: times(|room| room.until).max().unwrap_or(Instant(0)),
        rooms: arrangement.rooms.clone(),
        digest,
        present: None,
        objections: Vec::new(),
        owed: 0,
        revisions: 0,
        archive: None,
    };
    all.sessions.insert(session, made);
}

/// Lets go of the first results of a session, which revised ones take the place of.
fn let_go(state: &mut State, session: SessionId, first: &Results) {
    if state.arrangements.of(session).is_some_and(|arranged| arranged.revisions == 0) {
        let cell = Cell::results(first);
        state.digest.let_go("results", &session.0.to_be_bytes(), cell.bytes());
    }
}

/// Takes the times of a session's rooms and staff out of the index.
fn release(state: &mut State, session: SessionId) {
    let all = &mut state.arrangements;
    let Some(arranged) = all.sessions.get(&session) else { return };
    for room in &arranged.rooms {
        free(&mut all.rooms, &(arranged.site, room.room), session);
        for staff in room.invigilators.iter().chain(&room.examiners) {
            free(&mut all.staff, staff, session);
        }
    }
}

fn free<K: Ord>(index: &mut BTreeMap<K, Vec<Busy>>, key: &K, session: SessionId) {
    if let Some(times) = index.get_mut(key) {
        times.retain(|busy| busy.session != session);
        if times.is_empty() {
            index.remove(key);
        }
    }
}
