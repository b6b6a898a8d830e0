//! A server that takes nothing for a while: no space, or read-only.
//!
//! In scope: what the store says, that nothing half is kept, and that it goes on by itself.
//! Out of scope: connections that are cut (`cut`), a server that dies (`killed`).

use super::write;
use store::{Hindrance, PostgresStore, Reader, Store, StoreError};
use throwaway::Postgres;

/// Raises what the server raises when a table cannot grow.
const FULL: [&str; 2] = [
    "CREATE FUNCTION dengji.full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
     RAISE 'could not extend file' USING ERRCODE = 'disk_full'; END $$",
    "CREATE TRIGGER full_disk BEFORE INSERT ON dengji.entries EXECUTE FUNCTION dengji.full()",
];
const ROOM: [&str; 2] = ["DROP TRIGGER full_disk ON dengji.entries", "DROP FUNCTION dengji.full()"];

fn group(store: &mut PostgresStore, keys: [u8; 2]) -> Result<(), StoreError> {
    store.begin_group()?;
    for key in keys {
        write(store, key, 2)?;
    }
    store.end_group()
}

/// Hinders a server of its own, looks at what an open store says, and takes the hindrance away.
fn check(
    expect: Hindrance,
    hinder: impl FnOnce(&Postgres, &str),
    free: impl FnOnce(&Postgres, &str),
) {
    let Some(server) = Postgres::start() else { return };
    let url = server.database();
    let name = url.rsplit('/').next().unwrap();
    let mut store = PostgresStore::open(&url).unwrap();
    write(&mut store, 1, 3).unwrap();
    hinder(&server, name);
    let alone = write(&mut store, 2, 3).unwrap_err();
    assert_eq!(alone.hindrance(), Some(expect), "{alone:?}");
    assert!(alone.wrote_nothing(), "{alone:?}");
    let together = group(&mut store, [3, 4]).unwrap_err();
    assert_eq!(together.hindrance(), Some(expect), "{together:?}");
    assert_eq!(store.size().unwrap(), 3);
    free(&server, name);
    assert_eq!(write(&mut store, 2, 3).unwrap().first, 3);
    group(&mut store, [3, 4]).unwrap();
    assert_eq!(store.size().unwrap(), 10);
    assert_eq!(store.inspect().unwrap(), Vec::<String>::new());
}

#[test]
fn a_server_without_space_is_named_and_the_same_store_goes_on_when_there_is_room() {
    check(
        Hindrance::Full,
        |server, name| FULL.iter().for_each(|statement| drop(server.sql(name, statement))),
        |server, name| ROOM.iter().for_each(|statement| drop(server.sql(name, statement))),
    );
}

/// Sets it on the server as a whole, as an operator does, and waits until the sessions have it.
fn read_only(server: &Postgres, value: &str) {
    server.sql("postgres", &format!("ALTER SYSTEM SET default_transaction_read_only = {value}"));
    server.sql("postgres", "SELECT pg_reload_conf()");
    let shown = || server.sql("postgres", "SHOW default_transaction_read_only");
    while shown() != value {
        std::thread::yield_now();
    }
}

#[test]
fn a_server_that_was_made_read_only_is_named_and_the_same_store_goes_on_afterwards() {
    check(
        Hindrance::ReadOnly,
        |server, _| read_only(server, "on"),
        |server, _| read_only(server, "off"),
    );
}
