//! Erasing keys of the blind index: from the log, and from every run, whole or being made.
//!
//! In scope: rewriting the rows that have them, so that `secure_delete` wipes the old bytes.
//! Out of scope: free pages that a merge left, see `SqliteStore::tend`.
//! Failure: any error leaves the transaction to be rolled back.

use super::super::backend;
use super::key::{Key, keys};
use super::recent::Recent;
use super::run;
use crate::store_error::StoreError;
use rusqlite::{Connection, params};
use std::collections::BTreeSet;

/// Removes keys from wherever they lie. `recent` is fresh, and is so again afterwards.
///
/// # Errors
/// The backend failed, or a row is damaged.
pub fn everywhere(
    connection: &Connection,
    recent: &mut Recent,
    erased: &[Key],
) -> Result<(), StoreError> {
    for slot in recent.slots() {
        erased.iter().try_for_each(|key| run::erase(connection, *slot, key))?;
    }
    let found: Vec<Key> =
        erased.iter().filter(|key| recent.keys().contains_key(*key)).copied().collect();
    logged(connection, recent, &found)
}

/// Removes keys that the log has. `recent` is fresh, and is so again afterwards.
///
/// # Errors
/// The backend failed, or a row is damaged.
pub fn logged(
    connection: &Connection,
    recent: &mut Recent,
    erased: &[Key],
) -> Result<(), StoreError> {
    if !erased.is_empty() {
        from_log(connection, &erased.iter().copied().collect())?;
        recent.erased(erased);
    }
    Ok(())
}

/// Rewrites the rows of the log that have one of the keys. A row stays when it is empty, so that
/// its number does not come again.
fn from_log(connection: &Connection, erased: &BTreeSet<Key>) -> Result<(), StoreError> {
    let failed = backend("erase tokens");
    let mut rewritten = Vec::new();
    {
        let mut statement =
            connection.prepare_cached("SELECT id, body FROM token_log").map_err(&failed)?;
        let mut rows = statement.query([]).map_err(&failed)?;
        while let Some(row) = rows.next().map_err(&failed)? {
            let body = row.get_ref(1).map_err(&failed)?;
            let old = keys(body.as_blob().map_err(|error| failed(error.into()))?)?;
            let left: Vec<Key> = old.iter().filter(|key| !erased.contains(*key)).copied().collect();
            if left.len() < old.len() {
                rewritten.push((row.get::<_, i64>(0).map_err(&failed)?, left));
            }
        }
    }
    let mut statement = connection
        .prepare_cached("UPDATE token_log SET body = ?2 WHERE id = ?1")
        .map_err(&failed)?;
    for (id, left) in rewritten {
        statement.execute(params![id, left.as_flattened()]).map_err(&failed)?;
    }
    connection
        .prepare_cached("UPDATE token_state SET erasures = erasures + 1")
        .and_then(|mut statement| statement.execute([]))
        .map(|_| ())
        .map_err(&failed)
}
