//! Several acts with one flush, and faults of the store while the house is in use.
//!
//! In scope: SQLite with a planted fault: a reference that is looked at last makes the commit fail.
//! Out of scope: loss of power (`power_loss`), being killed (`killed`).

use crate::stage::{AUTHORITY, EMPLOYER, Stage, open};
use desk::front::{Front, Unanswered};
use desk::house_error::HouseError;
use register::{PublicAct, SessionId};
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::thread;
use store::{DATABASE_FILE, Reader as _, SqliteStore, StoreError};
use vocab::Day;

/// Makes every commit of an act fail after everything was staged.
pub const FAULT: &str = "
    CREATE TABLE debt (
        place INTEGER REFERENCES kept_state (piece) DEFERRABLE INITIALLY DEFERRED
    );
    CREATE TRIGGER fault AFTER INSERT ON answers BEGIN INSERT INTO debt VALUES (1000); END";
pub const MENDED: &str = "DROP TRIGGER fault; DROP TABLE debt";

fn database(stage: &Stage) -> Connection {
    Connection::open(stage.folder.path().join(DATABASE_FILE)).unwrap()
}

fn inspect(stage: &mut Stage, name: &str) -> Result<u64, HouseError> {
    let on = stage.on("2020-12-16");
    let act = PublicAct::Inspect { inspected: EMPLOYER, findings: [7; 32] };
    let name = name.to_string();
    let request = desk::house::Request { actor: Some(AUTHORITY), on, name, act };
    stage.house.record(&request, &[]).map(|receipt| receipt.index)
}

#[test]
fn acts_of_a_group_are_decided_one_after_the_other_and_kept_together() {
    let mut stage = Stage::new();
    let session = stage.confirmed_session(6);
    let on = stage.on("2020-12-16");
    let before = stage.house.size();
    let read = |stage: &Stage| SqliteStore::read_only(stage.folder.path()).unwrap().size().unwrap();
    let issued = stage.house.together(|house| {
        let first = house.issue(EMPLOYER, session, (on, on), &[0, 1]).unwrap().numbers;
        let refused = house.issue(EMPLOYER, session, (on, on), &[1]);
        assert!(matches!(refused, Err(HouseError::Refused(_))));
        let again = house.issue(EMPLOYER, session, (on, on), &[0, 1]).unwrap();
        assert!(again.receipt.repeated && again.numbers == first);
        let second = house.issue(EMPLOYER, session, (on, on), &[2]).unwrap().numbers;
        (first, second)
    });
    let (first, second) = issued.unwrap();
    assert_eq!(first, ["Y000099000001204000001", "Y000099000001204000002"]);
    assert_eq!(second, ["Y000099000001204000003"]);
    assert_eq!((stage.house.size(), read(&stage)), (before + 5, before + 5));
    stage.house.publish().unwrap();
    let Stage { house, clock, folder } = stage;
    let (state, refusals) = (house.state().clone(), house.refusals().unwrap());
    drop(house);
    let again = open(folder.path(), &clock);
    assert_eq!((again.state(), again.refusals().unwrap()), (&state, refusals));
}

#[test]
fn a_group_that_cannot_be_flushed_leaves_nothing_and_the_house_goes_on() {
    let mut stage = Stage::new();
    let session = stage.confirmed_session(6);
    let on = stage.on("2020-12-16");
    let (before, state) = (stage.house.size(), stage.house.state().clone());
    database(&stage).execute_batch(FAULT).unwrap();
    let failed = stage.house.together(|house| {
        house.issue(EMPLOYER, session, (on, on), &[0, 1]).unwrap();
        house.issue(EMPLOYER, session, (on, on), &[2]).unwrap();
    });
    assert!(matches!(failed, Err(HouseError::Store(_))));
    assert!(!stage.house.is_in_step());
    // Still broken: an act fails, and is not answered for.
    assert!(stage.house.issue(EMPLOYER, session, (on, on), &[0]).is_err());
    database(&stage).execute_batch(MENDED).unwrap();
    let issued = stage.house.issue(EMPLOYER, session, (on, on), &[0]).unwrap();
    assert_eq!(issued.numbers, ["Y000099000001204000001"]);
    assert!(stage.house.is_in_step());
    assert_eq!(issued.receipt.index, before);
    assert_ne!(stage.house.state(), &state);
}

#[test]
fn a_single_act_whose_commit_failed_is_settled_by_asking_again() {
    let mut stage = Stage::new();
    let before = stage.house.size();
    database(&stage).execute_batch(FAULT).unwrap();
    let failed = inspect(&mut stage, "inspect once").unwrap_err();
    assert!(matches!(failed, HouseError::Store(_)), "{failed}");
    database(&stage).execute_batch(MENDED).unwrap();
    assert_eq!(inspect(&mut stage, "inspect once").unwrap(), before);
    assert_eq!(inspect(&mut stage, "inspect once").unwrap(), before);
    assert_eq!(stage.house.size(), before + 1);
}

#[test]
fn what_is_staged_is_not_published() {
    let mut stage = Stage::new();
    let staged = stage.house.together(|house| house.publish().map(|_| ())).unwrap();
    assert!(matches!(staged, Err(HouseError::Store(StoreError::Group { .. }))));
    stage.house.publish().unwrap();
}

/// Lets clients issue a row each through a front, and returns what they heard.
fn issue_all(front: &Front, session: SessionId, on: Day, rows: std::ops::Range<u32>) -> Vec<Heard> {
    let clients = rows.map(|row| {
        let front = front.clone();
        thread::spawn(move || {
            let issued =
                front.ask(move |house| house.issue(EMPLOYER, session, (on, on), &[row]))?;
            Ok(issued.unwrap().numbers.remove(0))
        })
    });
    let clients: Vec<_> = clients.collect();
    clients.into_iter().map(|client| client.join().unwrap()).collect()
}

