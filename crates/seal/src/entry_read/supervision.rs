//! Reading acts about supervision: kinds 70 to 89.
//!
//! Source: docs/formats/entry.cddl. In scope: form and ranges. Out of scope: bytes out
//! (`entry_bytes/supervision`).

use super::Reader;
use crate::entry_error::EntryError;
use core::ops::RangeInclusive;
use register::{
    CaseId, DrawId, DrawKind, Finding, FindingCode, Grounds, Hold, HoldId, HoldReason, Inspection,
    InspectionId, InspectionOutcome, OpenCase, OrganisationId, Population, Related, Relation,
    RelationKind, Release, ReleaseReason, RowId, Sanction, SanctionStep, SessionId, StaffId,
    SupervisionAct,
};

/// The kinds that are kept for these acts.
pub(super) const KINDS: RangeInclusive<u8> = 70..=89;

/// Reads the body of an act of that kind.
pub(super) fn body(r: &mut Reader<'_>, kind: u8) -> Result<SupervisionAct, EntryError> {
    let items = match kind {
        70 | 71 | 78 | 85 => 5,
        72 | 76 => 7,
        73 | 74 | 75 | 79 | 80 | 82 | 83 => 2,
        77 => 6,
        81 => 4,
        84 => 1,
        _ => return Err(EntryError::Kind(kind)),
    };
    r.items(items)?;
    Ok(match kind {
        70 => SupervisionAct::Hold(Hold {
            hold: HoldId(r.u32()?),
            body: OrganisationId(r.u32()?),
            occupation: r.maybe(Reader::u16)?.map(RowId),
            session: r.maybe(Reader::u32)?.map(SessionId),
            reason: code(r, HoldReason::from_code, "reason of a hold")?,
        }),
        71 => SupervisionAct::Release(Release {
            hold: HoldId(r.u32()?),
            body: OrganisationId(r.u32()?),
            session: r.maybe(Reader::u32)?.map(SessionId),
            until: r.maybe(Reader::day)?,
            reason: code(r, ReleaseReason::from_code, "reason of a release")?,
        }),
        72 => SupervisionAct::CommitPopulation(Population {
            draw: DrawId(r.u32()?),
            kind: draw_kind(r)?,
            root: r.fixed("root")?,
            size: r.u32()?,
            pick: r.u16()?,
            method: r.u8()?,
            nonce: r.fixed("nonce")?,
        }),
        73 => SupervisionAct::CommitNonce {
            draw: DrawId(r.u32()?),
            commitment: r.fixed("commitment")?,
        },
        74 => SupervisionAct::RevealNonce { draw: DrawId(r.u32()?), nonce: r.fixed("nonce")? },
        75 => SupervisionAct::Draw { draw: DrawId(r.u32()?), picks: r.list(Reader::u32)? },
        76 => SupervisionAct::Inspection(inspection(r)?),
        85 => SupervisionAct::DeclareRelation(relation(r)?),
        _ => of_case(r, kind)?,
    })
}

fn of_case(r: &mut Reader<'_>, kind: u8) -> Result<SupervisionAct, EntryError> {
    let case = CaseId(r.u32()?);
    Ok(match kind {
        77 => SupervisionAct::OpenCase(OpenCase {
            case,
            subject: OrganisationId(r.u32()?),
            grounds: code(r, Grounds::from_code, "grounds of a case")?,
            inspection: r.maybe(Reader::u32)?.map(InspectionId),
            draw: r.maybe(Reader::u32)?.map(DrawId),
            commitment: r.fixed("commitment")?,
        }),
        78 => SupervisionAct::Finding(Finding {
            case,
            code: code(r, FindingCode::from_code, "finding")?,
            session: r.maybe(Reader::u32)?.map(SessionId),
            rows: r.list(|r| {
                r.items(2)?;
                Ok((r.u32()?, r.u32()?))
            })?,
            commitment: r.fixed("commitment")?,
        }),
        79 => SupervisionAct::Rectify { case, due: r.day()? },
        80 => SupervisionAct::Rectified { case, commitment: r.fixed("commitment")? },
        81 => SupervisionAct::Sanction(Sanction {
            case,
            step: code(r, SanctionStep::from_code, "step of a sanction")?,
            until: r.maybe(Reader::day)?,
            occupation: r.maybe(Reader::u16)?.map(RowId),
        }),
        82 => SupervisionAct::Appeal { case, commitment: r.fixed("commitment")? },
        83 => SupervisionAct::DecideAppeal { case, upheld: r.bool()? },
        _ => SupervisionAct::CloseCase { case },
    })
}

fn draw_kind(r: &mut Reader<'_>) -> Result<DrawKind, EntryError> {
    let items = r.array()?;
    match (r.u8()?, items) {
        (1, 1) => Ok(DrawKind::Bodies),
        (2, 3) => Ok(DrawKind::Sessions { from: r.day()?, until: r.day()? }),
        (3, 2) => Ok(DrawKind::Certificates(SessionId(r.u32()?))),
        (1..=3, _) => Err(r.form()),
        _ => Err(EntryError::Value("kind of a draw")),
    }
}

fn inspection(r: &mut Reader<'_>) -> Result<Inspection, EntryError> {
    Ok(Inspection {
        inspection: InspectionId(r.u32()?),
        draw: r.maybe(|r| {
            r.items(2)?;
            Ok((DrawId(r.u32()?), r.u32()?))
        })?,
        body: OrganisationId(r.u32()?),
        session: r.maybe(Reader::u32)?.map(SessionId),
        inspectors: r.list(|r| {
            r.items(2)?;
            staff(r)
        })?,
        findings: r.fixed("findings")?,
        outcome: code(r, InspectionOutcome::from_code, "outcome of an inspection")?,
    })
}

fn relation(r: &mut Reader<'_>) -> Result<Relation, EntryError> {
    let a = match r.array()? {
        1 => Related::Organisation(OrganisationId(r.u32()?)),
        2 => Related::Staff(staff(r)?),
        _ => return Err(r.form()),
    };
    Ok(Relation {
        a,
        b: OrganisationId(r.u32()?),
        kind: code(r, RelationKind::from_code, "kind of a relation")?,
        from: r.day()?,
        until: r.maybe(Reader::day)?,
    })
}

fn staff(r: &mut Reader<'_>) -> Result<StaffId, EntryError> {
    Ok(StaffId { of: OrganisationId(r.u32()?), number: r.u32()? })
}

fn code<T>(
    r: &mut Reader<'_>,
    read: impl Fn(u8) -> Option<T>,
    what: &'static str,
) -> Result<T, EntryError> {
    read(r.u8()?).ok_or(EntryError::Value(what))
}
