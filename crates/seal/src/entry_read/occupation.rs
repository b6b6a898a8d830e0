//! Reading acts about occupations: kinds 15 to 19.
//!
//! Source: docs/formats/entry.cddl. In scope: form and ranges. Out of scope: bytes out
//! (`entry_bytes/occupation`).

use super::Reader;
use crate::entry_error::EntryError;
use core::ops::RangeInclusive;
use register::{OccupationAct, RowId, Step};

/// The kinds that are kept for these acts.
pub(super) const KINDS: RangeInclusive<u8> = 15..=19;

/// Reads the body of an act of that kind.
pub(super) fn body(r: &mut Reader<'_>, kind: u8) -> Result<OccupationAct, EntryError> {
    match kind {
        15 => {
            r.items(2)?;
            Ok(OccupationAct::AnnounceExit {
                occupation: RowId(r.u16()?),
                effective_on: r.maybe(Reader::day)?,
            })
        }
        16 => {
            r.items(4)?;
            let (occupation, number) = (RowId(r.u16()?), r.u8()?);
            let step = match (number, r.maybe(Reader::day)?) {
                (1, None) => Step::Drafted,
                (2, Some(effective_on)) => Step::Enacted { effective_on },
                (3, Some(on)) => Step::CatalogueChanged { on },
                (4, None) => Step::TurnedToLevel,
                (5, None) => Step::Continue,
                (6, None) => Step::Stop,
                _ => return Err(EntryError::Value("step of reclassification")),
            };
            Ok(OccupationAct::Reclassify { occupation, step, basis: r.fixed("basis")? })
        }
        _ => Err(EntryError::Kind(kind)),
    }
}
