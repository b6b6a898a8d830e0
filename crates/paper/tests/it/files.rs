//! Files as a whole: encodings, separators, limits, damage.
//!
//! In scope: what file is taken at all. All people are invented.

use crate::{ONE, TWO, read_as, report};
use paper::{
    Column, Encoding, FileKind, FileReason, Form, LINE_BYTES_MAX, Options, Reason, Report,
    SHEET_COLUMNS_MAX, SheetFile, read,
};
use rust_xlsxwriter::Workbook;

fn members(bytes: &[u8], name: &str) -> (Vec<String>, Report) {
    read_as(Form::Members, bytes, name, |row| {
        let text = |column| row.text(column).unwrap().to_string();
        format!("{} {} {}", row.number(), text(Column::Name), row.person().unwrap().number())
    })
}

fn good(bytes: &[u8], name: &str, expect: &[&str]) -> Report {
    let (rows, found) = members(bytes, name);
    assert!(found.is_good(), "{}", report(&found));
    assert_eq!(rows, expect);
    found
}

/// Requires the one reason why a file is refused.
fn check(bytes: &[u8], name: &str, expect: FileReason) {
    let (_, found) = members(bytes, name);
    let reasons: Vec<&Reason> = found.errors.iter().map(|error| &error.reason).collect();
    assert_eq!(reasons, [&Reason::File(expect)], "{name}");
    assert!(found.is_broken());
}

fn plain() -> String {
    format!("姓名,证件号码\n赵禾穗,{ONE}\n钱麦,{TWO}\n")
}

#[test]
fn a_csv_file_is_utf_8_with_or_without_mark_or_gb_18030() {
    let text = plain();
    let one = format!("2 赵禾穗 {ONE}");
    let two = format!("3 钱麦 {TWO}");
    let rows = [one.as_str(), two.as_str()];
    let marked = format!("\u{feff}{text}").into_bytes();
    let gb = encoding_rs::GB18030.encode(&text).0.into_owned();
    let windows = text.replace('\n', "\r\n").into_bytes();
    let old_mac = text.replace('\n', "\r").into_bytes();
    let unended = text.trim_end().as_bytes().to_vec();
    let quoted = text.replace("赵禾穗", "\"赵禾穗\"").into_bytes();
    assert_ne!(gb, text.as_bytes());
    for bytes in [text.as_bytes(), &marked, &gb, &windows, &old_mac, &unended, &quoted] {
        let found = good(bytes, "a.csv", &rows).found.unwrap();
        let encoding = if bytes == gb { Encoding::Gb18030 } else { Encoding::Utf8 };
        assert!(matches!(found.kind, FileKind::Csv { encoding: e, .. } if e == encoding));
        assert_eq!(found.bytes, bytes.len() as u64);
    }
}

#[test]
fn commas_tabs_and_semicolons_part_cells_and_rows_are_counted_by_lines() {
    for separator in [",", "\t", ";"] {
        let text = format!(
            "名单，甲;乙\n\n姓名,备注,证件号码\n\n赵禾,\"一、二;三\",{ONE}\n,,\n钱麦,\"说\"\"是\"\"\",{TWO}\n"
        );
        let text = match separator {
            "," => text.replace("甲;乙", "甲"),
            other => text.replace("甲;乙", "甲").replace(',', other),
        };
        let (one, two) = (format!("5 赵禾 {ONE}"), format!("7 钱麦 {TWO}"));
        good(text.as_bytes(), "a.csv", &[&one, &two]);
    }
}

#[test]
fn a_character_cut_by_the_edge_of_a_chunk_is_no_fault() {
    for shift in 0..3 {
        let mut text = "x".repeat(shift) + "\n" + &plain();
        while text.len() < 200_000 {
            text.push_str("，，，，，，，，，\n");
        }
        let (_, found) = members(text.as_bytes(), "a.csv");
        let kind = found.found.unwrap().kind;
        assert!(matches!(kind, FileKind::Csv { encoding: Encoding::Utf8, .. }), "{shift}");
    }
}

