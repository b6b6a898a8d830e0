//! Crooked schemes: each is tried as it comes in life, and must be refused for what is wrong with
//! it.
//!
//! Source: what the audits found (named in `domain/facts.md` §6 of the plan of the house).
//! In scope: schemes that one act shows, and letting everybody pass, which only a list shows.
//! Out of scope: what an honest body does (`bodies`).

use crate::world::bodies::{Course, Step};
use crate::world::failure::Broken;
use crate::world::founding::{Body, SUPERVISOR};
use crate::world::post::{Expect, Message};
use crate::world::{FIRST_DAY, World, arranging_crooked};
use law::{FateKind, RowId};
use register::{
    Bounds, Breach, Issue, OrganisationId, OrganisationKind, PublicAct, SessionId, SessionPlan,
};
use vocab::{Day, Level};

/// Tries one scheme in so many steps.
const ONE_OF: u8 = 3;

/// A scheme: its name, what is done, under which rules or breaches it must be refused.
pub(crate) struct Try {
    pub(crate) scheme: &'static str,
    pub(crate) actor: OrganisationId,
    pub(crate) act: PublicAct,
    pub(crate) rules: &'static [&'static str],
    pub(crate) breaches: &'static [Breach],
}

/// Lets a crooked body try something, at the step where its session is.
pub(crate) fn tries(world: &mut World<'_>, n: usize) -> Result<(), Broken> {
    let course = world.sessions.courses[n].clone();
    let body = world.sessions.bodies[course.body].clone();
    // Whoever rushes is refused for that before all else.
    let rushes = body.long.is_some_and(|long| long.rushes);
    if !body.crooked || rushes || world.rng.u8(0..ONE_OF) != 0 {
        return Ok(());
    }
    let on = world.today();
    match choose(world, n, (&course, &body), on) {
        Some(found) => attempt(world, found, on),
        None => Ok(()),
    }
}

/// Tries a scheme, which must be refused for what is wrong with it.
pub(crate) fn attempt(world: &mut World<'_>, found: Try, on: Day) -> Result<(), Broken> {
    let Try { scheme, actor, act, rules, breaches } = found;
    let expect = Expect::Refused { scheme, rules, breaches };
    let request = world.request();
    // At once: what is wrong today may be right after a few days in the post.
    world.deliver_now(Message { actor, on, request, act, expect, process: None })
}

/// When a body is listed as one that hardly lets anybody fail.
const BOUNDS: Bounds = Bounds { sat_min: 200, failed_per_mille_max: 10 };

/// Letting everybody pass is no breach that one act shows: whoever does it with many candidates
/// must be listed, and no honest body may be.
pub(crate) fn listed(world: &mut World<'_>) -> Result<(), Broken> {
    for rate in world.keeper.state().pass_rates(FIRST_DAY, world.today()) {
        let known = |body: &&Body| world.keeper.organisation(body.id) == Some(rate.body);
        let body = world.sessions.bodies.iter().find(known);
        let Some(body) = body else { continue };
        let listed = rate.stands_out(&BOUNDS);
        if listed != (body.crooked && BOUNDS.sat_min <= rate.sat) {
            let what = format!("listed: {listed}, crooked: {}, {rate:?}", body.crooked);
            return Err(Broken::Invariant { id: "everybody passes", what });
        }
        world.report.listed += u64::from(listed);
    }
    Ok(())
}

fn choose(
    world: &mut World<'_>,
    n: usize,
    (course, body): (&Course, &Body),
    on: Day,
) -> Option<Try> {
    let second = world.rng.bool();
    match course.step {
        Step::Recognise => None,
        Step::Announce if second => announce_access(world, course, body, on),
        Step::Announce => announce_out_of_scope(world, course, body, on),
        Step::Close if second => Some(issue_without_session(course, body, on)),
        Step::Close => Some(results_before_closing(course, body, on)),
        Step::Arrange
        | Step::SignIn
        | Step::Public
        | Step::DecideObjection
        | Step::Revise
        | Step::Release
        | Step::Archive => arranging_crooked::choose(world, n, (course, body), on),
        Step::Results if second && body.long.is_some() => {
            arranging_crooked::choose(world, n, (course, body), on)
        }
        Step::Confirm if second && body.long.is_some() => {
            arranging_crooked::choose(world, n, (course, body), on)
        }
        Step::Results if second => Some(more_than_registered(course, body)),
        Step::Results => Some(held_before_registration(course, body)),
        Step::Confirm if second => Some(altered_scores(course, body)),
        Step::Confirm => Some(inspects_itself(body)),
        Step::Issue => issuing(world, course, body, on),
    }
}

fn announce_out_of_scope(
    world: &mut World<'_>,
    course: &Course,
    body: &Body,
    on: Day,
) -> Option<Try> {
    let rows: Vec<RowId> = world.law.rows.ids().collect();
    let row = rows[world.rng.usize(0..rows.len())];
    let fate = world.law.rows.get(row)?.fate;
    let spare = body.long.map(|long| long.spare.0);
    let other =
        fate != FateKind::Access && spare != Some(row) && body.scope.iter().all(|(r, _)| *r != row);
    let plan = plan_of(course.label, row, body.scope[0].1, on);
    other.then_some(Try {
        scheme: "out-of-scope occupation",
        actor: body.id,
        act: PublicAct::Announce(plan),
        rules: &["2020-80/p5.within-scope"],
        breaches: &[],
    })
}

