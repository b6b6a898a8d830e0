//! Examinations of centres under the old scheme: announced before the exit and after, held, settled
//! in flight, certified.
//!
//! In scope: what a centre does, and what the notice must answer to it on that day.
//! Out of scope: the choices of the candidates (`people_in_flight`).

use crate::world::events::Happening;
use crate::world::failure::Broken;
use crate::world::model_occupations::Examined;
use crate::world::people_in_flight::InFlight;
use crate::world::post::{Expect, Message, Outcome};
use crate::world::{World, aftercare, ending};
use law::{FateKind, RowId};
use register::{
    ExamAct, Issue, OrganisationId, PublicAct, Scheme, SessionId, SessionPlan, Settlement,
};
use vocab::{Day, Instant, Level};

/// Certificates of one batch.
const BATCH: u32 = 40;
/// Examinations that a centre has under way at once.
const AT_ONCE: usize = 3;

/// Since when both batches have left.
const QUIET_FROM: Day = match Day::from_ymd(2021, 1, 1) {
    Some(day) => day,
    None => panic!("a day of the calendar"),
};

/// What an examination does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Announce,
    Close,
    /// The five steps of the batch are done.
    Complete,
    /// The exit has come before it was held: the candidates choose, and the choices are reported.
    Settle,
    Results,
    Issue,
    /// Every candidate has come to an end.
    End,
    /// It is closed, and somebody goes on all the same.
    Over,
}

/// An examination.
#[derive(Clone, Debug)]
pub(crate) struct Course {
    pub(crate) centre: OrganisationId,
    pub(crate) label: SessionId,
    pub(crate) step: Step,
    pub(crate) plan: Option<SessionPlan>,
    pub(crate) registered: u32,
    pub(crate) people: Option<InFlight>,
    pub(crate) passed: u32,
    pub(crate) issued: u32,
    pub(crate) sat: u32,
    pub(crate) admitted: Option<u32>,
}

/// All examinations.
#[derive(Default)]
pub(crate) struct Examinations {
    pub(crate) courses: Vec<Course>,
}

/// Lets a centre begin.
pub(crate) fn begin(world: &mut World<'_>, centre: OrganisationId) {
    for _ in 0..AT_ONCE {
        another(world, centre);
    }
}

pub(crate) fn another(world: &mut World<'_>, centre: OrganisationId) {
    let label = world.label();
    let n = world.examinations.courses.len();
    world.examinations.courses.push(Course {
        centre,
        label,
        step: Step::Announce,
        plan: None,
        registered: 0,
        people: None,
        passed: 0,
        issued: 0,
        sat: 0,
        admitted: None,
    });
    // After the year's end hardly anything is left to announce.
    let quiet = QUIET_FROM <= world.today() && world.rng.u8(0..4) != 0;
    let days = if quiet { 60..120 } else { 1..25 };
    let day = world.today().plus_days(world.rng.i32(days));
    world.wake(day, Happening::Examination(n));
}

/// Says how examinations of an occupation stand on a day, as the model counts.
fn examined(world: &World<'_>, row: RowId, on: Day) -> Examined {
    world.model.occupations().examined(world.law, row, on)
}

fn exited(world: &World<'_>, row: RowId, on: Day) -> bool {
    examined(world, row, on) == Examined::Left
}

