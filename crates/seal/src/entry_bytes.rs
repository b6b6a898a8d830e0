//! Writing entries as deterministic CBOR.
//!
//! Source: docs/formats/entry.cddl; RFC 8949 §4.2.1: shortest integers, definite lengths, no maps.
//! In scope: bytes out. Out of scope: bytes in (`entry_read`), signatures (`entry`).

use crate::entry::{Batch, CertificateEntry, ENTRY_VERSION, Grounds, Signature};
use alloc::string::ToString;
use alloc::vec::Vec;
use core::convert::Infallible;
use minicbor::Encoder;
use minicbor::encode::Error;
use register::{
    Event, Issue, Organisation, OrganisationId, OrganisationKind, PublicAct, Recognition, Scheme,
    SessionPlan, Settlement,
};
use vocab::Day;

pub(crate) mod arrangement;
pub(crate) mod body;
pub(crate) mod cohort;
pub(crate) mod correction;
pub(crate) mod exam;
pub(crate) mod occupation;
pub(crate) mod supervision;

/// Number of items of an act. What the actor says, and signs: version, kind, actor, sequence, day,
/// idempotency, body. What the register adds: instant, rule, asserted, first serial. Signature.
pub(crate) const ACT_ITEMS: u64 = 12;
/// Number of items of a certificate: version, kind, header, serial, row, name, document.
pub(crate) const CERTIFICATE_ITEMS: u64 = 7;
/// The kind of a certificate; kinds of acts are [`kind`].
pub(crate) const CERTIFICATE_KIND: u8 = 64;

pub(crate) type Cbor = Encoder<Vec<u8>>;
pub(crate) type Done = Result<(), Error<Infallible>>;

/// The number that stands for the kind of an act. Numbers are never reused.
pub(crate) const fn kind(act: &PublicAct) -> u8 {
    match act {
        PublicAct::Genesis { .. } => 1,
        PublicAct::RecogniseBody(_) => 2,
        PublicAct::Announce(_) => 3,
        PublicAct::CloseRegistration { .. } => 4,
        PublicAct::RecordResults { .. } => 5,
        PublicAct::ConfirmResults { .. } => 6,
        PublicAct::IssueCertificates(_) => 7,
        PublicAct::Settle(_) => 8,
        PublicAct::Inspect { .. } => 9,
        PublicAct::Landmark { .. } => 10,
        PublicAct::RotateKey(_) => 11,
        PublicAct::RetireKey => 12,
        PublicAct::CompromiseKey { .. } => 13,
        PublicAct::AddKey { .. } => 14,
        PublicAct::Occupation(act) => occupation::kind(act),
        PublicAct::Exam(act) => exam::kind(act),
        PublicAct::Cohort(act) => cohort::kind(act),
        PublicAct::Body(act) => body::kind(act),
        PublicAct::Session(act) => arrangement::kind(act),
        PublicAct::Certificate(act) => correction::kind(act),
        PublicAct::Supervise(act) => supervision::kind(act),
    }
}

pub(crate) const fn organisation_kind(kind: OrganisationKind) -> u8 {
    match kind {
        OrganisationKind::Authority => 1,
        OrganisationKind::Department => 2,
        OrganisationKind::Supervisor => 3,
        OrganisationKind::Employer => 4,
        OrganisationKind::Social => 5,
        OrganisationKind::School => 6,
    }
}

/// Writes an act without its signature, and says how many of the bytes are signed.
pub(crate) fn act(event: &Event, grounds: &Grounds, batch: Option<&Batch>) -> (Vec<u8>, usize) {
    let mut e = Encoder::new(Vec::new());
    said(&mut e, event, batch).expect("writing to memory does not fail");
    let signed = e.writer().len();
    added(&mut e, event, grounds, batch).expect("writing to memory does not fail");
    (e.into_writer(), signed)
}

