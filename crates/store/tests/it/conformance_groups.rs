//! The conformance suite, second half: groups, erasure, tokens, notes, the kept state, copies.
//!
//! In scope: every backend, through `conformance::check`.
//! Out of scope: entries, batches and private rows one by one (`conformance`).

use crate::conformance::{KEY, all, batch, check, check_unsealed, entries, issue, row, writing};
use std::collections::BTreeSet;
use store::{
    Kept, KeptKind, NOTE_NAME_BYTES_MAX, PrivateKind, PrivatePlace, Reader, Store, StoreError,
    TOKEN_PLACE_MAX, Token, TokenSpace, Writing,
};

fn at(kind: PrivateKind, group: &str, place: u32) -> PrivatePlace {
    PrivatePlace { kind, group: group.to_string(), place }
}

fn token(space: TokenSpace, byte: u8, place: u64) -> Token {
    Token { space, token: [byte; 12], place }
}

/// Returns everything but entries, in the order in which it is copied.
fn rows(reader: &dyn Reader) -> Vec<Kept> {
    let mut found = Vec::new();
    for kind in KeptKind::ALL {
        let mut of_kind = Vec::new();
        let take = &mut |kept: Kept| {
            assert_eq!(kept.kind(), kind);
            of_kind.push(kept);
            Ok(())
        };
        reader.each_kept(kind, take).unwrap();
        of_kind.sort_by_key(|kept| format!("{kept:?}"));
        found.extend(of_kind);
    }
    found
}

/// Writes something of everything.
fn fill(store: &mut dyn Store) {
    issue(store, "S1", 1, 3).unwrap();
    let size = store.size().unwrap();
    let private = [
        row(PrivateKind::Candidate, "a", 0, "one"),
        row(PrivateKind::Candidate, "b", u32::MAX, ""),
        row(PrivateKind::Salt, "a", 7, "salt"),
    ];
    let tokens = [token(TokenSpace::Document, 1, 5), token(TokenSpace::Name, 1, TOKEN_PLACE_MAX)];
    let notes = [("key".to_string(), Some(b"wrapped".to_vec()))];
    let one = entries(size, 1);
    let answer = Some((KEY, [3; 32]));
    let (private, tokens, notes) = (&private[..], &tokens[..], &notes[..]);
    let whole = Writing { answer, private, tokens, notes, ..writing(size, &one) };
    store.commit(&whole).unwrap();
}

#[test]
fn a_group_is_seen_by_its_writer_at_once_and_by_others_at_its_end() {
    check(|store| {
        let reader = store.reader().unwrap();
        store.begin_group().unwrap();
        fill(store);
        fill_again(store);
        assert_eq!((store.size().unwrap(), reader.size().unwrap()), (7, 0));
        assert_eq!(store.private_row(PrivateKind::Salt, "a", 7).unwrap(), Some(b"new".to_vec()));
        for (from, expect) in [(0, &[5][..]), (5, &[5]), (6, &[])] {
            let found = store.find_token(TokenSpace::Document, &[1; 12], from, 9).unwrap();
            assert_eq!(found, expect, "from {from}");
        }
        assert!(store.find_batch("S1", 2020, '3', 2).unwrap().is_some());
        assert!(store.answered(&KEY).unwrap().is_some());
        assert_eq!(store.entry(6).unwrap(), Some(b"entry 6".to_vec()));
        assert_eq!(reader.note("key").unwrap(), None);
        store.end_group().unwrap();
        assert_eq!((store.size().unwrap(), reader.size().unwrap()), (7, 7));
        assert_eq!(rows(store), rows(&*reader));
        assert_eq!(reader.note("key").unwrap(), Some(b"wrapped".to_vec()));
    });
}

/// Two entries more, and another salt.
fn fill_again(store: &mut dyn Store) {
    let size = store.size().unwrap();
    let private = [row(PrivateKind::Salt, "a", 7, "new")];
    let two = entries(size, 2);
    store.commit(&Writing { private: &private, ..writing(size, &two) }).unwrap();
}

