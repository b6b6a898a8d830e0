//! Sessions of bodies of the long form: rooms and staff, sign-in, objections, archive.
//!
//! In scope: what an honest body and whoever objects do. Out of scope: the four steps every session
//! has (`bodies`), schemes (`arranging_crooked`).

use crate::world::bodies::{AT_ONCE, Course, Step};
use crate::world::events::Happening;
use crate::world::failure::Broken;
use crate::world::founding::{Body, SUPERVISOR};
use crate::world::post::{Expect, Message};
use crate::world::{World, lending, model_sessions};
use law::Law;
use register::{
    ArchiveList, Arrangement, OrganisationId, PublicAct, RevisionReason, RoomUse, SessionAct,
    StaffId,
};
use vocab::{Day, Instant};

/// Days from the arrangement to the examination: longer than any letter takes.
const AHEAD_DAYS: i32 = 7;
/// Staff numbers that a session has for itself.
const STAFF: u32 = 200;
/// The most parts of a session, each in a room of its own.
const PARTS: u32 = 3;
/// Rooms of a site: as many as the sessions that a body has at once need.
pub(crate) const ROOMS: usize = PARTS as usize * AT_ONCE;
/// Seats of a room on record.
pub(crate) const SEATS: u16 = 100;
/// When the first part begins, and how far the parts are apart, in seconds.
const BEGINS: i64 = 9 * 3_600;
const APART: i64 = 9_000;

/// Takes a step that only such sessions have.
pub(crate) fn step(world: &mut World<'_>, n: usize, body: &Body) -> Result<(), Broken> {
    let on = world.today();
    let course = world.sessions.courses[n].clone();
    let Some(long) = body.long else { return Ok(()) };
    let session = course.label;
    let mut actor = body.id;
    let act = match course.step {
        Step::Arrange => {
            let planned = course.plan.map_or(on, |plan| plan.planned_on);
            world.sessions.courses[n].held_on = planned.max(on.plus_days(AHEAD_DAYS));
            lending::lends(world, n, body)?;
            let course = world.sessions.courses[n].clone();
            SessionAct::Arrange(arrangement(world.law, n, &course, body))
        }
        Step::SignIn => {
            let present = course.registered - course.registered / world.rng.u32(5..40);
            world.sessions.courses[n].present = present;
            SessionAct::SignIn { session, present, root: [13; 32] }
        }
        Step::Public if world.rng.u8(0..3) != 0 => {
            // Nobody objects.
            confirm_later(world, n);
            return Ok(());
        }
        Step::Public => {
            if world.rng.bool() {
                actor = SUPERVISOR;
            }
            let objection = course.objections;
            SessionAct::Object { session, objection, commitment: [14; 32] }
        }
        Step::DecideObjection => {
            actor = long.authority;
            let upheld = world.rng.bool();
            world.sessions.courses[n].upheld = upheld;
            SessionAct::DecideObjection { session, objection: course.objections - 1, upheld }
        }
        Step::Revise if model_sessions::beyond_calendar(on) => return Ok(()),
        Step::Revise => {
            let sat = course.sat;
            let passed = if body.crooked { sat } else { sat * world.rng.u32(60..95) / 100 };
            let course = &mut world.sessions.courses[n];
            (course.passed, course.published_on) = (passed, on);
            let reason = RevisionReason::Marking;
            SessionAct::ReviseResults { session, sat, passed, root: [15; 32], reason }
        }
        _ => SessionAct::Archive(archive(&course, on)),
    };
    let (request, process) = (world.request(), Some(Happening::Session(n)));
    let act = PublicAct::Session(act);
    let message = Message { actor, on, request, act, expect: Expect::Done, process };
    // Who signs in and who objects is there: nothing goes by post.
    match course.step {
        Step::SignIn | Step::Public => world.deliver_now(message),
        _ => {
            world.send(message);
            Ok(())
        }
    }
}

/// Returns the archive of a session, kept for as long as it has to be.
pub(crate) fn archive(course: &Course, on: Day) -> ArchiveList {
    ArchiveList {
        session: course.label,
        present: 0b11111,
        root: [16; 32],
        paper_until: on.plus_years(3),
        electronic_until: on.plus_years(5),
    }
}

