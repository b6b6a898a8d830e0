//! What can be wrong with a database as a whole, and how its errors become those of the store.
//!
//! In scope: opening, the lease, and telling a lost connection from a refused statement.
//! Invariant: no message holds a password; databases are named as `Address::shown` does.

use super::address::AddressFault;
use crate::store_error::StoreError;
use rustls::CertificateError;
use tokio_postgres::error::SqlState;

/// Why a database could not be opened. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseFault {
    /// The URL is not understood.
    #[error(
        "the address of the database is not understood: {why}\nwrite postgres://USER@HOST:PORT/NAME"
    )]
    Address {
        /// What is wrong, without repeating the URL.
        why: AddressFault,
    },
    /// Nothing answers there.
    #[error("could not reach the database `{shown}`\nstart the server, or check host and port")]
    Unreachable {
        /// The database.
        shown: String,
        /// What the system said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// User or password are wrong.
    #[error("the database `{shown}` refused the user or the password")]
    SignIn {
        /// The database.
        shown: String,
        /// What the server said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The server has no such database.
    #[error("the server of `{shown}` has no such database\ncreate it with createdb")]
    NoDatabase {
        /// The database.
        shown: String,
    },
    /// The way could not be protected as `sslmode` asks.
    #[error("could not protect the way to `{shown}`")]
    Tls {
        /// The database.
        shown: String,
        /// Its kind.
        kind: TlsFault,
        /// What failed.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The server is too old.
    #[error("`{shown}` is PostgreSQL {found}; version 15 or later is needed")]
    Version {
        /// The database.
        shown: String,
        /// The version as the server writes it.
        found: String,
    },
    /// The server only follows another one.
    #[error("`{shown}` is a standby, which cannot be written\nname the primary server")]
    Standby {
        /// The database.
        shown: String,
    },
    /// The schema `dengji` was made by another program.
    #[error(
        "the schema `dengji` of `{shown}` is not of this program\nname another database; it was \
         left as it is"
    )]
    Foreign {
        /// The database.
        shown: String,
    },
    /// The schema was made by a newer version.
    #[error(
        "`{shown}` has schema `{found}`, this program knows up to `{known}`\nuse the newer program \
         that wrote it"
    )]
    Newer {
        /// The database.
        shown: String,
        /// The version of its schema.
        found: u32,
        /// The last version known.
        known: u32,
    },
    /// The schema is older, or there is none, and reading cannot change that.
    #[error(
        "`{shown}` has schema `{found}` (0 is none), reading needs `{known}`\nopen it once for \
         writing; that brings it up to date"
    )]
    Older {
        /// The database.
        shown: String,
        /// The version of its schema.
        found: u32,
        /// The version needed.
        known: u32,
    },
    /// Another server writes there.
    #[error(
        "another server writes into `{shown}` (its turn is `{turn}`, its last sign of life \
         {seconds} s ago)\nstop it; if it is gone without a trace, wait until {wait} s have passed"
    )]
    Held {
        /// The database.
        shown: String,
        /// The turn of the other one.
        turn: i64,
        /// Since its last sign of life.
        seconds: i64,
        /// After how many it counts as gone.
        wait: i64,
    },
    /// The store was opened for reading.
    #[error("`{shown}` was opened for reading only")]
    ReadOnly {
        /// The database.
        shown: String,
    },
}

/// Why the way to a database is not protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TlsFault {
    /// The server speaks no TLS.
    NotOffered,
    /// A file of certificates or of a key cannot be used.
    Files,
    /// Nobody who is believed signed the certificate of the server.
    UnknownSigner,
    /// The certificate is of another host.
    OtherHost,
    /// The certificate is not valid today.
    Expired,
    /// Anything else that the library says.
    Other,
}

