//! Why one cell or row cannot be taken, in English and Chinese.
//!
//! In scope: what is wrong and the remedy. Out of scope: where (`row_error`), faults of the file.

use vocab::limits::{DOCUMENT_NUMBER_CHARS_MAX, NAME_CHARS_MAX};
use vocab::{DocumentKind, PersonIdError};

/// A fault of one cell, or of a row against an earlier one.
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
    /// Not a 准考证号.
    Ticket,
    /// Not a number with at most one decimal.
    NotAScore,
    /// Below 0 or above 100.
    ScoreRange,
    /// Neither 是 nor 否.
    YesOrNo,
    /// The document stands in an earlier row.
    SamePerson {
        /// The earlier row.
        first: u32,
    },
    /// The 准考证号 stands in an earlier row.
    SameTicket {
        /// The earlier row.
        first: u32,
    },
}

impl CellReason {
    /// Returns what is wrong and what to do about it, in English.
    pub fn en(&self) -> (String, &'static str) {
        let (what, remedy) = match self {
            CellReason::Blank => {
                ("the cell is blank", "fill it in; a candidate who did not sit has no row")
            }
            CellReason::LineBreak => {
                ("a value runs over several lines", "close the quotation mark, or save as xlsx")
            }
            CellReason::NoHeading => {
                ("the value stands in a column without a heading", "delete it, or give a heading")
            }
            CellReason::Broken => {
                ("the cell holds an error or a date", "type the value as text or as a number")
            }
            CellReason::Name => {
                return (
                    format!("a name has at most {NAME_CHARS_MAX} characters and no digits"),
                    "write it as on the document",
                );
            }
            CellReason::UnknownKind => {
                ("no such kind of document", "choose one from the list of the template")
            }
            CellReason::Number(error) => {
                return (error.to_string(), "compare with the document and type it again");
            }
            CellReason::TypedAsNumber => (
                "the number is held as a quantity, which loses digits",
                "format the column as text, then type the number again",
            ),
            CellReason::Ticket => {
                return (
                    format!(
                        "a 准考证号 has at most {DOCUMENT_NUMBER_CHARS_MAX} characters, no blanks"
                    ),
                    "write it as on the ticket",
                );
            }
            CellReason::NotAScore => (
                "a score is a number with at most one decimal",
                "type the number; a candidate who did not sit has no row",
            ),
            CellReason::ScoreRange => {
                ("a score is at least 0 and at most 100", "convert it to a hundred points")
            }
            CellReason::YesOrNo => ("the answer is neither 是 nor 否", "write 是 or 否"),
            CellReason::SamePerson { first } => {
                return (
                    format!("the document stands in row {first} already"),
                    "delete one of the rows, or correct the number",
                );
            }
            CellReason::SameTicket { first } => {
                return (
                    format!("the 准考证号 stands in row {first} already"),
                    "delete one of the rows, or correct the 准考证号",
                );
            }
        };
        (what.to_string(), remedy)
    }

    /// Returns what is wrong and what to do about it, in Chinese.
    pub fn zh(&self) -> (String, &'static str) {
        let (what, remedy) = match self {
            CellReason::Blank => ("单元格为空", "请填写；缺考的考生不列入本表"),
            CellReason::LineBreak => ("内容跨行", "请检查引号是否成对，或另存为 xlsx"),
            CellReason::NoHeading => ("该列没有表头", "请删除内容或补上表头"),
            CellReason::Broken => ("单元格是错误值或日期", "请以文本或数字重新填写"),
            CellReason::Name => {
                return (
                    format!("姓名不超过 {NAME_CHARS_MAX} 个字符，不含数字"),
                    "请与证件保持一致",
                );
            }
            CellReason::UnknownKind => ("没有这种证件类型", "请从模板的下拉列表中选择"),
            CellReason::Number(error) => return (number_zh(error), "请对照证件重新填写"),
            CellReason::TypedAsNumber => {
                ("号码存成了数值，会丢失末尾数字", "请把该列设为文本格式后重新填写")
            }
            CellReason::Ticket => {
                return (
                    format!("准考证号不超过 {DOCUMENT_NUMBER_CHARS_MAX} 个字符，不含空格"),
                    "请与准考证保持一致",
                );
            }
            CellReason::NotAScore => {
                ("成绩应为数字，最多一位小数", "请填写数字；缺考的考生不列入本表")
            }
            CellReason::ScoreRange => ("成绩应在 0 至 100 之间", "请折算为百分制"),
            CellReason::YesOrNo => ("应填“是”或“否”", "请填“是”或“否”"),
            CellReason::SamePerson { first } => {
                return (format!("与第 {first} 行证件相同"), "请删除其中一行，或更正号码");
            }
            CellReason::SameTicket { first } => {
                return (format!("与第 {first} 行准考证号相同"), "请删除其中一行，或更正准考证号");
            }
        };
        (what.to_string(), remedy)
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
