//! Sessions of bodies: each takes its steps, from the announcement to the last certificate.
//!
//! In scope: what an honest body does, and when a crooked one tries a scheme (`crooked`).
//! Out of scope: what the register answers.

use crate::world::events::Happening;
use crate::world::founding::{Body, recognised_until, recognition};
use crate::world::post::{Expect, Message, Outcome};
use crate::world::{
    World, aftercare, arranging, cohorts, crooked, model_sessions, renewing, rushing,
};
use register::{HoldId, Issue, OrganisationId, PublicAct, Scheme, SessionId, SessionPlan, StaffId};
use vocab::Day;

/// Sessions that a body has under way at once.
pub(crate) const AT_ONCE: usize = 3;
/// Certificates of one batch.
pub(crate) const BATCH: u32 = 40;

/// What a session does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The body is to be recognised.
    Recognise,
    /// It is announced.
    Announce,
    /// Registration closes.
    Close,
    /// Rooms, seats and staff are arranged: long form only, as all that follows here.
    Arrange,
    /// Who comes signs in, on the day.
    SignIn,
    /// Results are recorded.
    Results,
    /// They are public: somebody may object.
    Public,
    /// The objection is decided.
    DecideObjection,
    /// Results are revised.
    Revise,
    /// Results are confirmed.
    Confirm,
    /// Certificates are issued.
    Issue,
    /// What was held for its pace is released.
    Release,
    /// The archive is listed.
    Archive,
}

/// A session of a body.
#[derive(Clone, Debug)]
pub(crate) struct Course {
    pub(crate) body: usize,
    /// The body's term in which it was begun.
    pub(crate) term: u32,
    /// Which of those that the body has at once: each has rooms of its own.
    pub(crate) slot: usize,
    pub(crate) label: SessionId,
    pub(crate) step: Step,
    pub(crate) plan: Option<SessionPlan>,
    pub(crate) registered: u32,
    pub(crate) held_on: Day,
    pub(crate) sat: u32,
    pub(crate) passed: u32,
    pub(crate) issued: u32,
    pub(crate) announced_on: Day,
    pub(crate) published_on: Day,
    pub(crate) present: u32,
    pub(crate) objections: u32,
    pub(crate) upheld: bool,
    pub(crate) hold: Option<HoldId>,
    /// Somebody of another body's staff who is lent for the day.
    pub(crate) lent: Option<StaffId>,
}

/// Bodies and their sessions.
#[derive(Default)]
pub(crate) struct Sessions {
    pub(crate) bodies: Vec<Body>,
    pub(crate) courses: Vec<Course>,
}

/// Puts a body into the world, to be recognised on a day.
pub(crate) fn expect(world: &mut World<'_>, body: Body, day: Day) {
    let n = world.sessions.bodies.len();
    world.sessions.bodies.push(body);
    let course = new_course(world, (n, 0), Step::Recognise);
    world.wake(day, Happening::Session(course));
}

/// Lets a body begin, or go on, that was granted its recognition.
pub(crate) fn begin(world: &mut World<'_>, body: usize) {
    world.sessions.bodies[body].stopped = false;
    cohorts::begin(world, body);
    let suspended = world.sessions.bodies[body].suspended_until;
    let from = suspended.map_or(world.today(), |until| until.max(world.today()));
    for slot in 0..AT_ONCE {
        let course = new_course(world, (body, slot), Step::Announce);
        let day = from.plus_days(world.rng.i32(1..20));
        world.wake(day, Happening::Session(course));
    }
}

fn new_course(world: &mut World<'_>, (body, slot): (usize, usize), step: Step) -> usize {
    let label = world.label();
    let held_on = world.today();
    let term = world.sessions.bodies[body].term;
    world.sessions.courses.push(Course {
        body,
        term,
        slot,
        label,
        step,
        plan: None,
        registered: 0,
        held_on,
        sat: 0,
        passed: 0,
        issued: 0,
        announced_on: held_on,
        published_on: held_on,
        present: 0,
        objections: 0,
        upheld: false,
        hold: None,
        lent: None,
    });
    world.sessions.courses.len() - 1
}

