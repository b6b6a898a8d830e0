//! Selection: bodies apply, are reviewed, made public and granted; later their recognition changes.
//!
//! In scope: what applicants and honest authorities do, one step after the other, and the schemes
//! around it. Out of scope: sessions of whoever is recognised (`bodies`, `arranging`).

use crate::world::events::Happening;
use crate::world::failure::Broken;
use crate::world::founding::{AUTHORITIES, Body, LongForm, SUPERVISOR, organisation};
use crate::world::post::{Expect, Message, Outcome};
use crate::world::{World, arranging, bodies, newcomers, renewing, selecting_crooked};
use register::{
    ApplicationId, Applied, BodyAct, BodyReason, CentreOf, Grant, OrganisationId, Particulars,
    PublicAct, ReviewStep, Site, StaffId,
};
use vocab::Day;

/// Days for which a recognition lasts before it is renewed.
const LASTS_DAYS: i32 = 90;
/// Days after which a body that begins nothing any more is removed: longer than any letter takes.
const QUIET_DAYS: i32 = 14;

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Register,
    /// A centre of another unit turns into a social body.
    Convert,
    Apply,
    Complete,
    Review,
    Publicise,
    Object,
    DecideObjection,
    Grant,
    Amend,
    Suspend,
    Reinstate,
    Renew,
    /// It begins nothing any more.
    Stop,
    Remove,
    /// It is removed, and tries to go on.
    Gone,
}

/// A body on its way to recognition, and what is done about it later.
#[derive(Clone, Debug)]
pub(crate) struct Selection {
    pub(crate) body: usize,
    pub(crate) application: ApplicationId,
    pub(crate) step: Step,
    /// The era of the body in which it was granted.
    era: u32,
    public_until: Day,
    until: Day,
}

/// Puts a body into the world that will apply.
pub(crate) fn expect(world: &mut World<'_>, body: Body) {
    world.sessions.bodies.push(body);
    select(world, world.sessions.bodies.len() - 1, Step::Register);
}

/// Lets a body apply anew.
pub(crate) fn again(world: &mut World<'_>, body: usize) {
    select(world, body, Step::Apply);
}

fn select(world: &mut World<'_>, body: usize, step: Step) {
    let (n, day) = (world.selections.len(), world.today());
    let application = ApplicationId(n as u32);
    let (public_until, until) = (day, day);
    let era = world.sessions.bodies[body].era;
    world.selections.push(Selection { body, application, step, era, public_until, until });
    let day = day.plus_days(world.rng.i32(1..25));
    world.wake(day, Happening::Selection(n));
}

/// Takes the next step.
pub(crate) fn step(world: &mut World<'_>, n: usize) -> Result<(), Broken> {
    selecting_crooked::tries(world, n)?;
    let on = world.today();
    let selection = world.selections[n].clone();
    let body = world.sessions.bodies[selection.body].clone();
    let Some(long) = body.long else { return Ok(()) };
    match selection.step {
        // It has ended otherwise.
        Step::Stop if body.era != selection.era => return Ok(()),
        Step::Stop => {
            world.sessions.bodies[selection.body].end();
            next(world, n, Step::Remove, on.plus_days(QUIET_DAYS));
            return Ok(());
        }
        Step::Gone => {
            selecting_crooked::removed(world, n)?;
            newcomers::replace(world, &body);
            return Ok(());
        }
        _ => {}
    }
    let mut actor = long.authority;
    if selection.step == Step::Apply {
        actor = body.id;
    }
    let act = match selection.step {
        Step::Grant => {
            world.selections[n].until = on.plus_days(LASTS_DAYS);
            BodyAct::Grant(grant(&selection, &body, &long, on))
        }
        Step::Renew => BodyAct::Renew { body: body.id, until: renewed_until(&selection) },
        Step::Amend | Step::Suspend | Step::Reinstate | Step::Stop | Step::Remove => {
            change(&selection, &body, &long)
        }
        _ => before(world, n, &body, &long, on),
    };
    let (request, process) = (world.request(), Some(Happening::Selection(n)));
    let act = PublicAct::Body(act);
    world.send(Message { actor, on, request, act, expect: Expect::Done, process });
    Ok(())
}

/// The last day after the first renewal: one year to three.
fn renewed_until(selection: &Selection) -> Day {
    selection.until.plus_days(365 + (selection.application.0 as i32 * 211) % 730)
}

/// What is done before the grant.
fn before(world: &mut World<'_>, n: usize, body: &Body, long: &LongForm, on: Day) -> BodyAct {
    let application = world.selections[n].application;
    let step = match world.selections[n].step {
        Step::Register => {
            let centre_of = if long.centre { CentreOf::Other } else { CentreOf::None };
            let (region, parent) = (Some(long.region), None);
            let particulars = Particulars { region, parent, centre_of };
            let organisation = organisation(body);
            return BodyAct::Register { id: body.id, organisation, particulars };
        }
        Step::Convert => return BodyAct::Convert { centre: body.id },
        Step::Apply => return BodyAct::Apply(applied(application, body)),
        Step::Complete => ReviewStep::Complete,
        Step::Review => {
            let staff = |number| StaffId { of: SUPERVISOR, number };
            let reviewers = (1..=[3, 5][world.rng.usize(0..2)]).map(staff).collect();
            ReviewStep::Reviewed { reviewers, favourable: true }
        }
        Step::Publicise => {
            let until = on.plus_days(world.rng.i32(6..10));
            world.selections[n].public_until = until;
            ReviewStep::Publicised { from: on, until }
        }
        Step::Object => ReviewStep::Objected { commitment: [11; 32] },
        _ => ReviewStep::ObjectionDecided { upheld: false },
    };
    BodyAct::Review { application, step }
}