#[test]
fn a_file_that_is_no_sheet_is_refused_with_one_reason() {
    check(b"", "a.csv", FileReason::NoRows);
    check(b"\n,,\n", "a.csv", FileReason::NoRows);
    check("考生名单\n".as_bytes(), "a.csv", FileReason::NoHeading);
    check(format!("赵禾,{ONE}\n").as_bytes(), "a.csv", FileReason::NoHeading);
    check("姓名,证件号码\n".as_bytes(), "a.csv", FileReason::NoRows);
    check(plain().as_bytes(), "a.pdf", FileReason::Kind);
    check(plain().as_bytes(), "a.xlsx", FileReason::Damaged);
    check(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls", FileReason::Kind);
    check(b"\xff\xfe\x59\x54", "a.csv", FileReason::Encoding);
    check(b"\xef\xbb\xbf\xff", "a.csv", FileReason::Encoding);
    check(b"a\0b", "a.csv", FileReason::Encoding);
    check(b"PK\x03\x04 and nothing", "a.xlsx", FileReason::Damaged);
    let wide = format!("姓名,证件号码{}x\n", ",".repeat(SHEET_COLUMNS_MAX));
    check(wide.as_bytes(), "a.csv", FileReason::TooManyColumns);
    check(&vec![b'a'; LINE_BYTES_MAX + 1], "a.csv", FileReason::LineTooLong);
    let file = SheetFile::at(std::path::Path::new("no/such/file.csv"));
    let found = read(&file, Form::Members, &Options::default(), &mut |_, _| {}, &mut |_| {});
    let missing = FileReason::Unreadable(std::io::ErrorKind::NotFound);
    assert_eq!(found.errors[0].reason, Reason::File(missing.clone()));
    assert_eq!(missing.zh().0, "文件无法读取：不存在");
    assert_eq!(missing.en().0, "the file cannot be read: it does not exist");
}

#[test]
fn bytes_that_are_in_no_encoding_are_named_by_their_row() {
    let mut bytes = plain().into_bytes();
    bytes.extend(b"\xff\xff,1\n");
    let (_, found) = members(&bytes, "a.csv");
    // Not UTF-8, so it is read as the other: then the headings are not what they are.
    assert!(found.is_broken());
    let mut bytes = encoding_rs::GB18030.encode(&plain()).0.into_owned();
    bytes.extend(b"\xff\xff,1\n");
    let (rows, found) = members(&bytes, "a.csv");
    assert_eq!((rows.len(), found.errors[0].row), (2, Some(4)));
    assert_eq!(found.errors[0].reason, Reason::File(FileReason::Encoding));
}

fn book(fill: impl Fn(&mut Workbook)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(&mut book);
    book.save_to_buffer().unwrap()
}

fn two_sheets() -> Vec<u8> {
    book(|book| {
        for (name, person, number) in [("甲班", "赵禾", ONE), ("乙班", "钱麦", TWO)] {
            let sheet = book.add_worksheet().set_name(name).unwrap();
            for (column, text) in (0..).zip(["姓名", "证件号码"]) {
                sheet.write_string(0, column, text).unwrap();
            }
            sheet.write_string(1, 0, person).unwrap();
            sheet.write_string(1, 1, number).unwrap();
        }
    })
}

#[test]
fn the_first_worksheet_is_read_or_the_one_that_is_named() {
    let bytes = two_sheets();
    let read = |worksheet: Option<&str>| {
        let file = SheetFile::of_bytes("a.xlsx", bytes.clone());
        let options = Options { worksheet: worksheet.map(str::to_string), ..Options::default() };
        let mut names = Vec::new();
        let mut each = |row: &mut paper::Row<'_>, _: &mut paper::Faults<'_>| {
            names.push(row.text(Column::Name).unwrap().to_string());
        };
        let found = read(&file, Form::Members, &options, &mut each, &mut |_| {});
        (names, found.errors.first().map(|error| error.to_string()))
    };
    assert_eq!(read(None), (vec!["赵禾".to_string()], None));
    assert_eq!(read(Some("乙班")), (vec!["钱麦".to_string()], None));
    let (_, error) = read(Some("丙班"));
    assert!(error.unwrap().contains("甲班, 乙班"));
}

#[test]
fn a_far_corner_of_a_worksheet_costs_nothing_and_is_refused() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet();
        for (column, text) in (0..).zip(["姓名", "证件号码"]) {
            sheet.write_string(0, column, text).unwrap();
        }
        sheet.write_string(1_048_575, 16_383, "x").unwrap();
    });
    check(&bytes, "a.xlsx", FileReason::TooManyColumns);
}

