//! `Backend`, what a register keeps its rows in: its own folder, or a database of PostgreSQL.
//!
//! In scope: opening either for writing and for reading, and saying which. Keys, the public log and
//! the log's public key lie in the folder whatever the backend is.
//! Invariant: the address of a database holds a password; nothing here prints it.

use crate::house_folder::KEY_FOLDER;
use crate::key_folder::LOG_KEY;
use std::path::Path;
use store::{
    DatabaseFault, PostgresStore, Reader, SqliteStore, Store, StoreError, Warning, Writing,
};

/// The note that stands in a store as long as a register is being restored into it.
const RESTORING: &str = "restoring";

/// Where the rows of a register lie.
#[derive(Clone, Default)]
pub enum Backend {
    /// In the folder of the register.
    #[default]
    Folder,
    /// In the database at a URL.
    Postgres(String),
}

impl Backend {
    /// Opens the store for writing, and begins it when there is none.
    ///
    /// # Errors
    /// Another process writes there, it is of another program or newer, it was restored by half,
    /// or it cannot be used.
    pub fn open(&self, folder: &Path) -> Result<Box<dyn Store>, StoreError> {
        Ok(match self {
            Backend::Folder => Box::new(whole(SqliteStore::open(folder)?, || shown(folder))?),
            Backend::Postgres(url) => {
                let store = PostgresStore::open(url)?;
                let place = store.shown().to_string();
                Box::new(whole(store, || place)?)
            }
        })
    }

    /// Opens the store for reading, beside a writer if there is one.
    ///
    /// # Errors
    /// There is none, it is of another program, newer or older, it was restored by half, or it
    /// cannot be read.
    pub fn read_only(&self, folder: &Path) -> Result<Box<dyn Reader>, StoreError> {
        Ok(match self {
            Backend::Folder => Box::new(whole(SqliteStore::read_only(folder)?, || shown(folder))?),
            Backend::Postgres(url) => Box::new(read_database(url)?),
        })
    }

    /// Opens the store for reading with all that a store can look into.
    ///
    /// # Errors
    /// As [`Backend::read_only`].
    pub(crate) fn look_into(&self, folder: &Path) -> Result<Box<dyn Store>, StoreError> {
        Ok(match self {
            Backend::Folder => Box::new(whole(SqliteStore::read_only(folder)?, || shown(folder))?),
            Backend::Postgres(url) => Box::new(read_database(url)?),
        })
    }

    /// Notes in an empty store that a register is being restored into it, until
    /// [`Backend::end_restoring`]; a store that holds the note is not opened.
    ///
    /// # Errors
    /// The store fails.
    pub(crate) fn begin_restoring(store: &mut dyn Store) -> Result<(), StoreError> {
        note(store, Some(Vec::new()))
    }

    /// Takes the note away: what was restored is whole.
    ///
    /// # Errors
    /// The store fails; it stays one that is not opened.
    pub(crate) fn end_restoring(store: &mut dyn Store) -> Result<(), StoreError> {
        note(store, None)
    }

    /// Drops what a restoring that failed put into a database; a folder goes as a whole.
    ///
    /// # Errors
    /// The database fails, or holds something else: then it is left as it is.
    pub(crate) fn undo_restoring(&self) -> Result<(), StoreError> {
        match self {
            Backend::Folder => Ok(()),
            Backend::Postgres(url) => PostgresStore::discard(url, RESTORING),
        }
    }

    /// Asks the server of a database whether it lets us in; what is in the database does not
    /// matter.
    ///
    /// # Errors
    /// There is no way to it, or it does not let us in.
    pub fn reach(&self) -> Result<(), StoreError> {
        let Backend::Postgres(url) = self else { return Ok(()) };
        match PostgresStore::read_only(url).map(drop) {
            Err(StoreError::Database(fault)) => match *fault {
                // It answered.
                DatabaseFault::Older { .. } | DatabaseFault::Standby { .. } => Ok(()),
                fault => Err(fault.into()),
            },
            done => done,
        }
    }

    /// Says whether others can listen on the way to a database, or answer in its place. Asks
    /// nobody; an address that is not understood is told of when it is opened.
    pub fn exposed(&self) -> Option<Warning> {
        match self {
            Backend::Folder => None,
            Backend::Postgres(url) => PostgresStore::exposed(url).ok().flatten(),
        }
    }

    /// Says whether the folder holds a register of this backend. Of a register in a database the
    /// folder holds the key of the log.
    pub fn holds_register(&self, folder: &Path) -> bool {
        match self {
            Backend::Folder => folder.join(store::DATABASE_FILE).is_file(),
            Backend::Postgres(_) => folder.join(KEY_FOLDER).join(LOG_KEY).is_file(),
        }
    }

    /// Says what of the server's settings endangers what is acknowledged, and of the way to it.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn warnings(&self) -> Result<Vec<Warning>, StoreError> {
        match self {
            Backend::Folder => Ok(Vec::new()),
            Backend::Postgres(url) => PostgresStore::read_only(url)?.warnings(),
        }
    }
}

fn read_database(url: &str) -> Result<PostgresStore, StoreError> {
    let store = PostgresStore::read_only(url)?;
    let place = store.shown().to_string();
    whole(store, || place)
}

fn shown(folder: &Path) -> String {
    folder.display().to_string()
}

/// Returns the store unless a restoring was not finished in it.
fn whole<S: Reader>(store: S, place: impl FnOnce() -> String) -> Result<S, StoreError> {
    match store.note(RESTORING)? {
        None => Ok(store),
        Some(_) => Err(StoreError::HalfRestored { place: place() }),
    }
}

fn note(store: &mut dyn Store, body: Option<Vec<u8>>) -> Result<(), StoreError> {
    let expect_size = store.size()?;
    let notes = [(RESTORING.to_string(), body)];
    store.commit(&Writing { expect_size, notes: &notes, ..Writing::default() }).map(|_| ())
}

impl std::fmt::Debug for Backend {
    /// Prints which one it is, and nothing of the address.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Backend::Folder => "Folder",
            Backend::Postgres(_) => "Postgres(…)",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_database_is_not_printed() {
        let backend = Backend::Postgres("postgres://u:secret@h/d".to_string());
        assert_eq!(format!("{backend:?}"), "Postgres(…)");
    }
}
