//! Cases: grounds, findings, rectification, the ladder step by step, appeal, what a sanction does.
//!
//! In scope: what is answered. Out of scope: bytes (`seal`), people and files (`desk`).

use crate::supervised::{
    AUTHORITY, BODY, CENTRE, OTHER_BODY, OTHER_CENTRE, SESSION, World, turner,
};
use register::{
    CaseId, Finding, FindingCode, Grounds, Inspection, InspectionId, InspectionOutcome, OpenCase,
    OrganisationId, PublicAct, Sanction, SanctionStep, Scheme, SessionId, SessionPlan, StaffId,
    SupervisionAct,
};
use vocab::Level;

const CASE: CaseId = CaseId(0);

fn open(grounds: Grounds, inspection: Option<u32>) -> OpenCase {
    OpenCase {
        case: CASE,
        subject: BODY,
        grounds,
        inspection: inspection.map(InspectionId),
        draw: None,
        commitment: [0; 32],
    }
}

fn finding(code: FindingCode, rows: &[(u32, u32)]) -> Finding {
    let session = Some(SESSION);
    Finding { case: CASE, code, session, rows: rows.to_vec(), commitment: [0; 32] }
}

/// A world with a session of the body and an open case.
fn opened() -> World {
    let mut world = World::new();
    world.session();
    let open = SupervisionAct::OpenCase(open(Grounds::Complaint, None));
    world.supervise(CENTRE, open).unwrap();
    world
}

fn found(code: FindingCode) -> World {
    let mut world = opened();
    world.supervise(CENTRE, SupervisionAct::Finding(finding(code, &[(0, 4)]))).unwrap();
    world
}

fn check(world: &mut World, by: OrganisationId, act: SupervisionAct, expect: Result<&str, &str>) {
    let got = world.supervise(by, act.clone());
    assert_eq!(got.as_deref().map_err(String::as_str), expect, "{act:?}");
}

fn step(step: SanctionStep, until: Option<vocab::Day>) -> SupervisionAct {
    SupervisionAct::Sanction(Sanction { case: CASE, step, until, occupation: None })
}

const EXERCISED: Result<&str, &str> = Ok("2020-80/p6.supervision-is-exercised");

#[test]
fn a_case_rests_on_what_it_cites_and_irregularity_makes_it_a_duty() {
    let mut world = World::new();
    world.session();
    let inspection = Inspection {
        inspection: InspectionId(0),
        draw: None,
        body: BODY,
        session: Some(SESSION),
        inspectors: vec![StaffId { of: CENTRE, number: 1 }],
        findings: [0; 32],
        outcome: InspectionOutcome::Irregular,
    };
    let none = Err("OtherGrounds 2020-80/p6.supervision-is-exercised");
    let cites = SupervisionAct::OpenCase(open(Grounds::Inspection, Some(0)));
    check(&mut world, CENTRE, cites.clone(), none);
    let empty = Inspection { inspectors: vec![], ..inspection.clone() };
    let nobody = Err("Inspectors 2020-80/p6.supervision-is-exercised");
    check(&mut world, CENTRE, SupervisionAct::Inspection(empty), nobody);
    world.supervise(CENTRE, SupervisionAct::Inspection(inspection)).unwrap();
    let other = OpenCase { subject: OTHER_BODY, ..open(Grounds::Inspection, Some(0)) };
    check(&mut world, CENTRE, SupervisionAct::OpenCase(other), none);
    check(&mut world, OTHER_BODY, cites.clone(), Err("2020-80/p6.bodies-exercise-no-supervision"));
    check(&mut world, CENTRE, cites, Ok("2020-80/p4.irregularity-opens-a-case"));
}

