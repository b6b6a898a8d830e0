//! Why a register was not backed up, restored or checked.
//!
//! Out of scope: words for people (`backup_words`).

use crate::house_error::HouseError;
use std::path::PathBuf;
use store::StoreError;

pub use store::backup::BackupError;

/// Why a register was not backed up, restored or checked.
#[derive(Debug, thiserror::Error)]
pub enum BackupFault {
    /// The file of the backup.
    #[error("the backup failed")]
    File(#[from] BackupError),
    /// The register, or what the file holds of one.
    #[error("the register failed")]
    House(#[from] HouseError),
    /// The folder to restore into has something in it.
    #[error("`{}` is not empty: a register is restored into an empty folder", .0.display())]
    NotEmpty(PathBuf),
    /// The store to restore into has something in it.
    #[error("the store holds {0} entries: a register is restored into an empty one")]
    StoreNotEmpty(u64),
    /// The folder beside it, in which a register is restored, is there.
    #[error(
        "`{}` is there: a restoring was stopped, or is under way; remove it when none is",
        .0.display()
    )]
    LeftOver(PathBuf),
    /// It failed, and what it had put into the database could not be dropped.
    #[error("what was restored into the database could not be dropped: drop its schema `dengji`")]
    NotUndone(#[source] Box<BackupFault>),
    /// A folder could not be made, moved or removed.
    #[error("the folder `{}` could not be made or moved", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The size lies beyond the backup.
    #[error("the backup has {size} entries, {asked} were asked for")]
    Beyond {
        /// Entries of the backup.
        size: u64,
        /// Entries that were asked for.
        asked: u64,
    },
    /// The size lies inside an act.
    #[error("an act stands at {first} to {end}: {asked} entries end inside it")]
    InsideAct {
        /// Entries that were asked for.
        asked: u64,
        /// The first entry of the act.
        first: u64,
        /// The place after its last.
        end: u64,
    },
}

impl From<StoreError> for BackupFault {
    fn from(error: StoreError) -> BackupFault {
        BackupFault::File(BackupError::Store(error))
    }
}
