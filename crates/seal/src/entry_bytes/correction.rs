//! Bytes of acts about corrections: kinds 55 to 63.
//!
//! Source: docs/formats/entry.cddl. In scope: bytes out. Out of scope: bytes in
//! (`entry_read/correction`).

use super::{Cbor, Done};
use alloc::string::ToString;
use register::{CertificateAct, LegacyList, Scheme, Serials};

/// The number that stands for the kind.
pub(crate) const fn kind(act: &CertificateAct) -> u8 {
    match act {
        CertificateAct::Correct { .. } => 55,
        CertificateAct::Reissue { .. } => 56,
        CertificateAct::Revoke { .. } => 57,
        CertificateAct::RegisterLegacy(_) => 58,
        CertificateAct::OpenCounter { .. } => 59,
        CertificateAct::Stock { .. } => 60,
    }
}

/// Writes the body.
pub(super) fn body(e: &mut Cbor, act: &CertificateAct) -> Done {
    match act {
        CertificateAct::Correct { certificate, name, document, reason } => {
            e.array(5)?.u64(certificate.header)?.u32(certificate.serial)?;
            e.bytes(name)?.bytes(document)?.u8(reason.code())?;
        }
        CertificateAct::Reissue { certificate, print, reason } => {
            e.array(4)?.u64(certificate.header)?.u32(certificate.serial)?;
            e.u64(*print)?.u8(reason.code())?;
        }
        CertificateAct::Revoke { header, serials, reason, case, told_on, heard_until } => {
            e.array(6)?.u64(*header)?;
            match serials {
                Serials::All => drop(e.null()?),
                Serials::Runs(runs) => {
                    e.array(runs.len() as u64)?;
                    for (first, last) in runs {
                        e.array(2)?.u32(*first)?.u32(*last)?;
                    }
                }
            }
            e.u8(reason.code())?;
            match case {
                Some(case) => e.u32(*case)?,
                None => e.null()?,
            };
            e.i32(told_on.0)?.i32(heard_until.0)?;
        }
        CertificateAct::RegisterLegacy(list) => legacy(e, list)?,
        CertificateAct::OpenCounter { of, scheme, year, level, last, source } => {
            let scheme = match scheme {
                Scheme::Qualification => 1,
                Scheme::Level => 2,
            };
            // Checked: the years of numbers are those of limits, which fit.
            e.array(6)?.u32(of.0)?.u8(scheme)?.u16(u16::try_from(*year).unwrap_or(0))?;
            e.u8(level.code() as u8 - b'0')?.u32(*last)?.bytes(source)?;
        }
        CertificateAct::Stock { blank, from, to, step } => {
            e.array(4)?.u16(*blank)?.u64(*from)?.u64(*to)?.u8(step.code())?;
        }
    }
    Ok(())
}

fn legacy(e: &mut Cbor, list: &LegacyList) -> Done {
    e.array(9)?.u32(list.list)?.u8(list.form.code())?.u16(list.occupation.0)?;
    match list.institution {
        Some(code) => e.str(&code.to_string())?,
        None => e.null()?,
    };
    e.u32(list.count)?.bytes(&list.root)?.bytes(&list.source)?;
    e.i32(list.issued_from.0)?.i32(list.issued_until.0)?;
    Ok(())
}