#[test]
fn a_refused_writing_leaves_the_others_of_its_group() {
    check(|store| {
        store.begin_group().unwrap();
        issue(store, "S1", 1, 3).unwrap();
        let met = issue(store, "S1", 3, 4).unwrap_err();
        assert!(matches!(met, StoreError::BatchMeets { .. }));
        let moved = store.commit(&writing(1, &entries(0, 1))).unwrap_err();
        assert!(matches!(moved, StoreError::Moved { expected: 1, actual: 4 }));
        issue(store, "S1", 4, 4).unwrap();
        store.end_group().unwrap();
        assert_eq!(all(store), entries(0, 6));
        assert_eq!(store.find_batch("S1", 2020, '3', 4).unwrap().unwrap().header, 4);
    });
}

#[test]
fn an_abandoned_group_leaves_nothing() {
    check(|store| {
        fill(store);
        let before = rows(store);
        store.begin_group().unwrap();
        fill_again(store);
        store.abandon_group();
        assert_eq!((store.size().unwrap(), rows(store)), (5, before));
        assert!(store.find_batch("S1", 2020, '3', 4).unwrap().is_none());
        fill_again(store);
        assert_eq!(store.size().unwrap(), 7);
        store.abandon_group();
        assert_eq!(store.size().unwrap(), 7);
    });
}

#[test]
fn a_repeated_key_in_one_group_gets_the_first_answer() {
    check(|store| {
        store.begin_group().unwrap();
        let one = entries(0, 1);
        let first = Writing { answer: Some((KEY, [1; 32])), ..writing(0, &one) };
        assert!(!store.commit(&first).unwrap().repeated);
        let again = Writing { expect_size: 1, ..first };
        assert!(store.commit(&again).unwrap().repeated);
        let other = Writing { answer: Some((KEY, [2; 32])), ..again };
        assert!(matches!(store.commit(&other).unwrap_err(), StoreError::KeyReused { .. }));
        store.end_group().unwrap();
        assert_eq!(store.size().unwrap(), 1);
    });
}

#[test]
fn calls_that_have_no_place_in_a_group_are_refused() {
    check(|store| {
        assert!(matches!(store.end_group(), Err(StoreError::Group { open: false, .. })));
        assert!(matches!(store.hold(), Err(StoreError::Group { .. })));
        store.begin_group().unwrap();
        for refused in [
            store.begin_group(),
            store.keep_state(0, b"state"),
            store.tend().map(|_| ()),
            store.restore(&[], &[]),
        ] {
            assert!(matches!(refused, Err(StoreError::Group { open: true, .. })));
        }
        store.end_group().unwrap();
        store.keep_state(0, b"state").unwrap();
    });
}

#[test]
fn erased_rows_are_gone_and_an_empty_group_with_them() {
    check(|store| {
        fill(store);
        let kind = PrivateKind::Candidate;
        assert_eq!(store.private_groups(kind, "", 9).unwrap(), ["a", "b"]);
        assert_eq!(store.private_groups(kind, "a", 9).unwrap(), ["b"]);
        assert_eq!(store.private_groups(kind, "", 1).unwrap(), ["a"]);
        let erased = [at(kind, "b", u32::MAX), at(kind, "nobody", 0), at(kind, "a", 1)];
        let size = store.size().unwrap();
        store.commit(&Writing { erased: &erased, ..writing(size, &[]) }).unwrap();
        assert_eq!(store.private_groups(kind, "", 9).unwrap(), ["a"]);
        assert_eq!(store.private_rows(kind, "b").unwrap(), []);
        assert_eq!(store.private_row(kind, "a", 0).unwrap(), Some(b"one".to_vec()));
        let again = [row(kind, "a", 0, "after")];
        let erased = [at(kind, "a", 0)];
        let both = Writing { erased: &erased, private: &again, ..writing(size, &[]) };
        store.commit(&both).unwrap();
        assert_eq!(store.private_rows(kind, "a").unwrap(), [(0, b"after".to_vec())]);
    });
}

