//! Why a witness's cosignature is missing.
//!
//! Out of scope: what to do about it; a policy says how many may be missing.

use recheck::SourceError;
use seal::SealError;

/// Why a witness's cosignature is missing.
#[derive(Debug, thiserror::Error)]
pub enum AskFailure {
    /// The policy names no address for it.
    #[error("no address is known of it")]
    NoAddress,
    /// The policy's address cannot be asked.
    #[error("its address cannot be asked")]
    Address(#[source] SourceError),
    /// The request could not be made, or the answer did not come whole and in time.
    #[error("it could not be asked")]
    Request(#[source] Box<ureq::Error>),
    /// The answer is longer than any of the protocol.
    #[error("its answer is longer than {bytes_max} bytes")]
    TooLong {
        /// The most that is read.
        bytes_max: usize,
    },
    /// It refused, or is at fault.
    #[error("it answered with status `{status}`: {said}")]
    Status {
        /// The HTTP status.
        status: u16,
        /// The first line it said.
        said: String,
    },
    /// It answered something that the protocol does not have.
    #[error("its answer is none of the protocol; expected {expected}")]
    Answer {
        /// What was expected.
        expected: &'static str,
    },
    /// It has cosigned a larger tree: this log has lost entries, or somebody else signs in its
    /// name.
    #[error("it knows size `{known}`, larger than the checkpoint's {size}")]
    Ahead {
        /// The size that it knows.
        known: u64,
        /// Size of the checkpoint.
        size: u64,
    },
    /// It has cosigned another root of this size.
    #[error("it cosigned another root of size `{size}`")]
    Fork {
        /// The size.
        size: u64,
    },
    /// The log could not make the proof it needs.
    #[error("the proof from size `{old}` could not be made: {why}")]
    Proof {
        /// The size that the witness knows.
        old: u64,
        /// What the log said.
        why: String,
    },
    /// The request cannot be written.
    #[error("the checkpoint cannot be sent")]
    Checkpoint(#[source] SealError),
    /// Its line is no cosignature of its key over the checkpoint.
    #[error("its cosignature does not hold")]
    Cosignature(#[source] SealError),
    /// The time of its cosignature is in the future.
    #[error("its cosignature is of `{time_s}` s, more than {ahead_s_max} s ahead of {now_s}")]
    TimeAhead {
        /// The time stated, in seconds since 1970.
        time_s: u64,
        /// The present, in seconds since 1970.
        now_s: u64,
        /// The most it may be ahead.
        ahead_s_max: u64,
    },
}
