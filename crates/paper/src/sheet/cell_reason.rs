//! Why one cell cannot be taken by itself, in English and Chinese.
//!
//! In scope: what is wrong and the remedy. Out of scope: where (`row_error`), a row against other
//! rows or against the register (`row_reason`).

use vocab::limits::{DOCUMENT_NUMBER_CHARS_MAX, NAME_CHARS_MAX};
use vocab::{DocumentKind, PersonIdError};

/// Characters of a cell of free text.
pub const TEXT_CHARS_MAX: usize = 200;

/// A fault of one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CellReason {
    /// The cell is blank and must not be.
    Blank,
    /// A cell of a csv file runs over several lines: a quotation mark is not closed.
    LineBreak,
    /// The cell has a value and its column no heading.
    NoHeading,
    /// The cell holds an error, a date or a duration.
    Broken,
    /// Not a name: too long, or with digits or control characters.
    Name,
    /// Not a kind of document.
    UnknownKind,
    /// Not the number of such a document.
    Number(PersonIdError),
    /// The spreadsheet holds the number as a quantity, which loses digits.
    TypedAsNumber,
    /// The last digits are noughts and the check digit does not fit: a spreadsheet held the number
    /// as a quantity before it became text.
    Rounded,
    /// Not a 准考证号.
    Ticket,
    /// Not a number with at most one decimal.
    NotAScore,
    /// Below 0 or above 100.
    ScoreRange,
    /// Neither 是 nor 否.
    YesOrNo,
    /// Not a day.
    Day,
    /// Not a level.
    Level,
    /// Not a whole number up to a limit.
    Count {
        /// The limit.
        max: u32,
    },
    /// Not an amount in yuan.
    Fee,
    /// Free text that is too long.
    TextTooLong,
    /// None of the words that the column has.
    NotOneOf(&'static str),
    /// Not a time of day.
    Time,
    /// Not the numbers of staff.
    Staff,
}

/// What is wrong and the remedy, in English and in Chinese.
type Words = (&'static str, &'static str, &'static str, &'static str);

