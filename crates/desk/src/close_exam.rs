//! A batch of the old scheme from admission numbers to its close: complete, remind, close.
//!
//! Source: 三; readings R-3-4, R-3-5, R-3-10.
//! In scope: admission numbers, who has to be reminded, the end of each candidate.
//! Out of scope: choices and refunds (`settle_exam`), results (`run_session`).
//! Failure: each act is one transaction of its entry and its private rows.
//! I-REG-5: an examination closes when every accepted candidate has come to one end.

use crate::candidates::ResultRow;
use crate::house::{House, Receipt, Request};
use crate::house_error::HouseError;
use crate::salted_rows::RowOf;
use register::{Election, ExamAct, ExamEnd, OrganisationId, PublicAct, Scheme, SessionId, Settled};
use store::PrivateKind;
use vocab::Day;

/// A candidate in flight who has not chosen since the exit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// The examination.
    pub session: SessionId,
    /// The candidate's place.
    pub place: u32,
    /// Days since the exit.
    pub days: i32,
}

/// Where a candidate came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct End {
    place: u32,
    settled: Settled,
    fee_fen: u64,
    refunded_fen: u64,
}

impl House {
    /// Records that the five steps of a batch are done, and gives everybody who has not ended an
    /// admission number. Returns how many.
    ///
    /// # Errors
    /// As [`House::record`].
    pub fn complete_batch(
        &mut self,
        by: OrganisationId,
        session: SessionId,
        on: Day,
    ) -> Result<(u32, Receipt), HouseError> {
        let planned = self.session(session)?.plan.planned_on;
        let candidates = self.candidate_rows(session)?;
        let staying =
            (0u32..).zip(&candidates).filter(|(_, row)| row.candidate().settled.is_none());
        let (year, month, day) = planned.ymd();
        // Day, examination, place: unique in the register, and it says nothing of the person.
        let texts: Vec<String> = staying
            .map(|(place, _)| {
                format!("{place}\n{year:04}{month:02}{day:02}{:06}{place:05}", session.0)
            })
            .collect();
        let admitted = texts.len() as u32;
        let kept = admission_group(session);
        let (root, rows) =
            self.salted(RowOf::Admission, (PrivateKind::Registration, &kept), texts)?;
        let act = PublicAct::Exam(ExamAct::CompleteBatch { session, admitted, root });
        let name = format!("complete {}", session.0);
        let receipt = self.record(&Request { actor: Some(by), on, name, act }, &rows)?;
        Ok((admitted, receipt))
    }

    /// Returns who has not chosen so many days after the exit, by examination and place: reminders
    /// are due. Examinations that are closed, and those before their exit, have none.
    ///
    /// # Errors
    /// The private rows cannot be read.
    pub fn reminders(&self, on: Day, after_days: i32) -> Result<Vec<Reminder>, HouseError> {
        let mut due = Vec::new();
        for (session, found) in self.state.sessions() {
            let closed = self.state.exams().ended(session).is_some();
            if found.plan.scheme != Scheme::Qualification || closed {
                continue;
            }
            let Some(exit) = self.exit_day(found.plan.occupation, on) else { continue };
            let days = on.0 - exit.0;
            if days < after_days {
                continue;
            }
            let scores = self.scores(session)?;
            for (place, row) in (0..).zip(self.candidate_rows(session)?) {
                let candidate = row.candidate();
                let open = candidate.settled.is_none() && candidate.election == Election::Undecided;
                if open && !scores.iter().any(|(of, _)| *of == place) {
                    due.push(Reminder { session, place, days });
                }
            }
        }
        Ok(due)
    }

    /// Returns the first day after an occupation's exit, once it has come.
    pub(crate) fn exit_day(&self, row: register::RowId, on: Day) -> Option<Day> {
        let entry = self.law().entry(row, on, self.now(), &self.state.exit(row))?;
        let exited = entry.standing == law::Standing::Exited;
        entry.actual_day.filter(|_| exited)
    }

