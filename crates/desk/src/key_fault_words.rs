//! What can be wrong with a draft or a file of a key, in the words of a language, with the remedy.
//!
//! In scope: one message for each case. Out of scope: other faults of the register
//! (`house_fault_words`).

use crate::draft_error::{DraftError, Moved};
use crate::house_fault_words::entry;
use crate::key_file_error::KeyFileError;
use crate::words::Words;
use std::path::Path;

/// Returns why a draft is not signed or not recorded.
pub fn draft(words: &Words, error: &DraftError) -> String {
    match error {
        DraftError::Overtaken(what) => {
            let what = moved(words, *what).into();
            words.say("draft-overtaken", &[("what", what)])
        }
        DraftError::NotKept => words.say("draft-not-kept", &[]),
        DraftError::Recorded(at) => {
            words.say("draft-recorded", &[("index", at.to_string().into())])
        }
        DraftError::WronglySigned => words.say("draft-wrongly-signed", &[]),
        DraftError::NotASigner(key) => {
            words.say("draft-not-a-signer", &[("key", key.to_string().into())])
        }
        DraftError::TooFewSignatures { have, need } => words.say(
            "draft-too-few",
            &[("have", have.to_string().into()), ("need", need.to_string().into())],
        ),
        DraftError::Form { line, .. } => {
            words.say("draft-form", &[("line", line.to_string().into())])
        }
        DraftError::Message(why) => {
            words.say("draft-message", &[("why", entry(words, *why).into())])
        }
    }
}

/// Returns why a file of a key does not open.
pub fn key_file(words: &Words, path: &Path, error: KeyFileError) -> String {
    let why = match error {
        KeyFileError::Locked => words.say("key-file-locked", &[]),
        KeyFileError::WrongPassphrase => words.say("key-file-wrong-passphrase", &[]),
        KeyFileError::Cost => words.say("key-file-cost", &[]),
        KeyFileError::OtherKey => words.say("key-file-other-key", &[]),
        KeyFileError::Readable => words.say("key-file-readable", &[]),
    };
    let path = path.display().to_string();
    words.say("house-key-file", &[("path", path.into()), ("why", why.into())])
}

fn moved(words: &Words, what: Moved) -> String {
    match what {
        Moved::Draft => words.say("draft-moved-draft", &[]),
        Moved::Sequence => words.say("draft-moved-sequence", &[]),
        Moved::Candidates => words.say("draft-moved-candidates", &[]),
        Moved::NextNumber => words.say("draft-moved-next-number", &[]),
        Moved::Content => words.say("draft-moved-content", &[]),
    }
}
