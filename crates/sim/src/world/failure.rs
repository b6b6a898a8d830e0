//! `Broken` and `Failure`: what a checker found, and how to see it again.
//!
//! In scope: the finding and its text. Out of scope: finding it (`model`, `keeper`, `post`).

use crate::world::post::Delivered;
use register::{PublicAct, Refusal};
use std::fmt;
use vocab::Day;

/// What is not as it has to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// An act that is lawful was refused.
    LawfulRefused {
        /// The act.
        act: PublicAct,
        /// Its day.
        on: Day,
        /// The answer.
        refusal: Refusal,
        /// The rule that it cites.
        cited: Option<String>,
    },
    /// A crooked act was recorded.
    SchemePassed {
        /// The scheme's name.
        scheme: &'static str,
        /// The act.
        act: PublicAct,
        /// Its day.
        on: Day,
    },
    /// A crooked act was refused, but not for what is wrong with it.
    RefusedForAnother {
        /// The scheme's name.
        scheme: &'static str,
        /// The act.
        act: PublicAct,
        /// The answer.
        refusal: Box<Refusal>,
        /// The rule that it cites.
        cited: Option<String>,
    },
    /// An invariant does not hold.
    Invariant {
        /// Its id in DESIGN.md of the house.
        id: &'static str,
        /// What is wrong.
        what: String,
    },
}

impl Broken {
    /// Says whether another finding is of the same kind.
    pub(crate) fn like(&self, other: &Broken) -> bool {
        match (self, other) {
            (
                Broken::LawfulRefused { refusal: a, .. },
                Broken::LawfulRefused { refusal: b, .. },
            ) => a == b,
            (
                Broken::RefusedForAnother { scheme: a, refusal: x, .. },
                Broken::RefusedForAnother { scheme: b, refusal: y, .. },
            ) => a == b && x == y,
            (Broken::SchemePassed { scheme: a, .. }, Broken::SchemePassed { scheme: b, .. })
            | (Broken::Invariant { id: a, .. }, Broken::Invariant { id: b, .. }) => a == b,
            _ => false,
        }
    }
}

/// A finding with everything to see it again.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The seed.
    pub seed: u64,
    /// The days of the run.
    pub days: i32,
    /// The day it was found.
    pub day: Day,
    /// What was found.
    pub broken: Broken,
    /// The shortest history that was found to fail in the same way.
    pub(crate) history: Vec<Delivered>,
}

impl Failure {
    /// Returns how many deliveries the shortest history has.
    pub fn history_len(&self) -> usize {
        self.history.len()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "seed {} fails on {}: {:?}", self.seed, self.day, self.broken)?;
        writeln!(f, "shortest history, {} deliveries:", self.history.len())?;
        for Delivered { at, message } in &self.history {
            write!(f, "  {at} actor {} on {}: ", message.actor.0, message.on)?;
            match &message.act {
                PublicAct::Genesis { .. } => writeln!(f, "the founding")?,
                act => writeln!(f, "{act:?}")?,
            }
        }
        write!(f, "again: cargo run --release -p sim -- --seed {} --days {}", self.seed, self.days)
    }
}

impl std::error::Error for Failure {}
