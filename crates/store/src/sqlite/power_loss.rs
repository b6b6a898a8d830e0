//! Loss of power at every step of a writer: what it acknowledged is there, and no half of a
//! writing.
//!
//! Keeps: I-LOG-3. In scope: the folder of `SqliteStore`, recorded while this suite, started again,
//! writes into it, also where flushes fail and whoever wrote asks again, or is killed first. A test
//! in here can reach the connection, and show what `synchronous=OFF` loses.
//! Out of scope: keys and the public log beside it (crate `desk`, `power_loss.rs`).

mod groups;

use super::SqliteStore;
use crate::contract::writing::{PrivateKind, PrivateRow, Writing};
use crate::contract::{Reader as _, Store as _};
use crate::hindrance::Hindrance;
use crate::store_error::StoreError;
use powercut::{Change, Found, Moment, Moments, Recording, Trace, choose, mark};
use std::ops::Range;
use std::path::Path;
use std::process::Command;

/// Statements that the writer runs on its connection after opening it. Exists in this test only.
const SETTING: &str = "DENGJI_STORE_POWER_LOSS_SETTING";
/// Room in the write-ahead log is short, so that it is moved into the database now and then.
const SHORT_LOG: &str = "PRAGMA wal_autocheckpoint=12";
const STORE: &str = "a/store";
const ENTRIES_PER_WRITING: u64 = 3;
const WRITINGS_PER_OPENING: u64 = 6;
const OPENINGS: u64 = 3;
/// Flushes that fail in a row.
const FAILS: usize = 2;

/// One writing of the play, which says in each part where it stands.
struct Part {
    size: u64,
    entries: Vec<Vec<u8>>,
    private: [PrivateRow; 1],
}

impl Part {
    fn at(size: u64) -> Part {
        let entries = (size..size + ENTRIES_PER_WRITING).map(entry).collect();
        let (kind, group) = (PrivateKind::Salt, size.to_string());
        Part { size, entries, private: [PrivateRow { kind, group, place: 0, body: entry(size) }] }
    }

    fn writing(&self) -> Writing<'_> {
        let mut key = [0; 16];
        key[..8].copy_from_slice(&self.size.to_be_bytes());
        let answer = Some((key, [1; 32]));
        let (entries, private) = (&self.entries, &self.private);
        Writing { expect_size: self.size, entries, answer, private, ..Writing::default() }
    }
}

/// Some fit a page with others, some need several.
fn entry(place: u64) -> Vec<u8> {
    let length = if place.is_multiple_of(5) { 9_000 } else { 200 };
    place.to_be_bytes().into_iter().cycle().take(length).collect()
}

/// The writer: what this suite does when it is started under a recording.
fn write(root: &Path) {
    let setting = std::env::var(SETTING).unwrap_or_default();
    for _ in 0..OPENINGS {
        let mut store = asked_again(|| SqliteStore::open(&root.join(STORE)));
        store.connection.execute_batch(&setting).unwrap();
        let size = store.size().unwrap();
        if let Some(last) = size.checked_sub(ENTRIES_PER_WRITING) {
            // Whoever does not know whether it was kept asks again, and relies on the answer.
            assert!(asked_again(|| store.commit(&Part::at(last).writing())).repeated);
            mark(&format!("size {size}\n"));
        }
        for n in 0..WRITINGS_PER_OPENING {
            let size = size + n * ENTRIES_PER_WRITING;
            asked_again(|| store.commit(&Part::at(size).writing()));
            mark(&format!("size {}\n", size + ENTRIES_PER_WRITING));
        }
    }
}

/// Does something until it is done, as whoever is told that the disk fails does.
pub(super) fn asked_again<T>(mut ask: impl FnMut() -> Result<T, StoreError>) -> T {
    for _ in 0..FAILS {
        match ask() {
            Err(error) if error.hindrance() == Some(Hindrance::Failing) => {}
            done => return done.unwrap(),
        }
    }
    ask().unwrap()
}

/// Starts the writer. With `stop` it is killed at that change.
fn record(recording: &Recording, setting: &str, stop: Option<usize>) -> bool {
    record_failing(recording, setting, stop, 0..0)
}

