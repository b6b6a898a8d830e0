//! `QualificationNumber`, the 16 digits of a 职业资格证书, and `ShanghaiNumber`, its 13-digit variant.
//!
//! Source: 职业技能鉴定编码规则: 1–2 year, 3–10 institution, 11 level, 12–16 serial per institution, level
//! and year. Shanghai's 13 digits are looked up with 000 before them; their layout is not known.
//! Choice: sixteen digits that begin with 000 are read as Shanghai's, and no field is claimed of
//! them. A number of the year 2000 from an institution 0… has the same look and cannot be told
//! apart.

use core::fmt;
use core::str::FromStr;

use super::{NumberingError, year_code};
use crate::institution_code::InstitutionCode;
use crate::level::Level;
use crate::limits::QUALIFICATION_SERIAL_MAX;
use crate::positions::{CodeError, Positions};

/// The number of a 职业资格证书. Positions 3 to 10 are the code of the institution; the serial is 1 to
/// 99,999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QualificationNumber {
    year_code: u8,
    institution: InstitutionCode,
    level: Level,
    serial: u32,
}

impl QualificationNumber {
    /// Builds the number of one certificate from its institution, full year, level and serial.
    ///
    /// # Errors
    /// A year outside 2001–2099, serial zero, or a serial past the end of the counter.
    pub fn new(
        institution: InstitutionCode,
        year: i32,
        level: Level,
        serial: u32,
    ) -> Result<QualificationNumber, NumberingError> {
        let year_code = year_code(year, serial, QUALIFICATION_SERIAL_MAX)?;
        Ok(QualificationNumber { year_code, institution, level, serial })
    }

    /// Returns the last two digits of the year of issue; the number has no more of it.
    pub fn year_code(self) -> u8 {
        self.year_code
    }

    /// Returns the institution that issued it.
    pub fn institution(self) -> InstitutionCode {
        self.institution
    }

    /// Returns the level.
    pub fn level(self) -> Level {
        self.level
    }

    /// Returns the serial within institution, level and year.
    pub fn serial(self) -> u32 {
        self.serial
    }
}

impl fmt::Display for QualificationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let QualificationNumber { year_code, institution, level, serial } = self;
        write!(f, "{year_code:02}{institution}{}{serial:05}", level.code())
    }
}

impl FromStr for QualificationNumber {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<QualificationNumber, CodeError> {
        let at = Positions::new(text, 16, "16")?;
        if text.starts_with("000") {
            return Err(at.refuse(3, "1 to 9 after 00; 000 begins a padded Shanghai number"));
        }
        let year_code = at.digits(1, 2)? as u8;
        let institution = InstitutionCode::read(&at, 3)?;
        let level = Level::from_code(at.at(11)).ok_or_else(|| at.refuse(11, "1 to 5"))?;
        let serial = at.serial(12, 16)?;
        Ok(QualificationNumber { year_code, institution, level, serial })
    }
}

/// A 职业资格证书 number of Shanghai: thirteen digits of unknown layout, never built here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShanghaiNumber {
    digits: u64,
}

impl fmt::Display for ShanghaiNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016}", self.digits)
    }
}

impl FromStr for ShanghaiNumber {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<ShanghaiNumber, CodeError> {
        let allowed = "13, or 16 that begin with 000";
        let length = if text.starts_with("000") && text.chars().count() == 16 { 16 } else { 13 };
        let at = Positions::new(text, length, allowed)?;
        let high = u64::from(at.digits(1, length - 9)?);
        let low = u64::from(at.digits(length - 8, length)?);
        Ok(ShanghaiNumber { digits: high * 1_000_000_000 + low })
    }
}