type Heard = Result<String, Unanswered>;

#[test]
fn many_who_ask_at_once_are_all_answered_and_each_number_is_given_once() {
    let mut stage = Stage::new();
    let session = stage.confirmed_session(60);
    let on = stage.on("2020-12-16");
    let Stage { house, clock, folder } = stage;
    let house = Arc::new(Mutex::new(house));
    let front = Front::over(house.clone());
    let heard = issue_all(&front, session, on, 0..54);
    let numbers: BTreeSet<String> = heard.into_iter().map(Result::unwrap).collect();
    assert_eq!(numbers.len(), 54);
    assert_eq!(numbers.last().unwrap(), "Y000099000001204000054");
    drop(front);
    let state = house.lock().unwrap().state().clone();
    drop(house);
    assert_eq!(open(folder.path(), &clock).state(), &state);
}

#[test]
fn a_flush_that_fails_is_heard_by_everybody_and_the_front_goes_on() {
    let mut stage = Stage::new();
    let session = stage.confirmed_session(20);
    let on = stage.on("2020-12-16");
    let path = stage.folder.path().to_path_buf();
    let fault = |text: &str| {
        Connection::open(path.join(DATABASE_FILE)).unwrap().execute_batch(text).unwrap();
    };
    let Stage { house, clock, folder } = stage;
    let house = Arc::new(Mutex::new(house));
    let front = Front::over(house.clone());
    fault(FAULT);
    for heard in issue_all(&front, session, on, 0..8) {
        assert!(matches!(heard, Err(Unanswered::Flush(_))), "{heard:?}");
    }
    fault(MENDED);
    let numbers: BTreeSet<String> =
        issue_all(&front, session, on, 0..10).into_iter().map(Result::unwrap).collect();
    assert_eq!(numbers.last().unwrap(), "Y000099000001204000010");
    drop(front);
    drop(house);
    let again = open(folder.path(), &clock);
    let used = &again.state().session(session).unwrap().used;
    assert_eq!((0..18).filter(|row| used.contains(*row)).count(), 10);
}

#[test]
fn who_asks_while_the_database_is_gone_hears_so_and_the_front_goes_on() {
    let stage = Stage::new();
    let path = stage.folder.path().to_path_buf();
    let alter = |text: &str| {
        Connection::open(path.join(DATABASE_FILE)).unwrap().execute_batch(text).unwrap();
    };
    let Stage { house, clock, folder } = stage;
    let house = Arc::new(Mutex::new(house));
    let front = Front::over(house.clone());
    alter("ALTER TABLE entries RENAME TO away");
    let heard = front.ask(|house| house.size());
    assert!(matches!(heard, Err(Unanswered::Flush(_))), "{heard:?}");
    alter("ALTER TABLE away RENAME TO entries");
    front.ask(|house| house.size()).unwrap();
    drop((front, house));
    open(folder.path(), &clock);
}

#[test]
fn a_bug_in_one_act_ends_its_group_and_not_the_front() {
    let stage = Stage::new();
    let before = stage.house.size();
    let Stage { house, clock, folder } = stage;
    let house = Arc::new(Mutex::new(house));
    let front = Front::over(house.clone());
    let stopped: Result<(), Unanswered> = front.ask(|_| panic!("planted"));
    assert!(matches!(stopped, Err(Unanswered::Stopped)));
    assert_eq!(front.ask(|house| house.size()).unwrap(), before);
    let said = front.ask(|house| house.is_in_step()).unwrap();
    assert!(said, "the log was read again");
    drop((front, house));
    open(folder.path(), &clock);
}

#[test]
fn i_log_1_a_log_that_cannot_be_read_again_to_its_end_is_published_no_shorter() {
    let mut stage = Stage::new();
    stage.confirmed_session(6);
    stage.house.publish().unwrap();
    assert!(stage.house.keep_state().unwrap());
    let kept = stage.house.size();
    for n in 0..3 {
        inspect(&mut stage, &format!("inspect {n}")).unwrap();
    }
    stage.house.publish().unwrap();
    let size = stage.house.size();
    let checkpoint = stage.folder.path().join("log/checkpoint");
    let published = std::fs::read(&checkpoint).unwrap();
    // The state that is kept is shorter than what is published, and what follows it is damaged.
    let other = database(&stage);
    other.execute_batch(FAULT).unwrap();
    inspect(&mut stage, "in doubt").unwrap_err();
    other.execute_batch(MENDED).unwrap();
    let place = i64::try_from(kept + 1).unwrap();
    let body: Vec<u8> = other
        .query_row("SELECT body FROM entries WHERE last = ?1", [place], |row| row.get(0))
        .unwrap();
    let put = |body: &[u8]| {
        let put = "UPDATE entries SET body = ?2 WHERE last = ?1";
        other.execute(put, rusqlite::params![place, body]).unwrap();
    };
    put(b"damaged");
    assert!(!stage.house.is_in_step());
    stage.house.publish().unwrap_err();
    assert!(size <= stage.house.size(), "a part of the log is no state");
    assert_eq!(std::fs::read(&checkpoint).unwrap(), published);
    put(&body);
    stage.house.publish().unwrap();
    assert_eq!(stage.house.size(), size);
    assert_eq!(std::fs::read(&checkpoint).unwrap(), published);
}
