//! The state that is kept in the store: taken up when it fits, thrown away when it does not.
//!
//! Keeps: I-STO-2 for the kept state. Out of scope: its bytes for the register (`register`).

use crate::stage::{EMPLOYER, Stage, open};
use desk::house_error::HouseError;
use desk::house_fault_words;
use desk::words::{Lang, Words};
use register::State;
use rusqlite::Connection;
use std::ops::Range;
use std::path::Path;
use store::{DATABASE_FILE, Reader as _, SqliteStore, Store as _};

/// A register that was published and kept, and had two acts more, one of them published.
fn kept() -> (Stage, register::SessionId) {
    let mut stage = Stage::new();
    let session = stage.confirmed_session(6);
    let on = stage.on("2020-12-16");
    stage.house.issue(EMPLOYER, session, (on, on), &[0]).unwrap();
    assert!(!stage.house.keep_state().unwrap(), "it is not published");
    stage.house.publish().unwrap();
    assert!(stage.house.keep_state().unwrap());
    stage.house.issue(EMPLOYER, session, (on, on), &[1, 2]).unwrap();
    stage.house.publish().unwrap();
    stage.house.issue(EMPLOYER, session, (on, on), &[3]).unwrap();
    (stage, session)
}

/// Issues to a row and publishes, so many entries at work after which a state is kept.
fn at_work(stage: &mut Stage, session: register::SessionId, row: u32, after: u64) {
    let on = stage.on("2020-12-16");
    stage.house.keep_state_after(after);
    stage.house.issue(EMPLOYER, session, (on, on), &[row]).unwrap();
    stage.house.publish().unwrap();
}

#[test]
fn the_tail_that_an_opening_reads_is_bounded_at_work_in_quiet_moments_and_at_a_stop() {
    let mut stage = Stage::new();
    stage.house.keep_state_after(u64::MAX);
    let session = stage.confirmed_session(6);
    stage.house.publish().unwrap();
    assert_eq!(stage.house.size(), 6);
    // Below every bound nothing is kept, and the whole log is read.
    let mut stage = stage.reopened();
    assert_eq!(stage.house.replayed(), 6);
    // At work: as soon as the tail is so long, here eight entries.
    at_work(&mut stage, session, 0, 8);
    assert_eq!(stage.house.size(), 8);
    stage.house.keep_state_after(u64::MAX);
    let mut stage = stage.reopened();
    assert_eq!(stage.house.replayed(), 0, "it was kept with the eighth");
    at_work(&mut stage, session, 1, 8);
    stage.house.keep_state_after(u64::MAX);
    let mut stage = stage.reopened();
    assert_eq!(stage.house.replayed(), 2, "two are fewer than eight");
    // In a quiet moment: a fifth of that.
    stage.house.keep_state_after(9);
    stage.house.tend().unwrap();
    stage.house.keep_state_after(u64::MAX);
    let mut stage = stage.reopened();
    assert_eq!(stage.house.replayed(), 0, "it was kept in the quiet moment");
    // At a stop: a fiftieth. What is not published is not kept.
    at_work(&mut stage, session, 2, 50);
    let on = stage.on("2020-12-16");
    let mut stage = stage.reopened();
    assert_eq!(stage.house.replayed(), 0, "it was kept when the house was dropped");
    stage.house.keep_state_after(1);
    stage.house.issue(EMPLOYER, session, (on, on), &[3]).unwrap();
    assert!(!stage.house.close().unwrap());
    let mut stage = stage.reopened();
    assert_eq!(stage.house.replayed(), 2);
    stage.house.publish().unwrap();
    stage.house.keep_state_after(50);
    assert!(stage.house.close().unwrap());
    assert!(!stage.house.close().unwrap(), "nothing was recorded since");
}

fn tamper(folder: &Path, statements: &str) {
    Connection::open(folder.join(DATABASE_FILE)).unwrap().execute_batch(statements).unwrap();
}

