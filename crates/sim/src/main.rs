//! `cargo run --release -p sim -- --seed N --days D`: runs the world of a seed, or of many.
//!
//! In scope: arguments and numbers. Out of scope: the world. The exit code is 1 when a run fails;
//! what failed is printed with its seed and its shortest history.

use anyhow::Result;
use clap::Parser;
use desk::law_folder::LawFolder;
use sim::world::{self, Report, Settings};
use std::process::ExitCode;
use std::time::Instant;

/// Runs the simulated world.
#[derive(Debug, Parser)]
struct Arguments {
    /// The first seed.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many seeds, one after the other.
    #[arg(long, default_value_t = 1)]
    seeds: u64,
    /// How many days each; 2,922 are the years 2019 to 2026. A run begins the day after the notice
    /// was printed; one that is longer than the time from there to the end of 2026 begins before.
    #[arg(long, default_value_t = 240, value_parser = days())]
    days: i32,
}

fn days() -> clap::builder::RangedI64ValueParser<i32> {
    clap::value_parser!(i32).range(1..=i64::from(world::DAYS_MAX))
}

fn main() -> Result<ExitCode> {
    let Arguments { seed, seeds, days } = Arguments::parse();
    let folder = LawFolder::compiled();
    let files: Vec<(&str, &[u8])> = folder.files().collect();
    let law = law::load(&files)?;
    let mut all = Report::default();
    let began = Instant::now();
    for seed in seed..seed.saturating_add(seeds) {
        match world::run(&law, Settings { seed, days, sabotage: None }) {
            Ok(report) => all.add(&report),
            Err(failure) => {
                println!("{failure}");
                return Ok(ExitCode::FAILURE);
            }
        }
    }
    println!("{seeds} seeds from {seed}, {days} days each, clean");
    println!("{all}");
    let rate = u128::from(all.requests) * 1_000_000 / began.elapsed().as_micros().max(1);
    println!("{rate} requests a second, with checkers and replays");
    Ok(ExitCode::SUCCESS)
}
