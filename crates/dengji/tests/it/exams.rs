//! `dengji exam …`, `cohort …` and `plan exit` as people run them, on the demonstration's register.
//!
//! In scope: the commands in their order, exit codes, words. Out of scope: what is refused and why
//! (crates `register`, `desk`).

use crate::dengji;
use serde_json::Value;
use std::fs;

struct World {
    folder: tempfile::TempDir,
}

impl World {
    /// The demonstration's register.
    fn new() -> World {
        let world = World { folder: tempfile::tempdir().unwrap() };
        world.run("demo --no-serve", 0);
        world
    }

    fn at(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// Runs a command on the register, in English. Arguments are parted by blanks; `@` before one
    /// stands for the folder.
    fn run(&self, line: &str, code: i32) -> String {
        let mut arguments: Vec<String> = Vec::new();
        for word in line.split_whitespace() {
            arguments.push(word.strip_prefix('@').map_or(word.to_string(), |name| self.at(name)));
        }
        arguments.extend(["--data".to_string(), self.at("data")]);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = dengji(&arguments).env("LC_ALL", "en").output().unwrap();
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert_eq!(output.status.code(), Some(code), "{line}\n{said}");
        said
    }

    fn json(&self, line: &str, code: i32) -> Value {
        let said = self.run(&format!("{line} --json"), code);
        // What stands behind it was told to people.
        let first = serde_json::Deserializer::from_str(&said).into_iter().next();
        first.unwrap().unwrap_or_else(|why| panic!("{line} {why}\n{said}"))
    }
}

/// The demonstration's examination centre, and its employer.
const CENTRE: &str = "--by 1";
const EMPLOYER: &str = "--by 3";

#[test]
fn an_examination_is_run_and_closed_from_the_command_line() {
    let world = World::new();
    let announced = world.json(
        &format!(
            "exam announce {CENTRE} --on 2020-12-21 --name late --occupation 电工 --level 4 \
             --until 2020-12-30 --planned 2021-01-09"
        ),
        0,
    );
    assert!(announced["quote"].as_str().is_some_and(|quote| !quote.is_empty()), "{announced}");
    let exams = world.json("exam list", 0);
    let exam = exams["exams"].as_array().unwrap().last().unwrap()["session"].clone();
    let of = |what: &str| format!("exam {what} --session {exam}");
    fs::write(
        world.at("people.csv"),
        "姓名,证件号码,费用,类型\n某甲,P100001,280,护照\n某乙,P100002,280.50,护照\n",
    )
    .unwrap();
    fs::write(world.at("wrong.csv"), "姓名,证件号码,费用,类型\n某甲,,280,护照\n").unwrap();
    let wrong = world.run(&of("accept --people @wrong.csv --on 2020-12-28"), 3);
    assert!(wrong.contains("nothing of it entered") && wrong.contains("fill it in"), "{wrong}");
    let accepted = world.json(&of("accept --people @people.csv --on 2020-12-28"), 0);
    assert_eq!(accepted["places"], serde_json::json!([0, 1]));
    assert!(accepted["rule"].is_string(), "{accepted}");
    world.json(&of(&format!("close {CENTRE} --on 2020-12-29")), 0);
    // Before the exit nobody is paid back, and the refusal quotes the notice.
    world.run(&of("elect --place 1 --choice refund --channel phone --on 2020-12-30"), 0);
    let early = world.run(&of("refund --place 1 --order T1 --payment B1 --on 2020-12-31"), 1);
    assert!(early.contains("「可以根据考生意愿」"), "{early}");
    let due = world.json("exam reminders --on 2021-01-08", 0);
    assert_eq!(due["reminders"][0]["place"], 0);
    let paid = world.run(&of("refund --place 1 --order T1 --payment B1 --on 2021-01-08"), 0);
    assert!(paid.contains("280.50 yuan") && paid.contains("p3.refunds-as-chosen"), "{paid}");
    world.run(&of("withdraw --place 0 --channel online --on 2021-01-08"), 0);
    let open = world.run(&of(&format!("close-exam {CENTRE} --on 2021-01-08")), 1);
    assert!(open.contains("refused"), "the refund is not reported yet: {open}");
    world.json(&of(&format!("choices {CENTRE} --on 2021-01-08")), 0);
    let closed = world.json(&of(&format!("close-exam {CENTRE} --on 2021-01-09")), 0);
    assert_eq!(closed["rule"], "2020-80/p3.in-flight-is-closed");
    let money = world.json(&of("reconcile"), 0);
    assert_eq!((&money["received_fen"], &money["kept_fen"]), (&56_050.into(), &28_000.into()));
    let shown = world.run(&of("show"), 0);
    assert!(shown.contains("closed for good") && shown.contains("电工"), "{shown}");
}

#[test]
fn a_cohort_is_followed_and_a_promise_at_risk_is_listed() {
    let world = World::new();
    let people = "姓名,证件号码,证件类型\n某甲,P200001,护照\n某乙,P200002,护照\n";
    fs::write(world.at("members.csv"), people).unwrap();
    let admit = format!(
        "cohort admit {EMPLOYER} --on 2021-01-04 --members apprentice --occupation 钳工 --level 4 \
         --plan level --admitted 2020-09-01 --expected 2021-07-01 --region 32 --people @members.csv"
    );
    let admitted = world.json(&admit, 0);
    assert_eq!(admitted["rule"], "2020-80/p3.cohort-is-admitted");
    assert_eq!(world.json(&admit, 0)["repeated"], true, "the same file is admitted once");
    fs::write(world.at("members.csv"), format!("{people}某丙,P200003,护照\n")).unwrap();
    let twice = world.run(&admit, 3);
    assert!(twice.contains("nobody is in two at once"), "{twice}");
    let cohorts = world.json("cohort list", 0);
    let cohort = cohorts["cohorts"].as_array().unwrap().last().unwrap()["cohort"].clone();
    let risk = world.json("cohort at-risk --on 2021-06-01 --within 30", 0);
    let found = risk["at_risk"].as_array().unwrap();
    let ours = found.iter().find(|risk| risk["cohort"] == cohort).unwrap();
    assert_eq!((&ours["days_left"], &ours["promised"]), (&30.into(), &true.into()));
    let of = |what: &str| format!("cohort {what} --cohort {cohort}");
    let named = world.run(&of(&format!("name-body {EMPLOYER} --body 3 --on 2021-06-01")), 1);
    assert!(named.contains("p3.named-body-is-recognised"), "{named}");
    let left =
        format!("change {EMPLOYER} --how leave --reason own-wish --member 1 --on 2021-06-01");
    world.json(&of(&left), 0);
    world.json(&of(&format!("complete {EMPLOYER} --on 2021-07-01")), 0);
    let wrong = world.run(&of(&format!("report {EMPLOYER} --unmet 0=none --on 2021-07-01")), 2);
    assert!(wrong.contains("PLACE=REASON"), "{wrong}");
    let report = of(&format!("report {EMPLOYER} --unmet 0=no-body --on 2021-07-01"));
    assert_eq!(world.json(&report, 0)["rule"], "2020-80/p3.promise-is-accounted-for");
    let shown = world.run(&of("show"), 0);
    assert!(shown.contains("no body was recognised: 1"), "{shown}");
}

#[test]
fn a_supposed_exit_names_sentence_fees_and_department() {
    let world = World::new();
    let plan = "plan exit --occupation 中式烹调师 --on 2020-10-01 --print @plan.txt";
    let said = world.run(plan, 0);
    assert!(said.contains("the first day after the exit by the law: 2020-10-01"), "{said}");
    let printed = fs::read_to_string(world.at("plan.txt")).unwrap();
    assert!(said.starts_with(&printed), "what is printed is what is shown");
    let item = world.json("plan exit --item 72 --on 2020-10-01", 0);
    assert_eq!(item["occupations"].as_array().unwrap().len(), 5);
    world.run("plan exit --item 99 --on 2020-10-01", 2);
    world.run("plan exit --on 2020-10-01", 2);
}
