//! Selection: bodies apply, are reviewed, made public and granted; later their recognition changes.
//!
//! In scope: what applicants and honest authorities do, one step after the other, and the schemes
//! around it. Out of scope: sessions of whoever is recognised (`bodies`, `arranging`).

use crate::world::events::Happening;
use crate::world::failure::Broken;
use crate::world::founding::{AUTHORITIES, Body, LongForm, SUPERVISOR, organisation};
use crate::world::post::{Expect, Message, Outcome};
use crate::world::{World, bodies, selecting_crooked};
use register::{
    ApplicationId, Applied, BodyAct, BodyReason, CentreOf, Grant, OrganisationId, Particulars,
    PublicAct, ReviewStep, Site, StaffId,
};
use vocab::Day;

/// Days for which a recognition lasts before it is renewed.
const LASTS_DAYS: i32 = 90;

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Register,
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
    public_until: Day,
    until: Day,
}

/// Puts a body into the world that will apply.
pub(crate) fn expect(world: &mut World<'_>, body: Body) {
    let n = world.selections.len();
    let application = ApplicationId(n as u32);
    let day = world.today();
    world.selections.push(Selection {
        body: world.sessions.bodies.len(),
        application,
        step: Step::Register,
        public_until: day,
        until: day,
    });
    world.sessions.bodies.push(body);
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
    if selection.step == Step::Stop {
        if let Some(long) = &mut world.sessions.bodies[selection.body].long {
            long.stopped = true;
        }
        next(world, n, Step::Remove, on.plus_days(1));
        return Ok(());
    }
    if selection.step == Step::Gone {
        return selecting_crooked::removed(world, n);
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
        Step::Renew => BodyAct::Renew { body: body.id, until: selection.until.plus_years(3) },
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

/// What is done before the grant.
fn before(world: &mut World<'_>, n: usize, body: &Body, long: &LongForm, on: Day) -> BodyAct {
    let application = world.selections[n].application;
    let step = match world.selections[n].step {
        Step::Register => {
            let (region, parent, centre_of) = (Some(long.region), None, CentreOf::None);
            let particulars = Particulars { region, parent, centre_of };
            let organisation = organisation(body);
            return BodyAct::Register { id: body.id, organisation, particulars };
        }
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
    let rooms = vec![30; 6];
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
    let mut wait = |days| today.plus_days(world.rng.i32(days));
    let (step, day) = match selection.step {
        Step::Register => (Step::Apply, wait(1..5)),
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
            (Step::Amend, today.plus_days(world.rng.i32(5..15)))
        }
        Step::Amend => (Step::Suspend, wait(0..6)),
        Step::Suspend => (Step::Reinstate, wait(3..12)),
        Step::Reinstate => {
            let body = &mut world.sessions.bodies[selection.body];
            body.scope.extend(body.long.map(|long| long.spare));
            (Step::Renew, today.plus_days(world.rng.i32(10..20)))
        }
        // One of the crooked is found out in the end.
        Step::Renew if n == 1 => (Step::Stop, wait(30..60)),
        Step::Remove => (Step::Gone, wait(1..9)),
        Step::Renew | Step::Stop | Step::Gone => return,
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