/// Puts the signature after the items before it.
pub(crate) fn with_signature(unsigned: Vec<u8>, signature: &Signature) -> Vec<u8> {
    let mut e = Encoder::new(unsigned);
    let mut write = || -> Done {
        match signature {
            Signature::One(bytes) => e.bytes(bytes)?,
            Signature::Recovery(all) => {
                e.array(all.len() as u64)?;
                for (place, bytes) in all {
                    e.array(2)?.u8(*place)?.bytes(bytes)?;
                }
                &mut e
            }
        };
        Ok(())
    };
    write().expect("writing to memory does not fail");
    e.into_writer()
}

pub(crate) fn certificate(c: &CertificateEntry) -> Vec<u8> {
    let mut e = Encoder::new(Vec::new());
    let mut write = || -> Done {
        e.array(CERTIFICATE_ITEMS)?.u8(ENTRY_VERSION)?.u8(CERTIFICATE_KIND)?.u64(c.header)?;
        e.u32(c.serial)?.u32(c.row)?.bytes(&c.name.0)?.bytes(&c.document.0)?;
        Ok(())
    };
    write().expect("writing to memory does not fail");
    e.into_writer()
}

fn said(e: &mut Cbor, event: &Event, batch: Option<&Batch>) -> Done {
    e.array(ACT_ITEMS)?.u8(ENTRY_VERSION)?.u8(kind(&event.act))?;
    who(e, event.actor)?;
    e.u64(event.sequence)?.i32(event.on.0)?.bytes(&event.idempotency)?;
    body(e, &event.act, batch)
}

fn who(e: &mut Cbor, actor: Option<OrganisationId>) -> Done {
    match actor {
        Some(actor) => e.u32(actor.0)?,
        None => e.null()?,
    };
    Ok(())
}

/// Writes kind, actor, day and body.
pub(crate) fn asked(
    actor: Option<OrganisationId>,
    on: Day,
    act: &PublicAct,
    batch: Option<&Batch>,
) -> Vec<u8> {
    let mut e = Encoder::new(Vec::new());
    let mut write = || -> Done {
        e.array(4)?.u8(kind(act))?;
        who(&mut e, actor)?;
        e.i32(on.0)?;
        body(&mut e, act, batch)
    };
    write().expect("writing to memory does not fail");
    e.into_writer()
}

fn added(e: &mut Cbor, event: &Event, grounds: &Grounds, batch: Option<&Batch>) -> Done {
    e.i64(event.recorded_at.0)?;
    match &grounds.rule {
        Some(rule) => e.str(rule)?,
        None => e.null()?,
    };
    e.u64(grounds.asserted)?;
    match batch {
        Some(batch) => e.u32(batch.first_serial)?,
        None => e.null()?,
    };
    Ok(())
}

