//! Occupations: exits announced before their day, and the seven on their way to access-type.
//!
//! In scope: what the authority records, and what nobody may. Out of scope: what examinations make
//! of it (`centres`).

use crate::world::World;
use crate::world::crooked::{Try, attempt};
use crate::world::events::Happening;
use crate::world::failure::Broken;
use crate::world::founding::{Body, LongForm, SUPERVISOR};
use crate::world::post::Expect;
use law::{FateKind, RowId};
use register::{BodyAct, Breach, OccupationAct, OrganisationId, PublicAct, Step};
use vocab::{Day, Instant};

/// The authority that speaks for all.
const AUTHORITY: OrganisationId = OrganisationId(0);
/// Exits that are announced, before their day and after.
const EXITS: usize = 8;

/// Before office hours, in seconds.
const DAWN: i64 = 5 * 3_600;

/// What is recorded of an occupation that is to become access-type, step by step.
#[derive(Clone, Debug)]
pub(crate) struct Turning {
    row: RowId,
    /// Another step follows, in this order.
    steps: Vec<Step>,
}

/// Lets everything begin.
pub(crate) fn begin(world: &mut World<'_>) {
    let today = world.today();
    for _ in 0..EXITS {
        let day = today.plus_days(world.rng.i32(3..150));
        world.wake(day, Happening::Exit);
    }
    let access: Vec<RowId> = access(world).collect();
    for row in access {
        let effective_on = today.plus_days(world.rng.i32(100..300));
        // Days that come from the draft are set when the step is taken.
        let mut steps = vec![
            Step::CatalogueChanged { on: today },
            Step::Enacted { effective_on },
            Step::Drafted,
        ];
        for _ in 0..world.rng.usize(1..5) {
            let at = world.rng.usize(0..=steps.len());
            steps.insert(at.max(1), Step::Continue);
        }
        if world.rng.u8(0..4) == 0 {
            steps[0] = Step::TurnedToLevel;
        }
        let n = world.turnings.len();
        world.turnings.push(Turning { row, steps });
        let day = today.plus_days(world.rng.i32(5..90));
        world.wake(day, Happening::Turning(n));
    }
}

fn access<'a>(world: &'a World<'_>) -> impl Iterator<Item = RowId> + 'a {
    let rows = &world.law.rows;
    rows.ids().filter(|id| rows.get(*id).is_some_and(|row| row.fate == FateKind::Access))
}

fn forbidden(
    scheme: &'static str,
    actor: OrganisationId,
    act: OccupationAct,
    rules: &'static [&'static str],
) -> Try {
    Try { scheme, actor, act: PublicAct::Occupation(act), rules, breaches: &[] }
}

fn refused(scheme: &'static str, act: OccupationAct, breaches: &'static [Breach]) -> Try {
    Try { scheme, actor: AUTHORITY, act: PublicAct::Occupation(act), rules: &[], breaches }
}

/// Announces an exit, mostly of an occupation in which an examination is under way.
pub(crate) fn exit(world: &mut World<'_>) -> Result<(), Broken> {
    let on = world.today();
    let leaves = |world: &World<'_>, row: RowId| {
        let fate = world.law.rows.get(row).map(|row| row.fate);
        fate != Some(FateKind::Access) && !world.model.occupations().is_announced(row)
    };
    let rows: Vec<RowId> = world.law.rows.ids().filter(|row| leaves(world, *row)).collect();
    let plans = world.examinations.courses.iter().filter_map(|course| course.plan);
    let mut under_way: Vec<RowId> = plans.map(|plan| plan.occupation).collect();
    under_way.retain(|row| leaves(world, *row));
    let rows = if under_way.is_empty() || world.rng.u8(0..4) == 0 { rows } else { under_way };
    let occupation = rows[world.rng.usize(0..rows.len())];
    // From tomorrow on: a letter of today was written while it stood.
    let effective_on = Some(on.plus_days(world.rng.i32(1..20)));
    let announce =
        |occupation, effective_on| OccupationAct::AnnounceExit { occupation, effective_on };
    let act = announce(occupation, effective_on);
    // What turned to level assessment has left already.
    let stays = access(world).find(|row| world.model.occupations().is_open(*row));
    let found = match (world.rng.u8(0..3), stays) {
        (0, _) => {
            let rules = &["2020-80/p2.authority-announces-exit"];
            forbidden("a centre announces an exit", SUPERVISOR, act, rules)
        }
        (1, Some(row)) => {
            let rules = &["2020-80/p2.access-does-not-leave"];
            let act = announce(row, effective_on);
            forbidden("an access-type occupation leaves", AUTHORITY, act, rules)
        }
        _ => {
            let back = announce(occupation, Some(on.plus_days(-1)));
            refused("an exit dated back", back, &[Breach::DatesOutOfOrder])
        }
    };
    attempt(world, found, on)?;
    if world.ask(AUTHORITY, PublicAct::Occupation(act), Expect::Done)? {
        let breaches = &[Breach::ExitAnnouncedTwice];
        let later = announce(occupation, Some(on.plus_days(60)));
        attempt(world, refused("an exit put off", later, breaches), on)?;
    }
    Ok(())
}

