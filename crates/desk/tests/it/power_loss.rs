//! Loss of power at every step of a house: what it answered is there, whole, and what it published.
//!
//! Keeps: I-LOG-3, I-LOG-1. In scope: the whole folder of a register and the anchor elsewhere,
//! recorded while this suite, started again, founds, issues, publishes and makes landmarks.
//! Out of scope: loss of power inside SQLite's own steps, more closely (crate `store`).

mod importing;
mod private_rows;
mod restoring;
mod rewrapping;

use crate::stage::{EMPLOYER, Stage, day};
use crate::stranger::read_log;
use desk::house::House;
use desk::house_error::HouseError;
use desk::house_folder::{LOG_FOLDER, LOG_KEY_FILE, publish_log_key, trusted_log};
use powercut::{Change, Found, Moment, Moments, Recording, Trace, choose, mark};
use seal::{Checkpoint, Landmarks, SignedNote};
use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;
use std::process::{Command, Stdio};
use store::{CHECKPOINT_FILE, DiskFiles, Files, LANDMARKS_FILE, Reader as _, SqliteStore};

const REGISTER: &str = "data/register";
const ANCHOR: &str = "elsewhere/anchor";
/// So many that the tiles have a second level, whose partial tile stands for several checkpoints.
const CANDIDATES: u32 = 262;

fn opened(root: &Path) -> Result<Stage, HouseError> {
    Stage::at(&root.join(REGISTER), root.join(ANCHOR))
}

/// The house at work: what this suite does when it is started under a recording. Found somewhere in
/// the middle, as after a kill, it publishes and goes on.
fn work(root: &Path) {
    let mut stage = opened(root).unwrap();
    let acted = &mut |house: &House| mark(&format!("size {}\n", house.size()));
    if stage.house.state().origin().is_none() {
        stage.found();
        acted(&stage.house);
    } else {
        acted(&stage.house);
        publish(&mut stage.house);
    }
    publish_log_key(&stage.house, &root.join(REGISTER)).unwrap();
    mark("key\n");
    if stage.house.state().key_of(EMPLOYER).is_none() {
        stage.recognise();
        acted(&stage.house);
        landmark(&mut stage);
        let session = stage.confirm_session(CANDIDATES as usize, day("2020-11-16"), acted);
        let on = stage.on("2020-12-16");
        let rows: Vec<u32> = (0..CANDIDATES - 1).collect();
        stage.house.issue(EMPLOYER, session, (on, on), &rows).unwrap();
        acted(&stage.house);
    }
    landmark(&mut stage);
    landmark(&mut stage);
    // Closed and opened again: the write-ahead log is gone and begins anew.
    drop(stage);
    let mut stage = opened(root).unwrap();
    landmark(&mut stage);
}

fn publish(house: &mut House) {
    house.publish().unwrap();
    mark(&format!("published {}\n", house.published_size()));
}

/// Makes a landmark on the day after the last one, and not before the certificates are issued.
fn landmark(stage: &mut Stage) {
    let last = stage.house.last_landmark().map(|last| last.day_in_china().plus_days(1));
    stage.on_day(last.map_or(day("2020-08-04"), |next| next.max(day("2020-12-17"))));
    let house = &mut stage.house;
    publish(house);
    let size = house.landmark().unwrap();
    mark(&format!("landmark {size}\n"));
    mark(&format!("size {}\n", house.size()));
    mark(&format!("published {}\n", house.published_size()));
}

/// Starts the house at work. With `stop` it is killed at that change.
fn record(recording: &Recording, stop: Option<usize>) -> bool {
    record_failing(recording, stop, 0..0)
}

fn record_failing(recording: &Recording, stop: Option<usize>, fail: Range<usize>) -> bool {
    let name = "i_log_3_what_was_answered_and_published_survives_a_loss_of_power";
    start(recording, name, stop, fail)
}

/// Starts a test of these again. With `stop` it is killed at that change, and some of its flushes
/// fail.
fn start(recording: &Recording, name: &str, stop: Option<usize>, fail: Range<usize>) -> bool {
    let mut worker = Command::new(std::env::current_exe().unwrap());
    worker.args(["--exact", &format!("power_loss::{name}")]).stdout(Stdio::null());
    if stop.is_some() || !fail.is_empty() {
        worker.stderr(Stdio::null());
    }
    recording.run_with(&mut worker, stop, fail).unwrap().success()
}

/// Returns the flushes of a trace that come after a mark, each with its number, how many changes
/// there were before, and what is flushed.
fn flushes_after(trace: &Trace, mark: &str) -> Vec<(usize, usize, String)> {
    let is = |change: &Change| matches!(change, Change::Mark(said) if said.starts_with(mark));
    let marked = trace.0.iter().position(is).unwrap();
    let before = Trace(trace.0[..marked].to_vec()).before_flushes().len();
    let flushes = trace.before_flushes().into_iter().enumerate().skip(before);
    flushes.map(|(n, (stop, path))| (n, stop, path)).collect()
}

