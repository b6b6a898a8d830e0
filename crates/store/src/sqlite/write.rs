//! The rows of one writing, inside a transaction that its caller begins and commits.
//!
//! In scope: entries, answer, batch and private rows.
//! Out of scope: whether the writing is the next one; the caller has seen the size.
//! Failure: any error leaves the transaction to be rolled back.

use super::{backend, read};
use crate::contract::writing::{BatchRow, PrivateRow, Writing};
use crate::store_error::StoreError;
use rusqlite::{Transaction, params};

/// Writes every row of the writing; its first entry is put at the size it expects.
///
/// # Errors
/// The batch meets an older one, or the backend failed.
pub fn everything(transaction: &Transaction<'_>, writing: &Writing<'_>) -> Result<(), StoreError> {
    entries(transaction, writing)?;
    if let Some((key, request)) = &writing.answer {
        let failed = backend("write an answer");
        let mut statement = transaction
            .prepare_cached(
                "INSERT INTO answers (key, request, first, count) VALUES (?1, ?2, ?3, ?4)",
            )
            .map_err(&failed)?;
        let (first, count) = (writing.expect_size as i64, writing.entries.len() as i64);
        let row = params![key.as_slice(), request.as_slice(), first, count];
        statement.execute(row).map_err(&failed)?;
    }
    if let Some(row) = &writing.batch {
        batch(transaction, row)?;
    }
    private(transaction, writing.private)
}

fn entries(transaction: &Transaction<'_>, writing: &Writing<'_>) -> Result<(), StoreError> {
    let failed = backend("write entries");
    let mut statement = transaction
        .prepare_cached("INSERT INTO entries (place, body) VALUES (?1, ?2)")
        .map_err(&failed)?;
    for (place, body) in (writing.expect_size..).zip(writing.entries) {
        // The size came out of the table as a signed number, and a writing is short against that.
        statement.execute(params![place as i64, body]).map_err(&failed)?;
    }
    Ok(())
}

fn batch(transaction: &Transaction<'_>, batch: &BatchRow) -> Result<(), StoreError> {
    let BatchRow { site, year, level, first, last, entry, header } = batch;
    // Runs of one key are disjoint, so the only one that can meet this one is the next from its
    // first serial on.
    let next = read::next_batch(transaction, site, *year, *level, *first)?;
    if let Some(older) = next.filter(|next| next.first <= *last) {
        let (batch, older) = (Box::new(batch.clone()), Box::new(older));
        return Err(StoreError::BatchMeets { batch, older });
    }
    let failed = backend("write a batch");
    let mut statement = transaction
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

fn private(transaction: &Transaction<'_>, rows: &[PrivateRow]) -> Result<(), StoreError> {
    let failed = backend("write private rows");
    let mut statement = transaction
        .prepare_cached(
            "INSERT INTO private_rows (kind, owner, place, body) VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT (kind, owner, place) DO UPDATE SET body = excluded.body",
        )
        .map_err(&failed)?;
    for PrivateRow { kind, group, place, body } in rows {
        statement.execute(params![kind.code(), group, place, body]).map_err(&failed)?;
    }
    Ok(())
}
