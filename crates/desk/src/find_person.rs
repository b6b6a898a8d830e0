//! Looking a person up, and the record of who did.
//!
//! In scope: holders of certificates, by document, by a part of the name, by the number of a
//! certificate, a page at a time; who may ask.
//! Out of scope: walking the index (`walk_people`); the page and the command; what the public sees
//! of a certificate (`verifier`);
//! people without a certificate (candidates, members of cohorts, holders of older certificates),
//! who are in no index.
//! Invariant: nobody is left out unsaid. A page that is not the last says where the next begins.
//! I-PRI-1: whoever reads a person's row is written down, with purpose and what was found, before
//! the answer is given. The record is private too: it says who is looked for.

use crate::candidates::CandidateRow;
use crate::house::House;
use crate::house_error::HouseError;
use crate::issue_certificates::{SaltRow, salt_group};
use crate::look_up::FOUND_MAX;
use crate::private_fault::PrivateFault;
use crate::private_rows::private;
use crate::see_register::Reading;
use crate::walk_people::Search;
use register::{CertificateId, OrganisationId, OrganisationKind, SessionId, StaffId};
use serde::{Deserialize, Serialize};
use store::{BatchRow, PrivateKind, PrivateRow};
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
    /// Two characters of the name in a row, or more, anywhere in it.
    Name(String),
    /// Two characters or more with which the name begins.
    Beginning(String),
    /// The number of a certificate.
    Number(String),
}

/// Which part of the answer is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// What [`People::more`] said of the page before; nothing for the first.
    pub after: Option<u64>,
    /// Certificates at most; from 1 to [`FOUND_MAX`], beyond which the nearer of them is taken.
    pub limit: usize,
}

/// A page of certificates and their holders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct People {
    /// By the place of the entry, rising.
    pub found: Vec<Found>,
    /// After which place to go on; nothing when everything was looked through.
    pub more: Option<u64>,
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
    pub(crate) shown: Vec<u64>,
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
    pub fn find_people(
        &mut self,
        asking: &Asking,
        looked: &Looked,
        page: Page,
    ) -> Result<People, HouseError> {
        let only = self.seen_by(asking)?;
        self.index_corrections()?;
        // Nobody turns the key between here and the answer.
        let keys = self.index.now();
        let search = Search { rooms: self, key: keys.asked(), only };
        let (by, people) = search.page(looked, page)?;
        self.note_reading(asking, by, &people)?;
        Ok(people)
    }

    /// Looks a person up as [`House::find_people`] does, page after page up to the last: for a
    /// document or a number, of which nobody has many.
    ///
    /// # Errors
    /// As [`House::find_people`].
    pub fn find_person(
        &mut self,
        asking: &Asking,
        looked: &Looked,
    ) -> Result<Vec<Found>, HouseError> {
        let (mut all, mut page) = (Vec::new(), Page { after: None, limit: FOUND_MAX });
        loop {
            let people = self.find_people(asking, looked, page)?;
            all.extend(people.found);
            match people.more {
                Some(place) => page.after = Some(place),
                None => return Ok(all),
            }
        }
    }

    /// Writes down what was found before it is answered.
    fn note_reading(
        &mut self,
        asking: &Asking,
        by: &str,
        people: &People,
    ) -> Result<(), HouseError> {
        let shown = people.found.iter().map(|one| one.entry).collect();
        let reading = self.reading(asking, by, shown)?;
        self.write_private(&[reading])
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

    /// Returns whose certificates may be seen; nothing for everybody's.
    fn seen_by(&self, asking: &Asking) -> Result<Option<OrganisationId>, HouseError> {
        let by = asking.staff.of;
        Ok((!self.sees_everybody(by)?).then_some(by))
    }

    /// Says whether an organisation may see everybody; otherwise it sees its own.
    pub(crate) fn sees_everybody(&self, by: OrganisationId) -> Result<bool, HouseError> {
        match self.state.organisation(by).map(|organisation| organisation.kind) {
            Some(OrganisationKind::Authority) => Ok(true),
            Some(_) => Ok(false),
            None => Err(PrivateFault::NotEntitled(by.0).into()),
        }
    }

    /// Returns the row of whoever a certificate was issued to, as it was issued; nothing when that
    /// was erased.
    pub(crate) fn issued_row(&self, id: CertificateId) -> Result<Option<CandidateRow>, HouseError> {
        let batch = self.counted_under(id.header)?.batch(&self.store)?;
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

impl Reading {
    /// Looks a person up as [`House::find_people`] does, beside whoever acts: the house is held to
    /// see who may ask, for the numbers of what was found, and to write the reading down.
    ///
    /// # Errors
    /// As [`House::find_people`]; [`HouseError::OutOfStep`].
    pub fn find_people(
        &self,
        asking: &Asking,
        looked: &Looked,
        page: Page,
    ) -> Result<People, HouseError> {
        let (only, index) = self.beside.memory(|house| {
            let only = house.seen_by(asking)?;
            house.index_corrections()?;
            Ok::<_, HouseError>((only, house.index.clone()))
        })??;
        let (by, people) = index
            .under_one_key(|key| Search { rooms: &self.beside, key, only }.page(looked, page))?;
        self.beside.memory(|house| house.note_reading(asking, by, &people))??;
        Ok(people)
    }
}