fn record_failing(
    recording: &Recording,
    setting: &str,
    stop: Option<usize>,
    fail: Range<usize>,
) -> bool {
    let mut writer = Command::new(std::env::current_exe().unwrap());
    writer.args([
        "--exact",
        "sqlite::power_loss::i_log_3_what_was_acknowledged_survives_a_loss_of_power",
    ]);
    writer.env(SETTING, setting).stdout(std::process::Stdio::null());
    recording.run_with(&mut writer, stop, fail).unwrap().success()
}

/// Opens what was found and reads all of it, or says what is wrong with it.
fn look(found: &Found, acknowledged: u64) -> Result<(), String> {
    let folder = powercut::scratch().unwrap();
    found.write_into(folder.path(), "-shm").unwrap();
    let failed = |error: StoreError| error.to_string();
    let mut store = SqliteStore::open(&folder.path().join(STORE)).map_err(failed)?;
    let size = store.size().map_err(failed)?;
    if size < acknowledged {
        return Err(format!("{acknowledged} acknowledged, {size} kept"));
    }
    if size % ENTRIES_PER_WRITING != 0 {
        return Err(format!("half a writing is kept: {size}"));
    }
    let mut other = None;
    let each = &mut |place, body: &[u8]| other = other.or((body != entry(place)).then_some(place));
    store.each_entry(0, size, each).map_err(failed)?;
    if let Some(place) = other {
        return Err(format!("entry {place} is another"));
    }
    for size in (0..size).step_by(ENTRIES_PER_WRITING as usize) {
        let [PrivateRow { kind, group, place, body }] = Part::at(size).private;
        if store.private_row(kind, &group, place).map_err(failed)? != Some(body) {
            return Err(format!("the private row of {size} is another"));
        }
    }
    // And it goes on from there.
    store.commit(&Part::at(size).writing()).map_err(failed).map(drop)
}

/// Plays the moments of a trace and returns what was wrong, each with its moment. `look` is given
/// what was found, and the last size that was acknowledged.
pub(super) fn faults(
    trace: (&Trace, usize),
    moments: Moments,
    look: fn(&Found, u64) -> Result<(), String>,
) -> Vec<String> {
    faults_by(trace, moments, &mut |found, marks| {
        let sizes = marks.iter().filter_map(|mark| mark.strip_prefix("size ")?.parse().ok());
        look(found, sizes.max().unwrap_or(0))
    })
}

/// Says what is wrong with what was found, given what was said before.
type Look<'a> = dyn FnMut(&Found, &[&str]) -> Result<(), String> + 'a;

/// As [`faults`], with all that was said.
fn faults_by(
    (trace, first): (&Trace, usize),
    moments: Moments,
    look: &mut Look<'_>,
) -> Vec<String> {
    let mut faults = Vec::new();
    let played = moments.each(trace, first, &mut |moment: Moment<'_>| {
        let Moment { at, loss, unflushed, found, marks } = moment;
        if let Err(wrong) = look(found, marks) {
            let of = trace.0.len();
            faults.push(format!("after {at} of {of}, {loss:?} lost, {unflushed:?}: {wrong}"));
        }
    });
    println!("{played} losses of power of {} changes, {} faults", trace.0.len(), faults.len());
    faults
}

