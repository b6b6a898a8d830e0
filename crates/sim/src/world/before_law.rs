//! The time before the notice: the register is founded and the law has no answer to anybody.
//!
//! In scope: runs that begin before the notice was printed. Out of scope: everything after.

use crate::world::crooked::{Try, attempt, plan_of};
use crate::world::events::Happening;
use crate::world::failure::Broken;
use crate::world::founding::{AUTHORITIES, SUPERVISOR};
use crate::world::post::NO_LAW_YET;
use crate::world::{FIRST_DAY, World};
use register::{BodyAct, OrganisationId, Particulars, PublicAct, Scheme, SessionPlan};
use vocab::Level;

/// Asks something every month or so, until there is a law.
pub(crate) fn asks(world: &mut World<'_>) -> Result<(), Broken> {
    let on = world.today();
    let (actor, act) = match world.rng.bool() {
        true => {
            let rows: Vec<_> = world.law.rows.ids().collect();
            let row = rows[world.rng.usize(0..rows.len())];
            let level = Level::from_code('3').expect("a level's code");
            let plan = plan_of(world.label(), row, level, on);
            let plan = SessionPlan { scheme: Scheme::Qualification, ..plan };
            (OrganisationId(world.rng.u32(AUTHORITIES..SUPERVISOR.0)), PublicAct::Announce(plan))
        }
        false => {
            let (organisation, particulars) = (SUPERVISOR, Particulars::default());
            let act = BodyAct::Describe { organisation, particulars };
            (OrganisationId(0), PublicAct::Body(act))
        }
    };
    let scheme = "something done before there is a law";
    attempt(world, Try { scheme, actor, act, rules: &[NO_LAW_YET], breaches: &[] }, on)?;
    let next = on.plus_days(world.rng.i32(15..45));
    if next < FIRST_DAY {
        world.wake(next, Happening::Before);
    }
    Ok(())
}
