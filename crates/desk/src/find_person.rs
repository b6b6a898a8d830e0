//! Looking a person up, and the record of who did.
//!
//! In scope: by document, by a part of the name, by the number of a certificate; who may ask.
//! Out of scope: the page and the command; what the public sees of a certificate (`verifier`).
//! I-PRI-1: whoever reads a person's row is written down, with purpose and what was found, before
//! the answer is given. The record is private too: it says who is looked for.

use crate::candidates::{CandidateRow, masked};
use crate::certificate_file::certificate_at;
use crate::house::House;
use crate::house_error::HouseError;
use crate::issue_certificates::{SaltRow, salt_group};
use crate::private_fault::PrivateFault;
use crate::private_rows::private;
use register::{CertificateId, OrganisationId, OrganisationKind, PublicAct, SessionId, StaffId};
use seal::Entry;
use serde::{Deserialize, Serialize};
use store::{BatchRow, PrivateKind, PrivateRow, plain};
use vocab::{Instant, PersonId};

/// Why somebody looks a person up. Codes are never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The person asks.
    Holder,
    /// Somebody to whom a certificate was shown asks, with the person's leave.
    Verification,
    /// A complaint or an objection.
    Complaint,
    /// An inspection or a case.
    Inspection,
    /// The archive is kept: completed, retained, erased.
    Archive,
}

impl Purpose {
    /// The purposes in the order of their codes.
    pub const ALL: [Purpose; 5] = [
        Purpose::Holder,
        Purpose::Verification,
        Purpose::Complaint,
        Purpose::Inspection,
        Purpose::Archive,
    ];

    /// Returns the name by which a program and a command know it.
    pub const fn name(self) -> &'static str {
        match self {
            Purpose::Holder => "holder",
            Purpose::Verification => "verification",
            Purpose::Complaint => "complaint",
            Purpose::Inspection => "inspection",
            Purpose::Archive => "archive",
        }
    }

    fn code(self) -> u8 {
        Purpose::ALL.iter().position(|purpose| *purpose == self).map_or(0, |place| place as u8)
    }
}

/// Who asks, and why.
#[derive(Clone, Debug)]
pub struct Asking {
    /// Which of whose staff.
    pub staff: StaffId,
    /// Why.
    pub purpose: Purpose,
    /// A word on it: the number of a case, of a letter.
    pub note: String,
}

/// By what a person is looked for.
#[derive(Clone, Debug)]
pub enum Looked {
    /// The identity document.
    Document(PersonId),
    /// Two characters of the name in a row, or more.
    Name(String),
    /// The number of a certificate.
    Number(String),
}

/// A certificate and its holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The number as printed.
    pub number: String,
    /// The place of its entry.
    pub entry: u64,
    /// The session it was issued in.
    pub session: SessionId,
    /// The holder's place in the session.
    pub place: u32,
    /// The name.
    pub name: String,
    /// The number of the document, under the one mask.
    pub document: String,
}

/// The holder of a certificate, and what decides whether somebody sees it.
struct Holder {
    issuer: OrganisationId,
    /// The name as it was issued; a correction may have come after.
    issued_to: String,
    found: Found,
}

/// A reading as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// When.
    pub at: Instant,
    /// By whom.
    pub staff: StaffId,
    /// Why.
    pub purpose: Purpose,
    /// The word on it.
    pub note: String,
    /// By what it was looked: `document`, `name`, `number`, `erasure`, or `disposal` with the
    /// number of a session.
    pub by: String,
    /// Places of the certificates that were shown.
    pub shown: Vec<u64>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct ReadingRow {
    at: i64,
    of: u32,
    staff: u32,
    purpose: u8,
    note: String,
    by: String,
    shown: Vec<u64>,
}

/// What the record of an erasure says instead of by what it was looked.
pub(crate) const ERASURE: &str = "erasure";

impl ReadingRow {
    /// Returns the entries of certificates whose holders were erased then; none of a reading.
    pub(crate) fn erased(&self) -> impl Iterator<Item = u64> + '_ {
        self.shown.iter().copied().filter(|_| self.by == ERASURE)
    }
}

/// Returns the group of the readings of a month; a year of them is not read to add one.
fn group(at: Instant) -> String {
    let day = at.day_in_china().to_string();
    format!("reading-{}", day.get(..7).unwrap_or(&day))
}

impl House {
    /// Looks a person up. An authority finds everybody; another organisation those to whom it
    /// issued. The reading is recorded first, whatever it finds.
    ///
    /// # Errors
    /// [`PrivateFault::NotEntitled`]; [`PrivateFault::TooShort`] for less than two characters of a
    /// name; the store fails.
    pub fn find_person(
        &mut self,
        asking: &Asking,
        looked: &Looked,
    ) -> Result<Vec<Found>, HouseError> {
        let by = asking.staff.of;
        let all = self.sees_everybody(by)?;
        self.index_corrections()?;
        let look_up = self.look_up();
        let (kind, places) = match looked {
            Looked::Document(id) => ("document", look_up.document(id.kind().code(), id.number())?),
            Looked::Name(part) if plain(part).len() < 2 => {
                return Err(PrivateFault::TooShort.into());
            }
            Looked::Name(part) => ("name", look_up.name(part)?),
            Looked::Number(number) => {
                ("number", look_up.number(number.trim())?.into_iter().collect())
            }
        };
        let mut found = Vec::new();
        for place in places {
            let Some(holder) = self.holder_of(place)? else { continue };
            let named = match looked {
                Looked::Name(part) => {
                    holds(&holder.found.name, part) || holds(&holder.issued_to, part)
                }
                Looked::Document(_) | Looked::Number(_) => true,
            };
            if named && (all || holder.issuer == by) {
                found.push(holder.found);
            }
        }
        let shown = found.iter().map(|one| one.entry).collect();
        let reading = self.reading(asking, kind, shown)?;
        self.write_private(&[reading])?;
        Ok(found)
    }

