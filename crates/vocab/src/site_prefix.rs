//! `SitePrefix`, the thirteen characters that a 22-character certificate number begins with.
//!
//! Source: 人社鉴发〔2019〕2号《职业技能等级证书编码规则（试行）》, positions 1–13, as quoted by public mirrors;
//! the full text was not available.
//! In scope: the form. Out of scope: whether the prefix was ever assigned; the register knows that.

use core::fmt;
use core::str::FromStr;

use crate::positions::{CodeError, Positions, put_digits};
use crate::region::Region;

/// The category of an evaluation body, position 1 of its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BodyCategory {
    /// 用人单位, letter Y.
    Employer,
    /// 社会培训评价组织, letter S.
    SocialBody,
}

impl BodyCategory {
    /// Returns the letter, `Y` or `S`.
    pub const fn code(self) -> char {
        match self {
            BodyCategory::Employer => 'Y',
            BodyCategory::SocialBody => 'S',
        }
    }

    /// Returns the category as the rules call it.
    pub const fn zh(self) -> &'static str {
        match self {
            BodyCategory::Employer => "用人单位",
            BodyCategory::SocialBody => "社会培训评价组织",
        }
    }
}

/// The key of one site of one evaluation body. Its serials are counted per year and level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SitePrefix {
    category: BodyCategory,
    body: u16,
    region: u8,
    sequence: u32,
}

impl SitePrefix {
    /// Returns the prefix of a site. `body` is 0 for a body first filed with a province.
    ///
    /// # Errors
    /// A number larger than its field: body 9,999, region 99, sequence 999,999.
    pub fn new(
        category: BodyCategory,
        body: u16,
        region: u8,
        sequence: u32,
    ) -> Result<SitePrefix, CodeError> {
        let fields = [
            ("评价机构代码", u32::from(body), 9_999),
            ("省级代码", u32::from(region), 99),
            ("序列码", sequence, 999_999),
        ];
        match fields.into_iter().find(|(_, found, max)| max < found) {
            Some((field, found, max)) => Err(CodeError::Field { field, found, max }),
            None => Ok(SitePrefix { category, body, region, sequence }),
        }
    }

    /// Returns the category of the body.
    pub fn category(self) -> BodyCategory {
        self.category
    }

    /// Returns the code that the ministry assigned, or nothing for a body first filed with a
    /// province.
    pub fn national_body_code(self) -> Option<u16> {
        (self.body != 0).then_some(self.body)
    }

    /// Returns the two digits of the province of the site. They may be unknown to the table of
    /// regions.
    pub fn region_code(self) -> u8 {
        self.region
    }

    /// Returns the region of the site, or nothing when the table of regions lacks its code.
    pub fn region(self) -> Option<Region> {
        Region::from_code(self.region)
    }

    /// Returns the sequence number that the province assigned to the site.
    pub fn sequence(self) -> u32 {
        self.sequence
    }

    /// Reads the prefix from the first thirteen positions.
    pub(crate) fn read(at: &Positions<'_>) -> Result<SitePrefix, CodeError> {
        let category = match at.at(1) {
            'Y' => BodyCategory::Employer,
            'S' => BodyCategory::SocialBody,
            _ => return Err(at.refuse(1, "Y (用人单位) or S (社会培训评价组织)")),
        };
        let body = at.digits(2, 5)? as u16;
        let region = at.digits(6, 7)? as u8;
        let sequence = at.digits(8, 13)?;
        Ok(SitePrefix { category, body, region, sequence })
    }
}

impl SitePrefix {
    /// Returns the thirteen characters, all of ASCII.
    pub(crate) fn characters(self) -> [u8; 13] {
        let mut text = [0; 13];
        text[0] = self.category.code() as u8;
        put_digits(&mut text[1..5], u32::from(self.body));
        put_digits(&mut text[5..7], u32::from(self.region));
        put_digits(&mut text[7..], self.sequence);
        text
    }
}

impl fmt::Display for SitePrefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(core::str::from_utf8(&self.characters()).map_err(|_| fmt::Error)?)
    }
}

impl FromStr for SitePrefix {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<SitePrefix, CodeError> {
        SitePrefix::read(&Positions::new(text, 13, "13")?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    fn check(text: &str, refused_at: Option<usize>) {
        match (text.parse::<SitePrefix>(), refused_at) {
            (Ok(prefix), None) => assert_eq!(prefix.to_string(), text),
            (Err(CodeError::Position { position, .. }), Some(expect)) => {
                assert_eq!(position, expect, "{text}")
            }
            (found, expect) => panic!("{text}: {found:?}, expected {expect:?}"),
        }
    }

    #[test]
    fn a_prefix_reads_back_or_names_the_wrong_position() {
        check("Y000123000001", None);
        check("S123466999999", None);
        check("Z000123000001", Some(1));
        check("y000123000001", Some(1));
        check("Y00O123000001", Some(4));
        check("Y0001２3000001", Some(6));
        check("Y00012300000X", Some(13));
        let length = CodeError::Length { found: 12, allowed: "13" };
        assert_eq!("Y00012300000".parse::<SitePrefix>(), Err(length));
    }

    #[test]
    fn a_prefix_is_built_only_from_numbers_that_fit() {
        let prefix = SitePrefix::new(BodyCategory::Employer, 0, 23, 7).unwrap();
        assert_eq!(prefix.to_string(), "Y000023000007");
        assert_eq!(prefix.national_body_code(), None);
        assert_eq!(prefix.region().map(Region::short), Some("黑龙江"));
        assert_eq!(
            SitePrefix::new(BodyCategory::Employer, 0, 23, 1_000_000),
            Err(CodeError::Field { field: "序列码", found: 1_000_000, max: 999_999 })
        );
    }
}
