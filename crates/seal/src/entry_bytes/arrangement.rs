//! Bytes of acts about arrangements: kinds 45 to 54.
//!
//! Source: docs/formats/entry.cddl. In scope: bytes out. Out of scope: bytes in
//! (`entry_read/arrangement`).

use super::{Cbor, Done};
use alloc::string::ToString;
use register::{Part, RevisionReason, RoomUse, SessionAct, StaffId};

/// The number that stands for the kind.
pub(crate) const fn kind(act: &SessionAct) -> u8 {
    match act {
        SessionAct::Arrange(_) => 45,
        SessionAct::SignIn { .. } => 46,
        SessionAct::Object { .. } => 47,
        SessionAct::DecideObjection { .. } => 48,
        SessionAct::ReviseResults { .. } => 49,
        SessionAct::Archive(_) => 50,
        SessionAct::Lend { .. } => 51,
        SessionAct::DeclareRelation { .. } => 52,
    }
}

/// Writes the body.
pub(super) fn body(e: &mut Cbor, act: &SessionAct) -> Done {
    match act {
        SessionAct::Arrange(a) => {
            e.array(5)?.u32(a.session.0)?.bytes(&a.standard)?.str(&a.site.to_string())?;
            e.array(a.rooms.len() as u64)?;
            a.rooms.iter().try_for_each(|r| room(e, r))?;
            e.bytes(&a.root)?;
        }
        SessionAct::SignIn { session, present, root } => {
            e.array(3)?.u32(session.0)?.u32(*present)?.bytes(root)?;
        }
        SessionAct::Object { session, objection, commitment } => {
            e.array(3)?.u32(session.0)?.u32(*objection)?.bytes(commitment)?;
        }
        SessionAct::DecideObjection { session, objection, upheld } => {
            e.array(3)?.u32(session.0)?.u32(*objection)?.bool(*upheld)?;
        }
        SessionAct::ReviseResults { session, sat, passed, root, reason } => {
            let reason = match reason {
                RevisionReason::Marking => 1,
                RevisionReason::Recording => 2,
                RevisionReason::Irregularity => 3,
            };
            e.array(5)?.u32(session.0)?.u32(*sat)?.u32(*passed)?.bytes(root)?.u8(reason)?;
        }
        SessionAct::Archive(list) => {
            e.array(5)?.u32(list.session.0)?.u8(list.present)?.bytes(&list.root)?;
            e.i32(list.paper_until.0)?.i32(list.electronic_until.0)?;
        }
        SessionAct::Lend { staff: id, to, from, until } => {
            e.array(4)?;
            staff(e, id)?;
            e.u32(to.0)?.i32(from.0)?.i32(until.0)?;
        }
        SessionAct::DeclareRelation { session, staff: id } => {
            e.array(2)?.u32(session.0)?;
            staff(e, id)?;
        }
    }
    Ok(())
}

fn room(e: &mut Cbor, r: &RoomUse) -> Done {
    let part = match r.part {
        Part::Theory => 1,
        Part::Skill => 2,
        Part::Review => 3,
    };
    e.array(8)?.u16(r.room)?.u16(r.seats)?.u16(r.candidates)?.u8(part)?;
    e.i64(r.from.0)?.i64(r.until.0)?;
    for all in [&r.invigilators, &r.examiners] {
        e.array(all.len() as u64)?;
        all.iter().try_for_each(|id| staff(e, id))?;
    }
    Ok(())
}

fn staff(e: &mut Cbor, id: &StaffId) -> Done {
    e.array(2)?.u32(id.of.0)?.u32(id.number)?;
    Ok(())
}
