//! Crooked schemes around cases: the subject judges itself, steps are left out, sanctions have no
//! ground, suspended bodies go on.
//!
//! In scope: what one act shows. Out of scope: honest steps (`cases`).

use crate::world::World;
use crate::world::cases::{CaseFile, Step, authorities, finding};
use crate::world::crooked::{Try, attempt, plan_of};
use crate::world::failure::Broken;
use crate::world::founding::SUPERVISOR;
use crate::world::labels::batch_label;
use register::{
    Breach, CertificateAct, FindingCode, OrganisationId, PublicAct, RevocationReason, Sanction,
    SanctionStep, Serials, SupervisionAct,
};
use vocab::Day;

/// Lets somebody try something, at the step where a case is.
pub(crate) fn tries(world: &mut World<'_>, n: usize) -> Result<(), Broken> {
    let (case, on) = (world.cases[n].clone(), world.today());
    match choose(world, &case, on) {
        Some(found) => attempt(world, found, on),
        None => Ok(()),
    }
}

fn choose(world: &mut World<'_>, case: &CaseFile, on: Day) -> Option<Try> {
    let (id, subject) = (case.open.case, case.open.subject);
    let (by, _) = authorities(case);
    let refused = |scheme, actor, act, breaches| {
        let act = PublicAct::Supervise(act);
        Try { scheme, actor, act, rules: &[], breaches }
    };
    let forbidden = |scheme, actor, act, rules| {
        let act = PublicAct::Supervise(act);
        Try { scheme, actor, act, rules, breaches: &[] }
    };
    let occupation = None;
    let sanction =
        |step, until| SupervisionAct::Sanction(Sanction { case: id, step, until, occupation });
    let second = world.rng.bool();
    Some(match case.step {
        Step::Open => {
            let (scheme, act) = ("a case about oneself", SupervisionAct::OpenCase(case.open));
            let rules = &[
                "2020-80/p6.supervisor-is-not-the-supervised",
                "2020-80/p6.bodies-exercise-no-supervision",
            ];
            forbidden(scheme, subject, act, rules)
        }
        Step::Find => {
            let rules = &["2020-80/p6.no-sanction-without-finding"];
            let act = sanction(SanctionStep::Warning, None);
            forbidden("a sanction without a finding", by, act, rules)
        }
        Step::Rectify if second => {
            let act = sanction(SanctionStep::Revocation, None);
            refused("steps of the ladder left out", by, act, &[Breach::StepOutOfTurn])
        }
        Step::Rectified if second => {
            let act = SupervisionAct::CloseCase { case: id };
            refused("closed before it was put right", by, act, &[Breach::NotRectified])
        }
        Step::Rectified => {
            let act = SupervisionAct::Rectified { case: id, commitment: [35; 32] };
            let rules = &["2020-80/p6.only-the-subject-answers"];
            forbidden("put right by somebody else", SUPERVISOR, act, rules)
        }
        Step::Sanction if case.code == FindingCode::PassAll => {
            let act = sanction(SanctionStep::Suspension, Some(on.plus_days(9)));
            refused("a suspension of ten days", by, act, &[Breach::SanctionTerm])
        }
        Step::Appeal if second => {
            let act = SupervisionAct::Appeal { case: id, commitment: [36; 32] };
            let rules = &["2020-80/p6.only-the-subject-answers"];
            forbidden("an appeal by somebody else", SUPERVISOR, act, rules)
        }
        Step::Appeal => return suspended(world, case, on),
        Step::DecideAppeal if second => {
            let act = SupervisionAct::DecideAppeal { case: id, upheld: false };
            let rules = &["2020-80/p6.supervisor-is-not-the-supervised"];
            forbidden("whoever sanctioned decides on the appeal", by, act, rules)
        }
        Step::DecideAppeal => {
            let act = SupervisionAct::CloseCase { case: id };
            refused("closed over an appeal", by, act, &[Breach::AppealOpen])
        }
        Step::Revoke => return revokes(world, case, second),
        Step::Over => {
            let act = SupervisionAct::Finding(finding(case));
            refused("a finding after the close", SUPERVISOR, act, &[Breach::CaseClosed])
        }
        _ => return None,
    })
}

/// A body that is suspended or removed announces all the same.
fn suspended(world: &mut World<'_>, case: &CaseFile, on: Day) -> Option<Try> {
    let holds = matches!(case.sanction?, SanctionStep::Suspension | SanctionStep::Removal);
    let body = world.sessions.bodies[case.body.filter(|_| holds)?].clone();
    let (row, level) = body.scope[0];
    let plan = plan_of(world.label(), row, level, on);
    Some(Try {
        scheme: "a sanctioned body announces",
        actor: body.id,
        act: PublicAct::Announce(plan),
        rules: &["2020-80/p5.body-is-recognised"],
        breaches: &[],
    })
}

/// Certificates are revoked before their time, or over the case of another body.
fn revokes(world: &World<'_>, case: &CaseFile, early: bool) -> Option<Try> {
    let (session, _) = case.session?;
    let stranger = |other: &&CaseFile| {
        let open = world.keeper.case_known(other.open.case);
        other.body.is_some() && other.open.subject != case.open.subject && open
    };
    let other = world.cases.iter().find(stranger).map(|other| other.open.case.0);
    let act = |case, heard_until| {
        PublicAct::Certificate(CertificateAct::Revoke {
            header: batch_label(session, 0),
            serials: Serials::Runs(vec![(0, 0)]),
            reason: RevocationReason::Irregular,
            case,
            told_on: heard_until,
            heard_until: heard_until.plus_days(1),
        })
    };
    let actor = OrganisationId(0);
    let refused = |scheme, act, breaches| Try { scheme, actor, act, rules: &[], breaches };
    Some(match early {
        true => {
            let act = act(Some(case.open.case.0), world.today());
            refused("revoked before anybody was heard", act, &[Breach::NotHeard])
        }
        false => {
            let act = act(Some(other?), case.told_on);
            refused("revoked over the case of another", act, &[Breach::CaseOfAnother])
        }
    })
}
