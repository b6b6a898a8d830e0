//! Faults of backups, and what a check finds, in the words of a language, with the remedy.
//!
//! In scope: one message for each case; a new one breaks this file until it has its words.
//! Out of scope: faults of the register itself (`house_fault_words`), tables (`cli`).

use crate::backup_fault::BackupFault;
use crate::check_register::{Finding, Looked, Unopened};
use crate::house_fault_words;
use crate::register_legacy::GROUP;
use crate::system_words::system;
use crate::words::{Value, Words};
use std::path::Path;
use store::BatchRow;
use store::backup::BackupError;

/// Returns why a register was not backed up, restored or checked.
pub fn fault(words: &Words, fault: &BackupFault) -> String {
    match fault {
        BackupFault::File(error) => file(words, error),
        BackupFault::House(error) => house_fault_words::house(words, None, error),
        BackupFault::NotEmpty(folder) => words.say("backup-not-empty", &[path(folder)]),
        BackupFault::StoreNotEmpty(size) => {
            words.say("backup-store-not-empty", &[("size", number(*size))])
        }
        BackupFault::LeftOver(folder) => words.say("backup-left-over", &[path(folder)]),
        BackupFault::NotUndone(why) => {
            words.say("backup-not-undone", &[("why", self::fault(words, why).into())])
        }
        BackupFault::Folder { path: folder, source } => {
            let why = system(words, source).into();
            words.say("backup-folder", &[path(folder), ("why", why)])
        }
        BackupFault::Beyond { size, asked } => {
            words.say("backup-beyond", &[("size", number(*size)), ("asked", number(*asked))])
        }
        BackupFault::InsideAct { asked, first, end } => words.say(
            "backup-inside-act",
            &[("asked", number(*asked)), ("first", number(*first)), ("end", number(*end))],
        ),
    }
}

fn file(words: &Words, error: &BackupError) -> String {
    match error {
        BackupError::Store(error) => house_fault_words::store(words, error),
        BackupError::Write { path: at, source } => {
            words.say("backup-write", &[path(at), ("why", system(words, source).into())])
        }
        BackupError::Read { path: at, source } => {
            words.say("backup-read", &[path(at), ("why", system(words, source).into())])
        }
        BackupError::Exists(at) => words.say("backup-exists", &[path(at)]),
        BackupError::Busy(at) => words.say("backup-busy", &[path(at)]),
        BackupError::KeysUnlocked => words.say("backup-keys-unlocked", &[]),
        BackupError::Foreign(at) => words.say("backup-foreign", &[path(at)]),
        BackupError::Newer { path: at, found } => {
            words.say("backup-newer", &[path(at), ("found", found.to_string().into())])
        }
        BackupError::CutShort { path: file, at } => {
            words.say("backup-cut-short", &[path(file), ("at", number(*at))])
        }
        BackupError::Damaged { path: at, from, to } => {
            words.say("backup-damaged", &[path(at), ("from", number(*from)), ("to", number(*to))])
        }
        BackupError::Locked { path: at, passphrase } => {
            words.say("backup-locked", &[path(at), by(*passphrase)])
        }
        BackupError::WrongKey { path: at, passphrase } => {
            words.say("backup-wrong-key", &[path(at), by(*passphrase)])
        }
        BackupError::TooMuchWork(at) => words.say("backup-too-much-work", &[path(at)]),
        BackupError::NoRecipient(text) => {
            words.say("backup-no-recipient", &[("text", text.clone().into())])
        }
        BackupError::NoIdentity(at) => words.say("backup-no-identity", &[path(at)]),
    }
}

/// Returns what was looked at.
pub fn looked(words: &Words, what: Looked) -> String {
    match what {
        Looked::Store => words.say("check-store", &[]),
        Looked::Entries => words.say("check-entries", &[]),
        Looked::Batches => words.say("check-batches", &[]),
        Looked::Answers => words.say("check-answers", &[]),
        Looked::KeptState => words.say("check-kept-state", &[]),
        Looked::Private => words.say("check-private", &[]),
        Looked::Sessions => words.say("check-sessions", &[]),
        Looked::Holders => words.say("check-holders", &[]),
        Looked::Tokens => words.say("check-tokens", &[]),
        Looked::Published => words.say("check-published", &[]),
        Looked::Keys => words.say("check-keys", &[]),
    }
}

