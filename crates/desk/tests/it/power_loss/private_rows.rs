//! Loss of power while rows about persons change: acts in groups, a turning to another data key,
//! another master key, erasing, disposing of an archive.
//!
//! Keeps: I-LOG-3, I-PRI-1. A group is there whole or not at all; every row opens at every moment;
//! what was erased, disposed of or sealed by a destroyed key does not come back, in no file.
//! In scope: the whole folder of a register, recorded while this suite, started again, works; also
//! where a flush fails or it is killed. Out of scope: the store alone (crate `store`), restoring.

use super::{faults_of, flushes_after, numbers, start};
use crate::arranging::archived;
use crate::stage::{AUTHORITY, EMPLOYER, Stage};
use desk::backend::Backend;
use desk::check_register::check;
use desk::find_person::{Asking, Looked, Purpose};
use desk::house::{House, Request};
use desk::house_error::HouseError;
use desk::master_place::MasterPlace;
use desk::{PublicAct, StaffId};
use powercut::{Found, Moments, Recording, choose, mark};
use std::collections::BTreeMap;
use std::path::Path;
use store::{PrivateKind, Reader as _, SqliteStore};
use vocab::Day;

const REGISTER: &str = "data/register";
const NAME: &str =
    "private_rows::i_log_3_rows_about_persons_open_and_stay_gone_after_a_loss_of_power";
/// Acts of a group, and groups.
const ACTS: u64 = 3;
const GROUPS: u64 = 3;
/// Who holds a certificate and is erased, and who holds one and stays.
const ERASED: usize = 1;
const STAYS: usize = 2;
/// Bytes by which what is sealed is known: form, key, nonce and some of what it says.
const KNOWN_BY: usize = 24;

fn opened(root: &Path) -> Result<Stage, HouseError> {
    Stage::on_backend(&root.join(REGISTER), &Backend::Folder, None)
}

fn asking() -> Asking {
    let staff = StaffId { of: AUTHORITY, number: 7 };
    Asking { staff, purpose: Purpose::Archive, note: "档 3".to_string() }
}

/// What this suite does when it is started under a recording. Found somewhere in the middle, as
/// after a stop, it does what is left.
fn work(root: &Path) {
    let mut stage = opened(root).unwrap();
    if stage.house.state().origin().is_none() {
        stage.found();
        stage.recognise();
        archived(&mut stage);
        mark(&format!("issued {}\n", stage.house.size()));
    }
    acts(&mut stage);
    stage.house.publish().unwrap();
    stage.house.keep_state().unwrap();
    turn(&mut stage);
    erase(&mut stage);
    dispose(&mut stage);
    drop(stage);
    drop(opened(root).unwrap());
}

/// Records acts in groups, each answered after its group.
fn acts(stage: &mut Stage) {
    let on = stage.on("2020-12-21");
    for group in 0..GROUPS {
        let acts = group * ACTS..(group + 1) * ACTS;
        let all = |house: &mut House| acts.map(|n| inspect(house, on, n)).collect::<Vec<_>>();
        stage.house.together(all).unwrap().into_iter().for_each(|done| assert!(done.is_ok()));
        mark(&format!("size {}\n", stage.house.size()));
    }
}

fn inspect(house: &mut House, on: Day, number: u64) -> Result<u64, HouseError> {
    let act = PublicAct::Inspect { inspected: EMPLOYER, findings: [number as u8; 32] };
    let request = Request { actor: Some(AUTHORITY), on, name: format!("inspect {number}"), act };
    house.record(&request, &[]).map(|receipt| receipt.index)
}

