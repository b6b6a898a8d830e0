//! What stands in the way of the store, in the words of a language, each with its remedy.
//!
//! Out of scope: telling it from an error (`store::Hindrance`), whether anything was written.

use crate::words::Words;
use store::{Hindrance, StoreError};

/// Returns why the backend failed: what an operator can remove, or the database's own words.
pub fn why(words: &Words, error: &StoreError, source: &dyn std::error::Error) -> String {
    match error.hindrance() {
        Some(Hindrance::Full) => words.say("hindrance-full", &[]),
        Some(Hindrance::ReadOnly) => words.say("hindrance-read-only", &[]),
        Some(Hindrance::Held) => words.say("hindrance-held", &[]),
        Some(Hindrance::Rights) => words.say("hindrance-rights", &[]),
        Some(Hindrance::Failing) => words.say("hindrance-failing", &[]),
        Some(Hindrance::Unreachable) => words.say("hindrance-unreachable", &[]),
        Some(Hindrance::Damaged) => words.say("hindrance-damaged", &[]),
        None => words.say("hindrance-other", &[("why", source.to_string().into())]),
    }
}
