//! Exits that are announced, and the seven occupations at each step toward access-type.
//!
//! In scope: what is answered. Out of scope: bytes (`seal`), people and files (`desk`).

use crate::founded::{AUTHORITY, CENTRE, EMPLOYER, Founded, SUPERVISOR, day, law, row};
use law::{Act, Facts, Key, Outcome, Question, Standing};
use register::{OccupationAct, OrganisationId, PublicAct, Step};
use vocab::{Day, Instant};

fn announce(name: &str, effective_on: Option<&str>) -> PublicAct {
    let effective_on = effective_on.map(day);
    PublicAct::Occupation(OccupationAct::AnnounceExit { occupation: row(name), effective_on })
}

fn step(name: &str, step: Step) -> PublicAct {
    let (occupation, basis) = (row(name), [3; 32]);
    PublicAct::Occupation(OccupationAct::Reclassify { occupation, step, basis })
}

/// Returns the last day of the old scheme after an announcement.
fn last_day(on: &str, name: &str, effective_on: Option<&str>) -> String {
    let mut world = Founded::new();
    world.must(Some(AUTHORITY), on, announce(name, effective_on));
    let notice = world.state.exit(row(name));
    let late = Instant(i64::MAX);
    let entry = law().entry(row(name), day("2022-01-01"), late, &notice).unwrap();
    entry.actual_day.unwrap().plus_days(-1).to_string()
}

#[test]
fn an_announcement_brings_an_exit_forward_and_never_puts_it_off() {
    let check = |on, name, effective, expect: &str| {
        assert_eq!(last_day(on, name, effective), expect, "{on} {name} {effective:?}");
    };
    check("2020-09-10", "车工", None, "2020-09-09");
    check("2020-09-10", "车工", Some("2020-09-21"), "2020-09-20");
    check("2020-09-10", "车工", Some("2021-05-01"), "2020-09-30");
    check("2021-03-01", "车工", None, "2020-09-30");
    check("2020-11-02", "电工", Some("2020-12-01"), "2020-11-30");
}

#[test]
fn an_exit_is_announced_once_by_the_authority_and_never_of_an_access_occupation() {
    let mut world = Founded::new();
    let on = "2020-09-10";
    let check = |world: &Founded, actor, act, expect: &str| {
        assert_eq!(world.refused(actor, on, act), expect);
    };
    check(&world, CENTRE, announce("车工", None), "2020-80/p2.authority-announces-exit");
    check(&world, AUTHORITY, announce("保安员", None), "2020-80/p2.access-does-not-leave");
    check(&world, AUTHORITY, announce("车工", Some("2020-09-09")), "DatesOutOfOrder");
    world.must(Some(AUTHORITY), on, announce("车工", None));
    check(&world, AUTHORITY, announce("车工", Some("2020-09-20")), "ExitAnnouncedTwice");
}

#[test]
fn steps_come_in_order_and_from_who_may_take_them() {
    let mut world = Founded::new();
    let from = day("2021-06-01");
    let enacted = Step::Enacted { effective_on: from };
    let changed = Step::CatalogueChanged { on: from };
    let name = "消防员";
    let check = |world: &Founded, actor, on: &str, s, expect: &str| {
        assert_eq!(world.refused(actor, on, step(name, s)), expect, "{s:?}");
    };
    check(&world, AUTHORITY, "2020-10-09", enacted, "StepOutOfOrder");
    check(&world, AUTHORITY, "2021-07-01", changed, "StepOutOfOrder");
    check(&world, EMPLOYER, "2020-10-09", Step::Drafted, "2020-80/p6.others-prepare-no-law");
    check(&world, SUPERVISOR, "2020-10-09", Step::Drafted, "2020-80/p6.others-prepare-no-law");
    world.must(Some(CENTRE), "2020-10-09", step(name, Step::Drafted));
    check(&world, AUTHORITY, "2020-10-10", Step::Drafted, "StepOutOfOrder");
    check(&world, CENTRE, "2021-05-01", enacted, "2020-80/p6.authority-turns");
    let early = Step::Enacted { effective_on: day("2020-10-08") };
    check(&world, AUTHORITY, "2021-05-01", early, "DatesOutOfOrder");
    world.must(Some(AUTHORITY), "2021-05-01", step(name, enacted));
    world.must(Some(AUTHORITY), "2021-05-02", step(name, Step::Continue));
    check(&world, AUTHORITY, "2021-05-03", Step::Continue, "StepOutOfOrder");
    world.must(Some(AUTHORITY), "2021-05-03", step(name, Step::Stop));
    check(&world, AUTHORITY, "2021-05-31", changed, "DatesOutOfOrder");
    world.must(Some(AUTHORITY), "2021-06-01", step(name, changed));
    check(&world, AUTHORITY, "2021-06-02", Step::TurnedToLevel, "StepOutOfOrder");
    check(&world, AUTHORITY, "2021-06-02", Step::Continue, "StepOutOfOrder");
    assert_eq!(
        world.refused(AUTHORITY, "2021-06-02", step("车工", Step::Drafted)),
        "2020-80/p6.only-access-is-turned"
    );
    assert_eq!(world.state.occupations().turn(row(name)).completed_on(), Some(from));
}

