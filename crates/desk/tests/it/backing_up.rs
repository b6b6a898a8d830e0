//! Backups of a whole house: what is restored opens, goes on and publishes the same; an older copy
//! beside what was published is noticed, however it came there.
//!
//! Keeps: I-STO-2, I-LOG-1 (the restored copy's part). Out of scope: damage of the file, byte by
//! byte (crate `store`).

use crate::stage::{self, EMPLOYER, Stage, Standing, room};
use desk::anchor_place::AnchorPlace;
use desk::back_up::{back_up, look_through};
use desk::backend::Backend;
use desk::backup_fault::{BackupError, BackupFault};
use desk::check_register::{Checked, Looked, check};
use desk::house::House;
use desk::house_error::HouseError;
use desk::house_folder;
use desk::private_fault::PrivateFault;
use desk::restore_register::{Restored, restore};
use desk::{Lock, Unlock};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zeroize::Zeroizing;

fn lock() -> Lock {
    Lock::Passphrase { text: Zeroizing::new("correct horse".to_string()), log_n: 4 }
}

fn unlock() -> Unlock {
    Unlock::by_passphrase(Zeroizing::new("correct horse".to_string()))
}

/// A house with two batches, published, with a place for files beside it.
fn at_work() -> (Stage, tempfile::TempDir) {
    let mut stage = Stage::new();
    let session = stage.confirmed_session(6);
    let on = stage.on("2020-12-16");
    stage.house.issue(EMPLOYER, session, (on, on), &[0, 1, 2]).unwrap();
    stage.house.issue(EMPLOYER, session, (on, on), &[3]).unwrap();
    stage.house.landmark().unwrap();
    (stage, tempfile::tempdir().unwrap())
}

fn written(stage: &Stage, folder: &Path, lock: &Lock, with_keys: bool) -> PathBuf {
    let path = folder.join("one.backup");
    back_up((stage.folder.path(), &Backend::Folder), &path, (lock, with_keys), &*stage.clock)
        .unwrap();
    path
}

fn restored(file: &Path, to: &Path, size: Option<u64>) -> Result<Restored, BackupFault> {
    restore((file, &unlock()), &Backend::Folder, (to, size), &mut |_, _| ())
}

fn open(
    folder: &Path,
    clock: &Arc<Standing>,
    anchor: Option<PathBuf>,
) -> Result<House, HouseError> {
    house_folder::open(folder, room(), clock.clone(), anchor)
}

/// Copies a folder with everything in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &to.join(entry.file_name())),
            false => drop(fs::copy(entry.path(), to.join(entry.file_name())).unwrap()),
        }
    }
}

fn looked(folder: &Path) -> Checked {
    check((folder, &Backend::Folder), &mut |_, _| ()).unwrap()
}

fn findings(checked: &Checked, what: Looked) -> Vec<String> {
    let part = checked.parts.iter().find(|part| part.what == what).unwrap();
    assert_eq!(part.found as usize, part.findings.len());
    part.findings.iter().map(|finding| format!("{finding:?}")).collect()
}

#[test]
fn a_backup_with_keys_is_restored_opens_and_publishes_the_same_log() {
    let (mut stage, place) = at_work();
    let file = written(&stage, place.path(), &lock(), true);
    let note = stage.house.published().unwrap().text().to_string();
    let state = stage.house.state().digest().to_string();
    let size = stage.house.size();
    let seen = look_through(&file, &unlock(), &mut |_, _| ()).unwrap();
    assert_eq!((seen.head.size, &seen.state), (size, &state));
    let to = place.path().join("again");
    let done = restored(&file, &to, None).unwrap();
    assert_eq!((done.size, &done.state, done.root), (size, &state, seen.root));
    assert_eq!((done.missing.log, done.missing.master), (None, false));
    assert_eq!(done.missing.organisations, []);
    assert!(2 < done.keys, "{}", done.keys);
    let mut again = open(&to, &stage.clock, None).unwrap();
    assert_eq!(again.published_size(), 0);
    assert_eq!(again.publish().unwrap().text(), note);
    assert!(looked(&to).is_clean());
    // What people were registered with opens, and the next number is the next.
    let session = stage.house.state().sessions().next().unwrap().0;
    let on = stage.on("2020-12-17");
    let more = again.issue(EMPLOYER, session, (on, on), &[4]).unwrap();
    let theirs = stage.house.issue(EMPLOYER, session, (on, on), &[4]).unwrap();
    assert_eq!(more.numbers, theirs.numbers);
    assert!(again.issue(EMPLOYER, session, (on, on), &[0]).is_err());
}

