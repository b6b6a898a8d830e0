//! Importing results: a sheet becomes the scores of a session's candidates, whole or not at all.
//!
//! In scope: matching rows to candidates by their documents, names that differ, marks that the
//! level has not. Out of scope: the sheet's form (`paper`), recording (`score_parts`).
//! Results of a session are one act, so that a sheet of them is never taken in part.

use crate::candidates::{Applicant, group};
use crate::house::{House, Receipt};
use crate::house_error::HouseError;
use crate::import_sheet::{
    Column, Form, Options, SheetFile, Taken, WriteSheetError, take, write_xlsx,
};
use crate::score_parts::PartScores;
use law::{Marks, MarksFault};
use paper::RowReason;
use register::{OrganisationId, PublicAct, SessionId};
use std::collections::BTreeMap;
use vocab::Day;

/// Names the import of a session's results: there is one.
fn import_group(session: SessionId) -> String {
    format!("import-results-{}", group(session))
}

impl House {
    /// Reads a sheet of results into scores by part.
    ///
    /// # Errors
    /// There is no such session, the law has no standard for it, or private rows cannot be read.
    pub fn read_scores(
        &self,
        session: SessionId,
        file: &SheetFile,
        options: &Options,
        news: &mut dyn FnMut(u32),
    ) -> Result<Taken<PartScores>, HouseError> {
        let candidates = self.candidate_rows(session)?;
        let places: BTreeMap<(u8, &str), u32> =
            candidates.iter().zip(0u32..).map(|(c, place)| (c.document(), place)).collect();
        let level = self.session(session)?.plan.level;
        let arranged = self.state.arrangements().of(session).is_some();
        let came = if arranged { Some(self.who_came(session)?) } else { None };
        let standard = self.standard_of(session)?;
        Ok(take(file, Form::Scores, options, news, |row, faults| {
            let tenths = |column| row.score(column).map(paper::Score::tenths);
            let marks = Marks {
                theory: tenths(Column::Theory),
                skill: tenths(Column::Skill),
                review: tenths(Column::Review),
            };
            if row.is_good() {
                let judged = match arranged {
                    true => standard.passed(level, &marks),
                    false => standard.passed_parts(level, &marks),
                };
                if let Err(why) = judged {
                    let (column, reason) = unjudged(&why);
                    faults.put(column, reason);
                }
            }
            let person = row.person()?;
            let Some(place) = places.get(&(person.kind().code(), person.number())).copied() else {
                faults.put(Column::DocumentNumber, RowReason::Stranger);
                return None;
            };
            let registered = &candidates[place as usize].name;
            if row.text(Column::Name).is_some_and(|name| !same_name(name, registered)) {
                faults.put(Column::Name, RowReason::OtherName);
            }
            if came.as_ref().is_some_and(|came| !came.contains(&place)) {
                faults.put(Column::DocumentNumber, RowReason::Absent);
            }
            row.is_good().then_some(PartScores { place, marks })
        }))
    }

    /// Records the results of a sheet. The same file again gets the first answer; another file for
    /// the same session is refused, as results are recorded once.
    ///
    /// # Errors
    /// As [`House::record_part_results`].
    pub fn import_scores(
        &mut self,
        by: OrganisationId,
        session: SessionId,
        days: (Day, Day),
        taken: &Taken<PartScores>,
    ) -> Result<Receipt, HouseError> {
        let (into, digest) = (import_group(session), taken.report.digest());
        if !self.drafting {
            let is_it = |act: &PublicAct| match act {
                PublicAct::RecordResults { session: of, .. } => *of == session,
                _ => false,
            };
            if let Some(receipt) = self.answer_import(&into, &digest, is_it)? {
                return Ok(receipt);
            }
        }
        let scores: Vec<PartScores> = taken.rows.iter().map(|(_, score)| *score).collect();
        let remember = self.remember(&into, 0, &digest, (0, scores.len() as u32));
        self.record_results_with(by, session, days, &scores, remember)
    }
}

/// Blanks and dots of a name are written in many ways; a sheet of registrations of old may have
/// kept them.
fn same_name(a: &str, b: &str) -> bool {
    let plain = |name: &str| -> String { name.chars().filter(|c| c.is_alphanumeric()).collect() };
    a == b || plain(a).to_lowercase() == plain(b).to_lowercase()
}

/// Returns the column at which marks cannot be judged, and why.
fn unjudged(why: &MarksFault) -> (Column, RowReason) {
    let column = |part: law::Part| match part {
        law::Part::Theory => Column::Theory,
        law::Part::Skill => Column::Skill,
        law::Part::Review => Column::Review,
    };
    match why {
        MarksFault::Missing(part) => (column(*part), RowReason::PartMissing),
        MarksFault::NotAPart(part) => (column(*part), RowReason::NoSuchPart),
        MarksFault::OutOfRange { part, .. } => (column(*part), RowReason::AboveTheMost),
    }
}

/// Returns a sheet of results as a body would send it.
///
/// # Errors
/// The sheet cannot be written.
pub fn write_sheet(rows: &[(Applicant, u16, u16)]) -> Result<Vec<u8>, WriteSheetError> {
    let score = |tenths: u16| format!("{}.{}", tenths / 10, tenths % 10);
    let rows: Vec<Vec<String>> = rows
        .iter()
        .zip(1u32..)
        .map(|((person, theory, skill), n)| {
            vec![
                person.name.clone(),
                person.document.kind().zh().to_string(),
                person.document.number().to_string(),
                format!("{n:06}"),
                score(*theory),
                score(*skill),
                String::new(),
                (if person.staff { "是" } else { "否" }).to_string(),
            ]
        })
        .collect();
    write_xlsx(Form::Scores, &rows)
}
