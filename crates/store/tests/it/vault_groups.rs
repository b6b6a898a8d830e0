//! The vault inside a group: what is changed and not sealed yet is read as if it were, by the
//! writer alone, and goes with a group that is taken back.
//!
//! Out of scope: groups of plain stores (`conformance_groups`).

use crate::conformance::{master, row, writing};
use rusqlite::Connection;
use std::collections::BTreeMap;
use store::{
    DATABASE_FILE, PrivateKind, PrivatePlace, PrivateRow, Reader, SqliteStore, Store, Vault,
    Writing,
};
use tempfile::tempdir;

const KINDS: [PrivateKind; 2] = [PrivateKind::Candidate, PrivateKind::Draft];
const GROUPS: [&str; 4] = ["a", "b", "c", "d"];

type Rows = BTreeMap<(PrivateKind, String, u32), Vec<u8>>;

/// Compares every read with rows that are counted beside it.
fn check(reader: &dyn Reader, expect: &Rows) {
    for kind in KINDS {
        let mut groups = Vec::new();
        for group in GROUPS {
            let its = |(key, _): &(&(PrivateKind, String, u32), &Vec<u8>)| {
                key.0 == kind && key.1 == group
            };
            let rows: Vec<(u32, Vec<u8>)> =
                expect.iter().filter(its).map(|(key, body)| (key.2, body.clone())).collect();
            assert_eq!(reader.private_rows(kind, group).unwrap(), rows, "{kind:?} {group}");
            let last = rows.last().map(|(place, _)| *place);
            assert_eq!(reader.last_place(kind, group).unwrap(), last, "{kind:?} {group}");
            for place in [0, 31, 32, 63, 64, 95] {
                let body = rows.iter().find(|(at, _)| *at == place).map(|(_, body)| body.clone());
                assert_eq!(reader.private_row(kind, group, place).unwrap(), body, "{place}");
            }
            groups.extend((!rows.is_empty()).then(|| group.to_string()));
        }
        for (after, limit) in [("", 9), ("", 2), ("a", 1), ("b", 9), ("c", 1)] {
            let some = groups.iter().filter(|group| after < group.as_str()).take(limit);
            let some: Vec<String> = some.cloned().collect();
            let found = reader.private_groups(kind, after, limit).unwrap();
            assert_eq!(found, some, "{kind:?} after {after:?}, {limit} at most");
        }
    }
}

/// Makes a writing of a seed: rows that are put, rows that are erased.
fn drawn(rng: &mut fastrand::Rng) -> (Vec<PrivatePlace>, Vec<PrivateRow>) {
    let mut place =
        || (KINDS[rng.usize(0..2)], GROUPS[rng.usize(0..4)], rng.u32(0..96), rng.u8(..));
    let erased = (0..6).map(|_| place()).map(|(kind, group, place, _)| PrivatePlace {
        kind,
        group: group.to_string(),
        place,
    });
    let erased = erased.collect();
    let rows =
        (0..7).map(|_| place()).map(|(kind, group, at, n)| row(kind, group, at, &n.to_string()));
    (erased, rows.collect())
}

fn put(rows: &mut Rows, erased: &[PrivatePlace], private: &[PrivateRow]) {
    for PrivatePlace { kind, group, place } in erased {
        rows.remove(&(*kind, group.clone(), *place));
    }
    for PrivateRow { kind, group, place, body } in private {
        rows.insert((*kind, group.clone(), *place), body.clone());
    }
}

#[test]
fn a_group_reads_what_it_changed_and_others_only_what_it_ended_with() {
    for seed in 0..12 {
        let (folder, mut rng) = (tempdir().unwrap(), fastrand::Rng::with_seed(seed));
        let below = SqliteStore::open(folder.path()).unwrap();
        let mut vault = Vault::open(Box::new(below), &master()).unwrap();
        let mut kept = Rows::new();
        for _ in 0..8 {
            let mut rows = kept.clone();
            vault.begin_group().unwrap();
            for _ in 0..rng.usize(1..6) {
                let (erased, private) = drawn(&mut rng);
                let (erased, private) = (&erased[..], &private[..]);
                vault.commit(&Writing { erased, private, ..writing(0, &[]) }).unwrap();
                put(&mut rows, erased, private);
                check(&vault, &rows);
            }
            // One that is refused changes nothing.
            let (erased, private) = drawn(&mut rng);
            let refused = Writing { erased: &erased, private: &private, ..writing(7, &[]) };
            assert!(vault.commit(&refused).is_err());
            check(&vault, &rows);
            check(&*vault.reader().unwrap(), &kept);
            if rng.u8(0..3) == 0 {
                vault.abandon_group();
            } else {
                vault.end_group().unwrap();
                kept = rows;
            }
            check(&vault, &kept);
            check(&*vault.reader().unwrap(), &kept);
        }
        drop(vault);
        let below = SqliteStore::open(folder.path()).unwrap();
        check(&Vault::open(Box::new(below), &master()).unwrap(), &kept);
    }
}