impl CellReason {
    /// Returns the name used in JSON.
    pub const fn code(&self) -> &'static str {
        match self {
            CellReason::Blank => "blank",
            CellReason::LineBreak => "line-break",
            CellReason::NoHeading => "no-heading",
            CellReason::Broken => "broken",
            CellReason::Name => "name",
            CellReason::UnknownKind => "document-kind",
            CellReason::Number(PersonIdError::Length { .. }) => "document-length",
            CellReason::Number(PersonIdError::Position { .. }) => "document-character",
            CellReason::Number(PersonIdError::CheckDigit) => "check-digit",
            CellReason::TypedAsNumber => "typed-as-number",
            CellReason::Rounded => "rounded",
            CellReason::Ticket => "ticket",
            CellReason::NotAScore => "not-a-score",
            CellReason::ScoreRange => "score-range",
            CellReason::YesOrNo => "yes-or-no",
            CellReason::Day => "day",
            CellReason::Level => "level",
            CellReason::Count { .. } => "count",
            CellReason::Fee => "fee",
            CellReason::TextTooLong => "text-too-long",
            CellReason::NotOneOf(_) => "not-one-of",
            CellReason::Time => "time",
            CellReason::Staff => "staff",
        }
    }

    /// Returns what is wrong and what to do about it, in English.
    pub fn en(&self) -> (String, &'static str) {
        let remedy = "compare with the document and type it again";
        match self {
            CellReason::Number(error) => (error.to_string(), remedy),
            CellReason::Name => (
                format!("a name has at most {NAME_CHARS_MAX} characters and no digits"),
                "write it as on the document",
            ),
            CellReason::Ticket => (
                format!("a 准考证号 has at most {DOCUMENT_NUMBER_CHARS_MAX} characters"),
                "write it as on the ticket",
            ),
            CellReason::Count { max } => {
                (format!("not a whole number from 0 to {max}"), "write digits alone")
            }
            CellReason::TextTooLong => {
                (format!("more than {TEXT_CHARS_MAX} characters"), "shorten it")
            }
            CellReason::NotOneOf(words) => {
                (format!("not one of: {words}"), "write one of these words")
            }
            other => {
                let (what, remedy, ..) = other.words();
                (what.to_string(), remedy)
            }
        }
    }

    /// Returns what is wrong and what to do about it, in Chinese.
    pub fn zh(&self) -> (String, &'static str) {
        match self {
            CellReason::Number(error) => (number_zh(error), "请对照证件重新填写"),
            CellReason::Name => {
                (format!("姓名不超过 {NAME_CHARS_MAX} 个字符，不含数字"), "请与证件保持一致")
            }
            CellReason::Ticket => {
                (format!("准考证号不超过 {DOCUMENT_NUMBER_CHARS_MAX} 个字符"), "请与准考证保持一致")
            }
            CellReason::Count { max } => (format!("应为 0 至 {max} 的整数"), "请只填数字"),
            CellReason::TextTooLong => (format!("超过 {TEXT_CHARS_MAX} 个字符"), "请缩短"),
            CellReason::NotOneOf(words) => (format!("应为下列之一：{words}"), "请填其中之一"),
            other => {
                let (_, _, what, remedy) = other.words();
                (what.to_string(), remedy)
            }
        }
    }

    /// The words of reasons that say no figure.
    const fn words(&self) -> Words {
        match self {
            CellReason::Blank => ("the cell is blank", "fill it in", "单元格为空", "请填写"),
            CellReason::LineBreak => (
                "a value runs over several lines; nothing below was read",
                "close the quotation mark, or save as xlsx",
                "内容跨行，其下各行未读",
                "请检查引号是否成对，或另存为 xlsx",
            ),
            CellReason::NoHeading => (
                "the value stands in a column without a heading",
                "delete it, or give a heading",
                "该列没有表头",
                "请删除内容或补上表头",
            ),
            CellReason::Broken => (
                "the cell holds an error, a date or a time",
                "type the value as text or as a number",
                "单元格是错误值、日期或时间",
                "请以文本或数字重新填写",
            ),
            CellReason::UnknownKind => (
                "no such kind of document",
                "choose one from the list of the template",
                "没有这种证件类型",
                "请从模板的下拉列表中选择",
            ),
            CellReason::TypedAsNumber => (
                "the number is held as a quantity, which loses digits",
                "format the column as text, then type the number again",
                "号码存成了数值，会丢失末尾数字",
                "请把该列设为文本格式后重新填写",
            ),
            CellReason::Rounded => (
                "the last digits were lost: the column was a quantity before it became text",
                "format the column as text, then type the number again",
                "号码末尾数字已丢失（该列曾为数值格式）",
                "请把该列设为文本格式后重新填写",
            ),
            CellReason::NotAScore => (
                "a score is a number with at most one decimal",
                "type the number; a candidate who did not sit has no row",
                "成绩应为数字，最多一位小数",
                "请填写数字；缺考的考生不列入本表",
            ),
            CellReason::ScoreRange => (
                "a score is at least 0 and at most 100",
                "convert it to a hundred points",
                "成绩应在 0 至 100 之间",
                "请折算为百分制",
            ),
            CellReason::YesOrNo => (
                "the answer is neither 是 nor 否",
                "write 是 or 否",
                "应填“是”或“否”",
                "请填“是”或“否”",
            ),
            CellReason::Day => (
                "not a day of the calendar from 1949 to 2099",
                "write YYYY-MM-DD",
                "不是 1949 至 2099 年的日期",
                "请按 YYYY-MM-DD 填写",
            ),
            CellReason::Level => (
                "not a level",
                "write 1 to 5, or the name of the level",
                "不是职业技能等级",
                "请填 1 至 5，或等级名称",
            ),
            CellReason::Fee => (
                "not an amount in yuan with at most two decimals",
                "write digits, with a point before jiao and fen",
                "不是金额（元，最多两位小数）",
                "请只填数字",
            ),
            CellReason::Time => (
                "not a time",
                "write it like 2020-12-05 09:00",
                "不是时间",
                "请按 2020-12-05 09:00 填写",
            ),
            CellReason::Staff => (
                "not staff numbers",
                "write numbers, or organisation-number, with blanks between",
                "不是工作人员编号",
                "请填编号或“机构号-编号”，以空格分隔",
            ),
            CellReason::Name
            | CellReason::Number(_)
            | CellReason::Ticket
            | CellReason::Count { .. }
            | CellReason::TextTooLong
            | CellReason::NotOneOf(_) => ("", "", "", ""),
        }
    }
}

fn number_zh(error: &PersonIdError) -> String {
    match error {
        PersonIdError::Length { kind: DocumentKind::ResidentId, found } => {
            format!("居民身份证号码有 {found} 个字符，应为 18 位（旧号码 15 位）")
        }
        PersonIdError::Length { kind, found } => {
            let zh = kind.zh();
            format!("{zh}号码有 {found} 个字符，应为 1 至 {DOCUMENT_NUMBER_CHARS_MAX} 个")
        }
        PersonIdError::Position { position, .. } => format!("号码第 {position} 位的字符不符合规定"),
        PersonIdError::CheckDigit => "居民身份证号码的校验码与前十七位不符".to_string(),
    }
}
