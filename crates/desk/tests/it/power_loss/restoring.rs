//! Loss of power while a register is restored into a folder, whole and to a point: under its name
//! stands all of it or nothing, and what lies beside is never taken for a register.
//!
//! In scope: the folder, what is left beside it, the first opening, which cuts the rows to the
//! point. Recorded while this suite, started again, restores a backup that lies elsewhere.
//! Out of scope: a database (`restoring`), damage of the backup (crate `store`).

use super::{faults_of, start};
use crate::stage::{EMPLOYER, Stage, day};
use desk::back_up::back_up;
use desk::backend::Backend;
use desk::check_register::check;
use desk::restore_register::restore;
use desk::{Lock, Unlock};
use powercut::{Found, Moments, Recording, choose, mark};
use std::fs;
use std::path::{Path, PathBuf};
use store::StoreError;
use zeroize::Zeroizing;

const NAME: &str =
    "restoring::under_its_name_stands_a_whole_register_or_nothing_whenever_power_is_lost";
/// Beside the folder that is recorded.
const BACKUP: &str = "one.backup";
/// The entries of the backup, and those up to a point in it.
const SIZES: &str = "sizes";
const PLACES: [&str; 2] = ["data/whole", "data/point"];

/// Puts a backup with keys beside a recording: of a house with a session that is issued from, and
/// another after the point.
fn back_up_beside(recording: &Recording) -> [u64; 2] {
    let mut stage = Stage::new();
    let session = stage.confirmed_session(4);
    let on = stage.on("2020-12-16");
    stage.house.issue(EMPLOYER, session, (on, on), &[0]).unwrap();
    let point = stage.house.size();
    stage.house.issue(EMPLOYER, session, (on, on), &[1]).unwrap();
    stage.confirm_session(3, day("2020-12-17"), &mut |_| ());
    let from = (stage.folder.path(), &Backend::Folder);
    let beside = |name: &str| recording.root().with_file_name(name);
    let lock = Lock::Passphrase { text: phrase(), log_n: 4 };
    back_up(from, &beside(BACKUP), (&lock, true), &*stage.clock).unwrap();
    let sizes = [stage.house.size(), point];
    fs::write(beside(SIZES), sizes.map(|size| size.to_string()).join(" ")).unwrap();
    sizes
}

fn phrase() -> Zeroizing<String> {
    Zeroizing::new("correct horse".to_string())
}

fn beside(to: &Path) -> PathBuf {
    to.with_extension("restoring")
}

/// What this suite does when it is started under a recording: restores what is not there yet, as
/// somebody does who clears away what a stop left.
fn work(root: &Path) {
    let sizes = fs::read_to_string(root.with_file_name(SIZES)).unwrap();
    let point = sizes.split(' ').nth(1).and_then(|size| size.parse().ok());
    let file = root.with_file_name(BACKUP);
    for (place, size) in PLACES.into_iter().zip([None, point]) {
        let to = root.join(place);
        if !to.exists() {
            if beside(&to).exists() {
                fs::remove_dir_all(beside(&to)).unwrap();
            }
            let (file, unlock) = (&*file, &Unlock::by_passphrase(phrase()));
            restore((file, unlock), &Backend::Folder, (&to, size), &mut |_, _| ()).unwrap();
            mark(&format!("restored {place}\n"));
        }
        drop(Stage::on_backend(&to, &Backend::Folder, None).unwrap());
        mark(&format!("restored {place}\n"));
    }
}

fn look(sizes: [u64; 2], found: &Found, marks: &[&str]) -> Result<(), String> {
    let folder = powercut::scratch().unwrap();
    found.write_into(folder.path(), "-shm").unwrap();
    for (place, size) in PLACES.into_iter().zip(sizes) {
        let to = folder.path().join(place);
        if beside(&to).exists() {
            look_beside(&beside(&to), size)?;
        }
        if to.exists() {
            look_at(&to, size).map_err(|why| format!("`{place}`: {why}"))?;
        } else if marks.contains(&&*format!("restored {place}")) {
            return Err(format!("`{place}` was restored and is not there"));
        }
    }
    Ok(())
}

/// A register that is whole: every row about a person opens and belongs to the log.
fn look_at(to: &Path, size: u64) -> Result<(), String> {
    let opened = Stage::on_backend(to, &Backend::Folder, None);
    let mut stage = opened.map_err(|error| format!("it does not open: {error}"))?;
    if stage.house.size() != size {
        return Err(format!("{} entries of {size}", stage.house.size()));
    }
    stage.on("2021-02-01");
    stage.house.publish().map_err(|error| format!("it does not go on: {error}"))?;
    drop(stage);
    let checked = check((to, &Backend::Folder), &mut |_, _| ()).map_err(|e| e.to_string())?;
    if checked.is_clean() { Ok(()) } else { Err(format!("{checked:?}")) }
}

/// Nobody takes a part of a register for one: it does not open, or is empty, or is whole and has
/// only not got its name.
fn look_beside(beside: &Path, size: u64) -> Result<(), String> {
    match Backend::Folder.open(beside).and_then(|store| store.size()) {
        Ok(found) if found == 0 || found == size => Ok(()),
        Ok(found) => Err(format!("beside, {found} entries of {size} open")),
        Err(StoreError::HalfRestored { .. }) => Ok(()),
        Err(error) => Err(format!("beside: {error}")),
    }
}

#[test]
fn under_its_name_stands_a_whole_register_or_nothing_whenever_power_is_lost() {
    if let Some(root) = Recording::root_of_this_process() {
        return work(&root);
    }
    let Some(recording) = Recording::begin().unwrap() else { return };
    let sizes = back_up_beside(&recording);
    assert!(start(&recording, NAME, None, 0..0));
    let trace = recording.trace().unwrap();
    let look = &mut |found: &Found, marks: &[&str]| look(sizes, found, marks);
    let faults = faults_of((&trace, 0), Moments::of(40), look);
    assert!(faults.is_empty(), "{faults:#?}");
    // Without a flush of what has a name of its own, something is lost.
    for skipped in ["data/", ".restoring/", "keys/", ".part"] {
        let less = trace.without_flushes(|path| path.ends_with(skipped));
        let faults = faults_of((&less, 0), Moments { cuts: 0, seed: 1 }, look);
        assert!(!faults.is_empty(), "nothing is lost without flushing `{skipped}`");
    }
}

#[test]
fn a_restoring_that_was_killed_or_whose_flush_failed_is_done_again_whole() {
    let Some(whole) = Recording::begin().unwrap() else { return };
    back_up_beside(&whole);
    assert!(start(&whole, NAME, None, 0..0));
    let flushes = whole.trace().unwrap().before_flushes();
    for n in choose(powercut::seed(), powercut::stops(2), flushes.len()) {
        for (stop, fail) in [(Some(flushes[n].0), 0..0), (None, n..n + 1)] {
            let recording = Recording::begin().unwrap().expect("there is a compiler");
            let sizes = back_up_beside(&recording);
            let done = start(&recording, NAME, stop, fail);
            let stopped = if done { 0 } else { recording.trace().unwrap().0.len() };
            assert!(done || start(&recording, NAME, None, 0..0), "flush {n}, {stop:?}");
            let look = &mut |found: &Found, marks: &[&str]| look(sizes, found, marks);
            let trace = recording.trace().unwrap();
            let faults = faults_of((&trace, stopped), Moments::of(0), look);
            assert!(faults.is_empty(), "flush {n} of {:?}, {stop:?}: {faults:#?}", flushes[n]);
        }
    }
}
