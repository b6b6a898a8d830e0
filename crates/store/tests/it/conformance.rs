//! The conformance suite: what the contract promises, shown on every backend.
//!
//! In scope: SQLite, PostgreSQL where it is installed, the same with its tables spread by Citus
//! where that is, and a store in memory that keeps the suite from being fitted to any of them.
//! Out of scope: what only a folder has (`sqlite_folder`), and being killed (`killed`).

use crate::memory_store::MemoryStore;
use crate::postgres::citus::new_spread;
use store::{
    Answered, BatchRow, Committed, GROUP_BYTES_MAX, HeldMasterKey, PRIVATE_BODY_BYTES_MAX,
    PostgresStore, PrivateKind, PrivateRow, SqliteStore, Store, StoreError, Vault,
    WRITING_ENTRIES_MAX, Writing,
};
use vocab::limits::ENTRY_BYTES_MAX;
use zeroize::Zeroizing;

pub const KEY: [u8; 16] = [7; 16];

/// Shows a sentence on each backend, and on vaults over them, each time on a new store.
pub fn check(sentence: fn(&mut dyn Store)) {
    check_unsealed(sentence);
    sentence(&mut Vault::open(Box::new(MemoryStore::default()), &master()).unwrap());
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path()).unwrap();
    sentence(&mut Vault::open(Box::new(store), &master()).unwrap());
    // Both are made before a sentence is played, so that what is missing is told by its reason.
    for store in new_postgres().into_iter().chain(new_spread()) {
        sentence(&mut Vault::open(Box::new(store), &master()).unwrap());
    }
}

/// Returns a store in a database of its own, or nothing where PostgreSQL is not installed.
pub fn new_postgres() -> Option<PostgresStore> {
    let server = throwaway::Postgres::shared()?;
    Some(PostgresStore::open(&server.database()).unwrap())
}

pub fn master() -> HeldMasterKey {
    HeldMasterKey::new("the test's key".to_string(), Zeroizing::new([3; 32]))
}

/// Shows a sentence about rows as they lie, on each backend.
pub fn check_unsealed(sentence: fn(&mut dyn Store)) {
    sentence(&mut MemoryStore::default());
    let folder = tempfile::tempdir().unwrap();
    sentence(&mut SqliteStore::open(folder.path()).unwrap());
    let folder = tempfile::tempdir().unwrap();
    // So short that upkeep always has something to merge.
    sentence(&mut SqliteStore::open(folder.path()).unwrap().with_token_log(100));
    for mut store in new_postgres().into_iter().chain(new_spread()) {
        sentence(&mut store);
    }
}

/// Shows a sentence on stores of one kind, and on a vault over one of them.
pub fn check_on(open: impl Fn() -> PostgresStore, sentence: fn(&mut dyn Store)) {
    sentence(&mut Vault::open(Box::new(open()), &master()).unwrap());
    sentence(&mut open());
}

pub fn writing(expect_size: u64, entries: &[Vec<u8>]) -> Writing<'_> {
    Writing { expect_size, entries, ..Writing::default() }
}

/// Returns `count` entries of which no two are equal.
pub fn entries(from: u64, count: u64) -> Vec<Vec<u8>> {
    (from..from + count).map(|n| format!("entry {n}").into_bytes()).collect()
}

/// Returns the batch of level 3 in 2020 with these serials and a header before its certificates.
pub fn batch(site: &str, first: u32, last: u32, header: u64) -> BatchRow {
    let site = site.to_string();
    BatchRow { site, year: 2020, level: '3', first, last, entry: header + 1, header }
}

pub fn row(kind: PrivateKind, group: &str, place: u32, body: &str) -> PrivateRow {
    PrivateRow { kind, group: group.to_string(), place, body: body.as_bytes().to_vec() }
}

pub fn all(store: &dyn Store) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    store.each_entry(0, store.size().unwrap(), &mut |_, body| found.push(body.to_vec())).unwrap();
    found
}

/// Commits a header and certificates for the serials.
pub fn issue(store: &mut dyn Store, site: &str, first: u32, last: u32) -> Result<(), StoreError> {
    let size = store.size().unwrap();
    let entries = entries(size, u64::from(last - first) + 2);
    let batch = Some(batch(site, first, last, size));
    store.commit(&Writing { batch, ..writing(size, &entries) }).map(|_| ())
}

