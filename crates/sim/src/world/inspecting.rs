//! Inspections of what was drawn: inspectors who are related to a body do not inspect it, and what
//! is irregular becomes a case.
//!
//! In scope: bodies, sessions and certificates as they were drawn. Out of scope: the case
//! (`cases`).

use crate::world::crooked::{Try, attempt};
use crate::world::drawing::Drawing;
use crate::world::failure::Broken;
use crate::world::founding::SUPERVISOR;
use crate::world::post::Expect;
use crate::world::{World, cases};
use register::{
    Breach, DrawId, DrawKind, Grounds, Inspection, InspectionId, InspectionOutcome, OrganisationId,
    PublicAct, Related, Relation, RelationKind, SessionId, StaffId, SupervisionAct,
};

/// Inspectors who have no relation to anybody.
const FREE: u32 = 100;

/// Inspects what was drawn, one after the other.
pub(crate) fn drawn(world: &mut World<'_>, drawing: &Drawing) -> Result<(), Broken> {
    let id = world.keeper.draw(drawing.label);
    let draw = id.and_then(|id| world.keeper.state().supervision().draw(id));
    let Some(numbers) = draw.map(|draw| draw.numbers.clone()) else { return Ok(()) };
    for (place, number) in (0..).zip(numbers) {
        let (body, session) = match drawing.kind {
            DrawKind::Bodies => (body_of(world, OrganisationId(number)), None),
            DrawKind::Sessions { .. } => of_session(world, SessionId(number)),
            DrawKind::Certificates(label) => match world.keeper.session(label) {
                Some(session) => of_session(world, session),
                None => (None, None),
            },
        };
        if let Some(body) = body {
            inspect(world, (drawing.label, place), body, session)?;
        }
    }
    Ok(())
}

/// Returns which body of the world has a number of the register.
fn body_of(world: &World<'_>, id: OrganisationId) -> Option<usize> {
    let bodies = &world.sessions.bodies;
    bodies.iter().position(|body| world.keeper.organisation(body.id) == Some(id))
}

/// Returns the body and the label of a session; nothing for an examination of a centre.
fn of_session(world: &World<'_>, id: SessionId) -> (Option<usize>, Option<SessionId>) {
    let mut courses = world.sessions.courses.iter().rev();
    let course = courses.find(|course| world.keeper.session(course.label) == Some(id));
    (course.map(|course| course.body), course.map(|course| course.label))
}

fn inspect(
    world: &mut World<'_>,
    draw: (DrawId, u32),
    at: usize,
    session: Option<SessionId>,
) -> Result<(), Broken> {
    let body = world.sessions.bodies[at].clone();
    let (label, on) = (InspectionId(world.inspections), world.today());
    let staff = |number| StaffId { of: SUPERVISOR, number };
    let outcome = match world.rng.u8(0..3) {
        0 => InspectionOutcome::InOrder,
        _ if body.crooked => InspectionOutcome::Irregular,
        _ => InspectionOutcome::Defects,
    };
    let inspection = Inspection {
        inspection: label,
        draw: Some(draw),
        body: body.id,
        session,
        inspectors: vec![staff(FREE), staff(FREE + 1)],
        findings: [31; 32],
        outcome,
    };
    let inspects = |inspection| PublicAct::Supervise(SupervisionAct::Inspection(inspection));
    // A number of its own for each relation: nobody else is touched.
    let related = staff(10_000 + world.inspections);
    let by = if world.rng.bool() { SUPERVISOR } else { body.id };
    if world.rng.bool() && relate(world, by, related, body.id)? {
        let inspectors = vec![staff(FREE), related];
        let found = Try {
            scheme: "an inspector related to the body",
            actor: SUPERVISOR,
            act: inspects(Inspection { inspectors, ..inspection.clone() }),
            rules: &["2020-80/p6.nobody-decides-on-itself"],
            breaches: &[],
        };
        attempt(world, found, on)?;
    }
    if let Some((other, false)) = other_than(world, at).zip(Some(session.is_some())) {
        let found = Try {
            scheme: "an inspection of what was not drawn",
            actor: SUPERVISOR,
            act: inspects(Inspection { body: other, ..inspection.clone() }),
            rules: &[],
            breaches: &[Breach::NotDrawn],
        };
        attempt(world, found, on)?;
    }
    if world.ask(SUPERVISOR, inspects(inspection), Expect::Done)? {
        world.inspections += 1;
        if outcome == InspectionOutcome::Irregular {
            cases::about(world, at, Grounds::Inspection, Some(label));
        }
    }
    Ok(())
}

/// Declares that an inspector taught at a body; another body may not say so.
fn relate(
    world: &mut World<'_>,
    by: OrganisationId,
    staff: StaffId,
    body: OrganisationId,
) -> Result<bool, Broken> {
    let on = world.today();
    let (a, from, kind) = (Related::Staff(staff), on.plus_days(-30), RelationKind::Teacher);
    let relation = Relation { a, b: body, kind, from, until: None };
    let act = PublicAct::Supervise(SupervisionAct::DeclareRelation(relation));
    let stranger = world
        .sessions
        .bodies
        .iter()
        .map(|other| other.id)
        .find(|id| *id != body && world.keeper.organisation(*id).is_some());
    if let Some(actor) = stranger {
        let (scheme, rules) =
            ("a body declares others' relations", &["2020-80/p6.bodies-declare-their-own"]);
        attempt(world, Try { scheme, actor, act: act.clone(), rules, breaches: &[] }, on)?;
    }
    world.ask(by, act, Expect::Done)
}

fn other_than(world: &World<'_>, at: usize) -> Option<OrganisationId> {
    let own = world.sessions.bodies[at].id;
    let mut ids = world.sessions.bodies.iter().map(|body| body.id);
    ids.find(|id| *id != own && world.keeper.organisation(*id).is_some())
}