/// Turns to another data key, and changes the master key.
fn turn(stage: &mut Stage) {
    stage.house.begin_turning().unwrap();
    // Whoever goes on after a stop turns to another key, and that is another turning.
    let [turned, changed] = ["turned", "wrapped"].map(|d| format!("{d}-{}", std::process::id()));
    for (_, wrapped) in wrapped_keys(stage).iter().rev().skip(1) {
        until(&turned, wrapped);
    }
    while stage.house.turn_slice().unwrap().is_some_and(|slice| slice.left) {}
    tended(stage, &turned);
    wrapped_keys(stage).values().for_each(|wrapped| until(&changed, wrapped));
    stage.house.rewrap_master(&MasterPlace::File, false).unwrap();
    tended(stage, &changed);
}

/// Erases somebody, together with another act.
fn erase(stage: &mut Stage) {
    if !found(stage, ERASED).unwrap().is_empty() {
        until_rows("erased", stage, PrivateKind::Candidate);
        until_rows("erased", stage, PrivateKind::Salt);
    }
    let (on, document) = (stage.on("2020-12-22"), stage.people(5)[ERASED].document.clone());
    let both = |house: &mut House| {
        house.erase_person(&asking(), &document, true).unwrap();
        inspect(house, on, GROUPS * ACTS).unwrap();
    };
    stage.house.together(both).unwrap();
    mark(&format!("size {}\n", stage.house.size()));
    tended(stage, "erased");
}

fn dispose(stage: &mut Stage) {
    let on = stage.on("2025-12-18");
    let due = stage.house.archives(on).unwrap().iter().any(|kept| kept.hindrance.is_none());
    if due {
        until_rows("disposed", stage, PrivateKind::Result);
    }
    stage.house.dispose(&asking(), &[]).unwrap();
    tended(stage, "disposed");
}

/// Says that something is done, after a quiet moment: where the log could not be emptied, upkeep
/// does it.
fn tended(stage: &mut Stage, done: &str) {
    while stage.house.tend().unwrap() {}
    mark(&format!("{done}\n"));
}

/// Says which bytes are to lie nowhere once something is done.
fn until(done: &str, bytes: &[u8]) {
    let known: String = bytes.iter().take(KNOWN_BY).map(|byte| format!("{byte:02x}")).collect();
    mark(&format!("until {done} {known}\n"));
}

fn until_rows(done: &str, stage: &Stage, kind: PrivateKind) {
    let below = SqliteStore::read_only(stage.folder.path()).unwrap();
    for group in below.private_groups(kind, "", 99).unwrap() {
        let rows = below.private_rows(kind, &group).unwrap();
        rows.iter().for_each(|(_, sealed)| until(done, sealed));
    }
}

/// Returns the data keys as they are wrapped, by number: the last one seals.
fn wrapped_keys(stage: &Stage) -> BTreeMap<u16, Vec<u8>> {
    let below = SqliteStore::read_only(stage.folder.path()).unwrap();
    let note = |id: u16| Some((id, below.note(&format!("vault/key/{id}")).unwrap()?));
    (1..9).filter_map(note).collect()
}

fn found(stage: &mut Stage, person: usize) -> Result<Vec<String>, HouseError> {
    let looked = Looked::Document(stage.people(5)[person].document.clone());
    let found = stage.house.find_person(&asking(), &looked)?;
    Ok(found.into_iter().map(|one| one.number).collect())
}

