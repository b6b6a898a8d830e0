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

    /// Returns the facts of a member who was certified in a session or examination.
    pub(super) fn certified_facts(&self, state: &State, session: &Session) -> Facts {
        let facts = self.facts(state);
        match session.plan.scheme {
            Scheme::Qualification => {
                let facts = facts::examination(facts, state, session);
                facts.choice(Key::CertificateKind, "qualification")
            }
            Scheme::Level => facts
                .none(Key::AnnouncedOn)
                .none(Key::AcceptedOn)
                .choice(Key::CertificateKind, "level"),
        }
    }

    /// Asks whether members may get a certificate of a kind at completion, under an exit that is
    /// supposed or recorded: no examination is in flight for them.
    ///
    /// # Errors
    /// [`Unanswered`] outside the time that the law covers.
    pub fn decide_certificate(
        &self,
        law: &Law,
        exit: ExitNotice,
        certificate: PlannedCertificate,
        known_at: Instant,
    ) -> Result<Decision, Unanswered> {
        let a = &self.admission;
        let on = self.completed_on.unwrap_or(a.expected_on);
        let kind = match certificate {
            PlannedCertificate::Qualification => "qualification",
            PlannedCertificate::Level => "level",
        };
        let facts = supposed(exit, a, Some(on))
            .none(Key::AnnouncedOn)
            .none(Key::AcceptedOn)
            .choice(Key::CertificateKind, kind);
        let region = a.region.to_string();
        let act = Act::CertifyCohortMember;
        let row = a.occupation;
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
