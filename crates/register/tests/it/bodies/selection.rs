//! Selecting a body: complete, reviewed, public, granted, each in its turn.
//!
//! In scope: what is answered. Out of scope: bytes (`seal`), people and files (`desk`).

use crate::bodies::stage::{
    APPLICANT, CENTRE, COUNTRY, FIRST, HR_CENTRE, MOTHER, OTHER, PROVINCE, Stage, applied, day,
    grant, law, refusal, reviewed, row, site,
};
use register::{
    Applied, BodyAct, BodyReason, BodyStanding, Ended, Grant, OrganisationKind, ReviewStep, StaffId,
};
use vocab::Level;

/// Takes a step on a stage that got so far and expects what refuses it.
fn check(
    so_far: &dyn Fn(&mut Stage),
    by: register::OrganisationId,
    on: &str,
    step: ReviewStep,
    expect: &str,
) {
    let mut stage = Stage::new();
    so_far(&mut stage);
    let before = stage.state.digest();
    assert_eq!(refusal(stage.step(by, on, step.clone())), expect, "{step:?} on {on}");
    assert_eq!(stage.state.digest(), before, "a refusal leaves nothing");
}

#[test]
fn steps_out_of_order_or_by_the_wrong_party_are_refused() {
    let applied = |stage: &mut Stage| drop(stage.apply("2020-08-01").unwrap());
    let complete = |stage: &mut Stage| {
        stage.apply("2020-08-01").unwrap();
        stage.step(PROVINCE, "2020-08-03", ReviewStep::Complete).unwrap();
    };
    let public = |stage: &mut Stage| stage.publicised();
    let done = ReviewStep::Complete;
    check(&|_| (), PROVINCE, "2020-08-03", done.clone(), "UnknownApplication");
    check(&applied, PROVINCE, "2020-07-31", done.clone(), "DatesOutOfOrder");
    check(&applied, OTHER, "2020-08-03", done.clone(), "NotItsRegion");
    check(&applied, MOTHER, "2020-08-03", done.clone(), "p5.authority-guides");
    check(&complete, PROVINCE, "2020-08-04", done, "ApplicationOutOfOrder");
    let missing = |missing| ReviewStep::Incomplete { missing };
    check(&applied, PROVINCE, "2020-08-03", missing(0), "ConditionsMissing");
    check(&applied, PROVINCE, "2020-08-03", missing(1 << 31), "ConditionsMissing");
    check(&applied, PROVINCE, "2020-08-03", reviewed(&[1, 2, 3]), "ApplicationOutOfOrder");
    check(&complete, PROVINCE, "2020-08-07", reviewed(&[1]), "TooFewReviewers");
    check(&complete, PROVINCE, "2020-08-07", reviewed(&[1, 2, 3, 4]), "TooFewReviewers");
    check(&complete, PROVINCE, "2020-08-07", reviewed(&[1, 2, 2]), "TooFewReviewers");
    let days = |from: &str, until: &str| {
        let (from, until) = (day(from), day(until));
        ReviewStep::Publicised { from, until }
    };
    let week = days("2020-08-10", "2020-08-16");
    check(&complete, PROVINCE, "2020-08-08", week.clone(), "ApplicationOutOfOrder");
    let favourable = |stage: &mut Stage| {
        complete(stage);
        stage.step(PROVINCE, "2020-08-07", reviewed(&[1, 2, 3])).unwrap();
    };
    check(&favourable, PROVINCE, "2020-08-11", week, "DatesOutOfOrder");
    let short = days("2020-08-10", "2020-08-15");
    check(&favourable, PROVINCE, "2020-08-08", short, "PublicityTooShort");
    let objection = ReviewStep::Objected { commitment: [7; 32] };
    check(&favourable, PROVINCE, "2020-08-09", objection.clone(), "ApplicationOutOfOrder");
    check(&public, PROVINCE, "2020-08-09", objection.clone(), "ObjectionLate");
    check(&public, PROVINCE, "2020-08-17", objection, "ObjectionLate");
    let upheld = ReviewStep::ObjectionDecided { upheld: true };
    check(&public, PROVINCE, "2020-08-12", upheld, "ApplicationOutOfOrder");
    check(&public, PROVINCE, "2020-08-12", ReviewStep::Withdrawn, "NotItsOwnSession");
}

