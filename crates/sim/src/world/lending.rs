//! Staff lent from body to body, and staff who stand back from a session.
//!
//! Source: borrowed examiners, in `domain/facts.md` §6 of the plan of the house: lent openly they
//! may serve.
//! In scope: before a session of the long form is arranged. Out of scope: the arrangement itself
//! (`arranging`).

use crate::world::World;
use crate::world::arranging::arrangement;
use crate::world::crooked::{Try, attempt};
use crate::world::failure::Broken;
use crate::world::founding::{Body, SUPERVISOR};
use crate::world::post::Expect;
use register::{Breach, OrganisationId, PublicAct, SessionAct, StaffId};
use vocab::Day;

/// One session of so many has somebody lent, or somebody who stands back.
const ONE_OF: u8 = 8;
/// Numbers of staff who are lent: nobody is lent for two sessions.
const LENT: u32 = 1 << 30;

/// Lets another body lend somebody for a session, or somebody stand back from it.
pub(crate) fn lends(world: &mut World<'_>, n: usize, body: &Body) -> Result<(), Broken> {
    match world.rng.u8(0..ONE_OF) {
        0 => lend(world, n, body),
        1 => stand_back(world, n, body),
        _ => Ok(()),
    }
}

fn lend(world: &mut World<'_>, n: usize, body: &Body) -> Result<(), Broken> {
    let (on, held_on) = (world.today(), world.sessions.courses[n].held_on);
    let known = |id: &OrganisationId| *id != body.id && world.keeper.organisation(*id).is_some();
    let Some(lender) = world.sessions.bodies.iter().map(|other| other.id).find(known) else {
        return Ok(());
    };
    let staff = StaffId { of: lender, number: LENT + n as u32 };
    let lends = |staff, from: Day, until| {
        PublicAct::Session(SessionAct::Lend { staff, to: body.id, from, until })
    };
    let refused = |scheme, actor, act, breaches| Try { scheme, actor, act, rules: &[], breaches };
    let found = match world.rng.bool() {
        true => {
            let breaches = &[Breach::StaffOfAnother];
            let act = lends(staff, on, held_on);
            refused("another's staff lent", body.id, act, breaches)
        }
        false => {
            let act = SessionAct::Lend { staff, to: SUPERVISOR, from: on, until: held_on };
            let breaches = &[Breach::NotAnEvaluationBody];
            refused("staff lent to who watches", lender, PublicAct::Session(act), breaches)
        }
    };
    attempt(world, found, on)?;
    if world.rng.u8(0..3) == 0 {
        // Lent until the day before.
        let short = StaffId { number: staff.number + LENT, ..staff };
        let act = lends(short, on, held_on.plus_days(-1));
        if world.ask(lender, act, Expect::Done)? {
            let act = arranged_with(world, n, body, Some(short));
            let breaches = &[Breach::StaffOfAnother];
            attempt(world, refused("somebody lent for other days", body.id, act, breaches), on)?;
        }
    }
    if world.ask(lender, lends(staff, on, held_on), Expect::Done)? {
        world.sessions.courses[n].lent = Some(staff);
    }
    Ok(())
}

/// Somebody of the staff stands in a relation to a candidate, and is set down all the same.
fn stand_back(world: &mut World<'_>, n: usize, body: &Body) -> Result<(), Broken> {
    let (on, session) = (world.today(), world.sessions.courses[n].label);
    let staff = StaffId { of: body.id, number: LENT + n as u32 };
    let act = PublicAct::Session(SessionAct::DeclareRelation { session, staff });
    if !world.ask(body.id, act, Expect::Done)? {
        return Ok(());
    }
    let act = arranged_with(world, n, body, Some(staff));
    let (scheme, breaches) = ("an examiner related to a candidate", &[Breach::Recused]);
    attempt(world, Try { scheme, actor: body.id, act, rules: &[], breaches }, on)
}

fn arranged_with(world: &World<'_>, n: usize, body: &Body, lent: Option<StaffId>) -> PublicAct {
    let course = world.sessions.courses[n].clone();
    let course = crate::world::bodies::Course { lent, ..course };
    PublicAct::Session(SessionAct::Arrange(arrangement(world.law, n, &course, body)))
}
