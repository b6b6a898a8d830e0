//! `dengji backup`, `restore` and `check`: the demonstration's register, there and back.
//!
//! In scope: words, exit codes, JSON, a register that is served meanwhile. Out of scope: every way
//! of damage (crates `store`, `desk`).

use crate::dengji;
use crate::session::check;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::Stdio;

fn object(line: &str, code: i32) -> serde_json::Value {
    serde_json::from_str(&check(&format!("{line} --json"), code, &[]).stdout).unwrap()
}

/// Plays the demonstration and returns its folder in a folder of its own.
fn played(folder: &Path) -> String {
    let data = folder.join("demo").display().to_string();
    let output = dengji(&["demo", "--no-serve", "--data", &data]).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    data
}

#[test]
fn a_register_goes_into_a_file_while_it_is_served_and_comes_back_whole_or_to_a_point() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let data = played(folder.path());
    fs::write(at("phrase"), "correct horse battery staple\n").unwrap();
    let phrase = format!("--passphrase-file {}", at("phrase"));
    let mut serving = dengji(&["serve", "--data", &data, "--listen", "127.0.0.1:0"]);
    let mut serving = serving.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut ready = String::new();
    BufReader::new(serving.stdout.take().unwrap()).read_line(&mut ready).unwrap();
    assert!(ready.starts_with("http://"), "{ready}");

    let plain = at("plain.backup");
    let said = check(&format!("backup {data} --to {plain}"), 0, &["is written and whole"]);
    for warning in ["the backup is not encrypted", "the private keys are not in it"] {
        assert!(said.stderr.contains(warning), "{}", said.stderr);
    }
    check(&format!("backup {data} --to {plain}"), 3, &["is there already and stays as it is"]);
    check(&format!("backup {data} --to {} --with-keys", at("x")), 2, &["only into a backup"]);
    check(&format!("backup {data} --to {} --recipient nobody", at("x")), 2, &["no recipient"]);
    check(&format!("backup {} --to {}", at("nowhere"), at("x")), 3, &["nowhere"]);
    let full = at("full.backup");
    let made = object(&format!("backup {data} --to {full} --with-keys {phrase}"), 0);
    assert_eq!(
        (&made["encrypted"], &made["origin"]),
        (&true.into(), &"demo.dengji.invalid/2020-80".into())
    );
    let size = made["entries"].as_u64().unwrap();
    serving.kill().unwrap();
    serving.wait().unwrap();

    check(&format!("backup check {full}"), 3, &["is encrypted", "--passphrase-file"]);
    fs::write(at("wrong"), "wrong\n").unwrap();
    let wrong = format!("backup check {full} --passphrase-file {}", at("wrong"));
    check(&wrong, 3, &["does not open with the passphrase given"]);
    let seen = object(&format!("backup check {full} {phrase}"), 0);
    let whole = check(&format!("backup check {plain}"), 0, &["is whole, and its entries are"]);
    assert!(whole.stderr.contains("counted, and not opened"), "{}", whole.stderr);
    assert_eq!(seen["private_opened"], false);

    let done = object(&format!("restore {full} --to {} {phrase}", at("again")), 0);
    assert_eq!((&done["entries"], &done["state"]), (&size.into(), &seen["state"]));
    assert_eq!(done["missing"]["log"], serde_json::Value::Null);
    check(&format!("restore {full} --to {} {phrase}", at("again")), 3, &["is not empty"]);
    // Without keys nothing is wrong, and not everything could be checked.
    check(&format!("restore {plain} --to {}", at("bare")), 0, &[]);
    let unchecked = ["could not check: the private key of the log", "nothing is wrong with what"];
    check(&format!("check {}", at("bare")), 5, &unchecked);
    let seen_bare = object(&format!("check {}", at("bare")), 5);
    assert_eq!((&seen_bare["clean"], &seen_bare["wrong"]), (&false.into(), &false.into()));
    let opened = ["rows about persons, opened", "nothing is wrong"];
    check(&format!("check {}", at("again")), 0, &opened);
    // Another key in the place of the one that sealed: said to be, and nothing is said of the rows.
    let key = folder.path().join("again/keys/private.seed");
    let kept = fs::read(&key).unwrap();
    fs::write(&key, "7".repeat(64)).unwrap();
    let other = ["is not the key under which", "could not check: rows about persons were counted"];
    check(&format!("check {}", at("again")), 1, &other);
    let parts = object(&format!("check {}", at("again")), 1)["parts"].clone();
    let private = parts.as_array().unwrap().iter().find(|part| part["what"] == "private");
    assert_eq!(private.unwrap()["checked"], false);
    fs::write(&key, kept).unwrap();
    // What is derived comes again: the same checkpoint, which the rest of the world knows.
    let mut serving = dengji(&["serve", "--data", &at("again"), "--listen", "127.0.0.1:0"]);
    let mut serving = serving.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    BufReader::new(serving.stdout.take().unwrap()).read_line(&mut String::new()).unwrap();
    serving.kill().unwrap();
    serving.wait().unwrap();
    let again = format!("recheck {} --kept {data}/log/checkpoint", at("again/log"));
    check(&again, 0, &["lawful when decided again"]);

    let point = check(&format!("restore {plain} --to {} --size 1", at("point")), 0, &["1 of"]);
    for line in ["as of an earlier act", "keys/log.seed", "keys/private.seed"] {
        assert!(point.stderr.contains(line), "{line}\n{}", point.stderr);
    }
    let beyond = format!("restore {plain} --to {} --size {}", at("y"), size + 1);
    check(&beyond, 2, &["were asked for"]);
    assert!(!folder.path().join("y").exists() && !folder.path().join("y.restoring").exists());
}

#[test]
fn a_damaged_register_and_a_damaged_backup_are_told_in_the_language() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let data = played(folder.path());
    let file = at("one.backup");
    check(&format!("backup {data} --to {file}"), 0, &[]);
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&file, bytes).unwrap();
    let said = dengji(&["backup", "check", &file]).env("LANG", "zh_CN.UTF-8").output().unwrap();
    assert_eq!(said.status.code(), Some(3));
    let told = String::from_utf8(said.stderr).unwrap();
    assert!(told.contains("字节之间损坏"), "{told}");

    fs::remove_file(folder.path().join("demo/log/tile/0/000")).unwrap();
    let clean = object(&format!("check {data}"), 1);
    assert_eq!(clean["clean"], false);
    let text = check(&format!("check {data}"), 1, &["`log/tile/0/000`", "something is wrong"]);
    assert!(text.stderr.is_empty(), "{}", text.stderr);
    let said = dengji(&["check", &data]).env("LANG", "zh_CN.UTF-8").output().unwrap();
    let told = String::from_utf8(said.stdout).unwrap();
    assert!(told.contains("已发布日志的文件“log/tile/0/000”不在"), "{told}");
}