/// Takes the next step of a session.
pub(crate) fn step(world: &mut World<'_>, n: usize) -> Result<(), crate::world::Broken> {
    let body = world.sessions.bodies[world.sessions.courses[n].body].clone();
    if !body.goes_on(world.sessions.courses[n].term) {
        return Ok(());
    }
    let publishes = world.sessions.courses[n].step == Step::Results && body.long.is_some();
    if publishes && model_sessions::beyond_calendar(world.today()) {
        // How long results are public can be told as far as the calendar goes: they wait.
        return Ok(());
    }
    crooked::tries(world, n)?;
    let issues = matches!(world.sessions.courses[n].step, Step::Issue | Step::Release);
    if issues && body.long.is_some_and(|long| long.rushes) {
        return rushing::step(world, n, &body);
    }
    let on = world.today();
    let course = world.sessions.courses[n].clone();
    let session = course.label;
    let (actor, act) = match course.step {
        Step::Recognise => {
            let authority =
                OrganisationId(course.body as u32 % crate::world::founding::AUTHORITIES);
            world.sessions.courses[n].held_on = on;
            (authority, recognition(&body, on))
        }
        Step::Announce => {
            let (occupation, level) = body.scope[world.rng.usize(0..body.scope.len())];
            let registration_until = on.plus_days(world.rng.i32(3..15));
            let planned_on = registration_until.plus_days(world.rng.i32(1..5));
            let scheme = Scheme::Level;
            let plan =
                SessionPlan { session, scheme, occupation, level, registration_until, planned_on };
            let course = &mut world.sessions.courses[n];
            (course.plan, course.announced_on) = (Some(plan), on);
            (body.id, PublicAct::Announce(plan))
        }
        Step::Close => {
            let plan = course.plan.expect("announced before");
            let rushes = body.long.is_some_and(|long| long.rushes);
            let registered = world.rng.u32(if rushes { 400..900 } else { 5..90 });
            world.sessions.courses[n].registered = registered;
            let last_accepted_on = plan.registration_until;
            let root = [1; 32];
            let act = PublicAct::CloseRegistration { session, registered, root, last_accepted_on };
            (body.id, act)
        }
        Step::Results => {
            let came = body.long.map_or(course.registered, |_| course.present);
            let (held_on, sat) = (course.held_on, world.rng.u32(1..=came));
            let passed = if body.crooked { sat } else { sat * world.rng.u32(60..95) / 100 };
            let course = &mut world.sessions.courses[n];
            (course.sat, course.passed, course.published_on) = (sat, passed, on);
            (body.id, PublicAct::RecordResults { session, held_on, sat, passed, root: [2; 32] })
        }
        Step::Confirm => (body.id, PublicAct::ConfirmResults { session }),
        Step::Issue => {
            let until = course.passed.min(course.issued + BATCH);
            let rows = (course.issued..until).collect();
            let issue = Issue { session, dated_on: on, rows, holders_are_staff: true };
            (body.id, PublicAct::IssueCertificates(issue))
        }
        Step::Arrange
        | Step::SignIn
        | Step::Public
        | Step::DecideObjection
        | Step::Revise
        | Step::Release
        | Step::Archive => return arranging::step(world, n, &body),
    };
    let (request, process) = (world.request(), Some(Happening::Session(n)));
    world.send(Message { actor, on, request, act, expect: Expect::Done, process });
    Ok(())
}

/// Goes on after an answer.
pub(crate) fn answered(world: &mut World<'_>, n: usize, outcome: &Outcome) {
    if *outcome != Outcome::Done {
        return;
    }
    let today = world.today();
    let long = world.sessions.bodies[world.sessions.courses[n].body].long.is_some();
    if long && arranging::answered(world, n) {
        return;
    }
    let wait = |world: &mut World<'_>, days| world.rng.i32(days);
    let course = world.sessions.courses[n].clone();
    let (next, day) = match course.step {
        Step::Recognise => {
            let body = world.sessions.bodies[course.body].clone();
            renewing::begin(world, course.body, recognised_until(&body, course.held_on));
            cohorts::begin(world, course.body);
            for slot in 1..AT_ONCE {
                let other = new_course(world, (course.body, slot), Step::Announce);
                let day = today.plus_days(wait(world, 1..30));
                world.wake(day, Happening::Session(other));
            }
            (Step::Announce, today.plus_days(1))
        }
        Step::Announce => {
            let until = course.plan.map_or(today, |plan| plan.registration_until);
            (Step::Close, until.max(today).plus_days(wait(world, 0..2)))
        }
        Step::Close => {
            let planned = course.plan.map_or(today, |plan| plan.planned_on);
            world.sessions.courses[n].held_on = planned.max(today);
            (Step::Results, planned.max(today).plus_days(wait(world, 1..3)))
        }
        Step::Results if course.passed == 0 => return over(world, &course),
        Step::Results => (Step::Confirm, today.plus_days(wait(world, 5..9))),
        Step::Confirm => (Step::Issue, today.plus_days(wait(world, 0..3))),
        Step::Issue => {
            return issued(world, n, course.passed.min(course.issued + BATCH));
        }
        Step::Archive => return over(world, &course),
        // The other steps go on in `arranging`.
        Step::Arrange | Step::SignIn | Step::Public | Step::DecideObjection | Step::Revise => {
            return;
        }
        Step::Release => {
            return;
        }
    };
    world.sessions.courses[n].step = next;
    world.wake(day, Happening::Session(n));
}

/// So many rows of a session have their certificates: goes on with the next, or ends.
pub(crate) fn issued(world: &mut World<'_>, n: usize, issued: u32) {
    let today = world.today();
    let first = std::mem::replace(&mut world.sessions.courses[n].issued, issued);
    let course = world.sessions.courses[n].clone();
    let Body { id, long, crooked, .. } = &world.sessions.bodies[course.body];
    let (issuer, long, honest) = (*id, long.is_some(), !crooked);
    aftercare::begin(world, issuer, (course.label, first), issued - first);
    world.report.paced += u64::from(long && honest);
    let (step, day) = match issued == course.passed {
        true if long => (Step::Archive, today.plus_days(world.rng.i32(1..10))),
        true => return over(world, &course),
        false => (Step::Issue, today.plus_days(1)),
    };
    world.sessions.courses[n].step = step;
    world.wake(day, Happening::Session(n));
}

/// A session is over: the body plans another, unless it was stopped meanwhile.
fn over(world: &mut World<'_>, course: &Course) {
    if !world.sessions.bodies[course.body].goes_on(course.term) {
        return;
    }
    let next = new_course(world, (course.body, course.slot), Step::Announce);
    let day = world.today().plus_days(world.rng.i32(1..20));
    world.wake(day, Happening::Session(next));
}
