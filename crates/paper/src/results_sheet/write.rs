//! The results sheet as xlsx: the empty template, and a sheet with rows.
//!
//! In scope: headings, text columns that keep long numbers, lists to choose from, a page of notes.
//! Out of scope: reading. Invariant: the same rows give the same bytes; no clock is read.

use super::column::Column;
use super::{RESULTS_ROWS_MAX, ResultRow};
use rust_xlsxwriter::{
    DataValidation, DataValidationRule, DocProperties, ExcelDateTime, Format, Workbook, Worksheet,
    XlsxError,
};
use vocab::DocumentKind;

/// What stands on the page of notes, one line each.
const NOTES: [&str; 6] = [
    "每名考生填一行；缺考的考生不列入本表。",
    "各列可调换次序，表头名称请勿改动；“综合评审”没有时可留空。",
    "证件号码、准考证号须为文本格式，否则会丢失末尾数字。",
    "成绩为 0 至 100 的数字，最多一位小数。",
    "“是否本单位职工”填“是”或“否”。",
    "表中有一处错误，整张表都不会录入；所有错误会一次列出。",
];

/// Why a sheet could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteSheetError {
    /// There are more rows than a sheet may have.
    #[error("the sheet would have `{rows}` rows of at most {RESULTS_ROWS_MAX}")]
    TooManyRows {
        /// The rows.
        rows: usize,
    },
    /// The file could not be made.
    #[error("could not make the xlsx file")]
    Xlsx {
        /// What the writer said.
        #[from]
        source: XlsxError,
    },
}

/// Returns an empty results sheet as xlsx.
///
/// # Errors
/// The file could not be made.
pub fn write_template() -> Result<Vec<u8>, WriteSheetError> {
    write_results(&[])
}

/// Returns a results sheet with these rows as xlsx. [`read_results`](super::read_results) gives
/// them back, with the rows numbered from 2.
///
/// # Errors
/// Too many rows, or the file could not be made.
pub fn write_results(rows: &[ResultRow]) -> Result<Vec<u8>, WriteSheetError> {
    if RESULTS_ROWS_MAX < rows.len() {
        return Err(WriteSheetError::TooManyRows { rows: rows.len() });
    }
    let mut book = Workbook::new();
    // A file that says when it was made would need a clock, and would differ each time.
    let made = ExcelDateTime::from_ymd(2020, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let sheet = book.add_worksheet().set_name("成绩")?;
    lay_out(sheet)?;
    for (row, result) in (1..).zip(rows) {
        write_row(sheet, row, result)?;
    }
    let notes = book.add_worksheet().set_name("填写说明")?;
    notes.set_column_width(0, 80)?;
    for (row, note) in (0..).zip(NOTES) {
        notes.write_string(row, 0, note)?;
    }
    Ok(book.save_to_buffer()?)
}

fn lay_out(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    for column in Column::ALL {
        sheet.write_string_with_format(0, place(column), column.zh(), &bold)?;
        sheet.set_column_width(place(column), if wide(column) { 24 } else { 14 })?;
    }
    let text = Format::new().set_num_format("@");
    for column in [Column::Name, Column::DocumentKind, Column::DocumentNumber, Column::Ticket] {
        sheet.set_column_format(place(column), &text)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let kinds = DataValidation::new().allow_list_strings(&DocumentKind::ALL.map(|k| k.zh()))?;
    let answers = DataValidation::new().allow_list_strings(&["是", "否"])?;
    let scores =
        DataValidation::new().allow_decimal_number(DataValidationRule::Between(0.0, 100.0));
    for (column, rule) in [
        (Column::DocumentKind, &kinds),
        (Column::OnStaff, &answers),
        (Column::Theory, &scores),
        (Column::Skill, &scores),
        (Column::Review, &scores),
    ] {
        let last = RESULTS_ROWS_MAX as u32;
        sheet.add_data_validation(1, place(column), last, place(column), rule)?;
    }
    Ok(())
}

fn write_row(sheet: &mut Worksheet, row: u32, result: &ResultRow) -> Result<(), XlsxError> {
    // The format is said again for each cell: typed over in a spreadsheet, a number stays text.
    let text = Format::new().set_num_format("@");
    let answer = if result.on_staff { "是" } else { "否" };
    for (column, value) in [
        (Column::Name, result.name.as_str()),
        (Column::DocumentKind, result.person.kind().zh()),
        (Column::DocumentNumber, result.person.number()),
        (Column::Ticket, &result.ticket),
        (Column::OnStaff, answer),
    ] {
        sheet.write_string_with_format(row, place(column), value, &text)?;
    }
    let scores = [(Column::Theory, Some(result.theory)), (Column::Skill, Some(result.skill))];
    for (column, score) in scores.into_iter().chain([(Column::Review, result.review)]) {
        if let Some(score) = score {
            sheet.write_number(row, place(column), f64::from(score.tenths()) / 10.0)?;
        }
    }
    Ok(())
}

/// Returns where a column stands in the sheets that we write.
fn place(column: Column) -> u16 {
    column as u16
}

fn wide(column: Column) -> bool {
    matches!(column, Column::DocumentNumber | Column::Ticket)
}
