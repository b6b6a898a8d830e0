//! `Lease`, the right to write: a turn number, and the signs of life of who holds it.
//!
//! In scope: taking the turn, keeping it alive on a connection and thread of its own, going on with
//! it after a connection was lost. Out of scope: the check in every writing (`write`).
//! Invariant: a new turn waits for the writing under way, because both lock the row of `head`; from
//! then on the older turn finds no row.
//! Failure: a holder that is killed frees the advisory lock with its connection, and the next may
//! open at once. One whose machine vanished counts as gone after `GONE_SECONDS` without a sign.

use super::address::Address;
use super::fault::{DatabaseFault, backend, is_lost};
use super::link::runtime;
use super::session::{Session, Value};
use crate::store_error::StoreError;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio_postgres::Error;

/// How often the holder gives a sign of life.
const SIGN_EVERY: Duration = Duration::from_secs(5);

/// How old the last sign may be before another server takes over. The clock is the database's.
const GONE_SECONDS: i64 = 15;

/// How long one sign may take; the next one is soon.
const SIGN_PATIENCE: Duration = Duration::from_secs(4);

/// How often a tenth of a second is waited for the lock.
const LOCK_TRIES: u32 = 15;

/// The advisory lock of a writer, "DJ" and "LG". Advisory locks are of one database.
const LOCK: &str = "pg_try_advisory_lock(17482, 19527)";

/// A turn that is kept alive until this is dropped.
pub struct Lease {
    /// The name of this opening.
    pub holder: String,
    /// The turn.
    pub turn: i64,
    /// Dropped first, which ends the thread.
    stop: Option<Sender<()>>,
    keeper: Option<JoinHandle<()>>,
}

impl Lease {
    /// Takes the next turn.
    ///
    /// # Errors
    /// Another holder is alive, or the backend failed.
    pub fn take(address: &Address) -> Result<Lease, StoreError> {
        let runtime = runtime()?;
        let (session, holder, turn) = runtime.block_on(async {
            let session = Session::connect(address, "dengji opening").await?;
            let (holder, turn) = acquire(&session, &address.shown).await?;
            Ok::<_, StoreError>((session, holder, turn))
        })?;
        let (stop, stopped) = channel();
        let keeper = Keeper {
            runtime,
            address: address.clone(),
            holder: holder.clone(),
            session: Some(session),
            locked: true,
        };
        let keeper = std::thread::Builder::new()
            .name("dengji lease".to_string())
            .spawn(move || keeper.keep(&stopped))
            .map_err(|source| StoreError::Backend {
                doing: "keep the turn",
                source: source.into(),
            })?;
        Ok(Lease { holder, turn, stop: Some(stop), keeper: Some(keeper) })
    }
}

impl Drop for Lease {
    /// Gives the turn back, so that the next may open at once.
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(keeper) = self.keeper.take() {
            // It cannot say anything any more; without it the lock goes with the connection.
            let _ended = keeper.join();
        }
    }
}

/// The name that the writing connection of a holder carries.
pub fn writer_name(holder: &str) -> String {
    format!("dengji {holder} writer")
}

/// Goes on writing in a turn on a new connection: what the older connection left under way comes
/// to its end first, so that its outcome can be read.
///
/// # Errors
/// The turn is over ([`StoreError::Fenced`]), or the backend failed.
pub async fn resume(session: &Session, holder: &str, turn: i64) -> Result<(), StoreError> {
    let failed = backend("go on with the turn");
    end_sessions(session, &writer_name(holder)).await.map_err(&failed)?;
    let theirs = turn_now(session).await.map_err(&failed)?;
    if theirs == turn { Ok(()) } else { Err(StoreError::Fenced { ours: turn, theirs }) }
}

/// Returns the turn that holds now.
pub async fn turn_now(session: &Session) -> Result<i64, Error> {
    let row = session.row("SELECT turn FROM dengji.head", &[]).await?;
    Ok(row.map_or(0, |row| row.get(0)))
}

/// Ends the other sessions whose name begins so, and waits until they are gone.
async fn end_sessions(session: &Session, name: &str) -> Result<(), Error> {
    const END: &str = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity \
                       WHERE datname = current_database() AND pid <> pg_backend_pid() \
                       AND starts_with(application_name, $1)";
    session.rows(END, &[&name]).await.map(|_| ())
}

