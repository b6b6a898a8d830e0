//! Which backend holds a register: an address on the command line or in the environment.
//!
//! In scope: the argument. Out of scope: opening it (`desk::backend`).
//! Invariant: the address is never printed; it may hold a password. One that does belongs into the
//! environment, because other users of the machine can see the command line.

use crate::output;
use desk::backend::Backend;
use desk::database_words;
use desk::words::Words;

/// The variable of the environment that holds the address.
const VARIABLE: &str = "DENGJI_DATABASE";

/// The database of a register.
#[derive(Clone, Default, clap::Args)]
pub(crate) struct Database {
    /// Address of the database that holds the rows.
    #[arg(long, value_name = "URL")]
    database: Option<String>,
}

impl Database {
    /// Returns the backend, and tells of a way to it on which others can listen or answer. For
    /// commands; each asks once.
    pub(crate) fn told(&self, words: &Words) -> Backend {
        let backend = self.backend();
        if let Some(warning) = backend.exposed() {
            let what = database_words::warning(words, warning);
            output::tell(&words.say("database-warning", &[("what", what.into())]));
        }
        backend
    }

    /// Returns the backend: that of the argument, else of the environment, else the folder.
    pub(crate) fn backend(&self) -> Backend {
        let given = self.database.clone().or_else(|| std::env::var(VARIABLE).ok());
        match given.filter(|url| !url.is_empty()) {
            Some(url) => Backend::Postgres(url),
            None => Backend::Folder,
        }
    }
}

impl std::fmt::Debug for Database {
    /// Prints whether there is an address, and nothing of it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.database.is_some() { "Database(…)" } else { "Database(none)" })
    }
}
