//! What is read beside the log: private rows, tokens, notes and the kept state.
//!
//! In scope: one statement each. Out of scope: what a group has staged (`seen`).

use super::link::Link;
use super::part;
use super::read::{damaged, natural, small};
use super::walk;
use crate::contract::kept::KeptState;
use crate::contract::writing::{PrivateKind, Token, TokenSpace};
use crate::store_error::StoreError;

/// Returns the body of one private row.
pub fn row(
    link: &Link,
    kind: PrivateKind,
    group: &str,
    place: u32,
) -> Result<Option<Vec<u8>>, StoreError> {
    let row = link.read("read a private row", async |session| {
        let sql = "SELECT body FROM dengji.private_rows \
                   WHERE kind = $1 AND owner = $2 AND place = $3 AND part = $4";
        let (kind, place) = (i16::from(kind.code()), i64::from(place));
        session.row(sql, &[&kind, &group.as_bytes(), &place, &part::of_name(group)]).await
    })?;
    Ok(row.map(|row| row.get(0)))
}

/// Returns the private rows of a group by rising place.
pub fn rows(
    link: &Link,
    kind: PrivateKind,
    group: &str,
) -> Result<Vec<(u32, Vec<u8>)>, StoreError> {
    let rows = link.read("read private rows", async |session| {
        let sql = "SELECT place, body FROM dengji.private_rows \
                   WHERE kind = $1 AND owner = $2 AND part = $3 ORDER BY place";
        let kind = i16::from(kind.code());
        session.rows(sql, &[&kind, &group.as_bytes(), &part::of_name(group)]).await
    })?;
    rows.iter().map(|row| Ok((small(row.get(0))?, row.get(1)))).collect()
}

/// Returns the last place of a group below `below` that has a row.
pub fn last_place(
    link: &Link,
    kind: PrivateKind,
    group: &str,
    below: u64,
) -> Result<Option<u32>, StoreError> {
    let row = link.read("look for the last private row", async |session| {
        let sql = "SELECT place FROM dengji.private_rows WHERE kind = $1 AND owner = $2 \
                   AND part = $3 AND place < $4 ORDER BY place DESC LIMIT 1";
        let (kind, below) = (i16::from(kind.code()), below as i64);
        session.row(sql, &[&kind, &group.as_bytes(), &part::of_name(group), &below]).await
    })?;
    row.map(|row| small(row.get(0))).transpose()
}

/// Returns names of groups after one of them, by rising bytes.
pub fn groups(
    link: &Link,
    kind: PrivateKind,
    after: &str,
    limit: usize,
) -> Result<Vec<String>, StoreError> {
    // From each name a seek to the next: a group may have many rows.
    const SEEK: &str = "WITH RECURSIVE names (owner, n) AS ( \
        (SELECT owner, 1::bigint FROM dengji.private_rows WHERE kind = $1 AND owner > $2 \
         ORDER BY owner LIMIT 1) \
        UNION ALL SELECT (SELECT p.owner FROM dengji.private_rows p WHERE p.kind = $1 \
         AND p.owner > names.owner ORDER BY p.owner LIMIT 1), n + 1 \
         FROM names WHERE names.owner IS NOT NULL AND n < $3) \
        SELECT owner FROM names WHERE owner IS NOT NULL ORDER BY owner";
    // Citus does not walk from row to row across nodes.
    const DISTINCT: &str = "SELECT DISTINCT owner FROM dengji.private_rows \
                            WHERE kind = $1 AND owner > $2 ORDER BY owner LIMIT $3";
    if limit == 0 {
        return Ok(Vec::new());
    }
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let sql = if link.is_spread()? { DISTINCT } else { SEEK };
    let rows = link.read("list groups", async |session| {
        let kind = i16::from(kind.code());
        session.rows(sql, &[&kind, &after.as_bytes(), &limit]).await
    })?;
    rows.iter().map(|row| name(row.get(0))).collect()
}

/// Returns places under a token from one on, rising.
pub fn find_token(
    link: &Link,
    (space, token): (TokenSpace, &[u8; 12]),
    from: u64,
    limit: usize,
) -> Result<Vec<u64>, StoreError> {
    // No place is that high.
    let Ok(from) = i64::try_from(from) else { return Ok(Vec::new()) };
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let part = part::of_token(&Token { space, token: *token, place: 0 });
    let rows = link.read("look up a token", async |session| {
        let sql = "SELECT place FROM dengji.tokens WHERE token = $1 AND space = $2 AND part = $3 \
                   AND $4 <= place ORDER BY place LIMIT $5";
        let space = i16::from(space.code());
        session.rows(sql, &[&token.as_slice(), &space, &part, &from, &limit]).await
    })?;
    rows.iter().map(|row| natural(row.get(0))).collect()
}

/// Returns at most so many tokens of some spaces, in their order, from one on.
pub fn tokens_from(
    link: &Link,
    spaces: &[TokenSpace],
    from: &[u8; 12],
    limit: usize,
) -> Result<Vec<Token>, StoreError> {
    let spaces: Vec<i16> = spaces.iter().map(|space| i16::from(space.code())).collect();
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = link.read("list tokens", async |session| {
        let sql = "SELECT token, space, place FROM dengji.tokens \
                   WHERE $1 <= token AND space = ANY($2) ORDER BY token, space, place LIMIT $3";
        session.rows(sql, &[&from.as_slice(), &spaces, &limit]).await
    })?;
    rows.iter().map(walk::token_of).collect()
}

/// Returns a note.
pub fn note(link: &Link, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let row = link.read("read a note", async |session| {
        session.row("SELECT body FROM dengji.notes WHERE name = $1", &[&name.as_bytes()]).await
    })?;
    Ok(row.map(|row| row.get(0)))
}

/// Returns the state that was kept last.
pub fn kept_state(link: &Link) -> Result<Option<KeptState>, StoreError> {
    let rows = link.read("read the kept state", async |session| {
        session.rows("SELECT piece, size, body FROM dengji.state ORDER BY piece", &[]).await
    })?;
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    let size: i64 = first.get(1);
    let mut bytes = Vec::new();
    for (piece, row) in rows.iter().enumerate() {
        if (row.get::<_, i32>(0), row.get::<_, i64>(1)) != (piece as i32, size) {
            return Err(damaged(format!("piece `{piece}` of the kept state is missing")));
        }
        bytes.extend_from_slice(row.get(2));
    }
    Ok(Some(KeptState { size: natural(size)?, bytes }))
}

/// Reads a name.
pub fn name(bytes: &[u8]) -> Result<String, StoreError> {
    let name = std::str::from_utf8(bytes).map(ToString::to_string);
    name.map_err(|_| damaged("a name is not UTF-8".to_string()))
}
