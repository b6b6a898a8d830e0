//! Importing a list of certificates that were issued before this register.
//!
//! Source: facts of the field §1.3 and §1.4: the forms of older numbers.
//! In scope: reading the list whole or its good rows, what a number says against its row, the acts
//! of a long list. Out of scope: one act and its private rows (`register_legacy`).
//! Failure: every act is decided before the first is recorded; each is whole or not at all; a run
//! that was stopped goes on behind the last.
//! I-PRI-1: no message repeats a name or the number of a document.

use crate::house::{House, Receipt};
use crate::house_error::HouseError;
use crate::import_sheet::{Column, Form, Options, SheetFile, Taken, take_in_parts};
pub use paper::document_of_any_kind;
use paper::{Faults, Row, RowReason};
use register::{LegacyForm, OrganisationId, RowId};
use vocab::{CertificateNumber, Day, InstitutionCode, Level, PersonId};

/// A certificate of a list.
#[derive(Clone, PartialEq, Eq)]
pub struct LegacyCertificate {
    /// Its number as printed.
    pub number: String,
    /// The holder's name.
    pub name: String,
    /// The holder's document.
    pub document: PersonId,
    /// The day it was issued.
    pub issued_on: Day,
    /// Its level.
    pub level: Level,
}

/// What all certificates of a list have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LegacyKind {
    /// The form of their numbers.
    pub form: LegacyForm,
    /// The code that their numbers are under, where the form has one.
    pub institution: Option<InstitutionCode>,
    /// The last day on which one can have been issued.
    pub until: Day,
}

/// What an act on a part of a list is decided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LegacyAct {
    /// How many certificates it has.
    pub(crate) count: u32,
    /// The first and the last day on which they were issued.
    pub(crate) days: (Day, Day),
}

/// Certificates of a list that go into one act.
pub struct LegacySheet {
    /// The form of their numbers.
    pub form: LegacyForm,
    /// The code that their numbers are under, where the form has one.
    pub institution: Option<InstitutionCode>,
    /// The certificates, in the order of the file.
    pub certificates: Vec<LegacyCertificate>,
    /// SHA-256 of the file.
    pub source: [u8; 32],
    /// Which act of the file it is, from 0.
    pub part: u32,
}

/// Reads a list of numbers of one form, and of one institution where the form names one.
pub fn read_legacy(
    file: &SheetFile,
    kind: LegacyKind,
    options: &Options,
    news: &mut dyn FnMut(u32),
) -> Taken<LegacyCertificate> {
    let day = |one: &LegacyCertificate| Some(one.issued_on);
    take_in_parts(file, Form::Legacy, options, news, day, |row, faults| {
        certificate(kind, row, faults)
    })
}

/// Reads one certificate.
fn certificate(
    kind: LegacyKind,
    row: &mut Row<'_>,
    faults: &mut Faults<'_>,
) -> Option<LegacyCertificate> {
    let number = row.text(Column::Certificate);
    let formed = number.and_then(|text| text.parse::<CertificateNumber>().ok());
    let said = formed.as_ref().and_then(|number| said(number, Some(kind.form)));
    if number.is_some() && said.is_none() {
        faults.put(Column::Certificate, RowReason::CertificateForm);
    }
    if let Some(said) = &said {
        agrees(row, faults, said);
        if said.institution.is_some() && said.institution != kind.institution {
            faults.put(Column::Certificate, RowReason::CertificateInstitution);
        }
    }
    if row.day(Column::IssuedOn).is_some_and(|day| kind.until < day) {
        faults.put(Column::IssuedOn, RowReason::Future);
    }
    Some(LegacyCertificate {
        number: formed?.to_string(),
        document: row.take_person()?,
        name: row.text(Column::Name)?.to_string(),
        issued_on: row.day(Column::IssuedOn)?,
        level: row.level(Column::Level)?,
    })
}

impl House {
    /// Registers a list of older certificates of one occupation, in as many acts as its length
    /// needs. The same file is registered once: acts that were done are answered again. `news` is
    /// told after each act.
    ///
    /// # Errors
    /// As [`House::record`]. A refusal of any act comes before the first is recorded; what was
    /// recorded before another error stays, and the same file goes on there.
    /// [`HouseError::SheetChanged`] when the file is another by now.
    pub fn import_legacy(
        &mut self,
        who: (OrganisationId, Day),
        occupation: RowId,
        kind: LegacyKind,
        taken: Taken<LegacyCertificate>,
        news: &mut dyn FnMut(u32),
    ) -> Result<Vec<Receipt>, HouseError> {
        let LegacyKind { form, institution, .. } = kind;
        let source = taken.report.digest();
        let acts = taken
            .parts()
            .values()
            .map(|part| LegacyAct { count: part.count, days: part.days.unwrap_or((who.1, who.1)) });
        let acts: Vec<LegacyAct> = acts.collect();
        self.may_register_legacy(who, occupation, (kind, source), &acts)?;
        let mut receipts = Vec::with_capacity(acts.len());
        let value = |row: &mut Row<'_>, faults: &mut Faults<'_>| certificate(kind, row, faults);
        taken.each_part(value, |_, certificates| {
            let part = receipts.len() as u32;
            let sheet = LegacySheet { form, institution, certificates, source, part };
            receipts.push(self.register_legacy(who, occupation, &sheet)?);
            news(part);
            Ok(())
        })?;
        Ok(receipts)
    }
}

/// What a number says of its certificate, as far as its form has it.
struct Said {
    year: Option<u8>,
    level: Option<Level>,
    institution: Option<InstitutionCode>,
}

/// Returns what a number says; nothing when it has another form than the one asked for.
fn said(number: &CertificateNumber, form: Option<LegacyForm>) -> Option<Said> {
    let is = |expect| form.is_none_or(|form| form == expect);
    match number {
        CertificateNumber::Qualification(n) if is(LegacyForm::Qualification) => Some(Said {
            year: Some(n.year_code()),
            level: Some(n.level()),
            institution: Some(n.institution()),
        }),
        CertificateNumber::Pilot(n) if is(LegacyForm::Pilot) => {
            Some(Said { year: Some(n.year_code()), level: Some(n.level()), institution: None })
        }
        CertificateNumber::Shanghai(_) if is(LegacyForm::Shanghai) => {
            Some(Said { year: None, level: None, institution: None })
        }
        _ => None,
    }
}

/// Reports what the number says otherwise than its row.
fn agrees(row: &Row<'_>, faults: &mut Faults<'_>, said: &Said) {
    if let (Some(year), Some(day)) = (said.year, row.day(Column::IssuedOn))
        && i32::from(year) != day.year().rem_euclid(100)
    {
        faults.put(Column::IssuedOn, RowReason::CertificateYear);
    }
    if let (Some(of), Some(level)) = (said.level, row.level(Column::Level))
        && of != level
    {
        faults.put(Column::Level, RowReason::CertificateLevel);
    }
}

/// Reports what can be seen of a row without knowing which list it is.
pub(crate) fn agrees_with_itself(row: &Row<'_>, faults: &mut Faults<'_>) {
    let Some(text) = row.text(Column::Certificate) else { return };
    let number = text.parse::<CertificateNumber>().ok();
    match number.as_ref().and_then(|number| said(number, None)) {
        Some(said) => agrees(row, faults, &said),
        None => faults.put(Column::Certificate, RowReason::CertificateForm),
    }
}
