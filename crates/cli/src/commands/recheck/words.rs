//! Why a log could not be read, told in the user's language.
//!
//! In scope: every fault of reading. Out of scope: what is wrong with a log; findings say it in
//! both languages themselves.

use desk::words::Words;
use recheck::{Fault, SourceError};
use std::error::Error;

/// Returns why a log could not be checked.
pub(crate) fn fault(words: &Words, fault: &Fault) -> String {
    match fault {
        Fault::Source { index: None, source } => error(words, source),
        Fault::Source { index: Some(index), source } => {
            let why = error(words, source).into();
            words.say("recheck-fault-at", &[("index", (*index).into()), ("why", why)])
        }
        Fault::NoLog => words.say("recheck-no-log", &[]),
        Fault::NoKey => words.say("recheck-no-key", &[]),
        Fault::Key(source) => words.say("recheck-bad-key", &[("why", source.to_string().into())]),
    }
}

/// Returns why a file of a log could not be read.
pub(crate) fn error(words: &Words, error: &SourceError) -> String {
    match error {
        SourceError::BadPath(path) => {
            words.say("recheck-bad-path", &[("path", path.clone().into())])
        }
        SourceError::BadUrl { url, .. } => {
            words.say("recheck-bad-url", &[("url", url.clone().into())])
        }
        SourceError::NotAFile { place } => {
            words.say("recheck-not-a-file", &[("place", place.clone().into())])
        }
        SourceError::File { place, source } => {
            let why = source.to_string().into();
            words.say("recheck-unreadable", &[("place", place.clone().into()), ("why", why)])
        }
        SourceError::TooLong { place, max_bytes } => {
            let max = (*max_bytes).into();
            words.say("recheck-too-long", &[("place", place.clone().into()), ("max", max)])
        }
        SourceError::Status { place, status } => {
            let status = status.to_string().into();
            words.say("recheck-status", &[("place", place.clone().into()), ("status", status)])
        }
        SourceError::Slow { place, .. } => {
            words.say("recheck-slow", &[("place", place.clone().into())])
        }
        SourceError::Redirects { place, redirects_max } => {
            let max = (*redirects_max).into();
            words.say("recheck-redirects", &[("place", place.clone().into()), ("max", max)])
        }
        SourceError::Request { place, source } => {
            // The client's own words; the innermost says most.
            let mut why: &dyn Error = &**source;
            while let Some(inner) = why.source() {
                why = inner;
            }
            let why = why.to_string().into();
            words.say("recheck-unreadable", &[("place", place.clone().into()), ("why", why)])
        }
    }
}