#[test]
fn an_xlsx_file_cut_short_or_with_a_wrong_byte_never_gives_other_rows() {
    let bytes = two_sheets();
    let (whole, _) = members(&bytes, "a.xlsx");
    for end in (4..bytes.len()).step_by(97) {
        assert!(!members(&bytes[..end], "a.xlsx").1.is_good(), "cut at {end}");
    }
    for at in (4..bytes.len()).step_by(61) {
        let mut bytes = bytes.clone();
        bytes[at] ^= 0x10;
        let (rows, found) = members(&bytes, "a.xlsx");
        assert!(rows == whole || !found.is_good() || rows == ["2 钱麦 99000019900202009X"], "{at}");
    }
}

#[test]
fn the_same_bytes_have_the_same_digest_on_disk_and_in_memory() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("名单.csv");
    std::fs::write(&path, plain()).unwrap();
    let (disk, held) = (SheetFile::at(&path), SheetFile::of_bytes("b.csv", plain().into_bytes()));
    assert_eq!(disk.digest().unwrap(), held.digest().unwrap());
    assert_eq!(disk.find().unwrap(), held.find().unwrap());
    assert_eq!(disk.name(), "名单.csv");
}

/// Long sheets are read in blocks on other threads: nothing of that shows.
#[test]
fn a_long_sheet_is_read_in_its_order_up_to_what_cannot_be_read() {
    const ROWS: u32 = 9_000;
    let sheet = |at: u32, line: &str| {
        let mut text = String::from("姓名,证件类型,证件号码\n");
        for row in 2..=ROWS {
            match row {
                _ if row == at => text.push_str(line),
                4_000 => text.push_str("赵禾,护照,X0000003"),
                5_000 => text.push_str("赵禾,居民身份证,990000198001010013"),
                6_000 => text.push_str("\"赵,禾\",护照,\"Y\"\"1\""),
                7_000 => text.push_str(",,"),
                _ => text.push_str(&format!("赵禾,护照,X{row:07}")),
            }
            text.push('\n');
        }
        text
    };
    let check = |bytes: &[u8], rows: u32, last: Option<&str>| {
        let mut numbers = Vec::new();
        let mut each = |row: &mut paper::Row<'_>, _: &mut paper::Faults<'_>| {
            numbers.push(row.number());
        };
        let file = SheetFile::of_bytes("a.csv", bytes.to_vec());
        let (mut told, options) = (Vec::new(), Options::default());
        let found = read(&file, Form::Members, &options, &mut each, &mut |rows| told.push(rows));
        let errors: Vec<String> = found
            .errors
            .iter()
            .map(|error| format!("{} {}", error.row.unwrap(), error.reason.code()))
            .collect();
        let mut expect = vec!["4000 repeated".to_string(), "5000 check-digit".to_string()];
        expect.extend(last.map(|code| format!("{} {code}", rows + 1)));
        assert_eq!(errors, expect);
        assert_eq!(numbers, (2..=rows).filter(|row| *row != 7_000).collect::<Vec<_>>());
        assert_eq!(told, [4_096, 8_192]);
    };
    let whole = sheet(0, "");
    check(whole.as_bytes(), ROWS, None);
    check(&encoding_rs::GB18030.encode(&whole).0, ROWS, None);
    check(sheet(8_500, &"长".repeat(LINE_BYTES_MAX)).as_bytes(), 8_499, Some("line-too-long"));
    check(sheet(8_600, "甲\0乙").as_bytes(), 8_599, Some("encoding"));
    check(
        sheet(8_700, &"甲,".repeat(SHEET_COLUMNS_MAX + 1)).as_bytes(),
        8_699,
        Some("too-many-columns"),
    );
    check(sheet(8_800, "赵禾,\"护照,X1").as_bytes(), 8_799, Some("line-break"));
}

#[test]
fn very_short_and_very_many_rows_are_all_read_and_told() {
    const ROWS: u32 = 9_000;
    let text = format!("姓名,证件号码\n{}", "甲\n".repeat(ROWS as usize));
    let file = SheetFile::of_bytes("a.csv", text.into_bytes());
    let mut numbers = Vec::new();
    let mut each = |row: &mut paper::Row<'_>, _: &mut paper::Faults<'_>| numbers.push(row.number());
    let found = read(&file, Form::Members, &Options::default(), &mut each, &mut |_| {});
    assert_eq!(numbers, (2..=ROWS + 1).collect::<Vec<_>>());
    assert_eq!((found.rows, found.good, found.errors_in_all), (ROWS, 0, u64::from(ROWS)));
}
