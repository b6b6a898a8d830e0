//! `Model`: what must be true, by arithmetic that knows no law and shares no code with the
//! register.
//!
//! In scope: after each act what it touched; at landmarks and at the end everything.
//! I-LAW-2: every rule cited is in force and quotes words that stand in its instrument.
//! I-REG-2, I-REG-3, I-REG-4, I-REG-5: rows, serials and tallies counted a second time.
//! Out of scope: replaying (`keeper`).

use crate::world::failure::Broken;
use crate::world::keeper::Keeper;
use crate::world::model_bodies::Bodies;
use crate::world::model_cases::Cases;
use crate::world::model_certificates::Certificates;
use crate::world::model_cohorts::Cohorts;
use crate::world::model_draws::Draws;
use crate::world::model_occupations::Occupations;
use crate::world::model_sessions::Arranged;
use law::Law;
use register::{
    CertificateAct, Checked, CounterKey, DrawKind, Event, ExamAct, ExamEnd, Issue, OrganisationId,
    PublicAct, Scheme, SessionAct, SessionId, Settlement, State,
};
use std::collections::HashMap;
use vocab::{Day, Instant};

/// What the model knows of a session.
#[derive(Clone, Debug, Default)]
struct Course {
    registered: u32,
    sat: u32,
    passed: u32,
    held_on: Option<Day>,
    rows: Vec<bool>,
    issued: u32,
    admitted: Option<u32>,
    settled: Option<Settlement>,
    closed: bool,
}

/// A rule as far as the model compares it.
struct Known {
    quoted: bool,
    from: Day,
    until: Option<Day>,
    known_from: Instant,
}

/// The second count.
pub(crate) struct Model<'law> {
    law: &'law Law,
    rules: Vec<Known>,
    courses: HashMap<SessionId, Course>,
    counters: HashMap<CounterKey, u32>,
    certificates: u64,
    /// Entries of the log so far.
    entries: u64,
    fates: Certificates,
    cases: Cases,
    draws: Draws,
    occupations: Occupations,
    bodies: Bodies,
    arranged: Arranged,
    cohorts: Cohorts,
}

fn broken<T>(id: &'static str, what: String) -> Result<T, Broken> {
    Err(Broken::Invariant { id, what })
}

