//! A folder whose disk is full, read-only, forbidden or failing, and takes again later.
//!
//! In scope: SQLite; each fault comes from the system call itself, in this suite started again
//! under `powercut::Refusing`. Files that are removed, replaced or overwritten while they are open.
//! Out of scope: faults of single statements (`sqlite_folder`), the house above it (crate `desk`).

use powercut::{Refusing, Trouble, trouble};
use rusqlite::Connection;
use std::path::Path;
use std::process::Command;
use store::{Committed, DATABASE_FILE, Hindrance, Reader, SqliteStore, Store, StoreError, Writing};

fn write(store: &mut SqliteStore, key: u8) -> Result<Committed, StoreError> {
    let size = store.size()?;
    write_at(store, key, size)
}

/// Writes three entries under a key, as decided at a size.
fn write_at(store: &mut SqliteStore, key: u8, size: u64) -> Result<Committed, StoreError> {
    let entries: Vec<Vec<u8>> = (0..3).map(|n| format!("{key} {n}").into_bytes()).collect();
    let answer = Some(([key; 16], [key; 32]));
    store.commit(&Writing { expect_size: size, entries: &entries, answer, ..Writing::default() })
}

fn in_a_group(store: &mut SqliteStore, keys: [u8; 2]) -> Result<(), StoreError> {
    store.begin_group()?;
    for key in keys {
        write(store, key)?;
    }
    store.end_group()
}

/// Returns the first piece of every entry: the key under which it was written.
fn keys_of(store: &SqliteStore) -> Vec<u8> {
    let (mut keys, size) = (Vec::new(), store.size().unwrap());
    let each = &mut |_, body: &[u8]| {
        let text = String::from_utf8(body.to_vec()).unwrap();
        keys.push(text.split(' ').next().unwrap().parse().unwrap());
    };
    store.each_entry(0, size, each).unwrap();
    keys
}

#[test]
fn a_disk_that_refuses_is_named_and_the_same_store_goes_on_when_it_takes_again() {
    let name = "refusing_disk::a_disk_that_refuses_is_named_and_the_same_store_goes_on_when_it_takes_again";
    on_such_a_disk(name, |root| {
        let mut store = SqliteStore::open(root).unwrap();
        write(&mut store, 1).unwrap();
        let mut expect = vec![1; 3];
        let mut next = 10;
        for (with, hindrance) in [
            (Trouble::Full, Hindrance::Full),
            (Trouble::ReadOnly, Hindrance::Failing),
            (Trouble::Failing, Hindrance::Failing),
            (Trouble::Unflushed, Hindrance::Failing),
        ] {
            let size = store.size().unwrap();
            trouble(Some(with));
            let alone = write(&mut store, next).unwrap_err();
            assert_eq!(alone.hindrance(), Some(hindrance), "{with:?}: {alone:?}");
            let group = in_a_group(&mut store, [next + 1, next + 2]).unwrap_err();
            assert_eq!(group.hindrance(), Some(hindrance), "{with:?}: {group:?}");
            store.keep_state(1, &[7; 100]).unwrap_err();
            // What was acknowledged can be read all the while.
            assert_eq!(keys_of(&store), expect, "{with:?}");
            trouble(None);
            // The same request settles what became of it.
            let again = write_at(&mut store, next, size).unwrap();
            assert_eq!((again.first, again.repeated), (size, false), "{with:?}");
            in_a_group(&mut store, [next + 1, next + 2]).unwrap();
            expect.extend([[next; 3], [next + 1; 3], [next + 2; 3]].concat());
            assert_eq!(keys_of(&store), expect, "{with:?}");
            next += 10;
        }
        assert_eq!(store.inspect().unwrap(), Vec::<String>::new());
        drop(store);
        assert_eq!(keys_of(&SqliteStore::open(root).unwrap()), expect);
    });
}

#[test]
fn a_folder_is_opened_when_its_disk_takes_again_and_says_until_then_why_not() {
    let name =
        "refusing_disk::a_folder_is_opened_when_its_disk_takes_again_and_says_until_then_why_not";
    on_such_a_disk(name, |root| {
        let written = root.join("written");
        write(&mut SqliteStore::open(&written).unwrap(), 1).unwrap();
        for (with, hindrance) in [
            (Trouble::Full, Hindrance::Full),
            (Trouble::ReadOnly, Hindrance::ReadOnly),
            (Trouble::Forbidden, Hindrance::ReadOnly),
        ] {
            trouble(Some(with));
            for folder in [&written, &root.join("new")] {
                let Err(error) = SqliteStore::open(folder) else { panic!("{with:?}: opened") };
                assert_eq!(error.hindrance(), Some(hindrance), "{with:?}: {error:?}");
            }
            trouble(None);
            assert_eq!(keys_of(&SqliteStore::open(&written).unwrap()), [1; 3]);
        }
    });
}

