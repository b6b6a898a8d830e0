//! Settling an examination in flight: choices, refunds, and tallies that are the counts of rows.
//!
//! Keeps: I-REG-5. Out of scope: the law's own answers (law/*/cases).

use crate::stage::{CENTRE, Stage, day};
use desk::candidates::Score;
use desk::house_error::HouseError;
use desk::{Election, Scheme, SessionId};

fn in_flight(stage: &mut Stage) -> SessionId {
    let on = stage.on("2020-09-10");
    let plan = stage.plan(Scheme::Qualification, "中式烹调师", "2020-10-10", "2020-10-24");
    let (exam, _) = stage.house.announce(CENTRE, on, "exam", plan).unwrap();
    let people = stage.people(4);
    let on = stage.on("2020-09-20");
    stage.house.accept(exam, on, &people).unwrap();
    exam
}

#[test]
fn i_reg_5_every_candidate_ends_once_and_the_tally_is_the_count() {
    let mut stage = Stage::new();
    let exam = in_flight(&mut stage);
    let on = stage.on("2020-10-12");
    stage.house.close_registration(CENTRE, exam, on).unwrap();
    for (place, choice) in [(0, Election::Continue), (1, Election::Refund), (2, Election::Refund)] {
        stage.house.elect(exam, place, choice).unwrap();
    }
    assert_eq!(stage.house.undecided(exam).unwrap(), [3]);
    let on = stage.on("2020-10-13");
    let result = stage.house.refund(exam, 3, on, "x");
    assert_eq!(stage.refused_by(result), "2020-80/p3.candidate-chooses");
    let result = stage.house.refund(exam, 0, on, "x");
    assert_eq!(stage.refused_by(result), "2020-80/p3.no-refund-without-choice");
    assert_eq!(stage.house.refund(exam, 1, on, "x").unwrap(), 10_000);
    let twice = stage.house.refund(exam, 1, on, "x");
    assert!(matches!(twice, Err(HouseError::Settled)), "a refund is paid once: {twice:?}");
    let late = stage.house.elect(exam, 1, Election::Continue);
    assert!(matches!(late, Err(HouseError::Settled)), "acted upon: {late:?}");
    // Until it was acted upon, a choice can be changed.
    stage.house.elect(exam, 2, Election::Continue).unwrap();
    let tally = stage.house.tally(exam).unwrap();
    let counts = (tally.accepted, tally.continued, tally.refunded, tally.undecided);
    assert_eq!(counts, (4, 2, 1, 1));
    stage.house.report_settlement(CENTRE, exam, on).unwrap();
    let settled = stage.house.state().session(exam).unwrap().settlement.unwrap();
    assert_eq!((settled.continued, settled.refunded, settled.undecided), (2, 1, 1));
    // More than chose to continue cannot have sat.
    let on = stage.on("2020-11-02");
    let score = |place| Score { place, theory_tenths: 700, skill_tenths: 700 };
    let days = (day("2020-10-24"), on);
    let result = stage.house.record_results(CENTRE, exam, days, &[score(0), score(2), score(3)]);
    assert_eq!(stage.refused_by(result), "2020-80/p3.continues-as-chosen");
    stage.house.record_results(CENTRE, exam, days, &[score(0), score(2)]).unwrap();
}

#[test]
fn before_the_exit_there_is_no_choice_and_no_refund() {
    let mut stage = Stage::new();
    let exam = in_flight(&mut stage);
    stage.house.elect(exam, 0, Election::Refund).unwrap();
    let on = stage.on("2020-09-30");
    let result = stage.house.refund(exam, 0, on, "x");
    assert_eq!(stage.refused_by(result), "2020-80/p3.no-refund-without-choice");
}

#[test]
fn a_late_registration_enters_nobody_and_is_kept_as_a_refusal() {
    let mut stage = Stage::new();
    let exam = in_flight(&mut stage);
    let before = stage.house.refusals().unwrap();
    let on = stage.on("2020-10-11");
    let people = stage.people(2);
    let result = stage.house.accept(exam, on, &people);
    assert_eq!(stage.refused_by(result), "2020-80/p2.batch1-has-left");
    assert_eq!(stage.house.tally(exam).unwrap().accepted, 4);
    assert_eq!(stage.house.refusals().unwrap(), before + 1);
    // On the last day of the window it would have been accepted.
    let on = stage.on("2020-10-11").plus_days(-1);
    assert!(stage.house.accept(exam, on, &people).is_ok());
}
