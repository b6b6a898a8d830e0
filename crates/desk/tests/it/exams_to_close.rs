//! An examination of the old scheme to its close: admission numbers, choices with day and channel,
//! refunds by order, reminders, reconciliation, resits; a void batch.
//!
//! Keeps: I-REG-5. Out of scope: what the register's order refuses (crate `register`).

use crate::stage::{AUTHORITY, CENTRE, Stage, day};
use desk::candidates::Score;
use desk::house::Request;
use desk::house_error::HouseError;
use desk::reconcile::Difference;
use desk::settle_exam::{Channel, Said};
use desk::{Election, PublicAct, Scheme, SessionId};
use register::{BodyAct, Particulars};

fn in_region(stage: &mut Stage, region: u8) {
    let on = stage.on("2020-08-10");
    let particulars = Particulars { region: Some(region), ..Particulars::default() };
    let act = PublicAct::Body(BodyAct::Describe { organisation: CENTRE, particulars });
    let request = Request { actor: Some(AUTHORITY), on, name: "describe".into(), act };
    stage.house.record(&request, &[]).unwrap();
}

/// Four candidates accepted before the exit, registration closed.
fn in_flight(stage: &mut Stage) -> SessionId {
    let on = stage.on("2020-09-10");
    let plan = stage.plan(Scheme::Qualification, "中式烹调师", "2020-09-28", "2020-10-24");
    let (exam, _) = stage.house.announce(CENTRE, on, "exam", plan).unwrap();
    let people = stage.people(4);
    let on = stage.on("2020-09-20");
    stage.house.accept(exam, on, &people).unwrap();
    let on = stage.on("2020-09-29");
    stage.house.close_registration(CENTRE, exam, on).unwrap();
    exam
}

fn score(place: u32, theory_tenths: u16) -> Score {
    Score { place, theory_tenths, skill_tenths: 700 }
}

#[test]
fn i_reg_5_an_examination_is_followed_to_its_close_and_the_money_reconciles() {
    let mut stage = Stage::new();
    let exam = in_flight(&mut stage);
    let on = stage.on("2020-09-30");
    let (admitted, _) = stage.house.complete_batch(CENTRE, exam, on).unwrap();
    assert_eq!(admitted, 4);
    assert_eq!(stage.house.reminders(on, 0).unwrap(), [], "before the exit nobody has to choose");
    let on = stage.on("2020-10-05");
    let due = |stage: &Stage, after| {
        let due = stage.house.reminders(day("2020-10-05"), after).unwrap();
        due.iter().map(|r| (r.place, r.days)).collect::<Vec<_>>()
    };
    assert_eq!(due(&stage, 5), []);
    assert_eq!(due(&stage, 4), [(0, 4), (1, 4), (2, 4), (3, 4)]);
    let said = [
        (0, Election::Continue, Channel::Phone),
        (1, Election::Continue, Channel::Online),
        (2, Election::Continue, Channel::Message),
        (2, Election::Refund, Channel::Letter),
    ];
    for (place, election, channel) in said {
        stage.house.hear(exam, place, Said::Chose(election), (on, channel)).unwrap();
    }
    assert_eq!(due(&stage, 4), [(3, 4)]);
    let heard: Vec<_> = stage.house.choices(exam).unwrap();
    assert_eq!(heard.len(), 4, "what was said before stays on record");
    assert_eq!((heard[3].said.as_str(), heard[3].channel), ("refund", Channel::Letter));
    let waits = stage.house.reconcile(exam).unwrap();
    assert_eq!(waits.differences, [Difference::Waits(2)]);
    stage.house.pay_back(exam, 2, on, ("T-1", "bank-1")).unwrap();
    stage.house.hear(exam, 3, Said::Withdrew, (on, Channel::Window)).unwrap();
    let gone = stage.house.hear(exam, 3, Said::Chose(Election::Continue), (on, Channel::Window));
    assert!(matches!(gone, Err(HouseError::Settled)), "{gone:?}");
    stage.house.report_choices(CENTRE, exam, on).unwrap();
    let early = stage.house.close_exam(CENTRE, exam, on);
    assert!(matches!(early, Err(HouseError::OpenEnds(ref open)) if *open == [0, 1]), "{early:?}");
    let on = stage.on("2020-11-02");
    let scores = [score(0, 700), score(1, 500)];
    stage.house.record_results(CENTRE, exam, (day("2020-10-24"), on), &scores).unwrap();
    let late = stage.house.hear(exam, 1, Said::Chose(Election::Refund), (on, Channel::Window));
    assert!(matches!(late, Err(HouseError::Examined(1))), "{late:?}");
    stage.house.issue(CENTRE, exam, (on, on), &[0]).unwrap();
    let receipt = stage.house.close_exam(CENTRE, exam, on).unwrap();
    assert_eq!(receipt.rule.as_deref(), Some("2020-80/p3.in-flight-is-closed"));
    let money = stage.house.reconcile(exam).unwrap();
    assert_eq!(money.differences, []);
    let sums = (money.received_fen, money.refunded_fen, money.kept_fen(), money.withdrew_fen);
    assert_eq!(sums, (40_000, 10_000, 30_000, 10_000));
    let people = stage.people(1);
    let after = stage.house.accept(exam, on, &people);
    assert_eq!(stage.refused_by(after), "2020-80/p5.held-before-confirmed");
    // Everything is there again after a restart.
    let stage = stage.reopened();
    let (_, end) = stage.house.state().exams().ended(exam).unwrap();
    let ends = (end.certified, end.not_passed, end.refunded, end.withdrew);
    assert_eq!(ends, (1, 1, 1, 1));
}

