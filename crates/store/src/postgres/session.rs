//! `Session`, one connection with its prepared statements.
//!
//! In scope: connecting, preparing each statement once, one row or many.
//! Out of scope: what happens when the connection is lost (`link`), what statements say.

use super::address::Address;
use super::fault::{DatabaseFault, TlsFault, connecting};
use super::tls;
use crate::store_error::StoreError;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Error, NoTls, Row, Statement};

/// A value that goes with a statement.
pub type Value<'a> = &'a (dyn ToSql + Sync);

/// One connection. It works only while its runtime is driven, which a [`super::link::Link`] does.
pub struct Session {
    client: Client,
    statements: Mutex<BTreeMap<&'static str, Statement>>,
}

impl Session {
    /// Connects, under a name that `pg_stat_activity` shows.
    ///
    /// # Errors
    /// There is no way to the database, or it does not let us in.
    pub async fn connect(address: &Address, name: &str) -> Result<Session, StoreError> {
        let shown = &address.shown;
        let mut config = address.config.clone();
        config.application_name(name);
        // The tasks end when the client is dropped, or with the runtime.
        let client = if address.is_network() {
            let tls = tls::connector(&address.trust).map_err(|source| {
                let (shown, kind) = (shown.clone(), TlsFault::Files);
                StoreError::from(DatabaseFault::Tls { shown, kind, source })
            })?;
            let made = config.connect(tls).await;
            let (client, connection) = made.map_err(|error| connecting(shown, error))?;
            tokio::spawn(connection);
            client
        } else {
            let made = config.connect(NoTls).await;
            let (client, connection) = made.map_err(|error| connecting(shown, error))?;
            tokio::spawn(connection);
            client
        };
        Ok(Session { client, statements: Mutex::new(BTreeMap::new()) })
    }

    /// Returns the connection, for what is not a prepared statement.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Returns a statement, prepared at its first use.
    pub async fn prepared(&self, sql: &'static str) -> Result<Statement, Error> {
        let held = || self.statements.lock().unwrap_or_else(PoisonError::into_inner);
        let found = held().get(sql).cloned();
        if let Some(statement) = found {
            return Ok(statement);
        }
        let statement = self.client.prepare(sql).await?;
        held().insert(sql, statement.clone());
        Ok(statement)
    }

    /// Returns the rows of a statement.
    pub async fn rows(&self, sql: &'static str, values: &[Value<'_>]) -> Result<Vec<Row>, Error> {
        self.client.query(&self.prepared(sql).await?, values).await
    }

    /// Returns the only row of a statement, or nothing.
    pub async fn row(&self, sql: &'static str, values: &[Value<'_>]) -> Result<Option<Row>, Error> {
        self.client.query_opt(&self.prepared(sql).await?, values).await
    }

    /// Runs a statement and returns how many rows it was about.
    pub async fn execute(&self, sql: &'static str, values: &[Value<'_>]) -> Result<u64, Error> {
        self.client.execute(&self.prepared(sql).await?, values).await
    }

    /// Runs a statement without values.
    pub async fn run(&self, sql: &str) -> Result<(), Error> {
        self.client.batch_execute(sql).await
    }
}
