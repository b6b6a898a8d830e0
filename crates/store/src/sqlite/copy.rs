//! Whole tables in and out, and looking for damage.
//!
//! In scope: every row of a kind, rows that are put back, the check of the file and of the log.
//! Out of scope: the file of a backup (`backup`).

use super::tokens::{self, TokenIndex};
use super::{backend, damaged, read, write};
use crate::contract::kept::{Kept, KeptKind};
use crate::contract::writing::{Answered, BatchRow, PrivateKind, PrivateRow};
use crate::store_error::StoreError;
use rusqlite::{Connection, Row};
use std::cell::RefCell;

/// Reads a row; nothing when it has a code that is none.
type ReadRow = fn(&Row<'_>) -> rusqlite::Result<Option<Kept>>;

/// Calls `each` with every row of a kind.
pub fn each_kept(
    connection: &Connection,
    index: &RefCell<TokenIndex>,
    kind: KeptKind,
    each: &mut dyn FnMut(Kept) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let failed = backend("read a table");
    let (text, read): (&str, ReadRow) = match kind {
        KeptKind::Answers => ("SELECT key, request, first, count FROM answers", answer),
        KeptKind::Batches => {
            ("SELECT site, year, level, first, last, entry, header FROM batches", batch)
        }
        KeptKind::Private => (
            "SELECT g.kind, g.owner, b.id & 4294967295, b.body \
             FROM private_bodies b JOIN private_groups g ON g.id = b.id >> 32 ORDER BY b.id",
            private,
        ),
        KeptKind::Tokens => {
            let sources = index.borrow_mut().sources(connection)?;
            return tokens::each(connection, &sources, &mut |token| each(Kept::Token(token)));
        }
        KeptKind::Notes => ("SELECT name, body FROM notes", note),
    };
    let mut statement = connection.prepare_cached(text).map_err(&failed)?;
    let mut rows = statement.query([]).map_err(&failed)?;
    while let Some(row) = rows.next().map_err(&failed)? {
        let kept = read(row).map_err(&failed)?;
        each(kept.ok_or_else(|| damaged(format!("a row of {kind:?} has an unknown code")))?)?;
    }
    Ok(())
}

fn answer(row: &Row<'_>) -> rusqlite::Result<Option<Kept>> {
    let (first, count) = (row.get::<_, i64>(2)? as u64, row.get::<_, i64>(3)? as u64);
    Ok(Some(Kept::Answer(row.get(0)?, Answered { request: row.get(1)?, first, count })))
}

fn batch(row: &Row<'_>) -> rusqlite::Result<Option<Kept>> {
    let level: String = row.get(2)?;
    let Some(level) = level.chars().next() else { return Ok(None) };
    let (site, year, first, last) = (row.get(0)?, row.get(1)?, row.get(3)?, row.get(4)?);
    let (entry, header) = (row.get::<_, i64>(5)? as u64, row.get::<_, i64>(6)? as u64);
    Ok(Some(Kept::Batch(BatchRow { site, year, level, first, last, entry, header })))
}

fn private(row: &Row<'_>) -> rusqlite::Result<Option<Kept>> {
    let Some(kind) = PrivateKind::from_code(row.get(0)?) else { return Ok(None) };
    let (group, place, body) = (row.get(1)?, row.get(2)?, row.get(3)?);
    Ok(Some(Kept::Private(PrivateRow { kind, group, place, body })))
}

fn note(row: &Row<'_>) -> rusqlite::Result<Option<Kept>> {
    Ok(Some(Kept::Note(row.get(0)?, row.get(1)?)))
}

/// Puts rows back, inside a transaction of the caller.
pub fn restore(
    connection: &Connection,
    index: &mut TokenIndex,
    entries: &[Vec<u8>],
    rows: &[Kept],
) -> Result<(), StoreError> {
    let size = read::size(connection)?;
    write::entries(connection, size, entries)?;
    let mut tokens = Vec::new();
    for row in rows {
        match row {
            Kept::Answer(key, answered) => write::answer(connection, key, answered)?,
            Kept::Batch(row) => write::batch(connection, row)?,
            Kept::Private(row) => write::private(connection, std::slice::from_ref(row))?,
            Kept::Token(token) => tokens.push(*token),
            Kept::Note(name, body) => write::note(connection, name, Some(body))?,
        }
    }
    index.append(connection, &tokens)
}

/// Looks for damage: the file as SQLite sees it, entries without a gap, batches inside the log,
/// tokens in order.
pub fn inspect(
    connection: &Connection,
    index: &RefCell<TokenIndex>,
) -> Result<Vec<String>, StoreError> {
    let failed = backend("check the database");
    let mut found = Vec::new();
    let mut statement = connection.prepare("PRAGMA integrity_check(20)").map_err(&failed)?;
    let lines = statement.query_map([], |row| row.get::<_, String>(0)).map_err(&failed)?;
    for line in lines {
        let line = line.map_err(&failed)?;
        if line != "ok" {
            found.push(line);
        }
    }
    let size = read::size(connection)?;
    if let Err(StoreError::Damaged { what }) = read::each_entry(connection, 0, size, &mut |_, _| {})
    {
        found.push(what);
    }
    each_kept(connection, index, KeptKind::Batches, &mut |kept| {
        if let Kept::Batch(batch) = kept
            && size <= batch.entry + u64::from(batch.last - batch.first)
        {
            let BatchRow { site, year, level, first, .. } = batch;
            found.push(format!("batch `{site} {year} {level} {first}` lies beyond the log"));
        }
        Ok(())
    })?;
    found.extend(tokens::inspect(connection)?);
    Ok(found)
}
