//! What is done beside writings: keeping the state, clearing up after erasures, warnings.
//!
//! In scope: each of these. Out of scope: looking for damage (`inspect`).
//! Dead rows: PostgreSQL keeps the bytes of a removed or replaced row in the table's file until
//! VACUUM has passed over it, and in the write-ahead log until its files are reused.

use super::fault::backend;
use super::link::Link;
use super::session::Session;
use super::staged::Staged;
use super::warning::Warning;
use super::write::{self, Unwritten};
use crate::store_error::StoreError;
use tokio_postgres::Row;

/// Bytes of one piece of a state.
const PIECE_BYTES: usize = 8 << 20;

/// Keeps a state instead of the one before, in one transaction.
pub async fn keep_state(
    session: &Session,
    turn: i64,
    log: &Staged,
    (size, bytes): (u64, &[u8]),
) -> Result<(), Unwritten> {
    let kept = async {
        write::claim(session, turn, log).await?;
        pieces(session, size, bytes).await.map_err(Unwritten::Nothing)
    };
    if let Err(unwritten) = kept.await {
        // Stopped here, or refused: the state before stays.
        let _closed = session.run("ROLLBACK").await;
        return Err(unwritten);
    }
    write::commit(session).await
}

async fn pieces(session: &Session, size: u64, bytes: &[u8]) -> Result<(), tokio_postgres::Error> {
    session.execute("DELETE FROM dengji.state", &[]).await?;
    let insert = "INSERT INTO dengji.state (piece, size, body) VALUES ($1, $2, $3)";
    let size = size as i64;
    // A state of no bytes is one piece of none.
    let count = bytes.len().div_ceil(PIECE_BYTES).max(1);
    for piece in 0..count {
        let end = bytes.len().min((piece + 1) * PIECE_BYTES);
        let body = &bytes[piece * PIECE_BYTES..end];
        session.execute(insert, &[&(piece as i32), &size, &body]).await?;
    }
    Ok(())
}

/// What `tend` has to do, one table a slice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chore {
    /// Dead private rows.
    Private,
    /// Dead tokens.
    Tokens,
    /// Dead pieces of state.
    State,
}

/// Frees the bytes of dead rows of a table for new rows. Rows of a transaction that somebody still
/// reads beside it stay until the next time.
pub fn clear(link: &Link, chore: Chore) -> Result<(), StoreError> {
    let sql = match chore {
        Chore::Private => "VACUUM dengji.private_rows",
        Chore::Tokens => "VACUUM dengji.tokens",
        Chore::State => "VACUUM dengji.state",
    };
    let session = link.session()?;
    link.block(session.run(sql)).map_err(backend("clear up after rows that were removed"))
}

/// Says what of the server's settings endangers what was acknowledged, and of the way there.
pub fn warnings(link: &Link) -> Result<Vec<Warning>, StoreError> {
    let rows = link.read("look at the settings of the server", async |session| {
        let sql = "SELECT name, setting FROM pg_settings \
                   WHERE name IN ('fsync', 'full_page_writes', 'data_checksums')";
        session.rows(sql, &[]).await
    })?;
    let of_row = |row: Row| match (row.get(0), row.get(1)) {
        ("fsync", "off") => Some(Warning::NoFlush),
        ("full_page_writes", "off") => Some(Warning::TornPages),
        ("data_checksums", "off") => Some(Warning::NoChecksums),
        _ => None,
    };
    Ok(link.address().exposed().into_iter().chain(rows.into_iter().filter_map(of_row)).collect())
}
