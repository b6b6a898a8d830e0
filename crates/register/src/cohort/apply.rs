//! Applying acts about cohorts that were checked, and the cells they leave.
//!
//! In scope: state and digest. Out of scope: whether an act may be done (`check`).

use super::{
    Admission, Change, Cohort, CohortAct, CohortChange, CohortEnds, CohortKind, Cohorts,
    PlannedCertificate,
};
use crate::act::Event;
use crate::cell::Cell;
use crate::state::State;
use crate::verify::Formed;
use crate::{CohortId, OrganisationId};
use alloc::vec::Vec;
use vocab::Day;

/// Applies an act that was checked.
pub(crate) fn apply(state: &mut State, event: &Event, act: &CohortAct) {
    match act {
        CohortAct::Admit(admission) => {
            admit(state, event.actor.expect("checked: an admission has an actor"), *admission);
        }
        CohortAct::Change(change) => changed(state, change),
        CohortAct::Complete { cohort, completed_on, heads } => {
            state.note_past(
                "cohort_completed",
                cohort.0,
                &Cell::new().day(*completed_on).u32(*heads),
            );
            state.cohort_mut(*cohort).completed_on = Some(*completed_on);
        }
        CohortAct::NameBody { cohort, body } => {
            let key = Cell::new().u32(cohort.0).u32(body.0);
            let value = Cell::new().day(event.on);
            state.digest.add("cohort_body", key.bytes(), value.bytes());
            state.cohort_mut(*cohort).named.push((*body, event.on));
        }
        CohortAct::ReportEnds(ends) => {
            for (session, count) in &ends.certified {
                let before = state.cohorts.reported(*session);
                let cell = (0 < before).then(|| Cell::new().u32(before));
                let after = before + count;
                state.exchange("cohort_reported", &session.0, cell, Cell::new().u32(after));
                state.cohorts.reported.insert(*session, after);
            }
            state.note("cohort_ends", ends.cohort.0, &ends_cell(event.on, ends));
            state.cohort_mut(ends.cohort).ends = Some((event.on, ends.clone()));
        }
    }
}

/// Says whether [`apply`] finds what it needs for an act that nobody checked.
pub(crate) fn applies(state: &State, act: &CohortAct) -> bool {
    let known = |id: CohortId| state.cohorts.get(id).is_some();
    match act {
        CohortAct::Admit(_) => true,
        CohortAct::Change(change) => {
            let on_the_way = |from, to| state.cohorts.on_the_way(from, to);
            known(change.cohort)
                && match change.change {
                    CohortChange::Leave | CohortChange::Repeat { .. } => true,
                    CohortChange::TransferOut { to } => {
                        on_the_way(change.cohort, to).checked_add(change.count).is_some()
                    }
                    CohortChange::TransferIn { from } => {
                        change.count <= on_the_way(from, change.cohort)
                    }
                }
        }
        CohortAct::Complete { cohort, .. } | CohortAct::NameBody { cohort, .. } => known(*cohort),
        CohortAct::ReportEnds(ends) => {
            // A session may stand twice where nobody checked.
            let sum: u64 = ends.certified.iter().map(|(_, count)| u64::from(*count)).sum();
            let most = |(session, _): &(_, _)| u64::from(state.cohorts.reported(*session)) + sum;
            known(ends.cohort) && ends.certified.iter().all(|c| most(c) <= u64::from(u32::MAX))
        }
    }
}

fn admit(state: &mut State, by: OrganisationId, admission: Admission) {
    state.note("cohort", admission.cohort.0, &admission_cell(by, &admission));
    let cohort = Cohort {
        by,
        admission,
        heads: admission.heads,
        named: Vec::new(),
        completed_on: None,
        ends: None,
    };
    state.cohorts.all.insert(admission.cohort, cohort);
}

