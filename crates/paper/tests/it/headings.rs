//! Headings: found by many names in any order, mapped, missing and foreign ones named.
//!
//! In scope: which column is which. All people are invented.

use crate::{ONE, TWO, read_as, report};
use expect_test::expect;
use paper::{Column, Form, Options, SheetFile, read};

#[test]
fn columns_are_found_by_name_and_foreign_ones_are_reported() {
    let text = format!(
        "2020 年第 1 场,,\n备注,技能成绩（百分制）,*姓名,证件号码,证件类型,是否本单位职工(是/否),\
         准考证号,理论成绩,{ONE}\n好,70,赵禾,{ONE},居民身份证,否,1,60,\n"
    );
    let (rows, found) = read_as(Form::Scores, text.as_bytes(), "a.csv", |row| {
        format!("{} {:?}", row.number(), row.score(Column::Skill).map(|s| s.tenths()))
    });
    assert_eq!(rows, ["3 Some(700)"]);
    assert_eq!(found.extra_columns, ["备注", "9****************2"]);
    assert_eq!(found.heading(Column::Skill), "技能成绩（百分制）");
    assert_eq!(found.heading(Column::Review), "综合评审");
}

#[test]
fn headings_are_known_in_english_and_by_what_people_call_them() {
    for headings in
        ["name,id number", "Full Name;ID", "考生姓名\t身份证号", "学生姓名,居民身份证号码"]
    {
        let separator = headings.chars().find(|c| matches!(c, ',' | ';' | '\t')).unwrap();
        let text = format!("{headings}\n赵禾{separator}{TWO}\n");
        let (rows, found) = read_as(Form::Members, text.as_bytes(), "a.csv", |row| {
            row.person().unwrap().number().to_string()
        });
        assert_eq!(rows, [TWO], "{headings}: {}", report(&found));
    }
}

fn mapped(text: &str, map: &[(&str, &str)]) -> String {
    let map = map.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect();
    let options = Options { map, ..Options::default() };
    let file = SheetFile::of_bytes("a.csv", text.as_bytes().to_vec());
    let found = read(&file, Form::Members, &options, &mut |_, _| {}, &mut |_| {});
    format!("{} good\n{}", found.good, report(&found))
}

#[test]
fn a_mapping_says_which_heading_a_column_has() {
    let text = format!("谁,姓名,号\n赵禾,甲班,{ONE}\n");
    expect![[r#"
        1 good
    "#]]
    .assert_eq(&mapped(&text, &[("姓名", "谁"), ("document", "号")]));
    expect![[r#"
        0 good
        row 1: the sheet has no heading `没有`
        write it as in the sheet
        row 1: the form has no column `成绩`
        see the template for the columns
        row 1, column `证件号码`: the column is missing
        add it, or say which heading it has: `--map COLUMN=HEADING`
    "#]]
    .assert_eq(&mapped(&text, &[("姓名", "谁"), ("证件号码", "没有"), ("成绩", "号")]));
}

#[test]
fn missing_and_repeated_columns_are_all_named() {
    let text = "姓名,证件类型,证件号码,理论成绩,理论成绩,技能成绩\n";
    let (_, found) = read_as(Form::Scores, text.as_bytes(), "a.csv", |_| String::new());
    let said: String = found.errors.iter().map(|error| error.zh() + "\n").collect();
    expect![[r#"
        第 1 行「准考证号」：缺少这一列
        请补上，或指明其表头：`--map 列名=表头`
        第 1 行「理论成绩」：表头重复
        请删除或改名其中一列
    "#]]
    .assert_eq(&said);
    assert!(found.is_broken());
}