/// Says what is wrong with what was found, given what was said before.
type Look<'a> = dyn FnMut(&Found, &[&str]) -> Result<(), String> + 'a;

/// Plays moments of a trace and returns what was wrong, each with its moment.
fn faults_of(
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

/// A recording, with what was committed in the end.
struct Played {
    trace: Trace,
    entries: Vec<Vec<u8>>,
    /// The sizes of the log between two acts.
    whole: BTreeSet<u64>,
}

impl Played {
    fn of(recording: &Recording) -> Played {
        let store = SqliteStore::read_only(&recording.root().join(REGISTER)).unwrap();
        let mut entries = Vec::new();
        let size = store.size().unwrap();
        store.each_entry(0, size, &mut |_, bytes| entries.push(bytes.to_vec())).unwrap();
        let trace = recording.trace().unwrap();
        let marks = trace.0.iter().filter_map(|change| match change {
            Change::Mark(mark) => Some(mark.as_str()),
            _ => None,
        });
        let whole = numbers(marks, "size").chain([0]).collect();
        Played { trace, entries, whole }
    }

    /// Opens what was found as a house, and says what is wrong with it.
    fn look(&self, found: &Found, marks: &[&str]) -> Result<(), String> {
        let said = |what| numbers(marks.iter().copied(), what);
        let folder = powercut::scratch().unwrap();
        found.write_into(folder.path(), "-shm").unwrap();
        let register = folder.path().join(REGISTER);
        let key_file = register.join(LOG_KEY_FILE);
        if marks.contains(&"key") || key_file.exists() {
            trusted_log(&key_file, None).map_err(|e| format!("the log's public key: {e}"))?;
        }
        let mut stage = opened(folder.path()).map_err(|e| format!("it does not open: {e}"))?;
        let Stage { house, .. } = &mut stage;
        let (size, answered) = (house.size(), said("size").max().unwrap_or(0));
        if size < answered {
            return Err(format!("{answered} answered, {size} kept"));
        }
        if !self.whole.contains(&size) {
            return Err(format!("part of an act is kept: {size} entries"));
        }
        for (_, organisation) in house.state().organisations() {
            let name: String = organisation.key.iter().map(|b| format!("{b:02x}")).collect();
            let seed = std::fs::read(register.join(format!("keys/{name}.seed")));
            if seed.map(|text| text.len()).unwrap_or(0) != 64 {
                return Err(format!("the key `{name}` is not there"));
            }
        }
        let log = DiskFiles::below(register.join(LOG_FOLDER)).unwrap();
        let published = said("published").max().unwrap_or(0);
        self.look_at_log(&log, house, published)?;
        let anchored = anchored(&folder.path().join(ANCHOR))?;
        if anchored < published {
            return Err(format!("{published} published, {anchored} in the anchor"));
        }
        if size == 0 {
            return Ok(());
        }
        look_at_landmarks(&log, house, &said("landmark").collect::<Vec<_>>())?;
        // And it goes on from there.
        stage.on("2020-12-31");
        stage.house.landmark().map_err(|error| format!("it does not go on: {error}"))?;
        read_log(&log, &stage.house).map(drop)
    }

    fn look_at_log(&self, log: &DiskFiles, house: &House, published: u64) -> Result<(), String> {
        if published == 0 && log.read(CHECKPOINT_FILE).unwrap().is_none() {
            return Ok(());
        }
        let (size, entries) = read_log(log, house)?;
        if size < published {
            return Err(format!("{published} published, {size} kept"));
        }
        let same = self.entries.starts_with(&entries);
        same.then_some(()).ok_or_else(|| "other entries are published".to_string())
    }

    fn faults(&self, trace: &Trace, first: usize, moments: Moments) -> Vec<String> {
        faults_of((trace, first), moments, &mut |found, marks| self.look(found, marks))
    }
}

/// Compares the list and the files of landmarks with those that were answered for.
fn look_at_landmarks(log: &DiskFiles, house: &House, answered: &[u64]) -> Result<(), String> {
    let Some(last) = answered.iter().max() else { return Ok(()) };
    let list = log.read(LANDMARKS_FILE).unwrap().ok_or("there is no list of landmarks")?;
    let key = house.log_key(crate::stage::ORIGIN).map_err(|error| error.to_string())?;
    let list = Landmarks::open(&list, &key).map_err(|error| format!("landmarks: {error}"))?;
    let listed = list.all().iter().any(|landmark| landmark.size == *last);
    let file = log.read(&format!("landmark/{last}")).unwrap();
    match (listed, file) {
        (true, Some(file)) if !file.is_empty() => Ok(()),
        (listed, _) => Err(format!("landmark {last} is lost; listed: {listed}")),
    }
}

/// Returns the size in the anchor; nought where there is none.
fn anchored(anchor: &Path) -> Result<u64, String> {
    let Ok(note) = std::fs::read(anchor) else { return Ok(0) };
    let note = SignedNote::parse(&note).map_err(|error| format!("the anchor: {error}"))?;
    let checkpoint: Checkpoint = note.text().parse().map_err(|e| format!("the anchor: {e}"))?;
    Ok(checkpoint.size())
}

fn numbers<'a>(marks: impl Iterator<Item = &'a str>, what: &str) -> impl Iterator<Item = u64> {
    marks.filter_map(move |mark| mark.strip_prefix(what)?.trim().parse().ok())
}

