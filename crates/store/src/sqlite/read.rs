//! The reads of the SQLite store, inside a transaction or outside.
//!
//! In scope: one statement each, prepared once; each is its own snapshot.
//! Out of scope: opening and writing.

use super::backend;
use crate::contract::kept::KeptState;
use crate::contract::writing::{Answered, BatchRow, PrivateKind};
use crate::segment;
use crate::store_error::StoreError;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, params};

/// Returns the number of entries.
pub fn size(connection: &Connection) -> Result<u64, StoreError> {
    let failed = backend("read the size of the log");
    // The last key of the table, one seek; places have no gap because `write` numbers them.
    let mut statement = connection
        .prepare_cached("SELECT last + 1 FROM entries ORDER BY last DESC LIMIT 1")
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
            "SELECT last, count, body FROM entries WHERE ?1 <= last ORDER BY last LIMIT 1",
        )
        .map_err(&failed)?;
    let mut rows = statement.query([place]).map_err(&failed)?;
    let Some(row) = rows.next().map_err(&failed)? else { return Ok(None) };
    entry_of(row, 0, index)
}

/// Returns the entry of a place out of the segment that stands in a row from a column on; nothing
/// when it begins after the place.
fn entry_of(row: &Row<'_>, column: usize, index: u64) -> Result<Option<Vec<u8>>, StoreError> {
    let (first, count, body) = segment(row, column)?;
    let Some(nth) = index.checked_sub(first).and_then(|nth| u32::try_from(nth).ok()) else {
        return Ok(None);
    };
    segment::nth(first, count, body, nth).map(|entry| Some(entry.to_vec()))
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
        .prepare_cached("SELECT last, count, body FROM entries WHERE ?1 <= last ORDER BY last")
        .map_err(&failed)?;
    let mut rows = statement.query([from as i64]).map_err(&failed)?;
    let mut next = from;
    while next < to {
        let Some(row) = rows.next().map_err(&failed)? else { return Err(missing(next)) };
        let (first, count, body) = segment(row, 0)?;
        // The first may begin before the run; all others begin where the one before ended.
        if next < first || (from < next && first < next) {
            return Err(missing(next));
        }
        let mut at = first;
        segment::each(first, count, body, |entry| {
            if from <= at && at < to {
                each(at, entry);
            }
            at += 1;
        })?;
        next = at;
    }
    Ok(())
}

/// Reads the columns last, count, body from a column on: the first place, how many, their bytes.
fn segment<'a>(row: &'a Row<'_>, column: usize) -> Result<(u64, u32, &'a [u8]), StoreError> {
    let failed = backend("read entries");
    let last: i64 = row.get(column).map_err(&failed)?;
    let count: u32 = row.get(column + 1).map_err(&failed)?;
    let body = row.get_ref(column + 2).map_err(&failed)?;
    let body = body.as_blob().map_err(|error| failed(error.into()))?;
    Ok((natural(last - i64::from(count) + 1)?, count, body))
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
    let mut code = [0; 4];
    let key = params![site, year, &*level.encode_utf8(&mut code), serial];
    let mut rows = statement.query(key).map_err(&failed)?;
    let Some(row) = rows.next().map_err(&failed)? else { return Ok(None) };
    batch_of(row, site, year, level).map(Some)
}

/// Returns a certificate's batch and entry; nothing when no batch holds the serial. One statement,
/// because each is a lock taken and given back, which costs as much as what it reads.
pub fn certificate(
    connection: &Connection,
    site: &str,
    year: i32,
    level: char,
    serial: u32,
) -> Result<Option<(BatchRow, Vec<u8>)>, StoreError> {
    let failed = backend("look up a certificate");
    let mut statement = connection
        .prepare_cached(
            "SELECT b.first, b.last, b.entry, b.header, e.last, e.count, e.body FROM \
             (SELECT first, last, entry, header FROM batches \
              WHERE site = ?1 AND year = ?2 AND level = ?3 AND ?4 <= last \
              ORDER BY last LIMIT 1) b \
             LEFT JOIN entries e ON e.last = \
             (SELECT min(last) FROM entries WHERE b.entry + ?4 - b.first <= last)",
        )
        .map_err(&failed)?;
    let mut code = [0; 4];
    let key = params![site, year, &*level.encode_utf8(&mut code), serial];
    let mut rows = statement.query(key).map_err(&failed)?;
    let Some(row) = rows.next().map_err(&failed)? else { return Ok(None) };
    let batch = batch_of(row, site, year, level)?;
    if serial < batch.first {
        return Ok(None);
    }
    let place = batch.entry + u64::from(serial - batch.first);
    let beyond = matches!(row.get_ref(4).map_err(&failed)?, ValueRef::Null);
    let entry = if beyond { None } else { entry_of(row, 4, place)? };
    Ok(Some((batch, entry.ok_or_else(|| missing(place))?)))
}

/// Reads the columns first, last, entry, header.
fn batch_of(row: &Row<'_>, site: &str, year: i32, level: char) -> Result<BatchRow, StoreError> {
    let failed = backend("look up a batch");
    Ok(BatchRow {
        site: site.to_string(),
        year,
        level,
        first: row.get(0).map_err(&failed)?,
        last: row.get(1).map_err(&failed)?,
        entry: natural(row.get(2).map_err(&failed)?)?,
        header: natural(row.get(3).map_err(&failed)?)?,
    })
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

/// Says which entry is missing.
pub fn missing(place: u64) -> StoreError {
    StoreError::Damaged { what: format!("entry `{place}` is missing") }
}
