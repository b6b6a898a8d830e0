//! Bytes of acts about bodies: kinds 30 to 44.
//!
//! Source: docs/formats/entry.cddl. In scope: bytes out. Out of scope: bytes in
//! (`entry_read/body`).

use super::{Cbor, Done, day, organisation, organisation_kind};
use alloc::string::ToString;
use register::{Applied, BodyAct, Grant, Particulars, ReviewStep, RowId, Site};
use vocab::Level;

/// The number that stands for the kind.
pub(crate) const fn kind(act: &BodyAct) -> u8 {
    match act {
        BodyAct::Register { .. } => 30,
        BodyAct::Describe { .. } => 31,
        BodyAct::Apply(_) => 32,
        BodyAct::Review { .. } => 33,
        BodyAct::Grant(_) => 34,
        BodyAct::Amend { .. } => 35,
        BodyAct::Renew { .. } => 36,
        BodyAct::Suspend { .. } => 37,
        BodyAct::Reinstate { .. } => 38,
        BodyAct::Remove { .. } => 39,
        BodyAct::ChangeSite { .. } => 40,
        BodyAct::Convert { .. } => 41,
    }
}

/// Writes the body.
pub(super) fn body(e: &mut Cbor, act: &BodyAct) -> Done {
    match act {
        BodyAct::Register { id, organisation: registered, particulars: said } => {
            e.array(3)?.u32(id.0)?;
            organisation(e, registered)?;
            particulars(e, said)
        }
        BodyAct::Describe { organisation, particulars: said } => {
            e.array(2)?.u32(organisation.0)?;
            particulars(e, said)
        }
        BodyAct::Apply(said) => applied(e, said),
        BodyAct::Review { application, step: taken } => {
            e.array(2)?.u32(application.0)?;
            step(e, taken)
        }
        BodyAct::Grant(said) => grant(e, said),
        BodyAct::Amend { body, scope: covered, standard_exists } => {
            e.array(3)?.u32(body.0)?;
            scope(e, covered)?;
            e.bool(*standard_exists)?;
            Ok(())
        }
        BodyAct::Renew { body, until } => {
            e.array(2)?.u32(body.0)?.i32(until.0)?;
            Ok(())
        }
        BodyAct::Suspend { body, occupation, until, reason } => {
            e.array(4)?.u32(body.0)?;
            row(e, *occupation)?;
            day(e, *until)?;
            e.u8(reason.code())?;
            Ok(())
        }
        BodyAct::Reinstate { body, occupation } => {
            e.array(2)?.u32(body.0)?;
            row(e, *occupation)
        }
        BodyAct::Remove { body, reason } => {
            e.array(2)?.u32(body.0)?.u8(reason.code())?;
            Ok(())
        }
        BodyAct::ChangeSite { body, site: changed, open } => {
            e.array(3)?.u32(body.0)?;
            site(e, changed)?;
            e.bool(*open)?;
            Ok(())
        }
        BodyAct::Convert { centre } => {
            e.array(1)?.u32(centre.0)?;
            Ok(())
        }
    }
}

fn applied(e: &mut Cbor, said: &Applied) -> Done {
    e.array(6)?.u32(said.application.0)?.u8(organisation_kind(said.kind))?;
    scope(e, &said.scope)?;
    e.bytes(&said.documents)?.u32(said.conditions)?.bool(said.national)?;
    Ok(())
}

fn step(e: &mut Cbor, step: &ReviewStep) -> Done {
    match step {
        ReviewStep::Incomplete { missing } => e.array(2)?.u8(1)?.u32(*missing)?,
        ReviewStep::Complete => e.array(1)?.u8(2)?,
        ReviewStep::Reviewed { reviewers, favourable } => {
            e.array(3)?.u8(3)?.array(reviewers.len() as u64)?;
            for reviewer in reviewers {
                e.array(2)?.u32(reviewer.of.0)?.u32(reviewer.number)?;
            }
            e.bool(*favourable)?
        }
        ReviewStep::Publicised { from, until } => e.array(3)?.u8(4)?.i32(from.0)?.i32(until.0)?,
        ReviewStep::Objected { commitment } => e.array(2)?.u8(5)?.bytes(commitment)?,
        ReviewStep::ObjectionDecided { upheld } => e.array(2)?.u8(6)?.bool(*upheld)?,
        ReviewStep::Refused { reason } => e.array(2)?.u8(7)?.u8(reason.code())?,
        ReviewStep::Withdrawn => e.array(1)?.u8(8)?,
    };
    Ok(())
}

fn grant(e: &mut Cbor, said: &Grant) -> Done {
    e.array(8)?.u32(said.application.0)?.u32(said.body.0)?;
    scope(e, &said.scope)?;
    e.array(said.sites.len() as u64)?;
    said.sites.iter().try_for_each(|one| site(e, one))?;
    e.i32(said.published_on.0)?.i32(said.until.0)?;
    e.bool(said.covers_outsiders)?.bool(said.standard_exists)?;
    Ok(())
}

fn site(e: &mut Cbor, site: &Site) -> Done {
    e.array(3)?.str(&site.prefix.to_string())?.u32(site.seats_a_day)?;
    e.array(site.rooms.len() as u64)?;
    for seats in &site.rooms {
        e.u16(*seats)?;
    }
    Ok(())
}

fn scope(e: &mut Cbor, scope: &[(RowId, Level)]) -> Done {
    e.array(scope.len() as u64)?;
    for (row, level) in scope {
        e.array(2)?.u16(row.0)?.u8(level.code() as u8 - b'0')?;
    }
    Ok(())
}

fn row(e: &mut Cbor, row: Option<RowId>) -> Done {
    match row {
        Some(row) => e.u16(row.0)?,
        None => e.null()?,
    };
    Ok(())
}

fn particulars(e: &mut Cbor, said: &Particulars) -> Done {
    e.array(3)?;
    match said.region {
        Some(region) => e.u8(region)?,
        None => e.null()?,
    };
    match said.parent {
        Some(parent) => e.u32(parent.0)?,
        None => e.null()?,
    };
    e.u8(said.centre_of.code())?;
    Ok(())
}
