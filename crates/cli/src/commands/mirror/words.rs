//! What a mirror did or could not do, told in the user's language.
//!
//! In scope: every outcome and every fault of mirroring. Out of scope: faults of reading
//! (`recheck::words`).

use crate::commands::recheck;
use crate::exit::Exit;
use desk::house_fault_words::seal;
use desk::system_words::system;
use desk::words::{Value, Words};
use std::path::Path;
use witness::{Followed, MirrorError};

/// Returns what following has brought.
pub(crate) fn followed(words: &Words, followed: Followed) -> String {
    let number = |number: u64| Value::from(number);
    match followed {
        Followed::Grown { from, to } => {
            words.say("mirror-grown", &[("from", number(from)), ("to", number(to))])
        }
        Followed::Same { size } => words.say("mirror-same", &[("size", number(size))]),
        Followed::Older { held, shown } => {
            words.say("mirror-older", &[("held", number(held)), ("shown", number(shown))])
        }
    }
}

/// Returns why a mirror does not go on.
pub(crate) fn error(words: &Words, error: &MirrorError) -> String {
    let path = |path: &Path| ("path", Value::from(path.display().to_string()));
    let file = |path: &String| ("path", Value::from(path.clone()));
    let number = |number: u64| Value::from(number);
    match error {
        MirrorError::Source(source) => recheck::words::error(words, source),
        MirrorError::Missing { path } => words.say("mirror-missing", &[file(path)]),
        MirrorError::NoKey => words.say("mirror-no-key", &[]),
        MirrorError::OtherLog { held, asked } => {
            let (held, asked) = (held.clone().into(), asked.clone().into());
            words.say("mirror-other-log", &[("held", held), ("asked", asked)])
        }
        MirrorError::Note { path, source } => {
            words.say("mirror-note", &[file(path), ("why", seal(words, source))])
        }
        MirrorError::Fork { held, shown, evidence } => {
            let sizes = [("held", number(*held)), ("shown", number(*shown)), path(evidence)];
            words.say("mirror-fork", &sizes)
        }
        MirrorError::Root { size } => words.say("mirror-root", &[("size", number(*size))]),
        MirrorError::Length { path, found, expected } => {
            let (found, expected) = (number(*found as u64), number(*expected as u64));
            words.say("mirror-length", &[file(path), ("found", found), ("expected", expected)])
        }
        MirrorError::Tile { path } => words.say("mirror-tile", &[file(path)]),
        MirrorError::Bundle { path, .. } => words.say("mirror-bundle", &[file(path)]),
        MirrorError::Entry { path, index } => {
            words.say("mirror-entry", &[file(path), ("index", number(*index))])
        }
        MirrorError::Landmark { size } => words.say("mirror-landmark", &[("size", number(*size))]),
        MirrorError::Spoiled { path: held } => words.say("mirror-spoiled", &[path(held)]),
        MirrorError::Locked { folder } => words.say("mirror-locked", &[path(folder)]),
        MirrorError::Read { path: held, source } => {
            words.say("mirror-read", &[path(held), ("why", system(words, source).into())])
        }
        MirrorError::Write { path: held, source } => {
            words.say("mirror-write", &[path(held), ("why", system(words, source).into())])
        }
    }
}

/// Returns the exit code: what the log did wrong is a no, what the caller wrote wrongly is usage.
pub(crate) fn exit(error: &MirrorError) -> Exit {
    match error {
        MirrorError::NoKey | MirrorError::OtherLog { .. } => Exit::Usage,
        MirrorError::Note { .. }
        | MirrorError::Fork { .. }
        | MirrorError::Root { .. }
        | MirrorError::Length { .. }
        | MirrorError::Tile { .. }
        | MirrorError::Bundle { .. }
        | MirrorError::Entry { .. }
        | MirrorError::Landmark { .. } => Exit::Refused,
        MirrorError::Source(_)
        | MirrorError::Missing { .. }
        | MirrorError::Spoiled { .. }
        | MirrorError::Locked { .. }
        | MirrorError::Read { .. }
        | MirrorError::Write { .. } => Exit::Fault,
    }
}
