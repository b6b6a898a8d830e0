//! Writing a group out: one transaction that begins with the claim of the turn.
//!
//! In scope: the statements, and what is known when one of them fails.
//! Out of scope: whether the writings may be made (`commit`).
//! Invariant: every transaction updates the row of `head` where turn and size are what the writer
//! believes, before it writes anything else. An overtaken writer finds no row and writes nothing.
//! Failure: before COMMIT was sent nothing is kept; after it the outcome is unknown until the next
//! connection asks.

use super::copy;
use super::fault::{backend, is_lost, is_taken, plain};
use super::lease::turn_now;
use super::session::{Session, Value};
use super::staged::Staged;
use crate::contract::writing::PrivatePlace;
use crate::postgres::part;
use crate::store_error::StoreError;
use std::collections::BTreeMap;
use tokio_postgres::Error;

/// Private rows and notes up to so many go by statement, which replaces older ones; more go by
/// COPY, and by statement only when COPY finds an older one.
const BY_STATEMENT_MAX: usize = 64;

/// Bytes of the bodies of one statement.
const STATEMENT_BYTES: usize = 8 << 20;

/// Why a group was not written.
pub enum Unwritten {
    /// The turn is over, or the log has moved.
    Refused(StoreError),
    /// Nothing is kept.
    Nothing(Error),
    /// Whether it is kept is unknown.
    Unknown(Error),
}

impl Unwritten {
    /// Says whether the connection was lost before COMMIT, so that another may be tried.
    pub fn lost_nothing(&self) -> bool {
        matches!(self, Unwritten::Nothing(error) if is_lost(error))
    }

    /// Says whether the connection is not to be used again. A COPY that the server refuses while
    /// the next is announced can leave answers behind, which whoever asks next would take for its
    /// own.
    pub fn spoils_connection(&self) -> bool {
        match self {
            Unwritten::Refused(_) => false,
            Unwritten::Nothing(_) | Unwritten::Unknown(_) => true,
        }
    }

    /// Returns the error for the caller, about a writing whose first entry stands at `first`.
    pub fn told(self, first: u64) -> StoreError {
        match self {
            Unwritten::Refused(error) => error,
            Unwritten::Nothing(error) => backend("write")(error),
            Unwritten::Unknown(error) => StoreError::InDoubt { first, source: plain(error) },
        }
    }
}

/// How rows that may stand already are put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// They replace what stands there.
    Replacing,
    /// One that stands there is an error.
    New,
}

/// Writes a group in one transaction and returns when it is durable.
///
/// # Errors
/// See [`Unwritten`].
pub async fn group(
    session: &Session,
    turn: i64,
    staged: &Staged,
    put: Put,
) -> Result<(), Unwritten> {
    let quick = transaction(session, turn, staged, put, true).await;
    match quick {
        // A row stands already that COPY cannot replace.
        Err(Unwritten::Nothing(error)) if put == Put::Replacing && is_taken(&error) => {
            transaction(session, turn, staged, put, false).await
        }
        other => other,
    }
}

async fn transaction(
    session: &Session,
    turn: i64,
    staged: &Staged,
    put: Put,
    quick: bool,
) -> Result<(), Unwritten> {
    let written = async {
        claim(session, turn, staged).await?;
        rows(session, staged, put, quick).await.map_err(Unwritten::Nothing)
    };
    if let Err(unwritten) = written.await {
        // Stopped here, or refused: nothing of the transaction is kept.
        let _closed = session.run("ROLLBACK").await;
        return Err(unwritten);
    }
    commit(session).await
    // Stopped here: kept but not acknowledged; the same keys get the first answers.
}

/// Ends the transaction. Where the connection is lost while we wait, both may have happened.
pub async fn commit(session: &Session) -> Result<(), Unwritten> {
    session.run("COMMIT").await.map_err(|error| match error.code() {
        // Refused in words, by a server that goes on: rolled back.
        Some(_) if !is_lost(&error) => Unwritten::Nothing(error),
        _ => Unwritten::Unknown(error),
    })
}

