//! Loss of power while groups are written, persons erased, and states kept: a group is there whole
//! or not at all, nothing that was erased comes back, and a state is the one that was kept last or
//! a later one.
//!
//! Keeps: I-LOG-3 for groups. In scope: erasures inside a group and alone, recorded while this
//! suite, started again, writes; also where flushes fail and the writer asks again or is killed.
//! Out of scope: what is in a group of the house above (crate `desk`).

use super::{FAILS, SHORT_LOG, STORE, asked_again, faults_by};
use crate::contract::writing::{PrivateKind, PrivatePlace, PrivateRow, Writing};
use crate::contract::{Reader as _, Store as _};
use crate::sqlite::SqliteStore;
use crate::store_error::StoreError;
use powercut::{Found, Moments, Recording, Trace, choose, mark};
use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;
use std::process::Command;

/// Each group is two writings of three entries.
const ENTRIES: u64 = 3;
const GROUP: u64 = 2 * ENTRIES;
const GROUPS_PER_OPENING: u64 = 3;
const OPENINGS: u64 = 2;
/// Private rows of a writing: some share a page, some need several.
const ROWS: u32 = 9;
const SETTING: &str = "DENGJI_GROUPS_POWER_LOSS_SETTING";

/// The rows of one of the two writings of a group, as they were put first or replaced.
type Which = (u64, char, u8);

fn rows((group, writing, version): Which) -> Vec<PrivateRow> {
    let body = |place: u32| {
        let tag = format!("[{}{writing}{version}]", letter(group));
        tag.repeat(40 + 60 * usize::from(version) * (place as usize % 4)).into_bytes()
    };
    let name = format!("{group}{writing}");
    let (kind, group) = (PrivateKind::Candidate, || name.clone());
    (0..ROWS).map(|place| PrivateRow { kind, group: group(), place, body: body(place) }).collect()
}

/// Returns the tags of rows that stand anywhere in what was found.
fn lying(found: &Found) -> BTreeSet<Which> {
    let mut tags = BTreeSet::new();
    for bytes in found.files.values() {
        for tag in bytes.windows(5).filter(|tag| tag[0] == b'[' && tag[4] == b']') {
            let group = (0..26).find(|group| letter(*group) == char::from(tag[1]));
            if let (Some(group), b'0'..=b'9') = (group, tag[3]) {
                tags.insert((group, char::from(tag[2]), tag[3] - b'0'));
            }
        }
    }
    tags
}

fn letter(group: u64) -> char {
    char::from(b'a' + group as u8)
}

fn entries(first: u64) -> Vec<Vec<u8>> {
    (first..first + ENTRIES).map(|place| place.to_be_bytes().repeat(30)).collect()
}

fn key(first: u64) -> ([u8; 16], [u8; 32]) {
    let mut key = [0; 16];
    key[..8].copy_from_slice(&first.to_be_bytes());
    (key, [1; 32])
}

/// Writes the next group: the second writing replaces the rows of the first, and erases those of
/// the first of the group before.
fn write_group(store: &mut SqliteStore, group: u64) -> Result<(), StoreError> {
    let first = group * GROUP;
    store.begin_group()?;
    let done = (|| {
        let (entries_a, entries_b) = (entries(first), entries(first + ENTRIES));
        store.commit(&Writing {
            expect_size: first,
            entries: &entries_a,
            answer: Some(key(first)),
            private: &rows((group, 'A', 1)),
            ..Writing::default()
        })?;
        let before = group.checked_sub(1).map(|before| rows((before, 'A', 2)));
        let erased: Vec<PrivatePlace> =
            before.unwrap_or_default().iter().map(PrivateRow::at).collect();
        store.commit(&Writing {
            expect_size: first + ENTRIES,
            entries: &entries_b,
            answer: Some(key(first + ENTRIES)),
            private: &[rows((group, 'A', 2)), rows((group, 'B', 1))].concat(),
            erased: &erased,
            ..Writing::default()
        })
    })();
    if let Err(error) = done {
        store.abandon_group();
        return Err(error);
    }
    store.end_group()
}

/// Erases, alone, the rows of the second writing of every other group.
fn erase(store: &mut SqliteStore, group: u64) -> Result<(), StoreError> {
    let erased: Vec<PrivatePlace> = rows((group, 'B', 1)).iter().map(PrivateRow::at).collect();
    let expect_size = store.size()?;
    store.commit(&Writing { expect_size, erased: &erased, ..Writing::default() }).map(drop)
}

