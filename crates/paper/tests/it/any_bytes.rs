//! Any bytes whatever: nothing panics, and what is written is what is read.
//!
//! In scope: random bytes, random lines against the csv crate, changed files.
//! Seeds are fixed, so that a failure comes again.

use crate::{ONE, read_as};
use paper::{Column, Form};

fn read_any(bytes: &[u8], name: &str) {
    for form in [Form::Scores, Form::Legacy] {
        let (_, found) = read_as(form, bytes, name, |row| row.number().to_string());
        assert!(found.good <= found.rows);
        assert_eq!(found.is_good(), found.errors.is_empty());
        found.errors.iter().for_each(|error| assert!(!error.to_string().is_empty()));
    }
}

/// What a sheet of wrong rows makes of any cells.
#[test]
fn wrong_rows_of_any_characters_are_written() {
    let mut dice = fastrand::Rng::with_seed(6);
    let mut text = String::from("姓名,证件号码\n");
    for _ in 0..300 {
        text.extend((0..dice.usize(1..30)).map(|_| dice.char(' '..)).filter(|c| *c != '"'));
        text.push('\n');
    }
    let file = paper::SheetFile::of_bytes("a.csv", text.into_bytes());
    let options = paper::Options { keep_wrong_rows: true, ..Default::default() };
    let found = paper::read(&file, Form::Members, &options, &mut |_, _| {}, &mut |_| {});
    assert!(100 < found.wrong_rows.len(), "{found:?}");
    assert!(paper::write_wrong_rows(&found, true).is_ok());
}

#[test]
fn random_bytes_never_panic() {
    let mut dice = fastrand::Rng::with_seed(7);
    for _ in 0..40 {
        let mut bytes = vec![0; dice.usize(0..600)];
        dice.fill(&mut bytes);
        read_any(&bytes, "a.csv");
        bytes.splice(0..0, *b"PK\x03\x04");
        read_any(&bytes, "a.xlsx");
    }
}

#[test]
fn changed_sheets_never_panic() {
    let mut dice = fastrand::Rng::with_seed(8);
    let form = Form::Scores;
    let row: Vec<String> =
        ["赵禾", "居民身份证", ONE, "1", "60", "70.5", "", "是"].map(str::to_string).to_vec();
    let csv = paper::write_csv(form, &[row.clone(), row.clone()]).unwrap();
    let xlsx = paper::write_xlsx(form, &[row.clone(), row]).unwrap();
    for (bytes, name, times) in [(csv, "a.csv", 100), (xlsx, "a.xlsx", 20)] {
        for _ in 0..times {
            let mut bytes = bytes.clone();
            for _ in 0..dice.usize(1..6) {
                let at = dice.usize(0..bytes.len());
                match dice.u8(0..3) {
                    0 => bytes[at] = dice.u8(..),
                    1 => bytes.truncate(at.max(1)),
                    _ => bytes.insert(at, dice.u8(..)),
                }
            }
            read_any(&bytes, name);
        }
    }
}

/// Cells as the csv crate reads them, trimmed as ours are.
fn by_the_crate(line: &str) -> Vec<String> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(line.as_bytes());
    let record = reader.records().next().unwrap().unwrap();
    let text = |cell: &str| {
        let cell = cell.trim();
        cell.strip_prefix('\'').unwrap_or(cell).to_string()
    };
    record.iter().map(text).collect()
}

#[test]
fn lines_with_quotation_marks_are_split_as_the_csv_crate_splits_them() {
    let mut dice = fastrand::Rng::with_seed(9);
    let mut compared = 0;
    for _ in 0..4_000 {
        let piece = |dice: &mut fastrand::Rng| {
            *dice.choice(&["\"", "\"\"", ",", "a", " ", "甲", ";", "'"]).unwrap()
        };
        let line: String = (0..dice.usize(1..14)).map(|_| piece(&mut dice)).collect();
        let text = format!("监考,考评,考场,座位,科目,开始,结束\n{line}\n");
        let (_, found) = read_as(Form::Rooms, text.as_bytes(), "a.csv", |_| String::new());
        if found.errors.iter().any(|error| error.reason.code() == "line-break") {
            continue;
        }
        let mut cells = by_the_crate(&line);
        while cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        if cells.is_empty() {
            assert_eq!(found.rows, 0, "{line}");
            continue;
        }
        let order = [Column::Invigilators, Column::Examiners, Column::Room, Column::Seats];
        let places: Vec<usize> = order
            .iter()
            .map(|column| {
                let fields = Form::Rooms.fields();
                fields.iter().position(|field| field.column == *column).unwrap()
            })
            .collect();
        let (_, shown) = &found.shown[0];
        for (at, place) in places.into_iter().enumerate() {
            let cell = cells.get(at).map_or("", String::as_str);
            assert_eq!(shown[place], cell, "{line}");
        }
        compared += 1;
    }
    assert!(1_000 < compared, "{compared}");
}