    /// Closes an examination: every candidate has come to one end, and the money fits.
    ///
    /// # Errors
    /// [`HouseError::OpenEnds`] with the places of those who have come to none; else as
    /// [`House::record`].
    pub fn close_exam(
        &mut self,
        by: OrganisationId,
        session: SessionId,
        on: Day,
    ) -> Result<Receipt, HouseError> {
        let ends = self.ends(session)?;
        let count = |settled| ends.iter().filter(|end| end.settled == settled).count() as u32;
        let text = |end: &End| {
            let End { place, settled, fee_fen, refunded_fen } = end;
            format!("{place}\n{}\n{fee_fen}\n{refunded_fen}", settled_name(*settled))
        };
        let texts = ends.iter().map(text).collect();
        let kept = end_group(session);
        let (root, mut rows) =
            self.salted(RowOf::ExamEnd, (PrivateKind::Registration, &kept), texts)?;
        // Who sat and did not pass comes to that end with the close.
        let mut candidates = self.candidate_rows(session)?;
        for (place, row) in (0..).zip(&mut candidates) {
            let mut candidate = row.candidate();
            if candidate.settle(Settled::NotPassed).is_ok() {
                row.update(&candidate);
                rows.push(row.row(session, place));
            }
        }
        let end = ExamEnd {
            session,
            certified: count(Settled::Certified),
            not_passed: count(Settled::NotPassed),
            refunded: count(Settled::Refunded),
            withdrew: count(Settled::Withdrew),
            received_fen: ends.iter().map(|end| end.fee_fen).sum(),
            refunded_fen: ends.iter().map(|end| end.refunded_fen).sum(),
            root,
        };
        let name = format!("close exam {}", session.0);
        let act = PublicAct::Exam(ExamAct::CloseExam(end));
        self.record(&Request { actor: Some(by), on, name, act }, &rows)
    }

    fn ends(&self, session: SessionId) -> Result<Vec<End>, HouseError> {
        let (scores, paid) = (self.scores(session)?, self.refunds_paid(session)?);
        let (mut ends, mut open) = (Vec::new(), Vec::new());
        for (place, row) in (0..).zip(self.candidate_rows(session)?) {
            let score = scores.iter().find(|(of, _)| *of == place);
            let settled = row
                .candidate()
                .settled
                .or_else(|| score.is_some_and(|(_, passed)| !passed).then_some(Settled::NotPassed));
            let refund = paid.iter().find(|(of, _)| *of == place);
            let refunded_fen = refund.map_or(0, |(_, paid)| u64::from(paid.fee_fen));
            match settled {
                Some(settled) => {
                    let fee_fen = u64::from(row.fee_fen);
                    ends.push(End { place, settled, fee_fen, refunded_fen });
                }
                None => open.push(place),
            }
        }
        if open.is_empty() { Ok(ends) } else { Err(HouseError::OpenEnds(open)) }
    }

    /// Returns who has results in a session, by place, and whether they are passed.
    /// Those who passed stand first.
    pub(crate) fn scores(&self, session: SessionId) -> Result<Vec<(u32, bool)>, HouseError> {
        let rows: Vec<ResultRow> = self.rows(PrivateKind::Result, &self.results_group(session))?;
        let results = self.state.session(session).and_then(|s| s.results);
        let passed = results.map_or(0, |results| results.passed);
        Ok((0..).zip(&rows).map(|(n, row)| (row.score.place, n < passed)).collect())
    }
}

/// Returns the name of the group that holds the admission numbers of an examination.
pub(crate) fn admission_group(session: SessionId) -> String {
    format!("admission-{}", session.0)
}

/// Returns the name of the group that holds where the candidates of an examination came to.
pub(crate) fn end_group(session: SessionId) -> String {
    format!("ends-{}", session.0)
}

/// Returns the name of an end in rows.
pub(crate) fn settled_name(settled: Settled) -> &'static str {
    match settled {
        Settled::Certified => "certified",
        Settled::NotPassed => "not_passed",
        Settled::Refunded => "refunded",
        Settled::Withdrew => "withdrew",
    }
}
