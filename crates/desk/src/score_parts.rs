//! Scores by part: judged by the standard of the session, and bound by a root.
//!
//! In scope: who passes, rows of results and their commitments, results revised after an objection.
//! Out of scope: importing a sheet (`import_scores`), certificates (`issue_certificates`).
//! Failure: one transaction of the entry and its private rows.

use crate::candidates::{ResultRow, Score, group};
use crate::house::{House, Receipt, Request};
use crate::house_error::HouseError;
use crate::private_rows::private;
use crate::run_session::root;
use crate::session_fault::SessionFault;
use law::{Marks, Part, Standard};
use register::{OrganisationId, PublicAct, RevisionReason, SessionAct, SessionId, State};
use seal::Field;
use std::collections::BTreeSet;
use store::{PrivateKind, PrivateRow};
use vocab::Day;

/// A candidate's scores by part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartScores {
    /// The candidate's place in the session.
    pub place: u32,
    /// The scores, in tenths of a point.
    pub marks: Marks,
}

impl From<&Score> for PartScores {
    fn from(score: &Score) -> PartScores {
        let (theory, skill) = (Some(score.theory_tenths), Some(score.skill_tenths));
        PartScores { place: score.place, marks: Marks { theory, skill, review: None } }
    }
}

/// Rows of results as they are kept and bound.
pub(crate) struct Judged {
    pub(crate) rows: Vec<PrivateRow>,
    pub(crate) root: [u8; 32],
    pub(crate) sat: u32,
    pub(crate) passed: u32,
}

impl House {
    /// Records results by part. Rows of those who passed come first, in the order of places.
    ///
    /// # Errors
    /// As [`House::record`]; [`SessionFault`] when a score is missing, out of range or nobody's.
    pub fn record_part_results(
        &mut self,
        by: OrganisationId,
        session: SessionId,
        (held_on, on): (Day, Day),
        scores: &[PartScores],
    ) -> Result<Receipt, HouseError> {
        self.record_judged(by, session, (held_on, on), scores, None)
    }

    /// Records results by part with a row that is written in the same transaction.
    ///
    /// # Errors
    /// As [`House::record_part_results`].
    pub(crate) fn record_results_with(
        &mut self,
        by: OrganisationId,
        session: SessionId,
        days: (Day, Day),
        scores: &[PartScores],
        with: PrivateRow,
    ) -> Result<Receipt, HouseError> {
        self.record_judged(by, session, days, scores, Some(with))
    }

    fn record_judged(
        &mut self,
        by: OrganisationId,
        session: SessionId,
        (held_on, on): (Day, Day),
        scores: &[PartScores],
        with: Option<PrivateRow>,
    ) -> Result<Receipt, HouseError> {
        let Judged { mut rows, root, sat, passed } =
            self.judge(session, &group(session), scores)?;
        rows.extend(with);
        let act = PublicAct::RecordResults { session, held_on, sat, passed, root };
        let name = format!("results {}", session.0);
        self.record(&Request { actor: Some(by), on, name, act }, &rows)
    }

    /// Puts other results in the place of those that an objection upset.
    ///
    /// # Errors
    /// As [`House::record_part_results`].
    pub fn revise_results(
        &mut self,
        by: OrganisationId,
        session: SessionId,
        on: Day,
        scores: &[PartScores],
        reason: RevisionReason,
    ) -> Result<Receipt, HouseError> {
        let revision = revisions(&self.state, session) + 1;
        let Judged { rows, root, sat, passed } =
            self.judge(session, &revised_group(session, revision), scores)?;
        let revise = SessionAct::ReviseResults { session, sat, passed, root, reason };
        let name = format!("revise {} {revision}", session.0);
        let act = PublicAct::Session(revise);
        self.record(&Request { actor: Some(by), on, name, act }, &rows)
    }

    /// Returns the standard by which a session is examined: that of its arrangement, else the one
    /// in force on the day of its announcement.
    ///
    /// # Errors
    /// There is no such session, or the law has no standard for it.
    pub fn standard_of(&self, session: SessionId) -> Result<&Standard, HouseError> {
        let found = self.session(session)?;
        let arrangements = self.state.arrangements();
        let standard = match arrangements.of(session) {
            Some(arranged) => self.law().standard(arrangements.standard(arranged)),
            None => self.law().standard_for(found.plan.occupation, found.announced_on),
        };
        standard.ok_or(HouseError::Session(SessionFault::NoStandard))
    }

    /// Returns the name of the group that holds the rows of results now in force.
    pub(crate) fn results_group(&self, session: SessionId) -> String {
        results_group(&self.state, session)
    }

    /// Judges scores, salts them and puts them into rows, those who passed first.
    pub(crate) fn judge(
        &mut self,
        session: SessionId,
        into: &str,
        scores: &[PartScores],
    ) -> Result<Judged, HouseError> {
        let level = self.session(session)?.plan.level;
        let arranged = self.state.arrangements().of(session).is_some();
        let came = if arranged { Some(self.who_came(session)?) } else { None };
        let standard = self.standard_of(session)?;
        let (mut sorted, mut seen) = (Vec::with_capacity(scores.len()), BTreeSet::new());
        for score in scores {
            let place = score.place;
            let absent = came.as_ref().is_some_and(|came| !came.contains(&place));
            if absent || arranged && !seen.insert(place) {
                return Err(SessionFault::Scored(place).into());
            }
            let passed = match arranged {
                true => standard.passed(level, &score.marks),
                false => standard.passed_parts(level, &score.marks),
            };
            let passed = passed.map_err(|why| SessionFault::Score { place, why })?;
            sorted.push((passed, *score));
        }
        sorted.sort_by_key(|(passed, score)| (!passed, score.place));
        let mut leaves = Vec::with_capacity(sorted.len());
        let mut rows: Vec<PrivateRow> = Vec::with_capacity(sorted.len());
        for (row, (passed, PartScores { place, marks })) in (0u32..).zip(&sorted) {
            let salt = self.salt()?;
            let field = match (arranged, marks.theory, marks.skill, marks.review) {
                (false, Some(theory), Some(skill), None) => {
                    Field::Row(*place, theory, skill, *passed)
                }
                _ => Field::Parts(*place, Part::ALL.map(|part| marks.of(part)), *passed),
            };
            leaves.push(salt.commit(field));
            let kept = ResultRow::new(*place, marks, arranged, salt);
            rows.push(private(PrivateKind::Result, into, row, &kept));
        }
        let passed = sorted.iter().filter(|(passed, _)| *passed).count() as u32;
        Ok(Judged { root: root(&leaves), sat: sorted.len() as u32, passed, rows })
    }
}

/// Returns the name of the group that holds the rows of results now in force.
pub(crate) fn results_group(state: &State, session: SessionId) -> String {
    match revisions(state, session) {
        0 => group(session),
        revision => revised_group(session, revision),
    }
}

fn revisions(state: &State, session: SessionId) -> u32 {
    state.arrangements().of(session).map_or(0, |arranged| arranged.revisions)
}

fn revised_group(session: SessionId, revision: u32) -> String {
    format!("{}-revision-{revision}", group(session))
}
