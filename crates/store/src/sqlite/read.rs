//! The reads of the SQLite store, inside a transaction or outside.
//!
//! In scope: one statement each, prepared once; each is its own snapshot.
//! Out of scope: opening and writing.

use super::backend;
use crate::contract::kept::KeptState;
use crate::contract::writing::{Answered, BatchRow, PrivateKind};
use crate::segment;
use crate::store_error::StoreError;
use rusqlite::{Connection, OptionalExtension, Row, params};

/// Returns the number of entries.
pub fn size(connection: &Connection) -> Result<u64, StoreError> {
    let failed = backend("read the size of the log");
    // The last key of the table, one seek; places have no gap because `write` numbers them.
    let mut statement = connection
        .prepare_cached("SELECT place + count FROM entries ORDER BY place DESC LIMIT 1")
        .map_err(&failed)?;
    let size: Option<i64> =
        statement.query_row([], |row| row.get(0)).optional().map_err(&failed)?;
    size.map_or(Ok(0), natural)
}

/// Returns one entry.
pub fn entry(connection: &Connection, index: u64) -> Result<Option<Vec<u8>>, StoreError> {
    let Ok(place) = i64::try_from(index) else {
        return Ok(None);
    };
    let failed = backend("read an entry");
    let mut statement = connection
        .prepare_cached(
            "SELECT place, count, body FROM entries WHERE place <= ?1 ORDER BY place DESC LIMIT 1",
        )
        .map_err(&failed)?;
    let mut rows = statement.query([place]).map_err(&failed)?;
    let Some(row) = rows.next().map_err(&failed)? else { return Ok(None) };
    let (first, count, body) = segment(row)?;
    match index - first {
        nth if nth < u64::from(count) => {
            segment::nth(first, count, body, nth as u32).map(|entry| Some(entry.to_vec()))
        }
        _ => Ok(None),
    }
}

/// Calls `each` with a run of entries of one snapshot.
pub fn each_entry(
    connection: &Connection,
    from: u64,
    to: u64,
    each: &mut dyn FnMut(u64, &[u8]),
) -> Result<(), StoreError> {
    let size = size(connection)?;
    // A log that grows between the two statements changes nothing: entries never leave.
    if to < from || size < to {
        return Err(StoreError::Range { from, to, size });
    }
    let failed = backend("read entries");
    let mut statement = connection
        .prepare_cached(
            "SELECT place, count, body FROM entries WHERE place < ?2 AND \
             (SELECT max(place) FROM entries WHERE place <= ?1) <= place ORDER BY place",
        )
        .map_err(&failed)?;
    let mut rows = statement.query([from as i64, to as i64]).map_err(&failed)?;
    let mut next = None;
    while let Some(row) = rows.next().map_err(&failed)? {
        let (place, count, body) = segment(row)?;
        if next.unwrap_or(place) != place {
            break;
        }
        let mut at = place;
        segment::each(place, count, body, |entry| {
            if from <= at && at < to {
                each(at, entry);
            }
            at += 1;
        })?;
        next = Some(at);
    }
    match next {
        _ if from == to => Ok(()),
        Some(next) if to <= next => Ok(()),
        next => Err(missing(next.unwrap_or(from))),
    }
}

fn segment<'a>(row: &'a Row<'_>) -> Result<(u64, u32, &'a [u8]), StoreError> {
    let failed = backend("read entries");
    let (place, count) = (row.get(0).map_err(&failed)?, row.get(1).map_err(&failed)?);
    let body = row.get_ref(2).map_err(&failed)?;
    let body = body.as_blob().map_err(|error| failed(error.into()))?;
    Ok((natural(place)?, count, body))
}

/// Returns what was answered under a key.
pub fn answered(connection: &Connection, key: &[u8; 16]) -> Result<Option<Answered>, StoreError> {
    let failed = backend("look up an idempotency key");
    let mut statement = connection
        .prepare_cached("SELECT request, first, count FROM answers WHERE key = ?1")
        .map_err(&failed)?;
    let found = statement
        .query_row([key.as_slice()], |row| {
            Ok((row.get::<_, [u8; 32]>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?))
        })
        .optional()
        .map_err(&failed)?;
    let Some((request, first, count)) = found else {
        return Ok(None);
    };
    Ok(Some(Answered { request, first: natural(first)?, count: natural(count)? }))
}

/// Returns the first batch whose last serial is not below the one given.
pub fn next_batch(
    connection: &Connection,
    site: &str,
    year: i32,
    level: char,
    serial: u32,
) -> Result<Option<BatchRow>, StoreError> {
    let failed = backend("look up a batch");
    let mut statement = connection
        .prepare_cached(
            "SELECT first, last, entry, header FROM batches \
             WHERE site = ?1 AND year = ?2 AND level = ?3 AND ?4 <= last ORDER BY last LIMIT 1",
        )
        .map_err(&failed)?;
    let serials_and_places = |row: &Row<'_>| {
        let (first, last): (u32, u32) = (row.get(0)?, row.get(1)?);
        let (entry, header): (i64, i64) = (row.get(2)?, row.get(3)?);
        Ok((first, last, entry, header))
    };
    let key = params![site, year, level.to_string(), serial];
    let found = statement.query_row(key, serials_and_places).optional().map_err(&failed)?;
    let Some((first, last, entry, header)) = found else {
        return Ok(None);
    };
    let (site, entry, header) = (site.to_string(), natural(entry)?, natural(header)?);
    Ok(Some(BatchRow { site, year, level, first, last, entry, header }))
}