#[test]
fn findings_name_rows_that_passed_in_order() {
    let mut world = opened();
    let rows = Err("NoSuchRow 2020-80/p6.no-level-certificate-without-session");
    for wrong in [&[(0, 30)][..], &[(5, 4)], &[(0, 4), (4, 6)], &[(7, 8), (0, 1)]] {
        let act = SupervisionAct::Finding(finding(FindingCode::PassAll, wrong));
        check(&mut world, CENTRE, act, rows);
    }
    let right = SupervisionAct::Finding(finding(FindingCode::PassAll, &[(0, 4), (9, 29)]));
    check(&mut world, CENTRE, right, EXERCISED);
    let irregular = |row| world.state.supervision().irregular(BODY, SESSION, row);
    assert_eq!([4, 5, 9, 29].map(irregular), [Some(CASE), None, Some(CASE), Some(CASE)]);
}

#[test]
fn nobody_is_sanctioned_without_a_finding() {
    let mut world = opened();
    let without = Err("2020-80/p6.no-sanction-without-finding");
    check(&mut world, CENTRE, step(SanctionStep::Warning, None), without);
    let unfounded = SupervisionAct::Finding(finding(FindingCode::Unfounded, &[]));
    world.supervise(CENTRE, unfounded).unwrap();
    check(&mut world, CENTRE, step(SanctionStep::Warning, None), without);
}

#[test]
fn steps_are_taken_in_order_and_last_as_long_as_the_ladder_says() {
    let mut world = found(FindingCode::Records);
    let until = |days: i32| Some(world.now.plus_days(days - 1));
    let (short, least, most, long) = (until(89), until(90), until(184), until(185));
    let turn = Err("StepOutOfTurn 2020-80/p6.supervision-is-exercised");
    let term = Err("SanctionTerm 2020-80/p6.supervision-is-exercised");
    check(&mut world, CENTRE, step(SanctionStep::Suspension, least), turn);
    check(&mut world, CENTRE, step(SanctionStep::Warning, least), term);
    check(&mut world, CENTRE, step(SanctionStep::Warning, None), EXERCISED);
    check(&mut world, CENTRE, step(SanctionStep::Rectification, None), EXERCISED);
    for wrong in [short, long, None] {
        check(&mut world, CENTRE, step(SanctionStep::Suspension, wrong), term);
    }
    check(&mut world, CENTRE, step(SanctionStep::Suspension, most), EXERCISED);
    // A grave finding lets steps be left out.
    let mut world = found(FindingCode::AlteredScores);
    check(&mut world, CENTRE, step(SanctionStep::Removal, None), EXERCISED);
}

fn announce(world: &mut World, session: u32) -> Result<String, String> {
    let plan = SessionPlan {
        session: SessionId(session),
        scheme: Scheme::Level,
        occupation: turner(),
        level: Level::Four,
        registration_until: world.now.plus_days(5),
        planned_on: world.now.plus_days(10),
    };
    world.act(Some(BODY), PublicAct::Announce(plan))
}

#[test]
fn a_suspended_body_announces_nothing_until_it_is_over_or_falls_on_appeal() {
    let mut world = found(FindingCode::NoSession);
    let suspended = Err("2020-80/p5.body-is-recognised".to_string());
    let until = world.now.plus_days(89);
    world.supervise(CENTRE, step(SanctionStep::Suspension, Some(until))).unwrap();
    assert_eq!(announce(&mut world, 1), suspended);
    // What was confirmed before is still issued: R-5-4.
    assert!(world.issue(SESSION, 0..3).is_ok());
    let start = world.now;
    world.now = until;
    assert_eq!(announce(&mut world, 1), suspended);
    world.now = until.plus_days(1);
    announce(&mut world, 1).unwrap();
    assert!(start < world.now);

    let mut world = found(FindingCode::NoSession);
    let until = world.now.plus_days(89);
    world.supervise(CENTRE, step(SanctionStep::Suspension, Some(until))).unwrap();
    let appeal = SupervisionAct::Appeal { case: CASE, commitment: [0; 32] };
    world.supervise(BODY, appeal).unwrap();
    assert_eq!(announce(&mut world, 1), suspended);
    let decide = SupervisionAct::DecideAppeal { case: CASE, upheld: true };
    world.supervise(OTHER_CENTRE, decide).unwrap();
    announce(&mut world, 1).unwrap();
}

