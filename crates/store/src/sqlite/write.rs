//! The rows of one writing, inside a transaction that its caller begins and commits.
//!
//! In scope: entries, answer, batch, private rows, tokens and notes.
//! Out of scope: whether the writing is the next one; the caller has seen the size.
//! Failure: any error leaves the transaction to be rolled back.

use super::tokens::TokenIndex;
use super::{backend, read};
use crate::contract::writing::{Answered, BatchRow, PrivatePlace, PrivateRow, Writing};
use crate::segment;
use crate::store_error::StoreError;
use rusqlite::{Connection, OptionalExtension as _, params};

/// Writes every row of the writing; its first entry is put at the size it expects.
///
/// # Errors
/// The batch meets an older one, or the backend failed.
pub fn everything(
    connection: &Connection,
    index: &mut TokenIndex,
    writing: &Writing<'_>,
) -> Result<(), StoreError> {
    entries(connection, writing.expect_size, writing.entries)?;
    if let Some((key, request)) = &writing.answer {
        let (first, count) = (writing.expect_size, writing.entries.len() as u64);
        answer(connection, key, &Answered { request: *request, first, count })?;
    }
    if let Some(row) = &writing.batch {
        batch(connection, row)?;
    }
    erase(connection, writing.erased)?;
    private(connection, writing.private)?;
    index.erase(connection, writing.erased_tokens)?;
    index.append(connection, writing.tokens)?;
    writing.notes.iter().try_for_each(|(name, body)| note(connection, name, body.as_deref()))
}

/// Writes entries from a place on.
pub fn entries(connection: &Connection, first: u64, entries: &[Vec<u8>]) -> Result<(), StoreError> {
    let failed = backend("write entries");
    let mut statement = connection
        .prepare_cached("INSERT INTO entries (last, count, body) VALUES (?1, ?2, ?3)")
        .map_err(&failed)?;
    for segment in segment::cut(first, entries) {
        // The size came out of the table as a signed number, and a writing is short against that.
        let last = segment.place as i64 + i64::from(segment.count) - 1;
        let row = params![last, segment.count, segment.body];
        statement.execute(row).map_err(&failed)?;
    }
    Ok(())
}

/// Writes an answer.
pub fn answer(
    connection: &Connection,
    key: &[u8; 16],
    answered: &Answered,
) -> Result<(), StoreError> {
    let failed = backend("write an answer");
    let mut statement = connection
        .prepare_cached("INSERT INTO answers (key, request, first, count) VALUES (?1, ?2, ?3, ?4)")
        .map_err(&failed)?;
    let Answered { request, first, count } = answered;
    let row = params![key.as_slice(), request.as_slice(), *first as i64, *count as i64];
    statement.execute(row).map_err(&failed)?;
    Ok(())
}

/// Writes a batch that meets no older one.
pub fn batch(connection: &Connection, batch: &BatchRow) -> Result<(), StoreError> {
    let BatchRow { site, year, level, first, last, entry, header } = batch;
    // Runs of one key are disjoint, so the only one that can meet this one is the next from its
    // first serial on.
    let next = read::next_batch(connection, site, *year, *level, *first)?;
    if let Some(older) = next.filter(|next| next.first <= *last) {
        let (batch, older) = (Box::new(batch.clone()), Box::new(older));
        return Err(StoreError::BatchMeets { batch, older });
    }
    let failed = backend("write a batch");
    let mut statement = connection
        .prepare_cached(
            "INSERT INTO batches (site, year, level, last, first, entry, header) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )
        .map_err(&failed)?;
    let (level, entry, header) = (level.to_string(), *entry as i64, *header as i64);
    let row = params![site, year, level, last, first, entry, header];
    statement.execute(row).map_err(&failed)?;
    Ok(())
}

/// Puts private rows in their places.
pub fn private(connection: &Connection, rows: &[PrivateRow]) -> Result<(), StoreError> {
    let failed = backend("write private rows");
    let mut group = connection
        .prepare_cached("INSERT INTO private_groups (kind, owner) VALUES (?1, ?2)")
        .map_err(&failed)?;
    let mut body = connection
        .prepare_cached(
            "INSERT INTO private_bodies (id, body) VALUES (?1, ?2) \
             ON CONFLICT (id) DO UPDATE SET body = excluded.body",
        )
        .map_err(&failed)?;
    let mut last: Option<(&PrivateRow, i64)> = None;
    for row in rows {
        // Rows of a group come together.
        let id = match last {
            Some((old, id)) if old.kind == row.kind && old.group == row.group => id,
            _ => match read::group_id(connection, row.kind, &row.group)? {
                Some(id) => id,
                None => group.insert(params![row.kind.code(), row.group]).map_err(&failed)?,
            },
        };
        last = Some((row, id));
        body.execute(params![read::private_id(id, row.place), row.body]).map_err(&failed)?;
    }
    Ok(())
}

/// Removes private rows, and their group with the last of them.
fn erase(connection: &Connection, places: &[PrivatePlace]) -> Result<(), StoreError> {
    let failed = backend("erase private rows");
    for PrivatePlace { kind, group, place } in places {
        let Some(id) = read::group_id(connection, *kind, group)? else { continue };
        connection
            .prepare_cached("DELETE FROM private_bodies WHERE id = ?1")
            .and_then(|mut statement| statement.execute([read::private_id(id, *place)]))
            .map_err(&failed)?;
        let (from, to) = (read::private_id(id, 0), read::private_id(id, u32::MAX));
        let left = connection
            .prepare_cached("SELECT 1 FROM private_bodies WHERE id BETWEEN ?1 AND ?2 LIMIT 1")
            .and_then(|mut statement| statement.query_row([from, to], |_| Ok(())).optional())
            .map_err(&failed)?;
        if left.is_none() {
            connection
                .prepare_cached("DELETE FROM private_groups WHERE id = ?1")
                .and_then(|mut statement| statement.execute([id]))
                .map_err(&failed)?;
        }
    }
    Ok(())
}

/// Puts a note, or removes it.
pub fn note(connection: &Connection, name: &str, body: Option<&[u8]>) -> Result<(), StoreError> {
    let done = match body {
        Some(body) => connection
            .prepare_cached(
                "INSERT INTO notes (name, body) VALUES (?1, ?2) \
                 ON CONFLICT (name) DO UPDATE SET body = excluded.body",
            )
            .and_then(|mut statement| statement.execute(params![name, body])),
        None => connection
            .prepare_cached("DELETE FROM notes WHERE name = ?1")
            .and_then(|mut statement| statement.execute([name])),
    };
    done.map(|_| ()).map_err(backend("write a note"))
}