/// Opens the register again after something was done to its folder, and compares it.
fn check(harm: impl FnOnce(&Path)) {
    let (stage, session) = kept();
    let on = stage.on("2020-12-16");
    let Stage { house, clock, folder } = stage;
    let (state, size) = (house.state().clone(), house.size());
    let number = "Y000099000001204000003";
    drop(house);
    harm(folder.path());
    let mut again = open(folder.path(), &clock);
    assert_eq!((again.state(), again.size()), (&state, size));
    assert_eq!(again.state().digest(), state.digest());
    again.certificate_file(number).unwrap();
    let more = again.issue(EMPLOYER, session, (on, on), &[4]).unwrap();
    assert_eq!(more.numbers, ["Y000099000001204000005"]);
    assert!(again.issue(EMPLOYER, session, (on, on), &[0, 5]).is_err(), "row 0 is used");
}

#[test]
fn i_sto_2_a_register_opens_the_same_with_its_kept_state_without_it_and_with_a_damaged_one() {
    check(|_| {});
    check(|folder| tamper(folder, "DELETE FROM kept_state"));
    check(|folder| tamper(folder, "UPDATE kept_state SET size = size + 1"));
    check(|folder| tamper(folder, "UPDATE kept_state SET size = 100000"));
    for change in ["x'00'", "x''", "substr(body, 1, 40)", "substr(body, 1, length(body) - 1)"] {
        check(|folder| tamper(folder, &format!("UPDATE kept_state SET body = {change}")));
    }
    for at in [0, 11, 12, 16, 30, 70, 200, 400] {
        check(|folder| {
            let kept = SqliteStore::read_only(folder).unwrap().kept_state().unwrap().unwrap();
            let mut bytes = kept.bytes;
            bytes[at] ^= 0x20;
            SqliteStore::open(folder).unwrap().keep_state(kept.size, &bytes).unwrap();
        });
    }
}

/// Changes a byte of what is kept, under a sum that is right.
fn alter(folder: &Path, at: usize) {
    let kept = SqliteStore::read_only(folder).unwrap().kept_state().unwrap().unwrap();
    let mut bytes = kept.bytes;
    bytes[at] ^= 1;
    let sum = crc32fast::hash(&bytes[16..]).to_le_bytes();
    bytes[12..16].copy_from_slice(&sum);
    SqliteStore::open(folder).unwrap().keep_state(kept.size, &bytes).unwrap();
}

/// Returns where in what is kept the two sums of the digest stand.
fn sums_of_digest(folder: &Path, state: &State) -> Range<usize> {
    // Nothing of so small a state is past, so that the first sum is the digest.
    let at = place_of(folder, state.digest().bytes());
    at..at + 64
}

/// Returns where some bytes stand in what is kept.
fn place_of(folder: &Path, bytes: &[u8; 32]) -> usize {
    let kept = SqliteStore::read_only(folder).unwrap().kept_state().unwrap().unwrap();
    kept.bytes.windows(32).position(|window| window == bytes).unwrap()
}

#[test]
fn a_kept_state_that_was_altered_under_a_right_sum_is_given_up_in_the_first_quiet_moment() {
    let mut stage = Stage::new();
    let session = stage.confirmed_session(6);
    let on = stage.on("2020-12-16");
    stage.house.issue(EMPLOYER, session, (on, on), &[0]).unwrap();
    stage.house.publish().unwrap();
    assert!(stage.house.keep_state().unwrap());
    stage.house.issue(EMPLOYER, session, (on, on), &[1, 2]).unwrap();
    stage.house.publish().unwrap();
    let Stage { house, clock, folder } = stage;
    let state = house.state().clone();
    drop(house);
    let found = state.session(session).unwrap();
    // What the log bound of a session, and a key by which everybody checks.
    let closed = found.closing.as_ref().unwrap().root;
    let results = found.results.as_ref().unwrap().root;
    for bytes in [&closed, &results, state.log_key().unwrap()] {
        let copied = tempfile::tempdir().unwrap();
        copy(folder.path(), copied.path());
        alter(copied.path(), place_of(copied.path(), bytes) + 7);
        let mut again = open(copied.path(), &clock);
        assert_ne!(again.state(), &state, "it is taken up as it is");
        assert!(again.replayed() < again.size() && again.is_in_step());
        let error = again.tend().unwrap_err();
        assert!(matches!(error, HouseError::StateWrong { size: 8, .. }), "{error:?}");
        let said = house_fault_words::house(&Words::of(Lang::En), None, &error);
        assert!(said.contains("kept for 8 entries"), "{said}");
        assert!(!again.is_in_step(), "nothing is decided on it any more");
        // Looking whether it is ready finds the way again, by the whole log.
        assert!(again.ready().iter().all(|check| check.holds()));
        assert_eq!((again.is_in_step(), again.replayed()), (true, again.size()));
        assert_eq!(again.state(), &state);
        again.issue(EMPLOYER, session, (on, on), &[4]).unwrap();
        again.publish().unwrap();
        drop(again);
        // What was wrong is not taken up a second time: another was kept before the last act.
        let mut last = open(copied.path(), &clock);
        assert_eq!(last.replayed(), 2);
        last.tend().unwrap();
    }
}