/// Begins the transaction and locks out every other writer.
pub async fn claim(session: &Session, turn: i64, staged: &Staged) -> Result<(), Unwritten> {
    const CLAIM: &str = "UPDATE dengji.head SET size = $1 WHERE turn = $2 AND size = $3";
    let claim = session.prepared(CLAIM).await.map_err(Unwritten::Nothing)?;
    let (size, base) = (staged.size() as i64, staged.base as i64);
    let values: &[Value<'_>] = &[&size, &turn, &base];
    // Both go out before the first is answered.
    let (begun, claimed) =
        tokio::join!(session.run("BEGIN"), session.client().execute(&claim, values));
    begun.map_err(Unwritten::Nothing)?;
    if claimed.map_err(Unwritten::Nothing)? == 1 {
        return Ok(());
    }
    let theirs = turn_now(session).await.map_err(Unwritten::Nothing)?;
    if theirs != turn {
        return Err(Unwritten::Refused(StoreError::Fenced { ours: turn, theirs }));
    }
    let row = session.row("SELECT size FROM dengji.head", &[]).await.map_err(Unwritten::Nothing)?;
    let actual = row.map_or(0, |row| row.get::<_, i64>(0)) as u64;
    Err(Unwritten::Refused(StoreError::Moved { expected: staged.base, actual }))
}

async fn rows(session: &Session, staged: &Staged, put: Put, quick: bool) -> Result<(), Error> {
    erase(session, staged).await?;
    let few = put == Put::Replacing && (!quick || staged.private.len() <= BY_STATEMENT_MAX);
    if few {
        put_private(session, staged).await?;
    }
    if put == Put::Replacing && !quick {
        put_tokens(session, staged).await?;
    }
    put_notes(session, staged, put).await?;
    let mut copies = vec![copy::entries(staged), copy::answers(staged), copy::batches(staged)];
    if !few {
        copies.push(copy::private(staged));
    }
    if quick || put == Put::New {
        copies.push(copy::tokens(staged));
    }
    copies.retain(|copy| 0 < copy.rows.count());
    copy::send(session, copies).await
}

/// Takes away rows that go. Dead rows keep their bytes in the files until VACUUM: see `upkeep`.
async fn erase(session: &Session, staged: &Staged) -> Result<(), Error> {
    let gone: Vec<&PrivatePlace> =
        staged.private.iter().filter(|(_, body)| body.is_none()).map(|(at, _)| at).collect();
    if !gone.is_empty() {
        let kinds: Vec<i16> = gone.iter().map(|at| i16::from(at.kind.code())).collect();
        let owners: Vec<&[u8]> = gone.iter().map(|at| at.group.as_bytes()).collect();
        let places: Vec<i64> = gone.iter().map(|at| i64::from(at.place)).collect();
        let parts: Vec<i16> = gone.iter().map(|at| part::of_name(&at.group)).collect();
        session
            .execute(
                "DELETE FROM dengji.private_rows p \
                 USING unnest($1::int2[], $2::bytea[], $3::int8[], $4::int2[]) \
                 AS e (kind, owner, place, part) WHERE p.kind = e.kind AND p.owner = e.owner \
                 AND p.place = e.place AND p.part = e.part",
                &[&kinds, &owners, &places, &parts],
            )
            .await?;
    }
    let gone: Vec<_> = staged.tokens.iter().filter(|(_, put)| !**put).map(|(t, _)| t).collect();
    if !gone.is_empty() {
        let tokens: Vec<&[u8]> = gone.iter().map(|token| token.token.as_slice()).collect();
        let spaces: Vec<i16> = gone.iter().map(|token| i16::from(token.space.code())).collect();
        let places: Vec<i64> = gone.iter().map(|token| token.place as i64).collect();
        let parts: Vec<i16> = gone.iter().map(|token| part::of_token(token)).collect();
        session
            .execute(
                "DELETE FROM dengji.tokens t \
                 USING unnest($1::bytea[], $2::int2[], $3::int8[], $4::int2[]) \
                 AS e (token, space, place, part) WHERE t.token = e.token \
                 AND t.space = e.space AND t.place = e.place AND t.part = e.part",
                &[&tokens, &spaces, &places, &parts],
            )
            .await?;
    }
    Ok(())
}

async fn put_private(session: &Session, staged: &Staged) -> Result<(), Error> {
    const PUT: &str = "INSERT INTO dengji.private_rows (kind, owner, place, part, body) \
                       SELECT * FROM unnest($1::int2[], $2::bytea[], $3::int8[], $4::int2[], \
                       $5::bytea[]) ON CONFLICT (kind, owner, place, part) \
                       DO UPDATE SET body = excluded.body";
    let rows: Vec<(&PrivatePlace, &[u8])> =
        staged.private.iter().filter_map(|(at, body)| Some((at, body.as_deref()?))).collect();
    let mut rest = rows.as_slice();
    while !rest.is_empty() {
        let mut bytes = 0;
        let fits = |(_, body): &&(&PrivatePlace, &[u8])| {
            bytes += body.len();
            bytes <= STATEMENT_BYTES
        };
        let count = rest.iter().take_while(fits).count().max(1);
        let (now, after) = rest.split_at(count);
        rest = after;
        let kinds: Vec<i16> = now.iter().map(|(at, _)| i16::from(at.kind.code())).collect();
        let owners: Vec<&[u8]> = now.iter().map(|(at, _)| at.group.as_bytes()).collect();
        let places: Vec<i64> = now.iter().map(|(at, _)| i64::from(at.place)).collect();
        let parts: Vec<i16> = now.iter().map(|(at, _)| part::of_name(&at.group)).collect();
        let bodies: Vec<&[u8]> = now.iter().map(|(_, body)| *body).collect();
        session.execute(PUT, &[&kinds, &owners, &places, &parts, &bodies]).await?;
    }
    Ok(())
}

async fn put_tokens(session: &Session, staged: &Staged) -> Result<(), Error> {
    let put: Vec<_> = staged.tokens.iter().filter(|(_, put)| **put).map(|(t, _)| t).collect();
    if put.is_empty() {
        return Ok(());
    }
    let tokens: Vec<&[u8]> = put.iter().map(|token| token.token.as_slice()).collect();
    let spaces: Vec<i16> = put.iter().map(|token| i16::from(token.space.code())).collect();
    let places: Vec<i64> = put.iter().map(|token| token.place as i64).collect();
    let parts: Vec<i16> = put.iter().map(|token| part::of_token(token)).collect();
    session
        .execute(
            "INSERT INTO dengji.tokens (token, space, place, part) \
             SELECT * FROM unnest($1::bytea[], $2::int2[], $3::int8[], $4::int2[]) \
             ON CONFLICT (token, space, place, part) DO NOTHING",
            &[&tokens, &spaces, &places, &parts],
        )
        .await
        .map(|_| ())
}

async fn put_notes(session: &Session, staged: &Staged, put: Put) -> Result<(), Error> {
    let notes: &BTreeMap<String, Option<Vec<u8>>> = &staged.notes;
    for (name, body) in notes {
        let name = name.as_bytes();
        match body {
            Some(body) if put == Put::New => {
                let sql = "INSERT INTO dengji.notes (name, body) VALUES ($1, $2)";
                session.execute(sql, &[&name, body]).await?;
            }
            Some(body) => {
                let sql = "INSERT INTO dengji.notes (name, body) VALUES ($1, $2) \
                           ON CONFLICT (name) DO UPDATE SET body = excluded.body";
                session.execute(sql, &[&name, body]).await?;
            }
            None => {
                session.execute("DELETE FROM dengji.notes WHERE name = $1", &[&name]).await?;
            }
        }
    }
    Ok(())
}
