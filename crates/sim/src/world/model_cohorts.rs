//! The second count of cohorts: heads from admission to the end of each member.
//!
//! In scope: sums. Out of scope: whether the law binds the promise.

use crate::world::failure::Broken;
use register::{CohortAct, CohortChange, CohortId, State};
use std::collections::HashMap;

/// What the model knows of a cohort.
#[derive(Clone, Debug, Default)]
struct Cohort {
    heads: u32,
    left: u32,
    admitted: u32,
    completed: bool,
    ended: u32,
}

/// The second count.
#[derive(Default)]
pub(crate) struct Cohorts(HashMap<CohortId, Cohort>);

fn broken<T>(what: String) -> Result<T, Broken> {
    Err(Broken::Invariant { id: "cohorts", what })
}

impl Cohorts {
    /// Compares what an act touched.
    pub(crate) fn touched(&mut self, act: &CohortAct) -> Result<(), Broken> {
        let cohort = self.0.entry(act.cohort()).or_default();
        let right = match act {
            CohortAct::Admit(admission) => {
                let new = cohort.admitted == 0;
                (cohort.admitted, cohort.heads) = (admission.heads, admission.heads);
                new
            }
            CohortAct::Change(change) if change.change == CohortChange::Leave => {
                cohort.left += change.count;
                cohort.heads = change.heads_after;
                !cohort.completed
            }
            CohortAct::Change(_) | CohortAct::NameBody { .. } => cohort.ended == 0,
            CohortAct::Complete { heads, .. } => {
                let open = !std::mem::replace(&mut cohort.completed, true);
                open && *heads == cohort.heads
            }
            CohortAct::ReportEnds(ends) => {
                let certified = ends.certified.iter().map(|(_, count)| count);
                cohort.ended = certified.chain(ends.unmet.iter().map(|(_, count)| count)).sum();
                cohort.completed && cohort.ended == cohort.heads
            }
        };
        if right && cohort.heads + cohort.left == cohort.admitted {
            return Ok(());
        }
        broken(format!("{act:?} of {cohort:?}"))
    }

    /// Compares everything.
    pub(crate) fn at_the_end(&self, state: &State) -> Result<(), Broken> {
        for (id, cohort) in &self.0 {
            let found = state.cohorts().get(*id).map(|found| (found.heads, found.ends.is_some()));
            if found != Some((cohort.heads, 0 < cohort.ended)) {
                return broken(format!("{found:?}, not {cohort:?}"));
            }
        }
        let all = state.cohorts().all().count();
        if all == self.0.len() { Ok(()) } else { broken(format!("{all} cohorts")) }
    }
}
