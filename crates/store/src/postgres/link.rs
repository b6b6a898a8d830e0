//! `Link`, the way of one handle to its database: a runtime of its own, and a connection that is
//! made again when it is lost.
//!
//! In scope: blocking on asynchronous work, connecting again, snapshots.
//! Out of scope: what is read and written.
//! Failure: a read whose connection is lost is done once more on a new one, unless a snapshot is
//! held; a transaction is never repeated here.

use super::address::Address;
use super::fault::{backend, is_lost};
use super::lease;
use super::schema;
use super::session::Session;
use crate::store_error::StoreError;
use std::cell::{Cell, RefCell};
use std::future::Future;
use std::sync::Arc;
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::Error;

/// What the connection is for.
#[derive(Clone, Debug)]
pub enum Purpose {
    /// It brings the schema up to date.
    Open,
    /// It reads.
    Read,
    /// It writes, in this turn of this holder.
    Write {
        /// The name of the opening, which its connections carry.
        holder: String,
        /// The turn.
        turn: i64,
    },
}

/// A way to a database for one thread at a time.
pub struct Link {
    /// Nothing only while it is dropped.
    runtime: Option<Runtime>,
    address: Address,
    purpose: Purpose,
    session: RefCell<Option<Arc<Session>>>,
    /// How many callers want all reads to be of one snapshot.
    held: Cell<u32>,
    /// How many cursors were named.
    named: Cell<u64>,
    /// Whether Citus spreads the tables, once that was asked.
    spread: Cell<Option<bool>>,
}

impl Link {
    /// Makes the runtime and connects.
    ///
    /// # Errors
    /// As [`Session::connect`].
    ///
    /// # Panics
    /// Inside an asynchronous task: everything here blocks its thread.
    pub fn open(address: Address, purpose: Purpose) -> Result<Link, StoreError> {
        let link = Link {
            runtime: Some(runtime()?),
            address,
            purpose,
            session: RefCell::new(None),
            held: Cell::new(0),
            named: Cell::new(0),
            spread: Cell::new(None),
        };
        link.session()?;
        Ok(link)
    }

    /// Returns where it leads.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Runs asynchronous work to its end.
    pub fn block<F: Future>(&self, work: F) -> F::Output {
        self.runtime.as_ref().expect("only `drop` takes it").block_on(work)
    }

    /// Returns the connection, made anew when it was lost.
    ///
    /// # Errors
    /// It cannot be made; of a writer also [`StoreError::Fenced`].
    pub fn session(&self) -> Result<Arc<Session>, StoreError> {
        let found = self.session.borrow().clone();
        if let Some(session) = found.filter(|session| !session.client().is_closed()) {
            return Ok(session);
        }
        if 0 < self.held.get() {
            let source = "the connection was lost, and the snapshot with it".into();
            return Err(StoreError::Backend { doing: "read in the snapshot", source });
        }
        self.forget();
        let session = Arc::new(self.block(connect(&self.address, &self.purpose))?);
        *self.session.borrow_mut() = Some(session.clone());
        Ok(session)
    }

    /// Gives the connection up; the next call makes another.
    pub fn forget(&self) {
        *self.session.borrow_mut() = None;
    }

    /// Reads something, once more where the connection was lost.
    ///
    /// # Errors
    /// The server refused, or cannot be reached.
    pub fn read<T>(
        &self,
        doing: &'static str,
        work: impl AsyncFn(&Session) -> Result<T, Error>,
    ) -> Result<T, StoreError> {
        let first = {
            let session = self.session()?;
            self.block(work(&session))
        };
        match first {
            Err(error) if is_lost(&error) => {
                self.forget();
                let session = self.session()?;
                self.block(work(&session)).map_err(backend(doing))
            }
            other => other.map_err(backend(doing)),
        }
    }

    /// Returns a number that this handle has not given before.
    pub fn next_number(&self) -> u64 {
        self.named.set(self.named.get() + 1);
        self.named.get()
    }

    /// Says whether Citus spreads the tables; asked once.
    ///
    /// # Errors
    /// The server refused, or cannot be reached.
    pub fn is_spread(&self) -> Result<bool, StoreError> {
        if let Some(known) = self.spread.get() {
            return Ok(known);
        }
        let known = self.read("look for the extension citus", schema::is_spread)?;
        self.spread.set(Some(known));
        Ok(known)
    }

    /// Makes all reads of one snapshot until [`Link::release`] was called as often as this.
    ///
    /// # Errors
    /// The backend failed; nothing is held.
    pub fn hold(&self) -> Result<(), StoreError> {
        if self.held.get() == 0 {
            let begun = self.read("begin a snapshot", async |session| {
                session.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
                // Who walks may take its time between two pages; nothing is locked.
                session.run("SET LOCAL idle_in_transaction_session_timeout = 0").await?;
                // The snapshot is taken by the first statement, not by BEGIN.
                session.run("SELECT 1 FROM dengji.head").await
            });
            // A transaction that was begun all the same goes with its connection.
            begun.inspect_err(|_| self.forget())?;
        }
        self.held.set(self.held.get() + 1);
        Ok(())
    }

    /// Ends what [`Link::hold`] began.
    ///
    /// # Errors
    /// The backend failed; nothing is held, and the connection is given up.
    pub fn release(&self) -> Result<(), StoreError> {
        let held = self.held.get();
        self.held.set(held.saturating_sub(1));
        if held != 1 {
            return Ok(());
        }
        let found = self.session.borrow().clone();
        let Some(session) = found.filter(|session| !session.client().is_closed()) else {
            self.forget();
            return Ok(());
        };
        self.block(session.run("COMMIT")).map_err(|error| {
            self.forget();
            backend("end a snapshot")(error)
        })
    }
}

impl Drop for Link {
    /// Leaves the runtime without waiting; the server notices that the connection closed.
    fn drop(&mut self) {
        self.forget();
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// Makes a runtime that works on the thread which blocks on it.
pub fn runtime() -> Result<Runtime, StoreError> {
    Builder::new_current_thread().enable_all().build().map_err(|source| StoreError::Backend {
        doing: "prepare to talk to the database",
        source: source.into(),
    })
}

async fn connect(address: &Address, purpose: &Purpose) -> Result<Session, StoreError> {
    match purpose {
        Purpose::Open => Session::connect(address, "dengji opening").await,
        Purpose::Read => {
            let session = Session::connect(address, "dengji reader").await?;
            let set = session.run("SET default_transaction_read_only = on").await;
            set.map_err(backend("set up the connection"))?;
            Ok(session)
        }
        Purpose::Write { holder, turn } => {
            let session = Session::connect(address, &lease::writer_name(holder)).await?;
            configure(&session).await.map_err(backend("set up the connection"))?;
            lease::resume(&session, holder, *turn).await?;
            Ok(session)
        }
    }
}

/// Sets what a writer relies on, whatever the server's own settings are.
async fn configure(session: &Session) -> Result<(), Error> {
    // `on` waits for the flush; stronger settings (`remote_apply`) may stay.
    let found = session.row("SHOW synchronous_commit", &[]).await?;
    let found: Option<String> = found.map(|row| row.get(0));
    if !matches!(found.as_deref(), Some("on" | "remote_apply" | "remote_write")) {
        session.run("SET synchronous_commit = on").await?;
    }
    // A transaction whose client vanished must not hold the lock on `head` for long.
    session.run("SET idle_in_transaction_session_timeout = '30s'").await?;
    session.run("SET lock_timeout = '20s'").await
}
