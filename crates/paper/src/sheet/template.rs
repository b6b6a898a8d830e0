//! Sheets that we write: the empty template, and a sheet with rows, as xlsx or csv.
//!
//! In scope: headings with notes, text columns that keep long numbers, lists to choose from, a page
//! of notes with an example. Out of scope: reading.
//! The example stands on the page of notes, where nobody leaves it among the data; a csv file has
//! no second page, so there it is the first row, and is refused when it is left in.
//! Invariant: the same rows give the same bytes; no clock is read.

use super::column::Column;
use super::form::{Field, Form};
use super::xlsx_rows::XLSX_ROWS_MAX;
use super::{EXAMPLE, SHEET_ROWS_MAX};
use rust_xlsxwriter::{
    DataValidation, DataValidationRule, DocProperties, ExcelDateTime, Format, Note, Workbook,
    Worksheet, XlsxError,
};
use vocab::{DocumentKind, Level};

/// What stands on the page of notes, one line each.
const NOTES: [&str; 5] = [
    "每人（每项）填一行；带 * 的列必填，其余可留空或整列不要。",
    "各列可调换次序，表头可用中文或英文名称；表格以外的列不读取，会在报告中列出。",
    "各列均为文本格式：号码不会丢失末尾数字或前导零，请勿改为数值。",
    "日期按 YYYY-MM-DD 填写；成绩为 0 至 100 的数字，最多一位小数。",
    "先试读、不录入：dengji import check；所有错误会一次列出。",
];

/// Rows of a template for which lists to choose from are laid out.
const ROWS_LAID_OUT: u32 = 10_000;

/// Why a sheet could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteSheetError {
    /// There are more rows than a sheet may have.
    #[error("the sheet would have `{rows}` rows of at most {rows_max}")]
    TooManyRows {
        /// The rows.
        rows: usize,
        /// The most rows that are read again.
        rows_max: usize,
    },
    /// The file could not be made.
    #[error("could not make the xlsx file")]
    Xlsx {
        /// What the writer said.
        #[from]
        source: XlsxError,
    },
}

/// Returns a sheet of a form as xlsx, with these rows: texts in the order of the form's columns.
/// Without rows it is the template. [`read`](super::read) gives the rows back, numbered from 2.
///
/// # Errors
/// Too many rows, or the file could not be made.
pub fn write_xlsx(form: Form, rows: &[Vec<String>]) -> Result<Vec<u8>, WriteSheetError> {
    check(rows.len(), XLSX_ROWS_MAX - 10)?;
    let mut book = new_book()?;
    let sheet = book.add_worksheet().set_name(form.zh())?;
    lay_out(sheet, form)?;
    let text = text_format();
    for (at, row) in (1..).zip(rows) {
        for (column, cell) in (0..).zip(row) {
            if !cell.is_empty() {
                // The format is said for each cell: typed over in a spreadsheet, it stays text.
                sheet.write_string_with_format(at, column, cell, &text)?;
            }
        }
    }
    let notes = book.add_worksheet().set_name("填写说明")?;
    notes.set_column_width(0, 24)?.set_column_width(1, 24)?.set_column_width(2, 70)?;
    for (row, note) in (0..).zip(NOTES) {
        notes.write_string(row, 0, note)?;
    }
    let bold = Format::new().set_bold();
    let from = NOTES.len() as u32 + 1;
    for (column, text) in (0..).zip(["列名", "示例", "说明"]) {
        notes.write_string_with_format(from, column, text, &bold)?;
    }
    for (row, field) in (from + 1..).zip(form.fields()) {
        notes.write_string(row, 0, heading(field))?;
        notes.write_string(row, 1, example(field.column))?;
        notes.write_string(row, 2, remark(field.column))?;
    }
    Ok(book.save_to_buffer()?)
}

/// Returns a sheet of a form as csv in UTF-8 with its mark, by which spreadsheets know it. Without
/// rows it is the template, with an example as its first row.
///
/// # Errors
/// Too many rows.
pub fn write_csv(form: Form, rows: &[Vec<String>]) -> Result<Vec<u8>, WriteSheetError> {
    check(rows.len(), SHEET_ROWS_MAX - 1)?;
    let mut text = String::from("\u{feff}");
    let headings = form.fields().iter().map(|field| field.column.zh().to_string());
    line(&mut text, &headings.collect::<Vec<_>>());
    if rows.is_empty() {
        let cells = form.fields().iter().map(|field| example(field.column).to_string());
        let mut cells: Vec<String> = cells.collect();
        cells[0] = EXAMPLE.to_string();
        line(&mut text, &cells);
    }
    rows.iter().for_each(|row| line(&mut text, row));
    Ok(text.into_bytes())
}

fn check(rows: usize, rows_max: usize) -> Result<(), WriteSheetError> {
    match rows_max < rows {
        true => Err(WriteSheetError::TooManyRows { rows, rows_max }),
        false => Ok(()),
    }
}

/// Adds a line of csv (RFC 4180). A number that begins with a nought gets no quotation marks: they
/// would not keep a spreadsheet from taking the nought away.
fn line(text: &mut String, cells: &[String]) {
    for (at, cell) in cells.iter().enumerate() {
        if 0 < at {
            text.push(',');
        }
        match cell.contains(['"', ',', '\n', '\r']) {
            true => text.push_str(&format!("\"{}\"", cell.replace('"', "\"\""))),
            false => text.push_str(cell),
        }
    }
    text.push_str("\r\n");
}