fn announce_access(world: &mut World<'_>, course: &Course, body: &Body, on: Day) -> Option<Try> {
    let access = |id: &RowId| world.law.rows.get(*id).is_some_and(|r| r.fate == FateKind::Access);
    let row = world.law.rows.ids().find(access)?;
    Some(Try {
        scheme: "access-type occupation",
        actor: body.id,
        act: PublicAct::Announce(plan_of(course.label, row, body.scope[0].1, on)),
        rules: &[
            "2020-80/p2.access-has-no-level-certificate",
            "2020-80/p6.access-completed-has-no-level-certificate",
            "2020-80/p5.within-scope",
        ],
        breaches: &[],
    })
}

/// Returns the plan of a session that somebody announces who must not.
pub(crate) fn plan_of(session: SessionId, occupation: RowId, level: Level, on: Day) -> SessionPlan {
    SessionPlan {
        session,
        scheme: register::Scheme::Level,
        occupation,
        level,
        registration_until: on.plus_days(5),
        planned_on: on.plus_days(9),
    }
}

fn results_before_closing(course: &Course, body: &Body, on: Day) -> Try {
    let session = course.label;
    let root = [3; 32];
    Try {
        scheme: "results before the head count",
        actor: body.id,
        act: PublicAct::RecordResults { session, held_on: on, sat: 9, passed: 9, root },
        rules: &[],
        breaches: &[Breach::NotClosed],
    }
}

fn issue_without_session(course: &Course, body: &Body, on: Day) -> Try {
    let session = course.label;
    let issue = Issue { session, dated_on: on, rows: vec![0, 1, 2], holders_are_staff: true };
    Try {
        scheme: "certificates without session",
        actor: body.id,
        act: PublicAct::IssueCertificates(issue),
        rules: &["2020-80/p6.no-level-certificate-without-session"],
        breaches: &[Breach::NoResults],
    }
}

fn more_than_registered(course: &Course, body: &Body) -> Try {
    let (session, held_on, sat) = (course.label, course.held_on, course.registered + 1);
    Try {
        scheme: "more sat than registered",
        actor: body.id,
        act: PublicAct::RecordResults { session, held_on, sat, passed: sat, root: [4; 32] },
        rules: &[],
        breaches: &[Breach::MoreThanRegistered],
    }
}

fn held_before_registration(course: &Course, body: &Body) -> Try {
    let until = course.plan.map_or(course.held_on, |plan| plan.registration_until);
    let (session, held_on) = (course.label, until.plus_days(-1));
    Try {
        scheme: "back-dated examination",
        actor: body.id,
        act: PublicAct::RecordResults { session, held_on, sat: 1, passed: 1, root: [5; 32] },
        rules: &[],
        breaches: &[Breach::DatesOutOfOrder],
    }
}

fn altered_scores(course: &Course, body: &Body) -> Try {
    let &Course { label: session, held_on, registered, .. } = course;
    let (sat, passed, root) = (registered, registered, [6; 32]);
    Try {
        scheme: "altered scores",
        actor: body.id,
        act: PublicAct::RecordResults { session, held_on, sat, passed, root },
        rules: &[],
        breaches: &[Breach::ResultsTwice],
    }
}

fn inspects_itself(body: &Body) -> Try {
    Try {
        scheme: "a body inspects itself",
        actor: body.id,
        act: PublicAct::Inspect { inspected: body.id, findings: [7; 32] },
        rules: &["2020-80/p6.nobody-decides-on-itself", "2020-80/p6.bodies-do-not-supervise"],
        breaches: &[],
    }
}

fn issuing(world: &mut World<'_>, course: &Course, body: &Body, on: Day) -> Option<Try> {
    let actor = body.id;
    let issue = |rows: Vec<u32>, dated_on: Day, holders_are_staff: bool| {
        let session = course.label;
        PublicAct::IssueCertificates(Issue { session, dated_on, rows, holders_are_staff })
    };
    let next = course.issued;
    Some(match world.rng.u8(0..5) {
        0 => Try {
            scheme: "back-dated certificate",
            actor,
            act: issue(vec![next], course.held_on.plus_days(-1), true),
            rules: &["2020-80/p6.level-dates-are-in-order"],
            breaches: &[],
        },
        1 => Try {
            scheme: "certificate for somebody who did not pass",
            actor,
            act: issue(vec![course.passed], on, true),
            rules: &[],
            breaches: &[Breach::NoSuchRow],
        },
        2 if 0 < next => Try {
            scheme: "two certificates for one row",
            actor,
            act: issue(vec![next - 1], on, true),
            rules: &[],
            breaches: &[Breach::RowUsed],
        },
        3 if body.kind == OrganisationKind::Employer => Try {
            scheme: "an employer certifies outsiders",
            actor,
            act: issue(vec![next], on, false),
            rules: &["2020-80/p5.employer-assesses-its-own"],
            breaches: &[],
        },
        4 => Try {
            scheme: "certificates of another's session",
            actor: SUPERVISOR,
            act: issue(vec![next], on, true),
            rules: &[],
            breaches: &[Breach::NotItsOwnSession],
        },
        _ => return None,
    })
}
