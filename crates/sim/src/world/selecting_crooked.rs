//! Crooked schemes around selection: recognition without review, by oneself, from elsewhere.
//!
//! In scope: what one act shows. Out of scope: honest steps (`selecting`).

use crate::world::crooked::{Try, attempt, plan_of};
use crate::world::failure::Broken;
use crate::world::founding::{Body, LongForm, SUPERVISOR};
use crate::world::selecting::{Selection, Step, elsewhere, grant};
use crate::world::{World, cases};
use register::{
    BodyAct, Breach, Grounds, OrganisationId, PublicAct, ReviewStep, StaffId, SupervisionAct,
};
use vocab::Day;

/// Lets somebody try something, at the step where a selection is.
pub(crate) fn tries(world: &mut World<'_>, n: usize) -> Result<(), Broken> {
    let selection = world.selections[n].clone();
    let body = world.sessions.bodies[selection.body].clone();
    let Some(long) = body.long else { return Ok(()) };
    let on = world.today();
    match choose(world, &selection, &body, &long, on) {
        Some(found) => attempt(world, found, on),
        None => Ok(()),
    }
}

fn choose(
    world: &mut World<'_>,
    selection: &Selection,
    body: &Body,
    long: &LongForm,
    on: Day,
) -> Option<Try> {
    let granted = || PublicAct::Body(BodyAct::Grant(grant(selection, body, long, on)));
    let review =
        |step| PublicAct::Body(BodyAct::Review { application: selection.application, step });
    let refused = |scheme, actor, act, breaches| Try { scheme, actor, act, rules: &[], breaches };
    let by = long.authority;
    let second = world.rng.bool();
    let convert = |centre| PublicAct::Body(BodyAct::Convert { centre });
    Some(match selection.step {
        Step::Convert if second => {
            let rules = &["2020-80/p6.hr-centre-supervises"];
            let (scheme, act) = ("the supervising centre turns into a body", convert(SUPERVISOR));
            Try { scheme, actor: by, act, rules, breaches: &[] }
        }
        Step::Convert => {
            let (scheme, breaches) = ("a centre turns of itself", &[Breach::DecidedByNoAuthority]);
            refused(scheme, body.id, convert(body.id), breaches)
        }
        Step::Apply if long.centre => {
            // It has turned: its part in supervision is over.
            let subject = OrganisationId(2);
            let grounds = Grounds::Complaint;
            let open = cases::opening(world, subject, grounds, (None, None));
            Try {
                scheme: "a centre that has turned supervises",
                actor: body.id,
                act: PublicAct::Supervise(SupervisionAct::OpenCase(open)),
                rules: &["2020-80/p6.bodies-exercise-no-supervision"],
                breaches: &[],
            }
        }
        Step::Apply => {
            let breaches = &[Breach::NotACentre];
            refused("what is no centre turns", by, convert(body.id), breaches)
        }
        Step::Review if second => {
            let breaches = &[Breach::ApplicationOutOfOrder];
            refused("a recognition granted without review", by, granted(), breaches)
        }
        Step::Review => {
            let staff = |number| StaffId { of: body.id, number };
            let reviewers = (1..=3).map(staff).collect();
            let step = ReviewStep::Reviewed { reviewers, favourable: true };
            refused("reviewed by its own staff", by, review(step), &[Breach::ReviewerRelated])
        }
        Step::Object => {
            let breaches = &[Breach::StillPublic];
            refused("a recognition granted while it is public", by, granted(), breaches)
        }
        Step::Grant if second => Try {
            scheme: "a body recognises itself",
            actor: body.id,
            act: granted(),
            rules: &["2020-80/p5.authority-selects", "2020-80/p6.nobody-decides-on-itself"],
            breaches: &[],
        },
        Step::Grant => {
            let late = ReviewStep::Objected { commitment: [12; 32] };
            refused(
                "an application objected to too late",
                by,
                review(late),
                &[Breach::ObjectionLate],
            )
        }
        Step::Amend => {
            let scope = body.scope.clone();
            let act = BodyAct::Amend { body: body.id, scope, standard_exists: true };
            let (scheme, actor) = ("an authority of another province decides", elsewhere(long));
            refused(scheme, actor, PublicAct::Body(act), &[Breach::NotItsRegion])
        }
        Step::Reinstate => {
            announces(world, "a suspended occupation announced", body, long.spare, on)
        }
        Step::Renew => suspends_itself(body),
        _ => return None,
    })
}

fn suspends_itself(body: &Body) -> Try {
    let (occupation, until, reason) = (None, None, register::BodyReason::OwnRequest);
    let act = BodyAct::Suspend { body: body.id, occupation, until, reason };
    Try {
        scheme: "a body suspends itself",
        actor: body.id,
        act: PublicAct::Body(act),
        rules: &[
            "2020-80/p6.authority-suspends",
            "2020-80/p6.nobody-decides-on-its-own-recognition",
        ],
        breaches: &[],
    }
}

fn announces(
    world: &mut World<'_>,
    scheme: &'static str,
    body: &Body,
    (row, level): (register::RowId, vocab::Level),
    on: Day,
) -> Try {
    let plan = plan_of(world.label(), row, level, on);
    Try {
        scheme,
        actor: body.id,
        act: PublicAct::Announce(plan),
        rules: &["2020-80/p5.body-is-recognised"],
        breaches: &[],
    }
}

/// A body that was removed announces all the same.
pub(crate) fn removed(world: &mut World<'_>, n: usize) -> Result<(), Broken> {
    let body = world.sessions.bodies[world.selections[n].body].clone();
    let on = world.today();
    let found = announces(world, "a removed body announces", &body, body.scope[0], on);
    attempt(world, found, on)
}