#[test]
fn an_order_or_a_payment_pays_one_refund() {
    let mut stage = Stage::new();
    let exam = in_flight(&mut stage);
    let on = stage.on("2020-10-05");
    for place in [0, 1, 2] {
        stage.house.elect(exam, place, Election::Refund).unwrap();
    }
    stage.house.pay_back(exam, 0, on, ("T-1", "bank-1")).unwrap();
    for (order, payment) in [("T-1", "bank-2"), ("T-2", "bank-1")] {
        let again = stage.house.pay_back(exam, 1, on, (order, payment));
        assert!(matches!(again, Err(HouseError::OrderUsed(_))), "{again:?}");
    }
    stage.house.pay_back(exam, 1, on, ("T-2", "bank-2")).unwrap();
    let twice = stage.house.pay_back(exam, 1, on, ("T-3", "bank-3"));
    assert!(matches!(twice, Err(HouseError::Settled)), "{twice:?}");
    // What the log says and what the rows say are compared.
    stage.house.report_choices(CENTRE, exam, on).unwrap();
    stage.house.pay_back(exam, 2, on, ("T-4", "bank-4")).unwrap();
    let differences = stage.house.reconcile(exam).unwrap().differences;
    assert_eq!(differences, [Difference::OtherCount(2, 3)]);
}

#[test]
fn a_void_batch_of_jiangsu_is_refunded_whatever_was_chosen_and_takes_no_resit() {
    let mut stage = Stage::new();
    in_region(&mut stage, 32);
    let exam = in_flight(&mut stage);
    stage.house.elect(exam, 0, Election::Continue).unwrap();
    let on = stage.on("2020-10-08");
    let late = stage.house.complete_batch(CENTRE, exam, on);
    assert_eq!(stage.refused_by(late), "js-2020-09-16/p3.platform-closes");
    let void = stage.house.may_examine(exam, 0, on);
    assert_eq!(stage.refused_by(void), "js-2020-09-16/p3.incomplete-batch-is-void");
    for place in 0..4 {
        let order = format!("T-{place}");
        stage.house.pay_back(exam, place, on, (&order, &order)).unwrap();
    }
    let receipt = stage.house.report_choices(CENTRE, exam, on).unwrap();
    assert_eq!(receipt.outcome.map(|o| o.name()), Some("duty"));
    stage.house.close_exam(CENTRE, exam, on).unwrap();
    assert_eq!(stage.house.reconcile(exam).unwrap().kept_fen(), 0);
    stage.expect_clean();
}

#[test]
fn a_resit_is_a_registration_and_follows_the_region() {
    for (region, on, expect) in [
        (None, "2020-10-10", Ok(1)),
        (None, "2020-10-11", Err("2020-80/p2.batch1-has-left")),
        (Some(32), "2020-09-30", Ok(1)),
        (Some(32), "2020-10-01", Err("js-2020-09-16/p1.registration-closes-at-exit")),
        (Some(11), "2020-10-10", Ok(1)),
    ] {
        let mut stage = Stage::new();
        if let Some(region) = region {
            in_region(&mut stage, region);
        }
        let announced = stage.on("2020-09-10");
        let plan = stage.plan(Scheme::Qualification, "车工", "2020-10-10", "2020-10-24");
        let (exam, _) = stage.house.announce(CENTRE, announced, "exam", plan).unwrap();
        let (people, on) = (stage.people(1), stage.on(on));
        let result = stage.house.accept_resits(exam, on, &people);
        match expect {
            Ok(count) => assert_eq!(result.unwrap().len(), count, "{region:?} {on}"),
            Err(rule) => assert_eq!(stage.refused_by(result), rule, "{region:?} {on}"),
        }
    }
}
