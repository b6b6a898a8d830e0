//! Draws by lot, one each quarter: population and nonces are committed to, a landmark fixes them,
//! both nonces are revealed, and what is drawn is inspected.
//!
//! In scope: the supervising centre draws and an authority witnesses, which does not always reveal;
//! schemes to steer a draw. Out of scope: the arithmetic (`lot`), inspections (`inspecting`).

use crate::world::crooked::{Try, attempt};
use crate::world::events::Happening;
use crate::world::failure::Broken;
use crate::world::founding::SUPERVISOR;
use crate::world::post::Expect;
use crate::world::{World, cases, inspecting, lot};
use register::{
    Breach, DRAW_METHOD, DrawId, DrawKind, DrawState, Grounds, OrganisationId, Population,
    PublicAct, SupervisionAct,
};
use vocab::{Day, Instant};

/// The authority that witnesses.
const WITNESS: OrganisationId = OrganisationId(1);
/// How many are drawn.
const PICK: u16 = 3;
/// One witness of so many does not reveal.
const SILENT_ONE_OF: u8 = 5;
/// Days of a quarter.
const QUARTER: i32 = 91;
/// Days after the landmark within which nonces are revealed.
const REVEAL_DAYS: i32 = 2;

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Commit,
    Witness,
    Reveal,
    RevealWitness,
    /// The witness is silent: the days are waited for.
    Missed,
    Draw,
    Inspect,
}

/// A draw.
#[derive(Clone, Debug)]
pub(crate) struct Drawing {
    pub(crate) label: DrawId,
    pub(crate) kind: DrawKind,
    nonces: ([u8; 32], [u8; 32]),
    step: Step,
}

/// Lets the first quarter begin.
pub(crate) fn begin(world: &mut World<'_>) {
    quarter(world, world.today().plus_days(60));
}

fn quarter(world: &mut World<'_>, day: Day) {
    let n = world.draws.len();
    let kind = match n % 3 {
        0 => DrawKind::Bodies,
        1 => DrawKind::Sessions { from: day.plus_days(-QUARTER), until: day.plus_days(-1) },
        _ => DrawKind::Certificates(register::SessionId(u32::MAX)),
    };
    let nonces = (nonce(world), nonce(world));
    let label = DrawId(n as u32);
    world.draws.push(Drawing { label, kind, nonces, step: Step::Commit });
    world.wake(day, Happening::Draw(n));
}

fn nonce(world: &mut World<'_>) -> [u8; 32] {
    let mut nonce = [0; 32];
    world.rng.fill(&mut nonce);
    nonce
}

/// Takes the next step.
pub(crate) fn step(world: &mut World<'_>, n: usize) -> Result<(), Broken> {
    let drawing = world.draws[n].clone();
    let next = match drawing.step {
        Step::Commit => {
            let next = world.today().plus_days(QUARTER);
            if n + 1 == world.draws.len() {
                quarter(world, next);
            }
            commit(world, n)?
        }
        Step::Witness => witness(world, &drawing)?,
        Step::Reveal => reveal(world, &drawing)?,
        Step::RevealWitness if world.rng.u8(0..SILENT_ONE_OF) == 0 => Some(Step::Missed),
        Step::RevealWitness => {
            let act = reveals(drawing.label, drawing.nonces.1);
            world.ask(WITNESS, act, Expect::Done)?.then_some(Step::Draw)
        }
        Step::Missed => return missed(world, n),
        Step::Draw => draw(world, &drawing)?,
        Step::Inspect => return inspecting::drawn(world, &drawing),
    };
    match next {
        Some(step) => {
            world.draws[n].step = step;
            let day = world.today().plus_days(i32::from(step == Step::Reveal));
            let later = world.now.0 + world.rng.i64(60..3_600);
            match step {
                Step::Reveal => world.wake(day, Happening::Draw(n)),
                _ => world.agenda.put(Instant(later), Happening::Draw(n)),
            }
        }
        // Not yet: the keeper's clock was set back, or a landmark is waited for.
        None => world.wake(world.today().plus_days(1), Happening::Draw(n)),
    }
    Ok(())
}

fn supervise(act: SupervisionAct) -> PublicAct {
    PublicAct::Supervise(act)
}

fn reveals(draw: DrawId, nonce: [u8; 32]) -> PublicAct {
    supervise(SupervisionAct::RevealNonce { draw, nonce })
}

/// Returns the draw as the register has it.
fn known<'a>(world: &'a World<'_>, drawing: &Drawing) -> Option<&'a DrawState> {
    let id = world.keeper.draw(drawing.label)?;
    world.keeper.state().supervision().draw(id)
}

fn refused(
    scheme: &'static str,
    actor: OrganisationId,
    act: SupervisionAct,
    breaches: &'static [Breach],
) -> Try {
    Try { scheme, actor, act: supervise(act), rules: &[], breaches }
}

