//! The second count of cohorts: heads from admission to the end of each member.
//!
//! In scope: sums. Out of scope: whether the law binds the promise.

use crate::world::failure::Broken;
use register::{Change, CohortAct, CohortChange, CohortId, SessionId, State};
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
pub(crate) struct Cohorts {
    all: HashMap<CohortId, Cohort>,
    /// Those who left one cohort for another and have not come in there.
    on_the_way: HashMap<(CohortId, CohortId), u32>,
    /// How many were said to be certified in each session.
    reported: HashMap<SessionId, u32>,
}

fn broken<T>(what: String) -> Result<T, Broken> {
    Err(Broken::Invariant { id: "cohorts", what })
}

impl Cohorts {
    /// Compares what an act touched. `issued` says how many certificates a session has.
    pub(crate) fn touched(
        &mut self,
        act: &CohortAct,
        issued: impl Fn(SessionId) -> u32,
    ) -> Result<(), Broken> {
        let cohort = self.all.entry(act.cohort()).or_default();
        let right = match act {
            CohortAct::Admit(admission) => {
                let new = cohort.admitted == 0;
                (cohort.admitted, cohort.heads) = (admission.heads, admission.heads);
                new
            }
            CohortAct::Change(change) => return self.changed(change),
            CohortAct::NameBody { .. } => cohort.ended == 0,
            CohortAct::Complete { heads, .. } => {
                let open = !std::mem::replace(&mut cohort.completed, true);
                open && *heads == cohort.heads
            }
            CohortAct::ReportEnds(ends) => {
                for (session, count) in &ends.certified {
                    let reported = self.reported.entry(*session).or_default();
                    *reported += count;
                    if issued(*session) < *reported {
                        return broken(format!("{ends:?}: {reported} of session {}", session.0));
                    }
                }
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

    fn changed(&mut self, change: &Change) -> Result<(), Broken> {
        let (id, count) = (change.cohort, change.count);
        let in_time = match change.change {
            CohortChange::Leave => true,
            CohortChange::TransferOut { to } => {
                *self.on_the_way.entry((id, to)).or_default() += count;
                true
            }
            CohortChange::TransferIn { from } => {
                let waiting = self.on_the_way.entry((from, id)).or_default();
                let enough = count <= *waiting;
                *waiting = waiting.saturating_sub(count);
                enough
            }
            CohortChange::Repeat { into, .. } => {
                let new = Cohort { heads: count, admitted: count, ..Cohort::default() };
                self.all.insert(into, new).is_none()
            }
        };
        let cohort = self.all.entry(id).or_default();
        match change.change {
            CohortChange::TransferIn { .. } => cohort.admitted += count,
            _ => cohort.left += count,
        }
        cohort.heads = change.heads_after;
        let adds_up = cohort.heads + cohort.left == cohort.admitted && !cohort.completed;
        if in_time && adds_up { Ok(()) } else { broken(format!("{change:?} of {cohort:?}")) }
    }

    /// Compares everything.
    pub(crate) fn at_the_end(&self, state: &State) -> Result<(), Broken> {
        for (id, cohort) in &self.all {
            let found = state.cohorts().get(*id).map(|found| (found.heads, found.ends.is_some()));
            if found != Some((cohort.heads, 0 < cohort.ended)) {
                return broken(format!("{found:?}, not {cohort:?}"));
            }
        }
        let all = state.cohorts().all().count();
        if all == self.all.len() { Ok(()) } else { broken(format!("{all} cohorts")) }
    }
}
