//! `Observer`, whoever watches the house at work, and what is told to them.
//!
//! In scope: the port, and one value for each thing that an operator wants to know of.
//! Out of scope: counting and writing it down (`watch`).
//! I-PRI-1: a sight holds numbers, ids of rules, names of witnesses and errors, and nothing that
//! came in with a request. Errors name no person (`store`, `house_error`).
//! Failure: an observer never makes an act fail, and is never asked anything.

use std::error::Error;
use std::time::Duration;
use vocab::Instant;

/// Watches the house. It is called while the house is held, so it returns at once.
pub trait Observer: Send + Sync {
    /// Takes note of what happened.
    fn saw(&self, sight: &Sight<'_>);
}

/// Something that happened in the house.
#[derive(Clone, Copy, Debug)]
pub enum Sight<'a> {
    /// An act waits for the thread that acts.
    Queued,
    /// An act waits no longer: it was begun, or will not be.
    Taken,
    /// So many acts shared a flush.
    Group(usize),
    /// The store made something durable, or failed to.
    Flushed {
        /// How long it took.
        took: Duration,
        /// Whether it was acknowledged.
        durable: bool,
    },
    /// An act was refused.
    Refused {
        /// The id of the rule; nothing where no rule answers for the day.
        rule: Option<&'a str>,
    },
    /// The log is so long, and published so far.
    Log(LogSizes),
    /// A landmark was published.
    Landmark {
        /// The size it states.
        size: u64,
    },
    /// A witness cosigned.
    Cosigned {
        /// Its name in the policy.
        witness: &'a str,
        /// When, as it says itself.
        at: Instant,
        /// True when it was asked for just now; else it stood there before.
        asked: bool,
    },
    /// A witness was asked and did not cosign.
    NotCosigned {
        /// Its name in the policy.
        witness: &'a str,
        /// Why.
        why: &'a (dyn Error + 'static),
    },
    /// Something failed that is not the fault of whoever asked.
    Failed {
        /// What was being done.
        doing: Doing,
        /// Why.
        why: &'a (dyn Error + 'static),
    },
    /// What failed before is done again.
    Recovered(Doing),
}

/// How long the log is, and how far what follows it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogSizes {
    /// Entries that are committed.
    pub entries: u64,
    /// Entries of the published checkpoint.
    pub published: u64,
    /// Size and time of the last landmark; nothing before the first.
    pub landmark: Option<(u64, Instant)>,
}

/// What the house does beside answering.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Doing {
    /// Acting: a bug of this program, or a signature of its own that is none.
    Act,
    /// Writing to the store.
    Write,
    /// Reading the log again after a fault.
    FindAgain,
    /// Publishing tiles, checkpoint and landmarks.
    Publish,
    /// Upkeep of the store.
    Tend,
    /// Keeping what witnesses gave.
    KeepCosignatures,
}

impl Doing {
    /// Everything that can fail.
    pub const ALL: [Doing; 6] = [
        Doing::Act,
        Doing::Write,
        Doing::FindAgain,
        Doing::Publish,
        Doing::Tend,
        Doing::KeepCosignatures,
    ];

    /// Returns its name in metrics and log lines.
    pub const fn name(self) -> &'static str {
        match self {
            Doing::Act => "act",
            Doing::Write => "write",
            Doing::FindAgain => "find_again",
            Doing::Publish => "publish",
            Doing::Tend => "tend",
            Doing::KeepCosignatures => "keep_cosignatures",
        }
    }
}

/// Nobody watches.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nobody;

impl Observer for Nobody {
    fn saw(&self, _: &Sight<'_>) {}
}