/// Arranges a session as its standard asks: each part in a room of its own, one after the other.
pub(crate) fn arrangement(law: &Law, n: usize, course: &Course, body: &Body) -> Arrangement {
    let plan = course.plan.expect("announced before");
    let standard = law.standard_for(plan.occupation, course.announced_on);
    let standard = standard.expect("the general standard is every occupation's");
    let base = n as u32 * STAFF;
    let staff = |from: u32, count: u32| -> Vec<StaffId> {
        (from..from + count).map(|i| StaffId { of: body.id, number: base + i }).collect()
    };
    let candidates = u16::try_from(course.registered).expect("sessions of this world are small");
    let mut rooms = Vec::new();
    for (place, terms) in (0u32..).zip(standard.parts_of(plan.level)) {
        let from = Instant::start_of(course.held_on).0 + BEGINS + i64::from(place) * APART;
        rooms.push(RoomUse {
            room: (course.slot as u32 * PARTS + place + 1) as u16,
            seats: candidates + 2,
            candidates,
            part: terms.part,
            from: Instant(from),
            until: Instant(from + i64::from(terms.minutes.value) * 60),
            invigilators: staff(100, terms.invigilators(course.registered)),
            examiners: staff(place * 10, terms.panel_min.map_or(0, |least| least.value | 1)),
        });
    }
    if let Some(lent) = course.lent {
        rooms[0].invigilators[0] = lent;
    }
    let site = body.long.expect("arranged by a body of the long form").site;
    Arrangement { session: course.label, standard: standard.digest, site, rooms, root: [17; 32] }
}

/// Goes on after an answer; says whether that is all.
pub(crate) fn answered(world: &mut World<'_>, n: usize) -> bool {
    let today = world.today();
    let course = world.sessions.courses[n].clone();
    let mut wait = |days| today.plus_days(world.rng.i32(days));
    let (step, day) = match course.step {
        Step::Close => (Step::Arrange, wait(0..2)),
        Step::Arrange => {
            // Within the first part, whatever the keeper's clock shows.
            let first = Instant::start_of(course.held_on).0 + BEGINS + 3_700;
            world.sessions.courses[n].step = Step::SignIn;
            let at = Instant(first + world.rng.i64(0..1_600));
            world.agenda.put(at, Happening::Session(n));
            return true;
        }
        Step::SignIn => (Step::Results, course.held_on.max(today).plus_days(world.rng.i32(1..3))),
        Step::Results if 0 < course.passed => {
            // At once, for the time runs; but by day, whatever the keeper's clock shows.
            world.sessions.courses[n].step = Step::Public;
            let (dawn, dusk) = (3 * 3_600, 21 * 3_600);
            let at = (world.now.0 + 60).max(Instant::start_of(today).0 + dawn);
            let morning = Instant::start_of(today.plus_days(1)).0 + dawn;
            let late = Instant::start_of(today).0 + dusk < at;
            world.agenda.put(Instant(if late { morning } else { at }), Happening::Session(n));
            return true;
        }
        Step::Public => {
            world.sessions.courses[n].objections += 1;
            (Step::DecideObjection, wait(1..4))
        }
        Step::DecideObjection if course.upheld => (Step::Revise, wait(0..3)),
        Step::DecideObjection => {
            confirm_later(world, n);
            return true;
        }
        Step::Revise if 0 < course.passed => {
            confirm_later(world, n);
            return true;
        }
        _ => return false,
    };
    world.sessions.courses[n].step = step;
    world.wake(day, Happening::Session(n));
    true
}

fn confirm_later(world: &mut World<'_>, n: usize) {
    let published_on = world.sessions.courses[n].published_on;
    let after = model_sessions::publicity_end(world.law, published_on).plus_days(1);
    let day = after.max(world.today()).plus_days(world.rng.i32(0..3));
    world.sessions.courses[n].step = Step::Confirm;
    world.wake(day, Happening::Session(n));
}

/// Returns one of another body's staff, whom it did not lend and who serves nowhere.
pub(crate) fn borrowed(of: OrganisationId) -> StaffId {
    StaffId { of, number: u32::MAX }
}
