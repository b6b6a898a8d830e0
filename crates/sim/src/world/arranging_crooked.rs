//! Crooked schemes around arranged sessions: seats that are not there, borrowed examiners, haste.
//!
//! Source: `domain/facts.md` §6 of the plan of the house.
//! In scope: what one act shows. Out of scope: honest sessions (`arranging`).

use crate::world::World;
use crate::world::arranging::{archive, arrangement, borrowed};
use crate::world::bodies::{Course, Step};
use crate::world::crooked::Try;
use crate::world::founding::Body;
use register::{
    ArchiveList, Arrangement, Breach, OrganisationId, PublicAct, RevisionReason, SessionAct,
    SessionId,
};
use vocab::Day;

/// Chooses a scheme for the step where a session is.
pub(crate) fn choose(
    world: &mut World<'_>,
    n: usize,
    (course, body): (&Course, &Body),
    on: Day,
) -> Option<Try> {
    let session = course.label;
    let (root, held_on) = ([18; 32], course.held_on);
    let refused = |scheme, act, breaches| Try { scheme, actor: body.id, act, rules: &[], breaches };
    let acts = |scheme, act, breaches| refused(scheme, PublicAct::Session(act), breaches);
    let second = world.rng.bool();
    let results = PublicAct::RecordResults { session, held_on, sat: 1, passed: 1, root };
    let object = SessionAct::Object { session, objection: course.objections, commitment: root };
    Some(match course.step {
        Step::Arrange => arranging(world, n, course, body, on)?,
        Step::SignIn if second => {
            let (breaches, present) = (&[Breach::MoreThanRegistered], course.registered + 1);
            let act = SessionAct::SignIn { session, present, root };
            acts("more signed in than registered", act, breaches)
        }
        Step::SignIn => refused("results without sign-in", results, &[Breach::NotSignedIn]),
        Step::Results => {
            let act = SessionAct::Arrange(arrangement(world.law, n, course, body));
            acts("arranged anew after sign-in", act, &[Breach::SignedInTwice])
        }
        Step::Public => {
            let act = PublicAct::ConfirmResults { session };
            refused("confirmation before publicity is over", act, &[Breach::PublicityRuns])
        }
        Step::DecideObjection if second => {
            let act = PublicAct::ConfirmResults { session };
            refused("confirmation of disputed results", act, &[Breach::ResultsDisputed])
        }
        Step::DecideObjection => decides_itself(session, course, body.id),
        Step::Revise => {
            let act = PublicAct::ConfirmResults { session };
            refused("confirmation without the revision owed", act, &[Breach::RevisionOwed])
        }
        Step::Confirm if second => {
            acts("an objection after its time", object, &[Breach::ObjectionTooLate])
        }
        Step::Confirm => {
            let (sat, passed, reason) = (1, 1, RevisionReason::Recording);
            let act = SessionAct::ReviseResults { session, sat, passed, root, reason };
            acts("results revised without an objection", act, &[Breach::NothingToRevise])
        }
        Step::Archive => {
            let list = ArchiveList { paper_until: on.plus_years(1), ..archive(course, on) };
            let act = SessionAct::Archive(list);
            acts("an archive that is not kept long enough", act, &[Breach::KeptTooShort])
        }
        _ => return None,
    })
}

fn decides_itself(session: SessionId, course: &Course, actor: OrganisationId) -> Try {
    let objection = course.objections - 1;
    Try {
        scheme: "a body decides on its own objection",
        actor,
        act: PublicAct::Session(SessionAct::DecideObjection { session, objection, upheld: false }),
        rules: &["2020-80/p6.objection-is-decided-by-another"],
        breaches: &[],
    }
}

fn arranging(
    world: &mut World<'_>,
    n: usize,
    course: &Course,
    body: &Body,
    on: Day,
) -> Option<Try> {
    let held_on = on.plus_days(10);
    let mut it = arrangement(world.law, n, &Course { held_on, ..course.clone() }, body);
    let known = |id: &OrganisationId| *id != body.id && world.keeper.organisation(*id).is_some();
    let another = world.sessions.bodies.iter().map(|other| other.id).find(known)?;
    let (scheme, breaches): (_, &'static [Breach]) = match world.rng.u8(0..5) {
        0 => {
            it.rooms[0].seats = it.rooms[0].candidates - 1;
            ("more candidates than seats", &[Breach::MoreThanSeats])
        }
        1 => {
            two_rooms_at_once(&mut it);
            ("examiners in two rooms at once", &[Breach::StaffInUse])
        }
        2 => {
            let panel = it.rooms.iter_mut().find(|room| !room.examiners.is_empty())?;
            panel.examiners[0] = borrowed(another);
            ("examiners borrowed of nobody", &[Breach::StaffOfAnother])
        }
        3 => {
            it.rooms[0].invigilators.pop();
            ("too few invigilators", &[Breach::TooFewInvigilators])
        }
        _ => {
            let room = it.rooms.iter_mut().find(|room| !room.examiners.is_empty())?;
            room.examiners.truncate(1);
            ("a panel of one", &[Breach::PanelTooSmall])
        }
    };
    let act = PublicAct::Session(SessionAct::Arrange(it));
    Some(Try { scheme, actor: body.id, act, rules: &[], breaches })
}

/// The examiners of the second part invigilate the first, which lasts as long as theirs.
fn two_rooms_at_once(it: &mut Arrangement) {
    let (from, until) = (it.rooms[0].from, it.rooms[0].until);
    let second = &mut it.rooms[1];
    (second.from, second.until) = (from, until);
    let panel = second.examiners.clone();
    it.rooms[0].invigilators.extend(panel);
}