    /// Returns who read what in the month of a day.
    ///
    /// # Errors
    /// The private rows cannot be read.
    pub fn readings(&self, month_of: Instant) -> Result<Vec<Recorded>, HouseError> {
        let rows: Vec<ReadingRow> = self.rows(PrivateKind::Reading, &group(month_of))?;
        let read = |row: ReadingRow| Recorded {
            at: Instant(row.at),
            staff: StaffId { of: OrganisationId(row.of), number: row.staff },
            purpose: *Purpose::ALL.get(usize::from(row.purpose)).unwrap_or(&Purpose::Archive),
            note: row.note,
            by: row.by,
            shown: row.shown,
        };
        Ok(rows.into_iter().map(read).collect())
    }

    /// Returns the row that says who read what.
    pub(crate) fn reading(
        &self,
        asking: &Asking,
        by: &str,
        shown: Vec<u64>,
    ) -> Result<PrivateRow, HouseError> {
        let at = self.now();
        let row = ReadingRow {
            at: at.0,
            of: asking.staff.of.0,
            staff: asking.staff.number,
            purpose: asking.purpose.code(),
            note: asking.note.clone(),
            by: by.to_string(),
            shown,
        };
        let group = group(at);
        let place = self.next_place(PrivateKind::Reading, &group)?;
        Ok(private(PrivateKind::Reading, &group, place, &row))
    }

    /// Says whether an organisation may see everybody; otherwise it sees its own.
    pub(crate) fn sees_everybody(&self, by: OrganisationId) -> Result<bool, HouseError> {
        match self.state.organisation(by).map(|organisation| organisation.kind) {
            Some(OrganisationKind::Authority) => Ok(true),
            Some(_) => Ok(false),
            None => Err(PrivateFault::NotEntitled(by.0).into()),
        }
    }

    /// Returns who issued the certificate of an entry, and its holder; nothing when the holder was
    /// erased.
    fn holder_of(&self, entry: u64) -> Result<Option<Holder>, HouseError> {
        let Some((header, serial)) = certificate_at(self, entry)? else { return Ok(None) };
        let Entry::Act(act) = self.entry(header)? else { return Err(HouseError::NotAnAct(header)) };
        let (PublicAct::IssueCertificates(issue), Some(by)) = (&act.event.act, act.event.actor)
        else {
            return Err(HouseError::NotAnAct(header));
        };
        let number = self.number(&act, serial).ok_or(HouseError::NoCertificate)?;
        let Some((batch, _)) = self.find(&number)? else { return Err(HouseError::NoCertificate) };
        let Some(salt) = self.salt_row(&batch, serial)? else { return Ok(None) };
        let Some(row) = self.candidate_row(issue.session, salt.place)? else { return Ok(None) };
        if row.is_erased() {
            return Ok(None);
        }
        let (session, place) = (issue.session, salt.place);
        let (name, document) = match self.correction_row(CertificateId { header, serial })? {
            Some(corrected) => (corrected.name().to_string(), masked(corrected.document())),
            None => (row.name.clone(), row.masked()),
        };
        let found = Found { number, entry, session, place, name, document };
        Ok(Some(Holder { issuer: by, issued_to: row.name, found }))
    }

    /// Returns the row of whoever a certificate was issued to, as it was issued; nothing when that
    /// was erased.
    pub(crate) fn issued_row(&self, id: CertificateId) -> Result<Option<CandidateRow>, HouseError> {
        let Entry::Act(act) = self.entry(id.header)? else {
            return Err(HouseError::NotAnAct(id.header));
        };
        let number = self.number(&act, id.serial).ok_or(HouseError::NoCertificate)?;
        let Some((batch, _)) = self.find(&number)? else { return Err(HouseError::NoCertificate) };
        let Some(salt) = self.salt_row(&batch, id.serial)? else { return Ok(None) };
        let row = self.candidate_row(SessionId(salt.session), salt.place)?;
        Ok(row.filter(|row| !row.is_erased()))
    }

    fn salt_row(&self, batch: &BatchRow, serial: u32) -> Result<Option<SaltRow>, HouseError> {
        let salts = salt_group(&batch.site, batch.year, batch.level);
        self.row((PrivateKind::Salt, &salts, serial))
    }

    pub(crate) fn candidate_row(
        &self,
        session: SessionId,
        place: u32,
    ) -> Result<Option<CandidateRow>, HouseError> {
        self.row((PrivateKind::Candidate, &crate::candidates::group(session), place))
    }
}

/// Says whether a name holds characters in a row.
fn holds(name: &str, part: &str) -> bool {
    let (name, part) = (plain(name), plain(part));
    name.windows(part.len()).any(|window| window == part)
}
