//! Bytes of acts about cohorts: kinds 25 to 29.
//!
//! Source: docs/formats/entry.cddl. In scope: bytes out. Out of scope: bytes in
//! (`entry_read/cohort`).

use super::{Cbor, Done};
use register::{Admission, CohortAct, CohortChange, CohortEnds, CohortKind, PlannedCertificate};

/// The number that stands for the kind.
pub(crate) const fn kind(act: &CohortAct) -> u8 {
    match act {
        CohortAct::Admit(_) => 25,
        CohortAct::Change(_) => 26,
        CohortAct::Complete { .. } => 27,
        CohortAct::NameBody { .. } => 28,
        CohortAct::ReportEnds(_) => 29,
    }
}

/// Writes the body.
pub(super) fn body(e: &mut Cbor, act: &CohortAct) -> Done {
    match act {
        CohortAct::Admit(admission) => admit(e, admission)?,
        CohortAct::Change(c) => {
            e.array(6)?.u32(c.cohort.0)?;
            change(e, c.change)?;
            e.u32(c.count)?.u32(c.heads_after)?.bytes(&c.root)?.u8(c.reason.code())?;
        }
        CohortAct::Complete { cohort, completed_on, heads } => {
            e.array(3)?.u32(cohort.0)?.i32(completed_on.0)?.u32(*heads)?;
        }
        CohortAct::NameBody { cohort, body } => {
            e.array(2)?.u32(cohort.0)?.u32(body.0)?;
        }
        CohortAct::ReportEnds(reported) => ends(e, reported)?,
    }
    Ok(())
}

fn admit(e: &mut Cbor, a: &Admission) -> Done {
    let kind = match a.kind {
        CohortKind::Student => 1,
        CohortKind::Apprentice => 2,
    };
    let plan = match a.plan {
        PlannedCertificate::Qualification => 1,
        PlannedCertificate::Level => 2,
    };
    e.array(10)?.u32(a.cohort.0)?.u8(kind)?.u16(a.occupation.0)?;
    e.u8(a.level.code() as u8 - b'0')?.u8(plan)?.i32(a.admitted_on.0)?.i32(a.expected_on.0)?;
    e.u32(a.heads)?.bytes(&a.root)?.u8(a.region)?;
    Ok(())
}

fn change(e: &mut Cbor, change: CohortChange) -> Done {
    match change {
        CohortChange::Leave => e.array(1)?.u8(1)?,
        CohortChange::TransferOut { to } => e.array(2)?.u8(2)?.u32(to.0)?,
        CohortChange::TransferIn { from } => e.array(2)?.u8(3)?.u32(from.0)?,
        CohortChange::Repeat { into, expected_on } => {
            e.array(3)?.u8(4)?.u32(into.0)?.i32(expected_on.0)?
        }
    };
    Ok(())
}

fn ends(e: &mut Cbor, ends: &CohortEnds) -> Done {
    e.array(4)?.u32(ends.cohort.0)?.array(ends.certified.len() as u64)?;
    for (session, count) in &ends.certified {
        e.array(2)?.u32(session.0)?.u32(*count)?;
    }
    e.array(ends.unmet.len() as u64)?;
    for (why, count) in &ends.unmet {
        e.array(2)?.u8(why.code())?.u32(*count)?;
    }
    e.bytes(&ends.root)?;
    Ok(())
}