#[test]
fn an_application_without_its_conditions_is_given_back_and_may_be_made_anew() {
    let mut stage = Stage::new();
    let asked = law().selection.asked_of("social", false);
    let video = law().selection.bit("video-monitoring").unwrap();
    let bare = Applied { conditions: asked & !video, ..applied(FIRST) };
    let rule = stage.act(APPLICANT, "2020-08-01", BodyAct::Apply(bare)).unwrap();
    assert_eq!(rule.as_deref(), Some("2020-80/p5.bodies-apply"));
    let complete = stage.step(PROVINCE, "2020-08-03", ReviewStep::Complete);
    assert_eq!(refusal(complete), "ConditionsMissing");
    stage.step(PROVINCE, "2020-08-03", ReviewStep::Incomplete { missing: video }).unwrap();
    let ended = stage.state.bodies().application(FIRST).unwrap().ended;
    assert_eq!(ended, Some((day("2020-08-03"), Ended::Returned)));
    let late = stage.step(PROVINCE, "2020-08-04", ReviewStep::Complete);
    assert_eq!(refusal(late), "ApplicationEnded");
    stage.apply("2020-08-05").unwrap();
    assert_eq!(stage.state.bodies().applications().count(), 2);
    // National bodies show more.
    assert!(asked.count_ones() < law().selection.asked_of("social", true).count_ones());
}

#[test]
fn reviewers_are_of_the_supervising_side_and_of_nobody_the_applicant_is_related_to() {
    let mut stage = Stage::new();
    let said = stage.state.bodies().particulars(APPLICANT).unwrap();
    let said = register::Particulars { parent: Some(MOTHER), ..*said };
    let describe = BodyAct::Describe { organisation: APPLICANT, particulars: said };
    stage.act(PROVINCE, "2020-07-30", describe).unwrap();
    stage.apply("2020-08-01").unwrap();
    stage.step(PROVINCE, "2020-08-03", ReviewStep::Complete).unwrap();
    let mut with = |third: StaffId| {
        let mut reviewers: Vec<StaffId> =
            [1, 2].map(|number| StaffId { of: PROVINCE, number }).to_vec();
        reviewers.push(third);
        stage.step(PROVINCE, "2020-08-07", ReviewStep::Reviewed { reviewers, favourable: true })
    };
    for of in [APPLICANT, MOTHER] {
        assert_eq!(refusal(with(StaffId { of, number: 9 })), "ReviewerRelated");
    }
    with(StaffId { of: HR_CENTRE, number: 9 }).unwrap();
}

#[test]
fn a_body_is_granted_the_day_after_publicity_and_within_what_it_applied_for() {
    let granted = |on: &str, change: &dyn Fn(&mut Grant), by| {
        let mut stage = Stage::new();
        stage.publicised();
        let mut grant = grant();
        grant.published_on = day(on);
        change(&mut grant);
        stage.act(by, on, BodyAct::Grant(grant))
    };
    let check = |on: &str, change: &dyn Fn(&mut Grant), expect: &str| {
        assert_eq!(refusal(granted(on, change, PROVINCE)), expect);
    };
    let same = |_: &mut Grant| ();
    check("2020-08-16", &same, "StillPublic");
    let rule = granted("2020-08-17", &same, PROVINCE).unwrap();
    assert_eq!(rule.as_deref(), Some("2020-80/p5.social-bodies-are-selected"));
    check("2020-08-17", &|g| g.scope.push((row("铣工"), Level::Three)), "ScopeCannot");
    check("2020-08-17", &|g| g.scope.clear(), "ScopeCannot");
    check("2020-08-17", &|g| g.sites.clear(), "SiteCannot");
    check("2020-08-17", &|g| g.sites.push(site("S000099000001")), "SiteCannot");
    check("2020-08-17", &|g| g.sites.push(site("S000098000001")), "SiteCannot");
    check("2020-08-17", &|g| g.sites = vec![site("S000098000001")], "NotItsRegion");
    check("2020-08-17", &|g| g.sites = vec![site("Y000099000001")], "BodyMismatch");
    check("2020-08-17", &|g| g.sites[0].rooms.clear(), "SiteCannot");
    check("2020-08-17", &|g| g.standard_exists = false, "p1.by-standard");
    check("2020-08-17", &|g| g.until = day("2020-08-17"), "DatesOutOfOrder");
    check("2020-08-17", &|g| g.published_on = day("2020-08-16"), "DatesOutOfOrder");
    check("2020-08-17", &|g| g.body = MOTHER, "UnknownApplication");
    assert_eq!(refusal(granted("2020-08-17", &same, OTHER)), "NotItsRegion");
    granted("2020-08-17", &same, COUNTRY).unwrap();
}