#[test]
fn the_last_place_is_that_of_its_own_group() {
    check(|store| {
        fill(store);
        for (kind, group, expect) in [
            (PrivateKind::Candidate, "a", Some(0)),
            (PrivateKind::Candidate, "b", Some(u32::MAX)),
            (PrivateKind::Candidate, "c", None),
            (PrivateKind::Salt, "a", Some(7)),
            (PrivateKind::Salt, "b", None),
        ] {
            assert_eq!(store.last_place(kind, group).unwrap(), expect, "{kind:?} {group}");
        }
    });
}

#[test]
fn a_token_leads_to_its_places_in_its_own_space() {
    check(|store| {
        let (document, name) = (TokenSpace::Document, TokenSpace::Name);
        let tokens = [token(name, 9, 2), token(name, 9, 1), token(document, 9, 3)];
        store.commit(&Writing { tokens: &tokens, ..writing(0, &[]) }).unwrap();
        let more = [token(name, 9, 1), token(name, 9, TOKEN_PLACE_MAX), token(name, 8, 4)];
        store.commit(&Writing { tokens: &more, ..writing(0, &[]) }).unwrap();
        for (space, byte, from, limit, expect) in [
            (name, 9, 0, 9, &[1, 2, TOKEN_PLACE_MAX][..]),
            (name, 9, 0, 2, &[1, 2]),
            (name, 9, 0, 0, &[]),
            (name, 9, 1, 1, &[1]),
            (name, 9, 2, 9, &[2, TOKEN_PLACE_MAX]),
            (name, 9, 3, 9, &[TOKEN_PLACE_MAX]),
            (name, 9, TOKEN_PLACE_MAX, 9, &[TOKEN_PLACE_MAX]),
            (name, 9, TOKEN_PLACE_MAX + 1, 9, &[]),
            (name, 9, u64::MAX, 9, &[]),
            (name, 8, 0, 9, &[4]),
            (name, 7, 0, 9, &[]),
            (document, 9, 0, 9, &[3]),
            (document, 8, 0, 9, &[]),
        ] {
            let found = store.find_token(space, &[byte; 12], from, limit).unwrap();
            assert_eq!(found, expect, "{space:?} {byte} {from} {limit}");
        }
        let (erased_tokens, tokens) = ([token(name, 9, 2), token(name, 6, 6)], [token(name, 9, 0)]);
        let both = Writing { erased_tokens: &erased_tokens, tokens: &tokens, ..writing(0, &[]) };
        store.commit(&both).unwrap();
        assert_eq!(store.find_token(name, &[9; 12], 0, 9).unwrap(), [0, 1, TOKEN_PLACE_MAX]);
    });
}

#[test]
fn what_stands_under_a_token_comes_with_its_entry_and_damage_where_there_is_none() {
    check(|store| {
        let tokens = [token(TokenSpace::Name, 9, 2), token(TokenSpace::Name, 9, 0)];
        store.commit(&Writing { tokens: &tokens, ..writing(0, &entries(0, 3)) }).unwrap();
        let name = TokenSpace::Name;
        for (space, byte, from, limit, expect) in [
            (name, 9, 0, 9, &[0, 2][..]),
            (name, 9, 0, 1, &[0]),
            (name, 9, 1, 9, &[2]),
            (name, 8, 0, 9, &[]),
            (TokenSpace::Document, 9, 0, 9, &[]),
        ] {
            let found = store.entries_under(space, &[byte; 12], from, limit).unwrap();
            let expect: Vec<_> =
                expect.iter().map(|at| (*at, store.entry(*at).unwrap().unwrap())).collect();
            assert_eq!(found, expect, "{space:?} {byte} {from} {limit}");
        }
        let beyond = [token(name, 9, 3)];
        store.commit(&Writing { tokens: &beyond, ..writing(3, &[]) }).unwrap();
        assert_eq!(store.entries_under(name, &[9; 12], 0, 2).unwrap().len(), 2);
        let error = store.entries_under(name, &[9; 12], 0, 3).unwrap_err();
        assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    });
}

