//! The store: keeps entries of the log and private rows, whole or not at all.
//!
//! In scope: the contract [`Store`], its values and faults, SQLite in one folder, PostgreSQL, the
//! files of the public log, and backups.
//! Out of scope: what the bytes mean (`register`, `seal`) and whether they may be written (`law`).
//! The store never decides; what it refuses would break its own contract.

pub mod backup;
mod contract;
mod files;
mod hindrance;
mod log_folder;
mod migration;
mod postgres;
mod readers;
mod segment;
mod sqlite;
mod store_error;
mod vault;

pub use contract::kept::{Kept, KeptKind, KeptState};
pub use contract::writing::{
    Answered, BatchRow, Committed, GROUP_BYTES_MAX, NOTE_BODY_BYTES_MAX, NOTE_NAME_BYTES_MAX,
    PRIVATE_BODY_BYTES_MAX, PrivateKind, PrivatePlace, PrivateRow, SITE_BYTES_MAX, TOKEN_PLACE_MAX,
    Token, TokenSpace, WRITING_ENTRIES_MAX, WRITING_TOKENS_MAX, Writing,
};
pub use contract::{Reader, Store};
pub use files::{DiskFiles, Files, flush_folder, make_folder};
pub use hindrance::Hindrance;
pub use log_folder::{CHECKPOINT_FILE, LANDMARKS_FILE, LogFolder, NewFile, VERIFIER_KEY_FILE};
pub use postgres::PostgresStore;
pub use postgres::address::AddressFault;
pub use postgres::fault::{DatabaseFault, TlsFault};
pub use postgres::warning::Warning;
pub use readers::{OpenReader, READERS_MAX, Readers};
pub use sqlite::{DATABASE_FILE, LOCK_FILE, SqliteStore};
pub use store_error::{InFile, StoreError};
pub use vault::{
    Blind, BlindIndex, DeviceAddress, DeviceFault, DeviceMasterKey, HeldMasterKey, IndexKeys,
    IndexTurning, MasterKey, MasterKeyFault, ROW_BYTES_MAX, RowKeys, SealedFault, Slice, Vault,
    plain,
};