fn applied(application: ApplicationId, body: &Body) -> Applied {
    let (kind, scope) = (body.kind, body.scope.clone());
    // It says of every condition that it meets it.
    Applied { application, kind, scope, documents: [10; 32], conditions: u32::MAX, national: false }
}

/// The grant of what was applied for.
pub(crate) fn grant(selection: &Selection, body: &Body, long: &LongForm, on: Day) -> Grant {
    let rooms = vec![long.room_seats; arranging::ROOMS];
    Grant {
        application: selection.application,
        body: body.id,
        scope: body.scope.clone(),
        sites: vec![Site { prefix: long.site, seats_a_day: long.seats, rooms }],
        published_on: on,
        until: on.plus_days(LASTS_DAYS),
        covers_outsiders: false,
        standard_exists: true,
    }
}

fn change(selection: &Selection, body: &Body, long: &LongForm) -> BodyAct {
    let (id, spare) = (body.id, long.spare);
    match selection.step {
        Step::Amend => {
            let scope = body.scope.iter().copied().chain([spare]).collect();
            BodyAct::Amend { body: id, scope, standard_exists: true }
        }
        Step::Suspend => {
            let (occupation, reason) = (Some(spare.0), BodyReason::Investigation);
            BodyAct::Suspend { body: id, occupation, until: None, reason }
        }
        Step::Reinstate => BodyAct::Reinstate { body: id, occupation: Some(spare.0) },
        _ => BodyAct::Remove { body: id, reason: BodyReason::Quality },
    }
}

/// Goes on after an answer.
pub(crate) fn answered(world: &mut World<'_>, n: usize, outcome: &Outcome) {
    if *outcome != Outcome::Done {
        return;
    }
    let today = world.today();
    let selection = world.selections[n].clone();
    let Body { crooked, long, scope, .. } = world.sessions.bodies[selection.body].clone();
    let Some(LongForm { rushes, spare, .. }) = long else { return };
    let mut wait = |days| today.plus_days(world.rng.i32(days));
    let (step, day) = match selection.step {
        Step::Register if long.is_some_and(|long| long.centre) => (Step::Convert, wait(1..20)),
        Step::Register | Step::Convert => (Step::Apply, wait(1..5)),
        Step::Apply => (Step::Complete, wait(1..4)),
        Step::Complete => (Step::Review, wait(1..4)),
        Step::Review => (Step::Publicise, wait(0..2)),
        Step::Publicise if n.is_multiple_of(3) && today < selection.public_until => {
            (Step::Object, today)
        }
        Step::Object => (Step::DecideObjection, wait(1..3)),
        Step::Publicise | Step::DecideObjection => {
            let after = selection.public_until.plus_days(1);
            (Step::Grant, after.max(today))
        }
        Step::Grant => {
            bodies::begin(world, selection.body);
            if scope.contains(&spare) {
                // Not for the first time.
                let day = today.plus_days(world.rng.i32(10..20));
                return next(world, n, Step::Renew, day);
            }
            (Step::Amend, today.plus_days(world.rng.i32(5..15)))
        }
        Step::Amend => (Step::Suspend, wait(0..6)),
        Step::Suspend => (Step::Reinstate, wait(3..12)),
        Step::Reinstate => {
            let body = &mut world.sessions.bodies[selection.body];
            body.scope.extend(body.long.map(|long| long.spare));
            (Step::Renew, today.plus_days(world.rng.i32(10..20)))
        }
        // Crooked bodies are found out in the end, and those that rush soon.
        Step::Renew if rushes || n == 1 => (Step::Stop, wait(30..60)),
        Step::Renew => {
            renewing::begin(world, selection.body, renewed_until(&selection));
            if !crooked {
                return;
            }
            (Step::Stop, today.plus_days(world.rng.i32(200..700)))
        }
        Step::Remove => (Step::Gone, wait(1..9)),
        Step::Stop | Step::Gone => return,
    };
    next(world, n, step, day);
}

fn next(world: &mut World<'_>, n: usize, step: Step, day: Day) {
    world.selections[n].step = step;
    world.wake(day, Happening::Selection(n));
}

/// Returns an authority that speaks for another region only, if there is one.
pub(crate) fn elsewhere(long: &LongForm) -> OrganisationId {
    let own = long.authority.0;
    // The first speaks for all.
    OrganisationId((1..AUTHORITIES).find(|n| *n != own).unwrap_or(1))
}
