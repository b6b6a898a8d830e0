//! Why a whole sheet could not be read, in English and Chinese.
//!
//! In scope: faults of the file and of its headings. Out of scope: faults of cells (`cell_reason`).

use super::csv_rows::LINE_BYTES_MAX;
use super::row_error::{Reason, RowError};
use super::unpacked::UNPACKED_BYTES_MAX;
use super::{ERRORS_KEPT_MAX, SHEET_COLUMNS_MAX};
use std::io::ErrorKind;

/// A fault of the file as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileReason {
    /// The file could not be read from the disk.
    Unreadable(ErrorKind),
    /// The file is too long.
    TooLong {
        /// The most bytes of such a file.
        bytes_max: u64,
    },
    /// The file is neither xlsx nor csv.
    Kind,
    /// The xlsx file is damaged.
    Damaged,
    /// The xlsx file unpacks to too much.
    Unpacked,
    /// The csv file is neither UTF-8 nor GB 18030.
    Encoding,
    /// A line of the csv file is too long.
    LineTooLong,
    /// There is no such worksheet.
    NoWorksheet {
        /// The worksheet that was asked for.
        asked: String,
        /// The worksheets there are.
        there: Vec<String>,
    },
    /// The first row with more than one cell is not the headings.
    NoHeading,
    /// A column is missing.
    MissingColumn,
    /// A heading stands there twice.
    RepeatedColumn,
    /// A mapping of headings names a column that the form has not.
    NotOfForm(String),
    /// A mapping of headings names a heading that the sheet has not.
    NoSuchHeading(String),
    /// There are only headings, or nothing at all.
    NoRows,
    /// There are too many rows.
    TooManyRows {
        /// The most rows.
        rows_max: usize,
    },
    /// There are too many columns.
    TooManyColumns,
    /// There are more errors than a report has.
    MoreErrors,
}

impl FileReason {
    /// Returns the fault with the row in which it showed.
    pub(super) fn at(self, row: u32) -> RowError {
        RowError { row: Some(row), column: None, value: None, reason: Reason::File(self) }
    }

