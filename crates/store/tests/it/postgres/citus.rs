//! The tables spread by Citus, where the extension is installed.
//!
//! In scope: that the schema is spread and everything is read back. Out of scope: several nodes.

use super::write;
use store::{PostgresStore, PrivateKind, Reader, Store};

#[test]
fn the_tables_are_spread_and_answer_as_on_plain_postgresql() {
    let Some(plain) = throwaway::Postgres::shared() else { return };
    let there = "SELECT count(*) FROM pg_available_extensions WHERE name = 'citus'";
    if plain.sql("postgres", there) == "0" {
        throwaway::skipped("the extension citus is not installed");
        return;
    }
    let settings = [("shared_preload_libraries", "citus")];
    let Some(server) = throwaway::Postgres::start_with(&settings, &[]) else { return };
    let url = server.database();
    let name = url.rsplit('/').next().unwrap();
    server.sql(name, "CREATE EXTENSION citus");
    server.sql(name, "SELECT citus_set_coordinator_host('localhost')");
    let mut store = PostgresStore::open(&url).unwrap();
    let spread = "SELECT count(*) FROM citus_tables WHERE citus_table_type = 'distributed'";
    assert_eq!(server.sql(name, spread), "5");
    for key in 0..10 {
        write(&mut store, key, 900).unwrap();
    }
    let mut count = 0;
    store.each_entry(0, 9_000, &mut |_, _| count += 1).unwrap();
    assert_eq!(count, 9_000);
    assert_eq!(store.private_groups(PrivateKind::Salt, "", 9).unwrap(), Vec::<String>::new());
    assert_eq!(store.inspect().unwrap(), Vec::<String>::new());
}