/// Returns the id under which a private row lies in its group.
pub fn private_id(group: i64, place: u32) -> i64 {
    (group << 32) | i64::from(place)
}

/// Returns the number of a group of private rows.
pub fn group_id(
    connection: &Connection,
    kind: PrivateKind,
    group: &str,
) -> Result<Option<i64>, StoreError> {
    let failed = backend("find a group of private rows");
    let mut statement = connection
        .prepare_cached("SELECT id FROM private_groups WHERE kind = ?1 AND owner = ?2")
        .map_err(&failed)?;
    let found = statement.query_row(params![kind.code(), group], |row| row.get(0));
    found.optional().map_err(&failed)
}

/// Returns the body of one private row.
pub fn private_row(
    connection: &Connection,
    kind: PrivateKind,
    group: &str,
    place: u32,
) -> Result<Option<Vec<u8>>, StoreError> {
    let failed = backend("read a private row");
    let mut statement = connection
        .prepare_cached(
            "SELECT body FROM private_bodies WHERE id = \
             ((SELECT id FROM private_groups WHERE kind = ?1 AND owner = ?2) << 32) | ?3",
        )
        .map_err(&failed)?;
    let key = params![kind.code(), group, place];
    statement.query_row(key, |row| row.get(0)).optional().map_err(&failed)
}

/// Returns the private rows of a group by rising place.
pub fn private_rows(
    connection: &Connection,
    kind: PrivateKind,
    group: &str,
) -> Result<Vec<(u32, Vec<u8>)>, StoreError> {
    let failed = backend("read private rows");
    // One statement, and so one snapshot.
    let mut statement = connection
        .prepare_cached(
            "SELECT id & 4294967295, body FROM private_bodies WHERE id BETWEEN \
             (SELECT id FROM private_groups WHERE kind = ?1 AND owner = ?2) << 32 AND \
             ((SELECT id FROM private_groups WHERE kind = ?1 AND owner = ?2) << 32) | 4294967295 \
             ORDER BY id",
        )
        .map_err(&failed)?;
    let rows = statement.query_map(params![kind.code(), group], |row| {
        Ok((row.get::<_, u32>(0)?, row.get::<_, Vec<u8>>(1)?))
    });
    rows.map_err(&failed)?.collect::<Result<Vec<_>, _>>().map_err(&failed)
}

/// Returns the last place of a group.
pub fn last_place(
    connection: &Connection,
    kind: PrivateKind,
    group: &str,
) -> Result<Option<u32>, StoreError> {
    let failed = backend("read the last private row");
    let mut statement = connection
        .prepare_cached(
            "SELECT max(id) & 4294967295 FROM private_bodies WHERE id BETWEEN \
             (SELECT id FROM private_groups WHERE kind = ?1 AND owner = ?2) << 32 AND \
             ((SELECT id FROM private_groups WHERE kind = ?1 AND owner = ?2) << 32) | 4294967295",
        )
        .map_err(&failed)?;
    statement.query_row(params![kind.code(), group], |row| row.get(0)).map_err(&failed)
}

/// Returns names of groups that follow one.
pub fn private_groups(
    connection: &Connection,
    kind: PrivateKind,
    after: &str,
    limit: usize,
) -> Result<Vec<String>, StoreError> {
    let failed = backend("list groups of private rows");
    let mut statement = connection
        .prepare_cached(
            "SELECT owner FROM private_groups WHERE kind = ?1 AND ?2 < owner \
             ORDER BY owner LIMIT ?3",
        )
        .map_err(&failed)?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = statement.query_map(params![kind.code(), after, limit], |row| row.get(0));
    rows.map_err(&failed)?.collect::<Result<Vec<_>, _>>().map_err(&failed)
}

/// Returns a note.
pub fn note(connection: &Connection, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let failed = backend("read a note");
    let mut statement =
        connection.prepare_cached("SELECT body FROM notes WHERE name = ?1").map_err(&failed)?;
    statement.query_row([name], |row| row.get(0)).optional().map_err(&failed)
}

/// Returns the state that is kept.
pub fn kept_state(connection: &Connection) -> Result<Option<KeptState>, StoreError> {
    let failed = backend("read the kept state");
    let mut statement = connection
        .prepare_cached("SELECT size, body FROM kept_state ORDER BY piece")
        .map_err(&failed)?;
    let mut rows = statement.query([]).map_err(&failed)?;
    let mut state: Option<KeptState> = None;
    while let Some(row) = rows.next().map_err(&failed)? {
        let size = natural(row.get(0).map_err(&failed)?)?;
        let body = row.get_ref(1).map_err(&failed)?;
        let body = body.as_blob().map_err(|error| failed(error.into()))?;
        state.get_or_insert(KeptState { size, bytes: Vec::new() }).bytes.extend(body);
    }
    Ok(state)
}

pub fn natural(number: i64) -> Result<u64, StoreError> {
    u64::try_from(number)
        .map_err(|_| StoreError::Damaged { what: format!("`{number}` stands for a place") })
}

fn missing(place: u64) -> StoreError {
    StoreError::Damaged { what: format!("entry `{place}` is missing") }
}
