//! Reading acts about arrangements: kinds 45 to 54.
//!
//! Source: docs/formats/entry.cddl. In scope: form and ranges. Out of scope: bytes out
//! (`entry_bytes/arrangement`).

use super::Reader;
use crate::entry_error::EntryError;
use core::ops::RangeInclusive;
use register::{
    ArchiveList, Arrangement, OrganisationId, Part, RevisionReason, RoomUse, SessionAct, SessionId,
    StaffId,
};
use vocab::Instant;

/// The kinds that are kept for these acts.
pub(super) const KINDS: RangeInclusive<u8> = 45..=54;

/// Reads the body of an act of that kind.
pub(super) fn body(r: &mut Reader<'_>, kind: u8) -> Result<SessionAct, EntryError> {
    let items = match kind {
        45 | 49 | 50 => 5,
        46..=48 => 3,
        51 => 4,
        52 => 2,
        _ => return Err(EntryError::Kind(kind)),
    };
    r.items(items)?;
    if kind == 51 {
        return Ok(SessionAct::Lend {
            staff: staff(r)?,
            to: OrganisationId(r.u32()?),
            from: r.day()?,
            until: r.day()?,
        });
    }
    let session = SessionId(r.u32()?);
    Ok(match kind {
        45 => SessionAct::Arrange(Arrangement {
            session,
            standard: r.fixed("standard")?,
            site: r.text()?.parse().map_err(|_| EntryError::Value("site"))?,
            rooms: r.list(room)?,
            root: r.fixed("root")?,
        }),
        46 => SessionAct::SignIn { session, present: r.u32()?, root: r.fixed("root")? },
        47 => {
            SessionAct::Object { session, objection: r.u32()?, commitment: r.fixed("commitment")? }
        }
        48 => SessionAct::DecideObjection { session, objection: r.u32()?, upheld: r.bool()? },
        49 => SessionAct::ReviseResults {
            session,
            sat: r.u32()?,
            passed: r.u32()?,
            root: r.fixed("root")?,
            reason: match r.u8()? {
                1 => RevisionReason::Marking,
                2 => RevisionReason::Recording,
                3 => RevisionReason::Irregularity,
                _ => return Err(EntryError::Value("reason")),
            },
        },
        50 => SessionAct::Archive(ArchiveList {
            session,
            present: r.u8()?,
            root: r.fixed("root")?,
            paper_until: r.day()?,
            electronic_until: r.day()?,
        }),
        _ => SessionAct::DeclareRelation { session, staff: staff(r)? },
    })
}

fn room(r: &mut Reader<'_>) -> Result<RoomUse, EntryError> {
    r.items(8)?;
    Ok(RoomUse {
        room: r.u16()?,
        seats: r.u16()?,
        candidates: r.u16()?,
        part: match r.u8()? {
            1 => Part::Theory,
            2 => Part::Skill,
            3 => Part::Review,
            _ => return Err(EntryError::Value("part")),
        },
        from: Instant(r.instant()?),
        until: Instant(r.instant()?),
        invigilators: r.list(staff)?,
        examiners: r.list(staff)?,
    })
}

fn staff(r: &mut Reader<'_>) -> Result<StaffId, EntryError> {
    r.items(2)?;
    Ok(StaffId { of: OrganisationId(r.u32()?), number: r.u32()? })
}
