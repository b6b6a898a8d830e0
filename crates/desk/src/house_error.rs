//! What can go wrong in the house: the law says no, or the world fails.
//!
//! In scope: one value for each failed operation. Out of scope: words for people (`refused` has
//! those of refusals, `house_fault_words` those of faults).

use crate::draft::Draft;
use crate::draft_error::DraftError;
use crate::key_file_error::KeyFileError;
use crate::private_fault::PrivateFault;
use crate::session_fault::SessionFault;
use register::{DigestMismatch, Refusal, StaleState};
use seal::{EntryError, SealError};
use std::path::PathBuf;
use store::StoreError;

/// Why a request was not done.
#[derive(Debug, thiserror::Error)]
pub enum HouseError {
    /// The law or the register's order refuses. Not a fault.
    #[error("the act is refused")]
    Refused(Box<Refusal>),
    /// Whoever acts holds the key: the act is drafted, and recorded when it comes back signed. Not
    /// a fault.
    #[error("the act is drafted and waits for its signature")]
    ToSign(Box<Draft>),
    /// A draft is wrong, wrongly signed or overtaken.
    #[error("the draft cannot be used")]
    Draft(#[from] DraftError),
    /// The request was named before with another content.
    #[error("the request `{0}` was made before with another content; give it another name")]
    OtherRequest(String),
    /// The state moved between check and seal.
    #[error("the register moved on while the act was under way; try again")]
    Stale(#[source] StaleState),
    /// The store failed.
    #[error("the store failed")]
    Store(#[from] StoreError),
    /// After a fault the state may not be what the log says, and the log could not be read again.
    #[error("the register could not be read again after a fault; nothing can be told now")]
    OutOfStep,
    /// A signature, note or proof could not be made or read.
    #[error("a signature, checkpoint or file is wrong")]
    Seal(#[source] SealError),
    /// An entry of the log cannot be read.
    #[error("entry {index} of the log cannot be read")]
    Entry {
        /// Its index.
        index: u64,
        /// Why.
        #[source]
        why: EntryError,
    },
    /// The log has no such entry.
    #[error("the log has no entry {0}")]
    NoEntry(u64),
    /// An entry that should be an act is none.
    #[error("entry {0} of the log is no act")]
    NotAnAct(u64),
    /// An entry does not fit the entries before it.
    #[error("entry {0} of the log does not fit the entries before it: the database is damaged")]
    Unfit(u64),
    /// The state that was kept, and that the register started from, is not what its digest says.
    #[error("the state that was kept for {size} entries is wrong; the whole log is read instead")]
    StateWrong {
        /// The size that it was kept for.
        size: u64,
        /// How it shows.
        #[source]
        why: DigestMismatch,
    },
    /// A batch is not followed by its certificates.
    #[error("the batch at entry {0} of the log is broken")]
    BatchBroken(u64),
    /// Personal data cannot be read or erased so.
    #[error(transparent)]
    Private(#[from] PrivateFault),
    /// The register is not founded.
    #[error("the register is not founded yet")]
    NotFounded,
    /// The published log has entries that the database has not.
    #[error(
        "the published log has {published} entries and the database {size}: the database is an \
         older copy; put back the newer one, or restore the log's folder of that copy with it, and \
         write nothing until then"
    )]
    PublishedAhead {
        /// Entries of the published checkpoint.
        published: u64,
        /// Entries of the database.
        size: u64,
    },
    /// The published checkpoint is of other entries than the database has.
    #[error(
        "the published checkpoint of {0} entries is not of the database's entries; the log's \
         folder or the database belongs to another register, or was changed"
    )]
    PublishedDiffers(u64),
    /// The anchor has seen a longer log.
    #[error(
        "the anchor has seen {anchored} entries and the database has {size}: this is an older \
         copy; put back the newer one, and write nothing until then"
    )]
    AnchorAhead {
        /// Entries that the anchor has seen.
        anchored: u64,
        /// Entries of the database.
        size: u64,
    },
    /// The anchor has seen other entries.
    #[error("the anchor's checkpoint of {0} entries is not of the database's entries")]
    AnchorDiffers(u64),
    /// A witness has seen a longer log.
    #[error(
        "the witness `{witness}` has seen {seen} entries and the database has {size}: this is an \
         older copy; put back the newer one, and write nothing until then"
    )]
    WitnessAhead {
        /// The witness.
        witness: String,
        /// Entries that it has seen.
        seen: u64,
        /// Entries of the database.
        size: u64,
    },
    /// An entry is not in the published log yet.
    #[error("entry {index} is not published yet; the published log has {size} entries")]
    NotPublished {
        /// The entry.
        index: u64,
        /// Entries of the published checkpoint.
        size: u64,
    },
    /// Published tiles are damaged.
    #[error("tiles of the published log cannot be used: {0}")]
    Tiles(String),
    /// The log's folder failed.
    #[error("the folder of the published log failed")]
    Published(#[source] std::io::Error),
    /// The anchor failed.
    #[error("the anchor `{}` could not be read or written", path.display())]
    Anchor {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The machine gave no random bytes.
    #[error("the machine gives no random bytes")]
    Entropy(#[source] std::io::Error),
    /// The register has entries and the key of its log is not there.
    #[error(
        "the key of the log is missing: `{}` has to hold the private half of {key}; put it there \
         out of a backup with keys, or restore with them", path.display()
    )]
    NoLogKey {
        /// Where it has to be.
        path: PathBuf,
        /// Its public half.
        key: vocab::Hash,
    },
    /// The key of the log is another than the one it was founded with.
    #[error("the key of the log is another than {0}, with which the register was founded")]
    OtherLogKey(vocab::Hash),
    /// A key file could not be read or written.
    #[error("the key file `{}` could not be read or written", path.display())]
    Key {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// A key file does not open.
    #[error("the key file `{}` does not open", path.display())]
    KeyFile {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        why: KeyFileError,
    },
    /// A key file does not hold a key.
    #[error("the key file `{}` holds no key", .0.display())]
    NotAKey(PathBuf),
    /// A private row cannot be read.
    #[error("a private row of `{0}` cannot be read")]
    PrivateRow(String),
    /// A candidate's registration has ended already.
    #[error(
        "the candidate's registration has ended already; it ends once, and a refund is paid once"
    )]
    Settled,
    /// There is no such candidate.
    #[error("the session has no candidate {0}")]
    NoCandidate(u32),
    /// A candidate was examined, so the choice was acted upon.
    #[error("candidate {0} was examined: the choice was acted upon and stays")]
    Examined(u32),
    /// An order or a payment stands for another refund.
    #[error("the order `{0}` or its payment stands for another refund of the session")]
    OrderUsed(String),
    /// Candidates or members have come to no end yet.
    #[error("{0:?} have come to no end yet: certificate, result, refund, withdrawal or reason")]
    OpenEnds(Vec<u32>),
    /// A person is a member of another cohort of the occupation.
    #[error(
        "member {place} is in cohort {cohort} for the same occupation: nobody is in two at once"
    )]
    InTwoCohorts {
        /// The place in the list.
        place: u32,
        /// The other cohort.
        cohort: u32,
    },
    /// There is no such cohort.
    #[error("there is no cohort {0}")]
    NoCohort(u32),
    /// The cohort has no such member now.
    #[error("the cohort has no member {0} now")]
    NoMember(u32),
    /// The data of a session's step are wrong.
    #[error("the step of the session could not be taken")]
    Session(#[from] SessionFault),
    /// There is no such session or examination.
    #[error("there is no session {0}")]
    NoSession(u32),
    /// The number stands for no certificate.
    #[error("no certificate has that number")]
    NoCertificate,
}
