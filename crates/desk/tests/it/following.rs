//! A cohort followed from admission to the end of each member, and the promises at risk.
//!
//! Out of scope: head counts and order (crate `register`).

use crate::stage::{EMPLOYER, Stage, day};
use desk::candidates::Applicant;
use desk::follow_cohort::Member;
use desk::house_error::HouseError;
use desk::{ChangeReason, CohortId, CohortKind, PlannedCertificate, SessionId, UnmetReason};
use register::{Admission, CohortChange};
use vocab::Level;

pub fn members(people: &[Applicant]) -> Vec<Member> {
    people.iter().map(|p| Member { name: p.name.clone(), document: p.document.clone() }).collect()
}

pub fn admission(stage: &Stage, admitted: &str) -> Admission {
    Admission {
        cohort: CohortId(0),
        kind: CohortKind::Apprentice,
        occupation: stage.row("车工"),
        level: Level::Four,
        plan: PlannedCertificate::Qualification,
        admitted_on: day(admitted),
        expected_on: day("2020-12-20"),
        heads: 0,
        root: [0; 32],
        region: 99,
    }
}

/// The employer admits the first so many people as apprentices.
pub fn admitted(stage: &mut Stage, count: usize) -> CohortId {
    let on = stage.on("2020-09-10");
    let (people, admission) = (members(&stage.people(count)), admission(stage, "2020-09-01"));
    stage.house.admit_cohort(EMPLOYER, on, admission, &people).unwrap().0
}

#[test]
fn nobody_is_in_two_cohorts_of_an_occupation_at_once() {
    let mut stage = Stage::new();
    let first = admitted(&mut stage, 3);
    let on = stage.on("2020-09-11");
    let people = members(&stage.people(5));
    let plan = admission(&stage, "2020-09-01");
    let both = stage.house.admit_cohort(EMPLOYER, on, plan, &people[2..]);
    let found = matches!(both, Err(HouseError::InTwoCohorts { place: 0, cohort: 0 }));
    assert!(found, "{both:?}");
    let twice = [people[3].clone(), people[3].clone()];
    let twice = stage.house.admit_cohort(EMPLOYER, on, plan, &twice);
    let found = matches!(twice, Err(HouseError::InTwoCohorts { place: 1, cohort: 1 }));
    assert!(found, "{twice:?}");
    // For another occupation, or after leaving, it is another matter.
    let other = Admission { occupation: stage.row("电工"), ..plan };
    stage.house.admit_cohort(EMPLOYER, on, other, &people[2..]).unwrap();
    let leave = (CohortChange::Leave, ChangeReason::OwnWish);
    stage.house.change_cohort(EMPLOYER, (first, on), leave, &[2]).unwrap();
    let (second, _) = stage.house.admit_cohort(EMPLOYER, on, plan, &people[2..]).unwrap();
    assert_eq!(stage.house.state().cohorts().get(second).unwrap().heads, 3);
    let gone = stage.house.change_cohort(EMPLOYER, (first, on), leave, &[2]);
    assert!(matches!(gone, Err(HouseError::NoMember(2))), "{gone:?}");
}

#[test]
fn members_who_go_over_or_repeat_are_followed_where_they_are() {
    let mut stage = Stage::new();
    let first = admitted(&mut stage, 4);
    let on = stage.on("2020-09-11");
    let people = members(&stage.people(6));
    let plan = admission(&stage, "2020-09-01");
    let (second, _) = stage.house.admit_cohort(EMPLOYER, on, plan, &people[4..]).unwrap();
    let reason = ChangeReason::Reorganised;
    let out = (CohortChange::TransferOut { to: second }, reason);
    stage.house.change_cohort(EMPLOYER, (first, on), out, &[1, 2]).unwrap();
    let come = (CohortChange::TransferIn { from: first }, reason);
    stage.house.change_cohort(EMPLOYER, (second, on), come, &[]).unwrap();
    let again = stage.house.change_cohort(EMPLOYER, (second, on), come, &[]);
    assert_eq!(stage.refused_by(again), "2020-80/p3.promise-is-accounted-for");
    let (into, expected_on) = (CohortId(2), day("2021-12-20"));
    let repeat = (CohortChange::Repeat { into, expected_on }, ChangeReason::Studies);
    stage.house.change_cohort(EMPLOYER, (first, on), repeat, &[0]).unwrap();
    let heads = |id| stage.house.state().cohorts().get(id).unwrap().heads;
    assert_eq!([first, second, into].map(heads), [1, 4, 1]);
}

