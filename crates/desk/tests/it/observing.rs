//! What an observer is told, and readiness through faults of store, log and keys, without a
//! restart.
//!
//! Out of scope: counting and lines (`watch`), pages (`web`).

use crate::stage::{AUTHORITY, EMPLOYER, Stage, day, keys};
use desk::front::Front;
use desk::house::House;
use desk::keep_log::keep_log;
use desk::observe::{Observer, Sight};
use desk::see_ready::Check;
use rusqlite::Connection;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};
use store::DATABASE_FILE;

/// Writes down what it is told, a word each.
#[derive(Default)]
pub struct Noted(Mutex<Vec<String>>);

impl Observer for Noted {
    fn saw(&self, sight: &Sight<'_>) {
        let word = match sight {
            Sight::Flushed { durable, .. } => format!("flushed {durable}"),
            Sight::Refused { rule } => format!("refused {}", rule.unwrap_or("none")),
            Sight::Failed { doing, .. } => format!("failed {}", doing.name()),
            Sight::Log(sizes) => format!("log {} {}", sizes.entries, sizes.published),
            other => format!("{other:?}"),
        };
        self.0.lock().unwrap().push(word);
    }
}

impl Noted {
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

pub fn watched(stage: &mut Stage) -> Arc<Noted> {
    let noted = Arc::new(Noted::default());
    stage.house.watched_by(noted.clone());
    noted.take();
    noted
}

fn alter(folder: &Path, text: &str) {
    Connection::open(folder.join(DATABASE_FILE)).unwrap().execute_batch(text).unwrap();
}

/// The names of the checks that fail.
fn failing(house: &mut House) -> Vec<&'static str> {
    let checks = house.ready();
    assert!(checks.iter().all(|check| !check.remedy.is_empty()));
    checks.iter().filter(|check| !check.holds()).map(|check| check.name).collect()
}

#[test]
fn an_observer_is_told_of_queue_group_flush_and_size_in_their_order() {
    let mut stage = Stage::new();
    let session = stage.confirmed_session(3);
    let on = stage.on("2020-12-16");
    let noted = watched(&mut stage);
    let (before, published) = (stage.house.size(), stage.house.published_size());
    let Stage { house, clock: _clock, folder: _folder } = stage;
    let front = Front::over(Arc::new(Mutex::new(house)));
    let issue = move |house: &mut House| house.issue(EMPLOYER, session, (on, on), &[0]).unwrap();
    front.ask(issue).unwrap();
    let log = format!("log {} {published}", before + 2);
    assert_eq!(noted.take(), ["Queued", "Taken", "flushed true", &log, "Group(1)"]);
    let again = move |house: &mut House| house.issue(EMPLOYER, session, (on, on), &[0, 1]);
    assert!(front.ask(again).unwrap().is_err());
    let seen = noted.take();
    let (refused, rest) = seen[2..].split_first().unwrap();
    assert!(refused.starts_with("refused 2020-80/"), "{refused}");
    assert_eq!(rest, ["flushed true", &log, "Group(1)"]);
}

#[test]
fn a_group_that_cannot_begin_is_told_and_the_register_is_unready_until_the_table_is_back() {
    let mut stage = Stage::new();
    let noted = watched(&mut stage);
    let folder = stage.folder.path().to_path_buf();
    alter(&folder, "ALTER TABLE entries RENAME TO away");
    stage.house.together(|house| house.size()).unwrap_err();
    assert_eq!(noted.take().last().unwrap(), "failed write");
    assert!(failing(&mut stage.house).contains(&"database"));
    noted.take();
    alter(&folder, "ALTER TABLE away RENAME TO entries");
    assert_eq!(failing(&mut stage.house), Vec::<&str>::new());
    stage.house.together(|house| house.size()).unwrap();
    assert!(noted.take().iter().all(|word| !word.starts_with("failed")));
}

