//! Restoring into PostgreSQL and back, and what is left where a restoring failed or was stopped.
//!
//! Keeps: I-STO-1 (a whole register on either backend). In scope: the state, the published log, the
//! next numbers, people who are found by two characters, the note under which nothing opens.
//! Out of scope: the file itself and folders (`backing_up`).

use crate::stage::{AUTHORITY, EMPLOYER, Stage};
use desk::back_up::back_up;
use desk::backend::Backend;
use desk::backup_fault::BackupFault;
use desk::check_register::check;
use desk::find_person::{Asking, Looked, Purpose};
use desk::house::House;
use desk::restore_register::{Restored, restore};
use desk::words::{Lang, Words};
use desk::{Lock, StaffId, Unlock, backup_words, house_fault_words};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use store::StoreError;
use throwaway::Postgres;
use zeroize::Zeroizing;

fn phrase() -> Zeroizing<String> {
    Zeroizing::new("correct horse".to_string())
}

/// A house in a folder with two batches, and its backup with keys.
fn at_work() -> (Stage, tempfile::TempDir, PathBuf) {
    let mut stage = Stage::new();
    let session = stage.confirmed_session(6);
    let on = stage.on("2020-12-16");
    stage.house.issue(EMPLOYER, session, (on, on), &[0, 1, 2]).unwrap();
    stage.house.issue(EMPLOYER, session, (on, on), &[3]).unwrap();
    stage.house.publish().unwrap();
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("one.backup");
    written(&stage, (stage.folder.path(), &Backend::Folder), &file);
    (stage, place, file)
}

fn written(stage: &Stage, from: (&Path, &Backend), file: &Path) {
    let lock = Lock::Passphrase { text: phrase(), log_n: 4 };
    back_up(from, file, (&lock, true), &*stage.clock).unwrap();
}

fn restored(
    file: &Path,
    backend: &Backend,
    (to, size): (&Path, Option<u64>),
) -> Result<Restored, BackupFault> {
    restore((file, &Unlock::by_passphrase(phrase())), backend, (to, size), &mut |_, _| ())
}

/// Returns who is found by a part of a name.
fn found(house: &mut House, part: &str) -> Vec<String> {
    let staff = StaffId { of: AUTHORITY, number: 1 };
    let asking = Asking { staff, purpose: Purpose::Inspection, note: "case 1".to_string() };
    let found = house.find_person(&asking, &Looked::Name(part.to_string())).unwrap();
    found.into_iter().map(|one| format!("{} {}", one.number, one.name)).collect()
}

/// Opens the restored house and expects that it is the one it was, and goes on as that would.
fn expect_same(stage: &mut Stage, folder: &Path, backend: &Backend) {
    let mut again = Stage::on_backend(folder, backend, None).unwrap();
    again.on("2020-12-16");
    let (theirs, ours) = (&mut stage.house, &mut again.house);
    assert_eq!(ours.state().digest().to_string(), theirs.state().digest().to_string());
    assert_eq!(ours.publish().unwrap().text(), theirs.publish().unwrap().text());
    let name = stage.people(1)[0].name.chars().take(2).collect::<String>();
    let people = found(&mut stage.house, &name);
    assert!(!people.is_empty());
    assert_eq!(found(&mut again.house, &name), people, "by two characters in a row");
    drop(again);
    let checked = check((folder, backend), &mut |_, _| ()).unwrap();
    assert!(checked.is_clean(), "{checked:?}");
}

#[test]
fn a_register_goes_into_a_database_and_comes_back_into_a_folder() {
    let Some(server) = Postgres::shared() else { return };
    let (mut stage, place, file) = at_work();
    let database = Backend::Postgres(server.database());
    let served = place.path().join("served");
    let done = restored(&file, &database, (&served, None)).unwrap();
    assert_eq!(done.size, stage.house.size());
    expect_same(&mut stage, &served, &database);
    // Once more into it is refused: it is a register.
    let other = place.path().join("other");
    let error = restored(&file, &database, (&other, None)).unwrap_err();
    assert!(matches!(error, BackupFault::StoreNotEmpty(_)), "{error:?}");
    assert!(!other.exists());
    // It goes on there, and comes back with what was done since.
    let mut on_server = Stage::on_backend(&served, &database, None).unwrap();
    let on = on_server.on("2020-12-17");
    stage.on("2020-12-17");
    let session = on_server.house.state().sessions().next().unwrap().0;
    let numbers = [&mut on_server.house, &mut stage.house]
        .map(|h| h.issue(EMPLOYER, session, (on, on), &[4]));
    let [ours, theirs] = numbers.map(|issued| issued.unwrap().numbers);
    assert_eq!(ours, theirs);
    let state = on_server.house.state().digest().to_string();
    drop(on_server.house);
    let back = place.path().join("back.backup");
    written(&stage, (&served, &database), &back);
    let folder = place.path().join("folder");
    let done = restored(&back, &Backend::Folder, (&folder, None)).unwrap();
    assert_eq!(done.state, state);
    let again = Stage::on_backend(&folder, &Backend::Folder, None).unwrap();
    assert_eq!(again.house.state().digest().to_string(), state);
}

