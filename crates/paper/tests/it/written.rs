//! Sheets that we write: what is written reads back; templates; sheets of wrong rows.
//!
//! In scope: xlsx and csv. All people are invented; 99 is no region.

use crate::{ONE, TWO, read_as, report};
use calamine::{Data, Reader as _, Xlsx};
use paper::{Column, Form, Options, SheetFile, read, write_csv, write_wrong_rows, write_xlsx};
use std::io::Cursor;

fn texts(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| cell.to_string()).collect()
}

fn row(number: &str, ticket: &str) -> Vec<String> {
    texts(&["赵禾", "居民身份证", number, ticket, "60", "85.5", "", "是"])
}

#[test]
fn what_is_written_reads_back() {
    let rows = [row(ONE, "0001"), row(TWO, "2")];
    for (bytes, name) in [
        (write_xlsx(Form::Scores, &rows).unwrap(), "a.xlsx"),
        (write_csv(Form::Scores, &rows).unwrap(), "a.csv"),
    ] {
        let (read, found) = read_as(Form::Scores, &bytes, name, |row| {
            let number = row.person().unwrap().number().to_string();
            format!("{} {number} {}", row.number(), row.text(Column::Ticket).unwrap())
        });
        assert!(found.is_good(), "{name} {}", report(&found));
        assert_eq!(read, [format!("2 {ONE} 0001"), format!("3 {TWO} 2")]);
        assert!(found.extra_columns.is_empty() && found.notes.is_empty());
    }
}

#[test]
fn the_same_rows_give_the_same_bytes() {
    for form in Form::ALL {
        assert_eq!(write_xlsx(form, &[]).unwrap(), write_xlsx(form, &[]).unwrap());
    }
}

#[test]
fn templates_are_of_their_forms_and_lack_only_rows() {
    for form in Form::ALL {
        let (_, found) =
            read_as(form, &write_xlsx(form, &[]).unwrap(), "t.xlsx", |_| String::new());
        let codes: Vec<_> = found.errors.iter().map(|error| error.reason.code()).collect();
        assert_eq!(codes, ["no-rows"], "{form:?}");
        let (_, found) = read_as(form, &write_csv(form, &[]).unwrap(), "t.csv", |_| String::new());
        let codes: Vec<_> = found.errors.iter().map(|e| (e.row, e.reason.code())).collect();
        assert_eq!(codes, [(Some(2), "example")], "{form:?}: it is refused when it is left in");
    }
}

#[test]
fn the_example_of_a_template_is_well_formed_but_for_its_mark() {
    for form in Form::ALL {
        let text = String::from_utf8(write_csv(form, &[]).unwrap()).unwrap();
        let first = form.fields()[0].column;
        let good = if first == Column::Name { "示例甲" } else { "1599991001400001" };
        let good = if first == Column::Room { "1" } else { good };
        let text = text.replace("示例（请删除本行）", good);
        let (_, found) = read_as(form, text.as_bytes(), "t.csv", |_| String::new());
        assert!(found.is_good(), "{form:?} {}", report(&found));
    }
}

#[test]
fn columns_of_a_template_hold_text() {
    let bytes = write_xlsx(Form::Scores, &[row(ONE, "0001")]).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    assert_eq!(book.sheet_names(), ["成绩", "填写说明"]);
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    assert_eq!(sheet.get((1, 2)), Some(&Data::String(ONE.to_string())));
    assert_eq!(sheet.get((0, 2)), Some(&Data::String("证件号码*".to_string())));
}

#[test]
fn a_sheet_of_wrong_rows_holds_them_as_they_stood_and_reads_back_when_mended() {
    let text = format!(
        "备注,姓名,身份证号\n甲,赵禾,{ONE}\n乙,钱麦,{}\n丙,,{TWO}\n",
        TWO.replace("009X", "0091")
    );
    let file = SheetFile::of_bytes("a.csv", text.into_bytes());
    let options = Options { keep_wrong_rows: true, ..Options::default() };
    let found = read(&file, Form::Members, &options, &mut |_, _| {}, &mut |_| {});
    let bytes = write_wrong_rows(&found, true).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.clone())).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let rows: Vec<String> = sheet
        .rows()
        .map(|row| row.iter().map(|cell| cell.to_string()).collect::<Vec<_>>().join("|"))
        .collect();
    assert_eq!(rows[0], "备注|姓名|身份证号|原表行号|问题|处理办法");
    assert!(rows[1].starts_with("乙|钱麦|990000199002020091|3|身份证号: "), "{}", rows[1]);
    assert!(rows[2].starts_with(&format!("丙||{TWO}|4|姓名: 单元格为空|请填写")), "{}", rows[2]);
    let (_, again) = read_as(Form::Members, &bytes, "mend.xlsx", |_| String::new());
    assert_eq!((again.rows, again.good), (2, 0), "still wrong, and readable");
    assert_eq!(again.extra_columns, ["备注"], "what is beside the rows is no foreign column");
}
