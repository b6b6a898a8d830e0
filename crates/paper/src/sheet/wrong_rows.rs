//! A sheet of the rows that could not be taken: mended in place, it can be sent again.
//!
//! In scope: the rows as they stood, their wrong cells marked, what is wrong and what to do beside
//! them. Out of scope: the report for screens (`report`).
//! The rows hold whole names and numbers, as the sheet did that they come from: whoever imports
//! asks for this file, and has to mend it. The words beside them are under the mask.

use super::column::Column;
use super::report::Report;
use super::row_error::RowError;
use super::template::{WriteSheetError, new_book, text_format};
use rust_xlsxwriter::{Color, Format, Note};
use std::collections::BTreeMap;

/// Whether words are in Chinese, else in English.
type InChinese = bool;

/// Returns the rows with errors as xlsx: the headings as they stood, the row before, what is wrong
/// and what to do. Faults of the file stand on a page of their own.
///
/// # Errors
/// The file could not be made.
pub fn write_wrong_rows(report: &Report, chinese: InChinese) -> Result<Vec<u8>, WriteSheetError> {
    let (bold, text) = (Format::new().set_bold(), text_format());
    let marked = text_format().set_background_color(Color::RGB(0xff_c7_ce));
    let mut by_row: BTreeMap<u32, Vec<&RowError>> = BTreeMap::new();
    for error in &report.errors {
        by_row.entry(error.row.unwrap_or(0)).or_default().push(error);
    }
    let mut book = new_book()?;
    let sheet = book.add_worksheet().set_name(report.form.zh())?;
    let width = report.headings.len() as u16;
    for (at, heading) in (0..).zip(&report.headings) {
        sheet.set_column_format(at, &text)?.set_column_width(at, 18)?;
        sheet.write_string_with_format(0, at, heading, &bold)?;
    }
    for (at, column) in (width..).zip([Column::WasRow, Column::Trouble, Column::Remedy]) {
        let heading = if chinese { column.zh() } else { column.en() };
        sheet.write_string_with_format(0, at, heading, &bold)?;
        sheet.set_column_width(at, if at == width { 10 } else { 48 })?;
    }
    for (at, row) in (1..).zip(&report.wrong_rows) {
        for (column, cell) in (0..).zip(&row.cells) {
            sheet.write_string_with_format(at, column, cell, &text)?;
        }
        let errors = by_row.get(&row.row).map_or(&[][..], Vec::as_slice);
        for error in errors {
            let place = report.places.iter().find(|(column, _)| Some(*column) == error.column);
            let Some((_, place)) = place else { continue };
            let (what, remedy) = words(error, chinese);
            let cell = row.cells.get(*place).map_or("", String::as_str);
            sheet.write_string_with_format(at, *place as u16, cell, &marked)?;
            let note = Note::new(format!("{what}\n{remedy}")).set_author("dengji");
            sheet.insert_note(at, *place as u16, &note)?;
        }
        sheet.write_number(at, width, row.row)?;
        let (mut troubles, mut remedies) = (Vec::new(), Vec::new());
        for error in errors {
            let (what, remedy) = words(error, chinese);
            match error.column {
                Some(column) => troubles.push(format!("{}: {what}", report.heading(column))),
                None => troubles.push(what),
            }
            remedies.push(remedy);
        }
        remedies.dedup();
        sheet.write_string(at, width + 1, troubles.join("\n"))?;
        sheet.write_string(at, width + 2, remedies.join("\n"))?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let of_file = by_row.get(&0).map_or(&[][..], Vec::as_slice);
    if !of_file.is_empty() || report.wrong_rows.is_empty() {
        let page = book.add_worksheet().set_name(if chinese { "文件" } else { "file" })?;
        page.set_column_width(0, 60)?.set_column_width(1, 60)?;
        let all = if of_file.is_empty() { &report.errors } else { &Vec::new() };
        for (at, error) in (0..).zip(of_file.iter().copied().chain(all)) {
            let (what, remedy) = words(error, chinese);
            let heading = error.column.map_or("", Column::zh);
            let colon = if heading.is_empty() { "" } else { ": " };
            page.write_string(at, 0, format!("{heading}{colon}{what}"))?;
            page.write_string(at, 1, remedy)?;
        }
    }
    Ok(book.save_to_buffer()?)
}

fn words(error: &RowError, chinese: InChinese) -> (String, &'static str) {
    if chinese { error.reason.zh() } else { error.reason.en() }
}
