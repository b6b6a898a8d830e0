//! Importing people who register, and members of a cohort.
//!
//! In scope: backgrounds, whom the session has already and who may not sit, the parts of a long
//! list. Out of scope: the sheet's form (`paper`), the decision on each (`judge_eligibility`).
//! Failure: a part is one transaction with the row that remembers it; a run that was stopped goes
//! on behind the last part.
//! I-PRI-1: people stay in private rows.

use crate::candidates::{Applicant, group};
use crate::follow_cohort::Member;
use crate::house::{House, Receipt};
use crate::house_error::HouseError;
use crate::import_record::group as import_group;
use crate::import_sheet::{Column, Form, Options, SheetFile, Taken, part_of, take};
use crate::judge_eligibility::{Registrant, eligible};
use crate::run_session::Cited;
use law::{Background, Earlier, Schooling};
use paper::{CellReason, Faults, Row, RowReason};
use register::{Admission, CohortAct, CohortId, OrganisationId, PublicAct, Scheme, SessionId};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use vocab::{Day, Hash};

/// What an import into a session did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entered {
    /// The places of the candidates, in the order of the sheet.
    pub places: Vec<u32>,
    /// Into how many transactions the file was cut.
    pub parts: u32,
    /// How many of them had been done before.
    pub repeated: u32,
    /// What the law said, where it was asked.
    pub cited: Option<Cited>,
}

/// The words under 学历.
const SCHOOLINGS: &str = "vocational 中职（技工学校）相关专业, technician 高级技工学校、技师学院, \
                          preparatory-technician 预备技师, college 大专及以上相关专业";

/// Reads a sheet of people who register, without asking a register about them.
pub fn read_candidates(
    file: &SheetFile,
    options: &Options,
    news: &mut dyn FnMut(u32),
) -> Taken<Registrant> {
    take(file, Form::Candidates, options, news, registrant)
}

/// Reads a sheet of people who are admitted to a cohort.
pub fn read_members(
    file: &SheetFile,
    options: &Options,
    news: &mut dyn FnMut(u32),
) -> Taken<Member> {
    take(file, Form::Members, options, news, |row, _| {
        let document = row.take_person()?;
        Some(Member { name: row.text(Column::Name)?.to_string(), document })
    })
}

impl House {
    /// Reads a sheet of people who register for a session: besides what a cell shows, whom the
    /// session has already, and who may not sit by the standard in force.
    ///
    /// # Errors
    /// There is no such session, the law has no standard for it, or private rows cannot be read.
    pub fn read_candidates(
        &self,
        (session, on): (SessionId, Day),
        file: &SheetFile,
        options: &Options,
        news: &mut dyn FnMut(u32),
    ) -> Result<Taken<Registrant>, HouseError> {
        let plan = &self.session(session)?.plan;
        let standard = match plan.scheme {
            Scheme::Level => Some(self.standard_of(session)?),
            Scheme::Qualification => None,
        };
        let there: BTreeMap<(u8, String), u32> = (0..)
            .zip(self.candidate_rows(session)?)
            .map(|(place, row)| {
                let (kind, number) = row.document();
                ((kind, number.to_string()), place)
            })
            .collect();
        let done = match file.digest() {
            Ok(digest) => self.imported(&import_group(&group(session), &digest))?,
            Err(_) => Vec::new(),
        };
        let done: BTreeSet<u32> = done.into_iter().map(|(part, _)| part).collect();
        Ok(take(file, Form::Candidates, options, news, |row, faults| {
            let known = row.person().and_then(|person| {
                there.get(&(person.kind().code(), person.number().to_string())).copied()
            });
            // Who came in by this same file is no stranger to it.
            if let Some(place) = known.filter(|_| !done.contains(&part_of(row.number()))) {
                faults.put(Column::DocumentNumber, RowReason::Registered { place });
            }
            let person = registrant(row, faults)?;
            if let Some(standard) = standard {
                let judged = eligible(standard, plan.level, &person.background, on);
                if judged.by.is_none() {
                    let (zh, en): (Vec<_>, Vec<_>) = judged.lacking.into_iter().unzip();
                    let (zh, en) = (zh.join("；"), en.join("; "));
                    faults.put(Column::Name, RowReason::NotEligible { zh, en });
                }
            }
            Some(person)
        }))
    }

