//! Cohorts from admission to the end of each member.
//!
//! Source: 三, last sentence; R-3-6, R-3-11 to R-3-13. Out of scope: who the members are (`desk`).

use crate::scene::{AUTHORITY, CENTRE, EMPLOYER, SCHOOL, Scene, day, row, rule};
use register::{
    Admission, Change, ChangeReason, CohortAct, CohortChange, CohortEnds, CohortId, CohortKind,
    OrganisationId, PlannedCertificate, PublicAct, Scheme, SessionId, UnmetReason,
};
use vocab::Level;

fn admission(scene: &Scene, admitted: &str) -> Admission {
    Admission {
        cohort: scene.state.cohorts().next(),
        kind: CohortKind::Student,
        occupation: row("车工"),
        level: Level::Four,
        plan: PlannedCertificate::Qualification,
        admitted_on: day(admitted),
        expected_on: day("2021-07-01"),
        heads: 30,
        root: [1; 32],
        region: 99,
    }
}

fn admit(scene: &mut Scene, on: &str, by: OrganisationId, a: Admission) -> String {
    rule(&scene.act(on, by, PublicAct::Cohort(CohortAct::Admit(a))))
}

fn cohort(scene: &mut Scene, on: &str, act: CohortAct) -> String {
    rule(&scene.act(on, SCHOOL, PublicAct::Cohort(act)))
}

fn change(
    scene: &mut Scene,
    cohort_id: u32,
    change: CohortChange,
    (count, heads_after): (u32, u32),
) -> String {
    let cohort_id = CohortId(cohort_id);
    let reason = ChangeReason::OwnWish;
    let root = [2; 32];
    let change = Change { cohort: cohort_id, change, count, heads_after, root, reason };
    cohort(scene, "2020-12-01", CohortAct::Change(change))
}

const ADMITTED: &str = "permit 2020-80/p3.cohort-is-admitted";

#[test]
fn schools_admit_students_and_employers_apprentices_each_before_on_and_after_the_exit() {
    let plan = PlannedCertificate::Qualification;
    let refused = "no 2020-80/p3.no-new-qualification-plan";
    for (kind, by, admitted, name, expect) in [
        (CohortKind::Student, SCHOOL, "2018-09-01", "车工", ADMITTED),
        (CohortKind::Student, SCHOOL, "2020-09-29", "车工", ADMITTED),
        (CohortKind::Student, SCHOOL, "2020-09-30", "车工", ADMITTED),
        (CohortKind::Student, SCHOOL, "2020-10-01", "车工", refused),
        (CohortKind::Student, SCHOOL, "2020-12-31", "电工", ADMITTED),
        (CohortKind::Student, SCHOOL, "2021-01-01", "电工", refused),
        (CohortKind::Student, SCHOOL, "2021-01-01", "消防员", ADMITTED),
        (CohortKind::Apprentice, EMPLOYER, "2020-09-30", "车工", ADMITTED),
        (CohortKind::Apprentice, EMPLOYER, "2020-10-01", "车工", ADMITTED),
        (CohortKind::Apprentice, SCHOOL, "2020-09-30", "车工", "NotAnAdmitter"),
        (CohortKind::Student, EMPLOYER, "2020-09-30", "车工", "NotAnAdmitter"),
        (CohortKind::Student, CENTRE, "2020-09-30", "车工", "NotAnAdmitter"),
    ] {
        let mut scene = Scene::new(None);
        scene.recognise("2020-08-03", None);
        let a = Admission { kind, plan, occupation: row(name), ..admission(&scene, admitted) };
        // What was admitted earlier may be put on record late.
        let said = admit(&mut scene, "2021-02-01", by, a);
        assert_eq!(said, expect, "{kind:?} {name} {admitted}");
    }
}

#[test]
fn a_plan_that_ends_with_a_level_certificate_admits_after_the_exit_too() {
    let mut scene = Scene::new(None);
    let a = Admission { plan: PlannedCertificate::Level, ..admission(&scene, "2020-10-01") };
    assert_eq!(admit(&mut scene, "2020-10-01", SCHOOL, a), ADMITTED);
}

#[test]
fn an_admission_out_of_order_is_refused() {
    let mut scene = Scene::new(None);
    let good = admission(&scene, "2020-09-01");
    for (a, expect) in [
        (Admission { cohort: CohortId(1), ..good }, "NotTheNext"),
        (Admission { admitted_on: day("2020-09-11"), ..good }, "DatesOutOfOrder"),
        (Admission { expected_on: good.admitted_on, ..good }, "DatesOutOfOrder"),
        (Admission { heads: 0, ..good }, "HeadsDoNotAddUp"),
        (good, ADMITTED),
        (good, "NotTheNext"),
    ] {
        assert_eq!(admit(&mut scene, "2020-09-10", SCHOOL, a), expect);
    }
}

