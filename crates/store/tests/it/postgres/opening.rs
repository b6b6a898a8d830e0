//! Opening: what is refused, how it is said, and that no password is in it.
//!
//! In scope: addresses, servers and schemas. Out of scope: TLS (`tls`), a second writer (`lease`).

use super::{database, told, write};
use store::{PostgresStore, Reader, Warning};

/// Opens both ways and expects both messages to begin so.
fn check(url: &str, expect: &str) {
    for text in [told(PostgresStore::open(url)), told(PostgresStore::read_only(url))] {
        assert!(text.starts_with(expect), "{text}\nin place of\n{expect}");
        assert!(!text.contains("throwaway") && !text.contains("secret"), "{text}");
    }
}

#[test]
fn what_cannot_be_opened_is_said_without_the_password() {
    let Some(server) = throwaway::Postgres::shared() else { return };
    let port = server.port();
    check("mysql://u:secret@h/d", "the address of the database is not understood: it does not");
    check(
        "postgres://u:secret@127.0.0.1:1/d",
        "could not reach the database `u@127.0.0.1:1/d`\nstart the server, or check host and port",
    );
    check(
        &format!("postgres://owner:secret@127.0.0.1:{port}/postgres"),
        &format!("the database `owner@127.0.0.1:{port}/postgres` refused the user or the password"),
    );
    check(
        &format!("postgres://owner@127.0.0.1:{port}/postgres"),
        &format!("the database `owner@127.0.0.1:{port}/postgres` refused the user or the password"),
    );
    check(
        &format!("postgres://owner:throwaway@127.0.0.1:{port}/nowhere"),
        &format!("the server of `owner@127.0.0.1:{port}/nowhere` has no such database"),
    );
    check(
        &format!("postgres://owner:throwaway@127.0.0.1:{port}/postgres?sslmode=require"),
        &format!("could not protect the way to `owner@127.0.0.1:{port}/postgres`"),
    );
}

#[test]
fn an_empty_database_is_begun_by_writing_only() {
    let Some(url) = database() else { return };
    let text = told(PostgresStore::read_only(&url));
    assert!(text.contains("has schema `0` (0 is none), reading needs `1`"), "{text}");
    let mut store = PostgresStore::open(&url).unwrap();
    write(&mut store, 1, 2).unwrap();
    assert_eq!(PostgresStore::read_only(&url).unwrap().size().unwrap(), 2);
    assert_eq!(store.warnings().unwrap(), Vec::<Warning>::new());
}

#[test]
fn a_schema_that_is_not_ours_or_newer_is_left_as_it_is() {
    let Some(server) = throwaway::Postgres::shared() else { return };
    let foreign = |statements: &[&str], expect: &str| {
        let url = server.database();
        let name = url.rsplit('/').next().unwrap();
        for statement in statements {
            server.sql(name, statement);
        }
        for text in [told(PostgresStore::open(&url)), told(PostgresStore::read_only(&url))] {
            assert!(text.contains(expect), "{text}");
        }
        let count = "SELECT count(*) FROM pg_tables WHERE schemaname = 'dengji'";
        server.sql(name, count)
    };
    let not_ours = "is not of this program";
    assert_eq!(foreign(&["CREATE SCHEMA dengji"], not_ours), "0");
    let table = "CREATE TABLE dengji.meta (name text, value text)";
    assert_eq!(foreign(&["CREATE SCHEMA dengji", table], not_ours), "1");
    let mark = "INSERT INTO dengji.meta VALUES ('program', 'dengji'), ('schema', '99')";
    let newer = "has schema `99`, this program knows up to `1`";
    assert_eq!(foreign(&["CREATE SCHEMA dengji", table, mark], newer), "1");
    // A database that others use as well is none of our business.
    let url = server.database();
    server.sql(url.rsplit('/').next().unwrap(), "CREATE TABLE meta (a int)");
    PostgresStore::open(&url).unwrap();
}

#[test]
fn a_server_that_does_not_flush_is_warned_of() {
    let Some(server) = throwaway::Postgres::start_with(&[("fsync", "off")], &[]) else { return };
    let store = PostgresStore::open(&server.database()).unwrap();
    assert_eq!(store.warnings().unwrap(), [Warning::NoFlush]);
    // By the socket as well.
    let url = server.socket_url("postgres");
    PostgresStore::open(&url).unwrap();
}

#[test]
fn damage_is_found_and_said() {
    let Some(server) = throwaway::Postgres::shared() else { return };
    let url = server.database();
    let mut store = PostgresStore::open(&url).unwrap();
    write(&mut store, 1, 2).unwrap();
    write(&mut store, 2, 2).unwrap();
    let name = url.rsplit('/').next().unwrap();
    server.sql(name, "DELETE FROM dengji.entries WHERE first = 0");
    server.sql(name, "UPDATE dengji.entries SET body = '\\x0100' WHERE first = 2");
    server.sql(name, "UPDATE dengji.answers SET first = 40 WHERE first = 2");
    use store::Store;
    assert_eq!(
        store.inspect().unwrap(),
        [
            "entries `0` to `2` are missing",
            "the segment of entries at `2` is none",
            "the answer of `02020202020202020202020202020202` points beyond the log",
        ]
    );
    let read = store.each_entry(0, 4, &mut |_, _| {}).unwrap_err();
    assert!(read.to_string().starts_with("the store is damaged: entry `0` is missing"), "{read}");
    assert_eq!(store.entry(0).unwrap(), None);
}
