//! Checking: what the register's own order and the law answer to an event, before anything changes.
//!
//! In scope: every public act. The order of refusals: the register's order first, then the law, and
//! of the law's questions the first that does not allow.
//! Out of scope: signatures (`seal`), which are checked before an event reaches this place.

use crate::act::{
    Event, Issue, Organisation, OrganisationKind, PublicAct, Recognition, Scheme, SessionPlan,
    Settlement,
};
use crate::check_keys;
use crate::facts::{self, ASSERTED};
use crate::permit::{IssueCertificate, Permit};
use crate::refusal::{Breach, Refusal};
use crate::row_set::{RowSet, runs_of};
use crate::session::Session;
use crate::state::State;
use crate::supervision::sanctioned;
use crate::{OrganisationId, SessionId};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use law::{Act, Decision, Effect, Facts, Key, Law, Outcome, Question, RowId};
use vocab::{BodyCategory, Day, Level, limits};

/// An event that may be done.
#[derive(Debug, PartialEq, Eq)]
pub struct Checked {
    /// The law's answers, in the order they were asked; each allows.
    pub decisions: Vec<(Act, Decision)>,
    /// The facts that the actor asserts, as bits in the order of [`Key::ALL`].
    pub asserted: u64,
    /// For issuing: the permit.
    pub permit: Option<Permit<IssueCertificate>>,
}

/// Checks an event against state and law.
///
/// # Refuses
/// With the first breach or decision that does not allow.
pub fn check(state: &State, law: &Law, event: &Event) -> Result<Checked, Refusal> {
    in_order(state, event)?;
    let mut desk = Desk { state, law, event, decisions: Vec::new(), asserted: 0 };
    let mut permit = None;
    match (&event.act, event.actor) {
        (
            PublicAct::Genesis { .. }
            | PublicAct::Landmark { .. }
            | PublicAct::RotateKey(_)
            | PublicAct::RetireKey
            | PublicAct::CompromiseKey { .. }
            | PublicAct::AddKey { .. },
            _,
        ) => check_keys::check(state, event)?,
        (_, None) => return breach(Breach::UnknownActor),
        (PublicAct::RecogniseBody(r), Some(actor)) => desk.recognise(actor, r)?,
        (PublicAct::Announce(plan), Some(actor)) => desk.announce(actor, plan)?,
        (
            PublicAct::CloseRegistration { session, registered, last_accepted_on, .. },
            Some(actor),
        ) => {
            desk.close(actor, *session, *registered, *last_accepted_on)?;
        }
        (PublicAct::RecordResults { session, held_on, sat, passed, .. }, Some(actor)) => {
            desk.results(actor, *session, *held_on, (*sat, *passed))?;
        }
        (PublicAct::ConfirmResults { session }, Some(actor)) => desk.confirm(actor, *session)?,
        (PublicAct::IssueCertificates(issue), Some(actor)) => {
            permit = Some(desk.issue(actor, issue)?);
        }
        (PublicAct::Settle(settlement), Some(actor)) => desk.settle(actor, settlement)?,
        (PublicAct::Inspect { inspected, .. }, Some(actor)) => desk.inspect(actor, *inspected)?,
        (PublicAct::Occupation(act), Some(actor)) => {
            crate::occupation::check(&mut desk, actor, act)?
        }
        (PublicAct::Exam(act), Some(actor)) => crate::exam::check(&mut desk, actor, act)?,
        (PublicAct::Cohort(act), Some(actor)) => crate::cohort::check(&mut desk, actor, act)?,
        (PublicAct::Body(act), Some(actor)) => crate::body::check(&mut desk, actor, act)?,
        (PublicAct::Session(act), Some(actor)) => crate::arrangement::check(&mut desk, actor, act)?,
        (PublicAct::Certificate(act), Some(actor)) => {
            crate::correction::check(&mut desk, actor, act)?
        }
        (PublicAct::Supervise(act), Some(actor)) => {
            crate::supervision::check(&mut desk, actor, act)?
        }
    }
    Ok(Checked { decisions: desk.decisions, asserted: desk.asserted, permit })
}

