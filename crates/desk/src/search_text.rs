//! What somebody types to find a name, and names as they are compared with it.
//!
//! Source: Unicode Standard Annex #15, NFKC: full and half width, ligatures and the like are one.
//! In scope: one form for both sides, what is no question. Out of scope: finding (`name_index`).
//! Simplified and traditional characters stay apart: the register's names are as they were
//! recorded.
//! I-PRI-1: a number that may be somebody's is not searched for, and never repeated.

use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfkc_quick};

/// Characters of a question. The longest name of an organisation has fewer; who asks is told.
pub const QUESTION_CHARS_MAX: usize = 64;

/// Digits in a row from which a number may be a person's: an identity number has 15 or 18.
const PERSONAL_DIGITS: usize = 15;

/// Why something is not searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoQuestion {
    /// There is nothing in it to search for.
    #[error("there is nothing to search for")]
    Blank,
    /// It is too long.
    #[error("a search takes at most {QUESTION_CHARS_MAX} characters")]
    Long,
    /// It looks like the number of a document or of a certificate.
    #[error("numbers of documents and certificates are not searched for")]
    Number,
}

/// The words of a question, as names are compared with them; all have to be in a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// In the order in which they were typed; none is empty.
    pub(crate) words: Vec<String>,
}

impl Question {
    /// Reads what was typed.
    ///
    /// # Errors
    /// It is blank, too long, or may be somebody's number.
    pub fn read(text: &str) -> Result<Question, NoQuestion> {
        if may_be_personal(text) {
            return Err(NoQuestion::Number);
        }
        if text.chars().take(QUESTION_CHARS_MAX + 1).count() == QUESTION_CHARS_MAX + 1 {
            return Err(NoQuestion::Long);
        }
        let wide: String = text.nfkc().collect();
        let words = wide.split_whitespace().map(plain).filter(|word| !word.is_empty());
        let words: Vec<String> = words.collect();
        if words.is_empty() { Err(NoQuestion::Blank) } else { Ok(Question { words }) }
    }

    /// Returns the words in one piece, as a whole name would be.
    pub(crate) fn whole(&self) -> String {
        self.words.concat()
    }
}

/// Returns a name as it is compared: NFKC, small letters, without blanks, dots and dashes between
/// its parts.
pub fn plain(name: &str) -> String {
    let between = |c: &char| {
        c.is_whitespace() || matches!(c, '·' | '•' | '.' | '‧' | '・' | '-' | '—' | '、')
    };
    let small = |c: char| c.to_lowercase();
    // Most names are in the form already, and saying so is quicker than making it.
    match is_nfkc_quick(name.chars()) {
        IsNormalized::Yes => name.chars().filter(|c| !between(c)).flat_map(small).collect(),
        _ => name.nfkc().filter(|c| !between(c)).flat_map(small).collect(),
    }
}

/// Says whether a text holds so many digits in a row, blanks and dashes aside, that they may be the
/// number of a person's document.
fn may_be_personal(text: &str) -> bool {
    let plain = plain(text);
    let mut runs = plain.split(|c: char| !c.is_ascii_digit());
    runs.any(|run| PERSONAL_DIGITS <= run.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: Result<&[&str], NoQuestion>) {
        let read = Question::read(text);
        let expect = expect.map(|words| words.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(read.map(|question| question.words), expect, "{text}");
    }

    #[test]
    fn what_is_typed_is_compared_without_width_case_and_what_stands_between() {
        check("车工", Ok(&["车工"]));
        check(" 虚构　公司 ", Ok(&["虚构", "公司"]));
        check("ＡＢＣ（北）", Ok(&["abc(北)"]));
        check("Y000099-000001", Ok(&["y000099000001"]));
        check("阿·依", Ok(&["阿依"]));
        check("㈱ﾃｽﾄ", Ok(&["(株)テスト"]));
        check("", Err(NoQuestion::Blank));
        check(" · - ", Err(NoQuestion::Blank));
        check(&"车".repeat(64), Ok(&[&*"车".repeat(64)]));
        check(&"车".repeat(65), Err(NoQuestion::Long));
    }

    #[test]
    fn what_may_be_the_number_of_a_document_is_no_question() {
        for number in [
            "99000019900202008X",
            "990000 19900202 0089",
            "９９００００１９９００２０２００８９",
            "990000-900202-008",
            "张三 990000199002020089",
            "Y000099000001204000001",
        ] {
            check(number, Err(NoQuestion::Number));
        }
        // The code of an institution, the prefix of a site, a day.
        for text in ["99991001", "Y000099000001", "2020-12-31"] {
            assert!(Question::read(text).is_ok(), "{text}");
        }
    }
}
