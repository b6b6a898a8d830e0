//! The catalogue of a register: announced exits and steps of reclassification change what is seen,
//! from the instant they are recorded.
//!
//! In scope: list, one occupation, and that they come to what the register's state says.
//! Out of scope: which steps may be taken (`register`).

use crate::stage::{AUTHORITY, Stage, room};
use desk::keep_numbers::digest_of;
use desk::see_catalogue::{self, See};
use desk::{Standing, Step};
use vocab::Instant;

/// A house where 电工 left on 2020-09-01 and 保安员 turned to level assessment, opened again.
fn turned() -> Stage {
    let mut stage = Stage::new();
    let (electrician, guard) = (stage.row("电工"), stage.row("保安员"));
    let on = stage.on("2020-08-20");
    let effective = Some("2020-09-01".parse().unwrap());
    stage.house.announce_exit((AUTHORITY, on), electrician, effective).unwrap();
    let basis = digest_of("转等级认定（示例文本）".as_bytes()).0;
    let on = stage.on("2020-10-10");
    stage.house.reclassify((AUTHORITY, on), guard, Step::Stop, basis).unwrap();
    let on = stage.on("2020-10-20");
    stage.house.reclassify((AUTHORITY, on), guard, Step::TurnedToLevel, basis).unwrap();
    stage.on("2021-01-01");
    stage.reopened()
}

#[test]
fn what_is_recorded_comes_to_what_the_state_says() {
    let stage = turned();
    let recorded = stage.house.recorded_turns().unwrap();
    let (state, ever) = (stage.house.state(), Instant(i64::MAX));
    assert_eq!(state.occupations().all().count(), 2);
    for (row, turn) in state.occupations().all() {
        assert_eq!(recorded.turn(row, ever), *turn);
    }
}

#[test]
fn the_catalogue_follows_the_register_and_not_the_plan_alone() {
    let stage = turned();
    let recorded = stage.house.recorded_turns().unwrap();
    let check = |name: &str, on: &str, known_at: &str, expect: (Standing, usize)| {
        let (on, known_at) = (Some(on), Some(known_at));
        let see = See { on, known_at, recorded: Some(&recorded), ..See::default() };
        let view = see_catalogue::show(&room(), &*stage.clock, name, &see).unwrap();
        assert_eq!((view.row.standing, view.recorded.len()), expect, "{name} {see:?}");
        assert!(view.assumed.is_none() && view.acts.is_ok());
        let all = see_catalogue::list(&room(), &*stage.clock, &See { name: Some(name), ..see });
        let all = all.unwrap();
        let listed = all.rows.iter().find(|row| row.name.best() == name);
        assert_eq!(listed, Some(&view.row));
        // The plan alone says otherwise, or the same where nothing was recorded.
        let plan = See { recorded: None, ..see };
        let plan = see_catalogue::show(&room(), &*stage.clock, name, &plan).unwrap();
        assert!(plan.assumed.is_some() && plan.recorded.is_empty());
        assert_eq!(plan.row == view.row, expect.1 == 0);
    };
    check("电工", "2020-09-01", "2021-01-01", (Standing::Exited, 1));
    check("电工", "2020-08-31", "2021-01-01", (Standing::ExitPlanned, 1));
    // Before it was recorded nobody knew.
    check("电工", "2020-09-01", "2020-08-19", (Standing::ExitPlanned, 0));
    check("保安员", "2020-10-20", "2021-01-01", (Standing::Exited, 2));
    check("车工", "2020-10-20", "2021-01-01", (Standing::Exited, 0));
}

#[test]
fn a_step_carries_its_entry_its_rule_and_the_day_it_names() {
    let stage = turned();
    let recorded = stage.house.recorded_turns().unwrap();
    let see = See { recorded: Some(&recorded), ..See::default() };
    let view = see_catalogue::show(&room(), &*stage.clock, "电工", &see).unwrap().to_json();
    let step = &view["recorded"][0];
    assert_eq!(step["step"], "exit-announced");
    assert_eq!(
        (&step["effective_on"], &step["rule"]),
        (&"2020-09-01".into(), &"2020-80/p2.exit-is-announced".into(),)
    );
    let entry = step["entry"].as_u64().unwrap();
    assert_eq!(entry, stage.house.size() - 3);
    assert_eq!(view["assumed"], serde_json::json!([]));
}
