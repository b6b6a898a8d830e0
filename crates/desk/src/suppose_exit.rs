//! Supposing an exit on a day: what would be in flight then, who would be protected and by which
//! sentence.
//!
//! Source: 二, 三. In scope: examinations, candidates, fees and cohorts of an occupation, each asked
//! of the law with an announced exit of that day. It takes the same way as the day itself
//! (`register::decide_in_flight`), so that both agree.
//! Out of scope: layout. Failure: supposing only reads; nothing is recorded.

use crate::house::House;
use crate::house_error::HouseError;
use law::{Act, Decision, ExitNotice, Outcome, Unanswered};
use register::{
    Candidate, CohortId, Election, OrganisationId, RowId, Scheme, Session, SessionId, Supposed,
    decide_in_flight,
};
use std::collections::BTreeMap;
use vocab::Day;

/// What is supposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suppose {
    /// The occupation.
    pub row: RowId,
    /// The first day after its exit.
    pub on: Day,
    /// Only examinations and cohorts of this region, two digits.
    pub region: Option<u8>,
}

/// What the law answers, with the sentence it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The outcome.
    pub outcome: Outcome,
    /// The rule, where one decided.
    pub rule: Option<String>,
    /// The words it rests on.
    pub quote: Option<String>,
}

impl Answered {
    /// Says whether somebody is protected: not forbidden, and nothing is lacking to say so.
    pub fn protects(&self) -> bool {
        matches!(self.outcome, Outcome::Effect(effect) if effect != law::Effect::Forbid)
    }
}

/// Candidates of an examination for whom the law answers the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What is asked about them: `hold-exam`, `publish-results`,
    /// `issue-qualification-certificate`, or `accept-registration` of those to come.
    pub act: &'static str,
    /// How many; nothing of those to come.
    pub candidates: u32,
    /// What they paid, in fen.
    pub fees_fen: u64,
    /// What the law answers.
    pub answer: Answered,
}

/// An examination that would be in flight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExamInFlight {
    /// The examination.
    pub session: SessionId,
    /// Who runs it.
    pub by: OrganisationId,
    /// Its region, where one is on record.
    pub region: Option<String>,
    /// The day it was announced.
    pub announced_on: Day,
    /// Whether its batch is complete.
    pub complete: bool,
    /// Its candidates by what the law answers.
    pub groups: Vec<Group>,
}

/// A cohort that would be in flight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CohortInFlight {
    /// The cohort.
    pub cohort: CohortId,
    /// Who admitted it.
    pub by: OrganisationId,
    /// Its region.
    pub region: u8,
    /// How many are in it.
    pub heads: u32,
    /// The day of completion it expects.
    pub expected_on: Day,
    /// Whether the promise binds; it is a duty then.
    pub promise: Answered,
    /// Bodies of its region that are recognised for it on that day.
    pub bodies: Vec<OrganisationId>,
}

/// What an exit on a day would meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupposedExit {
    /// The day supposed.
    pub on: Day,
    /// The first day after the exit by the law, when the occupation is to leave by then at the
    /// latest: an announcement cannot put it off (R-2-5).
    pub leaves_on: Option<Day>,
    /// Examinations in flight.
    pub exams: Vec<ExamInFlight>,
    /// Cohorts in flight.
    pub cohorts: Vec<CohortInFlight>,
}

impl House {
    /// Supposes an exit and asks the law about everything in flight.
    ///
    /// # Errors
    /// The private rows cannot be read.
    ///
    /// The inner error says that the law does not answer for the day.
    pub fn suppose_exit(
        &self,
        suppose: Suppose,
    ) -> Result<Result<SupposedExit, Unanswered>, HouseError> {
        let Suppose { row, on, region } = suppose;
        let exit =
            ExitNotice { announced_on: Some(on), effective_on: Some(on), ..self.state.exit(row) };
        let entry = self.law().entry(row, on, self.now(), &exit);
        let leaves_on = entry.and_then(|entry| entry.actual_day);
        let mut made = SupposedExit { on, leaves_on, exams: Vec::new(), cohorts: Vec::new() };
        for (id, session) in self.state.sessions() {
            let its = self.state.old_scheme_region(session.by);
            let elsewhere = region.is_some_and(|r| its != Some(r.to_string()));
            if session.plan.occupation != row || elsewhere || !in_flight(session, on) {
                continue;
            }
            if self.state.exams().ended(id).is_some_and(|(day, _)| day < on) {
                continue;
            }
            let groups = match self.groups((id, session), exit, on)? {
                Ok(groups) => groups,
                Err(unanswered) => return Ok(Err(unanswered)),
            };
            made.exams.push(ExamInFlight {
                session: id,
                by: session.by,
                region: its,
                announced_on: session.announced_on,
                complete: self.state.exams().complete(id).is_some(),
                groups,
            });
        }
        match self.cohorts_in_flight(suppose, exit) {
            Ok(cohorts) => made.cohorts = cohorts,
            Err(unanswered) => return Ok(Err(unanswered)),
        }
        Ok(Ok(made))
    }

