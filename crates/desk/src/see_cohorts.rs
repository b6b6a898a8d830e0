//! Seeing cohorts: every promise, and those at risk.
//!
//! Source: 三 「保证政策不断线」; reading R-3-12.
//! In scope: which promises bind, which bodies could keep them, days left.
//! Out of scope: changing anything. Failure: seeing only reads.

use crate::house::House;
use law::{Effect, Outcome};
use register::{Cohort, CohortId, OrganisationId};
use vocab::Day;

/// A promise that nobody can keep yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtRisk {
    /// The cohort.
    pub cohort: CohortId,
    /// The day it completes, as expected or recorded.
    pub completes_on: Day,
    /// Days from the day asked about to completion; below nought when it is past.
    pub days_left: i32,
    /// Whether the promise binds: admitted before the exit under a plan, or as apprentices.
    pub promised: bool,
    /// Bodies of the region that are recognised today but not on the day of completion.
    pub expiring: Vec<OrganisationId>,
}

impl House {
    /// Returns the cohorts whose completion comes within so many days, or is past, and for which no
    /// body of their region is recognised for occupation and level on that day. The nearest first.
    pub fn at_risk(&self, on: Day, within_days: i32) -> Vec<AtRisk> {
        let mut all = Vec::new();
        for (id, cohort) in self.state.cohorts().all() {
            let completes_on = cohort.completed_on.unwrap_or(cohort.admission.expected_on);
            let days_left = completes_on.0 - on.0;
            if cohort.ends.is_some() || within_days < days_left {
                continue;
            }
            let then = self.bodies_for(cohort, completes_on.max(on));
            if !then.is_empty() {
                continue;
            }
            let expiring = self.bodies_for(cohort, on);
            let promised = self.promised(cohort);
            all.push(AtRisk { cohort: id, completes_on, days_left, promised, expiring });
        }
        all.sort_by_key(|risk| (risk.days_left, risk.cohort));
        all
    }

    /// Returns the bodies of a cohort's region that could be named for it on a day.
    pub fn bodies_for(&self, cohort: &Cohort, on: Day) -> Vec<OrganisationId> {
        let known_at = self.now();
        let bodies = self.state.organisations().map(|(id, _)| id).filter(|id| {
            let region = self.state.recognised(*id).map(|r| r.recognition.prefix.region_code());
            region == Some(cohort.admission.region)
        });
        let fits = |id: &OrganisationId| {
            let place = (&self.state, self.law());
            let decision = cohort.decide_body(place, *id, on, known_at);
            decision.is_ok_and(|decision| decision.outcome.allows())
        };
        bodies.filter(fits).collect()
    }

    /// Says whether the promise of 三 binds for a cohort: at completion its members are helped to a
    /// certificate.
    pub fn promised(&self, cohort: &Cohort) -> bool {
        let exit = self.state.exit(cohort.admission.occupation);
        let decision = cohort.decide_promise(self.law(), exit, self.now());
        decision.is_ok_and(|d| d.outcome == Outcome::Effect(Effect::Duty))
    }
}
