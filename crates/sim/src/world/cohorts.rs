//! Cohorts: schools and employers admit, members leave, repeat and move, a body is named, and every
//! head is followed to its end.
//!
//! In scope: one cohort after the other for each admitter, some of them admitted before the notice;
//! what an honest admitter does. A cohort goes on whatever happens to the recognition of its
//! school.
//! Out of scope: who the members are; schemes (`cohorts_crooked`).

use crate::world::events::Happening;
use crate::world::failure::Broken;
use crate::world::founding::REGIONS;
use crate::world::post::{Expect, Message, Outcome};
use crate::world::{World, cohorts_crooked};
use register::{
    Admission, Change, ChangeReason, CohortAct, CohortChange, CohortEnds, CohortId, CohortKind,
    OrganisationKind, PlannedCertificate, PublicAct, RowId, SessionId, UnmetReason,
};
use vocab::{Day, Level};

/// Days from the admission to the completion that is expected, and those that a repeater adds.
const COURSE_DAYS: i32 = 60;
const REPEAT_DAYS: i32 = 40;
/// Until then cohorts of earlier years are put on record.
const LATE_UNTIL: Day = match Day::from_ymd(2021, 7, 1) {
    Some(day) => day,
    None => panic!("a day of the calendar"),
};

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Admit,
    Leave,
    /// Some repeat: they become a cohort of their own.
    Repeat,
    /// One more goes over to it.
    Out,
    /// It comes in there.
    In,
    NameBody,
    Complete,
    Report,
    Over,
}

/// A cohort.
#[derive(Clone, Debug)]
pub(crate) struct Cohort {
    pub(crate) body: usize,
    pub(crate) label: CohortId,
    pub(crate) step: Step,
    pub(crate) admission: Option<Admission>,
    pub(crate) heads: u32,
    /// The cohort of those who repeat, or that of those who do not.
    other: Option<usize>,
    /// The body that is named, and its era when the cohort completed.
    named: Option<usize>,
    era: Option<u32>,
}

/// Lets a recognised body admit, where its kind does and no cohort of it is under way.
pub(crate) fn begin(world: &mut World<'_>, body: usize) {
    let social = world.sessions.bodies[body].kind == OrganisationKind::Social;
    let busy = |cohort: &Cohort| cohort.body == body && cohort.step != Step::Over;
    let department = world.sessions.bodies[body].kind == OrganisationKind::Department;
    if social || department || world.cohorts.iter().any(busy) {
        return;
    }
    let n = put(world, body, Step::Admit);
    let day = world.today().plus_days(world.rng.i32(1..30));
    world.wake(day, Happening::Cohort(n));
}

fn put(world: &mut World<'_>, body: usize, step: Step) -> usize {
    let (n, heads) = (world.cohorts.len(), 0);
    let (label, admission, other, named, era) = (CohortId(n as u32), None, None, None, None);
    world.cohorts.push(Cohort { body, label, step, admission, heads, other, named, era });
    n
}

/// Takes the next step.
pub(crate) fn step(world: &mut World<'_>, n: usize) -> Result<(), Broken> {
    let on = world.today();
    match world.cohorts[n].step {
        Step::Admit => admit(world, n, on),
        Step::Repeat => {
            let (body, admission) = (world.cohorts[n].body, world.cohorts[n].admission);
            let other = put(world, body, Step::In);
            (world.cohorts[n].other, world.cohorts[other].other) = (Some(other), Some(n));
            world.cohorts[other].admission = admission;
        }
        Step::NameBody => {
            let Some(named) = certifier(world, n) else {
                // Nobody is recognised for it: the promise is at risk, and a reason will be given.
                world.cohorts[n].step = Step::Complete;
                let day = on.plus_days(world.rng.i32(10..40));
                world.wake(day, Happening::Cohort(n));
                return Ok(());
            };
            world.cohorts[n].named = Some(named);
        }
        Step::Over => return Ok(()),
        _ => {}
    }
    let certified = match world.cohorts[n].step {
        Step::Report => certified(world, n),
        _ => Vec::new(),
    };
    let cohort = world.cohorts[n].clone();
    let actor = world.sessions.bodies[cohort.body].id;
    cohorts_crooked::tries(world, n, &certified)?;
    let act = PublicAct::Cohort(act(world, &cohort, cohort.heads, certified));
    let (request, process) = (world.request(), Some(Happening::Cohort(n)));
    world.send(Message { actor, on, request, act, expect: Expect::Done, process });
    Ok(())
}

fn admit(world: &mut World<'_>, n: usize, on: Day) {
    let body = world.sessions.bodies[world.cohorts[n].body].clone();
    let (occupation, level): (RowId, Level) = body.scope[0];
    let kind = match body.kind {
        OrganisationKind::School => CohortKind::Student,
        _ => CohortKind::Apprentice,
    };
    // Admitted under the old promise, and put on record now.
    let earlier = Day::from_ymd(2019, 9, 1).filter(|_| on < LATE_UNTIL && world.rng.bool());
    let plan = match earlier {
        Some(_) => PlannedCertificate::Qualification,
        None => PlannedCertificate::Level,
    };
    let heads = world.rng.u32(10..60);
    world.cohorts[n].heads = heads;
    world.cohorts[n].admission = Some(Admission {
        cohort: world.cohorts[n].label,
        kind,
        occupation,
        level,
        plan,
        admitted_on: earlier.unwrap_or(on),
        expected_on: on.plus_days(COURSE_DAYS),
        heads,
        root: [24; 32],
        region: REGIONS[0],
    });
}