/// Returns what was found.
pub fn finding(words: &Words, finding: &Finding) -> String {
    match finding {
        Finding::Damage(what) => words.say("check-damage", &[("what", what.clone().into())]),
        Finding::Store(error) => house_fault_words::store(words, error),
        Finding::Entry(error) => house_fault_words::house(words, None, error),
        Finding::BatchMissing(row) => words.say("check-batch-missing", &[batch(row)]),
        Finding::BatchStrange(row) => words.say("check-batch-strange", &[batch(row)]),
        Finding::AnswerBeyond { first, count } => words
            .say("check-answer-beyond", &[("first", number(*first)), ("count", number(*count))]),
        Finding::StateDiffers { size } => {
            words.say("check-state-differs", &[("size", number(*size))])
        }
        Finding::FileMissing(file) => {
            words.say("check-file-missing", &[("file", file.clone().into())])
        }
        Finding::FileDiffers(file) => {
            words.say("check-file-differs", &[("file", file.clone().into())])
        }
        Finding::PublishedAhead { published } => {
            words.say("check-published-ahead", &[("published", number(*published))])
        }
        Finding::NoLogKey(key) => words.say("check-no-log-key", &[("key", key.to_string().into())]),
        Finding::NoMasterKey => words.say("check-no-master-key", &[]),
        Finding::NoKey(organisation, key) => words.say(
            "check-no-key",
            &[("n", organisation.0.to_string().into()), ("key", key.to_string().into())],
        ),
        Finding::OtherMasterKey(_)
        | Finding::Unopened(_)
        | Finding::Block { .. }
        | Finding::Row { .. }
        | Finding::OtherCount { .. }
        | Finding::RootDiffers { .. }
        | Finding::NoSalts { .. }
        | Finding::NoHolder { .. }
        | Finding::HolderDiffers { .. }
        | Finding::TokensDiffer { .. } => people(words, finding),
    }
}

/// Returns what was found in rows about persons: where, never what they say.
fn people(words: &Words, finding: &Finding) -> String {
    let of = |group: &String| ("group", Value::from(shown(group)));
    let at = |entry: &u64| ("entry", number(*entry));
    match finding {
        Finding::OtherMasterKey(name) => {
            words.say("check-other-master-key", &[("name", name.clone().into())])
        }
        Finding::Unopened(Unopened::NoKey) => words.say("check-unopened", &[]),
        Finding::Unopened(Unopened::Plain) => words.say("check-unopened-plain", &[]),
        Finding::Unopened(Unopened::Key(error)) => {
            let why = house_fault_words::house(words, None, error);
            words.say("check-unopened-key", &[("why", why.into())])
        }
        Finding::Block { group, block, why, .. } => {
            let why = house_fault_words::store(words, why).into();
            words.say("check-block", &[of(group), ("block", number((*block).into())), ("why", why)])
        }
        Finding::Row { group, place } => {
            words.say("check-row", &[of(group), ("place", number((*place).into()))])
        }
        Finding::OtherCount { group, logged, there } => words.say(
            "check-other-count",
            &[of(group), ("logged", number(*logged)), ("there", number(*there))],
        ),
        Finding::RootDiffers { group } => words.say("check-root-differs", &[of(group)]),
        Finding::NoSalts { entry } => words.say("check-no-salts", &[at(entry)]),
        Finding::NoHolder { entry } => words.say("check-no-holder", &[at(entry)]),
        Finding::HolderDiffers { entry } => words.say("check-holder-differs", &[at(entry)]),
        Finding::TokensDiffer { first, last, expected, there } => words.say(
            "check-tokens-differ",
            &[
                ("first", number(*first)),
                ("last", number(*last)),
                ("expected", number(*expected)),
                ("there", number(*there)),
            ],
        ),
        other => unreachable!("`finding` says the others: {other:?}"),
    }
}

/// Returns a group of rows as it may be shown: that of an older certificate is named by its number,
/// which stands in no public log.
fn shown(group: &str) -> String {
    match group.strip_prefix(GROUP) {
        Some(number) => format!("{GROUP}{}", vocab::masked(number)),
        None => group.to_string(),
    }
}

fn batch(row: &BatchRow) -> (&'static str, Value<'static>) {
    let BatchRow { site, year, level, first, last, .. } = row;
    ("batch", format!("{site} {year} {level} {first}-{last}").into())
}

fn by(passphrase: bool) -> (&'static str, Value<'static>) {
    ("by", if passphrase { "passphrase" } else { "key" }.into())
}

fn number(n: u64) -> Value<'static> {
    n.to_string().into()
}

fn path(path: &Path) -> (&'static str, Value<'static>) {
    ("path", path.display().to_string().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i_pri_1_the_group_of_an_older_certificate_does_not_show_its_number() {
        assert_eq!(shown("legacy-1999991001400001"), "legacy-1**************1");
        assert_eq!(shown("session-12"), "session-12");
    }
}
