//! Bytes of acts about bodies: kinds 30 to 44.
//!
//! Source: docs/formats/entry.cddl. In scope: bytes out. Out of scope: bytes in
//! (`entry_read/body`).

use super::{Cbor, Done, organisation};
use register::{BodyAct, Particulars};

/// The number that stands for the kind.
pub(crate) const fn kind(act: &BodyAct) -> u8 {
    match act {
        BodyAct::Register { .. } => 30,
        BodyAct::Describe { .. } => 31,
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
    }
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