/// The employer certifies all but the last of so many people: the same ones as in the cohort.
pub fn certified(stage: &mut Stage, count: usize) -> SessionId {
    let session = stage.confirmed_session(count);
    let on = stage.on("2020-12-16");
    let rows: Vec<u32> = (0..count as u32 - 1).collect();
    stage.house.issue(EMPLOYER, session, (on, on), &rows).unwrap();
    session
}

#[test]
fn the_end_of_each_member_is_found_by_document_or_a_reason_is_given() {
    let mut stage = Stage::new();
    let cohort = admitted(&mut stage, 4);
    let session = certified(&mut stage, 4);
    let on = stage.on("2020-12-20");
    stage.house.complete_cohort(EMPLOYER, cohort, (on, on)).unwrap();
    stage.house.name_cohort_body(EMPLOYER, cohort, on, EMPLOYER).unwrap();
    let open = stage.house.report_cohort(EMPLOYER, (cohort, on), &[]);
    assert!(matches!(open, Err(HouseError::OpenEnds(ref open)) if *open == [3]), "{open:?}");
    let unmet = [(3, UnmetReason::NotPassed)];
    let receipt = stage.house.report_cohort(EMPLOYER, (cohort, on), &unmet).unwrap();
    assert_eq!(receipt.rule.as_deref(), Some("2020-80/p3.cohort-promise"));
    let (_, ends) = stage.house.state().cohorts().get(cohort).unwrap().ends.clone().unwrap();
    assert_eq!(ends.certified, [(session, 3)]);
    assert_eq!(ends.unmet, [(UnmetReason::NotPassed, 1)]);
    let stage = stage.reopened();
    assert!(stage.house.state().cohorts().get(cohort).unwrap().ends.is_some());
}

#[test]
fn a_promise_without_a_recognised_body_in_the_region_is_at_risk() {
    let mut stage = Stage::new();
    let on = stage.on("2020-09-10");
    let people = members(&stage.people(6));
    let plan = admission(&stage, "2020-09-01");
    let rows = [
        // The employer is recognised for 车工 of level four in region 99.
        plan,
        Admission { occupation: stage.row("电工"), ..plan },
        Admission { region: 32, occupation: stage.row("钳工"), ..plan },
        Admission { expected_on: day("2024-07-01"), occupation: stage.row("铣工"), ..plan },
    ];
    for (n, admission) in rows.into_iter().enumerate() {
        stage.house.admit_cohort(EMPLOYER, on, admission, &people[n..=n]).unwrap();
    }
    let risk = |on: &str, within| {
        let risks = stage.house.at_risk(day(on), within);
        risks.iter().map(|r| (r.cohort.0, r.days_left, r.promised)).collect::<Vec<_>>()
    };
    assert_eq!(risk("2020-09-10", 100), []);
    assert_eq!(risk("2020-09-11", 100), [(1, 100, true), (2, 100, true)]);
    assert_eq!(risk("2020-12-21", 0), [(1, -1, true), (2, -1, true)]);
    assert_eq!(risk("2020-09-11", 5_000).len(), 3);
}

#[test]
fn a_recognition_that_ends_before_completion_leaves_the_promise_at_risk() {
    let mut stage = Stage::new();
    let on = stage.on("2020-09-10");
    let people = members(&stage.people(1));
    // Three years where the act is silent (R-5-3).
    let plan = admission(&stage, "2020-09-01");
    let late = Admission { expected_on: day("2024-07-01"), ..plan };
    stage.house.admit_cohort(EMPLOYER, on, late, &people).unwrap();
    let risks = stage.house.at_risk(on, 5_000);
    assert_eq!(risks.len(), 1);
    assert_eq!(risks[0].expiring, [EMPLOYER]);
}
