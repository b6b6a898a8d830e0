//! The anchor that was named once: every command that writes asks it, and says when it cannot.
//!
//! Out of scope: what is compared (crate `desk`).

use crate::dengji;
use crate::session::{Said, check};
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::Stdio;

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &to.join(entry.file_name())),
            false => drop(fs::copy(entry.path(), to.join(entry.file_name())).unwrap()),
        }
    }
}

/// Serves a register until it is there, with more arguments.
fn served(data: &str, more: &[&str]) {
    let mut command = dengji(&["serve", "--data", data, "--listen", "127.0.0.1:0"]);
    let command = command.args(more).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut serving = command.spawn().unwrap();
    let mut ready = String::new();
    BufReader::new(serving.stdout.take().unwrap()).read_line(&mut ready).unwrap();
    assert!(ready.starts_with("http://"), "{ready}");
    serving.kill().unwrap();
    serving.wait().unwrap();
}

/// Records an announcement under a name of its own.
fn announce(data: &str, name: &str, code: i32, contains: &[&str]) -> Said {
    let line = format!(
        "exam announce --by 1 --on 2020-12-21 --name {name} --occupation 电工 --level 4 \
         --until 2020-12-30 --planned 2021-01-09 --data {data} --json"
    );
    check(&line, code, contains)
}

#[test]
fn a_copy_of_a_register_that_went_on_is_refused_by_every_command_that_writes() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let (data, old, anchor) = (at("demo"), at("old"), at("anchor"));
    check(&format!("demo --no-serve --data {data}"), 0, &[]);
    // With none it says so, once, and the answer for programs stays one.
    let said = announce(&data, "a", 0, &[]);
    assert_eq!(said.stderr.matches("no anchor").count(), 1, "{}", said.stderr);
    serde_json::from_str::<serde_json::Value>(&said.stdout).unwrap();
    served(&data, &["--anchor", &anchor]);
    copy(Path::new(&data), Path::new(&old));
    let before = fs::read(&anchor).unwrap();
    let said = announce(&data, "b", 0, &[]);
    assert!(!said.stderr.contains("anchor"), "{}", said.stderr);
    assert_ne!(fs::read(&anchor).unwrap(), before, "the command leaves its checkpoint there");

    let checkpoint = fs::read(Path::new(&old).join("log/checkpoint")).unwrap();
    announce(&old, "c", 3, &[&anchor, "this is an older copy", "write nothing until then"]);
    // To be read it is as good as any archive.
    check(&format!("body list --data {old}"), 0, &[]);
    let kept = fs::read(Path::new(&old).join("log/checkpoint")).unwrap();
    assert_eq!(kept, checkpoint, "nothing was published");
    let asked = ["serve", "--data", &old, "--listen", "127.0.0.1:0"];
    let said = dengji(&asked).env("LANG", "zh_CN.UTF-8").output();
    let told = String::from_utf8(said.unwrap().stderr).unwrap();
    assert!(told.contains("较旧的副本"), "{told}");
    // The register itself goes on.
    announce(&data, "d", 0, &[]);
    fs::rename(&anchor, at("away")).unwrap();
    announce(&data, "e", 0, &[&format!("the anchor “{anchor}” is not there")]);
}
