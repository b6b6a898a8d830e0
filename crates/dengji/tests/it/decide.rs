//! `dengji decide`: effects and exit codes, the object for programs, reasons, bad input.
//!
//! In scope: what a person or a program sees. Out of scope: whether the law is right
//! (law/*/cases).

use crate::session;
use serde_json::Value;

/// Runs `decide` as known on a fixed day.
fn check(arguments: &str, code: i32, contains: &[&str]) -> String {
    let line = format!("decide {arguments} --known-at 2026-12-01");
    session::check(&line, code, contains).stdout
}

fn object(arguments: &str, code: i32) -> Value {
    serde_json::from_str(&check(&format!("{arguments} --json"), code, &[])).unwrap()
}

const NONE: &str = "--fact exit_announced_on=none";

#[test]
fn an_answer_names_effect_words_and_rule_and_its_exit_code_tells_them_apart() {
    check(
        "announce-exam --occupation 车工 --on 2020-10-01",
        1,
        &[
            "may not be done",
            "拟于 9 月 30 日前第一批退出",
            "人社厅发〔2020〕80号 二 · 2020-80/p2.batch1-has-left",
            "planned_last_day  2020-09-30",
            "instead: issue-level-certificate",
        ],
    );
    let last_day = format!("announce-exam --occupation 车工 --on 2020-09-30 {NONE}");
    check(&last_day, 0, &["may be done", "2020-80/p4.examinations-are-regular"]);
    check(
        "announce-exam --occupation 车工 --on 2020-09-30",
        4,
        &[
            "no answer yet",
            "exit_announced_on",
            "day an exit of the occupation was announced",
            "if none: may be done",
        ],
    );
    let held = "--fact announced_on=2020-09-01 --fact accepted_on=2020-09-10";
    let choice = format!("hold-exam --occupation 车工 --on 2020-10-20 {held} {NONE}");
    check(
        &format!("{choice} --fact election=undecided"),
        0,
        &["the candidate chooses", "choices: continue, refund"],
    );
    check(&format!("{choice} --fact election=continue"), 0, &["must be done"]);
}

#[test]
fn a_relayed_instrument_is_said_to_be_one() {
    let facts = "--fact announced_on=2020-09-01 --fact registration_window_until=2020-10-20";
    let ask = format!("accept-registration --occupation 车工 --on 2020-10-10 {facts} {NONE}");
    let (rule, relayed) = ("js-2020-09-16/p1.registration-closes-at-exit", "not the original");
    check(&format!("{ask} --fact region=32"), 1, &[rule, relayed, "region: 江苏省"]);
    check(&format!("{ask} --region 江苏"), 1, &[rule, relayed]);
    let national = "2020-80/p3.registers-within-announced-period";
    check(&ask, 0, &[national, "the national law alone"]);
    check(&format!("{ask} --region 11"), 0, &[national, "region: 北京市"]);
}

#[test]
fn an_explanation_adds_what_stood_against_it_and_how_to_dispute_it() {
    let ask = "announce-exam --occupation 车工 --on 2020-10-01";
    let more = [
        "Rules that apply\n  2020-80/p2.batch1-has-left",
        "2020-80/p4.examinations-are-regular         set aside by 2020-80/p2.batch1-has-left",
        "2020-80/p2.batch2-has-left                  kept from applying by fate",
        "The least change\n  no change of the facts given alone would change the answer",
        "R-2-1 「9月30日前」是否含当日？",
        "other readings: 不含当日",
        "Name the rule 2020-80/p2.batch1-has-left",
    ];
    check(&format!("{ask} --explain"), 1, &more);
    let plain = check(ask, 1, &[]);
    assert!(more.iter().all(|part| !plain.contains(part)), "{plain}");
    let announced = "--fact exit_announced_on=2020-08-01 --fact exit_effective_on=2020-08-20";
    let brought_forward = format!("announce-exam --occupation 车工 --on 2020-08-25 {announced}");
    let flip = "“the occupation has left the catalogue” does not hold: may be done";
    check(&format!("{brought_forward} --explain"), 1, &[flip]);
}