#[test]
fn i_log_3_what_was_answered_and_published_survives_a_loss_of_power() {
    if let Some(root) = Recording::root_of_this_process() {
        return work(&root);
    }
    let Some(recording) = Recording::begin().unwrap() else { return };
    assert!(record(&recording, None));
    let played = Played::of(&recording);
    let faults = played.faults(&played.trace, 0, Moments::of(50));
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn without_any_one_of_its_flushes_a_loss_is_found() {
    let Some(recording) = Recording::begin().unwrap() else { return };
    assert!(record(&recording, None));
    let played = Played::of(&recording);
    let check = |skipped: &dyn Fn(&str) -> bool, what: &str| {
        let trace = played.trace.without_flushes(skipped);
        assert!(trace != played.trace, "{what} is never flushed");
        let faults = played.faults(&trace, 0, Moments { cuts: 0, seed: 1 });
        assert!(!faults.is_empty(), "nothing is lost without flushing {what}");
    };
    for ending in [
        ".sqlite-wal",
        "data/register/",
        "data/",
        "keys/",
        ".part",
        "register/log/",
        "checkpoint.part",
        "landmarks.part",
        "log.vkey.part",
        "anchor.part",
        "elsewhere/",
        "log/tile/0/",
        "log/tile/entries/",
        "log/landmark/",
    ] {
        check(&|path| path.ends_with(ending), ending);
    }
    check(&|path| path.contains("log/tile/") && !path.ends_with('/'), "tiles");
    check(&|path| path.contains("keys/") && !path.ends_with('/'), "keys");
}

#[test]
fn i_log_3_a_house_that_was_killed_leaves_nothing_that_the_next_one_only_seems_to_have() {
    let Some(whole) = Recording::begin().unwrap() else { return };
    assert!(record(&whole, None));
    let flushes = whole.trace().unwrap().before_flushes();
    let moments = Moments::of(0);
    let check = |(stop, path): &(usize, String)| {
        let recording = Recording::begin().unwrap().expect("there is a compiler");
        assert!(!record(&recording, Some(*stop)), "killed before flushing {path}");
        let killed = recording.trace().unwrap().0.len();
        assert!(record(&recording, None), "after a kill before flushing {path}");
        let played = Played::of(&recording);
        let faults = played.faults(&played.trace, killed, moments);
        assert!(faults.is_empty(), "killed before flushing {path}, after {stop}: {faults:#?}");
    };
    // The register's folder is made, and its name is not flushed.
    check(flushes.iter().find(|(_, path)| path == "data/").unwrap());
    // A checkpoint has its name, and neither anchor nor landmarks follow it; then they have theirs.
    for path in ["register/log/", "anchor.part", "elsewhere/", "landmarks.part"] {
        check(flushes.iter().rfind(|(_, flushed)| flushed.ends_with(path)).unwrap());
    }
    for n in choose(moments.seed, powercut::stops(3), flushes.len()) {
        check(&flushes[n]);
    }
}

#[test]
fn i_log_1_a_house_whose_flush_failed_publishes_nothing_that_a_later_flush_only_seems_to_bring() {
    let Some(whole) = Recording::begin().unwrap() else { return };
    assert!(record(&whole, None));
    let flushes = whole.trace().unwrap().before_flushes();
    let moments = Moments::of(0);
    let check = |fail: Range<usize>| {
        let what = format!("flushes {fail:?}, from {}", flushes[fail.start].1);
        let recording = Recording::begin().unwrap().expect("there is a compiler");
        // It stops with the error, or did not need that flush; the next one goes on from there.
        let done = record_failing(&recording, None, fail);
        let before = if done { 0 } else { recording.trace().unwrap().0.len() };
        assert!(record(&recording, None), "{what}");
        let played = Played::of(&recording);
        let faults = played.faults(&played.trace, before, moments);
        assert!(faults.is_empty(), "{what}: {faults:#?}");
    };
    let last = |ending: &str| flushes.iter().rposition(|(_, path)| path.contains(ending)).unwrap();
    // Tiles and bundles of one publication are flushed beside each other, in any order.
    let checkpoint = last("checkpoint.part");
    let is_commit = |(_, path): &(usize, String)| path.ends_with(".sqlite-wal");
    check(flushes[..checkpoint].iter().rposition(is_commit).unwrap() + 1..checkpoint);
    for path in [".sqlite-wal", "checkpoint.part"] {
        check(last(path)..last(path) + 1);
    }
    for n in choose(moments.seed, powercut::stops(2), flushes.len()) {
        check(n..n + 1);
    }
}