/// Returns a book that says no time: a file that says when it was made would need a clock, and
/// would differ each time.
pub(super) fn new_book() -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2020, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    Ok(book)
}

pub(super) fn text_format() -> Format {
    Format::new().set_num_format("@")
}

fn heading(field: &Field) -> String {
    format!("{}{}", field.column.zh(), if field.needed { "*" } else { "" })
}

fn lay_out(sheet: &mut Worksheet, form: Form) -> Result<(), XlsxError> {
    let (bold, text) = (Format::new().set_bold(), text_format());
    for (at, field) in (0..).zip(form.fields()) {
        let column = field.column;
        sheet.set_column_format(at, &text)?;
        sheet.set_column_width(at, if wide(column) { 24 } else { 14 })?;
        sheet.write_string_with_format(0, at, heading(field), &bold)?;
        let note = format!("{}\n例：{}\n{}", remark(column), example(column), column.en());
        sheet.insert_note(0, at, &Note::new(note).set_author("dengji"))?;
        let allowed = match column {
            Column::DocumentKind => DocumentKind::ALL.map(DocumentKind::zh).to_vec(),
            Column::OnStaff | Column::Apprenticeship => vec!["是", "否"],
            Column::Level | Column::EarlierLevel => Level::ALL.map(Level::zh).to_vec(),
            Column::Choice => CHOICES.to_vec(),
            Column::Channel => CHANNELS.to_vec(),
            _ => vec![],
        };
        if !allowed.is_empty() {
            let rule = DataValidation::new().allow_list_strings(&allowed)?;
            sheet.add_data_validation(1, at, ROWS_LAID_OUT, at, &rule)?;
        }
        if column == Column::DocumentNumber {
            // Formatted as text a number keeps its digits, and its length can be looked at.
            let rule =
                DataValidation::new().allow_text_length(DataValidationRule::LessThanOrEqualTo(40));
            sheet.add_data_validation(1, at, ROWS_LAID_OUT, at, &rule)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

/// What may stand under 选择.
const CHOICES: [&str; 4] = ["继续考试", "退费", "未定", "放弃"];
/// What may stand under 渠道.
const CHANNELS: [&str; 5] = ["窗口", "电话", "短信", "网上", "信函"];

fn wide(column: Column) -> bool {
    matches!(
        column,
        Column::DocumentNumber
            | Column::Ticket
            | Column::Certificate
            | Column::EarlierNumber
            | Column::From
            | Column::Until
            | Column::Schooling
    )
}

/// An example of a column. The person is invented; 99 is no region.
fn example(column: Column) -> &'static str {
    match column {
        Column::Name => "示例甲",
        Column::DocumentKind => "居民身份证",
        Column::DocumentNumber => "99000019900202009X",
        Column::Ticket => "2020120500001",
        Column::Theory => "78.5",
        Column::Skill => "82",
        Column::Review => "75",
        Column::OnStaff => "是",
        Column::Fee => "280",
        Column::EarlierLevel => "五级/初级工",
        Column::EarlierDay => "2016-01-02",
        Column::EarlierNumber => "1599991001500001",
        Column::YearsOfWork => "5",
        Column::Schooling => "大专及以上相关专业",
        Column::Apprenticeship => "否",
        Column::Certificate => "1599991001400001",
        Column::IssuedOn => "2015-06-01",
        Column::Level => "四级/中级工",
        Column::Choice => "退费",
        Column::Channel => "电话",
        Column::ChosenOn => "2021-01-08",
        Column::Room => "1",
        Column::Seats => "30",
        Column::Part => "理论知识考试",
        Column::From => "2020-12-05 09:00",
        Column::Until => "2020-12-05 10:30",
        Column::Invigilators => "1 2",
        Column::Examiners => "3 4 5",
        Column::WasRow | Column::Trouble | Column::Remedy => "",
    }
}

fn remark(column: Column) -> &'static str {
    match column {
        Column::Name => "与证件一致",
        Column::DocumentKind => "从列表中选择；留空为居民身份证",
        Column::DocumentNumber => "文本格式；居民身份证 18 位，末位校验",
        Column::Ticket => "文本格式",
        Column::Theory | Column::Skill => "0 至 100，最多一位小数；缺考的考生不列入本表",
        Column::Review => "没有综合评审的等级留空",
        Column::OnStaff => "是或否；留空为否",
        Column::Fee => "元，最多两位小数；留空为 0",
        Column::EarlierLevel | Column::EarlierDay => "已有证书的等级与发证日期，两项同时填写",
        Column::EarlierNumber => "已有证书的编号",
        Column::YearsOfWork => "从事本职业的整年数",
        Column::Schooling => "与职业标准的申报条件一致",
        Column::Apprenticeship => "是或否",
        Column::Certificate => "与原证书一致；一份名单只有一种编号形式",
        Column::IssuedOn => "原证书上的日期",
        Column::Level => "1 至 5，或等级名称",
        Column::Choice => "继续考试、退费、未定、放弃",
        Column::Channel => "窗口、电话、短信、网上、信函",
        Column::ChosenOn => "留空为录入之日",
        Column::Room => "考场号",
        Column::Seats => "可用座位数",
        Column::Part => "理论知识考试、技能考核或综合评审",
        Column::From | Column::Until => "北京时间",
        Column::Invigilators | Column::Examiners => {
            "本机构人员的编号；外借人员写“机构号-编号”；以空格分隔"
        }
        Column::WasRow | Column::Trouble | Column::Remedy => "",
    }
}
