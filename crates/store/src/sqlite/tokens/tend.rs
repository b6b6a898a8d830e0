//! Upkeep of the blind index: the log becomes a run, and runs of a level become one of the next.
//!
//! In scope: what is due, and one slice of it. Out of scope: the transaction, which is the
//! caller's.
//! Invariant: each key of a writing is in the log or in a run at all times, and may be in several
//! while they are merged; reading counts it once.
//! Failure: after any slice everything is found and upkeep goes on from there, in this process or
//! the next. Nothing is ever thrown away half made.

use super::super::{backend, damaged};
use super::key::{Key, keys};
use super::merge::Merge;
use super::recent::Recent;
use super::run::{BLOCK_KEYS, RunWriter, SLOTS_BY_LAST, SLOTS_MAX, first_id};
use crate::store_error::StoreError;
use rusqlite::{Connection, params};
use std::ops::Bound;

/// Runs of a level that are merged into one of the next. More write less, and are more to look
/// through; with 4, thirty million tokens lie in at most ten runs.
pub const FAN: usize = 4;

/// How many times as long as all shorter runs together a run may be before it is merged with them
/// while nobody writes. Then hardly more than one run of a size stays to look through.
const QUIET_RATIO: u64 = 4;

/// Slices in which a full log is written.
const LOG_SLICES: usize = 8;

/// A row of the table `token_runs`.
struct Run {
    slot: i64,
    level: i64,
    into: Option<i64>,
    done: Option<Vec<u8>>,
    log_to: Option<i64>,
}

/// A run that is being made.
struct Making {
    slot: i64,
    /// The last key that was written.
    done: Option<Key>,
}

/// Returns how many keys a slice writes: whole blocks.
pub fn slice_keys(log_keys_max: usize) -> usize {
    BLOCK_KEYS * (log_keys_max / BLOCK_KEYS / LOG_SLICES).max(1)
}

/// Which runs are merged.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Merges {
    /// None: tokens are being dropped. The log holds none of them, and goes into a run all the
    /// same.
    None,
    /// Those of a full level.
    Due,
    /// Also those that would wait for others of their level.
    All,
}

/// Does one slice and says whether there was something to do.
///
/// # Errors
/// The backend failed, or the index is damaged.
pub fn slice(
    connection: &Connection,
    recent: &mut Recent,
    (log_keys_max, merges): (usize, Merges),
) -> Result<bool, StoreError> {
    let slice_keys = slice_keys(log_keys_max);
    let runs = runs(connection)?;
    let flushing = runs.iter().find_map(|run| Some((run, run.log_to?)));
    // However much waits in the log, memory holds one run of it and a little.
    let room = recent.keys().len() <= log_keys_max;
    let behind = flushing.is_some_and(|(_, to)| recent.seen() < to);
    let all = recent.refresh(connection, if room || behind { slice_keys } else { 0 })?;
    if let Some((run, to)) = flushing {
        if to <= recent.seen() {
            flush(connection, recent, &run.making()?, to, slice_keys)?;
        }
    } else if log_keys_max < recent.keys().len() {
        let (slot, to) = (free(&runs)?, recent.seen());
        begin(connection, slot, 0, Some(to))?;
        flush(connection, recent, &Making { slot, done: None }, to, slice_keys)?;
    } else if all && merges != Merges::None {
        let due = match merge_due(connection, &runs)? {
            None if merges == Merges::All => merge_quietly(connection, &runs)?,
            due => due,
        };
        let Some((making, of)) = due else { return Ok(false) };
        merge(connection, &making, &of, slice_keys)?;
    }
    Ok(true)
}

/// Returns the merge that is due and of what, and notes it when it begins: the lowest level first,
/// so that a long merge never lets short runs pile up.
fn merge_due(
    connection: &Connection,
    runs: &[Run],
) -> Result<Option<(Making, Vec<i64>)>, StoreError> {
    for level in 0..=runs.iter().map(|run| run.level).max().unwrap_or(0) {
        let made = runs.iter().find(|run| run.level == level + 1 && run.done.is_some());
        if let Some(run) = made {
            let of = runs.iter().filter(|old| old.into == Some(run.slot)).map(|old| old.slot);
            return Ok(Some((run.making()?, of.collect())));
        }
        let whole = runs.iter().filter(|run| run.level == level && run.is_whole());
        let of: Vec<i64> = whole.map(|run| run.slot).take(FAN).collect();
        if of.len() == FAN {
            return begin_merge(connection, runs, of, level + 1).map(Some);
        }
    }
    Ok(None)
}

/// Begins to merge the shorter runs, as many as are worth it: each look-up asks every run.
fn merge_quietly(
    connection: &Connection,
    runs: &[Run],
) -> Result<Option<(Making, Vec<i64>)>, StoreError> {
    let length = |run: &Run| (FAN as u64).saturating_pow(run.level as u32);
    let mut whole: Vec<&Run> = runs.iter().filter(|run| run.is_whole()).collect();
    whole.sort_by_key(|run| std::cmp::Reverse(run.level));
    for (nth, run) in whole.iter().enumerate() {
        let shorter: u64 = whole[nth + 1..].iter().map(|run| length(run)).sum();
        if 0 < shorter && length(run) <= shorter.saturating_mul(QUIET_RATIO) {
            let of: Vec<i64> = whole[nth..].iter().map(|run| run.slot).collect();
            // Rounded up, so that it is not merged again for every run of the log that comes.
            let all = length(run) + shorter;
            let level = (0..).find(|level| all <= (FAN as u64).saturating_pow(*level));
            let level = level.map_or(run.level + 1, i64::from);
            return begin_merge(connection, runs, of, level).map(Some);
        }
    }
    Ok(None)
}