/// Says what is wrong with what was found.
fn look(found: &Found, marks: &[&str]) -> Result<(), String> {
    look_for_remains(found, marks)?;
    let folder = powercut::scratch().unwrap();
    found.write_into(folder.path(), "-shm").unwrap();
    let Some(issued) = numbers(marks.iter().copied(), "issued").next() else {
        return opened(folder.path()).map(drop).map_err(|error| error.to_string());
    };
    let mut stage = opened(folder.path()).map_err(|error| format!("it does not open: {error}"))?;
    let (size, marked) = (stage.house.size(), numbers(marks.iter().copied(), "size"));
    let answered = marked.last().unwrap_or(issued);
    if size < answered {
        return Err(format!("{answered} answered, {size} kept"));
    }
    let in_groups = size - issued;
    if !in_groups.is_multiple_of(ACTS) && in_groups != GROUPS * ACTS + 1 {
        return Err(format!("half a group is kept: {in_groups} acts"));
    }
    for (person, may_be) in [(STAYS, 1..=1), (ERASED, 0..=1)] {
        let found = self::found(&mut stage, person).map_err(|error| error.to_string())?;
        let may_be = if person == ERASED && marks.contains(&"erased") { 0..=0 } else { may_be };
        if !may_be.contains(&found.len()) {
            return Err(format!("person {person} holds {} certificates", found.len()));
        }
    }
    drop(stage);
    let at = (&*folder.path().join(REGISTER), &Backend::Folder);
    let checked = check(at, &mut |_, _| ()).map_err(|error| error.to_string())?;
    if checked.is_clean() { Ok(()) } else { Err(format!("{checked:?}")) }
}

/// Looks for bytes that were to be gone, before anybody opens anything.
fn look_for_remains(found: &Found, marks: &[&str]) -> Result<(), String> {
    for mark in marks.iter().filter_map(|mark| mark.strip_prefix("until ")) {
        let (done, known) = mark.split_once(' ').expect("a mark says until when");
        if !marks.contains(&done) {
            continue;
        }
        let byte = |at: usize| u8::from_str_radix(&known[at..at + 2], 16).unwrap();
        let known: Vec<u8> = (0..known.len()).step_by(2).map(byte).collect();
        for (path, bytes) in &found.files {
            let lies = |window: &[u8]| window[0] == known[0] && window == known;
            if bytes.windows(known.len()).any(lies) {
                return Err(format!("{known:02x?} lies in `{path}`, {done}"));
            }
        }
    }
    Ok(())
}

#[test]
fn i_log_3_rows_about_persons_open_and_stay_gone_after_a_loss_of_power() {
    if let Some(root) = Recording::root_of_this_process() {
        return work(&root);
    }
    let Some(recording) = Recording::begin().unwrap() else { return };
    assert!(start(&recording, NAME, None, 0..0));
    let trace = recording.trace().unwrap();
    let faults = faults_of((&trace, 0), Moments::of(30), &mut look);
    assert!(faults.is_empty(), "{faults:#?}");
    let moments = Moments { cuts: 0, seed: 1 };
    for skipped in ["-wal", "keys/", ".part"] {
        let less = trace.without_flushes(|path| path.ends_with(skipped));
        let faults = faults_of((&less, 0), moments, &mut look);
        assert!(!faults.is_empty(), "nothing is lost without flushing `{skipped}`");
    }
    // Nor is the log emptied for good without a flush of its own.
    let faults = faults_of((&trace.without_flushing_what_is_emptied(), 0), moments, &mut look);
    assert!(faults.iter().any(|fault| fault.contains("lies in")), "{faults:#?}");
}

#[test]
fn i_log_3_they_do_so_where_a_flush_failed_or_the_house_was_killed() {
    let Some(whole) = Recording::begin().unwrap() else { return };
    assert!(start(&whole, NAME, None, 0..0));
    let flushes = flushes_after(&whole.trace().unwrap(), "issued");
    for n in choose(powercut::seed(), powercut::stops(2), flushes.len()) {
        let (n, stop, path) = &flushes[n];
        for (stop, fail) in [(Some(*stop), 0..0), (None, *n..n + 1)] {
            let recording = Recording::begin().unwrap().expect("there is a compiler");
            let done = start(&recording, NAME, stop, fail);
            let stopped = if done { 0 } else { recording.trace().unwrap().0.len() };
            assert!(done || start(&recording, NAME, None, 0..0), "flush {n}, {stop:?}");
            let trace = recording.trace().unwrap();
            let faults = faults_of((&trace, stopped), Moments::of(0), &mut look);
            assert!(faults.is_empty(), "flush {n} of {path}, {stop:?}: {faults:#?}");
        }
    }
}
