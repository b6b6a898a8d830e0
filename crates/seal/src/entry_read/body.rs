//! Reading acts about bodies: kinds 30 to 44.
//!
//! Source: docs/formats/entry.cddl. In scope: form and ranges. Out of scope: bytes out
//! (`entry_bytes/body`).

use super::{Reader, organisation};
use crate::entry_error::EntryError;
use core::ops::RangeInclusive;
use register::{BodyAct, CentreOf, OrganisationId, Particulars};

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
        _ => Err(EntryError::Kind(kind)),
    }
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
