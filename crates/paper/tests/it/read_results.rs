//! Reading results sheets: what is taken, and the report on what is not.
//!
//! In scope: csv and xlsx. All people are invented; 99 is no region.

use expect_test::{Expect, expect};
use paper::{
    CellReason, Column, FileReason, RESULTS_ROWS_MAX, Reason, ResultsSheet, RowError,
    SHEET_BYTES_MAX, SHEET_COLUMNS_MAX, read_results,
};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

const HEADINGS: &str = "姓名,证件类型,证件号码,准考证号,理论成绩,技能成绩,综合评审,是否本单位职工";
/// Two invented people.
const ONE: &str = "990000198001010012";
const TWO: &str = "99000019900202009X";

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

fn good(bytes: &[u8], name: &str) -> ResultsSheet {
    let found = read_results(bytes, name);
    found.unwrap_or_else(|errors| panic!("{}", report(&errors, RowError::to_string)))
}

fn report(errors: &[RowError], say: impl Fn(&RowError) -> String) -> String {
    errors.iter().map(|error| say(error) + "\n").collect()
}

/// Shows the whole report in English.
fn check(rows: &[&str], expect: Expect) {
    let errors = read_results(&csv(rows), "results.csv").unwrap_err();
    let report = report(&errors, RowError::to_string);
    assert!(!report.contains(ONE) && !report.contains(TWO), "{report}");
    expect.assert_eq(&report);
}

/// Shows the reason why a file as a whole is refused.
fn check_file(bytes: &[u8], name: &str, expect: FileReason) {
    let errors = read_results(bytes, name).unwrap_err();
    assert_eq!(errors, [RowError::from(expect)], "{name}");
}

