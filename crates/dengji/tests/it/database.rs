//! `--database` and `DENGJI_DATABASE`: the demonstration on PostgreSQL, served, looked into, backed
//! up, restored into a folder and back.
//!
//! In scope: words, exit codes, that no password is said. Out of scope: what each step does on a
//! server (crates `store`, `desk`). Skipped where PostgreSQL is not installed.

use crate::dengji;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use throwaway::Postgres;

/// A command whose register lies at a URL, which only the environment holds.
fn at(url: &str, line: &str) -> Command {
    let arguments: Vec<&str> = line.split_whitespace().collect();
    let mut command = dengji(&arguments);
    command.env("LANG", "en").env("DENGJI_DATABASE", url);
    command
}

fn check(mut command: Command, code: i32, contains: &[&str]) -> String {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let all = format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    assert_eq!(status.code(), Some(code), "{command:?}\n{all}");
    for part in contains {
        assert!(all.contains(part), "{command:?}\nlacks: {part}\nsaid: {all}");
    }
    assert!(!all.contains("throwaway"), "the password is said: {all}");
    String::from_utf8(stdout).unwrap()
}

/// Returns the number of a certificate that the demonstration issued.
fn a_certificate(folder: &Path) -> String {
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files[0].file_stem().unwrap().to_str().unwrap().to_string()
}

#[test]
fn a_register_in_a_database_is_played_served_searched_backed_up_and_restored_both_ways() {
    let Some(server) = Postgres::shared() else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (url, data) = (server.database(), path("demo"));
    check(at(&url, &format!("demo --no-serve --data {data}")), 0, &["are in"]);
    // By argument in place of the environment; a database with a register is not played on.
    let mut again = dengji(&["demo", "--no-serve", "--data", &path("second"), "--database", &url]);
    again.env("LANG", "en");
    check(again, 3, &["holds a register already"]);
    check(at("", &format!("check {data}")), 3, &["demo"]);
    check(at(&url, &format!("check {data}")), 0, &["nothing is wrong"]);

    let mut serving = at(&url, &format!("serve --data {data} --listen 127.0.0.1:0"));
    let mut serving = serving.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut ready = String::new();
    BufReader::new(serving.stdout.take().unwrap()).read_line(&mut ready).unwrap();
    assert!(ready.starts_with("http://"), "{ready}");
    // Reading goes on beside the server; writing does not.
    check(at(&url, &format!("check {data}")), 0, &["nothing is wrong"]);
    check(at(&url, &format!("person readings --data {data}")), 0, &["readings in the month: 0"]);
    check(at(&url, &format!("key turn-data --data {data}")), 3, &["another server writes into"]);
    let file = path("one.backup");
    fs::write(path("phrase"), "correct horse battery staple\n").unwrap();
    let phrase = format!("--passphrase-file {}", path("phrase"));
    check(at(&url, &format!("backup {data} --to {file} --with-keys {phrase}")), 0, &["whole"]);
    serving.kill().unwrap();
    serving.wait().unwrap();

    let by = |data: &str, what: &str| {
        format!("person find --data {data} --by 0 --staff 1 --why inspection {what} --json")
    };
    let number = a_certificate(&folder.path().join("demo/certificates"));
    let one = check(at(&url, &by(&data, &format!("--number {number}"))), 0, &[&number]);
    let one: serde_json::Value = serde_json::from_str(&one).unwrap();
    let name = one["found"][0]["name"].as_str().unwrap();
    // The family name and the character after it.
    let part: String = name.chars().take(2).collect();
    let find = |data: &str| by(data, &format!("--name {part}"));
    let people = check(at(&url, &find(&data)), 0, &[&number, name]);
    check(at(&url, &format!("person readings --data {data}")), 0, &["inspection"]);

    let into_folder = format!("restore {file} --to {} {phrase}", path("folder"));
    check(at("", &into_folder), 0, &["restored into"]);
    assert_eq!(check(at("", &find(&path("folder"))), 0, &[]), people);
    check(at("", &format!("check {}", path("folder"))), 0, &["nothing is wrong"]);
    let second = path("second.backup");
    let from_folder = format!("backup {} --to {second} --with-keys {phrase}", path("folder"));
    check(at("", &from_folder), 0, &["whole"]);
    let other = server.database();
    let into_database = format!("restore {second} --to {} {phrase}", path("back"));
    check(at(&url, &into_database), 3, &["a register is restored into an empty one only"]);
    check(at(&other, &into_database), 0, &["restored into"]);
    assert_eq!(check(at(&other, &find(&path("back"))), 0, &[]), people);
}

#[test]
fn a_server_that_is_not_there_is_named_without_the_password() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("demo").display().to_string();
    let url = "postgres://owner:throwaway@127.0.0.1:1/register";
    let said = "could not reach the database owner@127.0.0.1:1/register";
    check(at(url, &format!("demo --no-serve --data {data}")), 3, &[said, "start the server"]);
}

#[test]
fn a_database_that_cannot_be_reached_leaves_no_folder_of_a_demonstration() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("demo");
    // Nothing listens there: the port is the discard service's, which the system keeps.
    let url = "postgres://u:throwaway@127.0.0.1:9/reg";
    let line = format!("demo --no-serve --data {}", data.display());
    check(at(url, &line), 3, &["u@127.0.0.1:9/reg: nothing answers there; start the server"]);
    assert!(!data.exists());
    let mut chinese = at(url, &line);
    chinese.env("LC_ALL", "zh_CN.UTF-8");
    check(chinese, 3, &["u@127.0.0.1:9/reg：那里没有程序应答；请启动服务器"]);
}

#[test]
fn a_way_over_a_network_that_nobody_verifies_is_warned_of_once() {
    let folder = tempfile::tempdir().unwrap();
    let line = format!("check {}", folder.path().display());
    let warned = |url: &str, lang: &str, part: &str, expect: usize| {
        let mut command = at(url, &line);
        let output = command.env("LC_ALL", lang).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(told.matches(part).count(), expect, "{url}: {told}");
        assert!(!told.contains("throwaway"), "the password is said: {told}");
    };
    let far = "postgres://u:throwaway@db.example/reg";
    warned(far, "en", "database: the way over the network is encrypted only if", 1);
    warned(far, "zh_CN.UTF-8", "数据库：经由网络的连接是否加密取决于应答的一方", 1);
    let verified = format!("{far}?sslmode=verify-full&sslrootcert=/ca.pem");
    warned(&verified, "en", "the way over the network", 0);
    warned("postgres://u:throwaway@127.0.0.1/reg", "en", "the way over the network", 0);
}
