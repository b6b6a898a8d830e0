//! Bytes of acts about occupations: kinds 15 to 19.
//!
//! Source: docs/formats/entry.cddl. In scope: bytes out. Out of scope: bytes in
//! (`entry_read/occupation`).

use super::{Cbor, Done, day};
use register::{OccupationAct, Step};

/// The number that stands for the kind.
pub(crate) const fn kind(act: &OccupationAct) -> u8 {
    match act {
        OccupationAct::AnnounceExit { .. } => 15,
        OccupationAct::Reclassify { .. } => 16,
    }
}

/// Writes the body.
pub(super) fn body(e: &mut Cbor, act: &OccupationAct) -> Done {
    match act {
        OccupationAct::AnnounceExit { occupation, effective_on } => {
            e.array(2)?.u16(occupation.0)?;
            day(e, *effective_on)
        }
        OccupationAct::Reclassify { occupation, step, basis } => {
            let number = match step {
                Step::Drafted => 1,
                Step::Enacted { .. } => 2,
                Step::CatalogueChanged { .. } => 3,
                Step::TurnedToLevel => 4,
                Step::Continue => 5,
                Step::Stop => 6,
            };
            e.array(4)?.u16(occupation.0)?.u8(number)?;
            day(e, step.day())?;
            e.bytes(basis)?;
            Ok(())
        }
    }
}
