//! Applying acts about supervision, and what landmarks and batches do to it.
//!
//! In scope: the state and its digest. Out of scope: whether an act may be done (`check`).
//! What an act does not find, it leaves: `applies` says beforehand that it finds everything.

use super::act::{CaseId, DrawId, Related, SupervisionAct};
use super::state::{Case, DrawState, Held, Inspected, Released, Sanctioned};
use super::{cells, check, population};
use crate::cell::Cell;
use crate::state::State;
use crate::{Event, OrganisationId};
use alloc::vec::Vec;
use vocab::Day;

/// Applies an act that was checked.
pub(crate) fn apply(state: &mut State, event: &Event, act: &SupervisionAct) {
    let Some(by) = event.actor else { return };
    let root = match act {
        SupervisionAct::RevealNonce { draw, .. } => {
            let draw = state.supervision.draw(*draw);
            draw.and_then(|draw| draw.landmark).map(|(_, root, _)| root)
        }
        _ => None,
    };
    let key = Cell::new().u64(state.version);
    let value = cells::value(event, act, root.as_ref());
    state.digest.add_past(act.name(), key.bytes(), value.bytes());
    match act {
        SupervisionAct::Hold(hold) => {
            let held = Held { hold: *hold, by, on: event.on, release: None };
            state.supervision.holds.insert(hold.hold, held);
            state.supervision.held.entry(hold.body).or_default().push(hold.hold);
        }
        SupervisionAct::Release(release) => {
            if let Some(held) = state.supervision.holds.get_mut(&release.hold) {
                let (release, on) = (*release, event.on);
                held.release = Some(Released { release, by, on, used: false });
            }
        }
        SupervisionAct::CommitPopulation(p) => {
            let numbers = match state.partial {
                true => Vec::new(),
                false => population::numbers(state, p.kind),
            };
            let draw = DrawState {
                population: *p,
                by,
                on: event.on,
                numbers,
                witness: None,
                landmark: None,
                nonce: None,
                witness_nonce: None,
                picks: None,
            };
            state.supervision.draws.insert(p.draw, draw);
        }
        SupervisionAct::CommitNonce { draw, commitment } => {
            change(state, *draw, |d| d.witness = Some((by, *commitment)));
            state.supervision.waiting.insert(*draw);
        }
        SupervisionAct::RevealNonce { draw, nonce } => change(state, *draw, |d| match by == d.by {
            true => d.nonce = Some(*nonce),
            false => d.witness_nonce = Some(*nonce),
        }),
        SupervisionAct::Draw { draw, picks } => change(state, *draw, |d| {
            let number = |pick: &u32| d.numbers.get(*pick as usize).copied();
            d.numbers = picks.iter().filter_map(number).collect();
            d.picks = Some(picks.clone());
        }),
        SupervisionAct::Inspection(inspection) => {
            let inspected = Inspected { inspection: inspection.clone(), by, on: event.on };
            state.supervision.inspections.insert(inspection.inspection, inspected);
        }
        SupervisionAct::DeclareRelation(relation) => {
            for id in [relation.a.organisation(), relation.b] {
                state.supervision.relations.entry(id).or_default().push(*relation);
            }
        }
        _ => of_case(state, (by, event.on), act),
    }
}

