//! Schemes around cohorts: heads that do not add up, members certified nowhere, promises made too
//! late.
//!
//! In scope: what one act shows. Out of scope: honest admitters (`cohorts`).

use crate::world::World;
use crate::world::cohorts::{Cohort, Step, act};
use crate::world::crooked::{Try, attempt};
use crate::world::failure::Broken;
use crate::world::model_occupations::Examined;
use register::{
    Admission, Breach, CohortAct, CohortChange, CohortEnds, CohortKind, PlannedCertificate,
    PublicAct, SessionId,
};

/// Lets an admitter try something, at the step where its cohort is.
pub(crate) fn tries(
    world: &mut World<'_>,
    n: usize,
    certified: &[(SessionId, u32)],
) -> Result<(), Broken> {
    if world.rng.bool() {
        return Ok(());
    }
    let (cohort, on) = (world.cohorts[n].clone(), world.today());
    let actor = world.sessions.bodies[cohort.body].id;
    let honest = act(world, &cohort, cohort.heads, certified.to_vec());
    let (scheme, act, rules, breaches): (_, _, &'static [&'static str], &'static [Breach]) =
        match (cohort.step, honest) {
            (Step::Admit, CohortAct::Admit(a)) => {
                let left = world.model.occupations().examined(world.law, a.occupation, on);
                if left != Examined::Left || a.kind != CohortKind::Student {
                    return Ok(());
                }
                let plan = PlannedCertificate::Qualification;
                let act = CohortAct::Admit(Admission { plan, admitted_on: on, ..a });
                let rules = &["2020-80/p3.no-new-qualification-plan"];
                ("a promise made after the exit", act, rules, &[])
            }
            (Step::In, CohortAct::Change(mut change)) => {
                (change.count, change.heads_after) = (2, change.heads_after + 1);
                let act = CohortAct::Change(change);
                ("more come in than left", act, &[], &[Breach::TransferUnmatched])
            }
            (Step::Out, CohortAct::Change(mut change)) => {
                change.change = CohortChange::TransferOut { to: change.cohort };
                (
                    "members moved to their own cohort",
                    CohortAct::Change(change),
                    &[],
                    &[Breach::OtherCohort],
                )
            }
            (Step::Leave | Step::Repeat, CohortAct::Change(mut change)) => {
                change.heads_after += 1;
                let act = CohortAct::Change(change);
                ("heads that do not add up", act, &[], &[Breach::HeadsDoNotAddUp])
            }
            (Step::Complete, CohortAct::Complete { cohort, completed_on, heads }) => {
                let act = CohortAct::Complete { cohort, completed_on, heads: heads + 1 };
                ("heads that do not add up", act, &[], &[Breach::HeadsDoNotAddUp])
            }
            (Step::Report, CohortAct::ReportEnds(ends)) => {
                let Some(found) = ends_wrong(world, &cohort, ends) else { return Ok(()) };
                found
            }
            _ => return Ok(()),
        };
    let act = PublicAct::Cohort(act);
    attempt(world, Try { scheme, actor, act, rules, breaches }, on)
}

type Found = (&'static str, CohortAct, &'static [&'static str], &'static [Breach]);

fn ends_wrong(world: &mut World<'_>, cohort: &Cohort, mut ends: CohortEnds) -> Option<Found> {
    match world.rng.u8(0..3) {
        0 => {
            let (_, count) = ends.unmet.last_mut()?;
            *count += 1;
            let act = CohortAct::ReportEnds(ends);
            Some(("heads that do not add up", act, &[], &[Breach::HeadsDoNotAddUp]))
        }
        1 => {
            // All of them, in a session of hardly anybody.
            let (session, _) = *ends.certified.first()?;
            let id = world.keeper.session(session)?;
            let used = world.keeper.state().session(id)?.used.count();
            if cohort.heads <= used {
                return None;
            }
            (ends.certified, ends.unmet) = (vec![(session, cohort.heads)], Vec::new());
            let act = CohortAct::ReportEnds(ends);
            Some(("more certified than certificates", act, &[], &[Breach::MoreThanCertified]))
        }
        _ => {
            let state = world.keeper.state();
            let one = state.cohorts().get(world.keeper.cohort(cohort.label)?)?;
            let other = |course: &&crate::world::bodies::Course| {
                let session = world.keeper.session(course.label);
                session.and_then(|id| state.session(id)).is_some_and(|it| !one.names(it.by))
            };
            let stranger = world.sessions.courses.iter().rev().find(other)?.label;
            (ends.certified, ends.unmet) = (vec![(stranger, cohort.heads)], Vec::new());
            let act = CohortAct::ReportEnds(ends);
            Some(("certified by a body that nobody named", act, &[], &[Breach::NotNamed]))
        }
    }
}