#[test]
fn without_keys_opening_says_what_is_missing_and_makes_none() {
    let (stage, place) = at_work();
    let file = written(&stage, place.path(), &Lock::Open, false);
    let to = place.path().join("again");
    let done = restored(&file, &to, None).unwrap();
    assert!(done.missing.master);
    assert_eq!(done.missing.log.map(|key| key.0), stage.house.state().log_key().copied());
    assert!(!done.missing.organisations.is_empty());
    let error = open(&to, &stage.clock, None).err().unwrap();
    assert!(matches!(error, HouseError::Private(PrivateFault::NoMasterKey(_))), "{error:?}");
    let keys = stage.folder.path().join("keys");
    fs::copy(keys.join("private.seed"), to.join("keys/private.seed")).unwrap();
    let error = open(&to, &stage.clock, None).err().unwrap();
    assert!(matches!(error, HouseError::NoLogKey { .. }), "{error:?}");
    assert!(!to.join("keys/log.seed").exists());
    let other = tempfile::tempdir().unwrap();
    drop(open(other.path(), &stage.clock, None).unwrap());
    fs::copy(other.path().join("keys/log.seed"), to.join("keys/log.seed")).unwrap();
    let error = open(&to, &stage.clock, None).err().unwrap();
    assert!(matches!(error, HouseError::OtherLogKey(_)), "{error:?}");
    copy(&keys, &to.join("keys"));
    drop(open(&to, &stage.clock, None).unwrap());
    assert!(looked(&to).is_clean());
}

#[test]
fn a_log_is_restored_as_of_the_end_of_any_act_and_of_nothing_else() {
    let (stage, place) = at_work();
    let file = written(&stage, place.path(), &lock(), true);
    let size = stage.house.size();
    // Founding, recognition, four steps; a batch of three, a batch of one, a landmark.
    let ends: Vec<u64> = (1..=6).chain([10, 12, 13]).collect();
    assert_eq!(size, 13);
    for asked in 1..=size {
        let to = place.path().join(asked.to_string());
        match restored(&file, &to, Some(asked)) {
            Ok(done) => {
                assert!(ends.contains(&asked), "{asked}");
                assert_eq!(done.size, asked);
                let mut house = open(&to, &stage.clock, None).unwrap();
                house.publish().unwrap();
                drop(house);
                let checked = looked(&to);
                assert!(checked.is_clean(), "{asked}: {checked:?}");
                fs::remove_dir_all(&to).unwrap();
            }
            Err(BackupFault::InsideAct { asked: told, first, end }) => {
                assert!(!ends.contains(&asked) && told == asked, "{asked}");
                assert!(ends.contains(&first) && ends.contains(&end), "{asked}");
                assert!(first < asked && asked < end, "{asked}");
            }
            Err(other) => panic!("{asked}: {other:?}"),
        }
    }
    let error = restored(&file, &place.path().join("beyond"), Some(size + 1)).unwrap_err();
    assert!(matches!(error, BackupFault::Beyond { size: 13, asked: 14 }));
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1, "the backup, and nothing else");
}

#[test]
fn nothing_is_half_restored_and_a_folder_with_something_in_it_stays() {
    let (stage, place) = at_work();
    let file = written(&stage, place.path(), &Lock::Open, false);
    let bytes = fs::read(&file).unwrap();
    let to = place.path().join("again");
    for end in [0, 20, bytes.len() / 2, bytes.len() - 1] {
        fs::write(&file, &bytes[..end]).unwrap();
        let error = restored(&file, &to, None).unwrap_err();
        assert!(matches!(error, BackupFault::File(BackupError::CutShort { .. })), "{error:?}");
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    }
    for at in (0..bytes.len()).step_by(bytes.len() / 40) {
        let mut changed = bytes.clone();
        changed[at] ^= 4;
        fs::write(&file, &changed).unwrap();
        restored(&file, &to, None).unwrap_err();
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    }
    fs::write(&file, &bytes).unwrap();
    fs::create_dir(&to).unwrap();
    fs::write(to.join("mine"), "mine").unwrap();
    let error = restored(&file, &to, None).unwrap_err();
    assert!(matches!(error, BackupFault::NotEmpty(_)));
    assert_eq!(fs::read(to.join("mine")).unwrap(), b"mine");
    fs::remove_file(to.join("mine")).unwrap();
    fs::create_dir(place.path().join("again.restoring")).unwrap();
    let error = restored(&file, &to, None).unwrap_err();
    assert!(matches!(error, BackupFault::LeftOver(_)));
    fs::remove_dir(place.path().join("again.restoring")).unwrap();
    // Into a folder that is there and empty.
    restored(&file, &to, None).unwrap();
}

