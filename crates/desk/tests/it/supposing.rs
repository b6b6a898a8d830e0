//! A supposed exit agrees with what the law decides on the day itself, and changes nothing.
//!
//! Out of scope: the printed form (crate `dengji`).

use crate::stage::{AUTHORITY, CENTRE, EMPLOYER, Stage, day};
use desk::follow_cohort::Member;
use desk::house::Request;
use desk::suppose_exit::{Suppose, SupposedExit};
use desk::{CohortId, CohortKind, PlannedCertificate, PublicAct, Scheme, SessionId};
use register::{Admission, OccupationAct};
use vocab::Level;

/// An examination with three accepted candidates, and one of which none has come yet.
fn in_flight(stage: &mut Stage, name: &str) -> (SessionId, SessionId) {
    let on = stage.on("2020-09-10");
    let plan = stage.plan(Scheme::Qualification, name, "2020-10-10", "2020-10-24");
    let (first, _) = stage.house.announce(CENTRE, on, "first", plan).unwrap();
    let on = stage.on("2020-09-20");
    let people = stage.people(3);
    stage.house.accept(first, on, &people).unwrap();
    let plan = stage.plan(Scheme::Qualification, name, "2020-09-28", "2020-10-24");
    let (second, _) = stage.house.announce(CENTRE, on, "second", plan).unwrap();
    (first, second)
}

fn suppose(stage: &Stage, name: &str, on: &str) -> SupposedExit {
    let row = stage.row(name);
    let before = (stage.house.size(), stage.house.state().digest());
    let view = stage.house.suppose_exit(Suppose { row, on: day(on), region: None });
    assert_eq!(before, (stage.house.size(), stage.house.state().digest()));
    view.unwrap().unwrap()
}

/// What is supposed of an examination: act, candidates, outcome and rule.
fn told(view: &SupposedExit, session: SessionId) -> Vec<String> {
    let exam = view.exams.iter().find(|exam| exam.session == session).unwrap();
    let line = |g: &desk::suppose_exit::Group| {
        let rule = g.answer.rule.as_deref().unwrap_or("-");
        format!("{} {} {} {rule}", g.act, g.candidates, g.answer.outcome.name())
    };
    exam.groups.iter().map(line).collect()
}

#[test]
fn what_is_supposed_of_the_planned_day_is_what_the_day_brings() {
    let mut stage = Stage::new();
    let (first, second) = in_flight(&mut stage, "车工");
    let view = suppose(&stage, "车工", "2020-10-01");
    assert_eq!(view.leaves_on, Some(day("2020-10-01")));
    assert_eq!(
        told(&view, first),
        [
            "hold-exam 3 offer_choice 2020-80/p3.candidate-chooses",
            "accept-registration 0 permit 2020-80/p3.registers-within-announced-period",
        ]
    );
    assert_eq!(told(&view, second), ["accept-registration 0 forbid 2020-80/p2.batch1-has-left"]);
    // The day comes.
    let on = stage.on("2020-10-01");
    let asked = stage.house.may_examine(first, 0, on);
    assert_eq!(stage.refused_by(asked), "2020-80/p3.candidate-chooses");
    let people = stage.people(1);
    let late = stage.house.accept(second, on, &people);
    assert_eq!(stage.refused_by(late), "2020-80/p2.batch1-has-left");
    stage.house.accept(first, on, &people).unwrap();
}

#[test]
fn what_is_supposed_is_what_an_announced_exit_of_that_day_brings() {
    for on in ["2020-09-19", "2020-09-20", "2020-09-21", "2020-10-11"] {
        let mut stage = Stage::new();
        let (first, second) = in_flight(&mut stage, "电工");
        let people = stage.people(1);
        let view = suppose(&stage, "电工", on);
        let exit = OccupationAct::AnnounceExit {
            occupation: stage.row("电工"),
            effective_on: Some(day(on)),
        };
        // What is announced on the day itself, at the latest.
        let announced = stage.on(on.max("2020-09-20"));
        let request = Request {
            actor: Some(AUTHORITY),
            on: day(on),
            name: "exit".into(),
            act: PublicAct::Occupation(exit),
        };
        stage.house.record(&request, &[]).unwrap();
        assert!(day(on) <= announced);
        for exam in &view.exams {
            for group in &exam.groups {
                let asked = match group.act {
                    "hold-exam" => stage.house.may_examine(exam.session, 0, day(on)),
                    _ => stage.house.accept(exam.session, day(on), &people).map(|_| ()),
                };
                let rule = group.answer.rule.clone().unwrap();
                match group.answer.outcome.name() {
                    "permit" | "duty" => asked.unwrap(),
                    _ => assert_eq!(stage.refused_by(asked), rule, "{on} {}", group.act),
                }
            }
        }
        let told = view.exams.iter().map(|exam| exam.session).collect::<Vec<_>>();
        let both = [first, second];
        assert_eq!(told, both[..if "2020-09-20" < on { 2 } else { 1 }], "{on}");
    }
}

#[test]
fn an_earlier_exit_protects_what_was_announced_and_accepted_before_it() {
    let mut stage = Stage::new();
    let (first, _) = in_flight(&mut stage, "电工");
    // Only the second batch's last day is planned: an announcement brings it forward.
    let view = suppose(&stage, "电工", "2020-09-15");
    assert_eq!(view.leaves_on, Some(day("2020-09-15")));
    assert_eq!(view.exams.len(), 1, "the second was announced after it");
    let lines = told(&view, first);
    assert_eq!(lines[0], "hold-exam 3 offer_choice 2020-80/p3.candidate-chooses");
    // It cannot be put off: supposed later, the occupation has left by the plan.
    let view = suppose(&stage, "电工", "2021-06-01");
    assert_eq!(view.leaves_on, Some(day("2021-01-01")));
}

#[test]
fn cohorts_in_flight_are_told_with_their_promise_and_who_could_keep_it() {
    let mut stage = Stage::new();
    let on = stage.on("2020-09-10");
    let people: Vec<Member> = stage
        .people(2)
        .into_iter()
        .map(|p| Member { name: p.name, document: p.document })
        .collect();
    let plan = Admission {
        cohort: CohortId(0),
        kind: CohortKind::Apprentice,
        occupation: stage.row("车工"),
        level: Level::Four,
        plan: PlannedCertificate::Level,
        admitted_on: day("2020-09-01"),
        expected_on: day("2021-07-01"),
        heads: 0,
        root: [0; 32],
        region: 99,
    };
    stage.house.admit_cohort(EMPLOYER, on, plan, &people[..1]).unwrap();
    let other = Admission { region: 32, ..plan };
    stage.house.admit_cohort(EMPLOYER, on, other, &people[1..]).unwrap();
    let view = suppose(&stage, "车工", "2020-10-01");
    let promise = |n: usize| view.cohorts[n].promise.rule.clone().unwrap();
    assert_eq!(promise(0), "2020-80/p3.promise-is-accounted-for");
    assert_eq!(view.cohorts[0].bodies, [EMPLOYER]);
    assert_eq!(view.cohorts[1].bodies, []);
    // Admitted after a supposed exit nothing is promised; before their admission there is nobody.
    assert!(suppose(&stage, "车工", "2020-08-20").cohorts.is_empty());
    let row = stage.row("车工");
    let here = Suppose { row, on: day("2020-10-01"), region: Some(32) };
    assert_eq!(stage.house.suppose_exit(here).unwrap().unwrap().cohorts.len(), 1);
}
