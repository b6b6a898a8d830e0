//! Complete batches, choices and the close of an examination: the register's order.
//!
//! Keeps: I-REG-5. Out of scope: what the law answers by fate and region (`fates`).

use crate::scene::{CENTRE, SCHOOL, Scene, rule};
use register::{ExamAct, ExamEnd, PublicAct, SessionId, Settlement};

/// Six accepted before the exit; registration closed.
fn in_flight(region: Option<u8>) -> (Scene, SessionId) {
    let mut scene = Scene::new(region);
    let session = scene.announce("2020-09-10", "车工", "2020-10-10", "2020-10-24");
    assert!(scene.close("2020-09-28", session, 6, "2020-09-28").starts_with("permit"));
    (scene, session)
}

fn choices(scene: &mut Scene, on: &str, session: SessionId, counts: [u32; 4]) -> String {
    let [continued, refunded, undecided, withdrew] = counts;
    let settlement = Settlement { session, continued, refunded, undecided, withdrew };
    let act = ExamAct::ReportChoices { settlement, root: [4; 32] };
    rule(&scene.act(on, CENTRE, PublicAct::Exam(act)))
}

fn end(session: SessionId, counts: [u32; 4], money: [u64; 2]) -> PublicAct {
    let [certified, not_passed, refunded, withdrew] = counts;
    let [received_fen, refunded_fen] = money;
    let end = ExamEnd {
        session,
        certified,
        not_passed,
        refunded,
        withdrew,
        received_fen,
        refunded_fen,
        root: [5; 32],
    };
    PublicAct::Exam(ExamAct::CloseExam(end))
}

#[test]
fn a_batch_is_complete_once_on_the_day_itself_and_before_it_is_held() {
    let (mut scene, session) = in_flight(None);
    assert_eq!(scene.complete("2020-09-29", session, 7), "MoreThanRegistered");
    assert_eq!(scene.complete("2020-09-29", session, 0), "EmptyBatch");
    let permit = "permit 2020-80/p3.batch-is-completed";
    let mut late = scene.clone();
    assert!(choices(&mut late, "2020-10-02", session, [6, 0, 0, 0]).starts_with("permit"));
    assert_eq!(late.complete("2020-09-30", session, 6), "CompletedAfterwards");
    assert_eq!(scene.complete("2020-09-29", session, 5), permit);
    assert_eq!(scene.complete("2020-09-29", session, 5), "BatchCompletedTwice");
    assert_eq!(scene.results("2020-11-02", session, "2020-10-24", (6, 6)), "MoreThanAdmitted");
    assert!(scene.results("2020-11-02", session, "2020-10-24", (5, 5)).starts_with("duty"));
    let (mut held, session) = in_flight(None);
    held.results("2020-11-02", session, "2020-10-24", (5, 5));
    assert_eq!(held.complete("2020-11-03", session, 5), "DatesOutOfOrder");
    let nobody = SessionId(9);
    assert_eq!(held.complete("2020-11-03", nobody, 5), "UnknownSession");
    let mut open = Scene::new(None);
    let session = open.announce("2020-09-10", "车工", "2020-10-10", "2020-10-24");
    assert_eq!(open.complete("2020-09-28", session, 5), "NotClosed");
}

#[test]
fn choices_add_up_and_refunds_follow_the_exit() {
    let (mut scene, session) = in_flight(None);
    let wrong = choices(&mut scene, "2020-10-05", session, [3, 1, 1, 2]);
    assert_eq!(wrong, "SettlementDoesNotAddUp");
    let early = choices(&mut scene, "2020-09-30", session, [4, 1, 1, 0]);
    assert_eq!(early, "no 2020-80/p3.no-refund-without-choice");
    let after = choices(&mut scene, "2020-10-05", session, [3, 1, 1, 1]);
    assert_eq!(after, "duty 2020-80/p3.refunds-as-chosen");
    assert_eq!(scene.state.exams().choices(session), Some(&[4; 32]));
    // A later report takes the place of the earlier; more than continue have not sat.
    assert!(choices(&mut scene, "2020-10-06", session, [2, 2, 1, 1]).starts_with("duty"));
    let sat = scene.results("2020-11-02", session, "2020-10-24", (3, 3));
    assert_eq!(sat, "SettledAndSat");
    let settlement = scene.state.session(session).unwrap().settlement.unwrap();
    assert_eq!((settlement.continued, settlement.refunded), (2, 2));
}