#[test]
fn a_right_sheet_is_read_in_whole() {
    let one = format!("赵　禾,居民身份证,{ONE},0001,85.5,60,,是");
    let two = format!("Anna Muster,身份证,{},A-2,100,0,77,否", TWO.to_lowercase());
    let three = "钱麦穗,护照,X9000001,3,60.0,59.9,0,否";
    let sheet = good(&csv(&[&one, "", ",,,,,,,", &two, three]), "RESULTS.CSV");
    let rows = sheet.rows.iter().map(|r| {
        let review = r.review.map(|review| review.to_string());
        let scores = format!("{} {} {review:?}", r.theory, r.skill);
        let person = format!("{} {}", r.person.kind().zh(), r.person.number());
        format!("{} {} {person} {} {scores} {}\n", r.row, r.name, r.ticket, r.on_staff)
    });
    expect![[r#"
        2 赵禾 居民身份证 990000198001010012 0001 85.5 60 None true
        5 Anna Muster 居民身份证 99000019900202009X A-2 100 0 Some("77") false
        6 钱麦穗 护照 X9000001 3 60 59.9 Some("0") false
    "#]]
    .assert_eq(&rows.collect::<String>());
    assert_eq!(sheet.extra_columns, Vec::<String>::new());
}

#[test]
fn columns_are_found_by_name_and_foreign_ones_are_reported() {
    let text = format!(
        "2020 年第 1 场,,\n备注,技能成绩（百分制）,*姓名,证件号码,证件类型,是否本单位职工(是/否),\
         准考证号,理论成绩,{ONE}\n好,70,赵禾,{ONE},居民身份证,否,1,60,\n"
    );
    let sheet = good(text.as_bytes(), "a.csv");
    assert_eq!(sheet.rows[0].skill.tenths(), 700);
    assert_eq!(sheet.rows[0].theory.tenths(), 600);
    assert_eq!((sheet.rows[0].row, sheet.rows[0].review), (3, None));
    assert_eq!(sheet.extra_columns, ["备注", "9****************2"]);
}

#[test]
fn a_csv_file_is_utf_8_with_or_without_mark_or_gb_18030() {
    let plain = csv(&[&format!("赵禾穗,居民身份证,{ONE},1,60,60,,是")]);
    let text = String::from_utf8(plain.clone()).unwrap();
    let marked = format!("\u{feff}{text}").into_bytes();
    let gb = encoding_rs::GB18030.encode(&text).0.into_owned();
    let windows = text.replace('\n', "\r\n").into_bytes();
    assert_ne!(gb, plain);
    for bytes in [&plain, &marked, &gb, &windows] {
        assert_eq!(good(bytes, "a.csv").rows[0].name, "赵禾穗");
    }
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
            fill it in; a candidate who did not sit has no row
            row 3, column `理论成绩`: the cell is blank
            fill it in; a candidate who did not sit has no row
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
            row 5, column `准考证号`, value `a b`: a 准考证号 has at most 40 characters, no blanks
            write it as on the ticket
            row 5, column `综合评审`, value `-1`: a score is at least 0 and at most 100
            convert it to a hundred points
            row 6, column `证件号码`: the cell is blank
            fill it in; a candidate who did not sit has no row
            row 6, column `准考证号`: the cell is blank
            fill it in; a candidate who did not sit has no row
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
            row 3, column `准考证号`, value `1`: the 准考证号 stands in row 2 already
            delete one of the rows, or correct the 准考证号
            row 4, column `证件号码`, value `9****************x`: the document stands in row 2 already
            delete one of the rows, or correct the number
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
    let errors = read_results(&bytes, "a.xlsx").unwrap_err();
    let found: Vec<_> =
        errors.iter().map(|error| (error.row, error.column, &error.reason)).collect();
    let reason = Reason::Cell(CellReason::TypedAsNumber);
    let expect = [
        (Some(2), Some(Column::DocumentNumber), &reason),
        (Some(3), Some(Column::Ticket), &reason),
    ];
    assert_eq!(found, expect);
    check(
        &["赵禾,居民身份证,9.90001E+17,1,60,60,,是"],
        expect![[r#"
            row 2, column `证件号码`, value `9*********7`: the number is held as a quantity, which loses digits
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
    });
    let found = good(&bytes, "a.xlsx").rows.remove(0);
    assert_eq!((found.theory.tenths(), found.skill.tenths()), (853, 595));
    assert_eq!(found.ticket, "20200001");

    let bytes = xlsx(|sheet| {
        row(sheet, 1, ["赵禾", "居民身份证", ONE, "1", "60", "", "", "是"]);
        let day = ExcelDateTime::from_ymd(2020, 9, 30).unwrap();
        let format = Format::new().set_num_format("yyyy-mm-dd");
        sheet.write_datetime_with_format(1, 5, &day, &format).unwrap();
    });
    let errors = read_results(&bytes, "a.xlsx").unwrap_err();
    assert_eq!(errors.len(), 1);
    assert_eq!(errors[0].reason, Reason::Cell(CellReason::Broken));
}

#[test]
fn an_open_quotation_mark_stops_the_reading_where_it_stands() {
    check(
        &[
            &format!("赵禾,居民身份证,{ONE},1,60,60,,\"是"),
            &format!("钱麦,居民身份证,{TWO},2,60,60,,是"),
        ],
        expect![[r#"
            row 2, value `是`: a value runs over several lines
            close the quotation mark, or save as xlsx
        "#]],
    );
}

#[test]
fn missing_and_repeated_columns_are_all_named() {
    let text = "姓名,证件类型,证件号码,理论成绩,理论成绩,技能成绩\n";
    let errors = read_results(text.as_bytes(), "a.csv").unwrap_err();
    expect![[r#"
        第 1 行「准考证号」：缺少这一列
        请按模板的表头补上
        第 1 行「理论成绩」：表头重复
        请删除或改名其中一列
        第 1 行「是否本单位职工」：缺少这一列
        请按模板的表头补上
    "#]]
    .assert_eq(&report(&errors, RowError::zh));
}

#[test]
fn the_report_is_in_chinese_as_well() {
    let rows = [
        format!("赵禾,居民身份证,{},1,101,60,,是", ONE.replace("0012", "0015")),
        format!("钱麦,居民身份证,{TWO},1,,60,,y"),
        format!("钱麦,居民身份证,{TWO},1,60,60,,是"),
    ];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let errors = read_results(&csv(&rows), "a.csv").unwrap_err();
    expect![[r#"
        第 2 行「证件号码」“9****************5”：居民身份证号码的校验码与前十七位不符
        请对照证件重新填写
        第 2 行「理论成绩」“101”：成绩应在 0 至 100 之间
        请折算为百分制
        第 3 行「理论成绩」：单元格为空
        请填写；缺考的考生不列入本表
        第 3 行「是否本单位职工」“y”：应填“是”或“否”
        请填“是”或“否”
        第 3 行「准考证号」“1”：与第 2 行准考证号相同
        请删除其中一行，或更正准考证号
        第 4 行「证件号码」“9****************X”：与第 3 行证件相同
        请删除其中一行，或更正号码
        第 4 行「准考证号」“1”：与第 2 行准考证号相同
        请删除其中一行，或更正准考证号
    "#]]
    .assert_eq(&report(&errors, RowError::zh));
}

#[test]
fn a_file_that_is_no_results_sheet_is_refused_with_one_reason() {
    let data = format!("赵禾,居民身份证,{ONE},1,60,60,,是\n");
    check_file(b"", "a.csv", FileReason::NoHeading);
    check_file(data.as_bytes(), "a.csv", FileReason::NoHeading);
    check_file(HEADINGS.as_bytes(), "a.csv", FileReason::NoRows);
    check_file(HEADINGS.as_bytes(), "a.pdf", FileReason::Kind);
    check_file(HEADINGS.as_bytes(), "a.xlsx", FileReason::Damaged);
    check_file(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls", FileReason::Kind);
    check_file(b"\xff\xfe\x59\x54", "a.csv", FileReason::Encoding);
    check_file(b"PK\x03\x04 and nothing", "a.xlsx", FileReason::Damaged);
    let bytes = SHEET_BYTES_MAX + 1;
    check_file(&vec![b'a'; bytes], "a.csv", FileReason::TooLong { bytes });
    let wide = format!("{HEADINGS}{}x\n", ",".repeat(SHEET_COLUMNS_MAX));
    check_file(wide.as_bytes(), "a.csv", FileReason::TooManyColumns);
}

#[test]
fn an_xlsx_file_cut_short_or_with_a_wrong_byte_never_gives_other_results() {
    let bytes = xlsx(|sheet| {
        row(sheet, 1, ["赵禾", "居民身份证", ONE, "1", "60", "60", "", "是"]);
    });
    let whole = good(&bytes, "a.xlsx");
    for end in (4..bytes.len()).step_by(97) {
        assert!(read_results(&bytes[..end], "a.xlsx").is_err(), "cut at {end}");
    }
    for at in (4..bytes.len()).step_by(61) {
        let mut bytes = bytes.clone();
        bytes[at] ^= 0x10;
        if let Ok(found) = read_results(&bytes, "a.xlsx") {
            assert_eq!(found, whole, "byte {at}");
        }
    }
}

#[test]
fn a_far_corner_of_a_worksheet_costs_nothing_and_is_refused() {
    let bytes = xlsx(|sheet| {
        sheet.write_string(1_048_575, 16_383, "x").unwrap();
    });
    check_file(&bytes, "a.xlsx", FileReason::TooManyColumns);
}

#[test]
fn a_full_sheet_is_read_and_one_row_more_is_refused() {
    // Passports, so that the test needs no check digits.
    let line = |n: usize| format!("赵禾,护照,X{n:07},{n},60,60,,是");
    let rows: Vec<String> = (0..=RESULTS_ROWS_MAX).map(line).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    assert_eq!(good(&csv(&rows[1..]), "a.csv").rows.len(), RESULTS_ROWS_MAX);
    check_file(&csv(&rows), "a.csv", FileReason::TooManyRows);
    let twice = [rows.clone(), rows].concat();
    check_file(&csv(&twice), "a.csv", FileReason::TooManyRows);
}
