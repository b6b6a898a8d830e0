//! Text of a cell made plain: what people type and copy in place of the characters meant.
//!
//! Source: none (our design); each change is told to whoever imports, none is silent but outer
//! blanks.
//! In scope: full-width forms, blanks, look-alikes of X, O and 1, dots in names.
//! Out of scope: what the text means (`read_cell`).

use std::borrow::Cow;

/// What was changed in a cell before it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Full-width digits or letters became usual ones.
    FullWidth,
    /// Blanks inside were taken out.
    Blanks,
    /// A small x became X.
    SmallX,
    /// A character that looks like the one meant became it.
    LookAlike,
    /// A number of fifteen digits became one of eighteen.
    OldNumber,
}

impl Change {
    /// Every change.
    pub const ALL: [Change; 5] =
        [Change::FullWidth, Change::Blanks, Change::SmallX, Change::LookAlike, Change::OldNumber];

    /// Returns the name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Change::FullWidth => "full-width",
            Change::Blanks => "blanks",
            Change::SmallX => "small-x",
            Change::LookAlike => "look-alike",
            Change::OldNumber => "old-number",
        }
    }

    /// Returns what was done, in Chinese.
    pub const fn zh(self) -> &'static str {
        match self {
            Change::FullWidth => "全角字符已转为半角",
            Change::Blanks => "中间的空格已去掉",
            Change::SmallX => "末位小写 x 已转为大写 X",
            Change::LookAlike => "形似字符已更正",
            Change::OldNumber => "15 位旧号码已转为 18 位",
        }
    }

    /// Returns what was done, in English.
    pub const fn en(self) -> &'static str {
        match self {
            Change::FullWidth => "full-width characters became half-width",
            Change::Blanks => "blanks inside were taken out",
            Change::SmallX => "a small x became X",
            Change::LookAlike => "look-alikes were replaced",
            Change::OldNumber => "a number of 15 digits became one of 18",
        }
    }

    pub(super) const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// The changes made to one cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes(u8);

impl Changes {
    /// Adds a change.
    pub(super) fn put(&mut self, change: Change) {
        self.0 |= change.bit();
    }

    /// Says whether nothing was changed.
    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Returns the changes.
    pub fn all(self) -> impl Iterator<Item = Change> {
        Change::ALL.into_iter().filter(move |change| self.0 & change.bit() != 0)
    }
}

/// Returns the usual form of a full-width character.
pub(super) fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        other => other,
    }
}

/// Says whether a character is there and not seen.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{00ad}' | '\u{202a}'..='\u{202e}'
    )
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

/// Says whether nothing stands around a text that [`trimmed`] would leave out, for nearly all texts
/// that have none: they begin and end with a sign, or with a Chinese character of the first block.
#[inline]
pub(super) fn is_trim(text: &[u8]) -> bool {
    let plain = |byte: u8| (0x21..0x7f).contains(&byte);
    let chinese = |byte: u8| (0xe4..=0xe9).contains(&byte);
    let begins = |byte: u8| plain(byte) && byte != b'\'' || chinese(byte);
    match text {
        [one] => begins(*one),
        [first, .., last] if begins(*first) && plain(*last) => true,
        [first, ..] if begins(*first) => {
            text.len().checked_sub(3).is_some_and(|at| chinese(text[at]))
        }
        _ => false,
    }
}

/// Returns the text without what stands around it: blanks, and the apostrophe that spreadsheets put
/// before a number that is to stay text.
pub(super) fn trimmed(text: &str) -> &str {
    if is_trim(text.as_bytes()) {
        return text;
    }
    let text = text.trim_matches(is_blank);
    text.strip_prefix('\'').unwrap_or(text)
}

/// Says whether a text has nothing but the signs, digits and letters of ASCII.
pub(super) fn is_plain(text: &str) -> bool {
    text.bytes().all(|b| (0x21..0x7f).contains(&b))
}

/// Says whether a text has nothing but Chinese characters of the first block, U+4E00 to U+9FFF:
/// three bytes each, of which the first two tell.
pub(super) fn is_chinese(text: &str) -> bool {
    let (characters, rest) = text.as_bytes().as_chunks::<3>();
    let first_block = |[a, b, _]: &[u8; 3]| (0xe5..=0xe9).contains(a) || *a == 0xe4 && 0xb8 <= *b;
    rest.is_empty() && characters.iter().all(first_block)
}

/// Returns a number, date or word with usual characters and no blanks.
pub(super) fn plain<'a>(text: &'a str, changes: &mut Changes) -> Cow<'a, str> {
    let usual = |c: char| matches!(c, '!'..='~' | '\u{4e00}'..='\u{9fff}');
    if is_plain(text) || is_chinese(text) || text.chars().all(usual) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if is_blank(c) {
            changes.put(Change::Blanks);
            continue;
        }
        let half = half_width(c);
        if half != c {
            changes.put(Change::FullWidth);
        }
        plain.push(half);
    }
    Cow::Owned(plain)
}

