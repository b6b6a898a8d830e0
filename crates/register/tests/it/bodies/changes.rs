//! What changes after the grant, and what each day answers.
//!
//! In scope: what is answered. Out of scope: bytes (`seal`), people and files (`desk`).

use crate::bodies::long_form::arranged;
use crate::bodies::stage::{
    APPLICANT, COUNTRY, HR_CENTRE, OTHER, PROVINCE, Stage, day, grant, refusal, row, site,
};
use register::{BodyAct, BodyReason, BodyStanding, Grant, PublicAct, RowId, SessionAct};
use vocab::{Instant, Level};

fn suspend(occupation: Option<RowId>, until: Option<&str>) -> BodyAct {
    let (until, reason) = (until.map(day), BodyReason::Quality);
    BodyAct::Suspend { body: APPLICANT, occupation, until, reason }
}

fn reinstate(occupation: Option<RowId>) -> BodyAct {
    BodyAct::Reinstate { body: APPLICANT, occupation }
}

fn standing(stage: &Stage, name: &str, level: Level, on: &str) -> String {
    let known = stage.state.recorded_at().unwrap();
    let found = stage.state.standing(APPLICANT, (row(name), level), day(on), known);
    let name = format!("{found:?}");
    name.split([' ', '{']).next().unwrap().to_string()
}

#[test]
fn each_day_has_one_answer_for_each_occupation_and_level() {
    let mut stage = Stage::new();
    stage.granted();
    let electrician = row("电工");
    stage.act(PROVINCE, "2021-01-10", suspend(Some(electrician), None)).unwrap();
    stage.act(PROVINCE, "2021-02-10", reinstate(Some(electrician))).unwrap();
    stage.act(PROVINCE, "2021-03-01", suspend(None, Some("2021-03-31"))).unwrap();
    let check = |name: &str, level, on: &str, expect: &str| {
        assert_eq!(standing(&stage, name, level, on), expect, "{name} on {on}");
    };
    check("电工", Level::Three, "2020-08-16", "NotYet");
    check("电工", Level::Three, "2020-08-17", "Recognised");
    check("电工", Level::Two, "2020-08-17", "OutOfScope");
    check("电工", Level::Three, "2021-01-09", "Recognised");
    check("电工", Level::Three, "2021-01-10", "Suspended");
    check("车工", Level::Three, "2021-01-10", "Recognised");
    check("电工", Level::Four, "2021-02-09", "Suspended");
    check("电工", Level::Four, "2021-02-10", "Recognised");
    check("车工", Level::Three, "2021-03-31", "Suspended");
    check("车工", Level::Three, "2021-04-01", "Recognised");
    check("电工", Level::Three, "2023-08-02", "Recognised");
    check("电工", Level::Three, "2023-08-03", "Expired");
}

#[test]
fn what_was_known_before_a_change_was_recorded_stays_what_it_was() {
    let mut stage = Stage::new();
    stage.granted();
    let before = stage.state.recorded_at().unwrap();
    stage.act(PROVINCE, "2021-01-10", suspend(None, None)).unwrap();
    let what = (row("电工"), Level::Three);
    let at = |known| stage.state.standing(APPLICANT, what, day("2021-01-11"), known);
    assert!(matches!(at(before), BodyStanding::Recognised { .. }));
    assert!(matches!(at(stage.state.recorded_at().unwrap()), BodyStanding::Suspended { .. }));
    assert_eq!(at(Instant(0)), BodyStanding::NotYet);
}

#[test]
fn a_suspension_and_a_removal_stop_sessions_on_their_own_days() {
    let mut stage = Stage::new();
    stage.granted();
    let session = stage.announce("2021-01-05", "电工").unwrap();
    let other = stage.announce("2021-01-05", "车工").unwrap();
    stage.act(PROVINCE, "2021-01-10", suspend(Some(row("电工")), Some("2021-01-20"))).unwrap();
    let touched =
        |occupation| stage.state.sessions_touched(APPLICANT, occupation).collect::<Vec<_>>();
    assert_eq!(touched(Some(row("电工"))), [session]);
    assert_eq!(touched(None), [session, other]);
    assert_eq!(refusal(stage.announce("2021-01-10", "电工")), "p5.body-is-recognised");
    assert_eq!(refusal(stage.announce("2021-01-20", "电工")), "p5.body-is-recognised");
    stage.announce("2021-01-20", "车工").unwrap();
    stage.announce("2021-01-21", "电工").unwrap();
    let removed = BodyAct::Remove { body: APPLICANT, reason: BodyReason::Procedure };
    stage.act(PROVINCE, "2021-02-01", removed.clone()).unwrap();
    assert_eq!(refusal(stage.announce("2021-02-01", "车工")), "p5.body-is-recognised");
    for act in
        [removed, reinstate(None), BodyAct::Renew { body: APPLICANT, until: day("2029-01-01") }]
    {
        let refused = refusal(stage.act(PROVINCE, "2021-02-02", act));
        assert_eq!(refused, "p5.removed-body-applies-anew");
    }
}