fn body(e: &mut Cbor, act: &PublicAct, batch: Option<&Batch>) -> Done {
    match act {
        PublicAct::Genesis { origin, law, organisations, log_key, recovery } => {
            e.array(6)?.str(origin)?.bytes(law)?.array(organisations.len() as u64)?;
            organisations.iter().try_for_each(|o| organisation(e, o))?;
            e.bytes(log_key)?.u8(recovery.threshold)?.array(recovery.keys.len() as u64)?;
            for key in &recovery.keys {
                e.bytes(key)?;
            }
        }
        PublicAct::RecogniseBody(r) => recognition(e, r)?,
        PublicAct::Announce(plan) => session_plan(e, plan)?,
        PublicAct::CloseRegistration { session, registered, root, last_accepted_on } => {
            e.array(4)?.u32(session.0)?.u32(*registered)?.bytes(root)?.i32(last_accepted_on.0)?;
        }
        PublicAct::RecordResults { session, held_on, sat, passed, root } => {
            e.array(5)?.u32(session.0)?.i32(held_on.0)?.u32(*sat)?.u32(*passed)?.bytes(root)?;
        }
        PublicAct::ConfirmResults { session } => {
            e.array(1)?.u32(session.0)?;
        }
        PublicAct::IssueCertificates(issue) => issuing(e, issue, batch)?,
        PublicAct::Settle(t) => settlement(e, t)?,
        PublicAct::Inspect { inspected, findings } => {
            e.array(2)?.u32(inspected.0)?.bytes(findings)?;
        }
        PublicAct::Landmark { size, root, state } => {
            e.array(3)?.u64(*size)?.bytes(root)?.bytes(state)?;
        }
        PublicAct::RotateKey(key) => {
            e.array(2)?.bytes(&key.key)?.bool(key.operator_custody)?;
        }
        PublicAct::RetireKey => {
            e.array(0)?;
        }
        PublicAct::CompromiseKey { organisation, key, since } => {
            e.array(3)?.u32(organisation.0)?.bytes(key)?.i64(since.0)?;
        }
        PublicAct::AddKey { organisation, key } => {
            e.array(3)?.u32(organisation.0)?.bytes(&key.key)?.bool(key.operator_custody)?;
        }
        PublicAct::Occupation(act) => occupation::body(e, act)?,
        PublicAct::Exam(act) => exam::body(e, act)?,
        PublicAct::Cohort(act) => cohort::body(e, act)?,
        PublicAct::Body(act) => body::body(e, act)?,
        PublicAct::Session(act) => arrangement::body(e, act)?,
        PublicAct::Certificate(act) => correction::body(e, act)?,
        PublicAct::Supervise(act) => supervision::body(e, act)?,
    }
    Ok(())
}

pub(crate) fn organisation(e: &mut Cbor, o: &Organisation) -> Done {
    e.array(5)?.u8(organisation_kind(o.kind))?.str(&o.name)?.bytes(&o.key)?;
    e.bool(o.operator_custody)?;
    match &o.institution {
        Some(code) => e.str(&code.to_string())?,
        None => e.null()?,
    };
    Ok(())
}

fn recognition(e: &mut Cbor, r: &Recognition) -> Done {
    e.array(8)?.u32(r.id.0)?;
    organisation(e, &r.body)?;
    e.str(&r.prefix.to_string())?.array(r.scope.len() as u64)?;
    for (row, level) in &r.scope {
        e.array(2)?.u16(row.0)?.u8(level.code() as u8 - b'0')?;
    }
    day(e, r.published_on)?;
    day(e, r.until)?;
    e.bool(r.covers_outsiders)?.bool(r.standard_exists)?;
    Ok(())
}

fn session_plan(e: &mut Cbor, p: &SessionPlan) -> Done {
    let scheme = match p.scheme {
        Scheme::Qualification => 1,
        Scheme::Level => 2,
    };
    e.array(6)?
        .u32(p.session.0)?
        .u8(scheme)?
        .u16(p.occupation.0)?
        .u8(p.level.code() as u8 - b'0')?;
    e.i32(p.registration_until.0)?.i32(p.planned_on.0)?;
    Ok(())
}

fn issuing(e: &mut Cbor, issue: &Issue, batch: Option<&Batch>) -> Done {
    let batch = batch.expect("a header is sealed with its batch");
    e.array(5)?.u32(issue.session.0)?.i32(issue.dated_on.0)?.bool(issue.holders_are_staff)?;
    e.u32(batch.count)?.bytes(&batch.digest)?;
    Ok(())
}

pub(crate) fn settlement(e: &mut Cbor, t: &Settlement) -> Done {
    e.array(5)?.u32(t.session.0)?.u32(t.continued)?.u32(t.refunded)?;
    e.u32(t.undecided)?.u32(t.withdrew)?;
    Ok(())
}

pub(crate) fn day(e: &mut Cbor, day: Option<Day>) -> Done {
    match day {
        Some(day) => e.i32(day.0)?,
        None => e.null()?,
    };
    Ok(())
}
