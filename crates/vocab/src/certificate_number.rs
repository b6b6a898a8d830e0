//! `CertificateNumber`, the four forms of numbers that certificates carry.
//!
//! Source: 22 characters, 人社鉴发〔2019〕2号; 16 digits, 职业技能鉴定编码规则; 20 characters, one public
//! copy of a pilot's rules. None has a check digit: a well-formed number says nothing about
//! existence.
//! In scope: form, fields, building the two forms that are still issued.
//! Out of scope: counters, and what people type around a number; an edge trims and capitalises.

mod pilot;
mod qualification;
mod skill_level;

pub use pilot::{FilingRoute, PilotNumber, PilotOrganiser};
pub use qualification::{QualificationNumber, ShanghaiNumber};
pub use skill_level::SkillLevelNumber;

use core::fmt;
use core::str::FromStr;

use crate::level::LevelLetters;
use crate::limits::{NUMBER_YEAR_FIRST, NUMBER_YEAR_LAST};
use crate::positions::CodeError;

/// A well-formed certificate number. Printing gives back the text it was read from, except that a
/// 13-digit Shanghai number prints with its padding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CertificateNumber {
    /// 职业技能等级证书, 22 characters.
    SkillLevel(SkillLevelNumber),
    /// 职业资格证书, 16 digits.
    Qualification(QualificationNumber),
    /// 职业资格证书 of Shanghai, 13 digits, looked up with `000` before them. Read only.
    Shanghai(ShanghaiNumber),
    /// 职业技能等级证书 of the older pilot, 20 characters. Read only.
    Pilot(PilotNumber),
}

/// Why a number cannot be built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NumberingError {
    /// The year is outside the years for which numbers are built.
    Year(i32),
    /// Serials begin at 1.
    SerialZero,
    /// The counter of this site or institution, year and level has no serial left.
    CounterFull {
        /// The serial asked for.
        serial: u32,
        /// The last serial of the form.
        max: u32,
    },
}

impl fmt::Display for NumberingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NumberingError::Year(year) => write!(
                f,
                "year `{year}` has no number; allowed: {NUMBER_YEAR_FIRST} to {NUMBER_YEAR_LAST}"
            ),
            NumberingError::SerialZero => f.write_str("serial `0` is no serial; they begin at 1"),
            NumberingError::CounterFull { serial, max } => {
                write!(f, "serial `{serial}` is past the last of its counter, {max}")
            }
        }
    }
}

impl core::error::Error for NumberingError {}

impl CertificateNumber {
    /// Reads a number of any form. `letters` are the capitals allowed at the level position of the
    /// 22-character form; `LevelLetters::NONE` is the default, and the one `FromStr` takes.
    ///
    /// # Errors
    /// A length that no form has, or the first position whose character the form does not allow.
    pub fn parse(text: &str, letters: LevelLetters) -> Result<CertificateNumber, CodeError> {
        match text.chars().count() {
            22 => SkillLevelNumber::parse(text, letters).map(CertificateNumber::SkillLevel),
            20 => text.parse().map(CertificateNumber::Pilot),
            16 if text.starts_with("000") => text.parse().map(CertificateNumber::Shanghai),
            16 => text.parse().map(CertificateNumber::Qualification),
            13 => text.parse().map(CertificateNumber::Shanghai),
            found => Err(CodeError::Length {
                found,
                allowed: "22 (职业技能等级证书), 16 or 13 (职业资格证书), 20 (试点)",
            }),
        }
    }
}

impl fmt::Display for CertificateNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CertificateNumber::SkillLevel(number) => number.fmt(f),
            CertificateNumber::Qualification(number) => number.fmt(f),
            CertificateNumber::Shanghai(number) => number.fmt(f),
            CertificateNumber::Pilot(number) => number.fmt(f),
        }
    }
}

impl FromStr for CertificateNumber {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<CertificateNumber, CodeError> {
        CertificateNumber::parse(text, LevelLetters::NONE)
    }
}

