//! `dengji found`: a register from nothing, by hand, with a recovery set made elsewhere.
//!
//! In scope: what is refused, and that the first acts follow. Out of scope: those acts themselves.

use crate::dengji;
use serde_json::Value;
use std::path::Path;

fn json(arguments: &[&str], code: i32) -> Value {
    let mut command = dengji(arguments);
    command.env("LC_ALL", "en").env_remove("DENGJI_PASSPHRASE");
    let output = command.output().unwrap();
    let said = String::from_utf8([output.stdout.clone(), output.stderr].concat()).unwrap();
    assert_eq!(output.status.code(), Some(code), "{arguments:?}\n{said}");
    serde_json::from_slice(&output.stdout).unwrap_or(Value::Null)
}

fn key(folder: &Path, name: &str) -> String {
    let file = folder.join(name).display().to_string();
    let made = json(&["key", "new", "--out", &file, "--plain", "--json"], 0);
    made["key"].as_str().unwrap().to_string()
}

#[test]
fn a_register_is_founded_once_and_its_authority_registers_who_follows() {
    let folder = tempfile::tempdir().unwrap();
    let keys = [key(folder.path(), "one"), key(folder.path(), "two")];
    let data = folder.path().join("register").display().to_string();
    let found = |data: &str, recovery: &[&String], more: &[&str], code| {
        let mut all = vec!["found", "--data", data, "--origin", "example.invalid/hand"];
        all.extend(["--authority", "示例省人力资源社会保障厅（虚构）", "--plain", "--json"]);
        recovery.iter().for_each(|key| all.extend(["--recovery", key.as_str()]));
        all.extend(more);
        json(&all, code)
    };
    let elsewhere = folder.path().join("elsewhere").display().to_string();
    // A set that cannot work founds nothing, and the folder stays free.
    let refused = found(&elsewhere, &[&keys[0], &keys[0]], &[], 1);
    assert_eq!(refused["rule"], "2020-80/p6.quality-is-supervised");
    found(&elsewhere, &[&keys[0]], &["--threshold", "2"], 1);
    found(&elsewhere, &[], &[], 2);
    assert_eq!(found(&data, &[&keys[0], &keys[1]], &[], 0)["index"], 0);
    found(&data, &[&keys[0], &keys[1]], &[], 3);
    let register = ["body", "register", "--data", &data, "--by", "0", "--kind", "supervisor"];
    let register = [&register[..], &["--name", "示例督导中心（虚构）", "--json"]].concat();
    assert_eq!(json(&register, 0)["rule"], "2020-80/p6.organisations-are-registered");
    let log = folder.path().join("register/log").display().to_string();
    let vkey = folder.path().join("register/log.vkey").display().to_string();
    json(&["recheck", &log, "--key", &vkey, "--json"], 0);
}
