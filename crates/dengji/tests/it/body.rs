//! `dengji body …`: a body is selected, suspended and asked about, as a person does it.
//!
//! In scope: the commands in the order in which people need them. Out of scope: what the register
//! refuses (crate `register`).

use crate::dengji;
use serde_json::Value;
use std::fs;

struct World {
    folder: tempfile::TempDir,
}

impl World {
    fn new() -> World {
        let world = World { folder: tempfile::tempdir().unwrap() };
        let output = dengji(&["demo", "--no-serve", "--data", &world.at("data")]).output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        fs::write(world.at("charter"), "示例章程（虚构）").unwrap();
        world
    }

    fn at(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn json(&self, arguments: &str, code: i32) -> Value {
        let data = self.at("data");
        let written: Vec<&str> = arguments.split(' ').collect();
        let mut all = vec!["body", written[0], "--data", &data, "--json"];
        // The step of a review has its own arguments, which come last.
        all.extend(&written[1..]);
        let mut command = dengji(&all);
        command.env("LC_ALL", "en").env_remove("DENGJI_PASSPHRASE");
        let output = command.output().unwrap();
        let said = String::from_utf8([output.stdout.clone(), output.stderr].concat()).unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments}\n{said}");
        serde_json::from_slice(&output.stdout).unwrap_or(Value::Null)
    }
}

#[test]
fn a_body_applies_is_reviewed_public_granted_suspended_and_asked_about() {
    let world = World::new();
    let kind = "--kind social --name 示例评价中心（虚构） --region 99";
    let registered = world.json(&format!("register --by 0 --on 2021-02-01 {kind}"), 0);
    assert_eq!(registered["rule"], "2020-80/p6.organisations-are-registered");
    // The demonstration recognised every body that it registered, and applied twice for one.
    let list = world.json("list --on 2021-06-15", 0);
    let number = list["bodies"].as_array().unwrap().len() as u64 + 3;
    let who = format!("--by {number} --on 2021-02-02");
    let charter = world.at("charter");
    let scope = format!("--kind social --scope 车工:3,4 --document {charter}");
    // What it says it meets is not all that is asked: given back, and applied anew.
    let applied = format!("apply {who} {scope}");
    world.json(&format!("{applied} --meets no-dishonesty"), 0);
    let review = |on: &str, n: u32, step: &str, code| {
        world.json(&format!("review --by 0 --on {on} --application {n} {step}"), code)
    };
    let lacking = review("2021-02-03", 2, "complete", 1);
    assert_eq!(lacking["rule"], "2020-80/p5.recognition-is-guided");
    review("2021-02-03", 2, "incomplete --missing video-monitoring", 0);
    world.json(&applied, 0);
    review("2021-02-04", 3, "complete", 0);
    let reviewers = "--reviewer 0-1=甲 --reviewer 0-2=乙 --reviewer 0-3=丙";
    review("2021-02-05", 3, &format!("reviewed {reviewers}"), 0);
    review("2021-02-05", 3, "publicise --from 2021-02-06 --until 2021-02-12", 0);
    let site = "--site S000099000009:120:30,30 --until 2024-02-12 --standard-exists";
    let early = world.json(&format!("grant --by 0 --on 2021-02-12 --application 3 {site}"), 1);
    assert!(early["refused"]["en"].as_str().unwrap().contains("still public"));
    let granted = world.json(&format!("grant --by 0 --on 2021-02-13 --application 3 {site}"), 0);
    let about = format!("--by 0 --body {number}");
    let suspend = format!("suspend {about} --on 2021-03-01 --occupation 车工 --reason quality");
    let suspended = world.json(&suspend, 0);
    let asked = |level: &str, on: &str, code| {
        let what = format!("--occupation 车工 --level {level} --on {on}");
        world.json(&format!("was-recognised {number} {what}"), code)
    };
    assert_eq!(asked("三级", "2021-02-12", 1)["standing"], "not-yet");
    let yes = asked("三级", "2021-02-28", 0);
    assert_eq!((&yes["recognised"], &yes["entry"]), (&Value::Bool(true), &granted["index"]));
    assert_eq!(yes["rule"], "2020-80/p5.social-bodies-are-selected");
    let no = asked("3", "2021-03-01", 1);
    assert_eq!((&no["standing"], &no["entry"]), (&"suspended".into(), &suspended["index"]));
    assert_eq!(asked("2", "2021-02-28", 1)["standing"], "out-of-scope");
    world.json(&format!("reinstate {about} --on 2021-03-20 --occupation 车工"), 0);
    assert_eq!(asked("三级", "2021-03-20", 0)["standing"], "recognised");
    let shown = world.json(&format!("show {number}"), 0);
    assert_eq!(shown["history"].as_array().unwrap().len(), 3);
    assert_eq!(shown["sites"][0]["prefix"], "S000099000009");
    let listed = world.json("list --on 2021-03-05 --occupation 车工", 0);
    let bodies = listed["bodies"].as_array().unwrap();
    let own = bodies.iter().find(|body| body["number"] == number).unwrap();
    assert_eq!((&own["standing"], &own["short_form"]), (&"suspended".into(), &false.into()));
    assert!(bodies.iter().any(|body| body["short_form"] == true));
}

#[test]
fn a_recognition_made_before_is_taken_over_in_the_short_form() {
    let world = World::new();
    let prefix = "--prefix Y000099000077";
    let body = "--kind employer --name 示例厂（虚构） --scope 车工:四级 --standard-exists";
    let take = |by: u32, rest: &str, code| {
        world.json(&format!("take-over --by {by} --on 2021-02-01 {body} {rest}"), code)
    };
    let refused = take(3, prefix, 1);
    assert!(refused["rule"].as_str().unwrap().starts_with("2020-80/p5."), "{refused}");
    take(0, "--prefix Y00009900007", 2);
    // A social body's prefix is no employer's.
    take(0, "--prefix S000099000077", 1);
    let taken = take(0, prefix, 0);
    assert_eq!(taken["rule"], "2020-80/p5.employers-assess");
    let list = world.json("list --on 2021-06-15", 0);
    let bodies = list["bodies"].as_array().unwrap();
    let own = bodies.iter().find(|body| body["name"] == "示例厂（虚构）").unwrap();
    assert_eq!(own["short_form"], true);
    let what = "--occupation 车工 --level 四级 --on 2021-02-01";
    let asked = world.json(&format!("was-recognised {} {what}", own["number"]), 0);
    assert_eq!((&asked["recognised"], &asked["entry"]), (&true.into(), &taken["index"]));
}