impl<'law> Model<'law> {
    pub(crate) fn new(law: &'law Law) -> Model<'law> {
        let known = |rule: &law::Rule| {
            let instrument = law.instruments.get(rule.instrument);
            let found = instrument.and_then(|i| i.text.find(&rule.paragraph, &rule.quote));
            Known {
                quoted: found.is_some(),
                from: rule.valid_from,
                until: rule.valid_until,
                known_from: rule.known_from,
            }
        };
        Model {
            law,
            rules: law.rules.iter().map(known).collect(),
            courses: HashMap::new(),
            counters: HashMap::new(),
            certificates: 0,
            entries: 0,
            fates: Certificates::default(),
            cases: Cases::default(),
            draws: Draws::default(),
            occupations: Occupations::default(),
            bodies: Bodies::default(),
            arranged: Arranged::default(),
            cohorts: Cohorts::default(),
        }
    }

    /// Returns how many certificates were issued.
    pub(crate) fn certificates(&self) -> u64 {
        self.certificates
    }

    /// Returns what is counted of occupations.
    pub(crate) fn occupations(&self) -> &Occupations {
        &self.occupations
    }

    /// Looks at the decisions that an act rests on.
    pub(crate) fn decided(&self, event: &Event, checked: &Checked) -> Result<(), Broken> {
        for (act, decision) in &checked.decisions {
            let Some(rule) = decision.rule.and_then(|n| self.rules.get(usize::from(n))) else {
                return broken("I-LAW-2", format!("{act} rests on no rule"));
            };
            // An act asks about its own day, or an earlier one that it asserts.
            let known = rule.known_from <= event.recorded_at && rule.from <= event.on;
            if !rule.quoted || !known || rule.until.is_some_and(|end| end <= rule.from) {
                return broken("I-LAW-2", format!("{act} rests on a rule that was not in force"));
            }
        }
        Ok(())
    }

    /// Notes a landmark.
    pub(crate) fn stated(&mut self, root: &[u8; 32]) {
        self.entries += 1;
        self.draws.stated(root);
    }

    /// Returns the last serial given, as counted here, for numbers of a body or a centre.
    pub(crate) fn counter(&self, of: OrganisationId, year: i32, level: char) -> Option<u32> {
        let key = (self.bodies.numbers_under(of)?.to_string(), year, level);
        Some(self.counters.get(&key).copied().unwrap_or(0))
    }

    /// Compares what an act touched.
    pub(crate) fn touched(&mut self, state: &State, event: &Event) -> Result<(), Broken> {
        let header = self.entries;
        self.entries += match &event.act {
            PublicAct::IssueCertificates(issue) => 1 + issue.rows.len() as u64,
            _ => 1,
        };
        self.bodies.touched(event)?;
        self.occupations.touched(self.law, event)?;
        let session = event.act.about().session;
        let known = session.and_then(|id| self.courses.get(&id));
        if known.is_some_and(|course| course.closed) {
            return broken("I-REG-5", format!("{:?} after the close", event.act));
        }
        let registered = known.map_or(0, |course| course.registered);
        self.arranged.touched(self.law, registered, event)?;
        match &event.act {
            PublicAct::Session(SessionAct::ReviseResults { session, sat, passed, .. }) => {
                let course = self.course(*session);
                (course.sat, course.passed) = (*sat, *passed);
                course.rows = vec![false; *passed as usize];
            }
            PublicAct::CloseRegistration { session, registered, .. } => {
                self.course(*session).registered = *registered;
            }
            PublicAct::RecordResults { session, sat, passed, held_on, .. } => {
                let course = self.course(*session);
                let twice = course.held_on.is_some();
                (course.sat, course.passed, course.held_on) = (*sat, *passed, Some(*held_on));
                course.rows = vec![false; *passed as usize];
                let most = course.admitted.unwrap_or(course.registered);
                if twice || course.sat < course.passed || most < course.sat {
                    let what = format!("results of session {}: {course:?}", session.0);
                    return broken("I-REG-2", what);
                }
            }
            PublicAct::Cohort(act) => {
                let issued = |id| self.courses.get(&id).map_or(0, |course| course.issued);
                self.cohorts.touched(act, issued)?;
            }
            PublicAct::Certificate(CertificateAct::OpenCounter {
                of, year, level, last, ..
            }) => {
                let prefix = self.bodies.numbers_under(*of).map(str::to_string);
                let key = (prefix.unwrap_or_default(), *year, level.code());
                let before = self.counters.insert(key.clone(), *last);
                if before.is_some() || state.counter(&key) != *last {
                    return broken("I-REG-3", format!("{key:?} opened at {last} over {before:?}"));
                }
            }
            PublicAct::Certificate(act) => {
                let founded = |case, header| {
                    let batch = state.corrections().batch(header);
                    let by = batch.and_then(|b| state.session(b.session)).map(|s| s.by);
                    by.is_some_and(|by| self.cases.founded(case, by))
                };
                self.fates.touched(state, event, act, founded)?;
            }
            PublicAct::Supervise(act) => {
                self.cases.touched(event.on, act)?;
                let (courses, bodies) = (&self.courses, &self.bodies);
                self.draws.touched(event, act, |kind| population(courses, bodies, kind))?;
            }
            PublicAct::Announce(plan) if plan.scheme == Scheme::Level => {
                let by = event.actor.unwrap_or(OrganisationId(u32::MAX));
                if !self.cases.may_announce(by, plan.occupation, event.on) {
                    return broken("cases", format!("{plan:?} of {by:?}, sanctioned"));
                }
            }
            PublicAct::Exam(ExamAct::CompleteBatch { session, admitted, .. }) => {
                let course = self.course(*session);
                let twice = course.admitted.replace(*admitted).is_some();
                if twice || course.registered < *admitted {
                    return broken("I-REG-5", format!("{admitted} of {course:?}"));
                }
            }
            PublicAct::Exam(ExamAct::CloseExam(end)) => {
                let course = self.course(end.session);
                course.closed = true;
                return course.ended(end);
            }
            PublicAct::Settle(t)
            | PublicAct::Exam(ExamAct::ReportChoices { settlement: t, .. }) => {
                let sum = u64::from(t.continued)
                    + u64::from(t.refunded)
                    + u64::from(t.undecided)
                    + u64::from(t.withdrew);
                let course = self.course(t.session);
                course.settled = Some(*t);
                if sum != u64::from(course.registered) || t.continued < course.sat {
                    let what = format!("{t:?} of {course:?}");
                    return broken("I-REG-5", what);
                }
            }
            PublicAct::IssueCertificates(issue) => self.issued(state, header, issue)?,
            _ => {}
        }
        Ok(())
    }

    fn issued(&mut self, state: &State, header: u64, issue: &Issue) -> Result<(), Broken> {
        let Some(session) = state.session(issue.session) else {
            return broken("I-REG-2", format!("no session {}", issue.session.0));
        };
        let key = state.counter_key(session, issue.dated_on.year());
        let course = self.course(issue.session);
        let early = course.held_on.is_none_or(|held| issue.dated_on < held);
        for row in &issue.rows {
            match course.rows.get_mut(*row as usize) {
                Some(used) if !*used && !early => *used = true,
                _ => {
                    let what = format!("row {row} of session {}", issue.session.0);
                    return broken("I-REG-2", what);
                }
            }
        }
        course.issued += issue.rows.len() as u32;
        if course.issued != session.used.count() {
            return broken("I-REG-2", format!("{} used", session.used.count()));
        }
        let last = self.counted(state, key, issue.rows.len() as u32)?;
        self.fates.issued(header, last + 1 - issue.rows.len() as u32, issue);
        Ok(())
    }

    fn counted(
        &mut self,
        state: &State,
        key: Option<CounterKey>,
        more: u32,
    ) -> Result<u32, Broken> {
        let Some(key) = key else { return broken("I-REG-3", "no counter".to_string()) };
        let ours = state.counter(&key);
        let count = self.counters.entry(key).or_default();
        *count += more;
        self.certificates += u64::from(more);
        if *count == ours { Ok(ours) } else { broken("I-REG-3", format!("{ours}, not {count}")) }
    }

    fn course(&mut self, session: SessionId) -> &mut Course {
        self.courses.entry(session).or_default()
    }

    /// Compares every counter: what was issued never becomes less (I-REG-3, I-REG-4).
    pub(crate) fn at_landmark(&self, state: &State) -> Result<(), Broken> {
        for (key, count) in &self.counters {
            if state.counter(key) != *count {
                let what = format!("{key:?} is {}, not {count}", state.counter(key));
                return broken("I-REG-4", what);
            }
        }
        Ok(())
    }

    /// Compares everything.
    pub(crate) fn at_the_end(&self, keeper: &Keeper<'_>) -> Result<(), Broken> {
        let state = keeper.state();
        self.at_landmark(state)?;
        if state.entries() != self.entries {
            return broken("I-LOG-2", format!("{} entries, not {}", state.entries(), self.entries));
        }
        self.bodies.at_the_end(state)?;
        self.fates.at_the_end(state)?;
        self.cases.at_the_end(state)?;
        self.draws.at_the_end(state)?;
        self.cohorts.at_the_end(state)?;
        self.arranged.at_the_end(state)?;
        for (id, session) in state.sessions() {
            let none = Course::default();
            let course = self.courses.get(&id).unwrap_or(&none);
            let same = session.used.count() == course.issued
                && session.results.map_or(0, |r| r.passed) == course.passed
                && session.closing.map_or(0, |c| c.registered) == course.registered;
            if !same {
                return broken("I-REG-2", format!("session {}: {session:?}", id.0));
            }
        }
        Ok(())
    }
}

/// Returns what is drawn from, by rising number.
fn population(courses: &HashMap<SessionId, Course>, bodies: &Bodies, kind: DrawKind) -> Vec<u32> {
    let mut numbers: Vec<u32> = match kind {
        DrawKind::Bodies => bodies.ever().map(|id| id.0).collect(),
        DrawKind::Sessions { from, until } => {
            let held =
                |course: &Course| course.held_on.is_some_and(|held| from <= held && held <= until);
            courses.iter().filter(|(_, course)| held(course)).map(|(id, _)| id.0).collect()
        }
        DrawKind::Certificates(id) => {
            let rows = courses.get(&id).map(|course| course.rows.as_slice()).unwrap_or_default();
            (0..).zip(rows).filter(|(_, used)| **used).map(|(row, _)| row).collect()
        }
    };
    numbers.sort_unstable();
    numbers
}

impl Course {
    /// Counts where every accepted candidate came to.
    fn ended(&self, end: &ExamEnd) -> Result<(), Broken> {
        let failed = self.sat - self.passed;
        let (refunded, undecided, withdrew) =
            self.settled.map_or((0, 0, end.withdrew), |t| (t.refunded, t.undecided, t.withdrew));
        let all = self.issued + failed + refunded + undecided + withdrew == self.registered;
        let theirs = (end.certified, end.not_passed, end.refunded, end.withdrew);
        let ours = (self.issued, failed, refunded, withdrew);
        let money = end.refunded_fen <= end.received_fen && (0 < refunded || end.refunded_fen == 0);
        if all && theirs == ours && undecided == 0 && self.issued == self.passed && money {
            return Ok(());
        }
        broken("I-REG-5", format!("{end:?} of {self:?}"))
    }
}
