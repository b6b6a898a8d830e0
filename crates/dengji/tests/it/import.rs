//! `dengji import …` as people run it: template, check, sheet of errors, and the demonstration's
//! register with choices in bulk.
//!
//! In scope: the commands, their words and exit codes. Out of scope: the forms (`paper`), what is
//! recorded (`desk`).

use crate::dengji;
use serde_json::Value;
use std::fs;

struct World {
    folder: tempfile::TempDir,
}

impl World {
    fn at(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// Runs a command line; `@` before a word stands for the folder.
    fn run(&self, line: &str, lang: &str, code: i32) -> (String, String) {
        let words = line.split_whitespace();
        let words: Vec<String> = words
            .map(|word| word.strip_prefix('@').map_or(word.to_string(), |name| self.at(name)))
            .collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let output = dengji(&words).env("LC_ALL", lang).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let (said, told) = (text(output.stdout), text(output.stderr));
        assert_eq!(output.status.code(), Some(code), "{line}\n{said}{told}");
        (said, told)
    }

    fn json(&self, line: &str, code: i32) -> Value {
        serde_json::from_str(&self.run(&format!("{line} --json"), "en", code).0).unwrap()
    }
}

/// Rows with a wrong check digit, a number lost to a spreadsheet, a person twice, and a good one.
const SHEET: &str = "考生,身份证号,准考证号,理论成绩,技能成绩,备注\n\
    虚构甲,990000198001010015,1,60,70,\n\
    虚构乙,9.90001E+17,2,60,101,\n\
    虚构丙,99000019900202009X,3,６０,70,\n\
    虚构丁,99000019900202009x,4,60,70,\n";

#[test]
fn a_sheet_that_is_not_there_is_no_sheet_with_a_wrong_row() {
    let world = World { folder: tempfile::tempdir().unwrap() };
    let line = "import check candidates @none.csv";
    let (_, told) = world.run(line, "zh", 3);
    assert!(told.contains("none.csv”：不存在；请核对路径"), "{told}");
    let (_, told) = world.run(&format!("{line} --json"), "en", 3);
    assert!(told.contains("none.csv`: it does not exist; check the path"), "{told}");
    fs::write(world.at("empty.csv"), "").unwrap();
    let (said, _) = world.run("import check candidates @empty.csv", "en", 1);
    assert!(said.contains("there are no rows"), "{said}");
}

#[test]
fn a_template_that_cannot_be_written_leaves_what_stood_there() {
    let world = World { folder: tempfile::tempdir().unwrap() };
    let line = "import template scores -o @scores.xlsx";
    fs::write(world.at("scores.xlsx"), "precious").unwrap();
    // Its place is taken, so that nothing can be written beside the name.
    fs::create_dir(world.at("scores.xlsx.part")).unwrap();
    let (_, told) = world.run(line, "en", 3);
    assert!(told.contains("it is a folder and not a file"), "{told}");
    assert_eq!(fs::read(world.at("scores.xlsx")).unwrap(), b"precious");
    fs::remove_dir(world.at("scores.xlsx.part")).unwrap();
    world.run(line, "en", 0);
    assert!(fs::read(world.at("scores.xlsx")).unwrap().starts_with(b"PK"));
    assert!(!fs::exists(world.at("scores.xlsx.part")).unwrap());
}

#[test]
fn a_template_is_written_and_a_sheet_is_checked_without_a_register() {
    let world = World { folder: tempfile::tempdir().unwrap() };
    world.run("import template scores -o @scores.xlsx", "en", 0);
    world.run("import template legacy -o @legacy.csv", "en", 0);
    assert!(fs::read_to_string(world.at("legacy.csv")).unwrap().contains("证书编号,姓名"));
    let empty = world.json("import check scores @scores.xlsx", 1);
    assert_eq!(empty["errors"][0]["reason"], "no-rows");
    fs::write(world.at("sheet.csv"), SHEET).unwrap();
    let (said, _) = world.run("import check scores @sheet.csv", "en", 1);
    assert!(said.contains("the column is missing") && said.contains("姓名"), "{said}");
    let check = "import check scores @sheet.csv --map 姓名=考生";
    let (said, told) = world.run(&format!("{check} --errors @errors.xlsx"), "en", 1);
    for part in [
        "4 rows, 1 without an error, 4 errors",
        "columns that are not of the form, and were not read: 备注",
        "a small x became X: 1 cells",
        "full-width characters became half-width: 1 cells",
        "9****************5",
        "format the column as text",
        "the value stands in row 4 already",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    assert!(told.contains("errors.xlsx"), "{told}");
    assert!(fs::read(world.at("errors.xlsx")).unwrap().starts_with(b"PK"));
    for secret in ["99000019", "虚构甲", "009X"] {
        assert!(!said.contains(secret), "{secret}\n{said}");
    }
    let (said, _) = world.run(check, "zh", 1);
    assert!(said.contains("处理办法") && said.contains("请把该列设为文本格式后重新填写"), "{said}");
    let object = world.json(check, 1);
    assert_eq!((&object["rows"], &object["good"]), (&4.into(), &1.into()));
    let first = &object["errors"][0];
    assert_eq!(first["reason"], "check-digit");
    assert_eq!((&first["row"], &first["heading"]), (&2.into(), &"身份证号".into()));
    assert_eq!(object["first_rows"][2]["证件号码"], "9****************X");
    assert!(!object.to_string().contains("99000019"), "{object}");
    world.run("import check scores @sheet.csv --map 姓名", "en", 2);
    world.run("import check nothing @sheet.csv", "en", 2);
}

#[test]
fn good_rows_enter_by_wish_the_rest_is_mended_and_choices_come_in_bulk() {
    let world = World { folder: tempfile::tempdir().unwrap() };
    world.run("demo --no-serve --data @data", "en", 0);
    let announce = "exam announce --by 1 --on 2020-12-21 --name late --occupation 电工 --level 4 \
                    --until 2020-12-30 --planned 2021-01-09 --data @data";
    world.run(announce, "en", 0);
    let exams = world.json("exam list --data @data", 0);
    let exam = exams["exams"].as_array().unwrap().last().unwrap()["session"].clone();
    let people = "姓名,证件类型,证件号码,费用\n某甲,护照,P100001,280\n某乙,护照,P100002,贵\n";
    fs::write(world.at("people.csv"), people).unwrap();
    let enter =
        format!("import candidates @people.csv --session {exam} --on 2020-12-28 --data @data");
    let refused = world.json(&enter, 3);
    assert_eq!(refused["errors"][0]["reason"], "fee");
    let good = format!("{enter} --accept-good-rows --errors @left.xlsx");
    let entered = world.json(&good, 0);
    assert_eq!((&entered["entered"], &entered["left_out"]), (&1.into(), &1.into()));
    assert!(entered["rule"].is_string(), "{entered}");
    assert_eq!(world.json(&good, 0)["repeated"], true);
    let left = world.json("import check candidates @left.xlsx", 1);
    assert_eq!((&left["rows"], &left["errors"][0]["reason"]), (&1.into(), &"fee".into()));
    let choices = "姓名,证件类型,证件号码,选择,渠道\n某甲,护照,P100001,退费,电话\n";
    fs::write(world.at("choices.csv"), choices).unwrap();
    let hear =
        format!("import elections @choices.csv --session {exam} --on 2021-01-08 --data @data");
    let (said, _) = world.run(&hear, "en", 0);
    assert!(said.contains("1 entered in 1 parts, 0 of them before; 0 rows left out"), "{said}");
    assert_eq!(world.json(&hear, 0)["repeated"], true);
}