/// What the law answers of an occupation on a day after some steps, one letter for each act:
/// announce an exam, hold one, recognise a body, announce a session, issue a level certificate,
/// standing of a qualification certificate of 2019 and of a level certificate: y, n, ? (need fact).
fn answers(world: &Founded, name: &str, on: Day) -> String {
    let turn = world.state.occupations().turn(row(name));
    let mut facts = turn
        .notice()
        .facts(Facts::new())
        .choice(Key::BodyKind, "social")
        .choice(Key::CentreOf, "none")
        .choice(Key::BodyStatus, "active")
        .choice(Key::ActorKind, "authority")
        .choice(Key::Election, "continue")
        .choice(Key::Pace, "normal")
        .choice(Key::CertificateStatus, "valid")
        .flag(Key::SameParty, false)
        .flag(Key::StandardExists, true)
        .flag(Key::ScopeCovers, true)
        .flag(Key::CoversOutsiders, true)
        .flag(Key::HolderIsStaff, true)
        .flag(Key::Passed, true)
        .none(Key::AnnouncedOn)
        .none(Key::AcceptedOn)
        .none(Key::BatchCompleteOn)
        .none(Key::RegistrationWindowUntil)
        .none(Key::ExamHeldOn)
        .day(Key::BodyRecognisedUntil, on.plus_days(900));
    let days = [Key::BodyRecognisedOn, Key::BodyPublishedOn, Key::SessionAnnouncedOn];
    for key in days.into_iter().chain([Key::SessionHeldOn, Key::ResultsConfirmedOn]) {
        facts = facts.day(key, on);
    }
    facts = facts.day(Key::CertificateDatedOn, on).year(Key::NumberYear, on.year());
    if let Some((goes_on, ..)) = turn.decision {
        facts = facts.choice(Key::AuthorityDecision, if goes_on { "continue" } else { "stop" });
    }
    let ask = |act, facts: &Facts| {
        let known_at = Instant::start_of(on.plus_days(1));
        let question = Question { act, row: row(name), on, facts, known_at, region: None };
        match law().decide(&question).unwrap().outcome {
            Outcome::NeedFact => '?',
            outcome if outcome.allows() => 'y',
            Outcome::Effect(_) => 'n',
        }
    };
    let acts = [Act::AnnounceExam, Act::HoldExam, Act::RecogniseBody, Act::AnnounceSession];
    let mut said: String = acts.iter().map(|act| ask(*act, &facts)).collect();
    said.push(ask(Act::IssueLevelCertificate, &facts));
    let old = facts.clone().choice(Key::CertificateKind, "qualification");
    let old = old.day(Key::CertificateIssuedOn, day("2019-05-06"));
    let level = facts.choice(Key::CertificateKind, "level").day(Key::CertificateIssuedOn, on);
    said.push(ask(Act::CertificateStanding, &old));
    said.push(ask(Act::CertificateStanding, &level));
    said
}

#[test]
fn each_of_the_seven_at_each_step_answers_what_the_rules_say() {
    let seven: Vec<String> = law()
        .rows
        .ids()
        .filter_map(|id| law().rows.get(id))
        .filter(|row| row.fate == law::FateKind::Access)
        .map(|row| row.canonical().to_string())
        .collect();
    assert_eq!(seven.len(), 7);
    for name in &seven {
        let mut world = Founded::new();
        let mut after = |on: &str, s: Option<Step>, expect: &str, standing: Standing| {
            if let Some(s) = s {
                world.must(Some(AUTHORITY), on, step(name, s));
            }
            assert_eq!(answers(&world, name, day(on)), expect, "{name} {on} {s:?}");
            let notice = world.state.exit(row(name));
            let entry = law().entry(row(name), day(on), Instant(i64::MAX), &notice).unwrap();
            assert_eq!(entry.standing, standing, "{name} {on} {s:?}");
        };
        let pending = Standing::AccessPending;
        after("2020-12-31", None, "yynnnyn", pending);
        after("2021-01-01", None, "??nnnyn", pending);
        after("2021-02-01", Some(Step::Drafted), "??nnnyn", pending);
        after("2021-02-02", Some(Step::Continue), "yynnnyn", pending);
        after("2021-03-01", Some(Step::Stop), "nnnnnyn", pending);
        let effective_on = day("2021-05-01");
        after("2021-04-01", Some(Step::Enacted { effective_on }), "nnnnnyn", pending);
        let on = day("2021-06-01");
        after("2021-06-01", Some(Step::CatalogueChanged { on }), "nnnnnyn", Standing::Access);
    }
}

#[test]
fn what_turned_to_level_assessment_counts_as_having_left_on_that_day() {
    let mut world = Founded::new();
    let name = "安检员";
    let act = step(name, Step::TurnedToLevel);
    let who: OrganisationId = AUTHORITY;
    assert_eq!(answers(&world, name, day("2024-03-01")), "??nnnyn");
    world.must(Some(who), "2024-03-01", act);
    assert_eq!(answers(&world, name, day("2024-03-01")), "nnyyyyy");
    let entry =
        law().entry(row(name), day("2024-03-01"), Instant(i64::MAX), &world.state.exit(row(name)));
    assert_eq!(entry.unwrap().standing, Standing::Exited);
    assert_eq!(world.refused(who, "2024-03-02", step(name, Step::Continue)), "StepOutOfOrder");
    assert_eq!(world.refused(who, "2024-03-02", step(name, Step::Drafted)), "StepOutOfOrder");
    // An announcement afterwards could only put the exit off (simulated world of seed 3266).
    for effective_on in [None, Some("2024-09-01")] {
        let act = announce(name, effective_on);
        assert_eq!(world.refused(who, "2024-03-02", act), "ExitAnnouncedTwice");
    }
}
