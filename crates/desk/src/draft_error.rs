//! What can be wrong with an act that is signed elsewhere.
//!
//! In scope: one value for each, with the remedy in its words. Nothing is recorded in any case.
//! Out of scope: refusals by the law, which an act meets on this way as on every other.

use seal::EntryError;
use vocab::Hash;

/// What moved on after an act was drafted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    /// The same request was drafted again.
    Draft,
    /// The organisation has acted.
    Sequence,
    /// Candidates or results of the session have changed.
    Candidates,
    /// The number that was to be given was given away.
    NextNumber,
    /// What the act would say.
    Content,
}

impl std::fmt::Display for Moved {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Moved::Draft => "the draft of that act",
            Moved::Sequence => "the number of acts of the organisation",
            Moved::Candidates => "what is known of the candidates",
            Moved::NextNumber => "the next number to be given",
            Moved::Content => "what the act says",
        })
    }
}

/// Why a drafted act is not signed or not recorded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    /// The register moved on.
    #[error(
        "the draft was overtaken: {0} has changed since; draft the act again, and have the new \
         draft signed"
    )]
    Overtaken(Moved),
    /// The register does not know the draft.
    #[error("this register keeps no such draft; draft the act again")]
    NotKept,
    /// The act is in the log already.
    #[error("the act is recorded already, at entry {0}; there is nothing to sign")]
    Recorded(u64),
    /// A signature does not verify.
    #[error("the signature is not that of the key in force over this act; nothing was recorded")]
    WronglySigned,
    /// A key that has no say.
    #[error("the key `{0}` is none of those that have to sign this act")]
    NotASigner(Hash),
    /// Not enough have signed.
    #[error("{have} of {need} signatures that the act needs are there; have the others sign too")]
    TooFewSignatures {
        /// How many are there.
        have: usize,
        /// How many are needed.
        need: usize,
    },
    /// A file is no draft.
    #[error("line {line} is not that of a draft: {expected} is expected")]
    Form {
        /// The line, from 1.
        line: usize,
        /// What should stand there.
        expected: &'static str,
    },
    /// The bytes to sign are no act.
    #[error("the bytes to sign are no act that is known here")]
    Message(#[source] EntryError),
}
