//! The end of an examination of the old scheme: every accepted candidate in one of four places, the
//! money, and the schemes around it.
//!
//! In scope: who sits, the count at the end, attempts to count otherwise or to go on afterwards.
//! Out of scope: the steps before (`centres`), single choices (`people_in_flight`).

use crate::world::World;
use crate::world::centres::{Course, Step};
use crate::world::crooked::{Try, attempt};
use crate::world::failure::Broken;
use register::{Breach, ExamAct, ExamEnd, PublicAct};
use vocab::Day;

/// The fee of a candidate, in fen.
const FEE: u64 = 18_000;
/// Tries one scheme in so many steps.
const ONE_OF: u8 = 3;

/// Returns how many come: of those overtaken by the exit all who continue, else not quite all.
pub(crate) fn sits(course: &Course) -> u32 {
    let admitted = course.admitted.unwrap_or(course.registered);
    match &course.people {
        Some(people) => people.tally().continued.min(admitted),
        None => admitted - admitted / 20,
    }
}

/// Returns where every candidate came to; whoever did not come withdrew.
pub(crate) fn end(course: &Course) -> ExamEnd {
    let tally = course.people.as_ref().map(|people| people.tally());
    let (refunded, withdrew) = match tally {
        Some(tally) => (tally.refunded, tally.withdrew),
        None => (0, course.registered - course.sat),
    };
    ExamEnd {
        session: course.label,
        certified: course.passed,
        not_passed: course.sat - course.passed,
        refunded,
        withdrew,
        received_fen: u64::from(course.registered) * FEE,
        refunded_fen: u64::from(refunded) * FEE,
        root: [21; 32],
    }
}

/// Says whether every accepted candidate has come to an end. Whoever chose to continue and was not
/// admitted to the batch has none yet: the examination stays open.
pub(crate) fn everyone(course: &Course) -> bool {
    let end = end(course);
    end.certified + end.not_passed + end.refunded + end.withdrew == course.registered
}

/// Lets a centre try something, at the step where an examination is.
pub(crate) fn tries(world: &mut World<'_>, n: usize) -> Result<(), Broken> {
    if world.rng.u8(0..ONE_OF) != 0 {
        return Ok(());
    }
    let course = world.examinations.courses[n].clone();
    let on = world.today();
    match choose(world, &course, on) {
        Some((found, on)) => attempt(world, found, on),
        None => Ok(()),
    }
}

/// Returns a scheme and the day that it bears.
fn choose(world: &mut World<'_>, course: &Course, on: Day) -> Option<(Try, Day)> {
    let session = course.label;
    let second = world.rng.bool();
    let refused = |scheme, act, breaches| {
        let (actor, act) = (course.centre, PublicAct::Exam(act));
        Try { scheme, actor, act, rules: &[], breaches }
    };
    let end = end(course);
    let closes = |scheme, end, breaches| refused(scheme, ExamAct::CloseExam(end), breaches);
    Some(match course.step {
        Step::Complete if second => {
            let complete = ExamAct::CompleteBatch { session, admitted: 1, root: [22; 32] };
            let breaches = &[Breach::CompletedAfterwards];
            return Some((
                refused("a batch completed afterwards", complete, breaches),
                on.plus_days(-1),
            ));
        }
        Step::Complete => {
            let (admitted, root) = (course.registered + 1, [22; 32]);
            let complete = ExamAct::CompleteBatch { session, admitted, root };
            (refused("more admitted than accepted", complete, &[Breach::MoreThanRegistered]), on)
        }
        Step::Settle if course.people.as_ref().is_some_and(|p| 0 < p.tally().undecided) => {
            // Whoever has not chosen is said to have withdrawn. Who sat before the choices were
            // reported may have asked for the fee back: then no such sum can be said.
            let others = end.certified + end.not_passed + end.refunded;
            let withdrew = course.registered.checked_sub(others)?;
            let end = ExamEnd { withdrew, ..end };
            (closes("closed over the undecided", end, &[Breach::UndecidedLeft]), on)
        }
        Step::End if second => {
            let end = ExamEnd { withdrew: end.withdrew + 1, ..end };
            (closes("ends that do not add up", end, &[Breach::EndsDoNotAddUp]), on)
        }
        Step::End => {
            let end = ExamEnd { refunded_fen: end.received_fen + 1, ..end };
            (closes("more paid back than received", end, &[Breach::MoneyDoesNotAddUp]), on)
        }
        Step::Over => {
            let root = [23; 32];
            let act = PublicAct::RecordResults { session, held_on: on, sat: 1, passed: 1, root };
            let (scheme, breaches) = ("something done after the close", &[Breach::ExamEnded]);
            (Try { scheme, actor: course.centre, act, rules: &[], breaches }, on)
        }
        _ => return None,
    })
}
