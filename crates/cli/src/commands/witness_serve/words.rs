//! Why a witness cannot go on, and why one did not cosign, told in the user's language.
//!
//! In scope: every fault of a witness, every failure of one that was asked.
//! Out of scope: what a witness answers to a log; that is read by programs.

use crate::commands::recheck;
use desk::house_fault_words::seal;
use desk::system_words::system;
use desk::words::{Value, Words};
use std::error::Error;
use std::path::Path;
use witness::{AskFailure, PolicyError, WitnessError};

/// Returns why a witness cannot go on.
pub(crate) fn error(words: &Words, error: &WitnessError) -> String {
    let path = |path: &Path| ("path", Value::from(path.display().to_string()));
    let why = |error: &std::io::Error| ("why", Value::from(system(words, error)));
    match error {
        WitnessError::Key { path: file, source } | WitnessError::Read { path: file, source } => {
            words.say("witness-read", &[path(file), why(source)])
        }
        WitnessError::Write { path: file, source } => {
            words.say("witness-write", &[path(file), why(source)])
        }
        WitnessError::NotAKey { path: file } => words.say("witness-not-a-key", &[path(file)]),
        WitnessError::KeyExposed { path: file, mode } => {
            let mode = format!("{mode:o}").into();
            words.say("witness-key-exposed", &[path(file), ("mode", mode)])
        }
        WitnessError::NoName { path: folder } => words.say("witness-no-name", &[path(folder)]),
        WitnessError::Name(source) => words.say("witness-name", &[("why", seal(words, source))]),
        WitnessError::OtherName { found, asked } => {
            let (found, asked) = (found.clone().into(), asked.clone().into());
            words.say("witness-other-name", &[("found", found), ("asked", asked)])
        }
        WitnessError::OtherStatement { .. } => words.say("witness-other-statement", &[]),
        WitnessError::Locked { folder } => words.say("witness-locked", &[path(folder)]),
        WitnessError::Spoiled { path: file, source } => {
            words.say("witness-spoiled", &[path(file), ("why", seal(words, source))])
        }
        WitnessError::ClockBack { now_s, last_s } => {
            let (now, last) = (now_s.to_string().into(), last_s.to_string().into());
            words.say("witness-clock-back", &[("now", now), ("last", last)])
        }
        WitnessError::Cosign(source) => {
            words.say("witness-cosign", &[("why", seal(words, source))])
        }
    }
}

/// Returns why a file is no policy.
pub(crate) fn policy(words: &Words, error: &PolicyError) -> String {
    let number = |number: &usize| Value::from(number.to_string());
    match error {
        PolicyError::TooLong { bytes } => words.say("policy-too-long", &[("bytes", number(bytes))]),
        PolicyError::Line { line, .. } => words.say("policy-line", &[("line", number(line))]),
        PolicyError::Key { line, error } => {
            words.say("policy-key", &[("line", number(line)), ("why", seal(words, error))])
        }
        PolicyError::KeyTwice { line } => words.say("policy-key-twice", &[("line", number(line))]),
        PolicyError::Name { line, name, .. } => {
            words.say("policy-name", &[("line", number(line)), ("name", name.clone().into())])
        }
        PolicyError::Threshold { line, members } => {
            let members = number(members);
            words.say("policy-threshold", &[("line", number(line)), ("members", members)])
        }
        PolicyError::TooMany { line } => words.say("policy-too-many", &[("line", number(line))]),
        PolicyError::NoQuorum => words.say("policy-no-quorum", &[]),
    }
}

/// Returns why a cosignature is missing.
pub(crate) fn failure(words: &Words, failure: &AskFailure) -> String {
    let number = |number: u64| Value::from(number.to_string());
    match failure {
        AskFailure::NoAddress => words.say("ask-no-address", &[]),
        AskFailure::Address(source) => recheck::words::error(words, source),
        AskFailure::Request(source) => {
            // The client's own words; the innermost says most.
            let mut why: &dyn Error = &**source;
            while let Some(inner) = why.source() {
                why = inner;
            }
            words.say("ask-request", &[("why", why.to_string().into())])
        }
        AskFailure::TooLong { bytes_max } => {
            words.say("ask-too-long", &[("max", number(*bytes_max as u64))])
        }
        AskFailure::Status { status, said } => {
            let said = said.clone().into();
            words.say("ask-status", &[("status", number((*status).into())), ("said", said)])
        }
        AskFailure::Answer { .. } => words.say("ask-answer", &[]),
        AskFailure::Ahead { known, size } => {
            words.say("ask-ahead", &[("known", number(*known)), ("size", number(*size))])
        }
        AskFailure::Fork { size } => words.say("ask-fork", &[("size", number(*size))]),
        AskFailure::Proof { old, why } => {
            words.say("ask-proof", &[("old", number(*old)), ("why", why.clone().into())])
        }
        AskFailure::Checkpoint(source) | AskFailure::Cosignature(source) => {
            words.say("ask-cosignature", &[("why", seal(words, source))])
        }
        AskFailure::TimeAhead { time_s, now_s, .. } => {
            words.say("ask-time-ahead", &[("time", number(*time_s)), ("now", number(*now_s))])
        }
    }
}