/// Notes that runs are going to be merged into one of a level above theirs.
fn begin_merge(
    connection: &Connection,
    runs: &[Run],
    of: Vec<i64>,
    level: i64,
) -> Result<(Making, Vec<i64>), StoreError> {
    let slot = free(runs)?;
    begin(connection, slot, level, None)?;
    let into = "UPDATE token_runs SET into_slot = ?2 WHERE slot = ?1";
    of.iter().try_for_each(|old| run(connection, into, &[*old, slot]))?;
    Ok((Making { slot, done: None }, of))
}

impl Run {
    fn is_whole(&self) -> bool {
        self.done.is_none() && self.into.is_none()
    }

    fn making(&self) -> Result<Making, StoreError> {
        let done = keys(self.done.as_deref().unwrap_or_default())?.first().copied();
        Ok(Making { slot: self.slot, done })
    }
}

fn runs(connection: &Connection) -> Result<Vec<Run>, StoreError> {
    let failed = backend("list runs of tokens");
    let mut statement = connection
        .prepare_cached("SELECT slot, level, into_slot, done, log_to FROM token_runs ORDER BY slot")
        .map_err(&failed)?;
    let rows = statement.query_map([], |row| {
        let (slot, level, into) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(Run { slot, level, into, done: row.get(3)?, log_to: row.get(4)? })
    });
    rows.map_err(&failed)?.collect::<Result<_, _>>().map_err(&failed)
}

fn free(runs: &[Run]) -> Result<i64, StoreError> {
    let mut slots = SLOTS_BY_LAST..SLOTS_MAX;
    let free = slots.find(|slot| runs.iter().all(|run| run.slot != *slot));
    free.ok_or_else(|| damaged(format!("all runs of tokens from `{SLOTS_BY_LAST}` are taken")))
}

/// Notes a run that is going to be made.
fn begin(
    connection: &Connection,
    slot: i64,
    level: i64,
    log_to: Option<i64>,
) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO token_runs (slot, level, done, log_to) VALUES (?1, ?2, x'', ?3)",
        )
        .and_then(|mut statement| statement.execute(params![slot, level, log_to]))
        .map_err(backend("begin a run of tokens"))?;
    reshaped(connection)
}

fn reshaped(connection: &Connection) -> Result<(), StoreError> {
    run(connection, "UPDATE token_state SET shape = shape + 1", &[])
}

/// Writes the next keys of the log; with the last of them the rows leave the log.
fn flush(
    connection: &Connection,
    recent: &Recent,
    making: &Making,
    to: i64,
    slice_keys: usize,
) -> Result<(), StoreError> {
    let from = making.done.map_or(Bound::Unbounded, Bound::Excluded);
    // A key that a later row has too stays in the log with that row.
    let mut keys = recent.keys().range((from, Bound::Unbounded)).filter(|(_, row)| **row <= to);
    let whole = write(connection, making, slice_keys, || Ok(keys.next().map(|(key, _)| *key)))?;
    if whole {
        run(connection, "DELETE FROM token_log WHERE id <= ?1", &[to])?;
        run(connection, "UPDATE token_state SET flushed = ?1", &[to])?;
    }
    Ok(())
}

/// Writes the next keys of runs, and removes what they used up of the old blocks.
fn merge(
    connection: &Connection,
    making: &Making,
    of: &[i64],
    slice_keys: usize,
) -> Result<(), StoreError> {
    let mut merge = Merge::after(connection, of, making.done.as_ref())?;
    let whole = write(connection, making, slice_keys, || merge.next())?;
    for (slot, used) in of.iter().zip(merge.used()) {
        if let Some(used) = used {
            let used_up = "DELETE FROM token_blocks WHERE id BETWEEN ?1 AND ?2";
            run(connection, used_up, &[first_id(*slot), used])?;
        }
        if whole {
            run(connection, "DELETE FROM token_runs WHERE slot = ?1", &[*slot])?;
        }
    }
    if whole { reshaped(connection) } else { Ok(()) }
}

/// Writes keys behind a run until the slice is full, and says whether that was all: the run is
/// whole then.
fn write(
    connection: &Connection,
    making: &Making,
    slice_keys: usize,
    mut next: impl FnMut() -> Result<Option<Key>, StoreError>,
) -> Result<bool, StoreError> {
    let mut writer = RunWriter::behind(connection, making.slot)?;
    let mut last = making.done;
    for _ in 0..slice_keys {
        let Some(key) = next()? else {
            writer.finish()?;
            let whole = "UPDATE token_runs SET done = NULL, log_to = NULL WHERE slot = ?1";
            run(connection, whole, &[making.slot])?;
            return Ok(true);
        };
        writer.push(&key)?;
        last = Some(key);
    }
    // A slice is whole blocks, so that the next one begins with one.
    writer.finish()?;
    connection
        .prepare_cached("UPDATE token_runs SET done = ?2 WHERE slot = ?1")
        .and_then(|mut statement| statement.execute(params![making.slot, last]))
        .map_err(backend("go on with a run of tokens"))?;
    Ok(false)
}

fn run(connection: &Connection, statement: &str, numbers: &[i64]) -> Result<(), StoreError> {
    connection
        .prepare_cached(statement)
        .and_then(|mut statement| statement.execute(rusqlite::params_from_iter(numbers)))
        .map(|_| ())
        .map_err(backend("tend the blind index"))
}
