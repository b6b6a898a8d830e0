//! The world: seeds run clean, and what is broken on purpose is found with a short history.
//!
//! In scope: half a year over both exits, and once the years 2019 to 2026. Out of scope: thousands
//! of seeds (`scripts/soak.sh`).

use desk::law_folder::LawFolder;
use law::Law;
use sim::world::{Broken, DAYS_MAX, Report, Sabotage, Settings, run};
use std::sync::OnceLock;

/// Over both exits.
const DAYS: i32 = 165;
/// Over the first exit.
const DAYS_FEW: i32 = 90;

fn law() -> &'static Law {
    static LAW: OnceLock<Law> = OnceLock::new();
    LAW.get_or_init(|| {
        let folder = LawFolder::compiled();
        let files: Vec<(&str, &[u8])> = folder.files().collect();
        law::load(&files).expect("the compiled law loads")
    })
}

fn clean(seed: u64, days: i32) -> Report {
    run(law(), Settings { seed, days, sabotage: None })
        .unwrap_or_else(|failure| panic!("{failure}"))
}

#[test]
fn a_hundred_seeds_run_clean() {
    let mut all = Report::default();
    // Two of five over both exits, the others over the first and not for long.
    let days = |seed| if seed % 5 < 2 { DAYS } else { DAYS_FEW };
    (1..=100).for_each(|seed| all.add(&clean(seed, days(seed))));
    println!("{all}");
    // What never came up was not tested.
    assert!(all.schemes.values().all(|tries| 0 < *tries), "{all}");
    assert!(90 < all.schemes.len() && 1_000 < all.paced, "{all}");
    assert!(1_000 < all.settled && 200 < all.crashes, "{all}");
    assert!(100 < all.repeated && 100_000 < all.certificates, "{all}");
}

#[test]
fn a_world_lasts_from_2019_to_2026() {
    let all = clean(1, DAYS_MAX);
    println!("{all}");
    // Every scheme that there is comes up in these years.
    assert!(100 < all.schemes.len(), "{all}");
    assert!(10_000 < all.acts && 50_000 < all.certificates, "{all}");
}

#[test]
fn the_same_seed_gives_the_same_world_and_another_seed_another() {
    let numbers = |r: Report| (r.requests, r.acts, r.refused, r.entries, r.settled, r.schemes);
    let of = |seed| numbers(clean(seed, 90));
    assert_eq!(of(5), of(5));
    assert_ne!(of(5), of(6));
}

/// A keeper that is broken in that way is found out, in at most so many deliveries.
fn check(sabotage: Sabotage, history: usize, found: fn(&Broken) -> bool) {
    let failure = run(law(), Settings { seed: 7, days: DAYS, sabotage: Some(sabotage) });
    let failure = failure.expect_err("the checkers notice");
    assert!(found(&failure.broken), "{failure}");
    assert!(failure.history_len() <= history, "{failure}");
    assert!(failure.to_string().contains("seed 7"), "{failure}");
}

#[test]
fn a_keeper_that_asks_nobody_is_found_out() {
    check(Sabotage::AsksNobody, 12, |broken| {
        let counted = ["I-REG-2", "bodies", "arranged sessions"];
        match broken {
            Broken::SchemePassed { .. } => true,
            Broken::Invariant { id, .. } => counted.contains(id),
            _ => false,
        }
    });
}

#[test]
fn a_keeper_that_forgets_its_answers_is_found_out() {
    // A grant rests on every step of its application.
    check(Sabotage::ForgetsAnswers, 24, |broken| matches!(broken, Broken::LawfulRefused { .. }));
}

#[test]
fn i_log_3_a_keeper_that_loses_an_act_in_a_crash_is_found_out() {
    check(Sabotage::LosesTheLast, 2, |broken| {
        matches!(broken, Broken::Invariant { id: "I-LOG-3", .. })
    });
}