    /// Returns the name used in JSON.
    pub const fn code(&self) -> &'static str {
        match self {
            FileReason::Unreadable(_) => "unreadable",
            FileReason::TooLong { .. } => "file-too-long",
            FileReason::Kind => "file-kind",
            FileReason::Damaged => "file-damaged",
            FileReason::Unpacked => "file-unpacks-too-far",
            FileReason::Encoding => "encoding",
            FileReason::LineTooLong => "line-too-long",
            FileReason::NoWorksheet { .. } => "no-worksheet",
            FileReason::NoHeading => "no-headings",
            FileReason::MissingColumn => "missing-column",
            FileReason::RepeatedColumn => "repeated-column",
            FileReason::NotOfForm(_) => "map-no-column",
            FileReason::NoSuchHeading(_) => "map-no-heading",
            FileReason::NoRows => "no-rows",
            FileReason::TooManyRows { .. } => "too-many-rows",
            FileReason::TooManyColumns => "too-many-columns",
            FileReason::MoreErrors => "more-errors",
        }
    }

    /// Returns what is wrong and what to do about it, in English.
    pub fn en(&self) -> (String, &'static str) {
        match self {
            FileReason::Unreadable(kind) => {
                let why = match kind {
                    ErrorKind::NotFound => "it does not exist",
                    ErrorKind::PermissionDenied => "permission is denied",
                    ErrorKind::IsADirectory => "it is a folder",
                    _ => "the system could not read it",
                };
                (format!("the file cannot be read: {why}"), "see that it is there and may be read")
            }
            FileReason::TooLong { bytes_max } => (
                format!("the file has more than {bytes_max} bytes"),
                "split it, leave out pictures, or save it as csv",
            ),
            FileReason::Kind => {
                ("the file is neither xlsx nor csv".into(), "save it as xlsx, not as xls")
            }
            FileReason::Damaged => {
                ("the xlsx file is damaged".into(), "open it in a spreadsheet and save it again")
            }
            FileReason::Unpacked => (
                format!("the xlsx file unpacks to more than {UNPACKED_BYTES_MAX} bytes"),
                "copy the rows into the template, or save it as csv",
            ),
            FileReason::Encoding => (
                "the csv file is neither UTF-8 nor GB 18030".into(),
                "save it as `CSV UTF-8`, or as xlsx",
            ),
            FileReason::LineTooLong => (
                format!("the line has more than {LINE_BYTES_MAX} bytes"),
                "close the quotation mark, or save as xlsx",
            ),
            FileReason::NoWorksheet { asked, there } => (
                format!("there is no worksheet `{asked}`; there are: {}", there.join(", ")),
                "name one of them",
            ),
            FileReason::NoHeading => (
                "the first row with more than one cell is not the headings".into(),
                "copy the headings from the template (`dengji import template`)",
            ),
            FileReason::MissingColumn => (
                "the column is missing".into(),
                "add it, or say which heading it has: `--map COLUMN=HEADING`",
            ),
            FileReason::RepeatedColumn => {
                ("the heading stands there twice".into(), "delete or rename one of the columns")
            }
            FileReason::NotOfForm(name) => {
                (format!("the form has no column `{name}`"), "see the template for the columns")
            }
            FileReason::NoSuchHeading(name) => {
                (format!("the sheet has no heading `{name}`"), "write it as in the sheet")
            }
            FileReason::NoRows => {
                ("there are no rows".into(), "fill in one row for each person or thing")
            }
            FileReason::TooManyRows { rows_max } => (
                format!("there are more than {rows_max} rows"),
                "split the sheet, or save it as csv",
            ),
            FileReason::TooManyColumns => (
                format!("there are more than {SHEET_COLUMNS_MAX} columns"),
                "delete what is not of the form",
            ),
            FileReason::MoreErrors => (
                format!("there are more than {ERRORS_KEPT_MAX} errors; the others are counted"),
                "mend these first; often one column is shifted",
            ),
        }
    }

    /// Returns what is wrong and what to do about it, in Chinese.
    pub fn zh(&self) -> (String, &'static str) {
        match self {
            FileReason::Unreadable(kind) => {
                let why = match kind {
                    ErrorKind::NotFound => "不存在",
                    ErrorKind::PermissionDenied => "没有权限",
                    ErrorKind::IsADirectory => "是文件夹",
                    _ => "系统读取时出错",
                };
                (format!("文件无法读取：{why}"), "请确认文件存在并有读取权限")
            }
            FileReason::TooLong { bytes_max } => {
                (format!("文件超过 {bytes_max} 字节"), "请拆分文件、删去图片，或另存为 csv")
            }
            FileReason::Kind => ("文件不是 xlsx 或 csv".into(), "请另存为 xlsx，不要用 xls"),
            FileReason::Damaged => ("xlsx 文件已损坏".into(), "请用表格软件打开后重新保存"),
            FileReason::Unpacked => (
                format!("xlsx 文件解压后超过 {UNPACKED_BYTES_MAX} 字节"),
                "请把各行复制到模板中，或另存为 csv",
            ),
            FileReason::Encoding => {
                ("csv 文件既不是 UTF-8 也不是 GB 18030 编码".into(), "请另存为“CSV UTF-8”或 xlsx")
            }
            FileReason::LineTooLong => {
                (format!("该行超过 {LINE_BYTES_MAX} 字节"), "请检查引号是否成对，或另存为 xlsx")
            }
            FileReason::NoWorksheet { asked, there } => {
                (format!("没有工作表“{asked}”，现有：{}", there.join("、")), "请指定其中之一")
            }
            FileReason::NoHeading => (
                "第一个有多个单元格的行不是表头".into(),
                "请从模板复制表头（`dengji import template`）",
            ),
            FileReason::MissingColumn => {
                ("缺少这一列".into(), "请补上，或指明其表头：`--map 列名=表头`")
            }
            FileReason::RepeatedColumn => ("表头重复".into(), "请删除或改名其中一列"),
            FileReason::NotOfForm(name) => (format!("本表没有“{name}”这一列"), "列名请见模板"),
            FileReason::NoSuchHeading(name) => {
                (format!("表中没有表头“{name}”"), "请与表中写法一致")
            }
            FileReason::NoRows => ("表中没有数据行".into(), "请每人（每项）填一行"),
            FileReason::TooManyRows { rows_max } => {
                (format!("超过 {rows_max} 行"), "请拆分表格，或另存为 csv")
            }
            FileReason::TooManyColumns => {
                (format!("超过 {SHEET_COLUMNS_MAX} 列"), "请删去表格规定以外的列")
            }
            FileReason::MoreErrors => (
                format!("错误超过 {ERRORS_KEPT_MAX} 处，其余只计数"),
                "请先更正已列出的错误；常见原因是某一列错位",
            ),
        }
    }
}