fn state(size: u64) -> Vec<u8> {
    size.to_be_bytes().repeat(2_000)
}

/// The writer: what this suite does when it is started under a recording.
fn write(root: &Path) {
    let setting = std::env::var(SETTING).unwrap_or_default();
    for _ in 0..OPENINGS {
        let mut store = asked_again(|| SqliteStore::open(&root.join(STORE)));
        store.connection.execute_batch(&setting).unwrap();
        let done = store.size().unwrap() / GROUP;
        for group in done..done + GROUPS_PER_OPENING {
            if group % 2 == 0 && group != 0 {
                // Whoever was killed may not have come to it.
                asked_again(|| erase(&mut store, group - 1));
            }
            asked_again(|| write_group(&mut store, group));
            let size = (group + 1) * GROUP;
            mark(&format!("size {size}\n"));
            if group % 2 == 1 {
                asked_again(|| erase(&mut store, group));
                mark(&format!("erased {group}\n"));
            }
            asked_again(|| store.keep_state(size, &state(size)));
            mark(&format!("kept {size}\n"));
            if group % 2 == 1 {
                // Where the log could not be emptied, upkeep does it.
                asked_again(|| store.tend());
                mark(&format!("tended {}\n", group + 1));
            }
        }
    }
}

fn record(recording: &Recording, setting: &str, stop: Option<usize>, fail: Range<usize>) -> bool {
    let mut writer = Command::new(std::env::current_exe().unwrap());
    writer.args([
        "--exact",
        "sqlite::power_loss::groups::i_log_3_groups_erasures_and_states_survive_a_loss_of_power",
    ]);
    writer.env(SETTING, setting).stdout(std::process::Stdio::null());
    recording.run_with(&mut writer, stop, fail).unwrap().success()
}

/// Opens what was found and reads all of it, or says what is wrong with it.
fn look(found: &Found, marks: &[&str]) -> Result<(), String> {
    let (groups, alone) = (last(marks, "size ").unwrap_or(0) / GROUP, last(marks, "erased "));
    look_for_erased(found, groups, alone)?;
    look_at_rest(found, marks)
}

/// The same where flushes fail: nothing that was erased lies there once upkeep was done.
fn look_tended(found: &Found, marks: &[&str]) -> Result<(), String> {
    let groups = last(marks, "tended ").unwrap_or(0);
    look_for_erased(found, groups, groups.checked_sub(1))?;
    look_at_rest(found, marks)
}

fn last(marks: &[&str], what: &str) -> Option<u64> {
    marks.iter().filter_map(|mark| mark.strip_prefix(what)?.parse().ok()).max()
}

fn look_at_rest(found: &Found, marks: &[&str]) -> Result<(), String> {
    let (acknowledged, erased) = (last(marks, "size ").unwrap_or(0), last(marks, "erased "));
    let folder = powercut::scratch().unwrap();
    found.write_into(folder.path(), "-shm").unwrap();
    let failed = |error: StoreError| error.to_string();
    let mut store = SqliteStore::open(&folder.path().join(STORE)).map_err(failed)?;
    let size = store.size().map_err(failed)?;
    if size < acknowledged {
        return Err(format!("{acknowledged} acknowledged, {size} kept"));
    }
    if size % GROUP != 0 {
        return Err(format!("half a group is kept: {size}"));
    }
    let mut other = None;
    let each = &mut |place, body: &[u8]| {
        let same = body == entries(place / ENTRIES * ENTRIES)[(place % ENTRIES) as usize];
        other = other.or((!same).then_some(place));
    };
    store.each_entry(0, size, each).map_err(failed)?;
    if let Some(place) = other {
        return Err(format!("entry {place} is another"));
    }
    let groups = size / GROUP;
    for group in 0..groups {
        let is_last = group + 1 == groups;
        let first = if is_last { rows((group, 'A', 2)) } else { Vec::new() };
        check_rows(&store, (group, 'A'), &[first])?;
        let (none, put) = (Vec::new(), rows((group, 'B', 1)));
        let expect = match group % 2 {
            0 => [put].to_vec(),
            _ if !is_last || erased.is_some_and(|erased| group <= erased) => [none].to_vec(),
            _ => [none, put].to_vec(),
        };
        check_rows(&store, (group, 'B'), &expect)?;
    }
    let kept = store.kept_state().map_err(failed)?;
    let known = last(marks, "kept ").unwrap_or(0);
    match kept {
        None if known == 0 => {}
        Some(kept) if known <= kept.size && kept.size <= size && kept.bytes == state(kept.size) => {
        }
        other => return Err(format!("kept is the state of {:?}", other.map(|kept| kept.size))),
    }
    // And it goes on from there.
    write_group(&mut store, groups).map_err(failed)
}

