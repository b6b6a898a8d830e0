//! `dengji recheck` and `dengji log verify`: the demonstration's log, as it is and changed.
//!
//! In scope: exit codes, words, JSON. Out of scope: each way of cheating (crate `recheck`).

use crate::dengji;
use crate::session::check;
use std::fs;

/// Plays the demonstration and returns its folder.
fn played() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let output = dengji(&["demo", "--no-serve", "--data", data]).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    folder
}

/// Returns the answer as one object.
fn object(line: &str, code: i32) -> serde_json::Value {
    serde_json::from_str(&check(&format!("{line} --json"), code, &[]).stdout).unwrap()
}

#[test]
fn the_log_of_the_demonstration_is_lawful_from_its_first_entry() {
    let folder = played();
    let (data, log) = (folder.path().display(), folder.path().join("log").display().to_string());
    check(&format!("recheck {log}"), 0, &["the log's own word", "lawful when decided again"]);
    let object = object(&format!("recheck {log} --key {data}/log.vkey"), 0);
    assert_eq!((&object["ok"], &object["key"]), (&true.into(), &"given".into()));
    assert_eq!(object["entries"], object["size"]);
    assert_eq!(object["certificates"], 421);
    // Its own checkpoint is one it keeps to.
    check(&format!("recheck {log} --kept {log}/checkpoint"), 0, &[]);
    let said = check(&format!("log verify {log}"), 0, &["no law was asked"]);
    assert!(said.stderr.is_empty(), "a bar is for terminals: {}", said.stderr);
}

#[test]
fn a_changed_byte_of_the_log_is_named_with_its_entry_and_file() {
    let folder = played();
    let log = folder.path().join("log");
    let size = object(&format!("recheck {}", log.display()), 0)["size"].as_u64().unwrap();
    // The last tile of 256 is the one that is still partial.
    let tile = format!("{:03}.p/{}", size / 256, size % 256);
    let path = log.join(format!("tile/entries/{tile}"));
    let mut bytes = fs::read(&path).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&path, bytes).unwrap();
    let log = log.display();
    for command in ["recheck", "log verify"] {
        let place = format!("entry {} tile/0/{tile} — ", size - 1);
        check(&format!("{command} {log}"), 1, &[&place, "root"]);
    }
    let output =
        dengji(&["recheck", &log.to_string()]).env("LANG", "zh_CN.UTF-8").output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains(&format!("条目 {} tile/0/{tile} — ", size - 1)), "{said}");
    let object = object(&format!("recheck {log} --findings 1"), 1);
    assert_eq!(object["findings"].as_array().unwrap().len(), 1);
    assert_eq!(object["findings"][0]["entry"], size - 1);
    assert_eq!(object["stopped"], true);
}

#[test]
fn a_log_decided_by_other_law_says_so() {
    let folder = played();
    let law = tempfile::tempdir().unwrap();
    fs::create_dir(law.path().join("2020-80")).unwrap();
    fs::write(law.path().join("2020-80/remark.txt"), "other words").unwrap();
    let (law, log) = (law.path().display(), folder.path().join("log"));
    check(
        &format!("--law {law} recheck {}", log.display()),
        1,
        &["entry 0", "it was founded under the law"],
    );
}

#[test]
fn a_log_founded_under_other_law_is_decided_under_the_law_that_it_serves() {
    let law = tempfile::tempdir().unwrap();
    fs::create_dir(law.path().join("2020-80")).unwrap();
    fs::write(law.path().join("2020-80/remark.txt"), "other words").unwrap();
    let (law, folder) = (law.path().display(), tempfile::tempdir().unwrap());
    let data = folder.path().display();
    check(&format!("--law {law} demo --no-serve --data {data}"), 0, &[]);
    check(&format!("recheck {data}/log"), 0, &["decided under the law that the log serves"]);
    // Without it, the law of this program decides, and says that it is another.
    fs::remove_dir_all(folder.path().join("log/law")).unwrap();
    check(&format!("recheck {data}/log"), 1, &["it was founded under the law"]);
}

#[test]
fn what_is_no_log_is_told_with_a_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().display();
    check(&format!("recheck {empty}"), 3, &["there is no checkpoint", "name the folder or URL"]);
    fs::write(folder.path().join("checkpoint"), "x").unwrap();
    check(&format!("recheck {empty}"), 2, &["--key"]);
    fs::write(folder.path().join("vkey"), "x").unwrap();
    check(&format!("recheck {empty}"), 3, &["holds no verifier key"]);
    check("recheck http://user:word@a.invalid/log", 2, &["without user, password"]);
    check("recheck", 2, &[]);
    check(&format!("recheck {empty} --findings 0"), 2, &[]);
}
