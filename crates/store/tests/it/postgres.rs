//! What only PostgreSQL has: opening by URL, TLS, the lease, lost connections, kills.
//!
//! In scope: everything beside the conformance suite. Each sentence has a server or a database of
//! its own, and says on standard error that it is skipped where PostgreSQL is not installed.

pub mod citus;
mod cut;
mod hindered;
mod killed;
mod lease;
mod opening;
mod tls;

use store::{PostgresStore, Store, StoreError, Writing};

/// Returns the URL of an empty database on the server that all tests share.
fn database() -> Option<String> {
    Some(throwaway::Postgres::shared()?.database())
}

/// Writes so many entries under the key of that number.
fn write(store: &mut PostgresStore, key: u8, count: u64) -> Result<store::Committed, StoreError> {
    use store::Reader;
    let size = store.size()?;
    let entries: Vec<Vec<u8>> = (size..size + count).map(|n| n.to_string().into_bytes()).collect();
    let answer = Some(([key; 16], [key; 32]));
    store.commit(&Writing { expect_size: size, entries: &entries, answer, ..Writing::default() })
}

/// Returns the message of a fault with its causes.
fn told<T>(result: Result<T, StoreError>) -> String {
    let Err(error) = result else { return "no error".to_string() };
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(&error);
    while let Some(inner) = cause {
        text += &format!(" | {inner}");
        cause = inner.source();
    }
    text
}