    /// Asks about each candidate who has come to no end, and about those to come.
    fn groups(
        &self,
        (id, session): (SessionId, &Session),
        exit: ExitNotice,
        on: Day,
    ) -> Result<Result<Vec<Group>, Unanswered>, HouseError> {
        let mut groups: BTreeMap<(&'static str, Option<String>), Group> = BTreeMap::new();
        let held = session.results.is_some_and(|results| results.held_on < on);
        let scores = self.scores(id)?;
        for (place, row) in (0..).zip(self.candidate_rows(id)?) {
            let candidate = row.candidate();
            let sat = scores.iter().find(|(of, _)| *of == place);
            let act = match (candidate.settled, held, sat) {
                (Some(_), _, _) => continue,
                (None, true, Some((_, true))) => Act::IssueQualificationCertificate,
                (None, true, Some(_)) => continue,
                (None, _, _) => Act::HoldExam,
            };
            let answer = match self.about(session, &candidate, exit, (act, on)) {
                Ok(answer) => answer,
                Err(unanswered) => return Ok(Err(unanswered)),
            };
            let key = (act.name(), answer.rule.clone());
            let new = Group { act: act.name(), candidates: 0, fees_fen: 0, answer };
            let group = groups.entry(key).or_insert(new);
            group.candidates += 1;
            group.fees_fen += u64::from(row.fee_fen);
        }
        let mut groups: Vec<Group> = groups.into_values().collect();
        if session.closing.is_none() {
            // Somebody who comes on the day itself.
            let comes = Candidate { accepted_on: on, election: Election::Undecided, settled: None };
            match self.about(session, &comes, exit, (Act::AcceptRegistration, on)) {
                Ok(answer) => {
                    let act = Act::AcceptRegistration.name();
                    groups.push(Group { act, candidates: 0, fees_fen: 0, answer });
                }
                Err(unanswered) => return Ok(Err(unanswered)),
            }
        }
        Ok(Ok(groups))
    }

    fn about(
        &self,
        session: &Session,
        candidate: &Candidate,
        exit: ExitNotice,
        (act, on): (Act, Day),
    ) -> Result<Answered, Unanswered> {
        let accepted_on = Some(candidate.accepted_on);
        let supposed = Supposed { exit, accepted_on, election: candidate.election };
        let question = (act, on, self.now());
        let decided = decide_in_flight(&self.state, self.law(), session, &supposed, question);
        decided.map(|decision| self.answered(&decision))
    }

    fn cohorts_in_flight(
        &self,
        Suppose { row, on, region }: Suppose,
        exit: ExitNotice,
    ) -> Result<Vec<CohortInFlight>, Unanswered> {
        let mut all = Vec::new();
        for (id, cohort) in self.state.cohorts().all() {
            let a = &cohort.admission;
            let elsewhere = region.is_some_and(|region| region != a.region);
            let over = cohort.completed_on.is_some_and(|day| day < on) || cohort.ends.is_some();
            if a.occupation != row || elsewhere || over || on < a.admitted_on {
                continue;
            }
            let promise = cohort.decide_promise(self.law(), exit, self.now())?;
            all.push(CohortInFlight {
                cohort: id,
                by: cohort.by,
                region: a.region,
                heads: cohort.heads,
                expected_on: a.expected_on,
                promise: self.answered(&promise),
                bodies: self.bodies_for(cohort, a.expected_on.max(on)),
            });
        }
        Ok(all)
    }

    fn answered(&self, decision: &Decision) -> Answered {
        let rule = self.law().cited(decision);
        Answered {
            outcome: decision.outcome,
            rule: rule.map(|rule| rule.id.clone()),
            quote: rule.map(|rule| rule.quote.clone()),
        }
    }
}

/// An examination is in flight on a day when it was announced before and is not certified to its
/// last passed candidate.
fn in_flight(session: &Session, on: Day) -> bool {
    let done =
        session.results.is_some_and(|r| r.published_on < on && r.passed == session.used.count());
    session.plan.scheme == Scheme::Qualification && session.announced_on < on && !done
}
