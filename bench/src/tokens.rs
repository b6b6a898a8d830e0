//! Speed of the blind index: writing and finding at ten million certificates.
//!
//! In scope: `SqliteStore` with upkeep, durable, one thread; a plain sorted table in the same run.
//! Out of scope: making tokens (hashing with a key), and everything else of an act.
mod people;
mod plain;
use crate::dice::Dice;
use crate::processor;
use anyhow::{Result, ensure};
use plain::Plain;
use std::path::Path;
use std::time::Instant;
use store::{SqliteStore, Store as _, TokenSpace, Writing};

/// Certificates of a writing, and writings of a group that shares a flush.
const BATCH: u64 = 200;
const GROUP: u64 = 8;
/// Certificates over which a rate is taken.
const WINDOW: u64 = 1_000_000;
/// The plain table gets no further.
const PLAIN: u64 = 1_000_000;
/// Look-ups that are timed, one by one.
const LOOKUPS: usize = 200_000;
/// Places that a look-up asks for.
const LIMIT: usize = 20;

/// Wanted: rate of the last window in percent of the first, look-ups a second, and the slowest of
/// a hundred.
const LAST_PERCENT_MIN: u64 = 80;
const LOOKUPS_MIN: u64 = 50_000;
const P99_NS_MAX: u64 = 1_000_000;

/// Writes so many certificates and finds them.
pub fn run(certificates: u64) -> Result<()> {
    plain(PLAIN.min(certificates))?;
    let folder = tempfile::tempdir()?;
    let mut store = SqliteStore::open(folder.path())?;
    let mut longest = 0;
    let rates = windows("ours", certificates, |group| {
        store.begin_group()?;
        for batch in group.step_by(BATCH as usize) {
            let tokens: Vec<_> = (batch..batch + BATCH).flat_map(people::tokens).collect();
            store.commit(&Writing { tokens: &tokens, ..Writing::default() })?;
        }
        store.end_group()?;
        let slice = Instant::now();
        store.tend()?;
        longest = longest.max(slice.elapsed().as_micros());
        Ok(())
    })?;
    let percent = rates.last().unwrap_or(&0) * 100 / rates.first().unwrap_or(&1).max(&1);
    println!(
        "tokens: the last million at {percent} % of the first, wanted {LAST_PERCENT_MIN} %: {}",
        verdict(LAST_PERCENT_MIN <= percent)
    );
    println!("tokens: longest slice of upkeep {longest} µs, between groups of writings");
    let rest = Instant::now();
    while store.tend()? {}
    println!("tokens: upkeep that was left took {} ms", rest.elapsed().as_millis());
    sizes(folder.path(), certificates)?;
    let reader = store.reader()?;
    let found = |space, token: &[u8; 12]| Ok(reader.find_token(space, token, 0, LIMIT)?);
    lookups("document, first look", certificates, 1, |n| {
        found(TokenSpace::Document, &people::document(n))
    })?;
    let [rate, p99] = lookups("document", certificates, LOOKUPS, |n| {
        found(TokenSpace::Document, &people::document(n))
    })?;
    println!(
        "tokens: look-ups, wanted {LOOKUPS_MIN} a second and p99 below {P99_NS_MAX} ns: {}",
        verdict(LOOKUPS_MIN <= rate && p99 < P99_NS_MAX)
    );
    lookups("name", certificates, LOOKUPS, |n| {
        found(TokenSpace::Name, &people::name(n)).map(|all| {
            if all.is_empty() || all.len() == LIMIT || all.contains(&n) { vec![n] } else { all }
        })
    })?;
    lookups("document that is not there", certificates, LOOKUPS, |n| {
        let none = found(TokenSpace::Document, &people::name(n))?;
        Ok(if none.is_empty() { vec![n] } else { none })
    })?;
    Ok(())
}

fn plain(certificates: u64) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut plain = Plain::begin(folder.path())?;
    windows("plain table", certificates, |group| plain.group(group))?;
    sizes(folder.path(), certificates)?;
    lookups("document, plain table", certificates, LOOKUPS, |n| plain.find(&people::document(n)))?;
    Ok(())
}

/// Writes groups of certificates and prints the tokens a second of each window; returns
/// those of processor time, which other work on the machine disturbs less.
fn windows(
    what: &str,
    certificates: u64,
    mut write: impl FnMut(std::ops::Range<u64>) -> Result<()>,
) -> Result<Vec<u64>> {
    let mut rates = Vec::new();
    let (mut start, mut before) = (Instant::now(), processor::ms()?);
    for group in (0..certificates).step_by((BATCH * GROUP) as usize) {
        let end = (group + BATCH * GROUP).min(certificates);
        write(group..end)?;
        if end % WINDOW < BATCH * GROUP && WINDOW * (rates.len() as u64 + 1) <= end {
            let tokens = WINDOW * people::TOKENS;
            let clock = tokens * 1_000 / start.elapsed().as_millis().max(1) as u64;
            let rate = tokens * 1_000 / (processor::ms()? - before).max(1);
            println!(
                "{what}: to {end} certificates, {rate} tokens a second of processor time, \
                 {clock} by the clock"
            );
            rates.push(rate);
            (start, before) = (Instant::now(), processor::ms()?);
        }
    }
    Ok(rates)
}

/// Looks certificates up one by one, checks each, and returns look-ups a second and the nanoseconds
/// that one of a hundred takes longer than.
fn lookups(
    what: &str,
    certificates: u64,
    count: usize,
    find: impl Fn(u64) -> Result<Vec<u64>>,
) -> Result<[u64; 2]> {
    let mut dice = Dice(count as u64);
    let mut all = Vec::with_capacity(count);
    let (start, before) = (Instant::now(), processor::ms()?);
    for _ in 0..count {
        let certificate = dice.below(certificates as i32).unsigned_abs().into();
        let one = Instant::now();
        let found = find(certificate)?;
        all.push(one.elapsed().as_nanos() as u64);
        ensure!(found == [certificate], "{what}: `{certificate}` leads to {found:?}");
    }
    let clock = count as u64 * 1_000_000 / start.elapsed().as_micros().max(1) as u64;
    let rate = count as u64 * 1_000 / (processor::ms()? - before).max(1);
    all.sort_unstable();
    let [p50, p99, most] = [50, 99, 100].map(|percent| all[(count * percent / 100).min(count - 1)]);
    println!(
        "look-ups, {what}: {rate} a second of processor time, {clock} by the clock; \
         p50 {p50} ns, p99 {p99} ns, most {most} ns"
    );
    Ok([rate, p99])
}

fn sizes(folder: &Path, certificates: u64) -> Result<()> {
    let mut bytes = 0;
    for file in std::fs::read_dir(folder)? {
        bytes += file?.metadata()?.len();
    }
    let tokens = certificates * people::TOKENS;
    println!("size: {} MiB, {} bytes a token", bytes >> 20, bytes / tokens);
    Ok(())
}

fn verdict(ok: bool) -> &'static str {
    if ok { "ok" } else { "below" }
}
