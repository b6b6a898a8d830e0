//! `dengji catalogue list` and `dengji catalogue show`: rows, days, acts, bad input.
//!
//! In scope: what a person or a program sees. Out of scope: standings (`law`), filters (`desk`).

use crate::session;
use serde_json::Value;

/// Runs `catalogue` as known on a fixed day.
fn check(arguments: &str, code: i32, contains: &[&str]) -> String {
    let line = format!("catalogue {arguments} --known-at 2026-12-01");
    session::check(&line, code, contains).stdout
}

#[test]
fn the_list_shows_standing_and_days_and_both_names() {
    let all = check("list --on 2020-10-01", 0, &["192 rows of 192"]);
    assert_eq!(all.lines().count(), 192 + 3);
    let corrected = ["重冶火法冶炼工", "exit planned", "2020-12-31", "91", "C-1 重冶金法冶炼工"];
    let printed = check("list 重冶金法 --on 2020-10-01", 0, &corrected);
    assert_eq!(
        printed,
        check("list 法冶炼工 --on 2020-10-01 --department 有色 --fate batch2", 0, &[])
    );
    check("list --on 2020-10-01 --standing exited", 0, &["29 rows of 192", "2020-10-01"]);
    check("list --on 2021-01-01 --standing exited", 0, &["185 rows of 192"]);
    check("list --on 2020-10-01 --department 无此部门", 0, &["No occupation matches."]);
}

#[test]
fn the_list_for_programs_has_the_same_rows() {
    let text = check("list --on 2020-12-31 --fate access --json", 0, &[]);
    let answer: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(answer["rows"].as_array().unwrap().len(), 7);
    let row = &answer["rows"][0];
    assert_eq!(row["occupation"], "保安员");
    assert_eq!(row["standing"], "access_pending");
    assert_eq!(row["days_left"], 0);
    assert!(row["actual_day"].is_null());
}

#[test]
fn an_occupation_shows_what_can_be_done_now_and_what_that_assumes() {
    let acts = [
        "重冶火法冶炼工 (printed as 重冶金法冶炼工, item 25 重有色金属冶炼人员)",
        "correction C-1 (certain)",
        "days left         91",
        "assumes exit_announced_on=none",
        "announce-exam                    may be done",
        "「要规范实施职业技能鉴定，保证鉴定质量」（四）",
        "issue-level-certificate  no answer yet: facts are needed  needs ",
    ];
    check("show 重冶火法冶炼工 --on 2020-10-01", 0, &acts);
    check("show 车工 --on 2020-10-01", 0, &["announce-exam                    may not be done"]);
    let none = check("show 车工 --on 2020-07-20", 0, &["ask about 2020-07-21 or later"]);
    assert!(!none.contains("announce-exam"), "{none}");
    let text = check("show 车工 --on 2020-10-01 --json", 0, &[]);
    let answer: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(answer["occupation"]["actual_day"], "2020-10-01");
    assert_eq!(answer["acts"].as_array().unwrap().len(), 14);
    assert_eq!(answer["acts"][0]["rule"], "2020-80/p2.batch1-has-left");
}

#[test]
fn what_cannot_be_seen_is_wrong_usage() {
    for (arguments, contains) in [
        ("show 车", "nearest: 车工"),
        ("show 重冶金法冶炼工", "stands for several occupations"),
        ("list --fate batch3", "it takes batch1, batch2, access"),
        ("list --standing gone", "it takes listed, exit_planned, exited"),
        ("list --on 2021-02-29", "`2021-02-29` is not in the calendar"),
        ("show", "<NAME>"),
    ] {
        let said = check(arguments, 2, &[contains]);
        assert!(said.is_empty(), "{said}");
    }
}
