//! Reading acts about corrections: kinds 55 to 63.
//!
//! Source: docs/formats/entry.cddl. In scope: form and ranges. Out of scope: bytes out
//! (`entry_bytes/correction`).

use super::Reader;
use crate::entry_error::EntryError;
use alloc::vec::Vec;
use core::ops::RangeInclusive;
use minicbor::data::Type;
use register::{
    CertificateAct, CertificateId, CorrectionReason, LegacyForm, LegacyList, OrganisationId,
    ReissueReason, RevocationReason, RowId, Scheme, Serials, StockMove,
};

/// The kinds that are kept for these acts.
pub(super) const KINDS: RangeInclusive<u8> = 55..=63;

/// Reads the body of an act of that kind.
pub(super) fn body(r: &mut Reader<'_>, kind: u8) -> Result<CertificateAct, EntryError> {
    match kind {
        55 => {
            r.items(5)?;
            Ok(CertificateAct::Correct {
                certificate: certificate(r)?,
                name: r.fixed("name")?,
                document: r.fixed("document")?,
                reason: code(r, CorrectionReason::from_code, "reason of correction")?,
            })
        }
        56 => {
            r.items(4)?;
            Ok(CertificateAct::Reissue {
                certificate: certificate(r)?,
                print: r.u64()?,
                reason: code(r, ReissueReason::from_code, "reason of reissue")?,
            })
        }
        57 => {
            r.items(6)?;
            Ok(CertificateAct::Revoke {
                header: r.u64()?,
                serials: serials(r)?,
                reason: code(r, RevocationReason::from_code, "reason of revocation")?,
                case: r.maybe(Reader::u32)?,
                told_on: r.day()?,
                heard_until: r.day()?,
            })
        }
        58 => legacy(r).map(CertificateAct::RegisterLegacy),
        59 => counter(r),
        60 => {
            r.items(4)?;
            Ok(CertificateAct::Stock {
                blank: r.u16()?,
                from: r.u64()?,
                to: r.u64()?,
                step: code(r, StockMove::from_code, "move of stock")?,
            })
        }
        _ => Err(EntryError::Kind(kind)),
    }
}

fn certificate(r: &mut Reader<'_>) -> Result<CertificateId, EntryError> {
    Ok(CertificateId { header: r.u64()?, serial: r.u32()? })
}

fn code<T>(
    r: &mut Reader<'_>,
    of: impl Fn(u8) -> Option<T>,
    what: &'static str,
) -> Result<T, EntryError> {
    of(r.u8()?).ok_or(EntryError::Value(what))
}

fn serials(r: &mut Reader<'_>) -> Result<Serials, EntryError> {
    if matches!(r.0.datatype(), Ok(Type::Null)) {
        r.0.null().map_err(|_| r.form())?;
        return Ok(Serials::All);
    }
    let runs: Vec<(u32, u32)> = r.list(|r| {
        r.items(2)?;
        Ok((r.u32()?, r.u32()?))
    })?;
    Ok(Serials::Runs(runs))
}

fn legacy(r: &mut Reader<'_>) -> Result<LegacyList, EntryError> {
    r.items(9)?;
    let (list, form) = (r.u32()?, code(r, LegacyForm::from_code, "form of numbers")?);
    let occupation = RowId(r.u16()?);
    let institution = match r.maybe(Reader::text)? {
        Some(code) => Some(code.parse().map_err(|_| EntryError::Value("institution"))?),
        None => None,
    };
    Ok(LegacyList {
        list,
        form,
        occupation,
        institution,
        count: r.u32()?,
        root: r.fixed("root")?,
        source: r.fixed("source")?,
        issued_from: r.day()?,
        issued_until: r.day()?,
    })
}

fn counter(r: &mut Reader<'_>) -> Result<CertificateAct, EntryError> {
    r.items(6)?;
    let of = OrganisationId(r.u32()?);
    let scheme = match r.u8()? {
        1 => Scheme::Qualification,
        2 => Scheme::Level,
        _ => return Err(EntryError::Value("scheme")),
    };
    let year = i32::from(r.u16()?);
    Ok(CertificateAct::OpenCounter {
        of,
        scheme,
        year,
        level: r.level()?,
        last: r.u32()?,
        source: r.fixed("source")?,
    })
}
