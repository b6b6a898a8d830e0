//! `dengji person retention`: the archives of the demonstration, told and disposed of.
//!
//! Out of scope: days and what is in the way, one by one (crate `desk`).

use crate::data_keys::World;
use serde_json::Value;

fn retention(world: &World, arguments: &[&str], code: i32) -> String {
    let data = world.at("data");
    world.run(&[&["person", "retention", "--data", &data], arguments].concat(), code)
}

fn json(world: &World, arguments: &[&str]) -> Value {
    let said = retention(world, &[arguments, &["--json"]].concat(), 0);
    serde_json::from_str(&said).unwrap_or_else(|why| panic!("{why}\n{said}"))
}

/// Returns how many archives nothing keeps on a day.
fn free(world: &World, on: &str) -> usize {
    let told = json(world, &["--on", on]);
    assert_eq!(told["on"], on);
    let all = told["archives"].as_array().unwrap();
    assert!(!all.is_empty());
    all.iter().filter(|kept| kept["kept_by"].is_null()).count()
}

#[test]
fn archives_are_told_as_of_a_day_and_disposed_of_by_an_authority() {
    let world = World::new(&[]);
    assert_eq!(free(&world, "2020-12-31"), 0);
    let told = json(&world, &["--on", "2020-12-31"]);
    let listed = told["archives"].as_array().unwrap().iter().find(|a| !a["paper_from"].is_null());
    let listed = listed.expect("the demonstration lists an archive");
    let (session, from) = (listed["session"].to_string(), &listed["electronic_from"]);
    assert_eq!(listed["kept_by"], "runs");
    let table = retention(&world, &["--on", "2020-12-31"], 0);
    assert!(table.contains("Electronic from") && table.contains("kept until"), "{table}");
    assert!(table.contains("0 sessions may be disposed of"), "{table}");
    assert!(table.contains("no archive is listed"), "{table}");
    let on = from.as_str().unwrap();
    let one = json(&world, &["--on", on, "--session", &session]);
    assert_ne!(one["archives"][0]["kept_by"], "runs");
    assert!(retention(&world, &["--dispose"], 2).contains("--by"));
    let dispose = ["--dispose", "--staff", "7", "--by"];
    let body = retention(&world, &[&dispose[..], &["3"]].concat(), 2);
    assert!(body.contains("organisation 3 may not") && !body.contains("register"), "{body}");
    let done = json(&world, &[&dispose[..], &["0"]].concat());
    let again = json(&world, &[&dispose[..], &["0"]].concat());
    assert!(done["sessions"].is_u64() && again["sessions"] == 0);
    let none = retention(&world, &[&dispose[..], &["0", "--session", "9999"]].concat(), 3);
    assert!(none.contains("9999"), "{none}");
}
