//! Walking through all rows of a kind, a page at a time.
//!
//! In scope: the cursors, and reading each kind of row. Out of scope: what a group has staged.
//! Invariant: `each` is called while nothing is under way on the connection, so that it may read
//! from this store, or write into another.

use super::link::Link;
use super::read::{answer_of, batch_of, damaged, natural, small};
use super::read_private::name;
use crate::contract::kept::{Kept, KeptKind};
use crate::contract::writing::{PrivateKind, PrivateRow, Token, TokenSpace};
use crate::store_error::StoreError;
use tokio_postgres::Row;

/// What a page holds at most; bodies of private rows and notes may be long.
const SMALL_ROWS: u32 = 2048;
const LARGE_ROWS: u32 = 64;

/// Calls `each` with every row of a kind, of one snapshot, in the order of the keys.
///
/// # Errors
/// The backend or `each` failed.
pub fn each_kept(
    link: &Link,
    kind: KeptKind,
    each: &mut dyn FnMut(Kept) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let (select, page) = match kind {
        KeptKind::Answers => {
            ("SELECT request, first, count, key FROM dengji.answers ORDER BY key", SMALL_ROWS)
        }
        KeptKind::Batches => (
            "SELECT first, last, entry, header, site, year, level FROM dengji.batches \
             ORDER BY site, year, level, last",
            SMALL_ROWS,
        ),
        KeptKind::Private => (
            "SELECT kind, owner, place, body FROM dengji.private_rows \
             ORDER BY kind, owner, place",
            LARGE_ROWS,
        ),
        KeptKind::Tokens => (
            "SELECT token, space, place FROM dengji.tokens ORDER BY token, space, place",
            SMALL_ROWS,
        ),
        KeptKind::Notes => ("SELECT name, body FROM dengji.notes ORDER BY name", LARGE_ROWS),
    };
    each_row(link, select, page, &mut |row| each(kept_of(kind, row)?))
}

/// Calls `each` with every row of a statement, of one snapshot.
///
/// # Errors
/// The backend or `each` failed.
pub fn each_row(
    link: &Link,
    select: &str,
    page: u32,
    each: &mut dyn FnMut(&Row) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    link.hold()?;
    let walked = pages(link, select, page, each);
    let released = link.release();
    walked.and(released)
}

fn pages(
    link: &Link,
    select: &str,
    page: u32,
    each: &mut dyn FnMut(&Row) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    // A walk may begin inside another one.
    let cursor = format!("walk_{}", link.next_number());
    let declare = format!("DECLARE {cursor} NO SCROLL CURSOR FOR {select}");
    let fetch = format!("FETCH {page} FROM {cursor}");
    link.read("begin to walk through rows", async |session| session.run(&declare).await)?;
    loop {
        let rows = link
            .read("walk through rows", async |session| session.client().query(&fetch, &[]).await)?;
        if rows.is_empty() {
            break;
        }
        rows.iter().try_for_each(&mut *each)?;
    }
    let close = format!("CLOSE {cursor}");
    link.read("end a walk through rows", async |session| session.run(&close).await)
}

fn kept_of(kind: KeptKind, row: &Row) -> Result<Kept, StoreError> {
    match kind {
        KeptKind::Answers => {
            let key = row.get::<_, &[u8]>(3).try_into();
            let key = key.map_err(|_| damaged("a key has not 16 bytes".to_string()))?;
            Ok(Kept::Answer(key, answer_of(row)?))
        }
        KeptKind::Batches => {
            let level = u32::try_from(row.get::<_, i32>(6)).ok().and_then(char::from_u32);
            let level = level.ok_or_else(|| damaged("a level is no character".to_string()))?;
            Ok(Kept::Batch(batch_of(row, &name(row.get(4))?, row.get(5), level)?))
        }
        KeptKind::Private => {
            let code: i16 = row.get(0);
            let kind = u8::try_from(code).ok().and_then(PrivateKind::from_code);
            let kind =
                kind.ok_or_else(|| damaged(format!("`{code}` is no kind of private row")))?;
            let (group, place) = (name(row.get(1))?, small(row.get(2))?);
            Ok(Kept::Private(PrivateRow { kind, group, place, body: row.get(3) }))
        }
        KeptKind::Tokens => token_of(row).map(Kept::Token),
        KeptKind::Notes => Ok(Kept::Note(name(row.get(0))?, row.get(1))),
    }
}

/// Reads a token out of a row of token, space and place.
///
/// # Errors
/// It has the code of no space, or not the length of one.
pub fn token_of(row: &Row) -> Result<Token, StoreError> {
    let code: i16 = row.get(1);
    let space = u8::try_from(code).ok().and_then(TokenSpace::from_code);
    let space = space.ok_or_else(|| damaged(format!("`{code}` is no space of tokens")))?;
    let token = row.get::<_, &[u8]>(0).try_into();
    let token = token.map_err(|_| damaged("a token has not 12 bytes".to_string()))?;
    Ok(Token { space, token, place: natural(row.get(2))? })
}
