//! Reading entries: CBOR of exactly the form that `entry_bytes` writes.
//!
//! Source: docs/formats/entry.cddl. In scope: form and ranges. Trailing bytes are refused here;
//! other ways of writing the same entry are refused by `entry`, which writes it again and compares.
//! Failure: an error; nothing of a refused entry is used. Every length is bounded by the entry's
//! own.

use crate::commitment::Commitment;
use crate::entry::{ActEntry, Batch, CertificateEntry, ENTRY_VERSION, Entry, Grounds, Signature};
use crate::entry_bytes::{ACT_ITEMS, CERTIFICATE_ITEMS, CERTIFICATE_KIND};
use crate::entry_error::EntryError;
use crate::key::SIGNATURE_BYTES;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use minicbor::Decoder;
use minicbor::data::Type;
use register::{
    ActingKey, Event, Issue, Organisation, OrganisationId, OrganisationKind, PublicAct,
    Recognition, RecoverySet, RowId, Scheme, SessionId, SessionPlan, Settlement, SignedBy,
};
use vocab::{Day, Instant, Level};

mod arrangement;
mod body;
mod cohort;
mod correction;
mod exam;
mod occupation;
mod supervision;

/// Reads one entry and nothing after it.
pub(crate) fn entry(bytes: &[u8]) -> Result<Entry, EntryError> {
    let mut r = Reader(Decoder::new(bytes));
    let items = r.array()?;
    let version = r.u8()?;
    if version != ENTRY_VERSION {
        return Err(EntryError::Version(version));
    }
    let kind = r.u8()?;
    let entry = match (kind, items) {
        (CERTIFICATE_KIND, CERTIFICATE_ITEMS) => Entry::Certificate(certificate(&mut r)?),
        (_, ACT_ITEMS) if is_act(kind) => Entry::Act(Box::new(act(&mut r, kind, bytes)?)),
        _ if kind == CERTIFICATE_KIND || is_act(kind) => return Err(r.form()),
        _ => return Err(EntryError::Kind(kind)),
    };
    if r.0.position() == bytes.len() { Ok(entry) } else { Err(r.form()) }
}

/// Says whether a kind is one of an act, or kept for one.
fn is_act(kind: u8) -> bool {
    let kept = [
        occupation::KINDS,
        exam::KINDS,
        cohort::KINDS,
        body::KINDS,
        arrangement::KINDS,
        correction::KINDS,
        supervision::KINDS,
    ];
    (1..=14).contains(&kind) || kept.iter().any(|kinds| kinds.contains(&kind))
}

fn certificate(r: &mut Reader<'_>) -> Result<CertificateEntry, EntryError> {
    Ok(CertificateEntry {
        header: r.u64()?,
        serial: r.u32()?,
        row: r.u32()?,
        name: Commitment(r.fixed("name")?),
        document: Commitment(r.fixed("document")?),
    })
}

/// Reads what an actor says: the items of an act up to its body, and nothing after them. The
/// instant, which the register adds, is nought.
pub(crate) fn said(bytes: &[u8]) -> Result<(Event, Option<Batch>), EntryError> {
    let mut r = Reader(Decoder::new(bytes));
    r.items(ACT_ITEMS)?;
    let version = r.u8()?;
    if version != ENTRY_VERSION {
        return Err(EntryError::Version(version));
    }
    let kind = r.u8()?;
    if !is_act(kind) {
        return Err(EntryError::Kind(kind));
    }
    let said = said_items(&mut r, kind)?;
    if r.0.position() == bytes.len() { Ok(said) } else { Err(r.form()) }
}

fn said_items(r: &mut Reader<'_>, kind: u8) -> Result<(Event, Option<Batch>), EntryError> {
    let actor = r.maybe(Reader::u32)?.map(OrganisationId);
    let sequence = r.u64()?;
    let on = r.day()?;
    let idempotency = r.fixed("idempotency")?;
    let (act, batch) = body(r, kind)?;
    Ok((Event { actor, sequence, on, recorded_at: Instant(0), idempotency, act }, batch))
}

fn act(r: &mut Reader<'_>, kind: u8, bytes: &[u8]) -> Result<ActEntry, EntryError> {
    let (event, mut batch) = said_items(r, kind)?;
    let signed = bytes[..r.0.position()].to_vec();
    let recorded_at = Instant(r.instant()?);
    let rule = r.maybe(Reader::text)?;
    let asserted = r.u64()?;
    match (r.maybe(Reader::u32)?, &mut batch) {
        (Some(first), Some(batch)) => batch.first_serial = first,
        (None, None) => {}
        (Some(_), None) | (None, Some(_)) => return Err(EntryError::Value("first serial")),
    }
    let signature = match event.act.signed_by() {
        SignedBy::Recovery => Signature::Recovery(recovery_signatures(r)?),
        SignedBy::Actor | SignedBy::Founder | SignedBy::Log => {
            Signature::One(r.fixed("signature")?)
        }
    };
    let event = Event { recorded_at, ..event };
    Ok(ActEntry { event, grounds: Grounds { rule, asserted }, batch, signature, signed })
}