/// Takes the next step of an examination.
pub(crate) fn step(world: &mut World<'_>, n: usize) -> Result<(), Broken> {
    let on = world.today();
    let course = &mut world.examinations.courses[n];
    // The exit came while it was waited for: choices are made before it is held.
    let waits = course.step == Step::Results && course.people.is_none();
    let occupation = course.plan.map(|plan| plan.occupation);
    if waits && occupation.is_some_and(|row| exited(world, row, on)) {
        world.examinations.courses[n].step = Step::Settle;
    }
    ending::tries(world, n)?;
    let course = world.examinations.courses[n].clone();
    let session = course.label;
    let mut expect = Expect::Done;
    let act = match course.step {
        Step::Announce => {
            let plan = plan(world, session, on);
            world.examinations.courses[n].plan = Some(plan);
            expect = examining(world, plan.occupation, on);
            PublicAct::Announce(plan)
        }
        Step::Close => {
            let plan = course.plan.expect("announced before");
            let registered = world.rng.u32(3..60);
            // What was announced before the exit is accepted within its period after it, too.
            let left = exited(world, plan.occupation, plan.registration_until);
            if access(world, plan.occupation) && !left {
                expect = examining(world, plan.occupation, plan.registration_until);
            }
            world.examinations.courses[n].registered = registered;
            let (root, last_accepted_on) = ([8; 32], plan.registration_until);
            PublicAct::CloseRegistration { session, registered, root, last_accepted_on }
        }
        Step::Complete => {
            let admitted = course.registered - course.registered / world.rng.u32(10..30);
            world.examinations.courses[n].admitted = Some(admitted);
            PublicAct::Exam(ExamAct::CompleteBatch { session, admitted, root: [19; 32] })
        }
        Step::Settle => settle(world, n, on)?,
        Step::End => PublicAct::Exam(ExamAct::CloseExam(ending::end(&course))),
        Step::Over => {
            another(world, course.centre);
            return Ok(());
        }
        Step::Results => {
            let sat = ending::sits(&course);
            let passed = sat * world.rng.u32(50..95) / 100;
            let row = course.plan.map(|plan| plan.occupation);
            if let Some(row) = row.filter(|row| access(world, *row) && course.people.is_none()) {
                expect = examining(world, row, on);
            }
            let course = &mut world.examinations.courses[n];
            (course.sat, course.passed) = (sat, passed);
            PublicAct::RecordResults { session, held_on: on, sat, passed, root: [9; 32] }
        }
        Step::Issue => {
            let until = course.passed.min(course.issued + BATCH);
            let rows = (course.issued..until).collect();
            let issue = Issue { session, dated_on: on, rows, holders_are_staff: false };
            PublicAct::IssueCertificates(issue)
        }
    };
    if world.examinations.courses[n].plan.is_some_and(|plan| access(world, plan.occupation)) {
        return decided(world, n, act, expect);
    }
    let (request, process) = (world.request(), Some(Happening::Examination(n)));
    let message = Message { actor: course.centre, on, request, act, expect, process };
    // A batch is complete on the day it is said to be: nothing goes by post.
    if matches!(expect, Expect::Done) && course.step != Step::Complete {
        world.send(message);
        return Ok(());
    }
    world.deliver_now(message)
}

/// What is asked about an occupation that is to become access-type is answered by the last decision
/// of the authority, so that nothing goes by post; where it stopped, the examination waits.
fn decided(world: &mut World<'_>, n: usize, act: PublicAct, expect: Expect) -> Result<(), Broken> {
    let (on, request) = (world.today(), world.request());
    let actor = world.examinations.courses[n].centre;
    let message = Message { actor, on, request, act, expect, process: None };
    match world.hand_in(message)? {
        Outcome::Done => answered(world, n, &Outcome::Done),
        Outcome::Refused if world.rng.u8(0..3) == 0 => another(world, actor),
        Outcome::Refused | Outcome::Again => {
            let days = world.rng.i32(10..60);
            world.wake(on.plus_days(days), Happening::Examination(n));
        }
    }
    Ok(())
}

fn plan(world: &mut World<'_>, session: SessionId, on: Day) -> SessionPlan {
    let rows: Vec<RowId> = world.law.rows.ids().collect();
    let mut occupation = rows[world.rng.usize(0..rows.len())];
    // Later on hardly anything else is examined.
    if QUIET_FROM <= on && world.rng.bool() {
        let access: Vec<RowId> = rows.into_iter().filter(|row| access(world, *row)).collect();
        occupation = access[world.rng.usize(0..access.len())];
    }
    let registration_until = on.plus_days(world.rng.i32(3..25));
    let planned_on = registration_until.plus_days(world.rng.i32(2..20));
    let level = Level::from_code('3').expect("a level's code");
    let scheme = Scheme::Qualification;
    SessionPlan { session, scheme, occupation, level, registration_until, planned_on }
}

/// What must be answered where an examination is announced, accepted or held on a day.
fn examining(world: &World<'_>, row: RowId, on: Day) -> Expect {
    let refused = |scheme, rules| Expect::Refused { scheme, rules, breaches: &[] };
    match examined(world, row, on) {
        Examined::Yes => Expect::Done,
        // Whether it goes on after the year's end, nobody has said (R-2-4).
        Examined::Unsaid => Expect::Either,
        Examined::Stopped => refused(
            "an examination that the authority stopped",
            &["2020-80/p2.access-examination-stops"],
        ),
        Examined::Left => refused(
            "an examination announced after the exit",
            &["2020-80/p2.batch1-has-left", "2020-80/p2.batch2-has-left"],
        ),
    }
}