impl TlsFault {
    /// Finds the kind of a fault that the handshake ended with.
    fn of(error: &(dyn std::error::Error + 'static)) -> TlsFault {
        let mut next = Some(error);
        while let Some(error) = next {
            // An error of the system keeps what it wraps to itself.
            let wrapped = error.downcast_ref::<std::io::Error>().and_then(|e| e.get_ref());
            let tls = wrapped.and_then(|inner| inner.downcast_ref::<rustls::Error>());
            if let Some(tls) = tls.or_else(|| error.downcast_ref()) {
                return match tls {
                    rustls::Error::InvalidCertificate(why) => TlsFault::of_certificate(why),
                    _ => TlsFault::Other,
                };
            }
            if error.to_string() == "server does not support TLS" {
                return TlsFault::NotOffered;
            }
            next = error.source();
        }
        TlsFault::Other
    }

    fn of_certificate(why: &CertificateError) -> TlsFault {
        match why {
            CertificateError::UnknownIssuer | CertificateError::BadSignature => {
                TlsFault::UnknownSigner
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                TlsFault::OtherHost
            }
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. } => TlsFault::Expired,
            _ => TlsFault::Other,
        }
    }
}

impl From<DatabaseFault> for StoreError {
    fn from(fault: DatabaseFault) -> StoreError {
        StoreError::Database(Box::new(fault))
    }
}

/// Says why a connection was not made.
pub fn connecting(shown: &str, error: tokio_postgres::Error) -> StoreError {
    let shown = shown.to_string();
    let Some(code) = error.code() else {
        // tokio-postgres has no kinds to ask for; its sentence for the handshake is fixed.
        let tls = error.to_string().starts_with("error performing TLS handshake");
        let sign_in = error.to_string().starts_with("authentication error")
            || error.to_string().starts_with("invalid configuration");
        let kind = TlsFault::of(&error);
        let source = error.into();
        return match (tls, sign_in) {
            (true, _) => DatabaseFault::Tls { shown, kind, source },
            (_, true) => DatabaseFault::SignIn { shown, source },
            _ => DatabaseFault::Unreachable { shown, source },
        }
        .into();
    };
    if *code == SqlState::INVALID_PASSWORD || *code == SqlState::INVALID_AUTHORIZATION_SPECIFICATION
    {
        DatabaseFault::SignIn { shown, source: error.into() }.into()
    } else if *code == SqlState::INVALID_CATALOG_NAME {
        DatabaseFault::NoDatabase { shown }.into()
    } else {
        DatabaseFault::Unreachable { shown, source: plain(error) }.into()
    }
}

/// Returns a wrapper for an error after which nothing was written.
pub fn backend(doing: &'static str) -> impl Fn(tokio_postgres::Error) -> StoreError {
    move |error| StoreError::Backend { doing, source: plain(error) }
}

/// What a server answered in place of doing what it was asked: its sentence and its code.
#[derive(Debug, thiserror::Error)]
#[error("{message} ({code})")]
pub struct Said {
    message: String,
    code: String,
}

impl Said {
    /// Keeps the sentence and the code, and none of the rows that the details repeat.
    pub fn new(message: &str, code: &str) -> Said {
        Said { message: message.to_string(), code: code.to_string() }
    }

    /// Returns the code, of five characters (SQLSTATE).
    pub fn code(&self) -> &str {
        &self.code
    }
}

/// Returns the error without what it repeats of rows: PostgreSQL puts keys into its details, and
/// they name groups of persons.
pub fn plain(error: tokio_postgres::Error) -> Box<dyn std::error::Error + Send + Sync> {
    match error.as_db_error() {
        Some(said) => Said::new(said.message(), said.code().code()).into(),
        None => error.into(),
    }
}

/// What the library says of an answer that belongs to another question. It has no kind to match.
const OUT_OF_STEP: &str = "unexpected message from server";

/// Says whether the error means that the connection, and with it the transaction, is gone, or that
/// it is of no more use.
pub fn is_lost(error: &tokio_postgres::Error) -> bool {
    if let Some(code) = error.code() {
        return code.code().starts_with("08") || code.code().starts_with("57P");
    }
    let source = std::error::Error::source(error);
    let broken = source.is_some_and(|source| source.is::<std::io::Error>());
    error.is_closed() || broken || error.to_string() == OUT_OF_STEP
}

/// Says whether a row of that key stands already.
pub fn is_taken(error: &tokio_postgres::Error) -> bool {
    error.code() == Some(&SqlState::UNIQUE_VIOLATION)
}
