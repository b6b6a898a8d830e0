//! `Fault`, why a log could not be checked at all.
//!
//! In scope: reading and arguments. Out of scope: what is wrong with the log (`finding`).

use crate::source_error::SourceError;

/// Why a log could not be checked. Checking may always be repeated.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// A file of the log could not be read.
    #[error("the log could not be read{}", at(*index))]
    Source {
        /// The entry or first entry it is about, where it is about entries.
        index: Option<u64>,
        /// Why.
        source: SourceError,
    },
    /// There is no checkpoint, so there is no log.
    #[error("there is no `checkpoint`: it is no log, or one that was never published")]
    NoLog,
    /// No key is known to check the checkpoint by.
    #[error("no key of the log is known\nname one, or put it into the log's file `vkey`")]
    NoKey,
    /// The log's own file of its key is none.
    #[error("the log's file `vkey` holds no verifier key")]
    Key(#[source] seal::SealError),
}

fn at(index: Option<u64>) -> String {
    index.map_or(String::new(), |index| format!(" at entry {index}"))
}