#[test]
fn i_sto_1_a_new_store_is_empty() {
    check(|store| {
        assert_eq!(store.size().unwrap(), 0);
        assert_eq!(store.entry(0).unwrap(), None);
        assert_eq!(store.answered(&KEY).unwrap(), None);
        assert_eq!(store.find_batch("S1", 2020, '3', 1).unwrap(), None);
        assert_eq!(store.private_rows(PrivateKind::Result, "a").unwrap(), []);
        assert_eq!(all(store), Vec::<Vec<u8>>::new());
    });
}

#[test]
fn entries_are_read_back_in_their_order() {
    check(|store| {
        let (one, two) = (entries(0, 3), entries(3, 2));
        let first = store.commit(&writing(0, &one)).unwrap();
        assert_eq!(first, Committed { first: 0, count: 3, repeated: false });
        let second = store.commit(&writing(3, &two)).unwrap();
        assert_eq!(second, Committed { first: 3, count: 2, repeated: false });
        assert_eq!(store.size().unwrap(), 5);
        assert_eq!(all(store), entries(0, 5));
        assert_eq!(store.entry(4).unwrap(), Some(b"entry 4".to_vec()));
        assert_eq!(store.entry(5).unwrap(), None);
        assert_eq!(store.entry(u64::MAX).unwrap(), None);
    });
}

#[test]
fn a_run_of_entries_has_its_places_and_must_lie_in_the_log() {
    check(|store| {
        store.commit(&writing(0, &entries(0, 5))).unwrap();
        let run = |from, to| {
            let mut places = Vec::new();
            store.each_entry(from, to, &mut |place, _| places.push(place)).map(|()| places)
        };
        assert_eq!(run(1, 4).unwrap(), [1, 2, 3]);
        assert_eq!(run(0, 5).unwrap(), [0, 1, 2, 3, 4]);
        assert_eq!(run(5, 5).unwrap(), Vec::<u64>::new());
        assert!(matches!(run(3, 2), Err(StoreError::Range { from: 3, to: 2, size: 5 })));
        assert!(matches!(run(0, 6), Err(StoreError::Range { from: 0, to: 6, size: 5 })));
        assert!(matches!(run(0, u64::MAX), Err(StoreError::Range { .. })));
    });
}

#[test]
fn a_writing_that_expects_another_size_is_refused() {
    check(|store| {
        store.commit(&writing(0, &entries(0, 2))).unwrap();
        for expected in [0, 1, 3, u64::MAX] {
            let refused = store.commit(&writing(expected, &entries(9, 1))).unwrap_err();
            assert!(matches!(&refused, StoreError::Moved { expected: e, actual: 2 }
                if *e == expected));
            assert!(refused.wrote_nothing());
        }
        assert_eq!(all(store), entries(0, 2));
    });
}

#[test]
fn an_entry_of_no_bytes_or_too_many_is_refused_with_all_of_its_writing() {
    check(|store| {
        for (bytes, good) in
            [(0, false), (1, true), (ENTRY_BYTES_MAX, true), (ENTRY_BYTES_MAX + 1, false)]
        {
            let size = store.size().unwrap();
            let found = store.commit(&writing(size, &[vec![1], vec![1; bytes]]));
            assert_eq!(found.is_ok(), good, "{bytes} bytes");
            assert_eq!(store.size().unwrap(), size + if good { 2 } else { 0 });
        }
    });
}

#[test]
fn a_writing_holds_a_full_batch_and_not_more() {
    check(|store| {
        let full = vec![vec![1]; WRITING_ENTRIES_MAX];
        store.commit(&writing(0, &full)).unwrap();
        let size = store.size().unwrap();
        let refused = store.commit(&writing(size, &vec![vec![1]; WRITING_ENTRIES_MAX + 1]));
        assert!(matches!(refused, Err(StoreError::TooManyEntries { .. })));
        assert_eq!(store.size().unwrap(), size);
    });
}