pub(crate) fn breach<T>(breach: Breach) -> Result<T, Refusal> {
    Err(Refusal::Breach(breach))
}

pub(crate) fn require(holds: bool, otherwise: Breach) -> Result<(), Refusal> {
    if holds { Ok(()) } else { breach(otherwise) }
}

/// What every event must keep: founded once and first, recorded forward, not before its day of
/// effect.
fn in_order(state: &State, event: &Event) -> Result<(), Refusal> {
    let founding = matches!(event.act, PublicAct::Genesis { .. });
    require(founding || state.origin.is_some(), Breach::NotFounded)?;
    require(!founding || state.origin.is_none(), Breach::FoundedTwice)?;
    require(state.recorded_at <= Some(event.recorded_at), Breach::RecordedBackwards)?;
    require(event.on <= event.recorded_at.day_in_china(), Breach::DatesOutOfOrder)?;
    check_keys::actor(state, event)
}

/// An event while it is checked: what it stands before, and what the law has answered so far.
pub(crate) struct Desk<'a> {
    pub(crate) state: &'a State,
    pub(crate) law: &'a Law,
    pub(crate) event: &'a Event,
    decisions: Vec<(Act, Decision)>,
    asserted: u64,
}

impl<'a> Desk<'a> {
    /// Asks the law and refuses unless it allows.
    pub(crate) fn ask(
        &mut self,
        act: Act,
        row: RowId,
        on: Day,
        facts: &Facts,
        region: Option<&str>,
    ) -> Result<(), Refusal> {
        let known_at = self.event.recorded_at;
        let question = Question { act, row, on, facts, known_at, region };
        let decision = self.law.decide(&question).map_err(Refusal::Unanswered)?;
        if !decision.outcome.allows() {
            return Err(Refusal::Law { act, decision });
        }
        let asserted = ASSERTED.iter().filter(|k| facts.knows(**k));
        self.asserted |= asserted.fold(0, |m, k| m | 1 << *k as u32);
        self.decisions.push((act, decision));
        Ok(())
    }

