//! Witnesses and mirrors of a log: other people's machines that keep its operator honest.
//!
//! Source: C2SP tlog-witness, tlog-cosignature, tlog-tiles.
//! In scope: cosigning checkpoints as a witness, plainly or only while every entry is lawful;
//! asking witnesses as a log; following a log into a folder and serving it.
//! Out of scope: the clock and randomness (arguments), words for people (`cli`), how an entry is
//! judged (`recheck`).
//! Invariant I-LOG-1, as far as a witness keeps it: what it cosigned of a log is a prefix of
//! everything that it cosigns of it later.

mod add_checkpoint;
mod ask;
mod causes;
mod cosigning;
mod durable;
mod key_file;
mod lawful;
mod listening;
mod mirror;
mod mirror_error;
mod serve;
mod shelf;
mod state;
mod witness_error;

pub use add_checkpoint::{Authentic, Refusal};
pub use ask::{AskFailure, AskLimits, Asked, Asker};
pub use cosigning::{Answer, Cosigning, SIZE_TYPE};
pub use key_file::KeyFile;
pub use lawful::{Judge, Judged, Lawful};
pub use listening::{BoundedListener, BoundedStream, ServeLimits, listen};
pub use mirror::{Followed, Mirror};
pub use mirror_error::MirrorError;
// What callers hand in; `cli` does not use `seal` itself.
pub use seal::{Cosigned, Policy, PolicyError, PolicyWitness, SealError, SignedNote, VerifierKey};
pub use serve::{Now, witness_routes};
pub use shelf::folder_routes;
pub use state::{Known, StateFolder, Statement};
pub use witness_error::WitnessError;