#[test]
fn an_open_objection_and_an_upheld_one_keep_the_grant_back() {
    let mut stage = Stage::new();
    stage.publicised();
    // The last day of publicity is still one.
    let objected = ReviewStep::Objected { commitment: [7; 32] };
    stage.step(PROVINCE, "2020-08-16", objected).unwrap();
    let grant = || BodyAct::Grant(Grant { published_on: day("2020-08-21"), ..grant() });
    assert_eq!(refusal(stage.act(PROVINCE, "2020-08-20", grant())), "ApplicationObjected");
    stage.step(PROVINCE, "2020-08-20", ReviewStep::ObjectionDecided { upheld: true }).unwrap();
    assert_eq!(refusal(stage.act(PROVINCE, "2020-08-20", grant())), "ApplicationObjected");
    let refused = ReviewStep::Refused { reason: BodyReason::Objection };
    stage.step(PROVINCE, "2020-08-21", refused).unwrap();
    assert_eq!(refusal(stage.act(PROVINCE, "2020-08-21", grant())), "ApplicationEnded");
}

#[test]
fn who_may_apply_is_for_the_law_and_for_the_kind_registered() {
    let check = |by, kind, expect: &str| {
        let mut stage = Stage::new();
        let act = BodyAct::Apply(Applied { kind, ..applied(FIRST) });
        assert_eq!(refusal(stage.act(by, "2020-08-01", act)), expect);
    };
    check(MOTHER, OrganisationKind::Social, "p1.government-does-not-apply");
    check(HR_CENTRE, OrganisationKind::Social, "p6.hr-centre-does-not-apply");
    check(APPLICANT, OrganisationKind::Employer, "BodyMismatch");
    check(APPLICANT, OrganisationKind::Authority, "NotAnEvaluationBody");
    let mut stage = Stage::new();
    let act = |scope| BodyAct::Apply(Applied { scope, ..applied(FIRST) });
    assert_eq!(refusal(stage.act(APPLICANT, "2020-08-01", act(vec![]))), "ScopeCannot");
    let twice = vec![(row("电工"), Level::Three); 2];
    assert_eq!(refusal(stage.act(APPLICANT, "2020-08-01", act(twice))), "ScopeCannot");
    let mut later = applied(FIRST);
    later.application.0 = 5;
    let later = stage.act(APPLICANT, "2020-08-01", BodyAct::Apply(later));
    assert_eq!(refusal(later), "NotTheNext");
}

#[test]
fn a_centre_of_another_unit_turns_before_it_is_recognised_and_supervises_no_longer() {
    let mut stage = Stage::new();
    let turn = |centre| BodyAct::Convert { centre };
    assert_eq!(refusal(stage.act(PROVINCE, "2020-08-01", turn(MOTHER))), "NotACentre");
    let hr = stage.act(COUNTRY, "2020-08-01", turn(HR_CENTRE));
    assert_eq!(refusal(hr), "p6.hr-centre-supervises");
    assert_eq!(refusal(stage.act(CENTRE, "2020-08-01", turn(CENTRE))), "DecidedByNoAuthority");
    stage.act(CENTRE, "2020-08-01", BodyAct::Apply(applied(FIRST))).unwrap();
    stage.step(PROVINCE, "2020-08-03", ReviewStep::Complete).unwrap();
    stage.step(PROVINCE, "2020-08-07", reviewed(&[1, 2, 3])).unwrap();
    let (from, until) = (day("2020-08-10"), day("2020-08-16"));
    stage.step(PROVINCE, "2020-08-08", ReviewStep::Publicised { from, until }).unwrap();
    let grant = || BodyAct::Grant(Grant { body: CENTRE, ..grant() });
    assert_eq!(refusal(stage.act(PROVINCE, "2020-08-17", grant())), "NotConverted");
    let inspect = || register::PublicAct::Inspect { inspected: APPLICANT, findings: [0; 32] };
    stage.record(Some(CENTRE), "2020-08-17", inspect()).unwrap();
    let rule = stage.act(PROVINCE, "2020-08-17", turn(CENTRE)).unwrap();
    assert_eq!(rule.as_deref(), Some("2020-80/p6.centre-may-turn"));
    assert_eq!(refusal(stage.act(PROVINCE, "2020-08-17", turn(CENTRE))), "NotACentre");
    let after = stage.record(Some(CENTRE), "2020-08-17", inspect());
    assert_eq!(refusal(after), "p6.bodies-do-not-supervise");
    let rule = stage.act(PROVINCE, "2020-08-17", grant()).unwrap();
    assert_eq!(rule.as_deref(), Some("2020-80/p6.centre-becomes-social-body"));
    let what = (row("电工"), Level::Three);
    let known = stage.state.recorded_at().unwrap();
    let standing = stage.state.standing(CENTRE, what, day("2020-08-17"), known);
    assert!(matches!(standing, BodyStanding::Recognised { .. }));
}
