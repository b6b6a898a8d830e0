//! What only a folder has: reopening, locks, foreign and newer files, and faults in the database.
//!
//! In scope: `SqliteStore` and the state each fault leaves. Faults are planted as triggers, so the
//! statements and the commit that fail are the real ones.
//! Out of scope: the contract itself (`conformance`), being killed (`killed`).

use rusqlite::Connection;
use std::error::Error;
use std::path::Path;
use store::{
    BatchRow, Committed, DATABASE_FILE, PrivateKind, PrivateRow, Reader, SqliteStore, Store,
    StoreError, Writing,
};
use tempfile::{TempDir, tempdir};

const KEY: [u8; 16] = [7; 16];

/// A writing of a header, two certificates, an answer, a batch and a private row.
struct Whole {
    size: u64,
    entries: Vec<Vec<u8>>,
    private: Vec<PrivateRow>,
}

impl Whole {
    fn at(size: u64) -> Whole {
        let entries = vec![b"header".to_vec(), b"one".to_vec(), b"two".to_vec()];
        let (kind, group) = (PrivateKind::Salt, "session".to_string());
        let private = vec![PrivateRow { kind, group, place: 0, body: b"salt".to_vec() }];
        Whole { size, entries, private }
    }

    fn writing(&self) -> Writing<'_> {
        let (site, header) = ("S000011000001".to_string(), self.size);
        let (first, last, entry) = (1, 2, header + 1);
        let batch = BatchRow { site, year: 2020, level: '3', first, last, entry, header };
        Writing {
            expect_size: self.size,
            entries: &self.entries,
            answer: Some((KEY, [1; 32])),
            batch: Some(batch),
            private: &self.private,
            ..Writing::default()
        }
    }
}

/// Says whether all of the writing is in the store.
///
/// # Panics
/// When a part of it is.
fn kept(store: &dyn Reader) -> bool {
    let parts = [
        store.size().unwrap() == 3 && store.entry(2).unwrap() == Some(b"two".to_vec()),
        store.size().unwrap() != 0,
        store.answered(&KEY).unwrap().is_some(),
        store.find_batch("S000011000001", 2020, '3', 2).unwrap().is_some(),
        store.private_row(PrivateKind::Salt, "session", 0).unwrap().is_some(),
    ];
    assert!(parts.iter().all(|part| *part == parts[0]), "half a writing: {parts:?}");
    parts[0]
}

/// Runs statements on the database of a store that is closed.
fn tamper(folder: &Path, statements: &str) {
    let connection = Connection::open(folder.join(DATABASE_FILE)).unwrap();
    connection.execute_batch(statements).unwrap();
}

fn begun() -> TempDir {
    let folder = tempdir().unwrap();
    SqliteStore::open(folder.path()).unwrap();
    folder
}

/// Returns the message of an opening that is refused, with the folder named `DIR`.
fn refused(opened: Result<SqliteStore, StoreError>, folder: &Path) -> String {
    let error = opened.err().expect("the opening is refused");
    error.to_string().replace(&folder.display().to_string(), "DIR")
}

#[test]
fn what_was_written_is_there_after_reopening() {
    let folder = tempdir().unwrap();
    SqliteStore::open(folder.path()).unwrap().commit(&Whole::at(0).writing()).unwrap();
    let mut store = SqliteStore::open(folder.path()).unwrap();
    assert!(kept(&store));
    let again = store.commit(&Whole::at(0).writing()).unwrap();
    assert_eq!(again, Committed { first: 0, count: 3, repeated: true });
}

#[test]
fn a_folder_that_is_not_there_is_made() {
    let folder = tempdir().unwrap();
    let deep = folder.path().join("a/b");
    SqliteStore::open(&deep).unwrap();
    assert!(deep.join(DATABASE_FILE).exists());
}

