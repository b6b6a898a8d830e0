//! Renewals: recognitions are renewed in time, so that the world goes on for years. Now and then
//! one is forgotten: it expires, and the body applies anew.
//!
//! In scope: every body, of both forms. Out of scope: the first days of a recognition
//! (`selecting`).

use crate::world::crooked::{Try, attempt, plan_of};
use crate::world::events::Happening;
use crate::world::failure::Broken;
use crate::world::founding::{Body, LongForm, REGIONS};
use crate::world::post::{Expect, Message, Outcome};
use crate::world::{World, arranging, newcomers, selecting, sites};
use register::{BodyAct, OrganisationId, PublicAct};
use vocab::Day;

/// Of so many renewals one is forgotten.
const FORGOTTEN_ONE_OF: u8 = 5;
/// Days before its end on which a body that will not be renewed begins nothing any more: longer
/// than any letter takes.
const QUIET_DAYS: i32 = 30;

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Renew,
    /// It was not renewed and has expired.
    Expired,
}

/// A recognition and its end.
#[derive(Clone, Debug)]
pub(crate) struct Renewal {
    body: usize,
    era: u32,
    until: Day,
    asked: Day,
    step: Step,
}

/// Looks after a recognition that lasts until a day.
pub(crate) fn begin(world: &mut World<'_>, body: usize, until: Day) {
    let n = world.renewals.len();
    let era = world.sessions.bodies[body].era;
    world.renewals.push(Renewal { body, era, until, asked: until, step: Step::Renew });
    wait(world, n);
}

fn wait(world: &mut World<'_>, n: usize) {
    let ahead = QUIET_DAYS + world.rng.i32(1..40);
    let day = world.renewals[n].until.plus_days(-ahead).max(world.today().plus_days(1));
    world.wake(day, Happening::Renewal(n));
}

/// Who decides about a body: the first authority speaks for the region of those of the short form.
fn authority(body: &Body) -> OrganisationId {
    body.long.map_or(OrganisationId(0), |long| long.authority)
}

/// Takes the next step.
pub(crate) fn step(world: &mut World<'_>, n: usize) -> Result<(), Broken> {
    let renewal = world.renewals[n].clone();
    let (body, on) = (world.sessions.bodies[renewal.body].clone(), world.today());
    if renewal.step == Step::Expired {
        return expired(world, &renewal, &body, on);
    }
    if body.era != renewal.era {
        // It is on its way out, and nobody renews it.
        return Ok(());
    }
    if world.rng.u8(0..FORGOTTEN_ONE_OF) == 0 {
        world.sessions.bodies[renewal.body].end();
        world.renewals[n].step = Step::Expired;
        let day = renewal.until.plus_days(world.rng.i32(1..15));
        world.wake(day, Happening::Renewal(n));
        return Ok(());
    }
    sites::changes(world, renewal.body)?;
    let until = renewal.until.plus_days(world.rng.i32(300..1_100));
    world.renewals[n].asked = until;
    let act = PublicAct::Body(BodyAct::Renew { body: body.id, until });
    let (request, process) = (world.request(), Some(Happening::Renewal(n)));
    let actor = authority(&body);
    world.send(Message { actor, on, request, act, expect: Expect::Done, process });
    Ok(())
}

/// Goes on after an answer.
pub(crate) fn answered(world: &mut World<'_>, n: usize, outcome: &Outcome) {
    if *outcome == Outcome::Done {
        world.renewals[n].until = world.renewals[n].asked;
        wait(world, n);
    }
}

/// What has expired is neither used nor renewed: the body applies anew, by the long form.
fn expired(world: &mut World<'_>, renewal: &Renewal, body: &Body, on: Day) -> Result<(), Broken> {
    let refused = |scheme, actor, act, rules| Try { scheme, actor, act, rules, breaches: &[] };
    let (row, level) = body.scope[0];
    let plan = PublicAct::Announce(plan_of(world.label(), row, level, on));
    let rules = &["2020-80/p5.body-is-recognised"];
    attempt(world, refused("a recognition that has expired is used", body.id, plan, rules), on)?;
    let act = BodyAct::Renew { body: body.id, until: on.plus_years(1) };
    let rules = &["2020-80/p5.renewed-while-in-force"];
    let act = PublicAct::Body(act);
    attempt(world, refused("an expired recognition renewed", authority(body), act, rules), on)?;
    let seats = world.rng.u32(60..200);
    let known = &mut world.sessions.bodies[renewal.body];
    // The number that it has kept is that of its first site from now on.
    known.long.get_or_insert_with(|| LongForm {
        authority: OrganisationId(0),
        region: REGIONS[0],
        site: newcomers::site(body.kind, REGIONS[0], body.id.0),
        seats,
        room_seats: arranging::SEATS,
        rushes: false,
        centre: false,
        spare: body.scope[0],
    });
    selecting::again(world, renewal.body);
    Ok(())
}
