//! `SkillLevelNumber`, the 22 characters of a 职业技能等级证书.
//!
//! Source: 人社鉴发〔2019〕2号《职业技能等级证书编码规则（试行）》: 1–13 site, 14–15 year, 16 level, 17–22 serial.
//! Not known: whether the serial restarts each year and level. DESIGN.md §5 counts per (site, year,
//! level).

use core::fmt;

use super::{NumberingError, year_code};
use crate::level::{LevelLetters, LevelMark};
use crate::limits::SKILL_LEVEL_SERIAL_MAX;
use crate::positions::{CodeError, Positions, put_digits};
use crate::site_prefix::SitePrefix;

/// The number of a 职业技能等级证书. Its serial is 1 to 999,999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SkillLevelNumber {
    site: SitePrefix,
    year_code: u8,
    mark: LevelMark,
    serial: u32,
}

impl SkillLevelNumber {
    /// Builds the number of one certificate from its site, full year, level and serial.
    ///
    /// # Errors
    /// A year outside 2001–2099, serial zero, or a serial past the end of the counter.
    pub fn new(
        site: SitePrefix,
        year: i32,
        mark: impl Into<LevelMark>,
        serial: u32,
    ) -> Result<SkillLevelNumber, NumberingError> {
        let year_code = year_code(year, serial, SKILL_LEVEL_SERIAL_MAX)?;
        Ok(SkillLevelNumber { site, year_code, mark: mark.into(), serial })
    }

    /// Reads the number, with the letters allowed at the level position.
    ///
    /// # Errors
    /// A length other than 22, or the first position whose character is not allowed.
    pub fn parse(text: &str, letters: LevelLetters) -> Result<SkillLevelNumber, CodeError> {
        let at = Positions::new(text, 22, "22")?;
        let site = SitePrefix::read(&at)?;
        let year_code = at.digits(14, 15)? as u8;
        let mark =
            letters.mark(at.at(16)).ok_or_else(|| at.refuse(16, letters.allowed().as_str()))?;
        let serial = at.serial(17, 22)?;
        Ok(SkillLevelNumber { site, year_code, mark, serial })
    }

    /// Returns the site that issued it.
    pub fn site(self) -> SitePrefix {
        self.site
    }

    /// Returns the last two digits of the year of issue; the number has no more of it.
    pub fn year_code(self) -> u8 {
        self.year_code
    }

    /// Returns the level, or the letter that stands in its place.
    pub fn mark(self) -> LevelMark {
        self.mark
    }

    /// Returns the serial within site, year and level.
    pub fn serial(self) -> u32 {
        self.serial
    }
}

impl fmt::Display for SkillLevelNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Numbers are printed by the million, and in one piece three times as fast.
        let SkillLevelNumber { site, year_code, mark, serial } = self;
        let mut text = [0; 22];
        text[..13].copy_from_slice(&site.characters());
        put_digits(&mut text[13..15], u32::from(*year_code));
        text[15] = mark.code() as u8;
        put_digits(&mut text[16..], *serial);
        f.write_str(core::str::from_utf8(&text).map_err(|_| fmt::Error)?)
    }
}