#[test]
fn a_repeated_key_gets_the_first_answer_and_writes_nothing() {
    check(|store| {
        let (one, answer) = (entries(0, 2), Some((KEY, [1; 32])));
        let private = [row(PrivateKind::Salt, "s", 0, "first")];
        let first = Writing { answer, private: &private, ..writing(0, &one) };
        assert!(!store.commit(&first).unwrap().repeated);
        store.commit(&writing(2, &entries(2, 1))).unwrap();

        // The log has moved and the rest of the writing differs: the key and its digest decide.
        let private = [row(PrivateKind::Salt, "s", 0, "second")];
        let again = Writing { private: &private, ..first.clone() };
        let found = store.commit(&again).unwrap();
        assert_eq!(found, Committed { first: 0, count: 2, repeated: true });
        let answered = Answered { request: [1; 32], first: 0, count: 2 };
        assert_eq!(store.answered(&KEY).unwrap(), Some(answered));
        assert_eq!(all(store), entries(0, 3));
        let kept = store.private_row(PrivateKind::Salt, "s", 0).unwrap();
        assert_eq!(kept.as_deref(), Some(b"first".as_slice()));
    });
}

#[test]
fn a_key_that_comes_back_with_another_request_is_refused_by_name() {
    check(|store| {
        let one = entries(0, 1);
        store.commit(&Writing { answer: Some((KEY, [1; 32])), ..writing(0, &one) }).unwrap();
        let other = Writing { answer: Some((KEY, [2; 32])), ..writing(1, &one) };
        let refused = store.commit(&other).unwrap_err();
        let expect =
            "the idempotency key `07070707070707070707070707070707` was used for another request";
        assert_eq!(refused.to_string(), expect);
        assert!(refused.wrote_nothing());
        assert_eq!(store.size().unwrap(), 1);
    });
}

#[test]
fn a_key_of_a_refused_writing_is_free_again() {
    check(|store| {
        let one = entries(0, 1);
        let answer = Some((KEY, [1; 32]));
        store.commit(&Writing { answer, ..writing(5, &one) }).unwrap_err();
        assert_eq!(store.answered(&KEY).unwrap(), None);
        let answer = Some((KEY, [2; 32]));
        assert!(!store.commit(&Writing { answer, ..writing(0, &one) }).unwrap().repeated);
    });
}

#[test]
fn a_writing_without_entries_keeps_its_answer_and_private_rows() {
    check(|store| {
        store.commit(&writing(0, &entries(0, 3))).unwrap();
        let private = [row(PrivateKind::Refusal, "desk", 1, "refused")];
        let quiet = Writing { answer: Some((KEY, [1; 32])), private: &private, ..writing(3, &[]) };
        let found = store.commit(&quiet).unwrap();
        assert_eq!(found, Committed { first: 3, count: 0, repeated: false });
        assert!(store.commit(&quiet).unwrap().repeated);
        assert_eq!(store.size().unwrap(), 3);
        assert_eq!(store.private_rows(PrivateKind::Refusal, "desk").unwrap().len(), 1);
    });
}

#[test]
fn a_batch_is_found_by_each_of_its_serials_and_by_no_other() {
    check(|store| {
        issue(store, "S1", 1, 200).unwrap(); // entries 0 to 200
        issue(store, "S1", 201, 201).unwrap(); // 201 and 202
        issue(store, "S1", 300, 301).unwrap(); // 203 to 205
        let found = |serial| {
            let batch = store.find_batch("S1", 2020, '3', serial).unwrap()?;
            Some((batch.first, batch.last, batch.entry, batch.header))
        };
        for (serial, expect) in [
            (0, None),
            (1, Some((1, 200, 1, 0))),
            (200, Some((1, 200, 1, 0))),
            (201, Some((201, 201, 202, 201))),
            (202, None),
            (299, None),
            (300, Some((300, 301, 204, 203))),
            (301, Some((300, 301, 204, 203))),
            (302, None),
            (u32::MAX, None),
        ] {
            assert_eq!(found(serial), expect, "serial {serial}");
            let certificate = store.certificate("S1", 2020, '3', serial).unwrap();
            let at = expect.map(|(first, _, entry, _)| entry + u64::from(serial - first));
            let entry = at.map(|place| store.entry(place).unwrap().expect("an entry"));
            assert_eq!(certificate.as_ref().map(|(_, entry)| entry), entry.as_ref());
            let batch = certificate.map(|(b, _)| (b.first, b.last, b.entry, b.header));
            assert_eq!(batch, expect, "serial {serial}");
        }
    });
}