/// Expects all rows of a writing as they were at one of several times.
fn check_rows(
    store: &SqliteStore,
    (group, writing): (u64, char),
    expect: &[Vec<PrivateRow>],
) -> Result<(), String> {
    let name = format!("{group}{writing}");
    let found = store.private_rows(PrivateKind::Candidate, &name).map_err(|e| e.to_string())?;
    let is = |rows: &Vec<PrivateRow>| {
        rows.iter().map(|row| (row.place, &row.body)).eq(found.iter().map(|(at, b)| (*at, b)))
    };
    match expect.iter().any(is) {
        true => Ok(()),
        false => Err(format!("{} rows of `{name}`, or others", found.len())),
    }
}

/// Looks for copies of rows whose erasure was acknowledged: nobody opened the folder since.
fn look_for_erased(found: &Found, groups: u64, alone: Option<u64>) -> Result<(), String> {
    for (group, writing, version) in lying(found) {
        let erased = match writing {
            'A' => group + 1 < groups,
            _ => group % 2 == 1 && alone.is_some_and(|alone| group <= alone),
        };
        if erased {
            return Err(format!("a copy of `{group}{writing}{version}` was erased and lies there"));
        }
    }
    Ok(())
}

#[test]
fn i_log_3_groups_erasures_and_states_survive_a_loss_of_power() {
    if let Some(root) = Recording::root_of_this_process() {
        return write(&root);
    }
    let Some(recording) = Recording::begin().unwrap() else { return };
    assert!(record(&recording, SHORT_LOG, None, 0..0));
    let faults = faults_by((&recording.trace().unwrap(), 0), Moments::of(40), &mut look);
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn without_its_flushes_a_group_a_state_or_an_erasure_is_lost() {
    let check = |setting: &str, skips: &dyn Fn(&Trace) -> Trace, expect: &str| {
        let Some(recording) = Recording::begin().unwrap() else { return };
        assert!(record(&recording, setting, None, 0..0));
        let trace = skips(&recording.trace().unwrap());
        let faults = faults_by((&trace, 0), Moments { cuts: 0, seed: 1 }, &mut look);
        let found = faults.iter().any(|fault| fault.contains(expect));
        assert!(found, "`{setting}`: {faults:#?}");
    };
    let none = &|trace: &Trace| trace.clone();
    check("PRAGMA synchronous=NORMAL", none, " acknowledged, ");
    check("PRAGMA synchronous=NORMAL", none, "the state of");
    check("PRAGMA secure_delete=OFF", none, "was erased and lies there");
    check(SHORT_LOG, &Trace::without_flushing_what_is_emptied, "was erased and lies there");
}

#[test]
fn i_log_3_of_a_group_whose_flush_failed_nothing_is_acknowledged_that_is_not_there() {
    let Some(whole) = Recording::begin().unwrap() else { return };
    assert!(record(&whole, SHORT_LOG, None, 0..0));
    let flushes = whole.trace().unwrap().before_flushes();
    let moments = Moments::of(0);
    for n in choose(moments.seed, powercut::stops(3), flushes.len()) {
        for (fail, stop) in [(n..n + FAILS, None), (n..n + 1, Some(flushes[n].0 + 1))] {
            let recording = Recording::begin().unwrap().expect("there is a compiler");
            let done = record(&recording, SHORT_LOG, stop, fail.clone());
            assert!(done || stop.is_some(), "{fail:?}: it does not find its way");
            let killed = stop.map_or(0, |_| recording.trace().unwrap().0.len());
            assert!(done || record(&recording, SHORT_LOG, None, 0..0));
            let trace = recording.trace().unwrap();
            let faults = faults_by((&trace, killed), moments, &mut look_tended);
            assert!(faults.is_empty(), "flushes {fail:?} fail, killed {stop:?}: {faults:#?}");
        }
    }
}
