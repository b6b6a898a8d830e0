//! What is promised to a cohort: its facts, and which bodies could keep the promise.
//!
//! Source: 三, last sentence; R-3-6, R-3-12.
//! In scope: facts, the law's answers about one cohort as the register stands or under an exit that
//! is only supposed. Out of scope: lists for people (`desk`).

use super::{Admission, Cohort, CohortKind, PlannedCertificate};
use crate::OrganisationId;
use crate::act::Scheme;
use crate::facts;
use crate::session::Session;
use crate::state::State;
use alloc::string::ToString;
use law::{Act, Decision, ExitNotice, Facts, Key, Law, Question, Unanswered};
use vocab::{Day, Instant};

/// Returns the facts of a cohort under the exit that is recorded.
pub(super) fn facts(state: &State, a: &Admission, completed_on: Option<Day>) -> Facts {
    supposed(state.exit(a.occupation), a, completed_on)
}

fn supposed(exit: ExitNotice, a: &Admission, completed_on: Option<Day>) -> Facts {
    let kind = match a.kind {
        CohortKind::Student => "student",
        CohortKind::Apprentice => "apprentice",
    };
    let facts = exit
        .facts(Facts::new())
        .choice(Key::Cohort, kind)
        .flag(Key::CertificatePlan, a.plan == PlannedCertificate::Qualification)
        .day(Key::CohortAdmittedOn, a.admitted_on);
    facts::put(facts, Key::CohortCompletedOn, completed_on)
}

impl Cohort {
    /// Returns the facts under the exit that is recorded.
    pub(super) fn facts(&self, state: &State) -> Facts {
        facts(state, &self.admission, self.completed_on)
    }

    /// Returns the facts of a member who was certified in a session or examination, and the day to
    /// ask about: that of the result, or of completion when the result came before.
    pub(super) fn certified(&self, state: &State, session: &Session) -> (Facts, Day) {
        let facts = self.facts(state);
        let result = session.confirmed_on.or(session.results.map(|r| r.published_on));
        let on = result.max(self.completed_on).unwrap_or(self.admission.expected_on);
        let facts = match session.plan.scheme {
            Scheme::Qualification => {
                let facts = facts::examination(facts, state, session);
                facts.choice(Key::CertificateKind, "qualification")
            }
            Scheme::Level => self.level_facts(facts, state, Some(session.by)),
        };
        (facts, on)
    }

    /// Adds what a level certificate of a body is asked about; without a body, that there is none.
    fn level_facts(&self, facts: Facts, state: &State, body: Option<OrganisationId>) -> Facts {
        let Admission { occupation, level, .. } = self.admission;
        let facts = facts.none(Key::AnnouncedOn).none(Key::AcceptedOn);
        let facts = facts.choice(Key::CertificateKind, "level");
        match body {
            Some(body) => facts::body(facts, state, body, occupation, level),
            None => facts.none(Key::BodyRecognisedOn).flag(Key::ScopeCovers, false),
        }
    }

    /// Asks whether members may get a certificate of a kind at completion, under an exit that is
    /// supposed or recorded: a qualification certificate with no examination in flight for them, a
    /// level certificate from a body, if there is one.
    ///
    /// # Errors
    /// [`Unanswered`] outside the time that the law covers.
    pub fn decide_certificate(
        &self,
        (state, law): (&State, &Law),
        exit: ExitNotice,
        (certificate, body): (PlannedCertificate, Option<OrganisationId>),
        known_at: Instant,
    ) -> Result<Decision, Unanswered> {
        let a = &self.admission;
        let on = self.completed_on.unwrap_or(a.expected_on);
        let facts = supposed(exit, a, Some(on));
        let facts = match certificate {
            PlannedCertificate::Qualification => facts
                .none(Key::AnnouncedOn)
                .none(Key::AcceptedOn)
                .choice(Key::CertificateKind, "qualification"),
            PlannedCertificate::Level => self.level_facts(facts, state, body),
        };
        let region = a.region.to_string();
        let act = Act::CertifyCohortMember;
        let row = a.occupation;
        law.decide(&Question { act, row, on, facts: &facts, known_at, region: Some(&region) })
    }

    /// Asks whether the promise binds, under an exit that is supposed or recorded: for a cohort to
    /// which something was promised the report of its ends is a duty.
    ///
    /// # Errors
    /// [`Unanswered`] outside the time that the law covers.
    pub fn decide_promise(
        &self,
        law: &Law,
        exit: ExitNotice,
        known_at: Instant,
    ) -> Result<Decision, Unanswered> {
        let a = &self.admission;
        let on = self.completed_on.unwrap_or(a.expected_on);
        let facts = supposed(exit, a, Some(on));
        let region = a.region.to_string();
        let (act, row) = (Act::ReportCohort, a.occupation);
        law.decide(&Question { act, row, on, facts: &facts, known_at, region: Some(&region) })
    }

    /// Says whether a body could be named for the cohort on a day.
    ///
    /// # Errors
    /// [`Unanswered`] outside the time that the law covers.
    pub fn decide_body(
        &self,
        (state, law): (&State, &Law),
        body: OrganisationId,
        on: Day,
        known_at: Instant,
    ) -> Result<Decision, Unanswered> {
        let a = &self.admission;
        let facts = facts::body(self.facts(state), state, body, a.occupation, a.level);
        let region = a.region.to_string();
        let (act, row) = (Act::NameCohortBody, a.occupation);
        law.decide(&Question { act, row, on, facts: &facts, known_at, region: Some(&region) })
    }
}