#[test]
fn many_tokens_are_found_whatever_upkeep_did_meanwhile() {
    check(|store| {
        let spread = |n: u64| {
            let mut token = [0; 12];
            token[..8].copy_from_slice(&n.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
            Token { space: TokenSpace::Document, token, place: n }
        };
        for part in 0..8 {
            let tokens: Vec<Token> = (part * 500..(part + 1) * 500).map(spread).collect();
            store.commit(&Writing { tokens: &tokens, ..writing(0, &[]) }).unwrap();
            while store.tend().unwrap() {}
        }
        let reader = store.reader().unwrap();
        for n in (0..4_000).step_by(7) {
            let Token { space, token, place } = spread(n);
            assert_eq!(store.find_token(space, &token, 0, 2).unwrap(), [place]);
            assert_eq!(reader.find_token(space, &token, 0, 2).unwrap(), [place]);
        }
        assert_eq!(
            reader.find_token(TokenSpace::Document, &spread(4_000).token, 0, 2).unwrap(),
            []
        );
        let gone: Vec<Token> = (0..4_000).step_by(2).map(spread).collect();
        store.commit(&Writing { erased_tokens: &gone, ..writing(0, &[]) }).unwrap();
        while store.tend().unwrap() {}
        let mut left = 0;
        let count = &mut |_| {
            left += 1;
            Ok(())
        };
        reader.each_kept(KeptKind::Tokens, count).unwrap();
        assert_eq!(left, 2_000);
        assert_eq!(reader.find_token(TokenSpace::Document, &spread(8).token, 0, 2).unwrap(), []);
        assert_eq!(reader.find_token(TokenSpace::Document, &spread(9).token, 0, 2).unwrap(), [9]);
    });
}

#[test]
fn all_tokens_of_some_spaces_are_dropped_and_no_others() {
    check(|store| {
        let spread = |n: u64| {
            let mut token = [0; 12];
            // Every third stands under the same token.
            let mixed = (n % 3 * n).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            token[..8].copy_from_slice(&mixed.to_be_bytes());
            Token { space: TokenSpace::ALL[(n % 4) as usize], token, place: n }
        };
        let gone = [TokenSpace::DocumentEven, TokenSpace::NameEven];
        let drop_all = |store: &mut dyn Store| {
            let mut slices = 1;
            while store.drop_tokens(&gone).unwrap() {
                slices += 1;
                assert!(slices < 100, "it ends");
            }
        };
        // There are none yet.
        drop_all(store);
        for part in 0..6 {
            let tokens: Vec<Token> = (part * 1_000..(part + 1) * 1_000).map(spread).collect();
            store.commit(&Writing { tokens: &tokens, ..writing(0, &[]) }).unwrap();
        }
        store.begin_group().unwrap();
        let refused = store.drop_tokens(&gone).map(drop);
        assert!(matches!(refused, Err(StoreError::Group { open: true, .. })), "{refused:?}");
        store.abandon_group();
        let (reader, mut more) = (store.reader().unwrap(), 6_000);
        while store.drop_tokens(&gone).unwrap() {
            // Meanwhile others come and are found.
            let tokens: Vec<Token> = (more..more + 40).step_by(4).map(spread).collect();
            store.commit(&Writing { tokens: &tokens, ..writing(0, &[]) }).unwrap();
            store.tend().unwrap();
            let Token { space, token, place } = tokens[3];
            assert_eq!(reader.find_token(space, &token, place, 1).unwrap(), [place]);
            more += 40;
        }
        let mut left = BTreeSet::new();
        let take = &mut |kept| {
            left.extend(if let Kept::Token(token) = kept { Some(token) } else { None });
            Ok(())
        };
        reader.each_kept(KeptKind::Tokens, take).unwrap();
        let stays = |n: &u64| n % 4 < 2 && (*n < 6_000 || n.is_multiple_of(4));
        let expect: BTreeSet<Token> = (0..more).filter(stays).map(spread).collect();
        assert!(left == expect, "{} of {}", left.len(), expect.len());
        assert_eq!(store.inspect().unwrap(), Vec::<String>::new());
        drop_all(store);
    });
}

#[test]
fn notes_are_put_replaced_and_removed() {
    check(|store| {
        let mut put = |name: &str, body: Option<&str>| {
            let notes = [(name.to_string(), body.map(|b| b.as_bytes().to_vec()))];
            store.commit(&Writing { notes: &notes, ..writing(0, &[]) }).map(|_| ())?;
            store.note("a")
        };
        assert_eq!(put("a", Some("1")).unwrap(), Some(b"1".to_vec()));
        assert_eq!(put("b", Some("2")).unwrap(), Some(b"1".to_vec()));
        assert_eq!(put("a", Some("")).unwrap(), Some(Vec::new()));
        assert_eq!(put("a", None).unwrap(), None);
        assert_eq!(put("a", None).unwrap(), None);
        assert!(matches!(put("", Some("1")), Err(StoreError::Note { .. })));
        let long = "n".repeat(NOTE_NAME_BYTES_MAX + 1);
        assert!(matches!(put(&long, Some("1")), Err(StoreError::Note { .. })));
    });
}

#[test]
fn a_token_beyond_its_limit_is_refused_with_all_of_its_writing() {
    check(|store| {
        let tokens = [token(TokenSpace::Name, 1, TOKEN_PLACE_MAX + 1)];
        let one = entries(0, 1);
        let refused = store.commit(&Writing { tokens: &tokens, ..writing(0, &one) });
        assert!(matches!(refused, Err(StoreError::TokenPlace { .. })));
        assert_eq!(store.size().unwrap(), 0);
    });
}

#[test]
fn a_kept_state_replaces_the_one_before() {
    check(|store| {
        assert!(store.kept_state().unwrap().is_none());
        let long: Vec<u8> = (0..9_000_000u32).map(|n| n as u8).collect();
        for (size, bytes) in [(3, &long[..]), (4, &[]), (5, b"short")] {
            store.keep_state(size, bytes).unwrap();
            let kept = store.reader().unwrap().kept_state().unwrap().unwrap();
            assert!(kept.size == size && kept.bytes == bytes, "{size}");
        }
    });
}

#[test]
fn a_held_reader_sees_one_snapshot_until_it_is_released() {
    check(|store| {
        fill(store);
        let mut reader = store.reader().unwrap();
        reader.hold().unwrap();
        let before = rows(&*reader);
        fill_again(store);
        assert_eq!((reader.size().unwrap(), rows(&*reader)), (5, before));
        reader.hold().unwrap();
        assert_eq!(reader.size().unwrap(), 5);
        reader.release().unwrap();
        assert_eq!((reader.size().unwrap(), rows(&*reader)), (7, rows(store)));
        reader.release().unwrap();
    });
}

#[test]
fn a_copy_of_every_row_gives_the_same_answers() {
    check_unsealed(|store| {
        fill(store);
        let (log, kept) = (all(store), rows(store));
        check_copy(&log, &kept);
    });
}

thread_local! {
    static COPY: std::cell::RefCell<(Vec<Vec<u8>>, Vec<Kept>)> = const {
        std::cell::RefCell::new((Vec::new(), Vec::new()))
    };
}

/// Restores on every backend what one of them gave.
fn check_copy(log: &[Vec<u8>], kept: &[Kept]) {
    COPY.with(|copy| *copy.borrow_mut() = (log.to_vec(), kept.to_vec()));
    check_unsealed(|store| {
        let (log, kept) = COPY.with(|copy| copy.borrow().clone());
        store.restore(&log[..2], &[]).unwrap();
        store.restore(&log[2..], &kept).unwrap();
        assert_eq!((all(store), rows(store)), (log, kept));
        assert_eq!(store.find_token(TokenSpace::Document, &[1; 12], 0, 9).unwrap(), [5]);
        let found = store.find_batch("S1", 2020, '3', 3).unwrap();
        assert_eq!(found, Some(batch("S1", 1, 3, 0)));
        assert!(store.inspect().unwrap().is_empty());
        fill_again(store);
    });
}