/// Plants the trigger, writes, and says what came of it: the error, then all or nothing.
fn check_fault(trigger: &str, wrote_nothing: bool) {
    let folder = begun();
    tamper(folder.path(), trigger);
    {
        let mut store = SqliteStore::open(folder.path()).unwrap();
        let error = store.commit(&Whole::at(0).writing()).unwrap_err();
        assert_eq!(error.wrote_nothing(), wrote_nothing, "{error}");
        assert!(error.source().is_some());
        assert!(!kept(&store), "{trigger}");
    }
    assert!(!kept(&SqliteStore::read_only(folder.path()).unwrap()), "{trigger}");
    tamper(folder.path(), "DROP TRIGGER fault");
    let mut store = SqliteStore::open(folder.path()).unwrap();
    // The same request with the same key settles it, whatever the error left open.
    assert!(!store.commit(&Whole::at(0).writing()).unwrap().repeated);
    assert!(kept(&store));
}

#[test]
fn a_fault_at_any_row_leaves_nothing_of_the_writing() {
    for (table, which) in [
        ("entries", "NEW.place = 0"),
        ("entries", "NEW.count = 3"),
        ("answers", "1"),
        ("batches", "1"),
        ("private_groups", "1"),
        ("private_bodies", "1"),
    ] {
        let trigger = format!(
            "CREATE TRIGGER fault AFTER INSERT ON {table} WHEN {which} \
             BEGIN SELECT RAISE(ABORT, 'planted'); END"
        );
        check_fault(&trigger, true);
    }
}

#[test]
fn a_commit_that_fails_and_did_not_persist_is_in_doubt_and_settled_by_its_key() {
    // A reference that is looked at last makes the commit itself fail.
    let trigger = "
        CREATE TABLE debt (
            place INTEGER REFERENCES entries (last) DEFERRABLE INITIALLY DEFERRED
        );
        CREATE TRIGGER fault AFTER INSERT ON private_bodies
        BEGIN INSERT INTO debt VALUES (1000); END";
    check_fault(trigger, false);
}

/// A store whose line is cut after the commit: it persisted, and the caller hears an error.
struct Cut(SqliteStore);

impl Cut {
    fn commit(&mut self, writing: &Writing<'_>) -> Result<Committed, StoreError> {
        let first = self.0.commit(writing)?.first;
        Err(StoreError::InDoubt { first, source: "the line was cut".into() })
    }
}

#[test]
fn a_commit_that_fails_and_did_persist_is_settled_by_its_key() {
    let folder = tempdir().unwrap();
    let mut store = Cut(SqliteStore::open(folder.path()).unwrap());
    let error = store.commit(&Whole::at(0).writing()).unwrap_err();
    assert!(!error.wrote_nothing());
    drop(store);
    let mut store = SqliteStore::open(folder.path()).unwrap();
    let again = store.commit(&Whole::at(0).writing()).unwrap();
    assert_eq!(again, Committed { first: 0, count: 3, repeated: true });
    assert!(kept(&store));
}

#[test]
fn reading_beside_a_writer_sees_what_is_acknowledged_and_writes_nothing() {
    let folder = tempdir().unwrap();
    let mut writer = SqliteStore::open(folder.path()).unwrap();
    let mut reader = SqliteStore::read_only(folder.path()).unwrap();
    assert!(!kept(&reader));
    writer.commit(&Whole::at(0).writing()).unwrap();
    assert!(kept(&reader));
    let error = reader.commit(&Whole::at(3).writing()).unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly { .. }));
    assert!(kept(&writer));
}

#[test]
fn a_second_writer_is_refused_until_the_first_is_gone() {
    let folder = tempdir().unwrap();
    let first = SqliteStore::open(folder.path()).unwrap();
    let message = refused(SqliteStore::open(folder.path()), folder.path());
    let expect = "`DIR` is in use by another process that writes\n\
                  stop that process, or open the folder for reading";
    assert_eq!(message, expect);
    drop(first);
    SqliteStore::open(folder.path()).unwrap();
}

