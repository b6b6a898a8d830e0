//! `PilotNumber`, the 20 characters of the older pilot of 职业技能等级证书. Read only.
//!
//! Source: one public copy of a pilot's rules: 1 R, 2 filing route, 3 organiser, 4–9 region (GB/T
//! 2260), 10–12 body, 13–14 year, 15 level, 16–20 serial. A single source, so it is read and never
//! built.

use core::fmt;
use core::str::FromStr;

use crate::level::Level;
use crate::positions::{CodeError, Positions};

/// Where the body was filed, position 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FilingRoute {
    /// G, 部
    Ministry,
    /// S, 省
    Province,
    /// C, 市
    City,
    /// X, 县
    County,
}

/// Who assessed, position 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PilotOrganiser {
    /// N, 用人单位
    Employer,
    /// W, 第三方评价机构
    ThirdParty,
}

/// A number of the pilot. Body and serial are not zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PilotNumber {
    route: FilingRoute,
    organiser: PilotOrganiser,
    region: u32,
    body: u16,
    year_code: u8,
    level: Level,
    serial: u32,
}

impl PilotNumber {
    /// Returns where the body was filed.
    pub fn route(self) -> FilingRoute {
        self.route
    }

    /// Returns who assessed.
    pub fn organiser(self) -> PilotOrganiser {
        self.organiser
    }

    /// Returns the six-digit region code; it may be abolished or unknown.
    pub fn region_code(self) -> u32 {
        self.region
    }

    /// Returns the serial of the body in its region, 1 to 999.
    pub fn body(self) -> u16 {
        self.body
    }

    /// Returns the last two digits of the year of issue.
    pub fn year_code(self) -> u8 {
        self.year_code
    }

    /// Returns the level.
    pub fn level(self) -> Level {
        self.level
    }

    /// Returns the serial of the certificate.
    pub fn serial(self) -> u32 {
        self.serial
    }
}

impl fmt::Display for PilotNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let route = match self.route {
            FilingRoute::Ministry => 'G',
            FilingRoute::Province => 'S',
            FilingRoute::City => 'C',
            FilingRoute::County => 'X',
        };
        let organiser = match self.organiser {
            PilotOrganiser::Employer => 'N',
            PilotOrganiser::ThirdParty => 'W',
        };
        let PilotNumber { region, body, year_code, level, serial, .. } = self;
        write!(f, "R{route}{organiser}{region:06}{body:03}")?;
        write!(f, "{year_code:02}{}{serial:05}", level.code())
    }
}

impl FromStr for PilotNumber {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<PilotNumber, CodeError> {
        let at = Positions::new(text, 20, "20")?;
        if at.at(1) != 'R' {
            return Err(at.refuse(1, "R"));
        }
        let route = match at.at(2) {
            'G' => FilingRoute::Ministry,
            'S' => FilingRoute::Province,
            'C' => FilingRoute::City,
            'X' => FilingRoute::County,
            _ => return Err(at.refuse(2, "G (部), S (省), C (市) or X (县)")),
        };
        let organiser = match at.at(3) {
            'N' => PilotOrganiser::Employer,
            'W' => PilotOrganiser::ThirdParty,
            _ => return Err(at.refuse(3, "N (用人单位) or W (第三方评价机构)")),
        };
        Ok(PilotNumber {
            route,
            organiser,
            region: at.digits(4, 9)?,
            body: at.serial(10, 12)? as u16,
            year_code: at.digits(13, 14)? as u8,
            level: Level::from_code(at.at(15)).ok_or_else(|| at.refuse(15, "1 to 5"))?,
            serial: at.serial(16, 20)?,
        })
    }
}