#[test]
fn i_log_3_what_was_acknowledged_survives_a_loss_of_power() {
    if let Some(root) = Recording::root_of_this_process() {
        return write(&root);
    }
    let Some(recording) = Recording::begin().unwrap() else { return };
    assert!(record(&recording, SHORT_LOG, None));
    let faults = faults((&recording.trace().unwrap(), 0), Moments::of(60), look);
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn without_the_flush_at_each_commit_a_loss_is_found() {
    let check = |setting: &str, skipped: &str| {
        let Some(recording) = Recording::begin().unwrap() else { return };
        assert!(record(&recording, setting, None));
        let trace = recording.trace().unwrap().without_flushes(|path| path.ends_with(skipped));
        let faults = faults((&trace, 0), Moments { cuts: 0, seed: 1 }, look);
        let lost = faults.iter().any(|fault| fault.contains(" acknowledged, "));
        assert!(lost, "`{setting}`, without flushing `{skipped}`: {faults:#?}");
    };
    check("PRAGMA synchronous=OFF", "no such file");
    check("PRAGMA synchronous=NORMAL", "no such file");
    // The setting is right and a flush is missing all the same.
    check(SHORT_LOG, "-wal");
    check(SHORT_LOG, "a/store/");
    check(SHORT_LOG, "a/");
}

/// Kills a writer after so many changes, lets another go on, and plays what that one acknowledges.
fn check_killed(stop: usize, moments: Moments) {
    let recording = Recording::begin().unwrap().expect("there is a compiler");
    assert!(!record(&recording, SHORT_LOG, Some(stop)), "killed after {stop}");
    let killed = recording.trace().unwrap().0.len();
    assert!(record(&recording, SHORT_LOG, None));
    let faults = faults((&recording.trace().unwrap(), killed), moments, look);
    assert!(faults.is_empty(), "killed after {stop}: {faults:#?}");
}

#[test]
fn i_log_3_a_writer_that_was_killed_leaves_nothing_that_the_next_one_only_seems_to_have() {
    let Some(whole) = Recording::begin().unwrap() else { return };
    assert!(record(&whole, SHORT_LOG, None));
    let Trace(changes) = whole.trace().unwrap();
    let stops = Trace(changes.clone()).before_flushes();
    // The folder is made, and its name is not flushed.
    check_killed(stops[0].0, Moments { cuts: 0, seed: 1 });
    // The commit record is written, and not flushed: the next opening reads it.
    let third = changes.iter().position(|change| *change == Change::Mark("size 9".into()));
    let (stop, _) = Trace(changes[..third.unwrap()].to_vec()).before_flushes().pop().unwrap();
    check_killed(stop, Moments { cuts: 0, seed: 1 });
    // And any other, up to the end of the second opening.
    let stops = &stops[..stops.len() * 2 / 3];
    let moments = Moments::of(5);
    for stop in choose(moments.seed, powercut::stops(5), stops.len()) {
        check_killed(stops[stop].0, moments);
    }
}

/// Lets flushes fail, with a writer that asks again or one that is killed at its next change, and
/// plays what is acknowledged from there on.
fn check_unflushed(fail: Range<usize>, stop: Option<usize>, moments: Moments) {
    let recording = Recording::begin().unwrap().expect("there is a compiler");
    let done = record_failing(&recording, SHORT_LOG, stop, fail.clone());
    assert!(done || stop.is_some(), "{fail:?}: it does not find its way");
    let killed = stop.map_or(0, |_| recording.trace().unwrap().0.len());
    if !done {
        assert!(record(&recording, SHORT_LOG, None));
    }
    let faults = faults((&recording.trace().unwrap(), killed), moments, look);
    assert!(faults.is_empty(), "flushes {fail:?} fail, killed after {stop:?}: {faults:#?}");
}

#[test]
fn i_log_3_a_flush_that_failed_is_made_good_by_no_later_one_alone() {
    let Some(whole) = Recording::begin().unwrap() else { return };
    assert!(record(&whole, SHORT_LOG, None));
    let Trace(changes) = whole.trace().unwrap();
    let flushes = Trace(changes.clone()).before_flushes();
    let moments = Moments::of(0);
    let check = |n: usize| {
        check_unflushed(n..n + 1, None, moments);
        check_unflushed(n..n + FAILS, None, moments);
        // The process dies of it, and the next finds in memory what is not on the disk.
        check_unflushed(n..n + 1, Some(flushes[n].0 + 1), moments);
    };
    // The journal is set.
    check(flushes.iter().position(|(_, path)| path.ends_with("-journal")).unwrap() + 2);
    // A commit, with others before and after it.
    let third = changes.iter().position(|change| *change == Change::Mark("size 9".into()));
    check(Trace(changes[..third.unwrap()].to_vec()).before_flushes().len() - 1);
    for n in choose(moments.seed, powercut::stops(5), flushes.len()) {
        check(n);
    }
}
