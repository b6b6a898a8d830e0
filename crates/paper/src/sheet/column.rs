//! The columns of sheets by their headings, in Chinese and in English.
//!
//! In scope: which there are, how a heading is recognised. Out of scope: which form has which
//! (`form`), what their cells hold (`read_cell`).

/// How many columns there are.
pub(super) const COLUMNS: usize = 31;

/// A column of some form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// 姓名
    Name,
    /// 证件类型
    DocumentKind,
    /// 证件号码
    DocumentNumber,
    /// 准考证号
    Ticket,
    /// 理论成绩
    Theory,
    /// 技能成绩
    Skill,
    /// 综合评审
    Review,
    /// 是否本单位职工
    OnStaff,
    /// 费用, in yuan
    Fee,
    /// 原证书等级
    EarlierLevel,
    /// 原证书日期
    EarlierDay,
    /// 原证书编号
    EarlierNumber,
    /// 从业年限
    YearsOfWork,
    /// 学历
    Schooling,
    /// 学徒期满
    Apprenticeship,
    /// 证书编号
    Certificate,
    /// 发证日期
    IssuedOn,
    /// 等级
    Level,
    /// 选择
    Choice,
    /// 渠道
    Channel,
    /// 选择日期
    ChosenOn,
    /// 考场
    Room,
    /// 座位
    Seats,
    /// 科目
    Part,
    /// 开始
    From,
    /// 结束
    Until,
    /// 监考
    Invigilators,
    /// 考评
    Examiners,
    /// 原表行号, of a sheet of what was wrong in another
    WasRow,
    /// 问题, of such a sheet
    Trouble,
    /// 处理办法, of such a sheet
    Remedy,
}

impl Column {
    /// Every column, by its number.
    pub const ALL: [Column; COLUMNS] = [
        Column::Name,
        Column::DocumentKind,
        Column::DocumentNumber,
        Column::Ticket,
        Column::Theory,
        Column::Skill,
        Column::Review,
        Column::OnStaff,
        Column::Fee,
        Column::EarlierLevel,
        Column::EarlierDay,
        Column::EarlierNumber,
        Column::YearsOfWork,
        Column::Schooling,
        Column::Apprenticeship,
        Column::Certificate,
        Column::IssuedOn,
        Column::Level,
        Column::Choice,
        Column::Channel,
        Column::ChosenOn,
        Column::Room,
        Column::Seats,
        Column::Part,
        Column::From,
        Column::Until,
        Column::Invigilators,
        Column::Examiners,
        Column::WasRow,
        Column::Trouble,
        Column::Remedy,
    ];