#[test]
fn reading_where_nothing_was_begun_is_refused_and_makes_nothing() {
    let folder = tempdir().unwrap();
    let message = refused(SqliteStore::read_only(folder.path()), folder.path());
    let expect = "`DIR/dengji.sqlite` does not exist\nname the folder of a register that was begun";
    assert_eq!(message, expect);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

/// Opens a folder with this file for the database; it is refused as foreign and not changed.
fn check_foreign(bytes: &[u8]) {
    let folder = tempdir().unwrap();
    let file = folder.path().join(DATABASE_FILE);
    std::fs::write(&file, bytes).unwrap();
    let expect = "`DIR/dengji.sqlite` is not a database of this program\n\
                  name another folder; the file was left as it is";
    assert_eq!(refused(SqliteStore::open(folder.path()), folder.path()), expect);
    assert_eq!(refused(SqliteStore::read_only(folder.path()), folder.path()), expect);
    assert_eq!(std::fs::read(&file).unwrap(), bytes);
}

#[test]
fn a_file_of_another_program_is_refused_and_left_as_it_is() {
    let made_by = |statements: &str| {
        let folder = tempdir().unwrap();
        tamper(folder.path(), statements);
        std::fs::read(folder.path().join(DATABASE_FILE)).unwrap()
    };
    check_foreign("not a database at all".repeat(60).as_bytes());
    check_foreign(&made_by("CREATE TABLE theirs (a)"));
    check_foreign(&made_by("PRAGMA user_version = 3"));
    check_foreign(&made_by("PRAGMA application_id = 5; CREATE TABLE theirs (a)"));
}

#[test]
fn a_newer_schema_is_refused_in_both_ways_of_opening() {
    let folder = begun();
    tamper(folder.path(), "PRAGMA user_version = 5");
    let expect = "`DIR/dengji.sqlite` has schema `5`, this program knows up to `4`\n\
                  use the newer program that wrote it";
    assert_eq!(refused(SqliteStore::open(folder.path()), folder.path()), expect);
    assert_eq!(refused(SqliteStore::read_only(folder.path()), folder.path()), expect);
}

/// What the first schema held: two entries, a batch over the second, private rows in two groups.
const FIRST_SCHEMA: &str = "
    INSERT INTO entries VALUES (0, x'01'), (1, x'0002');
    INSERT INTO batches VALUES ('S1', 2020, '3', 5, 5, 1, 0);
    INSERT INTO private_rows VALUES (1, 'a', 0, x'aa'), (1, 'a', 4294967295, x'bb'),
                                    (5, 'a', 2, x'cc');";

#[test]
fn a_database_of_the_first_schema_is_brought_up_to_date_with_all_that_it_holds() {
    let folder = tempdir().unwrap();
    let first = include_str!("../../migrations/sqlite/0001_entries_and_private_rows.sql");
    let mark = i32::from_be_bytes(*b"DJLG");
    let mark = format!("PRAGMA application_id = {mark}; PRAGMA user_version = 1;");
    tamper(folder.path(), &format!("{first}{FIRST_SCHEMA}{mark}"));
    let message = refused(SqliteStore::read_only(folder.path()), folder.path());
    assert!(message.starts_with("`DIR/dengji.sqlite` has schema `1`, reading needs `4`\n"));
    let mut store = SqliteStore::open(folder.path()).unwrap();
    let mut all = Vec::new();
    store.each_entry(0, 2, &mut |_, body| all.push(body.to_vec())).unwrap();
    assert_eq!(all, [vec![1], vec![0, 2]]);
    assert_eq!(store.find_batch("S1", 2020, '3', 5).unwrap().unwrap().entry, 1);
    let rows = store.private_rows(PrivateKind::Candidate, "a").unwrap();
    assert_eq!(rows, [(0, vec![0xaa]), (u32::MAX, vec![0xbb])]);
    assert_eq!(store.private_row(PrivateKind::Salt, "a", 2).unwrap(), Some(vec![0xcc]));
    let more = [vec![3], vec![4]];
    let after = Writing { expect_size: 2, entries: &more, ..Writing::default() };
    assert_eq!(store.commit(&after).unwrap().first, 2);
    assert!(store.inspect().unwrap().is_empty());
}

#[test]
fn segments_of_the_second_schema_are_found_by_each_of_their_places() {
    let folder = tempdir().unwrap();
    let schema = concat!(
        include_str!("../../migrations/sqlite/0001_entries_and_private_rows.sql"),
        include_str!("../../migrations/sqlite/0002_segments_tokens_and_notes.sql"),
        "INSERT INTO entries (place, count, body) VALUES
             (0, 1, x'0a'), (1, 3, x'0100010002000b0c0d0e'), (4, 1, x'0f');",
    );
    let mark = i32::from_be_bytes(*b"DJLG");
    let mark = format!("PRAGMA application_id = {mark}; PRAGMA user_version = 2;");
    tamper(folder.path(), &format!("{schema}{mark}"));
    let store = SqliteStore::open(folder.path()).unwrap();
    let expect: [&[u8]; 5] = [&[10], &[11], &[12], &[13, 14], &[15]];
    for (place, expect) in (0..).zip(expect) {
        assert_eq!(store.entry(place).unwrap().as_deref(), Some(expect), "{place}");
    }
    assert_eq!((store.size().unwrap(), store.entry(5).unwrap()), (5, None));
    for (from, to) in [(0, 5), (1, 1), (2, 4), (3, 5), (5, 5)] {
        let mut all = Vec::new();
        store.each_entry(from, to, &mut |place, body| all.push((place, body.to_vec()))).unwrap();
        let places = all.iter().map(|(place, _)| *place);
        assert!(places.eq(from..to), "{from} to {to}");
        assert!(all.iter().all(|(place, body)| body == expect[*place as usize]));
    }
}

#[test]
fn a_certificate_whose_entry_is_missing_is_damage_and_not_nothing() {
    // Of the end of the log, and before what is left of it.
    for gone in ["DELETE FROM entries", "UPDATE entries SET last = last + 9"] {
        let folder = tempdir().unwrap();
        SqliteStore::open(folder.path()).unwrap().commit(&Whole::at(0).writing()).unwrap();
        tamper(folder.path(), &format!("PRAGMA foreign_keys = OFF; {gone}"));
        let store = SqliteStore::read_only(folder.path()).unwrap();
        let error = store.certificate("S000011000001", 2020, '3', 1).unwrap_err();
        assert!(error.to_string().starts_with("the store is damaged: entry `1` is missing\n"));
        assert_eq!(store.certificate("S000011000001", 2020, '3', 3).unwrap(), None);
    }
}

#[test]
fn an_empty_database_is_begun_by_writing_and_not_by_reading() {
    let folder = tempdir().unwrap();
    std::fs::write(folder.path().join(DATABASE_FILE), "").unwrap();
    let message = refused(SqliteStore::read_only(folder.path()), folder.path());
    assert!(message.starts_with("`DIR/dengji.sqlite` has schema `0`, reading needs `4`\n"));
    let mut store = SqliteStore::open(folder.path()).unwrap();
    store.commit(&Whole::at(0).writing()).unwrap();
}

#[test]
fn a_missing_entry_is_damage_and_not_an_end() {
    let folder = tempdir().unwrap();
    {
        let mut store = SqliteStore::open(folder.path()).unwrap();
        for size in [0, 3, 6] {
            let whole = Whole::at(size);
            let writing =
                Writing { entries: &whole.entries, expect_size: size, ..Writing::default() };
            store.commit(&writing).unwrap();
        }
    }
    tamper(folder.path(), "PRAGMA foreign_keys = OFF; DELETE FROM entries WHERE last = 5");
    let store = SqliteStore::read_only(folder.path()).unwrap();
    let error = store.each_entry(0, 9, &mut |_, _| ()).unwrap_err();
    assert!(error.to_string().starts_with("the store is damaged: entry `3` is missing\n"));
}
