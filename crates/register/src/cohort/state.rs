//! Cohorts as the register knows them.
//!
//! In scope: looking up. Out of scope: changing (`apply`), what the law says (`promise`).

use super::{Admission, CohortEnds};
use crate::{CohortId, OrganisationId, SessionId};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use vocab::Day;

/// A cohort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cohort {
    /// Who admitted it.
    pub by: OrganisationId,
    /// Its admission; `heads` and `root` are those of the day.
    pub admission: Admission,
    /// How many are in it now.
    pub heads: u32,
    /// The bodies named for it, and since when.
    pub named: Vec<(OrganisationId, Day)>,
    /// The day it completed.
    pub completed_on: Option<Day>,
    /// Where its members came to, once reported, and the day of the report.
    pub ends: Option<(Day, CohortEnds)>,
}

impl Cohort {
    /// Says whether a body is named for it.
    pub fn names(&self, body: OrganisationId) -> bool {
        self.named.iter().any(|(named, _)| *named == body)
    }
}

/// What these acts add up to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cohorts {
    pub(super) all: BTreeMap<CohortId, Cohort>,
    /// Those whose head count changed since admission.
    pub(super) changed: BTreeSet<CohortId>,
    /// How many are on the way from one cohort to another: out of the first, not in the second yet.
    pub(super) on_the_way: BTreeMap<(CohortId, CohortId), u32>,
    /// How many certificates of a session are reported as those of members.
    pub(super) reported: BTreeMap<SessionId, u32>,
}

impl Cohorts {
    /// Returns a cohort.
    pub fn get(&self, id: CohortId) -> Option<&Cohort> {
        self.all.get(&id)
    }

    /// Returns every cohort, by number.
    pub fn all(&self) -> impl Iterator<Item = (CohortId, &Cohort)> {
        self.all.iter().map(|(id, cohort)| (*id, cohort))
    }

    /// Returns the number that the next cohort gets.
    pub fn next(&self) -> CohortId {
        CohortId(self.all.len() as u32)
    }

    /// Returns how many left one cohort for another and have not come in there yet.
    pub fn on_the_way(&self, from: CohortId, to: CohortId) -> u32 {
        self.on_the_way.get(&(from, to)).copied().unwrap_or(0)
    }

    /// Returns how many certificates of a session are reported as those of members of cohorts.
    pub fn reported(&self, session: SessionId) -> u32 {
        self.reported.get(&session).copied().unwrap_or(0)
    }
}
