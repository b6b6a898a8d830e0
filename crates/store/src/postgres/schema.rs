//! Whose database it is, which schema it has, and the steps that bring it up to date.
//!
//! In scope: the version of the server, the mark of this program, the migrations, and spreading the
//! tables where the extension Citus is installed.
//! Invariant: a migration and its number are one transaction; no database is between two versions.

use super::address::Address;
use super::fault::{DatabaseFault, backend};
use super::session::Session;
use crate::migration::statements;
use crate::store_error::StoreError;
use tokio_postgres::Error;

/// The migrations in their order; number n leads to version n, from 1. Append only.
const MIGRATIONS: [&str; 1] =
    [include_str!("../../migrations/postgres/0001_log_and_private_rows.sql")];

/// What each migration adds where Citus is there, one statement a call.
const SPREAD: [&[&str]; 1] = [&[
    "SELECT create_reference_table('dengji.meta')",
    "SELECT create_reference_table('dengji.head')",
    "SELECT create_reference_table('dengji.lease')",
    "SELECT create_reference_table('dengji.notes')",
    "SELECT create_reference_table('dengji.state')",
    "SELECT create_distributed_table('dengji.entries', 'part')",
    "SELECT create_distributed_table('dengji.answers', 'part', colocate_with => 'dengji.entries')",
    "SELECT create_distributed_table('dengji.batches', 'part', colocate_with => 'dengji.entries')",
    "SELECT create_distributed_table('dengji.private_rows', 'part', \
     colocate_with => 'dengji.entries')",
    "SELECT create_distributed_table('dengji.tokens', 'part', colocate_with => 'dengji.entries')",
]];

/// The version that the last migration leads to.
const VERSION: u32 = MIGRATIONS.len() as u32;

/// The oldest server, as `server_version_num` counts.
const SERVER_MIN: i32 = 150_000;

/// Checks the server, and brings the schema up to date.
///
/// # Errors
/// The server is too old or a standby, the schema is foreign or newer, or the backend failed.
pub async fn prepare_to_write(session: &Session, address: &Address) -> Result<(), StoreError> {
    let shown = || address.shown.clone();
    check_server(session, address).await?;
    let failed = backend("look at the server");
    let row = session.row("SELECT pg_is_in_recovery()", &[]).await.map_err(&failed)?;
    if row.is_some_and(|row| row.get(0)) {
        return Err(DatabaseFault::Standby { shown: shown() }.into());
    }
    if look(session, address).await? < VERSION {
        bring_up_to_date(session, address).await?;
    }
    Ok(())
}

/// Checks that the schema is the one this program reads.
///
/// # Errors
/// The server is too old, the schema is foreign, newer or older, or the backend failed.
pub async fn check_current(session: &Session, address: &Address) -> Result<(), StoreError> {
    check_server(session, address).await?;
    let found = look(session, address).await?;
    if found < VERSION {
        let shown = address.shown.clone();
        return Err(DatabaseFault::Older { shown, found, known: VERSION }.into());
    }
    Ok(())
}

/// Says whether the tables are spread by Citus.
pub async fn is_spread(session: &Session) -> Result<bool, Error> {
    let row = session.row("SELECT 1 FROM pg_extension WHERE extname = 'citus'", &[]).await?;
    Ok(row.is_some())
}

async fn check_server(session: &Session, address: &Address) -> Result<(), StoreError> {
    let failed = backend("look at the server");
    let number = session
        .row("SELECT current_setting('server_version_num')::int", &[])
        .await
        .map_err(&failed)?;
    if number.is_some_and(|row| SERVER_MIN <= row.get::<_, i32>(0)) {
        return Ok(());
    }
    let row = session.row("SELECT current_setting('server_version')", &[]).await.map_err(failed)?;
    let found = row.map_or_else(String::new, |row| row.get(0));
    Err(DatabaseFault::Version { shown: address.shown.clone(), found }.into())
}

