//! What can fail in a store.
//!
//! In scope: faults and broken preconditions, each with its remedy where the operator has one.
//! Out of scope: refusals of the law; they are values of the register and are stored like any
//! other.
//! Invariant I-PRI-1: no body of a row is repeated in a message.

use crate::contract::writing::{
    BatchRow, GROUP_BYTES_MAX, NOTE_BODY_BYTES_MAX, NOTE_NAME_BYTES_MAX, PRIVATE_BODY_BYTES_MAX,
    SITE_BYTES_MAX, TOKEN_PLACE_MAX, WRITING_ENTRIES_MAX, WRITING_TOKENS_MAX,
};
use crate::postgres::fault::DatabaseFault;
use crate::vault::{DeviceFault, MasterKeyFault, ROW_BYTES_MAX, SealedFault};
use std::path::{Path, PathBuf};
use vocab::limits::ENTRY_BYTES_MAX;

/// Why a store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The log has another size than the writing was decided on.
    #[error("the log has moved: it has `{actual}` entries and the writing expects `{expected}`")]
    Moved {
        /// The size the writing expects.
        expected: u64,
        /// The size the log has.
        actual: u64,
    },
    /// The idempotency key already stands for another request.
    #[error("the idempotency key `{}` was used for another request", hex(key))]
    KeyReused {
        /// The key.
        key: [u8; 16],
    },
    /// The writing has too many entries.
    #[error("the writing has `{entries}` entries of at most {WRITING_ENTRIES_MAX}")]
    TooManyEntries {
        /// Entries of the writing.
        entries: usize,
    },
    /// An entry is empty or too long.
    #[error("entry `{place}` of the writing has {bytes} bytes of 1 to {ENTRY_BYTES_MAX}")]
    EntryLength {
        /// The place in the writing, from 0.
        place: usize,
        /// Its bytes.
        bytes: usize,
    },
    /// The body of a private row is too long.
    #[error(
        "private row `{place}` of the writing has {bytes} bytes of at most {ROW_BYTES_MAX}, sealed \
         blocks {PRIVATE_BODY_BYTES_MAX}"
    )]
    PrivateBody {
        /// The place in the writing, from 0.
        place: usize,
        /// Its bytes.
        bytes: usize,
    },
    /// The group of a private row is empty or too long.
    #[error(
        "the group of private row `{place}` of the writing has {bytes} bytes of 1 to \
         {GROUP_BYTES_MAX}"
    )]
    PrivateGroup {
        /// The place in the writing, from 0.
        place: usize,
        /// Bytes of the name of the group.
        bytes: usize,
    },
    /// The site of a batch is empty or too long.
    #[error("the site of the batch has {bytes} bytes of 1 to {SITE_BYTES_MAX}")]
    BatchSite {
        /// Bytes of the site.
        bytes: usize,
    },
    /// A token names a place beyond the highest.
    #[error("a token of the writing names place `{place}` of at most {TOKEN_PLACE_MAX}")]
    TokenPlace {
        /// The place.
        place: u64,
    },
    /// The writing has too many tokens.
    #[error("the writing has `{tokens}` tokens of at most {WRITING_TOKENS_MAX}")]
    TooManyTokens {
        /// Tokens of the writing.
        tokens: usize,
    },
    /// A note is without name, or its name or body is too long.
    #[error(
        "note `{name}` has {bytes} bytes; a name has 1 to {NOTE_NAME_BYTES_MAX} and a body at \
         most {NOTE_BODY_BYTES_MAX}"
    )]
    Note {
        /// The name.
        name: String,
        /// Bytes of the body.
        bytes: usize,
    },
    /// A batch does not lie inside the entries of its writing.
    #[error(
        "batch `{}` is not a header and its certificates inside the entries of the writing",
        run(.0)
    )]
    BatchOutside(Box<BatchRow>),
    /// A batch holds a serial that an older batch holds.
    #[error("batch `{}` meets batch `{}`", run(batch), run(older))]
    BatchMeets {
        /// The batch of the writing.
        batch: Box<BatchRow>,
        /// The stored batch.
        older: Box<BatchRow>,
    },
    /// A range of entries does not lie in the log.
    #[error("entries `{from}` to `{to}` do not lie in a log of `{size}` entries")]
    Range {
        /// The first.
        from: u64,
        /// The end, exclusive.
        to: u64,
        /// The size of the log.
        size: u64,
    },
    /// The store was opened for reading.
    #[error("`{}` was opened for reading only", folder.display())]
    ReadOnly {
        /// The folder.
        folder: PathBuf,
    },
    /// Another process writes into the folder.
    #[error(
        "`{}` is in use by another process that writes\nstop that process, or open the folder for \
         reading", folder.display()
    )]
    Locked {
        /// The folder.
        folder: PathBuf,
    },
    /// The master key of personal data failed, or is another one.
    #[error("{name}: {why}\nput back the key that the data was sealed under")]
    MasterKey {
        /// The key, as the operator knows it.
        name: String,
        /// What is wrong.
        why: MasterKeyFault,
    },
    /// The token that holds the master key of personal data does not serve.
    #[error("{name}: {why}")]
    Device {
        /// Token and key, as the operator knows them.
        name: String,
        /// What is wrong, with its remedy.
        why: DeviceFault,
    },
    /// A private row could not be sealed or opened.
    #[error("a private row does not open: {why}\nrestore a backup of the register")]
    Sealed {
        /// What is wrong.
        why: SealedFault,
    },
    /// Another server took over the writing.
    #[error(
        "another server took over the writing (its turn is `{theirs}`, ours was `{ours}`)\nstop \
         this server, or start it again when the other is stopped"
    )]
    Fenced {
        /// The turn of this writer.
        ours: i64,
        /// The turn that holds now.
        theirs: i64,
    },
    /// A call came inside a group that has to come outside, or the other way round.
    #[error("could not {doing}: a group is {}", if *open { "open" } else { "not open" })]
    Group {
        /// What was being done.
        doing: &'static str,
        /// Whether a group is open.
        open: bool,
    },
    /// Something failed earlier in the group, and the backend dropped all of it.
    #[error("the group of writings was lost; nothing of it was written\nrepeat its writings")]
    GroupLost,
    /// A file or folder could not be made, opened or locked.
    #[error("could not open `{}`", path.display())]
    Open {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// There is no database where one should be read.
    #[error("`{}` does not exist\nname the folder of a register that was begun", file.display())]
    Missing {
        /// The file.
        file: PathBuf,
    },
    /// It holds a part of a register that was being restored.
    #[error(
        "`{place}` holds a restoring that was not finished\ndrop it and restore again (PostgreSQL: \
         DROP SCHEMA dengji CASCADE)"
    )]
    HalfRestored {
        /// The folder or the database, without password.
        place: String,
    },
    /// The file was removed, or another was put in its place, while it was open.
    #[error(
        "`{}` was removed or replaced while it was open; nothing was written\nstop this program, put \
         the file back, and start it again", file.display()
    )]
    Replaced {
        /// The file.
        file: PathBuf,
    },
    /// The file was made by another program.
    #[error(
        "`{}` is not a database of this program\nname another folder; the file was left as it is",
        file.display()
    )]
    Foreign {
        /// The file.
        file: PathBuf,
    },
    /// The database was written by a newer version.
    #[error(
        "`{}` has schema `{found}`, this program knows up to `{known}`\nuse the newer program that \
         wrote it", file.display()
    )]
    Newer {
        /// The file.
        file: PathBuf,
        /// The version of its schema.
        found: u32,
        /// The last version known.
        known: u32,
    },
    /// The database has an older schema and cannot be brought up to date by reading.
    #[error(
        "`{}` has schema `{found}`, reading needs `{known}`\nopen it once for writing; that brings \
         it up to date", file.display()
    )]
    Older {
        /// The file.
        file: PathBuf,
        /// The version of its schema.
        found: u32,
        /// The version needed.
        known: u32,
    },
    /// The file system cannot hold a write-ahead log.
    #[error(
        "`{}` cannot be written ahead: its journal is `{found}`, not `wal`\nput the folder on a \
         local disk", file.display()
    )]
    Journal {
        /// The file.
        file: PathBuf,
        /// The journal mode that the database chose.
        found: String,
    },
    /// A database on a server could not be opened, or is not open for this.
    #[error(transparent)]
    Database(Box<DatabaseFault>),
    /// What is stored contradicts itself.
    #[error("the store is damaged: {what}\nrestore a backup, or compare with a mirror of the log")]
    Damaged {
        /// The contradiction.
        what: String,
    },
    /// The backend failed, and nothing was written.
    #[error("could not {doing}; nothing was written")]
    Backend {
        /// What was being done.
        doing: &'static str,
        /// What the backend said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The backend failed while it made the writing durable.
    #[error(
        "could not finish the writing at `{first}`; whether it was kept is unknown\nrepeat it with \
         the same idempotency key"
    )]
    InDoubt {
        /// The place of its first entry.
        first: u64,
        /// What the backend said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// What a backend said, and about which file.
#[derive(Debug, thiserror::Error)]
#[error("`{}`", file.display())]
pub struct InFile {
    /// The file.
    pub file: PathBuf,
    /// What the backend said.
    pub source: Box<dyn std::error::Error + Send + Sync>,
}

impl StoreError {
    /// Returns the error with the file that it is about, where it names none yet.
    pub(crate) fn of_file(self, file: &Path) -> StoreError {
        match self {
            StoreError::Backend { doing, source } if !source.is::<InFile>() => {
                let file = file.to_path_buf();
                StoreError::Backend { doing, source: Box::new(InFile { file, source }) }
            }
            named => named,
        }
    }

    /// Says whether it is certain that nothing was written. Otherwise the same writing with the
    /// same idempotency key settles it: it is written now, or the first answer comes back.
    pub fn wrote_nothing(&self) -> bool {
        !matches!(self, StoreError::InDoubt { .. })
    }
}

fn hex(key: &[u8; 16]) -> String {
    key.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn run(batch: &BatchRow) -> String {
    let BatchRow { site, year, level, first, last, .. } = batch;
    format!("{site} {year} {level} {first}-{last}")
}
