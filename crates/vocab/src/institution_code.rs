//! `InstitutionCode`, the eight digits of a body that issued 职业资格证书.
//!
//! Source: 职业技能鉴定编码规则, as two public copies quote it: positions 1–2 province or industry,
//! 3–4 city, 5 kind, 6–8 serial.
//! Out of scope: the names of provinces and industries. Their table is not GB/T 2260 and no full
//! copy was found.

use core::fmt;
use core::str::FromStr;

use crate::positions::{CodeError, Positions};

/// The kind of an institution, position 5 of its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InstitutionKind {
    /// 0, 鉴定（指导）中心
    Centre,
    /// 1, 国家职业技能鉴定所
    NationalStation,
    /// 2, 地方鉴定站
    LocalStation,
    /// 3, 行业特有工种鉴定站
    IndustryStation,
    /// 4, 工人考核委员会、企业内鉴定
    Enterprise,
}

/// The code of one institution of the old scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstitutionCode {
    authority: u8,
    city: u8,
    kind: InstitutionKind,
    serial: u16,
}

impl InstitutionCode {
    /// Returns the two digits of the province or industry, by a table of their own.
    pub fn authority_code(self) -> u8 {
        self.authority
    }

    /// Returns the two digits of the city; 0 for industries.
    pub fn city_code(self) -> u8 {
        self.city
    }

    /// Returns the kind of the institution.
    pub fn kind(self) -> InstitutionKind {
        self.kind
    }

    /// Returns the serial of the institution within its city and kind.
    pub fn serial(self) -> u16 {
        self.serial
    }

    /// Reads the code from eight positions that begin at `first`.
    pub(crate) fn read(at: &Positions<'_>, first: usize) -> Result<InstitutionCode, CodeError> {
        let authority = at.digits(first, first + 1)? as u8;
        let city = at.digits(first + 2, first + 3)? as u8;
        let kind = match at.digit(first + 4, '0', '4', "0 to 4, the kind of institution")? {
            0 => InstitutionKind::Centre,
            1 => InstitutionKind::NationalStation,
            2 => InstitutionKind::LocalStation,
            3 => InstitutionKind::IndustryStation,
            _ => InstitutionKind::Enterprise,
        };
        let serial = at.digits(first + 5, first + 7)? as u16;
        Ok(InstitutionCode { authority, city, kind, serial })
    }
}

impl fmt::Display for InstitutionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let InstitutionCode { authority, city, kind, serial } = *self;
        write!(f, "{authority:02}{city:02}{}{serial:03}", kind as u8)
    }
}

impl FromStr for InstitutionCode {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<InstitutionCode, CodeError> {
        InstitutionCode::read(&Positions::new(text, 8, "8")?, 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    fn check(text: &str, expect: Result<InstitutionKind, usize>) {
        let found = text.parse::<InstitutionCode>();
        if let Ok(code) = found {
            assert_eq!(code.to_string(), text);
        }
        let found = found.map(InstitutionCode::kind).map_err(|error| match error {
            CodeError::Position { position, .. } => position,
            other => panic!("{text}: {other}"),
        });
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn an_institution_code_reads_back_or_names_the_wrong_position() {
        check("10012003", Ok(InstitutionKind::LocalStation));
        check("72003018", Ok(InstitutionKind::IndustryStation));
        check("10010000", Ok(InstitutionKind::Centre));
        check("10014999", Ok(InstitutionKind::Enterprise));
        check("10015003", Err(5));
        check("1001200a", Err(8));
        check("１0012003", Err(1));
    }
}
