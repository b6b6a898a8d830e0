//! Keys of personal data: turned while the register is at work, and a master key that is changed
//! with a stop at each step.
//!
//! Keeps: I-PRI-1. Out of scope: sealing (`store`), keys in the environment and in tokens
//! (`dengji`, which has processes of their own).

use crate::finding::issued;
use crate::stage::{AUTHORITY, Stage, room, try_open};
use desk::StaffId;
use desk::backend::Backend;
use desk::find_person::{Asking, Looked, Purpose};
use desk::house_error::HouseError;
use desk::house_folder::{KEY_FOLDER, open_to_read};
use desk::master_place::MasterPlace;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use store::StoreError;

/// Expects that everybody is found.
fn check_found(stage: &mut Stage) {
    let staff = StaffId { of: AUTHORITY, number: 1 };
    let asking = Asking { staff, purpose: Purpose::Archive, note: String::new() };
    let people = stage.people(6);
    for place in [0, 1, 3] {
        let looked = Looked::Document(people[place].document.clone());
        let found = stage.house.find_person(&asking, &looked).unwrap();
        assert_eq!(found.len(), 1, "{place}");
    }
}

fn file(stage: &Stage, name: &str) -> PathBuf {
    stage.folder.path().join("keys").join(name)
}

#[test]
fn a_turning_goes_on_after_a_stop_and_in_quiet_moments() {
    let mut stage = issued();
    assert_eq!(stage.house.left_to_turn().unwrap(), None);
    assert!(stage.house.begin_turning().unwrap());
    let left = stage.house.left_to_turn().unwrap().unwrap();
    assert!(0 < left);
    assert!(!stage.house.begin_turning().unwrap(), "it goes on instead");
    let slice = stage.house.turn_slice().unwrap().unwrap();
    assert!(slice.left && 0 < slice.groups);
    assert_eq!(stage.house.left_to_turn().unwrap(), Some(left - slice.groups));
    check_found(&mut stage);
    let mut stage = stage.reopened();
    // What was read meanwhile is a group more.
    assert!(stage.house.left_to_turn().unwrap().unwrap() <= left);
    check_found(&mut stage);
    while stage.house.tend().unwrap() {}
    assert_eq!(stage.house.left_to_turn().unwrap(), None);
    assert!(!stage.house.tend().unwrap());
    check_found(&mut stage);
    let mut stage = stage.reopened();
    check_found(&mut stage);
    assert!(stage.house.begin_turning().unwrap(), "and again");
}

#[test]
fn a_new_master_key_takes_the_place_of_the_old_one_which_opens_nothing_any_more() {
    let mut stage = issued();
    let old = fs::read(file(&stage, "private.seed")).unwrap();
    stage.house.rewrap_master(&MasterPlace::File, false).unwrap();
    let new = fs::read(file(&stage, "private.seed")).unwrap();
    assert_ne!(old, new);
    check_found(&mut stage);
    let mut stage = stage.reopened();
    check_found(&mut stage);
    // It is the one that wraps the next data key, too.
    assert!(stage.house.begin_turning().unwrap());
    let mut stage = stage.reopened();
    check_found(&mut stage);
    fs::write(file(&stage, "private.seed"), &old).unwrap();
    let Stage { house, clock, folder } = stage;
    drop(house);
    let refused = try_open(folder.path(), &clock).map(drop);
    assert!(matches!(refused, Err(HouseError::Store(StoreError::MasterKey { .. }))), "{refused:?}");
}

/// Returns what lies in the folder of keys.
fn key_files(stage: &Stage) -> BTreeMap<OsString, Vec<u8>> {
    let files = fs::read_dir(stage.folder.path().join(KEY_FOLDER)).unwrap();
    let read = |file: fs::DirEntry| (file.file_name(), fs::read(file.path()).unwrap());
    files.map(|file| read(file.unwrap())).collect()
}

/// Changes the master key, puts the files as a stop would have left them, and expects the register
/// to open and to have tidied up.
fn check_stopped(leave: fn(&Stage, old: &[u8], new: &[u8])) {
    let mut stage = issued();
    let old = fs::read(file(&stage, "private.seed")).unwrap();
    stage.house.rewrap_master(&MasterPlace::File, false).unwrap();
    let new = fs::read(file(&stage, "private.seed")).unwrap();
    leave(&stage, &old, &new);
    // Whoever only reads opens it too, and tidies nothing: the key may be about to be taken.
    let before = key_files(&stage);
    let (clock, folder) = (stage.clock.clone(), stage.folder.path().to_path_buf());
    let read = open_to_read(&folder, &Backend::Folder, room(), clock, None).unwrap();
    assert_eq!(read.size(), stage.house.size());
    drop(read);
    assert_eq!(key_files(&stage), before);
    let mut stage = stage.reopened();
    check_found(&mut stage);
    assert_eq!(fs::read(file(&stage, "private.seed")).unwrap(), new);
    for left in ["private.next.seed", "private.next.json"] {
        assert!(!file(&stage, left).exists(), "{left}");
    }
    check_found(&mut stage.reopened());
}

#[test]
fn a_stop_at_any_step_of_changing_the_master_key_leaves_one_that_opens() {
    // Before anything was wrapped for the next key.
    check_stopped(|stage, _, _| {
        let next = file(stage, "private.next.seed");
        fs::copy(file(stage, "private.seed"), &next).unwrap();
        fs::write(file(stage, "private.next.json"), "{\"place\":\"file\"}\n").unwrap();
    });
    // After it, and before the next key came into its place.
    check_stopped(|stage, old, _| {
        let present = file(stage, "private.seed");
        fs::rename(&present, file(stage, "private.next.seed")).unwrap();
        fs::write(file(stage, "private.next.json"), "{\"place\":\"file\"}\n").unwrap();
        fs::remove_file(file(stage, "private.json")).unwrap();
        fs::copy(file(stage, "private.next.seed"), &present).unwrap();
        fs::write(&present, old).unwrap();
    });
    // After the key, and before its setting.
    check_stopped(|stage, _, _| {
        fs::rename(file(stage, "private.json"), file(stage, "private.next.json")).unwrap();
    });
    // The same, where the setting before was another place.
    check_stopped(|stage, _, _| {
        fs::rename(file(stage, "private.json"), file(stage, "private.next.json")).unwrap();
        let before =
            "{\"place\":\"device\",\"module\":\"/no/module\",\"token\":\"t\",\"key\":\"k\"}";
        fs::write(file(stage, "private.json"), before).unwrap();
    });
}