fn changed(state: &mut State, change: &Change) {
    let cohort = state.cohort_mut(change.cohort);
    let (by, admission, before) = (cohort.by, cohort.admission, cohort.heads);
    cohort.heads = change.heads_after;
    // The cell comes with the first change; until then the admission's holds.
    let before = Cell::new().u32(before);
    let first = state.cohorts.changed.insert(change.cohort);
    let before = (!first).then_some(before);
    let after = Cell::new().u32(change.heads_after);
    state.exchange("cohort_heads", &change.cohort.0, before, after);
    match change.change {
        CohortChange::Leave => {}
        CohortChange::TransferOut { to } => {
            let waiting = state.cohorts.on_the_way(change.cohort, to);
            state.wait(change.cohort, to, waiting + change.count);
        }
        CohortChange::TransferIn { from } => {
            let waiting = state.cohorts.on_the_way(from, change.cohort);
            state.wait(from, change.cohort, waiting - change.count);
        }
        CohortChange::Repeat { into, expected_on } => {
            let (heads, root) = (change.count, change.root);
            admit(state, by, Admission { cohort: into, expected_on, heads, root, ..admission });
        }
    }
}

fn admission_cell(by: OrganisationId, a: &Admission) -> Cell {
    let kind = match a.kind {
        CohortKind::Student => 1,
        CohortKind::Apprentice => 2,
    };
    let plan = match a.plan {
        PlannedCertificate::Qualification => 1,
        PlannedCertificate::Level => 2,
    };
    let cell = Cell::new().u32(by.0).u8(kind).u16(a.occupation.0).u8(a.level.code() as u8);
    let cell = cell.u8(plan).day(a.admitted_on).day(a.expected_on).u32(a.heads);
    cell.raw(&a.root).u8(a.region)
}

fn ends_cell(on: Day, ends: &CohortEnds) -> Cell {
    let cell = Cell::new().day(on).u32(ends.certified.len() as u32);
    let certified =
        |cell: Cell, (session, count): &(crate::SessionId, u32)| cell.u32(session.0).u32(*count);
    let cell = ends.certified.iter().fold(cell, certified).u32(ends.unmet.len() as u32);
    let cell = ends.unmet.iter().fold(cell, |cell, (why, n)| cell.u8(why.code()).u32(*n));
    cell.raw(&ends.root)
}

impl Cohorts {
    /// Forms the cells again that are held here.
    pub(crate) fn form(&self, formed: &mut Formed) {
        for (id, cohort) in &self.all {
            formed.numbered("cohort", id.0, &admission_cell(cohort.by, &cohort.admission));
            if self.changed.contains(id) {
                formed.numbered("cohort_heads", id.0, &Cell::new().u32(cohort.heads));
            }
            for (body, on) in &cohort.named {
                let key = Cell::new().u32(id.0).u32(body.0);
                formed.cell("cohort_body", &key, &Cell::new().day(*on));
            }
            if let Some((on, ends)) = &cohort.ends {
                formed.numbered("cohort_ends", id.0, &ends_cell(*on, ends));
            }
        }
        for ((from, to), count) in &self.on_the_way {
            let key = Cell::new().u32(from.0).u32(to.0);
            formed.cell("cohort_way", &key, &Cell::new().u32(*count));
        }
        for (session, count) in &self.reported {
            formed.numbered("cohort_reported", session.0, &Cell::new().u32(*count));
        }
    }
}

impl State {
    fn cohort_mut(&mut self, id: CohortId) -> &mut Cohort {
        self.cohorts.all.get_mut(&id).expect("checked: the cohort exists")
    }

    /// Sets how many are on the way from one cohort to another; nobody leaves no cell.
    fn wait(&mut self, from: CohortId, to: CohortId, count: u32) {
        let key = Cell::new().u32(from.0).u32(to.0);
        let value = |n: u32| Cell::new().u32(n);
        let before = self.cohorts.on_the_way.remove(&(from, to)).map(value);
        let after = (0 < count).then(|| value(count));
        self.digest.exchange("cohort_way", key, before, after);
        if 0 < count {
            self.cohorts.on_the_way.insert((from, to), count);
        }
    }
}