fn commit(world: &mut World<'_>, n: usize) -> Result<Option<Step>, Broken> {
    if let DrawKind::Certificates(_) = world.draws[n].kind {
        let issued = |course: &&crate::world::bodies::Course| 3 < course.issued;
        let Some(course) = world.sessions.courses.iter().rev().find(issued) else {
            return Ok(None);
        };
        world.draws[n].kind = DrawKind::Certificates(course.label);
    }
    let (drawing, on) = (world.draws[n].clone(), world.today());
    let kind = match drawing.kind {
        DrawKind::Certificates(session) => match world.keeper.session(session) {
            Some(session) => DrawKind::Certificates(session),
            None => return Ok(None),
        },
        kind => kind,
    };
    if lot::population(world.keeper.state(), kind).is_empty() {
        return Ok(None);
    }
    let (kind, nonce, method) = (drawing.kind, drawing.nonces.0, DRAW_METHOD);
    let (draw, root) = (drawing.label, [0; 32]);
    let population = Population { draw, kind, root, size: 0, pick: PICK, method, nonce };
    let other = Population { root: [30; 32], size: 5, ..population };
    let act = SupervisionAct::CommitPopulation(other);
    let breaches = &[Breach::OtherPopulation];
    attempt(world, refused("a draw from chosen bodies", SUPERVISOR, act, breaches), on)?;
    let act = supervise(SupervisionAct::CommitPopulation(population));
    Ok(world.ask(SUPERVISOR, act, Expect::Done)?.then_some(Step::Witness))
}

fn witness(world: &mut World<'_>, drawing: &Drawing) -> Result<Option<Step>, Broken> {
    let (draw, on) = (drawing.label, world.today());
    let act = supervise(SupervisionAct::CommitNonce { draw, commitment: drawing.nonces.1 });
    let found = Try {
        scheme: "whoever draws is its own witness",
        actor: SUPERVISOR,
        act: act.clone(),
        rules: &["2020-80/p6.supervisor-is-not-the-supervised"],
        breaches: &[],
    };
    attempt(world, found, on)?;
    if !world.ask(WITNESS, act, Expect::Done)? {
        return Ok(None);
    }
    let act = SupervisionAct::RevealNonce { draw, nonce: drawing.nonces.0 };
    let breaches = &[Breach::NoLandmarkYet];
    attempt(world, refused("a nonce revealed before the landmark", SUPERVISOR, act, breaches), on)?;
    Ok(Some(Step::Reveal))
}

fn reveal(world: &mut World<'_>, drawing: &Drawing) -> Result<Option<Step>, Broken> {
    if known(world, drawing).is_none_or(|draw| draw.landmark.is_none()) {
        return Ok(None);
    }
    let (draw, on) = (drawing.label, world.today());
    let wrong = SupervisionAct::RevealNonce { draw, nonce: drawing.nonces.1 };
    let found = match world.rng.bool() {
        true => refused("a wrong nonce revealed", SUPERVISOR, wrong, &[Breach::WrongNonce]),
        false => {
            let breaches = &[Breach::NotOfTheDraw];
            refused("a nonce revealed by a stranger", OrganisationId(2), wrong, breaches)
        }
    };
    attempt(world, found, on)?;
    if !world.ask(SUPERVISOR, reveals(draw, drawing.nonces.0), Expect::Done)? {
        return Ok(None);
    }
    let act = SupervisionAct::Draw { draw, picks: vec![0] };
    let breaches = &[Breach::NotRevealed];
    attempt(world, refused("a draw before both nonces", SUPERVISOR, act, breaches), on)?;
    Ok(Some(Step::RevealWitness))
}

/// The witness is silent: when its days have passed, that is a case; the draw is not made.
fn missed(world: &mut World<'_>, n: usize) -> Result<(), Broken> {
    let drawing = world.draws[n].clone();
    let landmark = known(world, &drawing).and_then(|draw| draw.landmark);
    let Some((_, _, day)) = landmark else { return Ok(()) };
    let due = day.plus_days(REVEAL_DAYS);
    let (grounds, draw) = (Grounds::MissedReveal, Some(drawing.label));
    if world.today() <= due {
        let open = cases::opening(world, WITNESS, grounds, (None, draw));
        let (on, act) = (world.today(), SupervisionAct::OpenCase(open));
        let (scheme, breaches) = ("a case over a nonce that is not due", &[Breach::OtherGrounds]);
        attempt(world, refused(scheme, SUPERVISOR, act, breaches), on)?;
        let day = due.plus_days(1 + world.rng.i32(0..3));
        world.wake(day, Happening::Draw(n));
        return Ok(());
    }
    cases::about_silence(world, WITNESS, drawing.label);
    Ok(())
}

fn draw(world: &mut World<'_>, drawing: &Drawing) -> Result<Option<Step>, Broken> {
    let (draw, on) = (drawing.label, world.today());
    let picks = SupervisionAct::Draw { draw, picks: vec![u32::MAX] };
    attempt(
        world,
        refused("picks that were not drawn", SUPERVISOR, picks, &[Breach::OtherPicks]),
        on,
    )?;
    let act = supervise(SupervisionAct::Draw { draw, picks: Vec::new() });
    if !world.ask(SUPERVISOR, act, Expect::Done)? {
        return Ok(None);
    }
    let again = SupervisionAct::Draw { draw, picks: vec![1] };
    attempt(world, refused("drawn a second time", SUPERVISOR, again, &[Breach::DrawnTwice]), on)?;
    Ok(Some(Step::Inspect))
}
