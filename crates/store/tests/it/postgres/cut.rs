//! Connections cut at the worst moments: each pair of outcomes, settled by the same key.
//!
//! In scope: cut before COMMIT reached the server (fails and did not persist), after it (fails but
//! did persist), and earlier. Out of scope: a server that dies (`killed`).

use super::write;
use store::{
    PostgresStore, PrivateKind, PrivateRow, Reader, Store, StoreError, Token, TokenSpace, Writing,
};
use throwaway::{Cut, Proxy};

fn check(cut: Cut, in_doubt: bool, repeated: bool) {
    let Some(server) = throwaway::Postgres::shared() else { return };
    let proxy = Proxy::to(server.port());
    let url = proxy.url(&server.database(), server.port());
    let mut store = PostgresStore::open(&url).unwrap();
    write(&mut store, 1, 3).unwrap();

    // One writing by itself.
    proxy.cut_once(cut);
    let found = write(&mut store, 2, 5);
    assert!(proxy.was_cut(), "{cut:?}");
    assert_eq!(matches!(found, Err(StoreError::InDoubt { first: 3, .. })), in_doubt, "{found:?}");
    assert_eq!(found.is_ok(), !in_doubt, "{found:?}");
    let again = settle(&mut store, 3, 5);
    assert_eq!((again.first, again.count, again.repeated), (3, 5, repeated), "{cut:?}");
    assert_eq!(store.size().unwrap(), 8);

    // A group of many rows: all or none of it.
    proxy.cut_once(cut);
    let ended = group(&mut store);
    assert!(proxy.was_cut(), "{cut:?}");
    assert_eq!(matches!(ended, Err(StoreError::InDoubt { .. })), in_doubt, "{ended:?}");
    let kept = store.size().unwrap();
    assert_eq!(kept, if repeated { 208 } else { 8 }, "{cut:?}");
    assert_eq!(store.private_rows(PrivateKind::Salt, "g").unwrap().len() as u64, kept - 8);
    if !repeated {
        group(&mut store).unwrap();
    }
    assert_eq!(store.size().unwrap(), 208);

    // The kept state: the one or the other, whole.
    store.keep_state(3, b"before").unwrap();
    proxy.cut_once(cut);
    assert_eq!(store.keep_state(8, b"after").is_err(), in_doubt);
    let state = store.kept_state().unwrap().unwrap();
    assert_eq!(state.bytes, if repeated { &b"after"[..] } else { b"before" });
    assert_eq!(store.inspect().unwrap(), Vec::<String>::new());
}

/// Repeats the writing of key 2 that was decided at a size.
fn settle(store: &mut PostgresStore, size: u64, count: u64) -> store::Committed {
    let entries: Vec<Vec<u8>> = (size..size + count).map(|n| n.to_string().into_bytes()).collect();
    let answer = Some(([2; 16], [2; 32]));
    let writing = Writing { expect_size: size, entries: &entries, answer, ..Writing::default() };
    store.commit(&writing).unwrap()
}

/// Two hundred writings of an entry, a private row and a token each.
fn group(store: &mut PostgresStore) -> Result<(), StoreError> {
    store.begin_group()?;
    for n in 0..200_u8 {
        let size = store.size()?;
        let (group, place) = ("g".to_string(), n.into());
        let private = [PrivateRow { kind: PrivateKind::Salt, group, place, body: vec![n; 300] }];
        let tokens = [Token { space: TokenSpace::Name, token: [n; 12], place: n.into() }];
        let entries = [vec![n; 150]];
        let mut key = [n; 16];
        key[0] = !n;
        let answer = Some((key, [n; 32]));
        let (private, tokens) = (&private[..], &tokens[..]);
        let expect_size = size;
        let entries = &entries[..];
        let all = Writing { expect_size, entries, answer, private, tokens, ..Writing::default() };
        store.commit(&all)?;
    }
    store.end_group()
}

#[test]
fn cut_before_the_commit_arrives_nothing_is_kept_and_the_same_key_writes_it() {
    check(Cut::BeforeCommit, true, false);
}

#[test]
fn cut_before_the_answer_arrives_all_is_kept_and_the_same_key_finds_it() {
    check(Cut::AfterCommit, true, true);
}

#[test]
fn cut_at_its_begin_a_writing_is_made_on_a_new_connection() {
    check(Cut::AtBegin, false, true);
}

#[test]
fn a_reader_whose_connection_was_lost_reads_on_unless_it_holds_a_snapshot() {
    let Some(server) = throwaway::Postgres::shared() else { return };
    let url = server.database();
    let mut store = PostgresStore::open(&url).unwrap();
    write(&mut store, 1, 3).unwrap();
    let mut reader = store.reader().unwrap();
    let end_readers = || {
        let name = url.rsplit('/').next().unwrap();
        let end = "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity \
                   WHERE application_name = 'dengji reader' AND datname = current_database()";
        assert_eq!(server.sql(name, end), "1");
    };
    assert_eq!(reader.size().unwrap(), 3);
    end_readers();
    assert_eq!(reader.size().unwrap(), 3);
    reader.hold().unwrap();
    end_readers();
    reader.size().unwrap_err();
    reader.size().unwrap_err();
    reader.release().unwrap();
    assert_eq!(reader.size().unwrap(), 3);
}