    pub(crate) fn session(
        &self,
        actor: OrganisationId,
        id: SessionId,
    ) -> Result<&'a Session, Refusal> {
        let Some(session) = self.state.session(id) else { return breach(Breach::UnknownSession) };
        require(session.by == actor, Breach::NotItsOwnSession)?;
        require(self.state.exams.ended(id).is_none(), Breach::ExamEnded)?;
        Ok(session)
    }

    pub(crate) fn organisation(&self, id: OrganisationId) -> Result<&'a Organisation, Refusal> {
        match self.state.organisation(id) {
            Some(organisation) => Ok(organisation),
            None => breach(Breach::UnknownParty),
        }
    }

    /// Returns what kind an organisation is now: a centre that has turned is a body, and its part
    /// in supervision has ended (R-6-1).
    pub(crate) fn kind(&self, id: OrganisationId) -> Result<OrganisationKind, Refusal> {
        self.state.kind_of(id).map_or_else(|| breach(Breach::UnknownParty), Ok)
    }

    /// The region a body's sites number under, else the one it is said to be in; an examination
    /// centre's own code names no region.
    pub(crate) fn region(&self, id: OrganisationId) -> Option<String> {
        self.state.region_of(id).map(|code| code.to_string())
    }

    /// The facts of a body on a day. A certificate is issued on those of the day of confirmation:
    /// what comes later does not touch the candidate (R-5-4).
    fn body(&self, facts: Facts, of: OrganisationId, what: (RowId, Level), on: Day) -> Facts {
        let (row, level) = what;
        facts::body(facts, self.state, of, row, level, (on, self.event.recorded_at))
    }

    /// The region whose law the old scheme of an organisation follows.
    pub(crate) fn old_scheme_region(&self, id: OrganisationId) -> Option<String> {
        self.state.old_scheme_region(id)
    }

    fn recognise(&mut self, actor: OrganisationId, r: &Recognition) -> Result<(), Refusal> {
        let by = self.organisation(actor)?;
        let next = self.state.partial || r.id == self.state.next_organisation();
        require(next && self.state.organisation(r.id).is_none(), Breach::NotTheNext)?;
        let category = match r.body.kind {
            OrganisationKind::Employer => BodyCategory::Employer,
            OrganisationKind::Social | OrganisationKind::School => BodyCategory::SocialBody,
            OrganisationKind::Authority
            | OrganisationKind::Department
            | OrganisationKind::Supervisor => return breach(Breach::NotAnEvaluationBody),
        };
        require(r.prefix.category() == category, Breach::BodyMismatch)?;
        let same = by.key == r.body.key;
        for &(row, _) in &r.scope {
            let facts = facts::exit(self.state, row)
                .choice(Key::BodyKind, r.body.kind.body_kind())
                .choice(Key::CentreOf, "none")
                .choice(Key::ActorKind, by.kind.actor_kind())
                .flag(Key::SameParty, same)
                .flag(Key::StandardExists, r.standard_exists);
            self.ask(Act::RecogniseBody, row, self.event.on, &facts, None)?;
        }
        Ok(())
    }

    fn announce(&mut self, actor: OrganisationId, plan: &SessionPlan) -> Result<(), Refusal> {
        let on = self.event.on;
        let next = self.state.partial || plan.session == self.state.next_session();
        require(next && self.state.session(plan.session).is_none(), Breach::NotTheNext)?;
        let ordered = on <= plan.registration_until && plan.registration_until < plan.planned_on;
        require(ordered, Breach::DatesOutOfOrder)?;
        let facts = facts::exit(self.state, plan.occupation);
        match plan.scheme {
            Scheme::Qualification => {
                let by = self.organisation(actor)?;
                require(by.institution.is_some(), Breach::NoInstitution)?;
                let region = self.old_scheme_region(actor);
                self.ask(Act::AnnounceExam, plan.occupation, on, &facts, region.as_deref())
            }
            Scheme::Level => {
                let facts = self.body(facts, actor, (plan.occupation, plan.level), on);
                let facts = sanctioned(facts, self.state, actor, plan.occupation, on);
                let region = self.region(actor);
                self.ask(Act::AnnounceSession, plan.occupation, on, &facts, region.as_deref())
            }
        }
    }

    fn close(
        &mut self,
        actor: OrganisationId,
        id: SessionId,
        registered: u32,
        last_accepted_on: Day,
    ) -> Result<(), Refusal> {
        let s = self.session(actor, id)?;
        require(s.closing.is_none(), Breach::ClosedTwice)?;
        require(0 < registered, Breach::EmptyBatch)?;
        let ordered = s.announced_on <= last_accepted_on && last_accepted_on <= self.event.on;
        require(ordered, Breach::DatesOutOfOrder)?;
        let row = s.plan.occupation;
        let facts = facts::exit(self.state, row);
        match s.plan.scheme {
            Scheme::Qualification => {
                let facts = facts::examination(facts, self.state, s);
                let region = self.old_scheme_region(actor);
                let act = Act::AcceptRegistration;
                self.ask(act, row, last_accepted_on, &facts, region.as_deref())
            }
            Scheme::Level => {
                require(last_accepted_on <= s.plan.registration_until, Breach::DatesOutOfOrder)?;
                let facts = self.body(facts, actor, (row, s.plan.level), self.event.on);
                let region = self.region(actor);
                self.ask(Act::AnnounceSession, row, self.event.on, &facts, region.as_deref())
            }
        }
    }

    fn results(
        &mut self,
        actor: OrganisationId,
        id: SessionId,
        held_on: Day,
        (sat, passed): (u32, u32),
    ) -> Result<(), Refusal> {
        let s = self.session(actor, id)?;
        let Some(closing) = s.closing else { return breach(Breach::NotClosed) };
        require(s.results.is_none(), Breach::ResultsTwice)?;
        require(passed <= sat && sat <= closing.registered, Breach::MoreThanRegistered)?;
        let ordered = closing.last_accepted_on <= held_on && held_on <= self.event.on;
        require(ordered, Breach::DatesOutOfOrder)?;
        if let Some(complete) = self.state.exams.complete(id) {
            require(sat <= complete.admitted, Breach::MoreThanAdmitted)?;
        }
        if let Some(settlement) = &s.settlement {
            require(sat <= settlement.continued, Breach::SettledAndSat)?;
        }
        crate::arrangement::may_record(self, s, held_on, sat)?;
        let row = s.plan.occupation;
        let facts = facts::exit(self.state, row);
        match s.plan.scheme {
            Scheme::Qualification => {
                let facts = facts::examination(facts, self.state, s);
                let facts = facts.choice(Key::Election, "continue");
                let region = self.old_scheme_region(actor);
                self.ask(Act::HoldExam, row, held_on, &facts, region.as_deref())?;
                let facts = facts.day(Key::ExamHeldOn, held_on);
                self.ask(Act::PublishResults, row, self.event.on, &facts, region.as_deref())
            }
            Scheme::Level => {
                let facts = self.body(facts, actor, (row, s.plan.level), held_on);
                let facts = facts::session(facts, s).day(Key::SessionHeldOn, held_on);
                let facts = sanctioned(facts, self.state, actor, row, held_on);
                let region = self.region(actor);
                self.ask(Act::HoldSession, row, held_on, &facts, region.as_deref())
            }
        }
    }

    fn confirm(&mut self, actor: OrganisationId, id: SessionId) -> Result<(), Refusal> {
        let s = self.session(actor, id)?;
        require(s.results.is_some(), Breach::NoResults)?;
        require(s.confirmed_on.is_none(), Breach::ConfirmedTwice)?;
        require(s.plan.scheme == Scheme::Level, Breach::UnknownSession)?;
        crate::arrangement::may_confirm(self, s)?;
        let row = s.plan.occupation;
        let facts = facts::exit(self.state, row);
        let facts = self.body(facts, actor, (row, s.plan.level), self.event.on);
        let facts = facts::session(facts, s);
        let facts = sanctioned(facts, self.state, actor, row, self.event.on);
        let region = self.region(actor);
        self.ask(Act::ConfirmResults, row, self.event.on, &facts, region.as_deref())
    }

    fn issue(
        &mut self,
        actor: OrganisationId,
        issue: &Issue,
    ) -> Result<Permit<IssueCertificate>, Refusal> {
        let s = self.session(actor, issue.session)?;
        self.issue_by_law(actor, s, issue)?;
        require(!issue.rows.is_empty(), Breach::EmptyBatch)?;
        require(issue.rows.len() <= limits::BATCH_CERTIFICATES_MAX, Breach::BatchTooLarge)?;
        let Some(results) = s.results else { return breach(Breach::NoResults) };
        let mut seen = RowSet::default();
        for run in runs_of(&issue.rows) {
            require(run.end <= results.passed && !run.is_empty(), Breach::NoSuchRow)?;
            // I-REG-2: each passed row carries one certificate, in this batch or an earlier one.
            require(!s.used.meets(&run) && !seen.meets(&run), Breach::RowUsed)?;
            seen.insert_run(run);
        }
        let Some(key) = self.state.counter_key(s, issue.dated_on.year()) else {
            return breach(Breach::NoInstitution);
        };
        let full = match s.plan.scheme {
            Scheme::Level => limits::SKILL_LEVEL_SERIAL_MAX,
            Scheme::Qualification => limits::QUALIFICATION_SERIAL_MAX,
        };
        let last = self.state.counter(&key);
        require(issue.rows.len() as u64 + u64::from(last) <= u64::from(full), Breach::CounterFull)?;
        Ok(Permit::grant(self.state.version, last + 1))
    }

    fn issue_by_law(
        &mut self,
        actor: OrganisationId,
        s: &Session,
        issue: &Issue,
    ) -> Result<(), Refusal> {
        let row = s.plan.occupation;
        let day = self.event.recorded_at.day_in_china();
        let (batch, more) = ((issue.session, s), issue.rows.len() as u32);
        let Some(pace) = crate::supervision::pace(self.state, self.law, batch, day, more) else {
            return breach(Breach::Held);
        };
        let passed = s.results.is_some_and(|r| 0 < r.passed);
        let facts = facts::exit(self.state, row)
            .day(Key::CertificateDatedOn, issue.dated_on)
            .year(Key::NumberYear, issue.dated_on.year())
            .flag(Key::Passed, passed)
            .choice(Key::Pace, pace);
        match s.plan.scheme {
            Scheme::Qualification => {
                let facts = facts::examination(facts, self.state, s);
                let act = Act::IssueQualificationCertificate;
                let region = self.old_scheme_region(actor);
                self.ask(act, row, self.event.on, &facts, region.as_deref())
            }
            Scheme::Level => {
                let facts = self.body(
                    facts,
                    actor,
                    (row, s.plan.level),
                    s.confirmed_on.unwrap_or(self.event.on),
                );
                let facts =
                    facts::session(facts, s).flag(Key::HolderIsStaff, issue.holders_are_staff);
                let region = self.region(actor);
                let act = Act::IssueLevelCertificate;
                self.ask(act, row, self.event.on, &facts, region.as_deref())
            }
        }
    }

    pub(crate) fn settle(&mut self, actor: OrganisationId, t: &Settlement) -> Result<(), Refusal> {
        let s = self.session(actor, t.session)?;
        let Some(closing) = s.closing else { return breach(Breach::NotClosed) };
        let parts = [t.continued, t.refunded, t.undecided, t.withdrew];
        let sum: u64 = parts.iter().map(|n| u64::from(*n)).sum();
        require(sum == u64::from(closing.registered), Breach::SettlementDoesNotAddUp)?;
        let sat = s.results.map_or(0, |r| r.sat);
        require(sat <= t.continued, Breach::SettledAndSat)?;
        if t.refunded == 0 {
            return Ok(());
        }
        let facts = facts::exit(self.state, s.plan.occupation);
        let facts = facts::examination(facts, self.state, s).choice(Key::Election, "refund");
        let region = self.old_scheme_region(actor);
        self.ask(Act::Refund, s.plan.occupation, self.event.on, &facts, region.as_deref())
    }

    fn inspect(&mut self, actor: OrganisationId, of: OrganisationId) -> Result<(), Refusal> {
        let Some(by) = self.state.kind_of(actor) else { return breach(Breach::UnknownParty) };
        self.organisation(of)?;
        let facts = Facts::new()
            .choice(Key::ActorKind, by.actor_kind())
            .flag(Key::SameParty, self.state.related(actor, of));
        // An inspection is of a body, not of an occupation: any row asks the same question.
        let row = self.state.recognised(of).and_then(|r| r.recognition.scope.first());
        let row = row.map_or(RowId(0), |(row, _)| *row);
        self.ask(Act::Inspect, row, self.event.on, &facts, None)
    }
}

/// The decision that an entry cites first: a duty says more than a permission.
pub(crate) fn cited(decisions: &[(Act, Decision)]) -> Option<&Decision> {
    let duty = |d: &&(Act, Decision)| d.1.outcome == Outcome::Effect(Effect::Duty);
    decisions.iter().find(duty).or(decisions.last()).map(|(_, d)| d)
}

impl Checked {
    /// Returns the decision that the entry cites; nothing for acts that ask the law nothing.
    pub fn cited(&self) -> Option<&Decision> {
        cited(&self.decisions)
    }
}