#[test]
fn members_leave_move_and_repeat_and_the_heads_add_up() {
    let mut scene = Scene::new(None);
    for _ in 0..2 {
        let a = admission(&scene, "2019-09-01");
        admit(&mut scene, "2020-09-10", SCHOOL, a);
    }
    let amended = "permit 2020-80/p3.cohort-is-amended";
    let leave = CohortChange::Leave;
    assert_eq!(change(&mut scene, 0, leave, (2, 28)), amended);
    assert_eq!(change(&mut scene, 0, leave, (2, 27)), "HeadsDoNotAddUp");
    assert_eq!(change(&mut scene, 0, leave, (0, 28)), "HeadsDoNotAddUp");
    assert_eq!(change(&mut scene, 0, leave, (29, 0)), "HeadsDoNotAddUp");
    assert_eq!(change(&mut scene, 7, leave, (1, 27)), "UnknownCohort");
    let come = CohortChange::TransferIn { from: CohortId(0) };
    assert_eq!(change(&mut scene, 1, come, (1, 31)), "TransferUnmatched");
    let go = CohortChange::TransferOut { to: CohortId(1) };
    assert_eq!(change(&mut scene, 0, go, (3, 25)), amended);
    assert_eq!(scene.state.cohorts().on_the_way(CohortId(0), CohortId(1)), 3);
    assert_eq!(change(&mut scene, 1, come, (4, 34)), "TransferUnmatched");
    assert_eq!(change(&mut scene, 1, come, (3, 33)), amended);
    assert_eq!(scene.state.cohorts().on_the_way(CohortId(0), CohortId(1)), 0);
    let itself = CohortChange::TransferOut { to: CohortId(0) };
    assert_eq!(change(&mut scene, 0, itself, (1, 24)), "OtherCohort");
    let expected_on = day("2022-07-01");
    let repeat = |into| CohortChange::Repeat { into: CohortId(into), expected_on };
    assert_eq!(change(&mut scene, 0, repeat(5), (1, 24)), "NotTheNext");
    let early = CohortChange::Repeat { into: CohortId(2), expected_on: day("2021-07-01") };
    assert_eq!(change(&mut scene, 0, early, (1, 24)), "DatesOutOfOrder");
    assert_eq!(change(&mut scene, 0, repeat(2), (1, 24)), amended);
    // Who repeats keeps the day of admission, and so the promise.
    let repeating = scene.state.cohorts().get(CohortId(2)).unwrap();
    assert_eq!((repeating.heads, repeating.admission.admitted_on), (1, day("2019-09-01")));
    assert_eq!(repeating.admission.expected_on, expected_on);
}

fn complete(cohort: u32, on: &str, heads: u32) -> CohortAct {
    CohortAct::Complete { cohort: CohortId(cohort), completed_on: day(on), heads }
}

fn ends(certified: &[(u32, u32)], unmet: &[(UnmetReason, u32)]) -> CohortAct {
    CohortAct::ReportEnds(CohortEnds {
        cohort: CohortId(0),
        certified: certified.iter().map(|(s, n)| (SessionId(*s), *n)).collect(),
        unmet: unmet.to_vec(),
        root: [3; 32],
    })
}

/// A session of the employer that certifies so many.
fn certified(scene: &mut Scene, n: u32) -> SessionId {
    let plan = (Scheme::Level, "车工");
    let session = scene.plan("2021-07-05", EMPLOYER, plan, ("2021-07-15", "2021-07-25")).unwrap();
    scene.close("2021-07-15", session, n, "2021-07-14");
    scene.results("2021-07-27", session, "2021-07-25", (n, n));
    scene.done("2021-08-03", EMPLOYER, PublicAct::ConfirmResults { session });
    let issued = scene.issue("2021-08-05", session, "2021-08-05", n);
    assert!(issued.starts_with("permit") || issued.starts_with("duty"), "{issued}");
    session
}