#[test]
fn a_suspension_after_confirmation_does_not_undo_the_certificate() {
    let mut stage = Stage::new();
    stage.granted();
    let session = stage.announce("2021-01-05", "电工").unwrap();
    let by = Some(APPLICANT);
    let last_accepted_on = day("2021-01-08");
    let close =
        PublicAct::CloseRegistration { session, registered: 2, root: [1; 32], last_accepted_on };
    stage.record(by, "2021-01-11", close).unwrap();
    let rooms = arranged(session, ["2021-01-16", "2021-01-17"], 2);
    stage.record(by, "2021-01-11", PublicAct::Session(SessionAct::Arrange(rooms))).unwrap();
    let sign_in = SessionAct::SignIn { session, present: 2, root: [3; 32] };
    let results =
        |held_on| PublicAct::RecordResults { session, held_on, sat: 2, passed: 2, root: [1; 32] };
    stage.record(by, "2021-01-17", PublicAct::Session(sign_in)).unwrap();
    // Held on a day of suspension: refused, though it is recorded after it.
    stage.act(PROVINCE, "2021-01-14", suspend(None, Some("2021-01-16"))).unwrap();
    let held = stage.record(by, "2021-01-18", results(day("2021-01-16")));
    assert_eq!(refusal(held), "p5.body-is-recognised");
    stage.record(by, "2021-01-18", results(day("2021-01-17"))).unwrap();
    stage.record(by, "2021-01-26", PublicAct::ConfirmResults { session }).unwrap();
    // Out of its scope, then removed: what was confirmed before is certified all the same (R-5-4).
    let scope = vec![(row("车工"), Level::Three)];
    let amend = BodyAct::Amend { body: APPLICANT, scope, standard_exists: true };
    stage.act(PROVINCE, "2021-01-27", amend).unwrap();
    let removed = BodyAct::Remove { body: APPLICANT, reason: BodyReason::Quality };
    stage.act(PROVINCE, "2021-01-27", removed).unwrap();
    let issue = register::Issue {
        session,
        dated_on: day("2021-01-28"),
        rows: vec![0, 1],
        holders_are_staff: false,
    };
    stage.record(by, "2021-01-28", PublicAct::IssueCertificates(issue)).unwrap();
    let key = ("S000099000001".to_string(), 2021, '3');
    assert_eq!(stage.state.counter(&key), 2);
}

#[test]
fn changes_out_of_order_or_reach_are_refused() {
    let mut stage = Stage::new();
    let never = stage.act(PROVINCE, "2020-08-01", suspend(None, None));
    assert_eq!(refusal(never), "NeverRecognised");
    stage.granted();
    let renew = |until: &str| BodyAct::Renew { body: APPLICANT, until: day(until) };
    let amend = |scope| BodyAct::Amend { body: APPLICANT, scope, standard_exists: true };
    let open =
        |prefix: &str, open| BodyAct::ChangeSite { body: APPLICANT, site: site(prefix), open };
    let mut check = |by, on: &str, act: BodyAct, expect: &str| {
        let refused = refusal(stage.act(by, on, act.clone()));
        assert_eq!(refused, expect, "{act:?} on {on}");
    };
    check(PROVINCE, "2020-08-16", suspend(None, None), "DatesOutOfOrder");
    check(OTHER, "2020-09-01", suspend(None, None), "NotItsRegion");
    check(HR_CENTRE, "2020-09-01", suspend(None, None), "p6.authority-suspends");
    check(PROVINCE, "2020-09-01", suspend(Some(row("铣工")), None), "ScopeCannot");
    check(PROVINCE, "2020-09-01", suspend(None, Some("2020-08-31")), "DatesOutOfOrder");
    check(PROVINCE, "2020-09-01", reinstate(None), "NotSuspended");
    check(PROVINCE, "2020-09-01", renew("2023-08-02"), "DatesOutOfOrder");
    check(PROVINCE, "2023-08-03", renew("2026-08-02"), "p5.renewed-while-in-force");
    check(PROVINCE, "2020-09-01", amend(vec![]), "ScopeCannot");
    // One of the seven occupations that turn toward access-type (二).
    let guards = vec![(row("保安员"), Level::Five)];
    check(PROVINCE, "2020-09-01", amend(guards), "p2.access-has-no-level-certificate");
    check(PROVINCE, "2020-09-01", open("S000098000001", true), "NotItsRegion");
    check(COUNTRY, "2020-09-01", open("S000098000001", true), "SiteCannot");
    check(PROVINCE, "2020-09-01", open("S000099000002", false), "SiteCannot");
    let later = Grant { published_on: day("2020-09-01"), ..grant() };
    check(PROVINCE, "2020-09-01", BodyAct::Grant(later), "ApplicationEnded");
    let mut stage = Stage::new();
    stage.granted();
    stage.act(PROVINCE, "2020-09-01", suspend(None, None)).unwrap();
    let again = stage.act(PROVINCE, "2020-09-02", suspend(None, None));
    assert_eq!(refusal(again), "SuspendedTwice");
}

#[test]
fn sites_open_and_close_and_the_first_open_one_numbers() {
    let mut stage = Stage::new();
    stage.granted();
    let change =
        |prefix: &str, open| BodyAct::ChangeSite { body: APPLICANT, site: site(prefix), open };
    stage.act(PROVINCE, "2020-09-01", change("S000099000002", true)).unwrap();
    let numbering = |stage: &Stage| stage.state.bodies().numbering(APPLICANT).unwrap().to_string();
    assert_eq!(numbering(&stage), "S000099000001");
    stage.act(PROVINCE, "2020-09-02", change("S000099000001", false)).unwrap();
    assert_eq!(numbering(&stage), "S000099000002");
    let bodies = stage.state.bodies();
    assert_eq!(bodies.sites_of(APPLICANT).count(), 2);
    let closed = bodies.site("S000099000001".parse().unwrap()).unwrap();
    assert_eq!((closed.of, closed.open, closed.site.seats_a_day), (APPLICANT, false, 120));
    let twice = stage.act(PROVINCE, "2020-09-03", change("S000099000001", false));
    assert_eq!(refusal(twice), "SiteCannot");
}
