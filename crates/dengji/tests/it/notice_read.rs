//! `dengji notice read`: forms of the answer, exit codes, bad input.
//!
//! In scope: what a person or a program sees. Out of scope: the reader itself (crate `notice`).

use crate::{dengji, root, wrapped};
use expect_test::{Expect, expect};
use std::fs;

const SOURCE: &str = "law/2020-80/source.txt";

/// Runs the command and compares exit code and stderr.
fn check(arguments: &[&str], code: i32, stderr: Expect) -> String {
    let output = dengji(&[&["notice", "read"], arguments].concat()).output().unwrap();
    stderr.assert_eq(&wrapped(&String::from_utf8(output.stderr).unwrap()));
    assert_eq!(output.status.code(), Some(code), "{arguments:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Runs the command in English on a changed copy of the notice; returns what is below the rows.
fn check_changed(from: &str, to: &str, code: i32, expect: Expect) {
    let text = fs::read_to_string(root().join(SOURCE)).unwrap();
    assert!(text.contains(from));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("changed.txt");
    fs::write(&file, text.replacen(from, to, 1)).unwrap();
    let file = file.to_str().unwrap();
    let output = dengji(&["notice", "read", file, "--lang", "en", "--format", "tsv"]).output();
    let output = output.unwrap();
    let said = String::from_utf8(output.stderr).unwrap().replace(file, "FILE");
    let shown = |l: &&str| ["NOT", "Item", "No ", "FILE"].iter().any(|word| l.contains(word));
    let lines: Vec<&str> = said.lines().filter(shown).map(str::trim).collect();
    expect.assert_eq(&wrapped(&lines.join("\n")));
    assert_eq!(output.status.code(), Some(code));
}

#[test]
fn the_annex_of_the_law_folder_is_what_the_command_prints() {
    let output = dengji(&["notice", "read", SOURCE, "--format", "tsv"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let annex = fs::read_to_string(root().join("law/2020-80/annex.tsv")).unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), annex);
}

#[test]
fn a_person_gets_rows_then_both_groups_then_anomalies() {
    let said = check(&[SOURCE, "--lang", "en"], 0, expect![[r#""#]]);
    let (rows, below) = said.split_once("\n\n").unwrap();
    assert_eq!(rows.lines().count(), 193);
    let below: Vec<&str> = below.lines().filter(|line| !line.contains("blank cell")).collect();
    expect![[r#"
        Known as 人社厅发〔2020〕80号; held against the totals known of it.

        1. Totals stated in the text
          batch 1: items        text 14 (line 23)   table 14   agrees
          batch 1: occupations  text 29 (line 23)   table 29   agrees
          batch 2: items        text 66 (line 23)   table 66   agrees
          batch 2: occupations  text 156 (line 23)  table 156  agrees
          in all: items         text 76 (line 51)   table 76   agrees

        2. Totals counted in the table
          toward access-type: items           known 3    table 3    agrees
          toward access-type: occupations     known 7    table 7    agrees
          in all: rows (item and occupation)  known 192  table 192  agrees
          implementing bodies                 known 26   table 26   agrees

        Reconciled: every total agrees.

        Anomalies: 18
          brackets of both widths: half-width on lines 43, 45, 51, 53, 161; full-width
            on lines 9, 23, 29
          line 93: item 25 names `重冶金法冶炼工` more than once"#]]
    .assert_eq(&wrapped(&below.join("\n")));
}

#[test]
fn chinese_is_spoken_unless_english_is_asked_for() {
    let first_word = |mut command: std::process::Command| {
        let said = String::from_utf8(command.output().unwrap().stdout).unwrap();
        said.split_whitespace().next().unwrap().to_string()
    };
    let read = || dengji(&["notice", "read", SOURCE]);
    assert_eq!(first_word(read()), "序号");
    let mut english = read();
    english.env("LANG", "en_GB.UTF-8");
    assert_eq!(first_word(english), "item");
    let mut chinese = dengji(&["notice", "read", SOURCE, "--lang", "zh"]);
    chinese.env("LANG", "en_GB.UTF-8");
    assert_eq!(first_word(chinese), "序号");
}

#[test]
fn a_program_gets_one_object() {
    let said = check(&[SOURCE, "--format", "json"], 0, expect![[r#""#]]);
    let answer: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(answer["rows"].as_array().unwrap().len(), 192);
    assert_eq!(answer["anomalies"].as_array().unwrap().len(), 18);
    let keys: Vec<&String> = answer.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["rows", "totals", "anomalies"]);
    let shown = [
        &answer["rows"][183],
        &answer["totals"]["reconciled"],
        &answer["totals"]["stated"][0],
        &answer["totals"]["derived"][2],
        &answer["anomalies"][1],
        &answer["anomalies"][10],
    ];
    let shown: Vec<String> = shown.iter().map(|value| format!("{value:#}")).collect();
    expect![[r#"
        {
          "item": 72,
          "qualification": "餐饮服务人员",
          "occupation": "西式面点师",
          "departments": [
            "人力资源和社会保障部"
          ],
          "fate": "batch1",
          "source_line": 160
        }
        true
        {
          "what": "batch1.items",
          "expected": 14,
          "found": 14,
          "ok": true,
          "stated_line": 23,
          "known": 14
        }
        {
          "what": "rows",
          "expected": 192,
          "found": 192,
          "ok": true,
          "stated_line": null,
          "known": 192
        }
        {
          "kind": "inherited",
          "lines": [
            55
          ],
          "item": 1,
          "column": "fate",
          "value": "batch2"
        }
        {
          "kind": "repeated_in_item",
          "lines": [
            93,
            93
          ],
          "item": 25,
          "occupation": "重冶金法冶炼工"
        }"#]]
    .assert_eq(&shown.join("\n"));
}

#[test]
fn totals_that_do_not_agree_name_the_item_and_exit_1() {
    check_changed(
        "40\t工艺美术品制作人员\t景泰蓝制作工\t中国轻工业联合会\t2\n",
        "",
        1,
        expect![[r#"
            batch 2: items        text 66 (line 23)   table 65   DOES NOT AGREE
            batch 2: occupations  text 156 (line 23)  table 155  DOES NOT AGREE
            in all: items         text 76 (line 51)   table 75   DOES NOT AGREE
            in all: rows (item and occupation)  known 192  table 191  DOES NOT AGREE
            NOT reconciled: totals that do not agree: 4.
            Item 40 differs from the known annex. Missing: 景泰蓝制作工（中国轻工业联合会，batch 2）. Extra:
                —."#]],
    );
    check_changed(
        "景泰蓝制作工\t中国轻工业联合会\t2",
        "景泰蓝制作工\t中国轻工业联合会\t1",
        1,
        expect![[r#"
            batch 1: items        text 14 (line 23)   table 15   DOES NOT AGREE
            batch 1: occupations  text 29 (line 23)   table 30   DOES NOT AGREE
            batch 2: items        text 66 (line 23)   table 65   DOES NOT AGREE
            batch 2: occupations  text 156 (line 23)  table 155  DOES NOT AGREE
            NOT reconciled: totals that do not agree: 4.
            Item 40 differs from the known annex. Missing: 景泰蓝制作工（中国轻工业联合会，batch 2）. Extra:
                景泰蓝制作工（中国轻工业联合会，batch 1）."#]],
    );
    check_changed(
        "涉及 156 个职业",
        "涉及 157 个职业",
        1,
        expect![[r#"
        batch 2: occupations  text 157 (line 23)  table 156  DOES NOT AGREE: known 156
        NOT reconciled: totals that do not agree: 1.
        No single item explains the difference."#]],
    );
    check_changed("人社厅发〔2020〕80号\n", "", 0, expect![[r#""#]]);
}

#[test]
fn without_the_document_number_the_text_alone_still_names_the_item() {
    // The row is in the wrong batch, and the number is that of no known instrument.
    let text = fs::read_to_string(root().join(SOURCE)).unwrap().replace("〕80号", "〕81号");
    let (right, wrong) = ("景泰蓝制作工\t中国轻工业联合会\t2", "景泰蓝制作工\t中国轻工业联合会\t1");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("changed.txt");
    fs::write(&file, text.replace(right, wrong)).unwrap();
    let said = check(&[file.to_str().unwrap(), "--lang", "en"], 1, expect![[r#""#]]);
    let verdict = said.lines().skip_while(|l| !l.contains("NOT reconciled"));
    let verdict: Vec<&str> = verdict.take_while(|l| !l.is_empty()).collect();
    expect![[r#"
        NOT reconciled: totals that do not agree: 4.
          Item 18: with its rows (1) moved from batch 1 to batch 2 every total agrees.
          Item 19: with its rows (1) moved from batch 1 to batch 2 every total agrees.
          Item 40: with its rows (1) moved from batch 1 to batch 2 every total agrees.
          Item 55: with its rows (1) moved from batch 1 to batch 2 every total agrees.
          Item 40 is the likeliest by its departments."#]]
    .assert_eq(&verdict.join("\n"));
}

#[test]
fn a_line_without_a_place_is_a_fault_that_names_it() {
    check_changed(
        "56\t保健服务人员",
        "此行不知所云\n56\t保健服务人员",
        3,
        expect![[r#"
        `FILE` cannot be read as a notice: line 132: `此行不知所云` has no place in the
            table: it has no columns and is no known page mark"#]],
    );
}

#[test]
fn a_file_that_is_missing_or_foreign_is_a_fault_and_wrong_arguments_are_usage() {
    check(
        &["no/such/file.txt", "--lang", "en"],
        3,
        expect![[r#"
            could not read `no/such/file.txt`: it does not exist; check the path
        "#]],
    );
    check(
        &["law", "--lang", "en"],
        3,
        expect![[r#"
            could not read `law`: it is a folder and not a file; name a file
        "#]],
    );
    check(
        &["LICENSE"],
        3,
        expect![[r#"
        无法读取“LICENSE”：没有找到表格：没有一行自“序号”起至“批次”止
    "#]],
    );
    check(
        &[SOURCE, "--law", "no/such/folder", "--lang", "en"],
        3,
        expect![[r#"
            could not load the law folder: could not read `no/such/folder`: it does not
                exist; check the path
        "#]],
    );
    for wrong in [&["--format", "tsv"][..], &[SOURCE, "--format", "xml"], &[SOURCE, SOURCE]] {
        let output = dengji(&[&["notice", "read"], wrong].concat()).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn a_law_folder_laid_over_changes_what_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let below = folder.path().join("2020-80");
    fs::create_dir(&below).unwrap();
    let known = "[stated]\nitems = 77\n[derived]\nrows = 192\n";
    fs::write(below.join("expected.toml"), known).unwrap();
    let law = folder.path().to_str().unwrap();
    let said = check(&[SOURCE, "--law", law, "--lang", "en"], 1, expect![[r#""#]]);
    let failed: Vec<&str> = said.lines().filter(|line| line.contains("NOT")).collect();
    expect![[r#"
          in all: items         text 76 (line 51)   table 76   DOES NOT AGREE: known 77
        NOT reconciled: totals that do not agree: 1."#]]
    .assert_eq(&failed.join("\n"));
    fs::write(below.join("expected.toml"), "[stated]\nitems = many\n[derived]\n").unwrap();
    let output = dengji(&["notice", "read", SOURCE, "--law", law]).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8(output.stderr).unwrap().contains("law/2020-80/expected.toml"));
}

#[test]
fn a_reader_that_went_away_is_no_panic() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = dengji(&["notice", "read", SOURCE]).stdout(writer).output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(output.status.code(), Some(0));
}