#[test]
fn a_register_that_cannot_be_written_is_not_ready_and_is_again_when_it_can() {
    let mut stage = Stage::new();
    stage.house.publish().unwrap();
    let folder = stage.folder.path().to_path_buf();
    assert_eq!(failing(&mut stage.house), Vec::<&str>::new());
    // What a full disk and a folder that may only be read have in common: rows can be read, and
    // each writing fails.
    let full = "CREATE TRIGGER full BEFORE INSERT ON notes BEGIN SELECT RAISE(FAIL, 'full'); END";
    alter(&folder, full);
    assert_eq!(failing(&mut stage.house), ["write"]);
    let why: Vec<Check> = stage.house.ready();
    let why = why.iter().find_map(|check| check.failed.clone()).unwrap();
    assert!(why.starts_with("the store failed: ") && why.contains("full"), "{why}");
    alter(&folder, "DROP TRIGGER full");
    assert_eq!(failing(&mut stage.house), Vec::<&str>::new());
    let size = stage.house.size();
    assert_eq!(stage.reopened().house.size(), size, "looking leaves nothing in the log");
}

#[test]
fn a_register_without_its_keys_or_its_published_log_is_not_ready() {
    let mut stage = Stage::new();
    stage.house.publish().unwrap();
    let folder = stage.folder.path().to_path_buf();
    let employer = stage.house.state().key_of(EMPLOYER).unwrap().key;
    let moved = |name: &str, away: bool, stage: &mut Stage| {
        let (here, there) = (folder.join(name), folder.join("moved away"));
        let (from, to) = if away { (here, there) } else { (there, here) };
        fs::rename(from, to).unwrap();
        failing(&mut stage.house)
    };
    let employers = format!("keys/{}.seed", vocab::Hash(employer));
    assert!(keys(&folder).holds(&employer));
    for (name, check) in [
        ("keys/log.seed", "keys"),
        ("keys/private.seed", "keys"),
        (employers.as_str(), "keys"),
        ("log/checkpoint", "log"),
    ] {
        assert_eq!(moved(name, true, &mut stage), [check], "{name}");
        assert_eq!(moved(name, false, &mut stage), Vec::<&str>::new(), "{name}");
    }
}

#[test]
fn a_log_that_cannot_be_published_is_told_once_and_makes_the_register_unready() {
    let mut stage = Stage::new();
    let noted = watched(&mut stage);
    let folder = stage.folder.path().to_path_buf();
    // A file where a folder has to be.
    fs::create_dir_all(folder.join("log")).unwrap();
    fs::write(folder.join("log/tile"), "").unwrap();
    let Stage { house, clock, folder: _kept } = stage;
    let house = Arc::new(Mutex::new(house));
    for _ in 0..2 {
        assert!(keep_log(house.clone(), clock.clone(), 3600).is_err());
        assert_eq!(failing(&mut house.lock().unwrap()), ["log"]);
    }
    let times = |seen: &[String], word: &str| seen.iter().filter(|seen| *seen == word).count();
    assert_eq!(times(&noted.take(), "failed publish"), 1);
    fs::remove_file(folder.join("log/tile")).unwrap();
    drop(keep_log(house.clone(), clock.clone(), 3600).unwrap());
    assert_eq!(failing(&mut house.lock().unwrap()), Vec::<&str>::new());
    let seen = noted.take();
    assert_eq!(times(&seen, "Recovered(Publish)"), 1);
    assert!(seen.iter().any(|word| word.starts_with("Landmark")), "{seen:?}");
    let house = house.lock().unwrap();
    assert_eq!(house.published_size(), house.size());
}

#[test]
fn a_refusal_for_a_day_before_the_law_has_no_rule_and_is_told_all_the_same() {
    let mut stage = Stage::new();
    let noted = watched(&mut stage);
    let row = stage.row("电工");
    let early = stage.house.announce_exit((AUTHORITY, day("1990-01-01")), row, None);
    assert!(early.is_err());
    assert_eq!(noted.take()[0], "refused none");
}
