//! Why something is not searched for, in the words of a language, with what to do instead.
//!
//! Out of scope: telling what is no question (`search_text`).
//! I-PRI-1: what was typed is not repeated.

use crate::search_text::{NoQuestion, QUESTION_CHARS_MAX};
use crate::words::Words;

/// Returns why; what was typed is never repeated.
pub fn no_question(words: &Words, why: NoQuestion) -> String {
    match why {
        NoQuestion::Blank => words.say("search-blank", &[]),
        NoQuestion::Long => words.say("search-long", &[("limit", QUESTION_CHARS_MAX.into())]),
        NoQuestion::Number => words.say("search-number", &[]),
    }
}
