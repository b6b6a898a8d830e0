//! The rush after approval: a body of few seats issues a thousand certificates in weeks. It is
//! refused at its bound, held by the supervising centre, and released batch by batch.
//!
//! Source: docs/pace.md; 2,600 certificates within two months, in `domain/facts.md` §6.
//! In scope: the bound a second time, from its description alone, for a body without record and
//! without enough peers. Out of scope: honest bodies, whose refusal for pace fails the run.

use crate::world::World;
use crate::world::bodies::{Step, issued};
use crate::world::events::Happening;
use crate::world::failure::Broken;
use crate::world::founding::{Body, SUPERVISOR};
use crate::world::post::{Expect, Message};
use register::{
    Breach, Hold, HoldId, HoldReason, Issue, OrganisationId, PublicAct, Release, ReleaseReason,
    SupervisionAct,
};
use vocab::{Day, Instant};

/// Seats a day of the body that rushes.
pub(crate) const SEATS: u32 = 20;
/// Certificates of one of its batches.
const BATCH: u32 = 120;
/// In thousandths of a certificate: a quarter of what its seats can do on 685 of 1,000 days, twice
/// that a day is let pass, and 120 days of it are the bound.
const REFERENCE: u64 = SEATS as u64 * 685 / 4;
const ALLOWANCE: u64 = 2 * REFERENCE;
const BOUND: u64 = 120 * REFERENCE;
/// Days after which its own record counts, which this count does not follow.
const OWN_DAYS: i32 = 150;

/// What it issued above the allowance.
#[derive(Default)]
pub(crate) struct Rush {
    of: Option<OrganisationId>,
    last: Option<Day>,
    sum: u64,
    holds: u32,
}

/// Issues the next batch, and waits for a release where the pace is exceeded.
pub(crate) fn step(world: &mut World<'_>, n: usize, body: &Body) -> Result<(), Broken> {
    let course = world.sessions.courses[n].clone();
    if course.step == Step::Release {
        return release(world, n, body.id);
    }
    let until = course.passed.min(course.issued + BATCH);
    let more = u64::from(until - course.issued);
    let today = world.keeper.clock(world.now).day_in_china();
    let own = world.keeper.organisation(body.id);
    let recognised = own.and_then(|id| world.keeper.state().recognised(id));
    let since = recognised.map_or(today, |recognised| recognised.on);
    let rush = &mut world.rush;
    if rush.of != Some(body.id) {
        // Another one has come in its place.
        *rush = Rush { of: Some(body.id), holds: rush.holds, ..Rush::default() };
    }
    let days = rush.last.map_or(0, |last| today.0 - last.0).max(0) as u64;
    rush.sum = rush.sum.saturating_sub(ALLOWANCE * days);
    rush.last = rush.last.max(Some(today));
    let exceeded = BOUND < rush.sum + 1000 * more && course.hold.is_none();
    let unknown = OWN_DAYS <= today.0 - since.0;
    let expect = match exceeded {
        _ if unknown => Expect::Either,
        true => Expect::Refused {
            scheme: "rush after approval",
            rules: &["2020-80/p6.no-rush-of-level-certificates"],
            breaches: &[],
        },
        false => Expect::Done,
    };
    let rows = (course.issued..until).collect();
    let (session, dated_on) = (course.label, world.today());
    let act =
        PublicAct::IssueCertificates(Issue { session, dated_on, rows, holders_are_staff: true });
    deliver(world, body.id, act.clone(), expect)?;
    let id = world.keeper.session(session);
    let used = id.and_then(|id| world.keeper.state().session(id)).map_or(0, |s| s.used.count());
    if used == until {
        if course.hold.is_none() {
            world.rush.sum += 1000 * more;
        }
        world.sessions.courses[n].hold = None;
        issued(world, n, until);
        return Ok(());
    }
    if !exceeded {
        // The keeper's clock was set back: later.
        world.agenda.put(Instant(world.now.0 + 3 * 3_600), Happening::Session(n));
        return Ok(());
    }
    hold(world, n, body.id, act)
}

fn hold(
    world: &mut World<'_>,
    n: usize,
    body: OrganisationId,
    issue: PublicAct,
) -> Result<(), Broken> {
    let hold = HoldId(world.rush.holds);
    world.rush.holds += 1;
    let session = Some(world.sessions.courses[n].label);
    let held = Hold { hold, body, occupation: None, session, reason: HoldReason::Pace };
    let before = world.keeper.state().supervision().holds().count();
    deliver(world, SUPERVISOR, supervise(SupervisionAct::Hold(held)), Expect::Done)?;
    if world.keeper.state().supervision().holds().count() == before {
        world.agenda.put(Instant(world.now.0 + 3 * 3_600), Happening::Session(n));
        return Ok(());
    }
    let (scheme, breaches) = ("certificates of a held session", &[Breach::Held]);
    deliver(world, body, issue, Expect::Refused { scheme, rules: &[], breaches })?;
    let course = &mut world.sessions.courses[n];
    (course.hold, course.step) = (Some(hold), Step::Release);
    let day = world.today().plus_days(world.rng.i32(3..10));
    world.wake(day, Happening::Session(n));
    Ok(())
}

fn release(world: &mut World<'_>, n: usize, body: OrganisationId) -> Result<(), Broken> {
    let course = world.sessions.courses[n].clone();
    let Some(hold) = course.hold else { return Ok(()) };
    let session = Some(course.label);
    let reason = ReleaseReason::Verified;
    let release = Release { hold, body, session, until: None, reason };
    let act = supervise(SupervisionAct::Release(release));
    let scheme = "a body releases itself";
    let rules = &["2020-80/p6.nobody-decides-on-itself", "2020-80/p6.bodies-do-not-supervise"];
    deliver(world, body, act.clone(), Expect::Refused { scheme, rules, breaches: &[] })?;
    deliver(world, SUPERVISOR, act, Expect::Done)?;
    if world.keeper.released(hold) {
        world.sessions.courses[n].step = Step::Issue;
    }
    world.agenda.put(Instant(world.now.0 + 3 * 3_600), Happening::Session(n));
    Ok(())
}

fn supervise(act: SupervisionAct) -> PublicAct {
    PublicAct::Supervise(act)
}

fn deliver(
    world: &mut World<'_>,
    actor: OrganisationId,
    act: PublicAct,
    expect: Expect,
) -> Result<(), Broken> {
    let (on, request) = (world.today(), world.request());
    world.deliver_now(Message { actor, on, request, act, expect, process: None })
}
