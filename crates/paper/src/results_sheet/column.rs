//! The columns of the results sheet by their headings.
//!
//! In scope: which there are, how a heading is recognised. Out of scope: what their cells hold.

/// A column of the form.
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
    /// 综合评审; may be absent, and its cells may be blank.
    Review,
    /// 是否本单位职工
    OnStaff,
}

impl Column {
    /// The columns in the order of the form.
    pub const ALL: [Column; 8] = [
        Column::Name,
        Column::DocumentKind,
        Column::DocumentNumber,
        Column::Ticket,
        Column::Theory,
        Column::Skill,
        Column::Review,
        Column::OnStaff,
    ];

    /// Returns the heading.
    pub const fn zh(self) -> &'static str {
        match self {
            Column::Name => "姓名",
            Column::DocumentKind => "证件类型",
            Column::DocumentNumber => "证件号码",
            Column::Ticket => "准考证号",
            Column::Theory => "理论成绩",
            Column::Skill => "技能成绩",
            Column::Review => "综合评审",
            Column::OnStaff => "是否本单位职工",
        }
    }

    /// Says whether the column and its cells may be missing.
    pub const fn optional(self) -> bool {
        matches!(self, Column::Review)
    }

    /// Returns the column of a heading. Blanks, a star that marks a duty, and a remark in brackets
    /// do not count.
    pub fn of_heading(text: &str) -> Option<Column> {
        let plain: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '*' | '＊' | '\u{feff}'))
            .take_while(|c| !matches!(c, '(' | '（'))
            .collect();
        Column::ALL.into_iter().find(|column| column.zh() == plain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: Option<Column>) {
        assert_eq!(Column::of_heading(text), expect, "{text}");
    }

    #[test]
    fn a_heading_is_recognised_by_its_name_alone() {
        check("姓名", Some(Column::Name));
        check(" 姓　名 ", Some(Column::Name));
        check("*证件号码", Some(Column::DocumentNumber));
        check("理论成绩（百分制）", Some(Column::Theory));
        check("是否本单位\n职工(是/否)", Some(Column::OnStaff));
        check("\u{feff}姓名", Some(Column::Name));
        check("姓名拼音", None);
        check("成绩", None);
        check("", None);
    }
}