/// Takes the next step of an occupation toward access-type.
pub(crate) fn turn(world: &mut World<'_>, n: usize) -> Result<(), Broken> {
    let (turning, on) = (world.turnings[n].clone(), world.today());
    let Some(step) = turning.steps.last().copied() else { return arrived(world, turning.row) };
    let dawn = Instant(Instant::start_of(on).0 + DAWN);
    if step == Step::TurnedToLevel && dawn < world.now {
        // It has left since the beginning of the day, and so before anything is announced on it.
        let tomorrow = Instant(Instant::start_of(on.plus_days(1)).0 + DAWN);
        world.agenda.put(tomorrow, Happening::Turning(n));
        return Ok(());
    }
    let occupation = turning.row;
    let of = |occupation, step| OccupationAct::Reclassify { occupation, step, basis: [37; 32] };
    let decided = world.model.occupations().goes_on(occupation);
    let step = match step {
        // Decisions may change; each is another than the last.
        Step::Continue if decided == Some(true) => Step::Stop,
        Step::Continue if decided.is_none() && world.rng.u8(0..4) == 0 => Step::Stop,
        Step::CatalogueChanged { .. } => Step::CatalogueChanged { on },
        Step::Enacted { .. } => Step::Enacted { effective_on: on.plus_days(world.rng.i32(0..90)) },
        step => step,
    };
    let found = match world.rng.u8(0..4) {
        0 => {
            let actor = SUPERVISOR;
            let rules = &["2020-80/p6.authority-turns", "2020-80/p6.others-prepare-no-law"];
            forbidden("a centre makes the law", actor, of(occupation, step), rules)
        }
        1 => {
            let rows = crate::world::newcomers::leaving(world);
            let row = rows[world.rng.usize(0..rows.len())];
            let (act, rules) = (of(row, Step::Drafted), &["2020-80/p6.only-access-is-turned"]);
            forbidden("an occupation that leaves made access-type", AUTHORITY, act, rules)
        }
        _ if turning.steps.contains(&Step::Drafted) => {
            let act = of(occupation, Step::Enacted { effective_on: on });
            refused("enacted before it was drafted", act, &[Breach::StepOutOfOrder])
        }
        _ => {
            let act = of(occupation, Step::Drafted);
            refused("drafted a second time", act, &[Breach::StepOutOfOrder])
        }
    };
    attempt(world, found, on)?;
    assess(world, occupation, on)?;
    let act = PublicAct::Occupation(of(occupation, step));
    if world.ask(AUTHORITY, act, Expect::Done)? {
        world.turnings[n].steps.pop();
    }
    let day = on.plus_days(world.rng.i32(10..120));
    world.wake(day, Happening::Turning(n));
    Ok(())
}

/// It has arrived: no further step is taken.
fn arrived(world: &mut World<'_>, occupation: RowId) -> Result<(), Broken> {
    if world.model.occupations().is_open(occupation) {
        return Ok(());
    }
    let (step, on) = (Step::TurnedToLevel, world.today());
    let act = OccupationAct::Reclassify { occupation, step, basis: [38; 32] };
    attempt(world, refused("a step after the last", act, &[Breach::StepOutOfOrder]), on)
}

/// An authority takes an access-type occupation into the scope of a body: only what turned to level
/// assessment may be assessed (R-2-8), which nobody here asks for.
fn assess(world: &mut World<'_>, row: RowId, on: Day) -> Result<(), Broken> {
    let authority = |long: LongForm| long.authority;
    let granted = |body: &&Body| {
        let id = world.keeper.organisation(body.id);
        let bodies = world.keeper.state().bodies();
        !body.stopped && id.is_some_and(|id| !bodies.is_short_form(id))
    };
    let Some((id, scope, by)) = world
        .sessions
        .bodies
        .iter()
        .filter(granted)
        .find_map(|body| Some((body.id, body.scope.clone(), body.long.map(authority)?)))
    else {
        return Ok(());
    };
    let level = scope[0].1;
    let scope = scope.into_iter().chain([(row, level)]).collect();
    let act = PublicAct::Body(BodyAct::Amend { body: id, scope, standard_exists: true });
    let rules = &[
        "2020-80/p2.access-has-no-level-certificate",
        "2020-80/p6.access-completed-has-no-level-certificate",
    ];
    let scheme = "an access-type occupation in a body's scope";
    attempt(world, Try { scheme, actor: by, act, rules, breaches: &[] }, on)
}
