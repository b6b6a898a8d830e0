//! `Region`, the provincial regions by their two-digit codes.
//!
//! Source: GB/T 2260, first two digits; 66 (新疆生产建设兵团) is not in it and is used in practice
//! (from memory, unverified).
//! Out of scope: cities and counties, and the own table of the 16-digit certificate numbers.

use core::fmt;

/// One provincial region. Two regions are equal when their codes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region {
    code: u8,
    name: &'static str,
    short: &'static str,
}

const fn region(code: u8, name: &'static str, short: &'static str) -> Region {
    Region { code, name, short }
}

/// The table, in the order of the codes.
const REGIONS: [Region; 35] = [
    region(11, "北京市", "北京"),
    region(12, "天津市", "天津"),
    region(13, "河北省", "河北"),
    region(14, "山西省", "山西"),
    region(15, "内蒙古自治区", "内蒙古"),
    region(21, "辽宁省", "辽宁"),
    region(22, "吉林省", "吉林"),
    region(23, "黑龙江省", "黑龙江"),
    region(31, "上海市", "上海"),
    region(32, "江苏省", "江苏"),
    region(33, "浙江省", "浙江"),
    region(34, "安徽省", "安徽"),
    region(35, "福建省", "福建"),
    region(36, "江西省", "江西"),
    region(37, "山东省", "山东"),
    region(41, "河南省", "河南"),
    region(42, "湖北省", "湖北"),
    region(43, "湖南省", "湖南"),
    region(44, "广东省", "广东"),
    region(45, "广西壮族自治区", "广西"),
    region(46, "海南省", "海南"),
    region(50, "重庆市", "重庆"),
    region(51, "四川省", "四川"),
    region(52, "贵州省", "贵州"),
    region(53, "云南省", "云南"),
    region(54, "西藏自治区", "西藏"),
    region(61, "陕西省", "陕西"),
    region(62, "甘肃省", "甘肃"),
    region(63, "青海省", "青海"),
    region(64, "宁夏回族自治区", "宁夏"),
    region(65, "新疆维吾尔自治区", "新疆"),
    region(66, "新疆生产建设兵团", "兵团"),
    region(71, "台湾省", "台湾"),
    region(81, "香港特别行政区", "香港"),
    region(82, "澳门特别行政区", "澳门"),
];

impl Region {
    /// Returns every region, in the order of the codes.
    pub fn all() -> &'static [Region] {
        &REGIONS
    }

    /// Returns the region of a code, or nothing when the table lacks it.
    pub fn from_code(code: u8) -> Option<Region> {
        let row = REGIONS.binary_search_by_key(&code, |region| region.code).ok()?;
        Some(REGIONS[row])
    }

    /// Returns the two-digit code as a number.
    pub fn code(self) -> u8 {
        self.code
    }

    /// Returns the full name.
    pub fn name(self) -> &'static str {
        self.name
    }

    /// Returns the short name.
    pub fn short(self) -> &'static str {
        self.short
    }

    /// Says whether GB/T 2260 has the code; 66 is used in practice without being in it.
    pub fn in_national_standard(self) -> bool {
        self.code != 66
    }

    /// Says whether the region's authority recognises evaluation bodies under these notices; 台湾,
    /// 香港 and 澳门 do not.
    pub fn recognises_bodies(self) -> bool {
        !matches!(self.code, 71 | 81 | 82)
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_ascend_and_each_finds_its_own_region() {
        assert!(REGIONS.is_sorted_by(|a, b| a.code < b.code));
        for region in Region::all() {
            assert_eq!(Region::from_code(region.code), Some(*region));
            assert!(region.name.starts_with(region.short) || region.code == 66);
        }
        assert_eq!(Region::from_code(0), None);
        assert_eq!(Region::from_code(99), None);
    }

    #[test]
    fn four_codes_carry_a_note() {
        let noted = |f: fn(Region) -> bool| REGIONS.into_iter().filter(|r| !f(*r)).count();
        assert_eq!(noted(Region::in_national_standard), 1);
        assert_eq!(noted(Region::recognises_bodies), 3);
    }
}