/// Returns what is done at the step where a cohort is, with so many heads.
pub(crate) fn act(
    world: &World<'_>,
    cohort: &Cohort,
    heads: u32,
    certified: Vec<(SessionId, u32)>,
) -> CohortAct {
    let label = cohort.label;
    let admission = cohort.admission.expect("admitted before all else");
    let change = |change, count, heads_after, reason| {
        CohortAct::Change(Change {
            cohort: label,
            change,
            count,
            heads_after,
            root: [25; 32],
            reason,
        })
    };
    let other = cohort.other.map(|n| world.cohorts[n].label).unwrap_or(label);
    match cohort.step {
        Step::Admit => CohortAct::Admit(admission),
        Step::Leave => change(CohortChange::Leave, 2, heads - 2, ChangeReason::OwnWish),
        Step::Repeat => {
            let expected_on = admission.expected_on.plus_days(REPEAT_DAYS);
            let repeat = CohortChange::Repeat { into: other, expected_on };
            change(repeat, 3, heads - 3, ChangeReason::Studies)
        }
        Step::Out => {
            change(CohortChange::TransferOut { to: other }, 1, heads - 1, ChangeReason::Health)
        }
        Step::In => {
            let transfer = CohortChange::TransferIn { from: other };
            change(transfer, 1, heads + 1, ChangeReason::Health)
        }
        Step::NameBody => {
            let body = cohort.named.map_or(cohort.body, |named| named);
            CohortAct::NameBody { cohort: label, body: world.sessions.bodies[body].id }
        }
        Step::Complete | Step::Over => {
            CohortAct::Complete { cohort: label, completed_on: world.today(), heads }
        }
        Step::Report => {
            let left = heads - certified.iter().map(|(_, count)| count).sum::<u32>();
            let unmet = match left {
                0 => Vec::new(),
                1 => vec![(UnmetReason::NotPassed, 1)],
                _ => vec![(UnmetReason::NotPassed, 1), (UnmetReason::Declined, left - 1)],
            };
            CohortAct::ReportEnds(CohortEnds { cohort: label, certified, unmet, root: [26; 32] })
        }
    }
}

/// Returns a body that may certify the members: their own before others.
fn certifier(world: &World<'_>, n: usize) -> Option<usize> {
    let admission = world.cohorts[n].admission?;
    let bodies = &world.sessions.bodies;
    let recognised = |at: &usize| {
        let body = &bodies[*at];
        let scope = body.scope.iter().take(crate::world::founding::SCOPE);
        let covers = scope.clone().any(|pair| *pair == (admission.occupation, admission.level));
        let id = world.keeper.organisation(body.id).filter(|_| covers && !body.stopped);
        id.is_some_and(|id| world.keeper.state().recognised(id).is_some())
    };
    [world.cohorts[n].body].into_iter().chain(0..bodies.len()).find(recognised)
}

/// Returns where members were certified: in sessions of the body that was named, which has been
/// recognised since they completed.
fn certified(world: &mut World<'_>, n: usize) -> Vec<(SessionId, u32)> {
    let cohort = world.cohorts[n].clone();
    let (Some(at), Some(a)) = (cohort.named, cohort.admission) else { return Vec::new() };
    let body = &world.sessions.bodies[at];
    if body.stopped || cohort.era != Some(body.era) {
        return Vec::new();
    }
    let mut left = cohort.heads / 2;
    let mut found = Vec::new();
    for course in world.sessions.courses.iter().rev().filter(|course| course.body == at) {
        let same = course.plan.is_some_and(|p| (p.occupation, p.level) == (a.occupation, a.level));
        let reported = world.reported.entry(course.label).or_default();
        let count = left.min(course.issued - *reported);
        if same && 0 < count {
            found.push((course.label, count));
            *reported += count;
            left -= count;
        }
    }
    found
}

/// Goes on after an answer.
pub(crate) fn answered(world: &mut World<'_>, n: usize, outcome: &Outcome) {
    if *outcome != Outcome::Done {
        return;
    }
    let cohort = world.cohorts[n].clone();
    let repeats = world.rng.u8(0..3) == 0;
    let (step, days) = match cohort.step {
        Step::Admit => (Step::Leave, 1..20),
        Step::Leave => {
            world.cohorts[n].heads -= 2;
            (if repeats { Step::Repeat } else { Step::NameBody }, 1..20)
        }
        Step::Repeat => {
            world.cohorts[n].heads -= 3;
            (Step::Out, 1..9)
        }
        Step::Out => {
            world.cohorts[n].heads -= 1;
            if let Some(other) = cohort.other {
                world.cohorts[other].heads = 3;
                let day = world.today().plus_days(world.rng.i32(0..5));
                world.wake(day, Happening::Cohort(other));
            }
            (Step::NameBody, 1..20)
        }
        Step::In => {
            world.cohorts[n].heads += 1;
            (Step::NameBody, 1..20)
        }
        Step::NameBody => (Step::Complete, 10..40),
        Step::Complete => {
            let named = cohort.named.map(|at| &world.sessions.bodies[at]);
            let era = named.filter(|body| !body.stopped).map(|body| body.era);
            world.cohorts[n].era = era;
            (Step::Report, 1..20)
        }
        Step::Report => {
            world.cohorts[n].step = Step::Over;
            if !world.sessions.bodies[cohort.body].stopped {
                begin(world, cohort.body);
            }
            return;
        }
        Step::Over => return,
    };
    world.cohorts[n].step = step;
    let day = world.today().plus_days(world.rng.i32(days));
    world.wake(day, Happening::Cohort(n));
}