/// Returns the number of a citizen with its look-alikes replaced: an X of another alphabet or of
/// multiplication at the end, O and l among the digits. Only a check digit that fits afterwards
/// makes it a number, so that no other person's is made.
pub(super) fn citizen<'a>(text: Cow<'a, str>, changes: &mut Changes) -> Cow<'a, str> {
    if text.bytes().all(|b| b.is_ascii_digit() || b == b'X') {
        return text;
    }
    let last = text.chars().count().saturating_sub(1);
    let mut made = *changes;
    let replaced: String = text
        .chars()
        .enumerate()
        .map(|(place, c)| match c {
            'x' if place == last => {
                made.put(Change::SmallX);
                'X'
            }
            '×' | '✕' | 'Х' | 'х' | 'Χ' | 'χ' if place == last => {
                made.put(Change::LookAlike);
                'X'
            }
            'O' | 'o' | 'О' | 'о' => {
                made.put(Change::LookAlike);
                '0'
            }
            'l' | 'I' | '|' => {
                made.put(Change::LookAlike);
                '1'
            }
            other => other,
        })
        .collect();
    if made == *changes {
        return text;
    }
    *changes = made;
    Cow::Owned(replaced)
}

/// Returns a name. Blanks between Chinese characters are there to make names of two as wide as
/// names of three; they are no part of the name. Between letters one blank stays one.
pub(super) fn name<'a>(text: &'a str, changes: &mut Changes) -> Cow<'a, str> {
    // Nearly every name: Chinese characters of the first block alone.
    if is_chinese(text) {
        return Cow::Borrowed(text);
    }
    let chinese = |c: char| matches!(c, '〇' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}');
    let padded = text.chars().all(|c| chinese(c) || is_blank(c));
    let mut name = String::with_capacity(text.len());
    for c in text.chars() {
        if is_invisible(c) || padded && is_blank(c) {
            changes.put(Change::Blanks);
            continue;
        }
        let meant = match c {
            '•' | '‧' | '・' | '･' | '∙' | '⋅' | '．' => '·',
            c => half_width(c),
        };
        match meant {
            '·' if c != '·' => changes.put(Change::LookAlike),
            _ if meant != c => changes.put(Change::FullWidth),
            _ => {}
        }
        name.push(meant);
    }
    Cow::Owned(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Change::{Blanks, FullWidth, LookAlike, SmallX};

    fn check(
        made: impl Fn(&str, &mut Changes) -> String,
        text: &str,
        expect: &str,
        changes: &[Change],
    ) {
        let mut found = Changes::default();
        assert_eq!(made(text, &mut found), expect, "{text}");
        assert_eq!(found.all().collect::<Vec<_>>(), changes, "{text}");
    }

    #[test]
    fn a_number_loses_blanks_and_full_width_forms_and_says_so() {
        let check = |text, expect, changes: &[Change]| {
            check(|text, c| plain(text, c).into_owned(), text, expect, changes);
        };
        check("85.5", "85.5", &[]);
        check("８５．５", "85.5", &[FullWidth]);
        check("9900 0019 8001\u{200b}", "990000198001", &[Blanks]);
        check("２０２０－０１－０２", "2020-01-02", &[FullWidth]);
        check("A\u{3000}１", "A1", &[FullWidth, Blanks]);
    }

    #[test]
    fn a_citizen_number_loses_look_alikes() {
        let check = |text: &str, expect, changes: &[Change]| {
            let made = |text: &str, c: &mut Changes| citizen(Cow::Borrowed(text), c).into_owned();
            check(made, text, expect, changes);
        };
        check("99000019900202009X", "99000019900202009X", &[]);
        check("99000019900202009x", "99000019900202009X", &[SmallX]);
        check("99000019900202009Х", "99000019900202009X", &[LookAlike]);
        check("99000019900202009×", "99000019900202009X", &[LookAlike]);
        check("99OOOO1990O202009X", "99000019900202009X", &[LookAlike]);
        check("x9000019900202009X", "x9000019900202009X", &[]);
    }

    #[test]
    fn a_name_loses_the_blanks_that_pad_it_and_nothing_else() {
        let check = |text, expect, changes: &[Change]| {
            check(|text, c| name(text, c).into_owned(), text, expect, changes);
        };
        check("赵禾", "赵禾", &[]);
        check("赵　　禾", "赵禾", &[Blanks]);
        check("赵 禾 〇", "赵禾〇", &[Blanks]);
        check("阿依·古丽", "阿依·古丽", &[]);
        check("阿依•古丽", "阿依·古丽", &[LookAlike]);
        check("Anna Muster", "Anna Muster", &[]);
        check("Ａnna Muster", "Anna Muster", &[FullWidth]);
        check("赵\u{200b}禾2", "赵禾2", &[Blanks]);
    }

    #[test]
    fn the_first_block_of_chinese_characters_is_told_by_bytes() {
        for c in ('\0'..='\u{2ffff}').step_by(7).chain("一\u{9fff}\u{4dff}\u{a000}éёa".chars()) {
            let expect = ('\u{4e00}'..='\u{9fff}').contains(&c);
            assert_eq!(is_chinese(&format!("{c}甲")), expect, "{c:?}");
            assert_eq!(is_chinese(&format!("甲{c}")), expect, "{c:?}");
        }
    }

    #[test]
    fn what_stands_around_a_value_is_no_part_of_it() {
        for (text, expect) in
            [("a", "a"), (" a ", "a"), ("'0012", "0012"), ("\u{feff}a", "a"), ("　", "")]
        {
            assert_eq!(trimmed(text), expect, "{text}");
        }
    }
}