    /// Enters people into a session, a part of the file at a time. The same file enters once: parts
    /// that were done give the same places again. `news` is told after each part.
    ///
    /// # Errors
    /// As [`House::accept`] and [`House::register_eligible`].
    pub fn import_candidates(
        &mut self,
        (session, on): (SessionId, Day),
        resits: bool,
        taken: Taken<Registrant>,
        news: &mut dyn FnMut(u32),
    ) -> Result<Entered, HouseError> {
        let scheme = self.session(session)?.plan.scheme;
        let digest = taken.report.digest();
        let into = import_group(&group(session), &digest);
        let done: BTreeMap<u32, _> = self.imported(&into)?.into_iter().collect();
        let mut entered = Entered::default();
        for (part, people) in taken.into_parts() {
            entered.parts += 1;
            if let Some(before) = done.get(&part) {
                entered.repeated += 1;
                entered.places.extend(before.first..before.first + before.count);
                continue;
            }
            let count = people.len() as u32;
            let remember = |house: &House, first: u32| {
                vec![house.remember(&into, part, &digest, (first, count))]
            };
            let places = match scheme {
                Scheme::Level => self.register_with(session, on, &people, &remember)?,
                Scheme::Qualification => {
                    let people: Vec<Applicant> =
                        people.into_iter().map(|person| person.applicant).collect();
                    let (places, cited) =
                        self.accept_with(resits, (session, on), &people, &remember)?;
                    entered.cited = cited;
                    places
                }
            };
            entered.places.extend(places);
            news(part);
        }
        Ok(entered)
    }
}

impl House {
    /// Admits a cohort whose members stand in a sheet. The same sheet with the same admission gets
    /// the first answer.
    ///
    /// # Errors
    /// As [`House::admit_cohort`].
    pub fn import_cohort(
        &mut self,
        by: OrganisationId,
        on: Day,
        admission: Admission,
        taken: Taken<Member>,
    ) -> Result<Receipt, HouseError> {
        // Everything that is asked for but what the register itself fills in.
        let asked = Admission { cohort: CohortId(0), heads: 0, root: [0; 32], ..admission };
        let asked = format!("{by:?} {asked:?} {}", Hash(taken.report.digest()));
        let digest: [u8; 32] = Sha256::digest(asked.as_bytes()).into();
        let into = import_group("cohort", &digest);
        if !self.drafting {
            let of_it = |act: &PublicAct| match act {
                PublicAct::Cohort(CohortAct::Admit(done)) => {
                    let Admission { cohort, heads, root, .. } = *done;
                    *done == Admission { cohort, heads, root, ..admission }
                }
                _ => false,
            };
            if let Some(receipt) = self.answer_import(&into, &digest, of_it)? {
                return Ok(receipt);
            }
        }
        let remember = self.remember(&into, 0, &digest, (0, taken.rows.len() as u32));
        self.admit_with(by, on, admission, &taken.into_values(), Some(remember))
            .map(|(_, receipt)| receipt)
    }
}

fn registrant(row: &mut Row<'_>, faults: &mut Faults<'_>) -> Option<Registrant> {
    let (background, earlier_number) = background(row, faults)?;
    let document = row.take_person()?;
    let name = row.text(Column::Name)?.to_string();
    let staff = row.answer(Column::OnStaff).unwrap_or(false);
    let fee_fen = row.count(Column::Fee).unwrap_or(0);
    let applicant = Applicant { name, document, staff, fee_fen };
    Some(Registrant { applicant, background, earlier_number })
}

/// Reads what a person brings, and reports what does not go together.
pub(crate) fn background(
    row: &Row<'_>,
    faults: &mut Faults<'_>,
) -> Option<(Background, Option<String>)> {
    let earlier = match (row.level(Column::EarlierLevel), row.day(Column::EarlierDay)) {
        (Some(level), Some(dated_on)) => vec![Earlier { level, dated_on }],
        // A cell that could not be read is reported as such.
        _ if !row.is_good() => Vec::new(),
        (None, None) => Vec::new(),
        (Some(_), None) => {
            faults.put(Column::EarlierLevel, RowReason::Without(Column::EarlierDay));
            Vec::new()
        }
        (None, Some(_)) => {
            faults.put(Column::EarlierDay, RowReason::Without(Column::EarlierLevel));
            Vec::new()
        }
    };
    let schooling = row.text(Column::Schooling).and_then(|text| {
        let named = Schooling::ALL.into_iter().find(|s| s.zh() == text);
        let found = Schooling::from_name(text).or(named);
        if found.is_none() {
            faults.put(Column::Schooling, CellReason::NotOneOf(SCHOOLINGS));
        }
        found
    });
    let background = Background {
        earlier,
        years_of_work: row.count(Column::YearsOfWork).unwrap_or(0),
        schooling: schooling.into_iter().collect(),
        apprenticeship: row.answer(Column::Apprenticeship).unwrap_or(false),
    };
    let number = row.text(Column::EarlierNumber).map(str::to_string);
    row.is_good().then_some((background, number))
}