fn of_case(state: &mut State, (by, on): (OrganisationId, Day), act: &SupervisionAct) {
    match act {
        SupervisionAct::OpenCase(open) => {
            let case = Case {
                open: *open,
                by,
                on,
                findings: Vec::new(),
                due: None,
                rectified_on: None,
                sanctions: Vec::new(),
                closed_on: None,
            };
            state.supervision.cases.insert(open.case, case);
            state.supervision.subjects.entry(open.subject).or_default().push(open.case);
        }
        SupervisionAct::Finding(finding) => {
            amend(state, finding.case, |case| case.findings.push(finding.clone()));
        }
        SupervisionAct::Rectify { case, due } => amend(state, *case, |case| {
            (case.due, case.rectified_on) = (Some(*due), None);
        }),
        SupervisionAct::Rectified { case, .. } => {
            amend(state, *case, |case| case.rectified_on = Some(on));
        }
        SupervisionAct::Sanction(sanction) => amend(state, sanction.case, |case| {
            let sanction = *sanction;
            case.sanctions.push(Sanctioned { sanction, by, on, appealed_on: None, upheld: None });
        }),
        SupervisionAct::Appeal { case, .. } => {
            last(state, *case, |sanctioned| sanctioned.appealed_on = Some(on));
        }
        SupervisionAct::DecideAppeal { case, upheld } => {
            last(state, *case, |sanctioned| sanctioned.upheld = Some(*upheld));
        }
        SupervisionAct::CloseCase { case } => amend(state, *case, |case| case.closed_on = Some(on)),
        SupervisionAct::Hold(_)
        | SupervisionAct::Release(_)
        | SupervisionAct::CommitPopulation(_)
        | SupervisionAct::CommitNonce { .. }
        | SupervisionAct::RevealNonce { .. }
        | SupervisionAct::Draw { .. }
        | SupervisionAct::Inspection(_)
        | SupervisionAct::DeclareRelation(_) => {}
    }
}

/// A landmark fixes the draws that wait for one, and touches nothing else.
pub(crate) fn landmark(state: &mut State, size: u64, root: &[u8; 32], day: Day) {
    while let Some(draw) = state.supervision.waiting.pop_first() {
        change(state, draw, |d| d.landmark = Some((size, *root, day)));
    }
}

fn change(state: &mut State, id: DrawId, how: impl FnOnce(&mut DrawState)) {
    if let Some(draw) = state.supervision.draws.get_mut(&id) {
        how(draw);
    }
}

fn amend(state: &mut State, id: CaseId, how: impl FnOnce(&mut Case)) {
    if let Some(case) = state.supervision.cases.get_mut(&id) {
        how(case);
    }
}

fn last(state: &mut State, id: CaseId, how: impl FnOnce(&mut Sanctioned)) {
    amend(state, id, |case| {
        if let Some(last) = case.sanctions.last_mut() {
            how(last);
        }
    });
}

/// Says whether [`apply`] finds what it needs for an act that nobody checked.
pub(crate) fn applies(state: &State, act: &SupervisionAct) -> bool {
    let s = &state.supervision;
    let draw = |id: &DrawId| s.draw(*id).is_some();
    let case = |id: &CaseId| s.case(*id).is_some();
    match act {
        SupervisionAct::Hold(hold) => s.hold(hold.hold).is_none(),
        SupervisionAct::Release(release) => check::knows_hold(state, release.hold),
        SupervisionAct::CommitPopulation(p) => !draw(&p.draw),
        SupervisionAct::CommitNonce { draw: id, .. }
        | SupervisionAct::RevealNonce { draw: id, .. }
        | SupervisionAct::Draw { draw: id, .. } => draw(id),
        SupervisionAct::Inspection(i) => s.inspection(i.inspection).is_none(),
        SupervisionAct::OpenCase(open) => !case(&open.case),
        SupervisionAct::Finding(finding) => case(&finding.case),
        SupervisionAct::Rectify { case: id, .. }
        | SupervisionAct::Rectified { case: id, .. }
        | SupervisionAct::CloseCase { case: id } => case(id),
        SupervisionAct::Sanction(sanction) => case(&sanction.case),
        SupervisionAct::Appeal { case: id, .. } | SupervisionAct::DecideAppeal { case: id, .. } => {
            s.case(*id).is_some_and(|case| !case.sanctions.is_empty())
        }
        SupervisionAct::DeclareRelation(relation) => match relation.a {
            Related::Organisation(a) => a != relation.b,
            Related::Staff(staff) => staff.of != relation.b,
        },
    }
}