/// Returns the version of the schema, 0 when there is none, and changes nothing.
async fn look(session: &Session, address: &Address) -> Result<u32, StoreError> {
    let failed = backend("look at the schema");
    let foreign = || StoreError::from(DatabaseFault::Foreign { shown: address.shown.clone() });
    let there = "SELECT to_regnamespace('dengji') IS NOT NULL, EXISTS (SELECT FROM \
                 information_schema.columns WHERE table_schema = 'dengji' AND table_name = 'meta' \
                 AND column_name = 'value')";
    let row = session.row(there, &[]).await.map_err(&failed)?.ok_or_else(foreign)?;
    match (row.get(0), row.get(1)) {
        (false, _) => return Ok(0),
        (true, false) => return Err(foreign()),
        (true, true) => {}
    }
    let rows = session.rows("SELECT name, value FROM dengji.meta", &[]).await;
    let rows = rows.map_err(|_| foreign())?;
    let value = |name: &str| {
        let row = rows.iter().find(|row| row.try_get(0).is_ok_and(|found: &str| found == name))?;
        row.try_get::<_, &str>(1).ok()
    };
    let version = value("schema").and_then(|text| text.parse().ok()).ok_or_else(foreign)?;
    if value("program") != Some("dengji") {
        return Err(foreign());
    }
    if VERSION < version {
        let shown = address.shown.clone();
        return Err(DatabaseFault::Newer { shown, found: version, known: VERSION }.into());
    }
    Ok(version)
}

async fn bring_up_to_date(session: &Session, address: &Address) -> Result<(), StoreError> {
    let failed = backend("bring the schema up to date");
    for (before, (migration, spread)) in MIGRATIONS.iter().zip(SPREAD).enumerate() {
        session.run("BEGIN").await.map_err(&failed)?;
        // Two servers that open at once do it one after the other.
        let lock = "SELECT pg_advisory_xact_lock(17482, 19528)";
        session.run(lock).await.map_err(&failed)?;
        if look(session, address).await? as usize != before {
            session.run("ROLLBACK").await.map_err(&failed)?;
            continue;
        }
        let spread: &[&str] = if is_spread(session).await.map_err(&failed)? { spread } else { &[] };
        let steps = statements(migration);
        for statement in steps.iter().map(String::as_str).chain(spread.iter().copied()) {
            session.run(statement).await.map_err(&failed)?;
        }
        let version = (before + 1).to_string();
        let number = "UPDATE dengji.meta SET value = $1 WHERE name = 'schema'";
        session.execute(number, &[&version]).await.map_err(&failed)?;
        // Stopped here: the version before.
        session.run("COMMIT").await.map_err(&failed)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_is_spread_or_stands_on_every_node() {
        for (migration, spread) in MIGRATIONS.iter().zip(SPREAD) {
            let steps = statements(migration);
            let name = |text: &String| {
                let rest = text.strip_prefix("CREATE TABLE ")?;
                Some(rest.split(' ').next()?.to_string())
            };
            let mut made: Vec<String> = steps.iter().filter_map(name).collect();
            let of = |text: &&str| text.split('\'').nth(1).unwrap().to_string();
            let mut kept: Vec<String> = spread.iter().map(of).collect();
            made.sort();
            kept.sort();
            assert_eq!(made, kept);
        }
    }

    #[test]
    fn every_spread_table_has_its_part_in_its_key() {
        let tables = SPREAD.concat();
        for line in tables.iter().filter(|line| line.contains("create_distributed_table")) {
            let name = line.split('\'').nth(1).unwrap();
            let is_it = |text: &&String| text.starts_with(&format!("CREATE TABLE {name} ("));
            let all: Vec<String> = MIGRATIONS.iter().flat_map(|text| statements(text)).collect();
            let table = all.iter().find(is_it).unwrap();
            let key = table.split("PRIMARY KEY (").nth(1).unwrap().split(')').next().unwrap();
            assert!(key.split(", ").any(|column| column == "part"), "{name}: {key}");
        }
    }
}