#[test]
fn what_a_failed_flush_left_in_doubt_is_settled_by_asking_again_also_after_another_opening() {
    let name = "refusing_disk::what_a_failed_flush_left_in_doubt_is_settled_by_asking_again_also_after_another_opening";
    on_such_a_disk(name, |root| {
        let mut store = SqliteStore::open(root).unwrap();
        write(&mut store, 1).unwrap();
        trouble(Some(Trouble::Unflushed));
        let error = write_at(&mut store, 2, 3).unwrap_err();
        assert!(matches!(error, StoreError::InDoubt { first: 3, .. }), "{error:?}");
        // It is not flushed when it is closed, either, and nobody opens it so.
        drop(store);
        let Err(error) = SqliteStore::open(root) else { panic!("opened") };
        assert_eq!(error.hindrance(), Some(Hindrance::Failing), "{error:?}");
        trouble(None);
        let mut store = SqliteStore::open(root).unwrap();
        for repeated in [None, Some(true)] {
            let again = write_at(&mut store, 2, 3).unwrap();
            assert!(again.first == 3 && repeated.is_none_or(|said| said == again.repeated));
        }
        assert_eq!(keys_of(&store), [1, 1, 1, 2, 2, 2]);
    });
}

/// Starts this suite again on a disk that can refuse, where it does the work.
fn on_such_a_disk(name: &str, work: impl FnOnce(&Path)) {
    if let Some(root) = Refusing::root_of_this_process() {
        return work(&root);
    }
    let Some(disk) = Refusing::begin().unwrap() else { return };
    let mut again = Command::new(std::env::current_exe().unwrap());
    assert!(disk.run(again.args(["--exact", name])).unwrap().success(), "see its output above");
}

/// Does something to the file of an open store, and expects that nothing is acknowledged any more.
fn check_replaced(replace: impl FnOnce(&Path)) {
    let folder = tempfile::tempdir().unwrap();
    let mut store = SqliteStore::open(folder.path()).unwrap();
    write(&mut store, 1).unwrap();
    store.begin_group().unwrap();
    write(&mut store, 2).unwrap();
    replace(&folder.path().join(DATABASE_FILE));
    let error = store.end_group().unwrap_err();
    assert!(matches!(error, StoreError::Replaced { .. }), "{error}");
    let error = write(&mut store, 3).unwrap_err();
    assert!(matches!(error, StoreError::Replaced { .. }) && error.wrote_nothing(), "{error}");
    assert!(error.to_string().contains("was removed or replaced while it was open"), "{error}");
}

#[test]
fn a_database_that_is_removed_or_replaced_while_open_is_written_to_no_more() {
    check_replaced(|file| std::fs::remove_file(file).unwrap());
    check_replaced(|file| {
        let other = file.with_file_name("other");
        std::fs::write(&other, "garbage").unwrap();
        std::fs::rename(other, file).unwrap();
    });
    check_replaced(|file| {
        std::fs::remove_file(file.with_file_name(format!("{DATABASE_FILE}-wal"))).unwrap();
    });
}

#[test]
fn a_database_that_is_overwritten_is_damaged_and_not_begun_anew() {
    let folder = tempfile::tempdir().unwrap();
    write(&mut SqliteStore::open(folder.path()).unwrap(), 1).unwrap();
    let file = folder.path().join(DATABASE_FILE);
    let whole = std::fs::read(&file).unwrap();
    // The header stands, the pages do not.
    let mut torn = whole.clone();
    torn[100..].fill(0xa5);
    for (bytes, expect) in [(torn, Some(Hindrance::Damaged)), (vec![7; 4096], None)] {
        std::fs::write(&file, &bytes).unwrap();
        let Err(error) = SqliteStore::open(folder.path()).and_then(|mut s| write(&mut s, 2)) else {
            panic!("written into garbage");
        };
        let foreign = matches!(error, StoreError::Foreign { .. });
        assert!(error.hindrance() == expect && foreign == expect.is_none(), "{error:?}");
        assert_eq!(std::fs::read(&file).unwrap().len(), bytes.len());
    }
    std::fs::write(&file, whole).unwrap();
    assert_eq!(keys_of(&SqliteStore::open(folder.path()).unwrap()), [1; 3]);
}

#[test]
fn who_holds_the_database_by_another_way_is_named_as_what_is_in_the_way() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = SqliteStore::open(folder.path()).unwrap();
    write(&mut store, 1).unwrap();
    // The lock of the folder binds only this program.
    let other = Connection::open(folder.path().join(DATABASE_FILE)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = write(&mut store, 2).unwrap_err();
    assert_eq!(error.hindrance(), Some(Hindrance::Held), "{error:?}");
    assert!(error.wrote_nothing());
    other.execute_batch("ROLLBACK").unwrap();
    write(&mut store, 2).unwrap();
    assert_eq!(keys_of(&store), [1, 1, 1, 2, 2, 2]);
}