fn settle(world: &mut World<'_>, n: usize, on: Day) -> Result<PublicAct, Broken> {
    let course = &world.examinations.courses[n];
    let (session, registered) = (course.label, course.registered);
    let mut people = match course.people.clone() {
        Some(people) => people,
        None => InFlight::new(registered, course.plan.map_or(on, |plan| plan.registration_until)),
    };
    let Some(id) = world.keeper.session(session) else { return Err(lost(session)) };
    let recorded_at = world.keeper.clock(world.now);
    let state = world.keeper.state();
    people.choose(state, world.law, id, (on, recorded_at), &mut world.rng)?;
    world.report.settled += u64::from(people.settled_now());
    let t = people.tally();
    world.examinations.courses[n].people = Some(people);
    let settlement = Settlement {
        session,
        continued: t.continued,
        refunded: t.refunded,
        undecided: t.undecided,
        withdrew: t.withdrew,
    };
    // Both forms are in use: counts alone, and counts with what they rest on.
    Ok(match world.rng.bool() {
        true => PublicAct::Settle(settlement),
        false => PublicAct::Exam(ExamAct::ReportChoices { settlement, root: [20; 32] }),
    })
}

fn lost(session: SessionId) -> Broken {
    Broken::Invariant { id: "I-LOG-3", what: format!("session {} is not there", session.0) }
}

/// Goes on after an answer.
pub(crate) fn answered(world: &mut World<'_>, n: usize, outcome: &Outcome) {
    let today = world.today();
    let course = world.examinations.courses[n].clone();
    match outcome {
        Outcome::Refused => return another(world, course.centre),
        Outcome::Again => return,
        Outcome::Done => {}
    }
    let plan = course.plan;
    let planned = plan.map_or(today, |plan| plan.planned_on).max(today);
    let left = plan.is_some_and(|plan| exited(world, plan.occupation, planned));
    let (next, day) = match course.step {
        Step::Announce => {
            let until = plan.map_or(today, |plan| plan.registration_until);
            (Step::Close, until.max(today))
        }
        Step::Close if world.rng.bool() => {
            world.examinations.courses[n].step = Step::Complete;
            let morning = Instant::start_of(today.plus_days(1)).0 + 8 * 3_600;
            let at = Instant(morning + world.rng.i64(0..7_200));
            return world.agenda.put(at, Happening::Examination(n));
        }
        Step::Close | Step::Complete if left => (Step::Settle, planned),
        Step::Close | Step::Complete => (Step::Results, planned),
        Step::Settle => match &course.people {
            Some(people) if 0 < people.tally().undecided => (Step::Settle, today.plus_days(5)),
            Some(people) if 0 < people.tally().continued => (Step::Results, today.plus_days(3)),
            _ => (Step::End, today.plus_days(1)),
        },
        Step::Results if course.passed == 0 => (Step::End, today.plus_days(1)),
        Step::Results => (Step::Issue, today.plus_days(world.rng.i32(2..20))),
        Step::Issue => {
            let issued = course.passed.min(course.issued + BATCH);
            world.examinations.courses[n].issued = issued;
            let (batch, count) = ((course.label, course.issued), issued - course.issued);
            aftercare::begin(world, course.centre, batch, count);
            let next = if issued == course.passed { Step::End } else { Step::Issue };
            (next, today.plus_days(1))
        }
        Step::End => (Step::Over, today.plus_days(world.rng.i32(1..5))),
        Step::Over => return,
    };
    // The exit may come between two steps: choices are made before it is held.
    let next = match next {
        Step::Results if course.people.is_none() && exits_by(world, plan, day) => Step::Settle,
        step => step,
    };
    if next == Step::End && !ending::everyone(&course) {
        return another(world, course.centre);
    }
    world.examinations.courses[n].step = next;
    world.wake(day, Happening::Examination(n));
}

fn exits_by(world: &World<'_>, plan: Option<SessionPlan>, day: Day) -> bool {
    plan.is_some_and(|plan| exited(world, plan.occupation, day))
}

fn access(world: &World<'_>, row: RowId) -> bool {
    world.law.rows.get(row).is_some_and(|row| row.fate == FateKind::Access)
}
