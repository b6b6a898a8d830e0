//! Why a whole sheet could not be read, in English and Chinese.
//!
//! In scope: faults of the file and of its headings. Out of scope: faults of cells (`cell_reason`).

use super::{RESULTS_ROWS_MAX, SHEET_BYTES_MAX, SHEET_COLUMNS_MAX, UNPACKED_BYTES_MAX};

/// A fault of the file as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileReason {
    /// The file is too long.
    TooLong {
        /// Its bytes.
        bytes: usize,
    },
    /// The file is neither xlsx nor csv.
    Kind,
    /// The xlsx file is damaged.
    Damaged,
    /// The xlsx file unpacks to too much.
    Unpacked,
    /// The csv file is neither UTF-8 nor GB 18030.
    Encoding,
    /// The first row with more than one cell is not the headings.
    NoHeading,
    /// A column is missing.
    MissingColumn,
    /// A heading stands there twice.
    RepeatedColumn,
    /// There are only headings.
    NoRows,
    /// There are too many rows.
    TooManyRows,
    /// There are too many columns.
    TooManyColumns,
}

impl FileReason {
    /// Returns what is wrong and what to do about it, in English.
    pub fn en(&self) -> (String, &'static str) {
        match self {
            FileReason::TooLong { bytes } => (
                format!("the file has {bytes} bytes of at most {SHEET_BYTES_MAX}"),
                "split the session, or leave out pictures",
            ),
            FileReason::Kind => {
                ("the file is neither xlsx nor csv".into(), "save it as xlsx, not as xls")
            }
            FileReason::Damaged => {
                ("the xlsx file is damaged".into(), "open it in a spreadsheet and save it again")
            }
            FileReason::Unpacked => (
                format!("the xlsx file unpacks to more than {UNPACKED_BYTES_MAX} bytes"),
                "copy the rows into the template",
            ),
            FileReason::Encoding => (
                "the csv file is neither UTF-8 nor GB 18030".into(),
                "save it as `CSV UTF-8`, or as xlsx",
            ),
            FileReason::NoHeading => (
                "the first row with more than one cell is not the headings".into(),
                "copy the headings from the template",
            ),
            FileReason::MissingColumn => {
                ("the column is missing".into(), "add it, with the heading as in the template")
            }
            FileReason::RepeatedColumn => {
                ("the heading stands there twice".into(), "delete or rename one of the columns")
            }
            FileReason::NoRows => ("there are no results".into(), "fill in one row a candidate"),
            FileReason::TooManyRows => (
                format!("there are more than {RESULTS_ROWS_MAX} rows"),
                "split the session; one sheet is one act",
            ),
            FileReason::TooManyColumns => (
                format!("there are more than {SHEET_COLUMNS_MAX} columns"),
                "delete what is not of the form",
            ),
        }
    }

    /// Returns what is wrong and what to do about it, in Chinese.
    pub fn zh(&self) -> (String, &'static str) {
        match self {
            FileReason::TooLong { bytes } => (
                format!("文件有 {bytes} 字节，上限 {SHEET_BYTES_MAX} 字节"),
                "请拆分场次，或删去图片",
            ),
            FileReason::Kind => ("文件不是 xlsx 或 csv".into(), "请另存为 xlsx，不要用 xls"),
            FileReason::Damaged => ("xlsx 文件已损坏".into(), "请用表格软件打开后重新保存"),
            FileReason::Unpacked => {
                (format!("xlsx 文件解压后超过 {UNPACKED_BYTES_MAX} 字节"), "请把各行复制到模板中")
            }
            FileReason::Encoding => {
                ("csv 文件既不是 UTF-8 也不是 GB 18030 编码".into(), "请另存为“CSV UTF-8”或 xlsx")
            }
            FileReason::NoHeading => ("第一个有多个单元格的行不是表头".into(), "请从模板复制表头"),
            FileReason::MissingColumn => ("缺少这一列".into(), "请按模板的表头补上"),
            FileReason::RepeatedColumn => ("表头重复".into(), "请删除或改名其中一列"),
            FileReason::NoRows => ("没有成绩".into(), "请每名考生填一行"),
            FileReason::TooManyRows => {
                (format!("超过 {RESULTS_ROWS_MAX} 行"), "请拆分场次，一张表只办理一次")
            }
            FileReason::TooManyColumns => {
                (format!("超过 {SHEET_COLUMNS_MAX} 列"), "请删去表格规定以外的列")
            }
        }
    }
}