#[test]
fn an_older_copy_beside_what_was_published_is_noticed_however_it_came_there() {
    let (mut stage, place) = at_work();
    let anchor = place.path().join("anchor");
    let old = place.path().join("old");
    let file = written(&stage, place.path(), &lock(), true);
    // A plain copy of the folder, taken while nobody writes.
    copy(stage.folder.path(), &old);
    let session = stage.house.state().sessions().next().unwrap().0;
    let on = stage.on("2020-12-17");
    stage.house.issue(EMPLOYER, session, (on, on), &[4]).unwrap();
    stage.house.publish().unwrap();
    fs::copy(stage.folder.path().join("log/checkpoint"), &anchor).unwrap();
    let newer = stage.folder.path().join("log");
    let ahead = |folder: &Path, anchor: Option<PathBuf>| {
        open(folder, &stage.clock, anchor).err().expect("it is refused")
    };
    let by_backup = place.path().join("restored");
    restored(&file, &by_backup, None).unwrap();
    for folder in [&old, &by_backup] {
        let error = ahead(folder, Some(anchor.clone()));
        let is = matches!(error, HouseError::AnchorAhead { anchored: 15, size: 13, .. });
        assert!(is, "{error:?}");
        let _ = fs::remove_dir_all(folder.join("log"));
        copy(&newer, &folder.join("log"));
        let error = ahead(folder, None);
        let is = matches!(error, HouseError::PublishedAhead { published: 15, size: 13 });
        assert!(is, "{error:?}");
        let found = findings(&looked(folder), Looked::Published);
        assert_eq!(found, ["PublishedAhead { published: 15 }"]);
    }
}

#[test]
fn an_older_copy_asks_the_anchor_that_was_named_once_without_being_told_of_it() {
    let (stage, place) = at_work();
    let Stage { house, clock, folder } = stage;
    assert_eq!(house.anchor(), &AnchorPlace::Nowhere);
    drop(house);
    let anchor = place.path().join("anchor");
    let mut house = open(folder.path(), &clock, Some(anchor.clone())).unwrap();
    house.publish().unwrap();
    drop(house);
    let [old, fork] = ["old", "fork"].map(|name| place.path().join(name));
    copy(folder.path(), &old);
    let mut house = open(folder.path(), &clock, None).unwrap();
    assert_eq!(house.anchor(), &AnchorPlace::At(anchor.clone()));
    let session = house.state().sessions().next().unwrap().0;
    let on = stage::day("2020-12-16");
    house.issue(EMPLOYER, session, (on, on), &[4]).unwrap();
    house.publish().unwrap();
    drop(house);
    let error = open(&old, &clock, None).err().unwrap();
    let is = matches!(error, HouseError::AnchorAhead { anchored: 15, size: 13, .. });
    assert!(is, "{error:?}");
    assert!(error.to_string().contains("anchor` has seen 15 entries"), "{error}");
    // Out of a backup of then it is the same: the backup remembers, too.
    let file = place.path().join("old.backup");
    back_up((&old, &Backend::Folder), &file, (&lock(), true), &*clock).unwrap();
    restored(&file, &fork, None).unwrap();
    let error = open(&fork, &clock, None).err().unwrap();
    assert!(matches!(error, HouseError::AnchorAhead { .. }), "{error:?}");
    // Where the anchor is not there, nobody is asked, and whoever opens can say so.
    fs::rename(&anchor, place.path().join("away")).unwrap();
    let house = open(&fork, &clock, None).unwrap();
    assert_eq!(house.anchor(), &AnchorPlace::Missing(anchor));
}

#[test]
fn a_copy_that_goes_on_leaves_the_anchor_alone_and_a_strange_anchor_is_not_written_over() {
    let (stage, place) = at_work();
    let Stage { house, clock, folder } = stage;
    drop(house);
    let anchor = place.path().join("anchor");
    let mut house = open(folder.path(), &clock, Some(anchor.clone())).unwrap();
    house.publish().unwrap();
    drop(house);
    let tried = place.path().join("tried");
    copy(folder.path(), &tried);
    let before = fs::read(&anchor).unwrap();
    let issue = |house: &mut House| {
        let session = house.state().sessions().next().unwrap().0;
        let on = stage::day("2020-12-16");
        house.issue(EMPLOYER, session, (on, on), &[4]).unwrap();
        house.publish().map(|_| ())
    };
    let mut house = open(&tried, &clock, None).unwrap();
    assert_eq!(house.anchor(), &AnchorPlace::OfAnother(anchor.clone()));
    issue(&mut house).unwrap();
    drop(house);
    assert_eq!(fs::read(&anchor).unwrap(), before);
    // The register itself goes on, until somebody puts what the copy says into the anchor.
    let mut house = open(folder.path(), &clock, None).unwrap();
    assert_eq!(house.anchor(), &AnchorPlace::At(anchor.clone()));
    fs::copy(tried.join("log/checkpoint"), &anchor).unwrap();
    let strange = fs::read(&anchor).unwrap();
    let error = issue(&mut house).unwrap_err();
    assert!(matches!(error, HouseError::AnchorDiffers { anchored: 15, .. }), "{error:?}");
    assert_eq!(fs::read(&anchor).unwrap(), strange, "what it saw is not forgotten");
}

