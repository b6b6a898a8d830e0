//! Bytes of acts about supervision: kinds 70 to 89.
//!
//! Source: docs/formats/entry.cddl. In scope: bytes out. Out of scope: bytes in
//! (`entry_read/supervision`).

use super::{Cbor, Done, day};
use register::{DrawKind, Inspection, Population, Related, Relation, SupervisionAct};

/// The number that stands for the kind.
pub(crate) const fn kind(act: &SupervisionAct) -> u8 {
    match act {
        SupervisionAct::Hold(_) => 70,
        SupervisionAct::Release(_) => 71,
        SupervisionAct::CommitPopulation(_) => 72,
        SupervisionAct::CommitNonce { .. } => 73,
        SupervisionAct::RevealNonce { .. } => 74,
        SupervisionAct::Draw { .. } => 75,
        SupervisionAct::Inspection(_) => 76,
        SupervisionAct::OpenCase(_) => 77,
        SupervisionAct::Finding(_) => 78,
        SupervisionAct::Rectify { .. } => 79,
        SupervisionAct::Rectified { .. } => 80,
        SupervisionAct::Sanction(_) => 81,
        SupervisionAct::Appeal { .. } => 82,
        SupervisionAct::DecideAppeal { .. } => 83,
        SupervisionAct::CloseCase { .. } => 84,
        SupervisionAct::DeclareRelation(_) => 85,
    }
}

/// Writes the body.
pub(super) fn body(e: &mut Cbor, act: &SupervisionAct) -> Done {
    match act {
        SupervisionAct::Hold(h) => {
            e.array(5)?.u32(h.hold.0)?.u32(h.body.0)?;
            maybe(e, h.occupation.map(|row| u32::from(row.0)))?;
            maybe(e, h.session.map(|session| session.0))?;
            e.u8(h.reason.code())?;
        }
        SupervisionAct::Release(r) => {
            e.array(5)?.u32(r.hold.0)?.u32(r.body.0)?;
            maybe(e, r.session.map(|session| session.0))?;
            day(e, r.until)?;
            e.u8(r.reason.code())?;
        }
        SupervisionAct::CommitPopulation(p) => population(e, p)?,
        SupervisionAct::CommitNonce { draw, commitment: bytes }
        | SupervisionAct::RevealNonce { draw, nonce: bytes } => {
            e.array(2)?.u32(draw.0)?.bytes(bytes)?;
        }
        SupervisionAct::Draw { draw, picks } => {
            e.array(2)?.u32(draw.0)?.array(picks.len() as u64)?;
            for pick in picks {
                e.u32(*pick)?;
            }
        }
        SupervisionAct::Inspection(i) => inspection(e, i)?,
        SupervisionAct::DeclareRelation(r) => relation(e, r)?,
        _ => of_case(e, act)?,
    }
    Ok(())
}

fn of_case(e: &mut Cbor, act: &SupervisionAct) -> Done {
    match act {
        SupervisionAct::OpenCase(o) => {
            e.array(6)?.u32(o.case.0)?.u32(o.subject.0)?.u8(o.grounds.code())?;
            maybe(e, o.inspection.map(|id| id.0))?;
            maybe(e, o.draw.map(|id| id.0))?;
            e.bytes(&o.commitment)?;
        }
        SupervisionAct::Finding(f) => {
            e.array(5)?.u32(f.case.0)?.u8(f.code.code())?;
            maybe(e, f.session.map(|session| session.0))?;
            e.array(f.rows.len() as u64)?;
            for (first, last) in &f.rows {
                e.array(2)?.u32(*first)?.u32(*last)?;
            }
            e.bytes(&f.commitment)?;
        }
        SupervisionAct::Rectify { case, due } => {
            e.array(2)?.u32(case.0)?.i32(due.0)?;
        }
        SupervisionAct::Rectified { case, commitment }
        | SupervisionAct::Appeal { case, commitment } => {
            e.array(2)?.u32(case.0)?.bytes(commitment)?;
        }
        SupervisionAct::Sanction(s) => {
            e.array(4)?.u32(s.case.0)?.u8(s.step.code())?;
            day(e, s.until)?;
            maybe(e, s.occupation.map(|row| u32::from(row.0)))?;
        }
        SupervisionAct::DecideAppeal { case, upheld } => {
            e.array(2)?.u32(case.0)?.bool(*upheld)?;
        }
        SupervisionAct::CloseCase { case } => {
            e.array(1)?.u32(case.0)?;
        }
        SupervisionAct::Hold(_)
        | SupervisionAct::Release(_)
        | SupervisionAct::CommitPopulation(_)
        | SupervisionAct::CommitNonce { .. }
        | SupervisionAct::RevealNonce { .. }
        | SupervisionAct::Draw { .. }
        | SupervisionAct::Inspection(_)
        | SupervisionAct::DeclareRelation(_) => {}
    }
    Ok(())
}

fn population(e: &mut Cbor, p: &Population) -> Done {
    e.array(7)?.u32(p.draw.0)?;
    match p.kind {
        DrawKind::Bodies => e.array(1)?.u8(1)?,
        DrawKind::Sessions { from, until } => e.array(3)?.u8(2)?.i32(from.0)?.i32(until.0)?,
        DrawKind::Certificates(session) => e.array(2)?.u8(3)?.u32(session.0)?,
    };
    e.bytes(&p.root)?.u32(p.size)?.u16(p.pick)?.u8(p.method)?.bytes(&p.nonce)?;
    Ok(())
}

fn inspection(e: &mut Cbor, i: &Inspection) -> Done {
    e.array(7)?.u32(i.inspection.0)?;
    match i.draw {
        Some((draw, place)) => e.array(2)?.u32(draw.0)?.u32(place)?,
        None => e.null()?,
    };
    e.u32(i.body.0)?;
    maybe(e, i.session.map(|session| session.0))?;
    e.array(i.inspectors.len() as u64)?;
    for staff in &i.inspectors {
        e.array(2)?.u32(staff.of.0)?.u32(staff.number)?;
    }
    e.bytes(&i.findings)?.u8(i.outcome.code())?;
    Ok(())
}

fn relation(e: &mut Cbor, r: &Relation) -> Done {
    e.array(5)?;
    match r.a {
        Related::Organisation(id) => e.array(1)?.u32(id.0)?,
        Related::Staff(staff) => e.array(2)?.u32(staff.of.0)?.u32(staff.number)?,
    };
    e.u32(r.b.0)?.u8(r.kind.code())?.i32(r.from.0)?;
    day(e, r.until)
}

fn maybe(e: &mut Cbor, number: Option<u32>) -> Done {
    match number {
        Some(number) => e.u32(number)?,
        None => e.null()?,
    };
    Ok(())
}