    /// Returns the heading in Chinese, as templates have it.
    pub const fn zh(self) -> &'static str {
        self.names().0
    }

    /// Returns the heading in English.
    pub const fn en(self) -> &'static str {
        self.names().1
    }

    /// Says whether a heading, as [`plain`] has it, names this column.
    pub(super) fn is_named(self, plain: &str) -> bool {
        let (zh, en, others) = self.names();
        let same = |name: &str| {
            // Names are short and few, and compared once a file.
            self::plain(name) == plain
        };
        !plain.is_empty() && (same(zh) || same(en) || others.iter().copied().any(same))
    }

    /// The name in Chinese, the name in English, and what else people call it.
    const fn names(self) -> (&'static str, &'static str, &'static [&'static str]) {
        match self {
            Column::Name => (
                "姓名",
                "name",
                &["考生姓名", "学生姓名", "学员姓名", "持证人", "持证人姓名", "full name"],
            ),
            Column::DocumentKind => (
                "证件类型",
                "document kind",
                &["类型", "证件种类", "证件类别", "document type", "id type", "kind"],
            ),
            Column::DocumentNumber => (
                "证件号码",
                "document",
                &[
                    "证件号",
                    "身份证",
                    "身份证号",
                    "身份证号码",
                    "居民身份证号码",
                    "公民身份号码",
                    "document number",
                    "id number",
                    "id",
                ],
            ),
            Column::Ticket => ("准考证号", "ticket", &["准考证", "准考证号码", "admission number"]),
            Column::Theory => (
                "理论成绩",
                "theory",
                &["理论", "理论知识", "理论知识成绩", "理论考试成绩", "theory score"],
            ),
            Column::Skill => (
                "技能成绩",
                "skill",
                &["技能", "操作技能", "操作技能成绩", "技能操作成绩", "实操成绩", "skill score"],
            ),
            Column::Review => ("综合评审", "review", &["综合评审成绩", "review score"]),
            Column::OnStaff => ("是否本单位职工", "on staff", &["本单位职工", "是否职工", "staff"]),
            Column::Fee => ("费用", "fee", &["报名费", "缴费金额", "考试费", "金额"]),
            Column::EarlierLevel => ("原证书等级", "earlier level", &["原等级", "已有证书等级"]),
            Column::EarlierDay => ("原证书日期", "earlier date", &["原证书发证日期", "原发证日期"]),
            Column::EarlierNumber => ("原证书编号", "earlier number", &["原证书号"]),
            Column::YearsOfWork => {
                ("从业年限", "years of work", &["工作年限", "本职业工作年限", "years"])
            }
            Column::Schooling => ("学历", "schooling", &["文化程度"]),
            Column::Apprenticeship => ("学徒期满", "apprenticeship", &["是否学徒期满"]),
            Column::Certificate => (
                "证书编号",
                "number",
                &["编号", "证书号", "证书号码", "certificate number", "certificate"],
            ),
            Column::IssuedOn => {
                ("发证日期", "issued on", &["颁发日期", "发放日期", "date of issue"])
            }
            Column::Level => ("等级", "level", &["级别", "技能等级", "职业技能等级", "证书等级"]),
            Column::Choice => ("选择", "choice", &["考生意愿", "意愿", "考生选择"]),
            Column::Channel => ("渠道", "channel", &["方式", "告知方式"]),
            Column::ChosenOn => ("选择日期", "chosen on", &["日期", "date"]),
            Column::Room => ("考场", "room", &["考场号"]),
            Column::Seats => ("座位", "seats", &["座位数"]),
            Column::Part => ("科目", "part", &["考试科目"]),
            Column::From => ("开始", "from", &["开始时间", "begin"]),
            Column::Until => ("结束", "until", &["结束时间", "end"]),
            Column::Invigilators => ("监考", "invigilators", &["监考员", "监考人员"]),
            Column::Examiners => ("考评", "examiners", &["考评员", "考评人员"]),
            Column::WasRow => ("原表行号", "row before", &[]),
            Column::Trouble => ("问题", "trouble", &[]),
            Column::Remedy => ("处理办法", "remedy", &[]),
        }
    }
}

/// Returns what counts of a heading: without blanks, a star that marks a duty and a remark in
/// brackets, full-width letters as usual ones, capitals as small letters.
pub(super) fn plain(heading: &str) -> String {
    let kept = heading.chars().take_while(|c| !matches!(c, '(' | '（' | '[' | '【'));
    kept.map(super::plain_text::half_width)
        .filter(|c| {
            !c.is_whitespace()
                && !super::plain_text::is_invisible(*c)
                && !matches!(c, '*' | '_' | '-' | ':' | '：')
        })
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: Option<Column>) {
        let plain = plain(text);
        let found = Column::ALL.into_iter().find(|column| column.is_named(&plain));
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn a_heading_is_recognised_by_its_names_alone() {
        check("姓名", Some(Column::Name));
        check(" 姓　名 ", Some(Column::Name));
        check("Full Name", Some(Column::Name));
        check("*证件号码", Some(Column::DocumentNumber));
        check("身份证号：", Some(Column::DocumentNumber));
        check("ＩＤ", Some(Column::DocumentNumber));
        check("理论成绩（百分制）", Some(Column::Theory));
        check("是否本单位\n职工(是/否)", Some(Column::OnStaff));
        check("issued_on", Some(Column::IssuedOn));
        check("\u{feff}姓名", Some(Column::Name));
        check("姓名拼音", None);
        check("成绩", None);
        check("（备注）", None);
        check("", None);
    }

    #[test]
    fn columns_stand_under_their_numbers_and_share_no_name() {
        let mut all = std::collections::BTreeMap::new();
        for (at, column) in Column::ALL.into_iter().enumerate() {
            assert_eq!(column as usize, at);
            let (zh, en, others) = column.names();
            for name in [zh, en].iter().chain(others) {
                let before = all.insert(plain(name), column);
                assert_eq!(before, None, "{name}");
            }
        }
    }
}