#[test]
fn a_restoring_that_fails_late_leaves_nothing_in_the_database() {
    let Some(server) = Postgres::shared() else { return };
    let (mut stage, place, file) = at_work();
    let url = server.database();
    let database = Backend::Postgres(url.clone());
    let to = place.path().join("served");
    // Eight entries end inside the batch of three: known when all pieces are in.
    let error = restored(&file, &database, (&to, Some(8))).unwrap_err();
    assert!(matches!(error, BackupFault::InsideAct { .. }), "{error:?}");
    let schemas = "SELECT count(*) FROM pg_namespace WHERE nspname = 'dengji'";
    assert_eq!(server.sql(url.rsplit('/').next().unwrap(), schemas), "0");
    assert!(!to.exists() && !place.path().join("served.restoring").exists());
    restored(&file, &database, (&to, None)).unwrap();
    expect_same(&mut stage, &to, &database);
}

/// Restores until a part is in, and is stopped there: nothing is cleared up.
fn stopped(file: &Path, backend: &Backend, to: &Path) {
    let unlock = Unlock::by_passphrase(phrase());
    let stop = &mut |_: u64, _: u64| panic!("stopped");
    let done = catch_unwind(AssertUnwindSafe(|| {
        restore((file, &unlock), backend, (to, None), stop).map(|_| ())
    }));
    assert!(done.is_err());
}

#[test]
fn a_restoring_that_was_stopped_leaves_what_nothing_opens_and_says_what_to_do() {
    let Some(server) = Postgres::shared() else { return };
    let (mut stage, place, file) = at_work();
    let url = server.database();
    let name = url.rsplit('/').next().unwrap();
    let database = Backend::Postgres(url.clone());
    let to = place.path().join("served");
    stopped(&file, &database, &to);
    let half = |error: StoreError| {
        assert!(matches!(error, StoreError::HalfRestored { .. }), "{error:?}");
        for (lang, expect) in [(Lang::Zh, "未完成的恢复"), (Lang::En, "was not finished")] {
            let told = house_fault_words::store(&Words::of(lang), &error);
            assert!(told.contains(expect) && told.contains("DROP SCHEMA dengji"), "{told}");
            assert!(!told.contains("throwaway"), "{told}");
        }
    };
    half(database.open(&to).err().unwrap());
    half(database.read_only(&to).err().unwrap());
    check((&to, &database), &mut |_, _| ()).unwrap_err();
    let error = restored(&file, &database, (&to, None)).unwrap_err();
    let told = backup_words::fault(&Words::of(Lang::En), &error);
    assert!(told.contains("was not finished"), "{told}");
    server.sql(name, "DROP SCHEMA dengji CASCADE");
    restored(&file, &database, (&to, None)).unwrap();
    expect_same(&mut stage, &to, &database);
}

#[test]
fn without_keys_a_check_says_what_could_not_be_checked_and_not_that_something_is_wrong() {
    let (stage, place, _) = at_work();
    let file = place.path().join("bare.backup");
    back_up((stage.folder.path(), &Backend::Folder), &file, (&Lock::Open, false), &*stage.clock)
        .unwrap();
    let to = place.path().join("again");
    restored(&file, &Backend::Folder, (&to, None)).unwrap();
    let checked = check((&to, &Backend::Folder), &mut |_, _| ()).unwrap();
    assert!(!checked.is_wrong() && !checked.is_clean(), "{checked:?}");
    // What is damaged is wrong, whatever keys are missing.
    let database = rusqlite::Connection::open(to.join(store::DATABASE_FILE)).unwrap();
    database.execute_batch("DELETE FROM batches WHERE first = 4").unwrap();
    let checked = check((&to, &Backend::Folder), &mut |_, _| ()).unwrap();
    assert!(checked.is_wrong(), "{checked:?}");
}
