//! Reading acts about cohorts: kinds 25 to 29.
//!
//! Source: docs/formats/entry.cddl. In scope: form and ranges. Out of scope: bytes out
//! (`entry_bytes/cohort`).

use super::Reader;
use crate::entry_error::EntryError;
use core::ops::RangeInclusive;
use register::{
    Admission, Change, ChangeReason, CohortAct, CohortChange, CohortEnds, CohortId, CohortKind,
    OrganisationId, PlannedCertificate, RowId, SessionId, UnmetReason,
};

/// The kinds that are kept for these acts.
pub(super) const KINDS: RangeInclusive<u8> = 25..=29;

/// Reads the body of an act of that kind.
pub(super) fn body(r: &mut Reader<'_>, kind: u8) -> Result<CohortAct, EntryError> {
    Ok(match kind {
        25 => CohortAct::Admit(admission(r)?),
        26 => {
            r.items(6)?;
            CohortAct::Change(Change {
                cohort: CohortId(r.u32()?),
                change: change(r)?,
                count: r.u32()?,
                heads_after: r.u32()?,
                root: r.fixed("root")?,
                reason: coded(r, ChangeReason::ALL, ChangeReason::code, "reason of a change")?,
            })
        }
        27 => {
            r.items(3)?;
            let cohort = CohortId(r.u32()?);
            CohortAct::Complete { cohort, completed_on: r.day()?, heads: r.u32()? }
        }
        28 => {
            r.items(2)?;
            CohortAct::NameBody { cohort: CohortId(r.u32()?), body: OrganisationId(r.u32()?) }
        }
        29 => CohortAct::ReportEnds(ends(r)?),
        _ => return Err(EntryError::Kind(kind)),
    })
}

fn admission(r: &mut Reader<'_>) -> Result<Admission, EntryError> {
    r.items(10)?;
    let cohort = CohortId(r.u32()?);
    let kind = match r.u8()? {
        1 => CohortKind::Student,
        2 => CohortKind::Apprentice,
        _ => return Err(EntryError::Value("kind of cohort")),
    };
    let (occupation, level) = (RowId(r.u16()?), r.level()?);
    let plan = match r.u8()? {
        1 => PlannedCertificate::Qualification,
        2 => PlannedCertificate::Level,
        _ => return Err(EntryError::Value("planned certificate")),
    };
    let (admitted_on, expected_on, heads) = (r.day()?, r.day()?, r.u32()?);
    let (root, region) = (r.fixed("root")?, r.u8()?);
    if !(10..=99).contains(&region) {
        return Err(EntryError::Value("region"));
    }
    let admission = Admission {
        cohort,
        kind,
        occupation,
        level,
        plan,
        admitted_on,
        expected_on,
        heads,
        root,
        region,
    };
    Ok(admission)
}

fn change(r: &mut Reader<'_>) -> Result<CohortChange, EntryError> {
    let items = r.array()?;
    Ok(match (r.u8()?, items) {
        (1, 1) => CohortChange::Leave,
        (2, 2) => CohortChange::TransferOut { to: CohortId(r.u32()?) },
        (3, 2) => CohortChange::TransferIn { from: CohortId(r.u32()?) },
        (4, 3) => CohortChange::Repeat { into: CohortId(r.u32()?), expected_on: r.day()? },
        _ => return Err(EntryError::Value("change of a cohort")),
    })
}

fn ends(r: &mut Reader<'_>) -> Result<CohortEnds, EntryError> {
    r.items(4)?;
    Ok(CohortEnds {
        cohort: CohortId(r.u32()?),
        certified: r.list(|r| {
            r.items(2)?;
            Ok((SessionId(r.u32()?), r.u32()?))
        })?,
        unmet: r.list(|r| {
            r.items(2)?;
            let why = coded(r, UnmetReason::ALL, UnmetReason::code, "reason for none")?;
            Ok((why, r.u32()?))
        })?,
        root: r.fixed("root")?,
    })
}

/// Reads a value of a closed list by its code.
fn coded<T: Copy>(
    r: &mut Reader<'_>,
    all: &[T],
    code: impl Fn(T) -> u8,
    field: &'static str,
) -> Result<T, EntryError> {
    let read = r.u8()?;
    all.iter().copied().find(|value| code(*value) == read).ok_or(EntryError::Value(field))
}
