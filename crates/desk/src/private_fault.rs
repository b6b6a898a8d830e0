//! What can be wrong with reading or erasing personal data.
//!
//! In scope: the faults and their words. Out of scope: who may read (`find_person`).
//! I-PRI-1: no fault repeats what was looked for.

use crate::words::Words;
use std::path::PathBuf;
use vocab::Day;

/// Why personal data are not read or erased.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PrivateFault {
    /// They are sealed, and the key that opens them is not here.
    #[error("`{}` is missing, and personal data are sealed under it", .0.display())]
    NoMasterKey(PathBuf),
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
        PrivateFault::NotEntitled(of) => words.say("house-not-entitled", &[("of", (*of).into())]),
        PrivateFault::TooShort => words.say("house-too-short", &[]),
        PrivateFault::Retained(until) => {
            words.say("house-retained", &[("until", until.to_string().into())])
        }
        PrivateFault::UnderWay(session) => {
            words.say("house-under-way", &[("session", (*session).into())])
        }
        PrivateFault::Nobody(place) => words.say("house-nobody", &[("place", (*place).into())]),
        PrivateFault::Unopened(number) => {
            words.say("house-unopened", &[("number", number.clone().into())])
        }
    }
}