fn body(r: &mut Reader<'_>, kind: u8) -> Result<(PublicAct, Option<Batch>), EntryError> {
    let mut batch = None;
    let act = match kind {
        1 => {
            r.items(6)?;
            PublicAct::Genesis {
                origin: r.text()?,
                law: r.fixed("law")?,
                organisations: r.list(organisation)?,
                log_key: r.fixed("log key")?,
                recovery: RecoverySet {
                    threshold: r.u8()?,
                    keys: r.list(|r| r.fixed("recovery key"))?,
                },
            }
        }
        2 => PublicAct::RecogniseBody(recognition(r)?),
        3 => PublicAct::Announce(session_plan(r)?),
        4 => {
            r.items(4)?;
            PublicAct::CloseRegistration {
                session: SessionId(r.u32()?),
                registered: r.u32()?,
                root: r.fixed("root")?,
                last_accepted_on: r.day()?,
            }
        }
        5 => {
            r.items(5)?;
            PublicAct::RecordResults {
                session: SessionId(r.u32()?),
                held_on: r.day()?,
                sat: r.u32()?,
                passed: r.u32()?,
                root: r.fixed("root")?,
            }
        }
        6 => {
            r.items(1)?;
            PublicAct::ConfirmResults { session: SessionId(r.u32()?) }
        }
        7 => {
            r.items(5)?;
            let (session, dated_on) = (SessionId(r.u32()?), r.day()?);
            let holders_are_staff = r.bool()?;
            // The first serial comes after what is signed.
            batch = Some(Batch { first_serial: 0, count: r.u32()?, digest: r.fixed("digest")? });
            let rows = Vec::new();
            PublicAct::IssueCertificates(Issue { session, dated_on, rows, holders_are_staff })
        }
        8 => PublicAct::Settle(settlement(r)?),
        9 => {
            r.items(2)?;
            PublicAct::Inspect {
                inspected: OrganisationId(r.u32()?),
                findings: r.fixed("findings")?,
            }
        }
        10..=14 => act_of_trust(r, kind)?,
        _ if occupation::KINDS.contains(&kind) => PublicAct::Occupation(occupation::body(r, kind)?),
        _ if exam::KINDS.contains(&kind) => PublicAct::Exam(exam::body(r, kind)?),
        _ if cohort::KINDS.contains(&kind) => PublicAct::Cohort(cohort::body(r, kind)?),
        _ if body::KINDS.contains(&kind) => PublicAct::Body(body::body(r, kind)?),
        _ if arrangement::KINDS.contains(&kind) => PublicAct::Session(arrangement::body(r, kind)?),
        _ if correction::KINDS.contains(&kind) => {
            PublicAct::Certificate(correction::body(r, kind)?)
        }
        _ if supervision::KINDS.contains(&kind) => {
            PublicAct::Supervise(supervision::body(r, kind)?)
        }
        _ => return Err(EntryError::Kind(kind)),
    };
    Ok((act, batch))
}

fn act_of_trust(r: &mut Reader<'_>, kind: u8) -> Result<PublicAct, EntryError> {
    let items = [3, 2, 0, 3, 3][usize::from(kind - 10)];
    r.items(items)?;
    Ok(match kind {
        10 => {
            PublicAct::Landmark { size: r.u64()?, root: r.fixed("root")?, state: r.fixed("state")? }
        }
        11 => PublicAct::RotateKey(acting_key(r)?),
        12 => PublicAct::RetireKey,
        13 => PublicAct::CompromiseKey {
            organisation: OrganisationId(r.u32()?),
            key: r.fixed("key")?,
            since: Instant(r.instant()?),
        },
        _ => PublicAct::AddKey { organisation: OrganisationId(r.u32()?), key: acting_key(r)? },
    })
}

fn acting_key(r: &mut Reader<'_>) -> Result<ActingKey, EntryError> {
    Ok(ActingKey { key: r.fixed("key")?, operator_custody: r.bool()? })
}

/// Reads signatures by rising place, so that each key signs once.
fn recovery_signatures(r: &mut Reader<'_>) -> Result<Vec<(u8, [u8; SIGNATURE_BYTES])>, EntryError> {
    let all = r.list(|r| {
        r.items(2)?;
        Ok((r.u8()?, r.fixed("signature")?))
    })?;
    let rising = all.windows(2).all(|pair| pair[0].0 < pair[1].0);
    if rising { Ok(all) } else { Err(EntryError::Value("order of signatures")) }
}

