//! Reading acts about bodies: kinds 30 to 44.
//!
//! Source: docs/formats/entry.cddl. In scope: form and ranges. Out of scope: bytes out
//! (`entry_bytes/body`).

use super::{Reader, organisation};
use crate::entry_error::EntryError;
use alloc::vec::Vec;
use core::ops::RangeInclusive;
use register::{
    ApplicationId, Applied, BodyAct, BodyReason, CentreOf, Grant, OrganisationId, OrganisationKind,
    Particulars, ReviewStep, RowId, Site, StaffId,
};
use vocab::Level;

/// The kinds that are kept for these acts.
pub(super) const KINDS: RangeInclusive<u8> = 30..=44;

/// Reads the body of an act of that kind.
pub(super) fn body(r: &mut Reader<'_>, kind: u8) -> Result<BodyAct, EntryError> {
    match kind {
        30 => {
            r.items(3)?;
            let id = OrganisationId(r.u32()?);
            let organisation = organisation(r)?;
            Ok(BodyAct::Register { id, organisation, particulars: particulars(r)? })
        }
        31 => {
            r.items(2)?;
            let organisation = OrganisationId(r.u32()?);
            Ok(BodyAct::Describe { organisation, particulars: particulars(r)? })
        }
        32 => Ok(BodyAct::Apply(applied(r)?)),
        33 => {
            r.items(2)?;
            Ok(BodyAct::Review { application: ApplicationId(r.u32()?), step: step(r)? })
        }
        34 => Ok(BodyAct::Grant(grant(r)?)),
        35..=41 => change(r, kind),
        _ => Err(EntryError::Kind(kind)),
    }
}

fn change(r: &mut Reader<'_>, kind: u8) -> Result<BodyAct, EntryError> {
    let items = [3, 2, 4, 2, 2, 3, 1][usize::from(kind - 35)];
    r.items(items)?;
    let body = OrganisationId(r.u32()?);
    Ok(match kind {
        35 => BodyAct::Amend { body, scope: scope(r)?, standard_exists: r.bool()? },
        36 => BodyAct::Renew { body, until: r.day()? },
        37 => BodyAct::Suspend {
            body,
            occupation: r.maybe(Reader::u16)?.map(RowId),
            until: r.maybe(Reader::day)?,
            reason: reason(r)?,
        },
        38 => BodyAct::Reinstate { body, occupation: r.maybe(Reader::u16)?.map(RowId) },
        39 => BodyAct::Remove { body, reason: reason(r)? },
        40 => BodyAct::ChangeSite { body, site: site(r)?, open: r.bool()? },
        _ => BodyAct::Convert { centre: body },
    })
}

fn applied(r: &mut Reader<'_>) -> Result<Applied, EntryError> {
    r.items(6)?;
    let application = ApplicationId(r.u32()?);
    let kind = match r.u8()? {
        4 => OrganisationKind::Employer,
        5 => OrganisationKind::Social,
        6 => OrganisationKind::School,
        _ => return Err(EntryError::Value("kind of body")),
    };
    let (scope, documents) = (scope(r)?, r.fixed("documents")?);
    let (conditions, national) = (r.u32()?, r.bool()?);
    Ok(Applied { application, kind, scope, documents, conditions, national })
}

fn step(r: &mut Reader<'_>) -> Result<ReviewStep, EntryError> {
    let items = r.array()?;
    Ok(match (r.u8()?, items) {
        (1, 2) => ReviewStep::Incomplete { missing: r.u32()? },
        (2, 1) => ReviewStep::Complete,
        (3, 3) => ReviewStep::Reviewed { reviewers: r.list(staff)?, favourable: r.bool()? },
        (4, 3) => ReviewStep::Publicised { from: r.day()?, until: r.day()? },
        (5, 2) => ReviewStep::Objected { commitment: r.fixed("objection")? },
        (6, 2) => ReviewStep::ObjectionDecided { upheld: r.bool()? },
        (7, 2) => ReviewStep::Refused { reason: reason(r)? },
        (8, 1) => ReviewStep::Withdrawn,
        _ => return Err(EntryError::Value("step of review")),
    })
}

fn staff(r: &mut Reader<'_>) -> Result<StaffId, EntryError> {
    r.items(2)?;
    Ok(StaffId { of: OrganisationId(r.u32()?), number: r.u32()? })
}

fn grant(r: &mut Reader<'_>) -> Result<Grant, EntryError> {
    r.items(8)?;
    Ok(Grant {
        application: ApplicationId(r.u32()?),
        body: OrganisationId(r.u32()?),
        scope: scope(r)?,
        sites: r.list(site)?,
        published_on: r.day()?,
        until: r.day()?,
        covers_outsiders: r.bool()?,
        standard_exists: r.bool()?,
    })
}

fn site(r: &mut Reader<'_>) -> Result<Site, EntryError> {
    r.items(3)?;
    let prefix = r.text()?.parse().map_err(|_| EntryError::Value("prefix"))?;
    Ok(Site { prefix, seats_a_day: r.u32()?, rooms: r.list(Reader::u16)? })
}

fn scope(r: &mut Reader<'_>) -> Result<Vec<(RowId, Level)>, EntryError> {
    r.list(|r| {
        r.items(2)?;
        Ok((RowId(r.u16()?), r.level()?))
    })
}

fn reason(r: &mut Reader<'_>) -> Result<BodyReason, EntryError> {
    BodyReason::from_code(r.u8()?).ok_or(EntryError::Value("reason"))
}

fn particulars(r: &mut Reader<'_>) -> Result<Particulars, EntryError> {
    r.items(3)?;
    let region = r.maybe(region)?;
    let parent = r.maybe(Reader::u32)?.map(OrganisationId);
    let centre_of = CentreOf::from_code(r.u8()?).ok_or(EntryError::Value("centre"))?;
    Ok(Particulars { region, parent, centre_of })
}

/// Reads a code of two digits; the table of regions may lack it.
fn region(r: &mut Reader<'_>) -> Result<u8, EntryError> {
    let code = r.u8()?;
    if (1..=99).contains(&code) { Ok(code) } else { Err(EntryError::Value("region")) }
}