#[test]
fn a_request_repeated_in_a_group_changes_no_row() {
    let folder = tempdir().unwrap();
    let below = SqliteStore::open(folder.path()).unwrap();
    let mut vault = Vault::open(Box::new(below), &master()).unwrap();
    let answer = Some(([1; 16], [2; 32]));
    let (entries, first) = (vec![vec![1]], [row(KINDS[0], "a", 0, "first")]);
    let other = [row(KINDS[0], "a", 0, "again")];
    let writing = |private| Writing { answer, private, ..writing(0, &entries) };
    for grouped in [false, true] {
        if grouped {
            vault.begin_group().unwrap();
        }
        let repeated = vault.commit(&writing(&first)).unwrap().repeated;
        assert_eq!(repeated, grouped);
        let again = vault.commit(&writing(&other)).unwrap();
        assert!(again.repeated);
        assert_eq!(vault.private_row(KINDS[0], "a", 0).unwrap().unwrap(), b"first");
        if grouped {
            vault.end_group().unwrap();
        }
    }
    assert_eq!(vault.private_row(KINDS[0], "a", 0).unwrap().unwrap(), b"first");
}

#[test]
fn a_group_of_more_blocks_than_are_held_keeps_them_all() {
    let folder = tempdir().unwrap();
    let below = SqliteStore::open(folder.path()).unwrap();
    let mut vault = Vault::open(Box::new(below), &master()).unwrap();
    // A draft has a block of its own.
    let rows: Vec<_> = (0..9_000).map(|n| row(KINDS[1], "a", n, &n.to_string())).collect();
    for (end, kept) in [(false, 0), (true, rows.len())] {
        vault.begin_group().unwrap();
        for private in rows.chunks(1_000) {
            vault.commit(&Writing { private, ..writing(0, &[]) }).unwrap();
        }
        assert_eq!(vault.private_rows(KINDS[1], "a").unwrap().len(), rows.len());
        if end {
            vault.end_group().unwrap();
        } else {
            vault.abandon_group();
        }
        let found = vault.private_rows(KINDS[1], "a").unwrap();
        assert_eq!(found.len(), kept);
        assert!(found.iter().all(|(place, body)| body == place.to_string().as_bytes()));
    }
}

#[test]
fn a_group_that_cannot_seal_what_it_holds_is_lost_as_a_whole() {
    let folder = tempdir().unwrap();
    let below = SqliteStore::open(folder.path()).unwrap();
    let mut vault = Vault::open(Box::new(below), &master()).unwrap();
    let other = Connection::open(folder.path().join(DATABASE_FILE)).unwrap();
    let fault = "CREATE TRIGGER fault BEFORE INSERT ON private_bodies BEGIN \
                 SELECT RAISE(ABORT, 'planted'); END";
    let rows: Vec<_> = (0..5_000).map(|n| row(KINDS[1], "a", n, &n.to_string())).collect();
    for (statement, lost) in [(fault, true), ("DROP TRIGGER fault", false)] {
        other.execute_batch(statement).unwrap();
        vault.begin_group().unwrap();
        let put = |private| vault.commit(&Writing { private, ..writing(0, &[]) });
        let failed = rows.chunks(1_000).map(put).filter(Result::is_err).count();
        assert_eq!(0 < failed, lost);
        assert_eq!(vault.end_group().is_err(), lost, "rows of earlier writings are gone too");
        vault.abandon_group();
        let kept = if lost { 0 } else { rows.len() };
        assert_eq!(vault.private_rows(KINDS[1], "a").unwrap().len(), kept);
    }
}