#[test]
fn i_reg_5_an_examination_closes_when_every_candidate_has_ended_and_the_money_fits() {
    let (mut scene, session) = in_flight(None);
    choices(&mut scene, "2020-10-05", session, [4, 1, 1, 0]);
    scene.results("2020-11-02", session, "2020-10-24", (3, 2));
    scene.issue("2020-11-05", session, "2020-11-05", 1);
    let close = |scene: &mut Scene, counts, money| {
        rule(&scene.act("2020-12-01", CENTRE, end(session, counts, money)))
    };
    let money = [60_000, 10_000];
    // One passed candidate has no certificate yet, and one has not chosen.
    assert_eq!(close(&mut scene, [1, 2, 1, 2], money), "EndsDoNotAddUp");
    scene.issue("2020-11-06", session, "2020-11-06", 1);
    assert_eq!(close(&mut scene, [2, 1, 1, 2], money), "UndecidedLeft");
    assert!(choices(&mut scene, "2020-11-30", session, [3, 1, 0, 2]).starts_with("duty"));
    assert_eq!(close(&mut scene, [2, 1, 1, 1], money), "EndsDoNotAddUp");
    assert_eq!(close(&mut scene, [2, 1, 2, 1], money), "EndsDoNotAddUp");
    assert_eq!(close(&mut scene, [3, 0, 1, 2], money), "EndsDoNotAddUp");
    assert_eq!(close(&mut scene, [2, 1, 1, 2], [60_000, 60_001]), "MoneyDoesNotAddUp");
    let other = scene.act("2020-12-01", SCHOOL, end(session, [2, 1, 1, 2], money));
    assert_eq!(rule(&other), "NotItsOwnSession");
    let closed = close(&mut scene, [2, 1, 1, 2], money);
    assert_eq!(closed, "duty 2020-80/p3.in-flight-is-closed");
    // After it nothing more happens to the session.
    assert_eq!(close(&mut scene, [2, 1, 1, 2], money), "ExamEnded");
    assert_eq!(choices(&mut scene, "2020-12-02", session, [3, 1, 0, 2]), "ExamEnded");
    assert_eq!(scene.issue("2020-12-02", session, "2020-12-02", 1), "ExamEnded");
    let (on, ended) = scene.state.exams().ended(session).unwrap();
    assert_eq!((on.to_string().as_str(), ended.refunded_fen), ("2020-12-01", 10_000));
}

#[test]
fn a_void_batch_is_refunded_to_everybody_and_closed() {
    let (mut scene, session) = in_flight(Some(32));
    let refused = scene.results("2020-11-02", session, "2020-10-24", (6, 6));
    assert_eq!(refused, "no js-2020-09-16/p3.incomplete-batch-is-void");
    let refunded = choices(&mut scene, "2020-10-08", session, [0, 6, 0, 0]);
    assert_eq!(refunded, "duty 2020-80/p3.refunds-as-chosen");
    let unpaid = scene.act("2020-12-01", CENTRE, end(session, [0, 0, 6, 0], [60_000, 50_000]));
    assert_eq!(rule(&unpaid), "MoneyDoesNotAddUp");
    let closed = scene.act("2020-12-01", CENTRE, end(session, [0, 0, 6, 0], [60_000, 60_000]));
    assert_eq!(rule(&closed), "duty 2020-80/p3.in-flight-is-closed");
}

#[test]
fn refunds_that_nobody_reported_close_nothing_and_before_the_exit_a_close_is_permitted() {
    let (mut scene, session) = in_flight(None);
    let unreported = scene.act("2020-12-01", CENTRE, end(session, [0, 0, 6, 0], [6, 6]));
    assert_eq!(rule(&unreported), "EndsDoNotAddUp");
    let mut scene = Scene::new(None);
    let session = scene.announce("2020-08-01", "车工", "2020-08-10", "2020-08-20");
    scene.close("2020-08-10", session, 2, "2020-08-10");
    scene.results("2020-08-25", session, "2020-08-20", (2, 1));
    scene.issue("2020-08-28", session, "2020-08-28", 1);
    let closed = scene.act("2020-08-30", CENTRE, end(session, [1, 1, 0, 0], [20, 0]));
    assert_eq!(rule(&closed), "permit 2020-80/p3.exam-is-closed");
}
