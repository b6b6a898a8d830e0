//! Sessions and cohorts, against the rows that the log's counts and roots are over.
//!
//! In scope: registration, results in force, admission numbers, choices, ends.
//! Out of scope: certificates (`holders`); roots that later ones took the place of.
//! What is erased or disposed of lawfully opens no root any more: of it the count is compared, or
//! nothing.

use super::finding::{Finding, Looked, Part};
use super::rows::Rows;
use crate::candidates::{CandidateRow, ResultRow, group};
use crate::dispose_archive;
use crate::run_session::root;
use crate::salted_rows::{RowOf, SaltedRow, commitment};
use crate::score_parts::results_group;
use crate::{close_exam, follow_cohort, settle_exam};
use register::{Results, Session, SessionId, State};
use seal::{Commitment, Field, Salt};
use store::{PrivateKind, StoreError};
use vocab::Level;

/// The rows of sessions against the log.
pub(super) struct Sessions<'a, 'r> {
    rows: &'a Rows<'r>,
    state: &'a State,
    part: Part,
}

impl<'a, 'r> Sessions<'a, 'r> {
    pub(super) fn of(rows: &'a Rows<'r>, state: &'a State) -> Sessions<'a, 'r> {
        Sessions { rows, state, part: Part::new(Looked::Sessions) }
    }

    /// Compares every session and cohort, and returns what was found so far with how it ended.
    pub(super) fn compare(mut self) -> (Part, Result<(), StoreError>) {
        let done = self.all();
        (self.part, done)
    }

    fn all(&mut self) -> Result<(), StoreError> {
        for (id, session) in self.state.sessions() {
            self.registration(id, session)?;
            if let Some(results) = &session.results {
                self.results(id, session, results)?;
            }
            let exams = self.state.exams();
            if let Some(complete) = exams.complete(id) {
                let group = close_exam::admission_group(id);
                let of = (RowOf::Admission, PrivateKind::Registration);
                self.salted(of, group, (Some(complete.admitted), &complete.root))?;
            }
            if let Some(root) = exams.choices(id) {
                let of = (RowOf::Choice, PrivateKind::Election);
                self.salted(of, settle_exam::choice_group(id), (None, root))?;
            }
            if let Some((_, end)) = exams.ended(id) {
                let of = (RowOf::ExamEnd, PrivateKind::Registration);
                self.salted(of, close_exam::end_group(id), (None, &end.root))?;
            }
        }
        for (id, cohort) in self.state.cohorts().all() {
            if let Some((_, ends)) = &cohort.ends {
                let of = (RowOf::CohortEnd, PrivateKind::Registration);
                self.salted(of, follow_cohort::end_group(id), (None, &ends.root))?;
            }
        }
        Ok(())
    }

    /// Who was registered when registration closed.
    fn registration(&mut self, id: SessionId, session: &Session) -> Result<(), StoreError> {
        let Some(closing) = &session.closing else { return Ok(()) };
        let group = group(id);
        let rows = self.rows.group::<CandidateRow>(PrivateKind::Candidate, &group)?;
        let Some(rows) = rows else { return Ok(()) };
        if !self.counted(&group, closing.registered, rows.len()) {
            return Ok(());
        }
        let erased = rows.iter().any(|(_, row)| row.is_erased());
        let leaves: Vec<Commitment> = rows.iter().map(|(_, row)| row.leaf()).collect();
        if !erased && root(&leaves) != closing.root {
            self.part.find(Finding::RootDiffers { group });
        }
        Ok(())
    }

    /// The results in force.
    fn results(
        &mut self,
        id: SessionId,
        session: &Session,
        results: &Results,
    ) -> Result<(), StoreError> {
        if self.rows.store.note(&dispose_archive::note(id))?.is_some() {
            return Ok(());
        }
        let group = results_group(self.state, id);
        let rows = self.rows.group::<ResultRow>(PrivateKind::Result, &group)?;
        let Some(rows) = rows else { return Ok(()) };
        if !self.counted(&group, results.sat, rows.len()) {
            return Ok(());
        }
        let opens = |zero_is_none| {
            let leaf =
                |(row, kept): &(u32, ResultRow)| leaf(kept, *row < results.passed, zero_is_none);
            root(&rows.iter().map(leaf).collect::<Vec<_>>()) == results.root
        };
        // Of a session that was not arranged the row does not say whether a part of no points was
        // left out, nor what a review came to, which the two highest levels may have.
        let arranged = self.state.arrangements().of(id).is_some();
        let scored = |(_, row): &(u32, ResultRow)| {
            row.score.theory_tenths != 0 && row.score.skill_tenths != 0
        };
        let reviewed = matches!(session.plan.level, Level::One | Level::Two);
        let told = arranged || !reviewed && rows.iter().all(scored);
        if !opens(false) && (arranged || !opens(true)) && told {
            self.part.find(Finding::RootDiffers { group });
        }
        Ok(())
    }

    /// Rows with salts under a root, and their count where the log says it.
    fn salted(
        &mut self,
        (of, kind): (RowOf, PrivateKind),
        group: String,
        (count, bound): (Option<u32>, &[u8; 32]),
    ) -> Result<(), StoreError> {
        let Some(rows) = self.rows.group::<SaltedRow>(kind, &group)? else { return Ok(()) };
        let there = rows.len();
        // Of a log that is as of an earlier report, the rows gave way to those of a later one.
        if there == 0 && of == RowOf::Choice {
            return Ok(());
        }
        if !self.counted(&group, count.unwrap_or(there as u32), there) {
            return Ok(());
        }
        let leaves: Vec<Commitment> = rows.iter().map(|(_, row)| commitment(of, row)).collect();
        if root(&leaves) != *bound {
            self.part.find(Finding::RootDiffers { group });
        }
        Ok(())
    }

    fn counted(&mut self, group: &str, logged: u32, there: usize) -> bool {
        self.part.compared += 1;
        let (logged, there) = (u64::from(logged), there as u64);
        if logged != there {
            let group = group.to_string();
            self.part.find(Finding::OtherCount { group, logged, there });
        }
        logged == there
    }
}

/// Returns the commitment to a row of results, as it was made of the scores.
fn leaf(row: &ResultRow, passed: bool, zero_is_none: bool) -> Commitment {
    let score = row.score;
    let (theory, skill) = (score.theory_tenths, score.skill_tenths);
    let some = |tenths: u16| Some(tenths).filter(|tenths| *tenths != 0);
    let field = match row.parts {
        Some(parts) => Field::Parts(score.place, parts, passed),
        None if zero_is_none && (theory == 0 || skill == 0) => {
            Field::Parts(score.place, [some(theory), some(skill), None], passed)
        }
        None => Field::Row(score.place, theory, skill, passed),
    };
    Salt(row.salt).commit(field)
}
