//! Tables spread by Citus, where the extension is installed: the stores that the conformance suite
//! is played on besides, and what only they have.
//!
//! In scope: a server with the extension, a database in which it is made, that the tables are
//! spread. Out of scope: the sentences (`conformance`), several nodes: all shards lie on one.
//! Where the extension is missing, everything but its own statements is played on plain PostgreSQL,
//! so that a fault of this file is seen there too.

use super::write;
use crate::conformance::{check_on, entries, writing};
use std::process::Command;
use std::sync::OnceLock;
use store::{PostgresStore, PrivateKind, Reader, Store};
use throwaway::Postgres;

/// Why the sentences are not played on spread tables.
const MISSING: &str = "the extension citus is not installed";

/// What the server of the extension needs. The coordinator is its own worker and speaks to itself
/// over the loopback, as the user who asked; few shards make a database in a moment.
const SETTINGS: [(&str, &str); 5] = [
    ("shared_preload_libraries", "citus"),
    ("citus.shard_count", "8"),
    ("citus.node_conninfo", "sslmode=prefer"),
    // The backend that is asked reads the shards itself: only there a snapshot is one snapshot, as
    // the contract says of spread tables.
    ("citus.local_shared_pool_size", "-1"),
    // Each of the writer and its readers has connections of its own to the shards.
    ("max_connections", "300"),
];
const ACCESS: (&str, &str) =
    ("pg_hba.conf", "local all all scram-sha-256\nhost all all 127.0.0.1/32 trust\n");

/// What makes the tables of a database spread once the store makes them, a statement a call.
const EXTENSION: [&str; 2] =
    ["CREATE EXTENSION citus", "SELECT citus_set_coordinator_host('127.0.0.1')"];

/// Tables of a schema by how Citus keeps them: `h` is spread by its hash, `n` stands on every node.
const KEPT: &str = "SELECT string_agg(partmethod || ' ' || logicalrelid, ', ' ORDER BY partmethod, \
                    logicalrelid::text) FROM pg_dist_partition";
const EXPECTED: &str = "h dengji.answers, h dengji.batches, h dengji.entries, \
                        h dengji.private_rows, h dengji.tokens, n dengji.head, n dengji.lease, \
                        n dengji.meta, n dengji.notes, n dengji.state";

/// Returns a store in a database of its own whose tables are spread; nothing, and told as skipped,
/// where the extension is not installed.
pub fn new_spread() -> Option<PostgresStore> {
    let (server, url) = new_database()?;
    let store = PostgresStore::open(&url).unwrap();
    // A store that was not spread would make the whole suite say what it did not see.
    assert_eq!(server.sql(name_of(&url), KEPT), EXPECTED);
    Some(store)
}

fn new_database() -> Option<(&'static Postgres, String)> {
    static SERVER: OnceLock<Option<Postgres>> = OnceLock::new();
    let plain = Postgres::shared()?;
    let start = || is_there(plain).then(|| Postgres::start_with(&SETTINGS, &[ACCESS])).flatten();
    match SERVER.get_or_init(start) {
        Some(server) => Some((server, database(server, &EXTENSION))),
        None => {
            throwaway::skipped(MISSING);
            None
        }
    }
}

fn is_there(server: &Postgres) -> bool {
    let there = "SELECT count(*) FROM pg_available_extensions WHERE name = 'citus'";
    server.sql("postgres", there) != "0"
}

/// Makes a database and runs these statements in it.
fn database(server: &Postgres, statements: &[&str]) -> String {
    let url = server.database();
    for statement in statements {
        server.sql(name_of(&url), statement);
    }
    url
}

fn name_of(url: &str) -> &str {
    url.rsplit('/').next().unwrap()
}

/// Writes as much as lies in many parts, and expects it back.
fn play(store: &mut PostgresStore) {
    for key in 0..10 {
        write(store, key, 900).unwrap();
    }
    let mut count = 0;
    store.each_entry(0, 9_000, &mut |_, _| count += 1).unwrap();
    assert_eq!(count, 9_000);
    assert_eq!(store.private_groups(PrivateKind::Salt, "", 9).unwrap(), Vec::<String>::new());
    assert_eq!(store.inspect().unwrap(), Vec::<String>::new());
}

#[test]
fn the_tables_are_spread_and_answer_as_on_plain_postgresql() {
    if let Some(mut store) = new_spread() {
        play(&mut store);
    }
}

/// What this file does without the extension: its settings and its access, but for what only the
/// extension knows, and a database with no statement before the store.
#[test]
fn all_but_the_statements_of_the_extension_is_played_on_plain_postgresql() {
    let known = |(name, _): &&(&str, &str)| !name.contains("citus") && !name.contains("preload");
    let settings: Vec<(&str, &str)> = SETTINGS.iter().filter(known).copied().collect();
    assert_eq!(settings.len(), 1);
    let Some(server) = Postgres::start_with(&settings, &[ACCESS]) else { return };
    let open = || PostgresStore::open(&database(&server, &["SELECT 1", "SELECT 2"])).unwrap();
    play(&mut open());
    check_on(open, |store| {
        store.commit(&writing(0, &entries(0, 3))).unwrap();
        let mut reader = store.reader().unwrap();
        reader.hold().unwrap();
        store.commit(&writing(3, &entries(3, 1))).unwrap();
        assert_eq!((reader.size().unwrap(), store.size().unwrap()), (3, 4));
        reader.release().unwrap();
    });
}

/// Set in the process that plays one sentence of the suite.
const NAME: &str = "conformance::i_sto_1_a_new_store_is_empty";

#[test]
fn a_sentence_is_played_on_spread_tables_or_told_as_skipped_on_them() {
    let Some(server) = Postgres::shared() else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("skipped");
    let run = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", NAME, "--test-threads", "2"])
        .env("DENGJI_SKIPPED", &file)
        .output()
        .unwrap();
    let out = String::from_utf8(run.stdout).unwrap();
    assert!(run.status.success() && out.contains("1 passed"), "{out}");
    let told = std::fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(told.contains(&format!("{NAME}\t{MISSING}\n")), !is_there(server), "{told}");
}
