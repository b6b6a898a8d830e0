//! What can be wrong with reading or erasing personal data.
//!
//! In scope: the faults and their words. Out of scope: who may read (`find_person`).
//! I-PRI-1: no fault repeats what was looked for.

use crate::dispose_archive::Hindrance;
use crate::words::Words;
use std::path::PathBuf;
use store::DeviceFault;
use vocab::Day;

/// Why personal data are not read or erased.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PrivateFault {
    /// They are sealed, and the key that opens them is not here.
    #[error("`{}` is missing, and personal data are sealed under it", .0.display())]
    NoMasterKey(PathBuf),
    /// The setting that says where the master key is cannot be read.
    #[error("`{}` does not say where the key of personal data is; put the file back", .0.display())]
    NoPlace(PathBuf),
    /// The master key is in the environment, which does not have it.
    #[error("the key of personal data comes from the environment; name its file in `{0}_FILE`")]
    NoVariable(String),
    /// What the environment names is no key.
    #[error("`{0}` holds no key; a key is 64 hexadecimal digits")]
    NoKeyInVariable(String),
    /// The token asks for a PIN.
    #[error(
        "the token with the key of personal data needs its PIN; name a file in DENGJI_PIN_FILE"
    )]
    NoPin,
    /// The key that is to take the place of the one in use is the same.
    #[error("`{0}` is the key that is in use; give another")]
    SameKey(String),
    /// An organisation that is none of the register, or may not see or erase this.
    #[error("organisation {0} may not read or erase this; ask as one that may")]
    NotEntitled(u32),
    /// Part of a name that everybody may have.
    #[error("a name is looked for by two characters in a row or more")]
    TooShort,
    /// The archive has to be kept still.
    #[error(
        "the archive has to be kept until {0}; erase later, or say that it is done all the same"
    )]
    Retained(Day),
    /// The person sits a session that is not over.
    #[error("session {0} is under way; its people are erased when its results are confirmed")]
    UnderWay(u32),
    /// The person is in a cohort whose members have not all come to an end.
    #[error("cohort {0} is under way; its people are erased when their ends are reported")]
    InCohort(u32),
    /// A session's rows cannot be disposed of yet.
    #[error("the archive of session {session} cannot be disposed of: {why:?}")]
    NotDue {
        /// The session.
        session: u32,
        /// Why not.
        why: Hindrance,
    },
    /// The rows of the session were disposed of with its archive.
    #[error("the archive of session {0} was disposed of, and with it what this needs")]
    Disposed(u32),
    /// Somebody who was erased would get a certificate.
    #[error("the candidate in place {0} was erased, and nothing can be issued to nobody")]
    Nobody(u32),
    /// What opens a certificate is not among the private rows.
    #[error("what opens certificate {0} is not here: its holder was erased, or the rows were lost")]
    Unopened(String),
}

/// Tells a fault in the language of the words.
pub(crate) fn told(words: &Words, fault: &PrivateFault) -> String {
    match fault {
        PrivateFault::NoMasterKey(path) => {
            words.say("house-no-master-key", &[("path", path.display().to_string().into())])
        }
        PrivateFault::NoPlace(path) => {
            words.say("house-no-place", &[("path", path.display().to_string().into())])
        }
        PrivateFault::NoVariable(name) => {
            words.say("house-no-variable", &[("name", name.clone().into())])
        }
        PrivateFault::NoKeyInVariable(from) => {
            words.say("house-no-key-in-variable", &[("from", from.clone().into())])
        }
        PrivateFault::NoPin => words.say("house-no-pin", &[]),
        PrivateFault::SameKey(name) => {
            words.say("house-same-key", &[("name", name.clone().into())])
        }
        PrivateFault::NotEntitled(of) => words.say("house-not-entitled", &[("of", (*of).into())]),
        PrivateFault::TooShort => words.say("house-too-short", &[]),
        PrivateFault::Retained(until) => {
            words.say("house-retained", &[("until", until.to_string().into())])
        }
        PrivateFault::UnderWay(session) => {
            words.say("house-under-way", &[("session", (*session).into())])
        }
        PrivateFault::InCohort(cohort) => {
            words.say("house-in-cohort", &[("cohort", (*cohort).into())])
        }
        PrivateFault::NotDue { session, why } => {
            let why = hindrance(words, *why).into();
            words.say("house-not-due", &[("session", (*session).into()), ("why", why)])
        }
        PrivateFault::Disposed(session) => {
            words.say("house-disposed", &[("session", (*session).into())])
        }
        PrivateFault::Nobody(place) => words.say("house-nobody", &[("place", (*place).into())]),
        PrivateFault::Unopened(number) => {
            words.say("house-unopened", &[("number", number.clone().into())])
        }
    }
}

/// Tells why rows of a session stay.
pub fn hindrance(words: &Words, why: Hindrance) -> String {
    match why {
        Hindrance::NotOver => words.say("archive-not-over", &[]),
        Hindrance::NoArchive => words.say("archive-none", &[]),
        Hindrance::Runs(until) => words.say("archive-runs", &[("until", until.to_string().into())]),
        Hindrance::Objection => words.say("archive-objection", &[]),
        Hindrance::Case(case) => words.say("archive-case", &[("case", case.into())]),
        Hindrance::Disposed(on) => words.say("archive-disposed", &[("on", on.to_string().into())]),
    }
}

/// Tells why the token that holds the master key does not serve.
pub(crate) fn device(words: &Words, name: &str, why: &DeviceFault) -> String {
    let why = match why {
        DeviceFault::Module(said) => words.say("device-module", &[("said", said.clone().into())]),
        DeviceFault::NoToken => words.say("device-no-token", &[]),
        DeviceFault::WrongPin => words.say("device-wrong-pin", &[]),
        DeviceFault::Locked => words.say("device-locked", &[]),
        DeviceFault::NoKey => words.say("device-no-key", &[]),
        DeviceFault::KeyThere => words.say("device-key-there", &[]),
        DeviceFault::Failed(said) => words.say("device-failed", &[("said", said.clone().into())]),
    };
    let name = name.to_string();
    words.say("store-device", &[("name", name.into()), ("why", why.into())])
}
