//! Reading sheets: what is taken, and the report on what is not.
//!
//! In scope: csv and xlsx, errors of cells and rows. All people are invented; 99 is no region.

use crate::{ONE, TWO, read_as, report};
use expect_test::{Expect, expect};
use paper::{CellReason, Change, Column, Form, Reason, Report, RowReason};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

const HEADINGS: &str = "姓名,证件类型,证件号码,准考证号,理论成绩,技能成绩,综合评审,是否本单位职工";

fn csv(rows: &[&str]) -> Vec<u8> {
    [&[HEADINGS], rows].concat().join("\n").into_bytes()
}

/// Returns an xlsx file of one sheet with the headings of the form.
fn xlsx(fill: impl Fn(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in (0..).zip(HEADINGS.split(',')) {
        sheet.write_string(0, column, heading).unwrap();
    }
    fill(sheet);
    book.save_to_buffer().unwrap()
}

fn row(sheet: &mut Worksheet, row: u32, values: [&str; 8]) {
    for (column, value) in (0..).zip(values) {
        sheet.write_string(row, column, value).unwrap();
    }
}

/// Reads a sheet of scores; each good row becomes a line.
fn scores(bytes: &[u8], name: &str) -> (Vec<String>, Report) {
    read_as(Form::Scores, bytes, name, |row| {
        let score = |column| row.score(column).map(|score| score.to_string());
        let person = row.person().unwrap();
        let said = [
            row.number().to_string(),
            row.text(Column::Name).unwrap().to_string(),
            format!("{} {}", person.kind().zh(), person.number()),
            row.text(Column::Ticket).unwrap().to_string(),
            score(Column::Theory).unwrap(),
            score(Column::Skill).unwrap(),
            format!("{:?} {:?}", score(Column::Review), row.answer(Column::OnStaff)),
        ];
        said.join(" ")
    })
}

fn good(bytes: &[u8], name: &str) -> (Vec<String>, Report) {
    let (rows, found) = scores(bytes, name);
    assert!(found.is_good(), "{}", report(&found));
    (rows, found)
}

/// Shows the whole report in English.
fn check(rows: &[&str], expect: Expect) {
    let (_, found) = scores(&csv(rows), "results.csv");
    let report = report(&found);
    assert!(!report.contains(ONE) && !report.contains(TWO), "{report}");
    expect.assert_eq(&report);
}

#[test]
fn a_right_sheet_is_read_in_whole() {
    let one = format!("赵　禾,居民身份证,{ONE},0001,85.5,60,,是");
    let two = format!("Anna Muster,身份证,{},A-2,100,0,77,否", TWO.to_lowercase());
    let three = "钱麦穗,护照,X9000001,3,60.0,59.9,0,否";
    let (rows, found) = good(&csv(&[&one, "", ",,,,,,,", &two, three]), "RESULTS.CSV");
    expect![[r#"
        2 赵禾 居民身份证 990000198001010012 0001 85.5 60 None Some(true)
        5 Anna Muster 居民身份证 99000019900202009X A-2 100 0 Some("77") Some(false)
        6 钱麦穗 护照 X9000001 3 60 59.9 Some("0") Some(false)
    "#]]
    .assert_eq(&(rows.join("\n") + "\n"));
    assert_eq!((found.rows, found.good), (3, 3));
    assert_eq!(found.extra_columns, Vec::<String>::new());
    let notes: Vec<_> = found.notes.iter().map(|n| (n.row, n.column, n.change)).collect();
    let expect = [(2, Column::Name, Change::Blanks), (5, Column::DocumentNumber, Change::SmallX)];
    assert_eq!(notes, expect);
    assert_eq!(found.notes[1].value, "9****************x");
}

#[test]
fn all_errors_of_all_rows_stand_in_one_report() {
    let wrong_digit = ONE.replace("0012", "0015");
    check(
        &[
            &format!("赵禾,居民身份证,{wrong_digit},1,100.5,60,,是"),
            &format!(",居民身份证,{TWO},2,,合格,85.55,也许"),
            &format!("钱麦,学生证,{ONE},3,60,60,,否"),
            &format!("孙 0 豆,居民身份证,{},a b,60,60,-1,否", &ONE[1..]),
            "李瓜,护照,,,60,60,,否",
        ],
        expect![[r#"
            row 2, column `证件号码`, value `9****************5`: the `check digit` of the 居民身份证 number, position 18, does not fit the others
            compare with the document and type it again
            row 2, column `理论成绩`, value `100.5`: a score is at least 0 and at most 100
            convert it to a hundred points
            row 3, column `姓名`: the cell is blank
            fill it in
            row 3, column `理论成绩`: the cell is blank
            fill it in
            row 3, column `技能成绩`, value `合格`: a score is a number with at most one decimal
            type the number; a candidate who did not sit has no row
            row 3, column `综合评审`, value `85.55`: a score is a number with at most one decimal
            type the number; a candidate who did not sit has no row
            row 3, column `是否本单位职工`, value `也许`: the answer is neither 是 nor 否
            write 是 or 否
            row 4, column `证件类型`, value `学生证`: no such kind of document
            choose one from the list of the template
            row 5, column `姓名`, value `孙****`: a name has at most 120 characters and no digits
            write it as on the document
            row 5, column `证件号码`, value `9***************2`: a 居民身份证 number has `17` characters; allowed: 18, or 15 of old
            compare with the document and type it again
            row 5, column `综合评审`, value `-1`: a score is at least 0 and at most 100
            convert it to a hundred points
            row 6, column `证件号码`: the cell is blank
            fill it in
            row 6, column `准考证号`: the cell is blank
            fill it in
        "#]],
    );
}

#[test]
fn a_person_or_ticket_in_two_rows_is_refused_with_the_first_row() {
    check(
        &[
            &format!("赵禾,居民身份证,{TWO},1,60,60,,是"),
            &format!("钱麦,居民身份证,{ONE},1,60,60,,是"),
            &format!("赵禾,身份证,{},3,60,60,,是", TWO.to_lowercase()),
            // The same number of another kind is another person.
            &format!("孙豆,护照,{ONE},4,60,60,,是"),
        ],
        expect![[r#"
            row 3, column `准考证号`, value `1`: the value stands in row 2 already
            delete one of the rows, or correct the value
            row 4, column `证件号码`, value `9****************x`: the value stands in row 2 already
            delete one of the rows, or correct the value
        "#]],
    );
}

#[test]
fn a_shifted_row_shows_no_number_in_whatever_column_it_lands() {
    check(
        &[&format!("居民身份证,{ONE},赵禾,{ONE},{ONE},60,,是,{ONE}")],
        expect![[r#"
            row 2, column `证件类型`, value `9****************2`: no such kind of document
            choose one from the list of the template
            row 2, column `理论成绩`, value `9****************2`: a score is at least 0 and at most 100
            convert it to a hundred points
            row 2, value `9****************2`: the value stands in a column without a heading
            delete it, or give a heading
        "#]],
    );
}

#[test]
fn numbers_that_a_spreadsheet_made_a_quantity_are_refused_as_such() {
    let bytes = xlsx(|sheet| {
        row(sheet, 1, ["赵禾", "居民身份证", "", "1", "60", "60", "", "是"]);
        sheet.write_number(1, 2, 990000198001010012.0).unwrap();
        row(sheet, 2, ["钱麦", "居民身份证", TWO, "", "60", "60", "", "是"]);
        sheet.write_number(2, 3, 2e17).unwrap();
    });
    let (_, found) = scores(&bytes, "a.xlsx");
    let found: Vec<_> =
        found.errors.iter().map(|error| (error.row, error.column, &error.reason)).collect();
    let reason = Reason::Cell(CellReason::TypedAsNumber);
    let expect = [
        (Some(2), Some(Column::DocumentNumber), &reason),
        (Some(3), Some(Column::Ticket), &reason),
    ];
    assert_eq!(found, expect);
    check(
        &[
            "赵禾,居民身份证,9.90001E+17,1,60,60,,是",
            "钱麦,居民身份证,990000198001010000,2,60,60,,是",
        ],
        expect![[r#"
            row 2, column `证件号码`, value `9*********7`: the number is held as a quantity, which loses digits
            format the column as text, then type the number again
            row 3, column `证件号码`, value `9****************0`: the last digits were lost: the column was a quantity before it became text
            format the column as text, then type the number again
        "#]],
    );
}

#[test]
fn an_xlsx_file_has_scores_as_numbers_or_text_and_no_dates() {
    let bytes = xlsx(|sheet| {
        row(sheet, 1, ["赵禾", "居民身份证", ONE, "", "", "59.5", "", "是"]);
        sheet.write_number(1, 3, 20200001.0).unwrap();
        sheet.write_number(1, 4, 85.3).unwrap();
        sheet.write_boolean(1, 7, true).unwrap();
    });
    let (rows, _) = good(&bytes, "a.xlsx");
    assert_eq!(rows, [format!("2 赵禾 居民身份证 {ONE} 20200001 85.3 59.5 None Some(true)")]);

    let bytes = xlsx(|sheet| {
        row(sheet, 1, ["赵禾", "居民身份证", ONE, "1", "60", "", "", "是"]);
        let day = ExcelDateTime::from_ymd(2020, 9, 30).unwrap();
        let format = Format::new().set_num_format("yyyy-mm-dd");
        sheet.write_datetime_with_format(1, 5, &day, &format).unwrap();
    });
    let (_, found) = scores(&bytes, "a.xlsx");
    assert_eq!(found.errors.len(), 1);
    assert_eq!(found.errors[0].reason, Reason::Cell(CellReason::NotAScore));
}

#[test]
fn days_that_a_spreadsheet_holds_as_such_are_days() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in (0..).zip(["number", "name", "document", "issued_on", "level"]) {
        sheet.write_string(0, column, heading).unwrap();
    }
    let format = Format::new().set_num_format("yyyy/m/d");
    for (at, day) in [(1, 1.0), (2, 42_156.0), (3, 42_156.25), (4, 2_958_465.0)] {
        for (column, text) in (0..).zip([&format!("N{at}"), "赵禾", &format!("P100000{at}")]) {
            sheet.write_string(at, column, text).unwrap();
        }
        sheet.write_number_with_format(at, 3, day, &format).unwrap();
        sheet.write_string(at, 4, "4").unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    let (rows, found) = read_as(Form::Legacy, &bytes, "a.xlsx", |row| {
        row.day(Column::IssuedOn).unwrap().to_string()
    });
    assert_eq!(rows, ["2015-06-01"]);
    let codes: Vec<_> = found.errors.iter().map(|e| (e.row, e.reason.code())).collect();
    assert_eq!(codes, [(Some(2), "day"), (Some(4), "broken"), (Some(5), "day")]);
}

#[test]
fn an_open_quotation_mark_stops_the_reading_where_it_stands() {
    check(
        &[
            &format!("赵禾,居民身份证,{ONE},1,60,60,,\"是"),
            &format!("钱麦,居民身份证,{TWO},2,60,60,,是"),
        ],
        expect![[r#"
            row 2, value `是`: a value runs over several lines; nothing below was read
            close the quotation mark, or save as xlsx
        "#]],
    );
}

#[test]
fn the_report_is_in_chinese_as_well() {
    let rows = [
        format!("赵禾,居民身份证,{},1,101,60,,是", ONE.replace("0012", "0015")),
        format!("钱麦,居民身份证,{TWO},1,,60,,z"),
        format!("钱麦,居民身份证,{TWO},1,60,60,,是"),
    ];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let (_, found) = scores(&csv(&rows), "a.csv");
    let said: String = found.errors.iter().map(|error| error.zh() + "\n").collect();
    expect![[r#"
        第 2 行「证件号码」“9****************5”：居民身份证号码的校验码与前十七位不符
        请对照证件重新填写
        第 2 行「理论成绩」“101”：成绩应在 0 至 100 之间
        请折算为百分制
        第 3 行「准考证号」“1”：与第 2 行相同
        请删除其中一行，或更正该值
        第 3 行「理论成绩」：单元格为空
        请填写
        第 3 行「是否本单位职工」“z”：应填“是”或“否”
        请填“是”或“否”
        第 4 行「证件号码」“9****************X”：与第 3 行相同
        请删除其中一行，或更正该值
        第 4 行「准考证号」“1”：与第 2 行相同
        请删除其中一行，或更正该值
    "#]]
    .assert_eq(&said);
}

#[test]
fn what_only_the_reader_of_rows_can_find_stands_in_the_same_report() {
    let bytes = csv(&[&format!("赵禾,,{ONE},1,60,60,,"), &format!("钱麦,,{TWO},2,60,600,,")]);
    let file = paper::SheetFile::of_bytes("a.csv", bytes);
    let mut each = |row: &mut paper::Row<'_>, faults: &mut paper::Faults<'_>| {
        assert_eq!(row.is_good(), row.number() == 2);
        faults.put(Column::DocumentNumber, RowReason::Stranger);
    };
    let options = paper::Options { keep_wrong_rows: true, ..Default::default() };
    let found = paper::read(&file, Form::Scores, &options, &mut each, &mut |_| {});
    let codes: Vec<_> = found.errors.iter().map(|e| (e.row, e.reason.code())).collect();
    let expect = [(Some(2), "stranger"), (Some(3), "score-range"), (Some(3), "stranger")];
    assert_eq!(codes, expect);
    assert_eq!((found.rows, found.good, found.wrong_rows.len()), (2, 0, 2));
    assert_eq!(found.errors[0].value.as_deref(), Some("9****************2"));
}

#[test]
fn more_errors_than_a_report_has_are_counted() {
    let line = |n: usize| format!("{n},护照,X{n:07},{n},60,60,,");
    let rows: Vec<String> = (0..paper::ERRORS_KEPT_MAX + 7).map(line).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let (_, found) = scores(&csv(&rows), "a.csv");
    assert_eq!(found.errors_in_all, paper::ERRORS_KEPT_MAX as u64 + 7);
    assert_eq!(found.errors.len(), paper::ERRORS_KEPT_MAX + 1);
    assert_eq!(found.errors.last().unwrap().reason.code(), "more-errors");
    assert!(!found.is_broken());
}