#[test]
fn a_batch_is_found_under_its_own_site_year_and_level_only() {
    check(|store| {
        issue(store, "S1", 5, 9).unwrap();
        for (site, year, level, expect) in [
            ("S1", 2020, '3', true),
            ("S2", 2020, '3', false),
            ("S", 2020, '3', false),
            ("s1", 2020, '3', false),
            ("S1", 2021, '3', false),
            ("S1", 2019, '3', false),
            ("S1", 2020, '4', false),
        ] {
            let found = store.find_batch(site, year, level, 5).unwrap();
            assert_eq!(found.is_some(), expect, "{site} {year} {level}");
            let found = store.certificate(site, year, level, 5).unwrap();
            assert_eq!(found.is_some(), expect, "{site} {year} {level}");
        }
    });
}

#[test]
fn a_batch_that_meets_an_older_one_is_refused_with_all_of_its_writing() {
    check(|store| {
        issue(store, "S1", 10, 20).unwrap();
        let size = store.size().unwrap();
        for (first, last) in [(10, 20), (1, 10), (20, 25), (12, 13), (1, 30)] {
            let refused = issue(store, "S1", first, last).unwrap_err();
            assert!(matches!(refused, StoreError::BatchMeets { .. }), "{first} to {last}");
            assert_eq!(store.size().unwrap(), size);
        }
        issue(store, "S1", 1, 9).unwrap();
        issue(store, "S1", 21, 30).unwrap();
        issue(store, "S2", 10, 20).unwrap();
    });
}

#[test]
fn a_batch_outside_its_writing_is_refused() {
    check(|store| {
        let three = entries(0, 3);
        let batch = Some(batch("S1", 1, 3, 0));
        let refused = store.commit(&Writing { batch, ..writing(0, &three) });
        assert!(matches!(refused, Err(StoreError::BatchOutside(_))));
        assert_eq!(store.size().unwrap(), 0);
    });
}

#[test]
fn a_private_row_is_replaced_in_its_place_and_rows_come_in_order() {
    check(|store| {
        let kind = PrivateKind::Result;
        let one = [
            row(kind, "a", 2, "two"),
            row(kind, "a", 0, "nought"),
            row(kind, "b", 1, "other group"),
            row(PrivateKind::Candidate, "a", 1, "other kind"),
        ];
        store.commit(&Writing { private: &one, ..writing(0, &[]) }).unwrap();
        let two = [row(kind, "a", 0, "new"), row(kind, "a", u32::MAX, "")];
        store.commit(&Writing { private: &two, ..writing(0, &[]) }).unwrap();
        let rows = store.private_rows(kind, "a").unwrap();
        let expect = [(0, b"new".to_vec()), (2, b"two".to_vec()), (u32::MAX, Vec::new())];
        assert_eq!(rows, expect);
        assert_eq!(store.private_row(kind, "a", 0).unwrap(), Some(b"new".to_vec()));
        assert_eq!(store.private_row(kind, "a", 1).unwrap(), None);
        let other = store.private_row(PrivateKind::Candidate, "a", 1).unwrap();
        assert_eq!(other, Some(b"other kind".to_vec()));
    });
}

#[test]
fn every_kind_has_rows_of_its_own() {
    check(|store| {
        let rows: Vec<PrivateRow> =
            PrivateKind::ALL.map(|kind| row(kind, "a", 0, &format!("{kind:?}"))).to_vec();
        store.commit(&Writing { private: &rows, ..writing(0, &[]) }).unwrap();
        for kind in PrivateKind::ALL {
            let found = store.private_row(kind, "a", 0).unwrap();
            assert_eq!(found, Some(format!("{kind:?}").into_bytes()));
        }
    });
}

#[test]
fn a_private_row_beyond_its_limits_is_refused_with_all_of_its_writing() {
    check_unsealed(|store| {
        let (group, body) = ("g".repeat(GROUP_BYTES_MAX), "b".repeat(PRIVATE_BODY_BYTES_MAX));
        for (group, body, good) in [
            (group.clone(), body.clone(), true),
            (group.clone() + "g", "b".to_string(), false),
            (String::new(), "b".to_string(), false),
            (group, body + "b", false),
        ] {
            let size = store.size().unwrap();
            let (one, private) = (entries(0, 1), [row(PrivateKind::Salt, &group, 0, &body)]);
            let found = store.commit(&Writing { private: &private, ..writing(size, &one) });
            assert_eq!(found.is_ok(), good, "{} bytes of {} bytes", group.len(), body.len());
            assert_eq!(store.size().unwrap(), size + u64::from(good));
        }
    });
}
