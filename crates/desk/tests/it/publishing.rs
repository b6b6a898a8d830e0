//! Publishing: what is put in place covers what is committed, whatever is lost when the machine
//! stops, and an older copy is noticed.
//!
//! Keeps: I-LOG-1, I-LOG-3 (the log's part). Out of scope: SQLite's own files (crate `store`).

use crate::stage::{EMPLOYER, ORIGIN, Stage, Standing, room};
use crate::stranger::read_log;
use desk::anchor_place::{AnchorAsk, AnchorPlace};
use desk::house::{House, LogPlace};
use desk::house_error::HouseError;
use desk::key_folder::KeyFolder;
use desk::ports::SystemEntropy;
use merkle::{Digest, leaf_hash, verify_inclusion};
use seal::{Landmarks, OpenedCheckpoint, SignedNote};
use sim::{Loss, LossyFiles};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{Files, LogFolder, Reader as _, SqliteStore};

fn open(
    folder: &Path,
    clock: &Arc<Standing>,
    files: &LossyFiles,
    anchor: Option<PathBuf>,
) -> Result<House, HouseError> {
    let store = Box::new(SqliteStore::open(folder).unwrap());
    let keys = KeyFolder::open(&folder.join("keys"), None).unwrap();
    let anchor = anchor.map_or(AnchorAsk::Remembered, AnchorAsk::Named);
    let log = LogPlace { folder: LogFolder::new(Box::new(files.clone())), anchor };
    House::open(room(), store, keys, log, clock.clone(), Box::new(SystemEntropy))
}

/// A stage whose log is published to a disk that forgets, with some entries more.
fn with_files(files: &LossyFiles, anchor: Option<PathBuf>) -> Stage {
    let mut stage = Stage::new();
    let session = stage.confirmed_session(4);
    let on = stage.on("2020-12-16");
    stage.house.issue(EMPLOYER, session, (on, on), &[0, 1, 2]).unwrap();
    let Stage { house, clock, folder } = stage;
    drop(house);
    let house = open(folder.path(), &clock, files, anchor).unwrap();
    Stage { house, clock, folder }
}

fn committed(stage: &Stage) -> Vec<Vec<u8>> {
    let store = SqliteStore::read_only(stage.folder.path()).unwrap();
    let mut all = Vec::new();
    let size = store.size().unwrap();
    store.each_entry(0, size, &mut |_, bytes| all.push(bytes.to_vec())).unwrap();
    all
}

#[test]
fn what_is_published_is_what_is_committed_and_every_entry_has_its_proof() {
    let files = LossyFiles::default();
    let mut stage = with_files(&files, None);
    for _ in 0..3 {
        stage.house.landmark().unwrap();
        let (size, entries) = read_log(&files, &stage.house).unwrap();
        assert_eq!(entries, committed(&stage));
        let note = stage.house.published().unwrap().text().to_string();
        let root = note.parse::<seal::Checkpoint>().unwrap();
        for (index, entry) in entries.iter().enumerate() {
            let proof = stage.house.inclusion(index as u64).unwrap();
            let leaf: Digest = leaf_hash(entry);
            verify_inclusion(&leaf, index as u64, size, &proof, root.root()).unwrap();
        }
    }
}

#[test]
fn landmarks_are_entries_and_a_list_under_which_every_entry_before_them_is_proved() {
    let files = LossyFiles::default();
    let mut stage = with_files(&files, None);
    let mut sizes = Vec::new();
    for date in ["2020-12-17", "2020-12-18", "2020-12-19"] {
        stage.on(date);
        sizes.push(stage.house.landmark().unwrap());
    }
    let key = stage.house.log_key(ORIGIN).unwrap();
    let list = files.read("landmarks").unwrap().unwrap();
    let list = Landmarks::open(&list, &key).unwrap();
    assert_eq!(list.all().iter().map(|l| l.size).collect::<Vec<_>>(), sizes);
    assert_eq!(&list, stage.house.landmarks());
    let (_, entries) = read_log(&files, &stage.house).unwrap();
    for (index, entry) in entries.iter().enumerate() {
        let proof = stage.house.landmark_proof(index as u64).unwrap();
        match proof {
            Some((size, proof)) => {
                let under = list.verify(&leaf_hash(entry), index as u64, &proof).unwrap();
                assert_eq!(under.size, size);
                assert!(size as usize > index);
            }
            None => assert_eq!(index, entries.len() - 1, "the last landmark covers all but itself"),
        }
    }
    for size in sizes {
        let note = files.read(&format!("landmark/{size}")).unwrap().unwrap();
        let note = SignedNote::parse(&note).unwrap();
        let opened = OpenedCheckpoint::open(&note, ORIGIN, &key, &[]).unwrap();
        assert_eq!(opened.checkpoint().size(), size);
    }
}

