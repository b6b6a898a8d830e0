//! Before, on and after the exit, and across it, for each fate and each protected route: what the
//! register answers to an examination of the old scheme, by the national law and by both overlays.
//!
//! Source: 三; R-2-1, R-2-4, R-3-1, R-3-3, R-3-5. Out of scope: the law's own cases (law/*/cases).

use crate::scene::Scene;

/// An examination by its days: announced, last day of registration, last acceptance, held, results,
/// issued. The steps are taken in that order; a refused one ends it.
struct Days(&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

/// Takes an examination of two candidates from its announcement to certificates, and returns where
/// it ended: the step and what was answered.
fn run(region: Option<u8>, name: &str, days: &Days, complete: Option<&str>) -> String {
    let Days(announced, until, accepted, held, published, issued) = days;
    let mut scene = Scene::new(region);
    let plan = (register::Scheme::Qualification, name);
    let planned = vocab::Day(until.parse::<vocab::Day>().unwrap().0 + 1).to_string();
    let session = match scene.plan(announced, crate::scene::CENTRE, plan, (until, &planned)) {
        Ok(session) => session,
        refused => return format!("announce {}", crate::scene::rule(&refused.map(|_| panic!()))),
    };
    let said = scene.close(accepted, session, 2, accepted);
    if !said.starts_with("permit") {
        return format!("close {said}");
    }
    if let Some(complete) = complete {
        let said = scene.complete(complete, session, 2);
        if !said.starts_with("permit") {
            return format!("complete {said}");
        }
    }
    let said = scene.results(published, session, held, (2, 2));
    if !said.starts_with("permit") && !said.starts_with("duty") {
        return format!("results {said}");
    }
    format!("issue {}", scene.issue(issued, session, issued, 2))
}

fn check(name: &str, days: Days, expect: &str) {
    assert_eq!(run(None, name, &days, None), expect, "{name} announced {}", days.0);
}

fn overlay(region: u8, name: &str, days: Days, complete: Option<&str>, expect: &str) {
    let said = run(Some(region), name, &days, complete);
    assert_eq!(said, expect, "{name} in {region}, complete {complete:?}");
}

const PERMIT: &str = "issue permit 2020-80/p4.certificates-are-issued-strictly";
const DUTY: &str = "issue duty 2020-80/p3.held-exam-is-certified";

#[test]
fn the_first_batch_before_on_after_and_across_its_last_day() {
    let name = "车工";
    let before =
        Days("2020-08-01", "2020-08-20", "2020-08-20", "2020-09-01", "2020-09-05", "2020-09-29");
    check(name, before, PERMIT);
    let on =
        Days("2020-08-01", "2020-08-20", "2020-08-20", "2020-09-01", "2020-09-05", "2020-09-30");
    check(name, on, PERMIT);
    let issued_after =
        Days("2020-08-01", "2020-08-20", "2020-08-20", "2020-09-01", "2020-09-05", "2020-10-01");
    check(name, issued_after, DUTY);
    // Announced and accepted before, examined after: both routes protect.
    let both =
        Days("2020-09-10", "2020-10-10", "2020-09-30", "2020-10-24", "2020-11-02", "2020-11-05");
    check(name, both, DUTY);
    // Accepted after, within the period that was announced before: the announcement protects.
    let announced =
        Days("2020-09-30", "2020-10-10", "2020-10-10", "2020-10-24", "2020-11-02", "2020-11-05");
    check(name, announced, DUTY);
    // Accepted after that period: nothing protects.
    let late =
        Days("2020-09-10", "2020-10-10", "2020-10-11", "2020-10-24", "2020-11-02", "2020-11-05");
    check(name, late, "close no 2020-80/p2.batch1-has-left");
    let none =
        Days("2020-10-01", "2020-10-10", "2020-10-10", "2020-10-24", "2020-11-02", "2020-11-05");
    check(name, none, "announce no 2020-80/p2.batch1-has-left");
}

#[test]
fn the_second_batch_before_on_after_and_across_its_last_day() {
    let name = "电工";
    let before =
        Days("2020-10-10", "2020-10-20", "2020-10-20", "2020-11-01", "2020-11-05", "2020-12-30");
    check(name, before, PERMIT);
    let on =
        Days("2020-10-10", "2020-10-20", "2020-10-20", "2020-11-01", "2020-11-05", "2020-12-31");
    check(name, on, PERMIT);
    let after =
        Days("2020-10-10", "2020-10-20", "2020-10-20", "2020-11-01", "2020-11-05", "2021-01-01");
    check(name, after, DUTY);
    let straddle =
        Days("2020-12-31", "2021-01-10", "2021-01-10", "2021-01-20", "2021-02-01", "2021-03-01");
    check(name, straddle, DUTY);
    let late =
        Days("2020-12-31", "2021-01-10", "2021-01-11", "2021-01-20", "2021-02-01", "2021-03-01");
    check(name, late, "close no 2020-80/p2.batch2-has-left");
    let none =
        Days("2021-01-01", "2021-01-10", "2021-01-10", "2021-01-20", "2021-02-01", "2021-03-01");
    check(name, none, "announce no 2020-80/p2.batch2-has-left");
}

#[test]
fn access_type_is_examined_as_before_until_its_day_and_then_waits_for_a_decision() {
    let name = "消防员";
    let before =
        Days("2020-10-10", "2020-10-20", "2020-10-20", "2020-11-01", "2020-11-05", "2020-12-30");
    check(name, before, PERMIT);
    let on =
        Days("2020-10-10", "2020-10-20", "2020-10-20", "2020-11-01", "2020-11-05", "2020-12-31");
    check(name, on, PERMIT);
    // Nothing has left, so nothing is protected either: the decision is a fact nobody gave.
    let after =
        Days("2021-01-01", "2021-01-10", "2021-01-10", "2021-01-20", "2021-02-01", "2021-03-01");
    check(name, after, "announce no need_fact");
}

#[test]
fn jiangsu_closes_registration_and_voids_what_is_not_complete() {
    let name = "车工";
    let days =
        || Days("2020-09-10", "2020-10-10", "2020-09-28", "2020-10-24", "2020-11-02", "2020-11-05");
    let void = "results no js-2020-09-16/p3.incomplete-batch-is-void";
    overlay(32, name, days(), Some("2020-09-29"), DUTY);
    overlay(32, name, days(), Some("2020-09-30"), DUTY);
    let closed = "complete no js-2020-09-16/p3.platform-closes";
    overlay(32, name, days(), Some("2020-10-01"), closed);
    overlay(32, name, days(), None, void);
    // Another province does not ask for the steps.
    overlay(11, name, days(), None, DUTY);
    overlay(11, name, days(), Some("2020-10-01"), DUTY);
    let window =
        Days("2020-09-10", "2020-10-10", "2020-10-05", "2020-10-24", "2020-11-02", "2020-11-05");
    let refused = "close no js-2020-09-16/p1.registration-closes-at-exit";
    overlay(32, name, window, None, refused);
    let second =
        Days("2020-12-10", "2021-01-10", "2020-12-31", "2021-01-24", "2021-02-02", "2021-02-05");
    overlay(32, "电工", second, None, void);
    let access =
        Days("2020-12-01", "2020-12-10", "2020-12-10", "2020-12-20", "2020-12-24", "2020-12-31");
    overlay(32, "消防员", access, None, PERMIT);
}

#[test]
fn jilin_bounds_the_tail_by_issue_date_and_year() {
    let name = "电工";
    let days =
        |issued| Days("2020-11-20", "2020-12-05", "2020-12-05", "2020-12-20", "2020-12-25", issued);
    overlay(22, name, days("2020-12-31"), None, PERMIT);
    // Issued after the exit the certificate still has to bear a date of 2020.
    let bounded = "issue no jl-2020-11-17/p1.tail-is-bounded";
    overlay(22, name, days("2021-01-15"), None, bounded);
    overlay(11, name, days("2021-01-15"), None, DUTY);
    // From 2021 on nothing is examined there.
    let late =
        Days("2020-12-10", "2020-12-31", "2020-12-31", "2021-01-09", "2021-01-20", "2021-01-25");
    let stopped = "results no jl-2020-11-17/p1.no-examination-from-2021";
    overlay(22, name, late, None, stopped);
}

#[test]
fn the_tail_of_jilin_is_issued_until_its_day_under_a_date_of_the_year_that_ended() {
    for (issued, dated, expect) in [
        ("2021-01-31", "2020-12-31", "duty 2020-80/p3.held-exam-is-certified"),
        ("2021-02-01", "2020-12-31", "no jl-2020-11-17/p1.tail-is-bounded"),
        ("2021-01-31", "2021-01-01", "no jl-2020-11-17/p1.tail-is-bounded"),
        ("2021-01-01", "2020-12-25", "duty 2020-80/p3.held-exam-is-certified"),
    ] {
        let mut scene = Scene::new(Some(22));
        let session = scene.announce("2020-11-20", "电工", "2020-12-05", "2020-12-19");
        scene.close("2020-12-05", session, 2, "2020-12-05");
        scene.results("2020-12-25", session, "2020-12-20", (2, 2));
        assert_eq!(scene.issue(issued, session, dated, 2), expect, "{issued} dated {dated}");
    }
}
