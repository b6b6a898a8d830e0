//! The store on PostgreSQL against bare work on the same server: COPY, and prepared selects.
//!
//! In scope: a throw-away server on this machine with `fsync` on; writings as the house makes them.
//! Out of scope: deciding and signing (`issuing`), a network between store and server.

mod bare;
mod writings;

use crate::rounds;
use anyhow::{Context, Result};
use bare::Bare;
use std::time::Instant;
use store::{PostgresStore, Reader, Store, TokenSpace};
use writings::Writings;

/// Certificates of one round of writing.
const CERTIFICATES: u64 = 100_000;
/// Rounds of writing, each into new databases.
const ROUNDS: usize = 5;
/// Writings of one group, as eight clients have them under way together.
const GROUP: usize = 8;
/// Look-ups of one run.
const LOOKUPS: u64 = 2_000;
/// Wanted speed of writing, in percent of bare COPY.
const WRITING_PERCENT_MIN: u64 = 50;
/// Wanted speed of look-ups, in percent of bare prepared selects.
const LOOKUP_PERCENT_MIN: u64 = 60;

/// Measures both.
pub(crate) fn run() -> Result<()> {
    let server = throwaway::Postgres::start().context("PostgreSQL is not installed")?;
    let writings = Writings::random(CERTIFICATES);
    let mut shares = Vec::new();
    let mut last = None;
    for _ in 0..ROUNDS {
        let (url, other) = (server.database(), server.database());
        let mut store = PostgresStore::open(&url)?;
        drop(PostgresStore::open(&other)?);
        let ours = time(|| write(&mut store, &writings))?;
        let mut bare = Bare::connect(&other)?;
        let rows = bare.rows_of(&url)?;
        let bytes: usize = rows.iter().map(|table| table.bytes()).sum();
        let copy = time(|| bare.copy(rows))?;
        shares.push((copy * 100 / ours.max(1), ours, copy, bytes));
        last = Some((store, url));
    }
    shares.sort_unstable();
    let (percent, ours, copy, bytes) = shares[ROUNDS / 2];
    let rate = |ns: u64| CERTIFICATES * 1_000_000_000 / ns.max(1);
    println!(
        "postgres writing: {percent} % of bare COPY ({} to {} %), {} certificates a second against \
         {}; {} bytes of rows a certificate: {}",
        shares[0].0,
        shares[ROUNDS - 1].0,
        rate(ours),
        rate(copy),
        bytes as u64 / CERTIFICATES,
        verdict(percent, WRITING_PERCENT_MIN)
    );
    let (store, url) = last.context("there was a round")?;
    let bare = Bare::connect(&url)?;
    by_number(&store, &bare, &writings)?;
    by_token(&store, &bare, &writings)
}

fn write(store: &mut PostgresStore, writings: &Writings) -> Result<()> {
    for group in writings.groups(GROUP) {
        store.begin_group()?;
        for writing in group {
            store.commit(&writing.as_written())?;
        }
        store.end_group()?;
    }
    Ok(())
}

fn by_number(store: &PostgresStore, bare: &Bare, writings: &Writings) -> Result<()> {
    let numbers = writings.numbers(LOOKUPS);
    let (mut ours, mut theirs) = (0, 0);
    let pair = rounds::in_turn(
        || {
            for (site, serial) in &numbers {
                let found = store.find_batch(site, 2020, '3', *serial).ok().flatten();
                let place = found.map(|batch| batch.entry + u64::from(serial - batch.first));
                ours += place.and_then(|place| store.entry(place).ok()?).map_or(0, |e| e.len());
            }
        },
        || theirs += bare.entries_by_number(&numbers),
    );
    anyhow::ensure!(0 < ours && ours == theirs, "both find the same: {ours} and {theirs}");
    told("by number", LOOKUPS, &pair);
    Ok(())
}

fn by_token(store: &PostgresStore, bare: &Bare, writings: &Writings) -> Result<()> {
    let tokens = writings.tokens(LOOKUPS);
    let (mut ours, mut theirs) = (0, 0);
    let pair = rounds::in_turn(
        || {
            for token in &tokens {
                let found = store.find_token(TokenSpace::Document, token, 0, 10);
                ours += found.map_or(0, |places| places.iter().sum::<u64>());
            }
        },
        || theirs += bare.places_by_token(&tokens),
    );
    anyhow::ensure!(0 < ours && ours == theirs, "both find the same: {ours} and {theirs}");
    told("by token", LOOKUPS, &pair);
    Ok(())
}

fn told(what: &str, count: u64, pair: &rounds::Pair) {
    let rate = |ns: u64| count * 1_000_000_000 / ns.max(1);
    let [least, median, greatest] = pair.percent;
    println!(
        "postgres look-up {what}: {median} % of bare prepared selects ({least} to {greatest} %), \
         {} a second against {}: {}",
        rate(pair.ours_ns),
        rate(pair.other_ns),
        verdict(median, LOOKUP_PERCENT_MIN)
    );
}

fn verdict(percent: u64, wanted: u64) -> &'static str {
    if wanted <= percent { "ok" } else { "below" }
}

fn time(work: impl FnOnce() -> Result<()>) -> Result<u64> {
    let start = Instant::now();
    work()?;
    Ok(start.elapsed().as_nanos() as u64)
}
