//! What stands in the way of the store, in the words of a language, each with its remedy.
//!
//! Out of scope: telling it from an error (`store::Hindrance`), whether anything was written.

use crate::words::Words;
use store::{Hindrance, InFile, StoreError};

/// Returns why the backend failed: what an operator can remove, or the database's own words.
pub fn why(
    words: &Words,
    error: &StoreError,
    source: &(dyn std::error::Error + 'static),
) -> String {
    match error.hindrance() {
        Some(Hindrance::Full) => words.say("hindrance-full", &[]),
        Some(Hindrance::ReadOnly) => words.say("hindrance-read-only", &[]),
        Some(Hindrance::Held) => words.say("hindrance-held", &[]),
        Some(Hindrance::Rights) => words.say("hindrance-rights", &[]),
        Some(Hindrance::Failing) => words.say("hindrance-failing", &[]),
        Some(Hindrance::Unreachable) => words.say("hindrance-unreachable", &[]),
        Some(Hindrance::Damaged) => words.say("hindrance-damaged", &[]),
        None => {
            let said = source.downcast_ref::<InFile>().map(|of| of.source.to_string());
            let said = said.unwrap_or_else(|| source.to_string());
            words.say("hindrance-other", &[("why", said.into())])
        }
    }
}