#[test]
fn a_removed_body_announces_nothing_any_more() {
    let mut world = found(FindingCode::NoSession);
    world.supervise(CENTRE, step(SanctionStep::Removal, None)).unwrap();
    world.now = world.now.plus_days(4_000);
    assert_eq!(announce(&mut world, 1), Err("2020-80/p5.body-is-recognised".into()));
}

#[test]
fn an_appeal_is_the_subjects_in_time_and_decided_by_another() {
    let mut world = found(FindingCode::Records);
    let appeal = SupervisionAct::Appeal { case: CASE, commitment: [0; 32] };
    let decide = SupervisionAct::DecideAppeal { case: CASE, upheld: false };
    let nothing = Err("NothingToAppeal 2020-80/p6.only-the-subject-answers");
    check(&mut world, BODY, appeal.clone(), nothing);
    world.supervise(CENTRE, step(SanctionStep::Warning, None)).unwrap();
    check(&mut world, OTHER_CENTRE, decide.clone(), nothing);
    let only = Err("2020-80/p6.only-the-subject-answers");
    check(&mut world, OTHER_BODY, appeal.clone(), only);
    let now = world.now;
    world.now = now.plus_days(61);
    let late = Err("AppealTooLate 2020-80/p6.only-the-subject-answers");
    check(&mut world, BODY, appeal.clone(), late);
    let mut world = found(FindingCode::Records);
    world.supervise(CENTRE, step(SanctionStep::Warning, None)).unwrap();
    world.now = world.now.plus_days(60);
    check(&mut world, BODY, appeal, Ok("2020-80/p6.subject-answers"));
    let waits = Err("AppealOpen 2020-80/p6.only-the-subject-answers");
    check(&mut world, CENTRE, SupervisionAct::CloseCase { case: CASE }, waits);
    check(&mut world, CENTRE, step(SanctionStep::Rectification, None), waits);
    let same = Err("2020-80/p6.supervisor-is-not-the-supervised");
    check(&mut world, CENTRE, decide.clone(), same);
    check(&mut world, AUTHORITY, decide.clone(), EXERCISED);
    check(&mut world, AUTHORITY, decide, nothing);
}

#[test]
fn what_was_ordered_is_put_right_before_a_case_is_closed_and_a_closed_one_stays_so() {
    let mut world = opened();
    let rectified = SupervisionAct::Rectified { case: CASE, commitment: [0; 32] };
    let close = SupervisionAct::CloseCase { case: CASE };
    let nothing = Err("NothingToRectify 2020-80/p6.supervision-is-exercised");
    check(&mut world, BODY, rectified.clone(), nothing);
    let past = SupervisionAct::Rectify { case: CASE, due: world.now.plus_days(-1) };
    check(&mut world, CENTRE, past, Err("DatesOutOfOrder 2020-80/p4.dates-are-in-order"));
    let due = SupervisionAct::Rectify { case: CASE, due: world.now.plus_days(30) };
    check(&mut world, CENTRE, due, EXERCISED);
    let open = Err("NotRectified 2020-80/p6.supervision-is-exercised");
    check(&mut world, CENTRE, close.clone(), open);
    let only = Err("2020-80/p6.only-the-subject-answers");
    check(&mut world, CENTRE, rectified.clone(), only);
    check(&mut world, BODY, rectified, Ok("2020-80/p6.subject-answers"));
    check(&mut world, CENTRE, close.clone(), EXERCISED);
    let closed = Err("CaseClosed 2020-80/p6.supervision-is-exercised");
    check(&mut world, CENTRE, close, closed);
    let unknown = SupervisionAct::CloseCase { case: CaseId(8) };
    let none = Err("UnknownCase 2020-80/p6.supervision-is-exercised");
    check(&mut world, CENTRE, unknown, none);
}