#[test]
fn each_member_who_completed_is_certified_by_a_named_body_or_a_reason_is_given() {
    let mut scene = Scene::new(None);
    scene.recognise("2020-08-03", None);
    let a = admission(&scene, "2019-09-01");
    admit(&mut scene, "2020-09-10", SCHOOL, a);
    let early = cohort(&mut scene, "2021-06-01", ends(&[], &[(UnmetReason::Absent, 30)]));
    assert_eq!(early, "CohortNotCompleted");
    let wrong = cohort(&mut scene, "2021-07-01", complete(0, "2021-07-01", 29));
    assert_eq!(wrong, "HeadsDoNotAddUp");
    let future = cohort(&mut scene, "2021-07-01", complete(0, "2021-07-02", 30));
    assert_eq!(future, "DatesOutOfOrder");
    let done = cohort(&mut scene, "2021-07-01", complete(0, "2021-07-01", 30));
    assert_eq!(done, "permit 2020-80/p3.cohort-is-completed");
    let twice = cohort(&mut scene, "2021-07-02", complete(0, "2021-07-01", 30));
    assert_eq!(twice, "CohortOver");
    assert_eq!(change(&mut scene, 0, CohortChange::Leave, (1, 29)), "CohortOver");
    let session = certified(&mut scene, 28).0;
    let missing = (UnmetReason::NotPassed, 2);
    let report = |scene: &mut Scene, certified: &[(u32, u32)], unmet: &[_]| {
        cohort(scene, "2021-09-01", ends(certified, unmet))
    };
    let unnamed = report(&mut scene, &[(session, 28)], &[missing]);
    assert_eq!(unnamed, "NotNamed");
    let body = CohortAct::NameBody { cohort: CohortId(0), body: EMPLOYER };
    let named = cohort(&mut scene, "2021-08-10", body.clone());
    assert_eq!(named, "permit 2020-80/p3.cohort-body-is-named");
    assert_eq!(cohort(&mut scene, "2021-08-11", body), "NamedTwice");
    assert_eq!(report(&mut scene, &[(session, 28)], &[]), "HeadsDoNotAddUp");
    assert_eq!(report(&mut scene, &[(session, 29)], &[(missing.0, 1)]), "MoreThanCertified");
    assert_eq!(report(&mut scene, &[(9, 28)], &[missing]), "UnknownSession");
    let twice = [(session, 14), (session, 14)];
    assert_eq!(report(&mut scene, &twice, &[missing]), "HeadsDoNotAddUp");
    let kept = report(&mut scene, &[(session, 28)], &[missing]);
    assert_eq!(kept, "duty 2020-80/p3.cohort-promise");
    assert_eq!(report(&mut scene, &[(session, 28)], &[missing]), "CohortOver");
    assert_eq!(scene.state.cohorts().reported(SessionId(session)), 28);
    // The same certificates are not those of another cohort too.
    let a = admission(&scene, "2019-09-01");
    let other = a.cohort;
    admit(&mut scene, "2021-09-02", SCHOOL, a);
    cohort(&mut scene, "2021-09-02", complete(other.0, "2021-09-02", 30));
    let body = CohortAct::NameBody { cohort: other, body: EMPLOYER };
    cohort(&mut scene, "2021-09-02", body);
    let again = CohortAct::ReportEnds(CohortEnds {
        cohort: other,
        certified: vec![(SessionId(session), 28)],
        unmet: vec![missing],
        root: [3; 32],
    });
    assert_eq!(cohort(&mut scene, "2021-09-02", again), "MoreThanCertified");
}

#[test]
fn a_body_is_named_only_while_it_is_recognised_for_occupation_and_level() {
    let mut scene = Scene::new(None);
    scene.recognise("2020-08-03", Some("2021-02-28"));
    let a = admission(&scene, "2019-09-01");
    admit(&mut scene, "2020-09-10", SCHOOL, a);
    let other = Admission { occupation: row("钳工"), ..admission(&scene, "2019-09-01") };
    admit(&mut scene, "2020-09-10", SCHOOL, other);
    let name =
        |cohort, body| PublicAct::Cohort(CohortAct::NameBody { cohort: CohortId(cohort), body });
    let refused = "no 2020-80/p3.named-body-is-recognised";
    for (on, by, cohort, body, expect) in [
        ("2020-12-01", SCHOOL, 1, EMPLOYER, refused),
        ("2020-12-01", SCHOOL, 0, CENTRE, refused),
        ("2020-12-01", CENTRE, 0, EMPLOYER, "NotItsOwnCohort"),
        ("2020-12-01", SCHOOL, 0, OrganisationId(9), "UnknownParty"),
        ("2021-02-28", AUTHORITY, 0, EMPLOYER, "permit 2020-80/p3.cohort-body-is-named"),
        ("2021-03-01", SCHOOL, 1, EMPLOYER, refused),
    ] {
        let mut scene = scene.clone();
        assert_eq!(rule(&scene.act(on, by, name(cohort, body))), expect, "{on} {by:?} {body:?}");
    }
    let mut late = scene.clone();
    assert_eq!(rule(&late.act("2021-03-01", SCHOOL, name(0, EMPLOYER))), refused);
}

#[test]
fn the_old_certificate_is_for_members_whose_examination_was_in_flight() {
    for (name, announced, held, completed, expect) in [
        // Completed before the exit: either certificate.
        ("车工", "2020-08-01", "2020-08-24", "2020-09-30", "duty 2020-80/p3.cohort-promise"),
        // Completed after it; the examination was announced before.
        ("车工", "2020-09-10", "2020-10-24", "2021-07-01", "duty 2020-80/p3.cohort-promise"),
    ] {
        let mut scene = Scene::new(None);
        let a = admission(&scene, "2019-09-01");
        admit(&mut scene, "2020-07-30", SCHOOL, a);
        let until = vocab::Day(day(held).0 - 4).to_string();
        let planned = vocab::Day(day(held).0 - 1).to_string();
        let exam = scene.announce(announced, name, &until, &planned);
        scene.close(&until, exam, 30, &until);
        let results = vocab::Day(day(held).0 + 5).to_string();
        scene.results(&results, exam, held, (30, 30));
        scene.issue(&results, exam, &results, 30);
        cohort(&mut scene, completed.max(results.as_str()), complete(0, completed, 30));
        let said = cohort(&mut scene, "2021-07-05", ends(&[(exam.0, 30)], &[]));
        assert_eq!(said, expect, "{announced} {completed}");
    }
}