async fn acquire(session: &Session, shown: &str) -> Result<(String, i64), StoreError> {
    let failed = backend("take the turn to write");
    if !lock_patiently(session).await.map_err(&failed)? {
        let row = session
            .row(
                "SELECT h.turn, l.holder, CASE WHEN isfinite(l.beaten) THEN \
                 least(extract(epoch FROM clock_timestamp() - l.beaten), 1e9)::bigint \
                 ELSE 1000000000 END FROM dengji.lease l, dengji.head h",
                &[],
            )
            .await
            .map_err(&failed)?
            .ok_or_else(|| StoreError::Damaged { what: "nobody has the turn".to_string() })?;
        let (turn, seconds): (i64, i64) = (row.get(0), row.get(2));
        if seconds < GONE_SECONDS {
            let shown = shown.to_string();
            return Err(DatabaseFault::Held { shown, turn, seconds, wait: GONE_SECONDS }.into());
        }
        // Its connections still stand and it says nothing: its machine is gone, or it hangs.
        let holder: &str = row.get(1);
        end_sessions(session, &format!("dengji {holder} ")).await.map_err(&failed)?;
        lock(session).await.map_err(&failed)?;
    }
    take_turn(session).await.map_err(failed)
}

/// Takes the lock. The server needs a moment to notice that the process of the last holder ended.
async fn lock_patiently(session: &Session) -> Result<bool, Error> {
    for _ in 0..LOCK_TRIES {
        if lock(session).await? {
            return Ok(true);
        }
        session.run("SELECT pg_sleep(0.1)").await?;
    }
    lock(session).await
}

async fn lock(session: &Session) -> Result<bool, Error> {
    let row = session.client().query_one(&format!("SELECT {LOCK}"), &[]).await?;
    row.try_get(0)
}

async fn take_turn(session: &Session) -> Result<(String, i64), Error> {
    let holder: String =
        session.client().query_one("SELECT gen_random_uuid()::text", &[]).await?.try_get(0)?;
    session.run(&format!("SET application_name = 'dengji {holder} keeper'")).await?;
    // A writing under way may take its time.
    session.run("SET lock_timeout = '40s'").await?;
    session.run("BEGIN").await?;
    let taken = session.row("UPDATE dengji.head SET turn = turn + 1 RETURNING turn", &[]).await?;
    session
        .execute("UPDATE dengji.lease SET holder = $1, beaten = clock_timestamp()", &[&holder])
        .await?;
    // Stopped here: the turn before holds on, and nobody has been told of another.
    session.run("COMMIT").await?;
    Ok((holder, taken.map_or(0, |row| row.get(0))))
}

/// What the thread of a lease works with.
struct Keeper {
    runtime: Runtime,
    address: Address,
    holder: String,
    session: Option<Session>,
    /// Whether the session has the advisory lock.
    locked: bool,
}

impl Keeper {
    fn keep(mut self, stopped: &Receiver<()>) {
        // Anything else than a time without news means that the lease was dropped.
        while let Err(RecvTimeoutError::Timeout) = stopped.recv_timeout(SIGN_EVERY) {
            if !self.sign() {
                return;
            }
        }
        let Keeper { runtime, holder, session, .. } = self;
        if let Some(session) = session {
            runtime.block_on(async {
                let goodbye = "UPDATE dengji.lease SET beaten = '-infinity' WHERE holder = $1";
                let values: &[Value<'_>] = &[&holder];
                // Without it the next one is let in all the same: the lock goes with the session.
                let _said =
                    tokio::time::timeout(SIGN_PATIENCE, session.execute(goodbye, values)).await;
            });
            drop(session);
        }
        runtime.shutdown_background();
    }

    /// Gives a sign of life and says whether the turn is still held. Where the server cannot be
    /// reached it is for all we know.
    fn sign(&mut self) -> bool {
        let Keeper { runtime, address, holder, session, locked } = self;
        let signed = runtime.block_on(async {
            tokio::time::timeout(SIGN_PATIENCE, sign(address, holder, session, locked)).await
        });
        match signed {
            Ok(Ok(held)) => held,
            // A statement refused for another reason comes again with the next sign.
            Ok(Err(_)) => true,
            Err(_) => {
                *session = None;
                true
            }
        }
    }
}

async fn sign(
    address: &Address,
    holder: &str,
    place: &mut Option<Session>,
    locked: &mut bool,
) -> Result<bool, StoreError> {
    if place.as_ref().is_none_or(|session| session.client().is_closed()) {
        let name = format!("dengji {holder} keeper");
        *place = Some(Session::connect(address, &name).await?);
        *locked = false;
    }
    let Some(session) = place else { return Ok(true) };
    let failed = |error: Error| backend("give a sign of life")(error);
    let beat = session
        .execute("UPDATE dengji.lease SET beaten = clock_timestamp() WHERE holder = $1", &[&holder])
        .await;
    let held = match beat {
        Ok(rows) => 0 < rows,
        Err(error) => {
            if is_lost(&error) {
                *place = None;
            }
            return Err(failed(error));
        }
    };
    if held && !*locked {
        *locked = lock(session).await.map_err(failed)?;
    }
    Ok(held)
}
