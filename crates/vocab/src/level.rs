//! `Level`, the five skill levels, and `LevelMark`, what stands at the level position of a number.
//!
//! Source: 职业技能等级证书编码规则（试行）, position 16; the level names as certificates print them.
//! Out of scope: 学徒工, 特级技师 and 首席技师 as ranks of a career; here they are only letters in a number.

use alloc::format;
use alloc::string::String;
use core::fmt;
use core::str::FromStr;

/// One of the five skill levels. The order is that of the codes: `One` is the smallest number and
/// the highest skill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// 一级/高级技师
    One = 1,
    /// 二级/技师
    Two = 2,
    /// 三级/高级工
    Three = 3,
    /// 四级/中级工
    Four = 4,
    /// 五级/初级工
    Five = 5,
}

/// Why a text is not the printed name of a level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelError(String);

impl fmt::Display for LevelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a level; write it as printed, for example 三级/高级工", self.0)
    }
}

impl core::error::Error for LevelError {}

impl Level {
    /// The levels in the order of their codes, from 1 to 5.
    pub const ALL: [Level; 5] = [Level::One, Level::Two, Level::Three, Level::Four, Level::Five];

    /// Returns the digit of the level in certificate numbers, `1` to `5`.
    pub const fn code(self) -> char {
        (b'0' + self as u8) as char
    }

    /// Returns the level of a digit, or nothing when it is not `1` to `5`.
    pub const fn from_code(code: char) -> Option<Level> {
        match code {
            '1' => Some(Level::One),
            '2' => Some(Level::Two),
            '3' => Some(Level::Three),
            '4' => Some(Level::Four),
            '5' => Some(Level::Five),
            _ => None,
        }
    }

    /// Returns the level as certificates print it: the number, a slash, the name.
    pub const fn zh(self) -> &'static str {
        match self {
            Level::One => "一级/高级技师",
            Level::Two => "二级/技师",
            Level::Three => "三级/高级工",
            Level::Four => "四级/中级工",
            Level::Five => "五级/初级工",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.zh())
    }
}

impl FromStr for Level {
    type Err = LevelError;

    fn from_str(text: &str) -> Result<Level, LevelError> {
        let level = Level::ALL.into_iter().find(|level| level.zh() == text);
        level.ok_or_else(|| LevelError(text.into()))
    }
}

/// The capital letters that may stand at the level position of a 22-character number.
///
/// # Source
/// The rule for 特级技师 numbers is known only by its first paragraph, which says two capitals and
/// twenty digits. Which letters, and that they stand at position 16, is from memory and unverified,
/// so the default is none and a deployment that knows its letters passes them in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct LevelLetters(u32);

impl LevelLetters {
    /// No letters: only the digits 1 to 5 are levels. This is the default.
    pub const NONE: LevelLetters = LevelLetters(0);

    /// Returns the table of the letters in a text, or nothing when one is not a capital A to Z.
    pub fn new(letters: &str) -> Option<LevelLetters> {
        letters.chars().try_fold(LevelLetters::NONE, |table, letter| {
            letter.is_ascii_uppercase().then(|| LevelLetters(table.0 | LevelLetters::bit(letter)))
        })
    }

    /// Returns the mark of a character: a level's digit, or a letter of this table.
    pub fn mark(self, found: char) -> Option<LevelMark> {
        let digit = Level::from_code(found).is_some();
        let letter = found.is_ascii_uppercase() && self.0 & LevelLetters::bit(found) != 0;
        (digit || letter).then_some(LevelMark(found as u8))
    }

    /// Says in words which characters the level position allows.
    pub(crate) fn allowed(self) -> String {
        let letters = ('A'..='Z').filter(|letter| self.0 & LevelLetters::bit(*letter) != 0);
        letters.fold(String::from("1 to 5"), |words, letter| format!("{words}, {letter}"))
    }

    fn bit(letter: char) -> u32 {
        1 << (letter as u8 - b'A')
    }
}

/// What stands at the level position of a certificate number: a level, or a letter of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LevelMark(u8);

impl LevelMark {
    /// Returns the level, or nothing when the mark is a letter.
    pub fn level(self) -> Option<Level> {
        Level::from_code(self.code())
    }

    /// Returns the character.
    pub fn code(self) -> char {
        self.0 as char
    }
}

impl From<Level> for LevelMark {
    fn from(level: Level) -> LevelMark {
        LevelMark(level.code() as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn a_level_prints_and_reads_back_by_code_and_by_name() {
        for level in Level::ALL {
            assert_eq!(Level::from_code(level.code()), Some(level));
            assert_eq!(level.to_string().parse(), Ok(level));
        }
        assert_eq!(Level::Three.to_string(), "三级/高级工");
        assert_eq!(Level::from_code('0'), None);
        assert_eq!(Level::from_code('6'), None);
        assert_eq!("三级".parse::<Level>(), Err(LevelError("三级".into())));
    }

    #[test]
    fn a_letter_is_a_mark_only_when_the_table_has_it() {
        let table = LevelLetters::new("TS").unwrap();
        assert_eq!(table.mark('T').map(LevelMark::code), Some('T'));
        assert_eq!(table.mark('T').and_then(LevelMark::level), None);
        assert_eq!(table.mark('3'), Some(Level::Three.into()));
        assert_eq!(table.mark('A'), None);
        assert_eq!(LevelLetters::NONE.mark('T'), None);
        assert_eq!(LevelLetters::new("t"), None);
        assert_eq!(table.allowed(), "1 to 5, S, T");
    }
}
