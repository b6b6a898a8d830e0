//! Acts about supervision as cells of the state's digest: one cell for each act.
//!
//! Source: docs/formats/state-digest.md, "Supervision". The map is the name of the kind, the key
//! the number of acts before it; the value who acted, the day, and what the act says, field by
//! field.
//! In scope: bytes. Out of scope: hashing (`digest`).

use super::act::{Related, SupervisionAct};
use super::code::DrawKind;
use crate::cell::Cell;
use crate::{Event, OrganisationId, SessionId};

/// Returns the value of the cell that an act adds. A revealed nonce stands with the root that fixed
/// the draw.
pub(super) fn value(event: &Event, act: &SupervisionAct, root: Option<&[u8; 32]>) -> Cell {
    let actor = event.actor.unwrap_or(OrganisationId(u32::MAX));
    let cell = Cell::new().u32(actor.0).day(event.on);
    match act {
        SupervisionAct::Hold(h) => {
            let cell = cell.u32(h.hold.0).u32(h.body.0).maybe(h.occupation, |c, r| c.u16(r.0));
            cell.maybe(h.session, |c, s| c.u32(s.0)).u8(h.reason.code())
        }
        SupervisionAct::Release(r) => {
            let cell = cell.u32(r.hold.0).u32(r.body.0).maybe(r.session, |c, s| c.u32(s.0));
            cell.maybe(r.until, Cell::day).u8(r.reason.code())
        }
        SupervisionAct::CommitPopulation(p) => {
            let cell = kind(cell.u32(p.draw.0), p.kind).raw(&p.root).u32(p.size).u16(p.pick);
            cell.u8(p.method).raw(&p.nonce)
        }
        SupervisionAct::CommitNonce { draw, commitment } => cell.u32(draw.0).raw(commitment),
        SupervisionAct::RevealNonce { draw, nonce } => {
            cell.u32(draw.0).raw(nonce).maybe(root, |c, root| c.raw(root))
        }
        SupervisionAct::Draw { draw, picks } => {
            let cell = cell.u32(draw.0).u32(picks.len() as u32);
            picks.iter().fold(cell, |c, pick| c.u32(*pick))
        }
        SupervisionAct::Inspection(i) => {
            let cell = cell.u32(i.inspection.0).maybe(i.draw, |c, (d, at)| c.u32(d.0).u32(at));
            let cell = cell.u32(i.body.0).maybe(i.session, |c, s| c.u32(s.0));
            let cell = cell.u32(i.inspectors.len() as u32);
            let cell = i.inspectors.iter().fold(cell, |c, s| c.u32(s.of.0).u32(s.number));
            cell.raw(&i.findings).u8(i.outcome.code())
        }
        _ => of_case(cell, act),
    }
}

fn of_case(cell: Cell, act: &SupervisionAct) -> Cell {
    match act {
        SupervisionAct::OpenCase(o) => {
            let cell = cell.u32(o.case.0).u32(o.subject.0).u8(o.grounds.code());
            let cell = cell.maybe(o.inspection, |c, i| c.u32(i.0)).maybe(o.draw, |c, d| c.u32(d.0));
            cell.raw(&o.commitment)
        }
        SupervisionAct::Finding(f) => {
            let cell = cell.u32(f.case.0).u8(f.code.code()).maybe(f.session, |c, s| c.u32(s.0));
            let cell = cell.u32(f.rows.len() as u32);
            let cell = f.rows.iter().fold(cell, |c, (first, last)| c.u32(*first).u32(*last));
            cell.raw(&f.commitment)
        }
        SupervisionAct::Rectify { case, due } => cell.u32(case.0).day(*due),
        SupervisionAct::Rectified { case, commitment }
        | SupervisionAct::Appeal { case, commitment } => cell.u32(case.0).raw(commitment),
        SupervisionAct::Sanction(s) => {
            let cell = cell.u32(s.case.0).u8(s.step.code()).maybe(s.until, Cell::day);
            cell.maybe(s.occupation, |c, r| c.u16(r.0))
        }
        SupervisionAct::DecideAppeal { case, upheld } => cell.u32(case.0).u8(u8::from(*upheld)),
        SupervisionAct::CloseCase { case } => cell.u32(case.0),
        SupervisionAct::DeclareRelation(r) => {
            let cell = match r.a {
                Related::Organisation(id) => cell.u32(id.0).u8(0),
                Related::Staff(staff) => cell.u32(staff.of.0).u8(1).u32(staff.number),
            };
            cell.u32(r.b.0).u8(r.kind.code()).day(r.from).maybe(r.until, Cell::day)
        }
        SupervisionAct::Hold(_)
        | SupervisionAct::Release(_)
        | SupervisionAct::CommitPopulation(_)
        | SupervisionAct::CommitNonce { .. }
        | SupervisionAct::RevealNonce { .. }
        | SupervisionAct::Draw { .. }
        | SupervisionAct::Inspection(_) => cell,
    }
}

fn kind(cell: Cell, kind: DrawKind) -> Cell {
    match kind {
        DrawKind::Bodies => cell.u8(1),
        DrawKind::Sessions { from, until } => cell.u8(2).day(from).day(until),
        DrawKind::Certificates(SessionId(session)) => cell.u8(3).u32(session),
    }
}