/// Runs statements of its own on the database of a register, as damage or a stranger would.
fn tamper(folder: &Path, statements: &str) {
    let database = rusqlite::Connection::open(folder.join(store::DATABASE_FILE)).unwrap();
    database.execute_batch(statements).unwrap();
}

#[test]
fn i_sto_2_what_is_derived_is_derived_again_and_whatever_differs_is_found() {
    let (mut stage, place) = at_work();
    assert!(stage.house.keep_state().unwrap());
    let whole = looked(stage.folder.path());
    assert!(whole.is_clean(), "{whole:?}");
    assert_eq!(whole.state, Some(stage.house.state().digest().to_string()));
    assert_eq!(whole.size, 13);
    let parts: Vec<Looked> = whole.parts.iter().map(|part| part.what).collect();
    assert_eq!(parts, Looked::ALL);
    let Stage { house, folder, .. } = stage;
    drop(house);
    let from = folder.path().to_path_buf();
    let damaged = |n: usize, damage: &dyn Fn(&Path), what: Looked, expect: &str| {
        let folder = place.path().join(n.to_string());
        copy(&from, &folder);
        damage(&folder);
        let checked = looked(&folder);
        assert!(!checked.is_clean(), "{n}");
        let found = findings(&checked, what);
        assert!(found.iter().any(|found| found.contains(expect)), "{n}: {found:?}");
    };
    let sql = |text: &'static str| move |folder: &Path| tamper(folder, text);
    damaged(0, &sql("DELETE FROM batches WHERE first = 4"), Looked::Batches, "BatchMissing");
    let moved = "UPDATE batches SET entry = entry + 1 WHERE first = 1";
    damaged(1, &sql(moved), Looked::Batches, "BatchStrange");
    damaged(2, &sql("UPDATE answers SET first = 99"), Looked::Answers, "AnswerBeyond");
    damaged(3, &sql("DELETE FROM entries WHERE last = 3"), Looked::Entries, "Damage");
    let kept = "UPDATE kept_state SET size = 99";
    damaged(4, &sql(kept), Looked::KeptState, "StateDiffers { size: 99 }");
    let other = "UPDATE kept_state SET size = 12";
    damaged(9, &sql(other), Looked::KeptState, "StateDiffers { size: 12 }");
    let gone = |folder: &Path| fs::remove_file(folder.join("log/tile/entries/000.p/13")).unwrap();
    damaged(5, &gone, Looked::Published, "FileMissing(\"tile/entries/000.p/13\")");
    let other = |folder: &Path| {
        let tile = folder.join("log/tile/0/000.p/13");
        let mut bytes = fs::read(&tile).unwrap();
        bytes[40] ^= 1;
        fs::write(&tile, bytes).unwrap();
    };
    damaged(6, &other, Looked::Published, "FileDiffers(\"tile/0/000.p/13\")");
    let key = |folder: &Path| fs::remove_file(folder.join("keys/log.seed")).unwrap();
    damaged(7, &key, Looked::Keys, "NoLogKey");
    let master = |folder: &Path| fs::remove_file(folder.join("keys/private.seed")).unwrap();
    damaged(8, &master, Looked::Keys, "NoMasterKey");
}

#[test]
fn dropped_projections_come_again_out_of_entries_and_private_rows() {
    let (mut stage, place) = at_work();
    let note = stage.house.publish().unwrap().text().to_string();
    let file = written(&stage, place.path(), &lock(), true);
    let Stage { house, clock, folder } = stage;
    drop(house);
    // The published log is a projection: dropped, it comes again with the same bytes.
    let before = place.path().join("before");
    copy(&folder.path().join("log"), &before);
    fs::remove_dir_all(folder.path().join("log")).unwrap();
    let mut house = open(folder.path(), &clock, None).unwrap();
    assert_eq!(house.publish().unwrap().text(), note);
    assert!(looked(folder.path()).is_clean());
    let tile = "tile/entries/000.p/13";
    let same = fs::read(before.join(tile)).unwrap();
    assert_eq!(fs::read(folder.path().join("log").join(tile)).unwrap(), same);
    let again = place.path().join("again");
    restored(&file, &again, None).unwrap();
    assert!(looked(&again).is_clean());
}
