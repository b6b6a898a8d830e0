//! Cohorts: schools and employers admit, members leave, a body is named, every head is counted.
//!
//! In scope: one cohort after the other for each admitter, and sums that are wrong on purpose.
//! Out of scope: who the members are.

use crate::world::World;
use crate::world::crooked::{Try, attempt};
use crate::world::events::Happening;
use crate::world::failure::Broken;
use crate::world::founding::REGIONS;
use crate::world::post::{Expect, Message, Outcome};
use register::{
    Admission, Breach, Change, ChangeReason, CohortAct, CohortChange, CohortEnds, CohortId,
    CohortKind, OrganisationKind, PlannedCertificate, PublicAct, UnmetReason,
};
use vocab::Day;

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Admit,
    Leave,
    NameBody,
    Complete,
    Report,
}

/// A cohort.
#[derive(Clone, Debug)]
pub(crate) struct Cohort {
    body: usize,
    term: u32,
    label: CohortId,
    step: Step,
    admitted_on: Day,
    heads: u32,
}

/// Lets a recognised body admit, where its kind does.
pub(crate) fn begin(world: &mut World<'_>, body: usize) {
    if world.sessions.bodies[body].kind == OrganisationKind::Social {
        return;
    }
    let n = world.cohorts.len();
    let (label, admitted_on) = (CohortId(n as u32), world.today());
    let term = world.sessions.bodies[body].term;
    world.cohorts.push(Cohort { body, term, label, step: Step::Admit, admitted_on, heads: 0 });
    let day = admitted_on.plus_days(world.rng.i32(1..30));
    world.wake(day, Happening::Cohort(n));
}

/// Takes the next step.
pub(crate) fn step(world: &mut World<'_>, n: usize) -> Result<(), Broken> {
    let cohort = world.cohorts[n].clone();
    let body = world.sessions.bodies[cohort.body].clone();
    if !body.goes_on(cohort.term) {
        return Ok(());
    }
    let (actor, on, label) = (body.id, world.today(), cohort.label);
    let wrong = world.rng.bool();
    let heads = |heads: u32| if wrong { heads + 1 } else { heads };
    let mut acts = Vec::new();
    for heads_are in [heads(cohort.heads), cohort.heads] {
        acts.push(match cohort.step {
            Step::Admit => {
                let (occupation, level) = body.scope[0];
                let kind = match body.kind {
                    OrganisationKind::School => CohortKind::Student,
                    _ => CohortKind::Apprentice,
                };
                let cohort = &mut world.cohorts[n];
                (cohort.admitted_on, cohort.heads) = (on, world.rng.u32(10..60));
                CohortAct::Admit(Admission {
                    cohort: label,
                    kind,
                    occupation,
                    level,
                    plan: PlannedCertificate::Level,
                    admitted_on: on,
                    expected_on: on.plus_days(60),
                    heads: cohort.heads,
                    root: [24; 32],
                    region: REGIONS[0],
                })
            }
            Step::Leave => CohortAct::Change(Change {
                cohort: label,
                change: CohortChange::Leave,
                count: 2,
                heads_after: heads_are - 2,
                root: [25; 32],
                reason: ChangeReason::OwnWish,
            }),
            Step::NameBody => CohortAct::NameBody { cohort: label, body: body.id },
            Step::Complete => {
                CohortAct::Complete { cohort: label, completed_on: on, heads: heads_are }
            }
            Step::Report => CohortAct::ReportEnds(CohortEnds {
                cohort: label,
                certified: Vec::new(),
                unmet: vec![(UnmetReason::NotPassed, 3), (UnmetReason::Declined, heads_are - 3)],
                root: [26; 32],
            }),
        });
    }
    let act = PublicAct::Cohort(acts.pop().expect("the right one comes last"));
    let counts = matches!(cohort.step, Step::Leave | Step::Complete | Step::Report);
    if let (true, Some(first)) = (wrong && counts, acts.pop()) {
        let (scheme, breaches) = ("heads that do not add up", &[Breach::HeadsDoNotAddUp]);
        let act = PublicAct::Cohort(first);
        attempt(world, Try { scheme, actor, act, rules: &[], breaches }, on)?;
    }
    let (request, process) = (world.request(), Some(Happening::Cohort(n)));
    world.send(Message { actor, on, request, act, expect: Expect::Done, process });
    Ok(())
}

/// Goes on after an answer.
pub(crate) fn answered(world: &mut World<'_>, n: usize, outcome: &Outcome) {
    if *outcome != Outcome::Done {
        return;
    }
    let today = world.today();
    let body = world.cohorts[n].body;
    if !world.sessions.bodies[body].goes_on(world.cohorts[n].term) {
        return;
    }
    let (step, days) = match world.cohorts[n].step {
        Step::Admit => (Step::Leave, 1..20),
        Step::Leave => {
            world.cohorts[n].heads -= 2;
            (Step::NameBody, 1..20)
        }
        Step::NameBody => (Step::Complete, 10..40),
        Step::Complete => (Step::Report, 1..20),
        Step::Report => return begin(world, body),
    };
    world.cohorts[n].step = step;
    let day = today.plus_days(world.rng.i32(days));
    world.wake(day, Happening::Cohort(n));
}
