//! Writing results sheets: what is written reads back.
//!
//! In scope: template and rows. All people are invented; 99 is no region.

use paper::{
    Column, FileReason, RESULTS_ROWS_MAX, ResultRow, RowError, Score, WriteSheetError,
    read_results, write_results, write_template,
};
use vocab::{DocumentKind, PersonId};

fn result(row: u32, tenths: u16, review: Option<u16>) -> ResultRow {
    let score = |tenths| Score::from_tenths(tenths).unwrap();
    ResultRow {
        row,
        name: "赵禾穗".to_string(),
        person: PersonId::new(DocumentKind::Passport, &format!("X{row:07}")).unwrap(),
        ticket: format!("{row:04}"),
        theory: score(tenths),
        skill: score(1_000 - tenths),
        review: review.map(score),
        on_staff: row.is_multiple_of(2),
    }
}

/// Writes and reads; the rows are numbered from 2 as they stand in the sheet.
fn check(rows: &[ResultRow]) {
    let sheet = read_results(&write_results(rows).unwrap(), "a.xlsx").unwrap();
    assert_eq!(sheet.rows, rows);
    assert_eq!(sheet.extra_columns, Vec::<String>::new());
}

#[test]
fn what_is_written_reads_back() {
    check(&[result(2, 855, None)]);
    check(&[result(2, 0, Some(0)), result(3, 1_000, Some(1_000)), result(4, 1, None)]);
    // Every tenth survives being held as a binary fraction.
    let all: Vec<ResultRow> = (0..=1_000).map(|n| result(u32::from(n) + 2, n, Some(n))).collect();
    check(&all);
}

#[test]
fn the_same_rows_give_the_same_bytes() {
    let rows = [result(2, 855, None)];
    assert_eq!(write_results(&rows).unwrap(), write_results(&rows).unwrap());
}

#[test]
fn the_template_is_of_the_form_and_lacks_only_rows() {
    let errors = read_results(&write_template().unwrap(), "template.xlsx").unwrap_err();
    assert_eq!(errors, [RowError::from(FileReason::NoRows)]);
}

#[test]
fn more_rows_than_a_sheet_has_are_refused() {
    let rows = vec![result(2, 600, None); RESULTS_ROWS_MAX + 1];
    let refused = write_results(&rows).unwrap_err();
    assert!(matches!(refused, WriteSheetError::TooManyRows { rows } if rows == 10_001));
}

#[test]
fn columns_are_written_in_the_order_of_the_form() {
    let bytes = write_template().unwrap();
    let mut book: calamine::Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
    let sheet = calamine::Reader::worksheet_range_at(&mut book, 0).unwrap().unwrap();
    let headings: Vec<String> =
        sheet.rows().next().unwrap().iter().map(|c| c.to_string()).collect();
    assert_eq!(headings, Column::ALL.map(Column::zh));
}

#[test]
fn the_debug_form_of_a_result_has_no_name_and_no_number() {
    let text = format!("{:?}", result(7, 855, None));
    assert_eq!(text, "ResultRow(7 PersonId(护照 X******7) 85.5 14.5)");
}