#[test]
fn a_program_gets_one_object_with_every_field() {
    let answer = object("announce-exam --occupation 车工 --on 2020-10-01", 1);
    let keys: Vec<&String> = answer.as_object().unwrap().keys().collect();
    let expect = [
        "effect",
        "rule",
        "article",
        "quote",
        "choices",
        "needs",
        "because",
        "blocked",
        "flips",
        "alternatives",
        "readings",
        "as_of",
    ];
    assert_eq!(keys, expect);
    assert_eq!(answer["effect"], "forbid");
    assert_eq!(answer["article"], "二");
    assert_eq!(answer["because"][1], serde_json::json!({"fact": "fate", "value": "batch1"}));
    let as_of = serde_json::json!({"on": "2020-10-01", "known_at": "2026-12-01T00:00:00+08:00"});
    assert_eq!(answer["as_of"], as_of);
    assert_eq!(answer["alternatives"], serde_json::json!(["issue-level-certificate"]));
    assert_eq!(answer["readings"], serde_json::json!(["R-2-1", "R-2-2", "R-2-3", "R-2-5"]));
}

#[test]
fn a_program_sees_facts_that_are_needed_and_changes_that_would_matter() {
    let answer = object("announce-exam --occupation 车工 --on 2020-09-30", 4);
    assert_eq!(answer["effect"], "need_fact");
    assert!(["rule", "article", "quote"].iter().all(|key| answer[key].is_null()));
    assert_eq!(answer["needs"][0], "exit_announced_on");
    let announced = "--fact exit_announced_on=2020-08-01 --fact exit_effective_on=none";
    let ask = format!("announce-exam --occupation 车工 --on 2020-08-25 {announced}");
    let flip = &object(&ask, 1)["flips"][0];
    assert_eq!(flip["effect"], "permit");
    let change = serde_json::json!({
        "predicate": "exited", "holds": false, "zh": "该职业已退出目录",
        "en": "the occupation has left the catalogue",
    });
    assert_eq!(flip["so_that"][0], change);
}

#[test]
fn a_question_that_cannot_be_asked_is_wrong_usage_and_says_how_to_mend_it() {
    let ask = "hold-exam --occupation 车工 --on 2020-09-30";
    for (arguments, contains) in [
        ("hold-exma --occupation 车工 --on 2020-09-30", "nearest: hold-exam, hold-session, "),
        ("hold-exam --occupation 车 --on 2020-09-30", "nearest: 车工 (item 21 "),
        ("hold-exam --occupation 缂丝 --on 2020-09-30", "缫丝工 (printed as 缂丝工, item 45 "),
        (
            "hold-exam --occupation 重冶金法冶炼工 --on 2020-09-30",
            "重冶火法冶炼工 (printed as 重冶金法冶炼工, item 25 重有色金属冶炼人员); 重冶湿法冶炼工",
        ),
        ("hold-exam --occupation 车工 --on 2021-02-29", "`2021-02-29` is not in the calendar"),
        ("hold-exam --occupation 车工 --on 2020-9-30", "write it as 2020-09-30"),
        ("hold-exam --occupation 车工 --on 2020-07-20", "ask about 2020-07-21 or later"),
        (&format!("{ask} --fact pased=yes"), "nearest: passed, "),
        (&format!("{ask} --fact pased=yes"), "all facts: announced_on, "),
        (&format!("{ask} --fact passed"), "not of the form KEY=VALUE"),
        (&format!("{ask} --fact passed=maybe"), "it takes yes or no"),
        (&format!("{ask} --fact body_kind=x"), "takes department, centre, employer, social"),
        (&format!("{ask} --fact accepted_on=2020-02-30"), "it takes a day as YYYY-MM-DD"),
        (&format!("{ask} --fact passed=yes --fact passed=no"), "`passed` is given twice"),
        (&format!("{ask} --region 99"), "`99` is no region"),
    ] {
        let said = check(arguments, 2, &[contains]);
        assert!(said.is_empty(), "{said}");
    }
    let early = format!("decide {ask} --known-at 2020-07-20");
    session::check(&early, 2, &["ask as of 2020-07-21T00:00:00+08:00 or later"]);
    session::check(&format!("decide {ask} --known-at now"), 2, &["`now` is not an instant"]);
    session::check("decide hold-exam --occupation 车工", 2, &["--on <DAY>"]);
}

#[test]
fn chinese_is_spoken_unless_english_is_asked_for() {
    let ask = "decide announce-exam --occupation 车工 --on 2020-10-01 --known-at 2026-12-01";
    let shown = ["不可以", "发布鉴定考试公告（announce-exam）", "车工（第 21 项 机械冷加工人员）"];
    session::check(&format!("{ask} --lang zh"), 1, &shown);
}