#[test]
fn i_log_1_a_stop_at_any_call_leaves_a_published_checkpoint_whole_and_publishing_goes_on() {
    // How many calls it takes without a stop.
    let files = LossyFiles::default();
    let mut stage = with_files(&files, None);
    stage.house.publish().unwrap();
    let first = files.clone().after_stop(Loss::Nothing);
    stage.house.landmark().unwrap();
    let calls = files.calls();
    let Stage { house, clock, folder } = stage;
    drop(house);
    for (n, loss) in (0..calls).flat_map(|n| {
        [Loss::Everything, Loss::Nothing, Loss::Tossed(n as u64), Loss::Tossed(7_000 + n as u64)]
            .map(|loss| (n, loss))
    }) {
        let files = first.after_stop(Loss::Nothing);
        let mut house = open(folder.path(), &clock, &files, None).unwrap();
        files.stop_after(n);
        let stopped = house.landmark();
        drop(house);
        let files = files.after_stop(loss);
        // What an acknowledged publication covers is there after the stop.
        let mut house = open(folder.path(), &clock, &files, None)
            .unwrap_or_else(|e| panic!("stopped after {n}, {loss:?}: {e}"));
        let (size, _) = read_log(&files, &house).unwrap();
        if stopped.is_ok() {
            assert_eq!(size, house.size(), "stopped after {n}, {loss:?}");
        }
        house.publish().unwrap();
        let (size, _) = read_log(&files, &house).unwrap();
        assert_eq!(size, house.size());
    }
}

#[test]
fn an_older_database_beside_a_newer_log_or_anchor_is_refused() {
    let place = tempfile::tempdir().unwrap();
    let anchor = place.path().join("anchor");
    let files = LossyFiles::default();
    let mut stage = with_files(&files, Some(anchor.clone()));
    stage.house.publish().unwrap();
    let Stage { house, clock, folder } = stage;
    drop(house);
    let copy = tempfile::tempdir().unwrap();
    let database = |from: &Path, to: &Path| {
        std::fs::copy(from.join(store::DATABASE_FILE), to.join(store::DATABASE_FILE)).unwrap();
    };
    database(folder.path(), copy.path());
    let old_files = files.after_stop(Loss::Nothing);
    let mut house = open(folder.path(), &clock, &files, Some(anchor.clone())).unwrap();
    house.landmark().unwrap();
    drop(house);
    // The database alone is put back: the published log is ahead.
    database(copy.path(), folder.path());
    let refused = open(folder.path(), &clock, &files, None).err().expect("it is refused");
    assert!(matches!(refused, HouseError::PublishedAhead { .. }), "{refused}");
    // Database and log are put back: the anchor is ahead.
    let refused = open(folder.path(), &clock, &old_files, Some(anchor.clone())).err().unwrap();
    assert!(matches!(refused, HouseError::AnchorAhead { .. }), "{refused}");
    // The copy remembers which anchor it is, and asks it unasked.
    let refused = open(folder.path(), &clock, &old_files, None).err().unwrap();
    assert!(matches!(refused, HouseError::AnchorAhead { .. }), "{refused}");
    // With neither it cannot be noticed, and that is said where it is opened.
    std::fs::remove_file(&anchor).unwrap();
    let house = open(folder.path(), &clock, &old_files, None).unwrap();
    assert_eq!(house.anchor(), &AnchorPlace::Missing(anchor));
    drop(house);
    // An empty database beside them is no new register.
    std::fs::remove_file(folder.path().join(store::DATABASE_FILE)).unwrap();
    let refused = open(folder.path(), &clock, &files, None).err().unwrap();
    assert!(matches!(refused, HouseError::PublishedAhead { size: 0, .. }), "{refused}");
}

#[test]
fn a_log_of_other_entries_or_with_damaged_tiles_is_refused() {
    let mut files = LossyFiles::default();
    let mut stage = with_files(&files, None);
    stage.house.publish().unwrap();
    let Stage { house, clock, folder } = stage;
    drop(house);
    let other = with_files(&LossyFiles::default(), None);
    let tile = files.read("tile/0/000.p/10").unwrap().expect("ten entries");
    let mut damaged = tile.clone();
    damaged[5] ^= 1;
    files.write("tile/0/000.p/10", &damaged).unwrap();
    let refused = open(folder.path(), &clock, &files, None).err().unwrap();
    assert!(matches!(refused, HouseError::Tiles(_)), "{refused}");
    files.write("tile/0/000.p/10", &tile).unwrap();
    assert!(open(folder.path(), &clock, &files, None).is_ok());
    // Another register's log under this database: another key.
    let Stage { house, clock, folder: strange } = other;
    drop(house);
    let refused = open(strange.path(), &clock, &files, None).err().unwrap();
    assert!(matches!(refused, HouseError::Seal(_)), "{refused}");
}