/// Returns the two digits of the year, when a number of that year can be built with that serial.
fn year_code(year: i32, serial: u32, serial_max: u32) -> Result<u8, NumberingError> {
    if !(NUMBER_YEAR_FIRST..=NUMBER_YEAR_LAST).contains(&year) {
        return Err(NumberingError::Year(year));
    }
    if serial == 0 {
        return Err(NumberingError::SerialZero);
    }
    if serial_max < serial {
        return Err(NumberingError::CounterFull { serial, max: serial_max });
    }
    Ok((year % 100) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::level::Level;
    use alloc::string::ToString;

    /// What a row expects: the form, the position refused, or the length refused.
    #[derive(Debug, PartialEq)]
    enum Expect {
        SkillLevel,
        Qualification,
        Shanghai,
        Pilot,
        Position(usize),
        Length,
    }
    use Expect::*;

    fn check(text: &str, expect: Expect) {
        let found = match text.parse::<CertificateNumber>() {
            Ok(CertificateNumber::SkillLevel(_)) => SkillLevel,
            Ok(CertificateNumber::Qualification(_)) => Qualification,
            Ok(CertificateNumber::Shanghai(_)) => Shanghai,
            Ok(CertificateNumber::Pilot(_)) => Pilot,
            Err(CodeError::Position { position, .. }) => Position(position),
            Err(CodeError::Length { .. }) => Length,
            Err(other) => panic!("{text}: {other}"),
        };
        assert_eq!(found, expect, "{text}");
        if let (true, Ok(number)) = (text.len() != 13, text.parse::<CertificateNumber>()) {
            assert_eq!(number.to_string(), text);
        }
    }

    #[test]
    fn every_form_is_told_apart_and_refused_at_the_first_wrong_position() {
        check("Y000123000001195000001", SkillLevel);
        check("S000044123456251999999", SkillLevel);
        check("X000123000001195000001", Position(1));
        check("Y0A0123000001195000001", Position(3));
        check("Y000123000001195O00001", Position(17));
        check("Y000123000001196000001", Position(16));
        check("Y00012300000119T000001", Position(16));
        check("Y000123000001195000000", Position(22));
        check("Y００0123000001195000001", Position(2));

        check("1810012003312345", Qualification);
        check("1872003018500001", Qualification);
        check("1810015003312345", Position(7));
        check("1810012003012345", Position(11));
        check("1810012003612345", Position(11));
        check("1810012003300000", Position(16));
        check("18100120033I2345", Position(12));

        check("1234567890123", Shanghai);
        check("0001234567890123", Shanghai);
        check("000123456789012x", Position(16));
        check("123456789012x", Position(13));

        check("RSN44010000119500001", Pilot);
        check("RGW11000099920199999", Pilot);
        check("QSN44010000119500001", Position(1));
        check("RTN44010000119500001", Position(2));
        check("RSY44010000119500001", Position(3));
        check("RSN44010000019500001", Position(12));
        check("RSN44010000119600001", Position(15));
        check("RSN44010000119500000", Position(20));

        check("", Length);
        check("Y00012300000119500001", Length);
        check(" Y000123000001195000001", Length);
    }

    #[test]
    fn an_error_names_the_position_what_stands_there_and_what_may() {
        let error = "Y00012300000119T000001".parse::<CertificateNumber>().unwrap_err();
        assert_eq!(error.to_string(), "position 16 of the code is `T`; allowed: 1 to 5");
        let error = "123".parse::<CertificateNumber>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "the code has `3` characters; allowed: \
             22 (职业技能等级证书), 16 or 13 (职业资格证书), 20 (试点)"
        );
    }

    #[test]
    fn a_letter_stands_for_a_level_only_when_the_caller_allows_it() {
        let letters = LevelLetters::new("T").unwrap();
        let text = "Y00012300000119T000001";
        let number = CertificateNumber::parse(text, letters).unwrap();
        assert_eq!(number.to_string(), text);
        let CertificateNumber::SkillLevel(number) = number else { panic!("a 22-character form") };
        assert_eq!((number.mark().code(), number.mark().level()), ('T', None));
    }

    #[test]
    fn thirteen_digits_and_their_padded_form_are_one_number() {
        let short: CertificateNumber = "1234567890123".parse().unwrap();
        assert_eq!(Ok(short), "0001234567890123".parse());
        assert_eq!(short.to_string(), "0001234567890123");
    }

    #[test]
    fn a_number_is_built_up_to_the_last_serial_and_not_past_it() {
        let site = "Y000123000001".parse().unwrap();
        let build = |year, serial| {
            SkillLevelNumber::new(site, year, Level::Three, serial).map(|n| n.to_string())
        };
        assert_eq!(build(2020, 1), Ok("Y000123000001203000001".into()));
        assert_eq!(build(2099, 999_999), Ok("Y000123000001993999999".into()));
        let full = NumberingError::CounterFull { serial: 1_000_000, max: 999_999 };
        assert_eq!(build(2020, 1_000_000), Err(full));
        assert_eq!(build(2020, 0), Err(NumberingError::SerialZero));
        assert_eq!(build(2000, 1), Err(NumberingError::Year(2000)));
        assert_eq!(build(2100, 1), Err(NumberingError::Year(2100)));

        let institution = "00012003".parse().unwrap();
        let build = |year, serial| {
            QualificationNumber::new(institution, year, Level::Five, serial).map(|n| n.to_string())
        };
        assert_eq!(build(2020, 99_999), Ok("2000012003599999".into()));
        let full = NumberingError::CounterFull { serial: 100_000, max: 99_999 };
        assert_eq!(build(2020, 100_000), Err(full));
        assert_eq!(build(2020, 0), Err(NumberingError::SerialZero));
    }

    #[test]
    fn what_is_built_reads_back_as_the_same_number() {
        let site = "S123466000007".parse().unwrap();
        let institution = "00012003".parse().unwrap();
        for year in NUMBER_YEAR_FIRST..=NUMBER_YEAR_LAST {
            for level in Level::ALL {
                let number = SkillLevelNumber::new(site, year, level, 7).unwrap();
                let read = number.to_string().parse();
                assert_eq!(read, Ok(CertificateNumber::SkillLevel(number)));
                let number = QualificationNumber::new(institution, year, level, 7).unwrap();
                let read = number.to_string().parse();
                assert_eq!(read, Ok(CertificateNumber::Qualification(number)));
            }
        }
    }
}
