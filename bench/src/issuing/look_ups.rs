//! Looking certificates up by number and by person, anywhere in the register.
//!
//! In scope: one thread, each look-up timed, and two threads with a reader of the pool each.
//! Out of scope: what is shown of them.

use super::{rate, told};
use crate::dice::Dice;
use anyhow::{Context as _, Result};
use desk::house::House;
use seal::Entry;
use sim::People;
use std::time::{Duration, Instant};
use vocab::PersonId;

/// Look-ups that are measured of each kind.
const LOOKED_UP: usize = 100_000;
/// Look-ups a second that are wanted, by number and by person.
const LOOK_UPS: [u64; 2] = [100_000, 50_000];

pub fn look_ups(house: &House) -> Result<()> {
    let look_up = house.look_up();
    let numbers = sample(house)?;
    let number = |number: &String| {
        look_up.certificate(number)?.context("a certificate")?;
        Ok(0)
    };
    let (spread, _) = each(&numbers, number)?;
    told_look_up("look-ups by number", &spread, LOOK_UPS[0]);
    beside("look-ups by number", &numbers, number)?;
    let people = somebody(house.size())?;
    let person = |id: &PersonId| Ok(look_up.certificates_of(id.kind().code(), id.number())?.len());
    let (spread, found) = each(&people, person)?;
    told_look_up("look-ups by person", &spread, LOOK_UPS[1]);
    println!("  {found} certificates of {LOOKED_UP} persons");
    beside("look-ups by person", &people, person)
}

/// Returns the number of as many certificates as are looked up, each anywhere in the log.
fn sample(house: &House) -> Result<Vec<String>> {
    let (look_up, mut dice) = (house.look_up(), Dice(7));
    let mut numbers = Vec::new();
    while numbers.len() < LOOKED_UP {
        let index = u64::from(dice.below(house.size() as i32).unsigned_abs());
        if let Entry::Certificate(certificate) = Entry::read(&look_up.entry(index)?)
            .map_err(|error| anyhow::anyhow!("entry {index}: {error}"))?
        {
            let mut all = house.numbers(certificate.header)?;
            numbers.push(all.swap_remove((index - certificate.header - 1) as usize));
        }
    }
    Ok(numbers)
}

/// Returns as many people as are looked up, each anybody of those who registered in a log of this
/// length: nine of ten have a certificate, and a hundredth of the entries are none.
fn somebody(size: u64) -> Result<Vec<PersonId>> {
    let (all, mut dice) = ((size as f64 * 1.08) as usize, Dice(11));
    let mut wanted: Vec<(usize, usize)> =
        (0..LOOKED_UP).map(|nth| (dice.below(all as i32) as usize, nth)).collect();
    wanted.sort_unstable();
    let mut found = Vec::with_capacity(LOOKED_UP);
    let mut people = (0..).zip(People::new(5));
    let mut last = None;
    for (place, nth) in wanted {
        let person = match last.take() {
            Some((at, person)) if at == place => person,
            _ => people.find(|(at, _)| *at == place).context("a person")?.1.id().clone(),
        };
        found.push((nth, person.clone()));
        last = Some((place, person));
    }
    // In the order in which they are asked for, which is none.
    found.sort_unstable_by_key(|(nth, _)| *nth);
    Ok(found.into_iter().map(|(_, person)| person).collect())
}

/// Looks all of them up from two threads at once, each with a reader of the pool.
fn beside<T: Sync>(what: &str, all: &[T], look: impl Fn(&T) -> Result<usize> + Sync) -> Result<()> {
    let start = Instant::now();
    std::thread::scope(|scope| {
        let threads: Vec<_> = all
            .chunks(all.len().div_ceil(2))
            .map(|part| scope.spawn(|| part.iter().try_for_each(|one| look(one).map(|_| ()))))
            .collect();
        threads.into_iter().try_for_each(|thread| {
            thread.join().map_err(|_| anyhow::anyhow!("a thread stopped"))?
        })
    })?;
    println!("  {what} of two threads: {} a second", rate(all.len() as u64, start.elapsed()));
    Ok(())
}

/// Times each look-up; returns the nanoseconds by rising length, and how much was found.
fn each<T>(all: &[T], look: impl Fn(&T) -> Result<usize>) -> Result<(Vec<u64>, usize)> {
    let (mut times, mut found) = (Vec::with_capacity(all.len()), 0);
    for one in all {
        let start = Instant::now();
        found += look(one)?;
        times.push(start.elapsed().as_nanos() as u64);
    }
    times.sort_unstable();
    Ok((times, found))
}

fn told_look_up(what: &str, times: &[u64], wanted: u64) {
    let sum: u64 = times.iter().sum();
    told(what, rate(times.len() as u64, Duration::from_nanos(sum)), wanted);
    let at = |part: usize| times.get(times.len() * part / 1_000).copied().unwrap_or(0) / 1_000;
    println!("  median {} µs, p99 {} µs, wanted under 1000", at(500), at(990));
}