#[test]
fn a_landmark_behind_a_kept_state_denies_one_with_another_digest() {
    let mut stage = Stage::new();
    stage.confirmed_session(6);
    stage.house.publish().unwrap();
    assert!(stage.house.keep_state().unwrap());
    let before = stage.house.state().clone();
    stage.house.landmark().unwrap();
    let stage = stage.reopened();
    assert_eq!((stage.house.size(), stage.house.replayed()), (7, 1));
    let Stage { house, clock, folder } = stage;
    let (state, digest) = (house.state().clone(), *house.state().digest().bytes());
    drop(house);
    let sums = sums_of_digest(folder.path(), &before);
    for at in sums.step_by(9) {
        let copied = tempfile::tempdir().unwrap();
        copy(folder.path(), copied.path());
        alter(copied.path(), at);
        let again = open(copied.path(), &clock);
        assert_eq!(again.replayed(), again.size(), "{at}: it was denied");
        assert_eq!((again.state(), again.state().digest().bytes()), (&state, &digest));
    }
}

#[test]
fn a_kept_state_does_not_hide_that_the_database_differs_from_what_is_published() {
    let (stage, _) = kept();
    let Stage { house, clock, folder } = stage;
    let published = house.published_size();
    drop(house);
    // An entry after the kept state and before the published size: the last certificate of it.
    let statement = format!(
        "UPDATE entries SET body = x'00' WHERE last = \
         (SELECT max(last) FROM entries WHERE last < {published})"
    );
    tamper(folder.path(), &statement);
    assert!(crate::stage::try_open(folder.path(), &clock).is_err());
}

#[test]
fn an_older_published_log_beside_a_kept_state_is_still_compared() {
    let mut stage = Stage::new();
    let session = stage.confirmed_session(6);
    let on = stage.on("2020-12-16");
    stage.house.publish().unwrap();
    let Stage { house, clock, folder } = stage;
    let older = tempfile::tempdir().unwrap();
    copy(&folder.path().join("log"), older.path());
    let mut stage = Stage { house, clock, folder };
    stage.house.issue(EMPLOYER, session, (on, on), &[0]).unwrap();
    stage.house.publish().unwrap();
    assert!(stage.house.keep_state().unwrap());
    let Stage { house, clock, folder } = stage;
    let state = house.state().clone();
    drop(house);
    std::fs::remove_dir_all(folder.path().join("log")).unwrap();
    copy(older.path(), &folder.path().join("log"));
    let again = open(folder.path(), &clock);
    assert_eq!(again.state(), &state);
    drop(again);
    // The same size, another entry: found, although it lies before the kept state.
    tamper(folder.path(), "UPDATE entries SET body = x'00' WHERE last = 2");
    let refused = crate::stage::try_open(folder.path(), &clock).err().expect("it is refused");
    let found = matches!(refused, HouseError::PublishedDiffers(_) | HouseError::Entry { .. });
    assert!(found, "{refused}");
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for file in std::fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        let target = to.join(file.file_name());
        if file.file_type().unwrap().is_dir() {
            copy(&file.path(), &target);
        } else {
            std::fs::copy(file.path(), target).unwrap();
        }
    }
}
