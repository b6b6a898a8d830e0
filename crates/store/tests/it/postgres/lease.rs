//! Two servers never both write: the second is refused, and one that was overtaken writes nothing.
//!
//! In scope: the turn, the lock, signs of life. Out of scope: connections that are lost (`cut`).

use super::{database, told, write};
use store::{DatabaseFault, PostgresStore, Reader, Store, StoreError, Writing};

fn sql(url: &str, statement: &str) -> String {
    let server = throwaway::Postgres::shared().unwrap();
    server.sql(url.rsplit('/').next().unwrap(), statement)
}

#[test]
fn a_second_writer_is_refused_until_the_first_is_closed() {
    let Some(url) = database() else { return };
    let mut first = PostgresStore::open(&url).unwrap();
    write(&mut first, 1, 2).unwrap();
    let refused = PostgresStore::open(&url);
    let is_held = |fault: &DatabaseFault| matches!(fault, DatabaseFault::Held { turn: 1, .. });
    assert!(matches!(&refused, Err(StoreError::Database(fault)) if is_held(fault)));
    assert!(told(refused).starts_with("another server writes into `owner@127.0.0.1:"));
    write(&mut first, 2, 2).unwrap();

    let mut reader = PostgresStore::read_only(&url).unwrap();
    assert_eq!(reader.size().unwrap(), 4);
    assert!(told(write(&mut reader, 3, 1)).ends_with("was opened for reading only"));

    drop(first);
    let mut second = PostgresStore::open(&url).unwrap();
    assert_eq!(write(&mut second, 3, 2).unwrap().first, 4);
    assert_eq!(reader.size().unwrap(), 6);
}

#[test]
fn an_overtaken_writer_writes_nothing_and_says_so() {
    let Some(url) = database() else { return };
    let mut first = PostgresStore::open(&url).unwrap();
    write(&mut first, 1, 2).unwrap();
    // A group is open when the other one comes.
    first.begin_group().unwrap();
    write(&mut first, 2, 2).unwrap();
    // No sign for long, as if the machine were gone; the connections still stand.
    let mut second = loop {
        sql(&url, "UPDATE dengji.lease SET beaten = '-infinity'");
        // Its next sign of life may come in between.
        match PostgresStore::open(&url) {
            Ok(second) => break second,
            Err(StoreError::Database(_)) => {}
            Err(error) => panic!("{}", told::<()>(Err(error))),
        }
    };
    assert_eq!(write(&mut second, 3, 1).unwrap().first, 2);

    let fenced = first.end_group().unwrap_err();
    assert!(matches!(fenced, StoreError::Fenced { ours: 1, theirs: 2 }), "{fenced}");
    assert!(fenced.wrote_nothing());
    for _ in 0..2 {
        assert!(matches!(write(&mut first, 4, 1), Err(StoreError::Fenced { .. })));
        assert!(matches!(first.keep_state(2, b"mine"), Err(StoreError::Fenced { .. })));
    }
    assert_eq!(second.size().unwrap(), 3);
    assert_eq!(second.answered(&[2; 16]).unwrap(), None);
    assert_eq!(second.kept_state().unwrap().map(|state| state.size), None);
    assert_eq!(write(&mut second, 5, 1).unwrap().first, 3);
    drop(first);
    // The overtaken one took nothing along when it went.
    assert!(told(PostgresStore::open(&url)).starts_with("another server writes into"));
}

#[test]
fn a_writer_whose_connections_still_stand_is_stopped_by_the_turn_alone() {
    let Some(url) = database() else { return };
    let mut first = PostgresStore::open(&url).unwrap();
    write(&mut first, 1, 2).unwrap();
    sql(&url, "UPDATE dengji.head SET turn = 7, size = 9");
    let one = [vec![1]];
    for expect_size in [2, 9] {
        let writing = Writing { expect_size, entries: &one, ..Writing::default() };
        let fenced = first.commit(&writing).unwrap_err();
        assert!(matches!(fenced, StoreError::Fenced { ours: 1, theirs: 7 }), "{fenced}");
    }
    assert_eq!(sql(&url, "SELECT count(*) FROM dengji.entries"), "1");
}

#[test]
fn a_log_that_is_not_as_the_writer_knows_it_refuses_the_writing() {
    let Some(url) = database() else { return };
    let mut store = PostgresStore::open(&url).unwrap();
    write(&mut store, 1, 2).unwrap();
    // Nobody may; it is seen all the same.
    sql(&url, "UPDATE dengji.head SET size = 9");
    let one = [vec![1]];
    let writing = Writing { expect_size: 2, entries: &one, ..Writing::default() };
    let moved = store.commit(&writing).unwrap_err();
    assert!(matches!(moved, StoreError::Moved { expected: 2, actual: 9 }), "{moved}");
    let found = store.inspect().unwrap();
    assert_eq!(found, ["the log has `2` entries and its size is said to be `9`"]);
}