fn organisation(r: &mut Reader<'_>) -> Result<Organisation, EntryError> {
    r.items(5)?;
    let kind = match r.u8()? {
        1 => OrganisationKind::Authority,
        2 => OrganisationKind::Department,
        3 => OrganisationKind::Supervisor,
        4 => OrganisationKind::Employer,
        5 => OrganisationKind::Social,
        6 => OrganisationKind::School,
        _ => return Err(EntryError::Value("kind of organisation")),
    };
    let (name, key, operator_custody) = (r.text()?, r.fixed("key")?, r.bool()?);
    let institution = match r.maybe(Reader::text)? {
        Some(code) => Some(code.parse().map_err(|_| EntryError::Value("institution"))?),
        None => None,
    };
    Ok(Organisation { kind, name, key, operator_custody, institution })
}

fn recognition(r: &mut Reader<'_>) -> Result<Recognition, EntryError> {
    r.items(8)?;
    Ok(Recognition {
        id: OrganisationId(r.u32()?),
        body: organisation(r)?,
        prefix: r.text()?.parse().map_err(|_| EntryError::Value("prefix"))?,
        scope: r.list(|r| {
            r.items(2)?;
            Ok((RowId(r.u16()?), r.level()?))
        })?,
        published_on: r.maybe(Reader::day)?,
        until: r.maybe(Reader::day)?,
        covers_outsiders: r.bool()?,
        standard_exists: r.bool()?,
    })
}

fn session_plan(r: &mut Reader<'_>) -> Result<SessionPlan, EntryError> {
    r.items(6)?;
    let session = SessionId(r.u32()?);
    let scheme = match r.u8()? {
        1 => Scheme::Qualification,
        2 => Scheme::Level,
        _ => return Err(EntryError::Value("scheme")),
    };
    Ok(SessionPlan {
        session,
        scheme,
        occupation: RowId(r.u16()?),
        level: r.level()?,
        registration_until: r.day()?,
        planned_on: r.day()?,
    })
}

fn settlement(r: &mut Reader<'_>) -> Result<Settlement, EntryError> {
    r.items(5)?;
    Ok(Settlement {
        session: SessionId(r.u32()?),
        continued: r.u32()?,
        refunded: r.u32()?,
        undecided: r.u32()?,
        withdrew: r.u32()?,
    })
}

/// A decoder whose errors say where.
pub(super) struct Reader<'a>(Decoder<'a>);

macro_rules! read {
    ($($name:ident $type:ty;)*) => {
        $(fn $name(&mut self) -> Result<$type, EntryError> {
            self.0.$name().map_err(|_| self.form())
        })*
    };
}

impl<'a> Reader<'a> {
    read! { u8 u8; u16 u16; u32 u32; u64 u64; bool bool; }

    fn form(&self) -> EntryError {
        EntryError::Form(self.0.position())
    }

    /// Reads the head of an array of definite length.
    fn array(&mut self) -> Result<u64, EntryError> {
        match self.0.array() {
            Ok(Some(n)) => Ok(n),
            _ => Err(self.form()),
        }
    }

    fn items(&mut self, expected: u64) -> Result<(), EntryError> {
        if self.array()? == expected { Ok(()) } else { Err(self.form()) }
    }

    fn list<T>(
        &mut self,
        item: impl Fn(&mut Reader<'a>) -> Result<T, EntryError>,
    ) -> Result<Vec<T>, EntryError> {
        let count = self.array()?;
        // The count is only believed as far as items follow: nothing is reserved for it.
        (0..count).map(|_| item(self)).collect()
    }

    fn text(&mut self) -> Result<String, EntryError> {
        self.0.str().map(String::from).map_err(|_| self.form())
    }

    fn fixed<const N: usize>(&mut self, field: &'static str) -> Result<[u8; N], EntryError> {
        let bytes = self.0.bytes().map_err(|_| self.form())?;
        bytes.try_into().map_err(|_| EntryError::Value(field))
    }

    /// Reads a day between the years 1 and 9999.
    fn day(&mut self) -> Result<Day, EntryError> {
        let day = Day(self.0.i32().map_err(|_| self.form())?);
        let bounds = [Day::from_ymd(1, 1, 1), Day::from_ymd(9999, 12, 31)];
        let inside = bounds[0] <= Some(day) && Some(day) <= bounds[1];
        if inside { Ok(day) } else { Err(EntryError::Value("day")) }
    }

    fn instant(&mut self) -> Result<i64, EntryError> {
        let seconds = self.0.i64().map_err(|_| self.form())?;
        // The years 1970 to 9999, in seconds.
        if (0..253_402_300_800).contains(&seconds) {
            Ok(seconds)
        } else {
            Err(EntryError::Value("recorded_at"))
        }
    }

    fn level(&mut self) -> Result<Level, EntryError> {
        let digit = self.u8()?;
        let level = char::from_digit(u32::from(digit), 10).and_then(Level::from_code);
        level.ok_or(EntryError::Value("level"))
    }

    fn maybe<T>(
        &mut self,
        read: impl Fn(&mut Reader<'a>) -> Result<T, EntryError>,
    ) -> Result<Option<T>, EntryError> {
        if matches!(self.0.datatype(), Ok(Type::Null)) {
            self.0.null().map_err(|_| self.form())?;
            return Ok(None);
        }
        read(self).map(Some)
    }
}
