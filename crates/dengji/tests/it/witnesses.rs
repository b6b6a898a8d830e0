//! `dengji witness serve`, `dengji serve --witnesses` and `dengji mirror`, as processes that talk.
//!
//! In scope: wiring, words, exit codes. Out of scope: the protocol and mirroring (crate `witness`).

use crate::dengji;
use crate::session::check;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread;

/// A program that serves until the test ends, and the address it printed first.
struct Serving {
    child: Child,
    url: String,
}

impl Serving {
    /// Starts it; waits for its address, which it prints when it is ready.
    fn start(line: &str) -> Serving {
        let arguments: Vec<&str> = line.split_whitespace().collect();
        let mut command = dengji(&arguments);
        command.env("LANG", "en").stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut url = String::new();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        // A mirror says first what it holds.
        while !url.starts_with("http://") {
            url.clear();
            assert_ne!(said.read_line(&mut url).unwrap(), 0, "{line} ended");
        }
        Serving { child, url: url.trim().trim_end_matches('/').to_string() }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// Plays the demonstration into a folder.
fn played(folder: &Path) -> String {
    let data = folder.join("register").display().to_string();
    check(&format!("demo --no-serve --data {data}"), 0, &[]);
    data
}

/// Writes a policy of two witnesses who both have to cosign.
fn policy(folder: &Path, data: &str, witnesses: [(&str, &str); 2]) -> String {
    let read = |path: String| fs::read_to_string(path).unwrap();
    let line = |(name, url): (&str, &str)| {
        format!("witness {name} {} {url}\n", read(format!("{data}/../{name}/vkey")).trim())
    };
    let lines: String = witnesses.map(line).concat();
    let log = read(format!("{data}/log/vkey"));
    let [(one, _), (two, _)] = witnesses;
    let path = folder.join("policy");
    fs::write(&path, format!("log {log}{lines}group g 2 {one} {two}\nquorum g\n")).unwrap();
    path.display().to_string()
}

fn witness(folder: &Path, name: &str, data: &str, more: &str) -> Serving {
    let place = folder.join(name).display().to_string();
    Serving::start(&format!(
        "witness serve --listen 127.0.0.1:0 --folder {place} --log {data}/log/vkey \
         --name {name} {more}"
    ))
}

/// The checkpoint of the largest landmark.
fn last_landmark(data: &str) -> String {
    let files = fs::read_dir(format!("{data}/log/landmark")).unwrap();
    let sizes = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let last = sizes.map(|size| size.parse::<u64>().unwrap()).max().unwrap();
    fs::read_to_string(format!("{data}/log/landmark/{last}")).unwrap()
}

#[test]
fn a_plain_and_a_lawful_witness_cosign_the_landmark_of_a_register_that_is_served() {
    let folder = tempfile::tempdir().unwrap();
    let data = played(folder.path());
    let plain = witness(folder.path(), "plain", &data, "");
    let lawful = witness(folder.path(), "lawful", &data, &format!("--lawful {data}/log"));
    let witnesses = [("plain", plain.url.as_str()), ("lawful", lawful.url.as_str())];
    let policy = policy(folder.path(), &data, witnesses);
    assert!(!last_landmark(&data).contains("— lawful "));
    // They are asked before the portal is ready.
    let line = format!("serve --listen 127.0.0.1:0 --data {data} --witnesses {policy}");
    drop(Serving::start(&line));
    let note = last_landmark(&data);
    assert!(note.contains("— plain ") && note.contains("— lawful "), "{note}");
    // What they know is kept, and the key keeps to what it states.
    drop((plain, lawful));
    let place = folder.path().join("plain").display().to_string();
    let line = format!("witness serve --folder {place} --log {data}/log/vkey");
    check(&format!("{line} --lawful {data}/log"), 3, &["another statement needs another folder"]);
    check(&format!("{line} --name other"), 3, &["the key is named “plain”"]);
}

#[test]
fn a_witness_that_knows_more_than_the_register_stops_it_from_starting() {
    let folder = tempfile::tempdir().unwrap();
    let data = played(folder.path());
    for name in ["plain", "lawful"] {
        drop(witness(folder.path(), name, &data, ""));
    }
    let ahead = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", ahead.local_addr().unwrap());
    thread::spawn(move || {
        for stream in ahead.incoming() {
            let mut stream = stream.unwrap();
            // The head and the beginning of the request are enough to know what is asked.
            let _ = stream.read(&mut [0; 65_536]);
            let _ = stream.write_all(
                b"HTTP/1.1 409 Conflict\r\nContent-Type: text/x.tlog.size\r\n\
                  Content-Length: 7\r\nConnection: close\r\n\r\n999999\n",
            );
        }
    });
    let gone = "http://127.0.0.1:9";
    let policy = policy(folder.path(), &data, [("plain", &url), ("lawful", gone)]);
    let before = fs::read_to_string(format!("{data}/log/checkpoint")).unwrap();
    let line = format!("serve --listen 127.0.0.1:0 --data {data} --witnesses {policy}");
    check(&line, 3, &["witness “plain” contradicts this register", "it knows 999999 entries"]);
    assert_eq!(fs::read_to_string(format!("{data}/log/checkpoint")).unwrap(), before);
    fs::write(&policy, "quorum nobody\n").unwrap();
    check(&line, 2, &["is no policy", "line 1: the name “nobody”"]);
}

#[test]
fn a_mirror_is_followed_served_and_checked_as_the_log_itself() {
    let folder = tempfile::tempdir().unwrap();
    let data = played(folder.path());
    let place = |name: &str| folder.path().join(name).display().to_string();
    let key = fs::read_to_string(format!("{data}/log/vkey")).unwrap();
    let key = key.trim();
    let first = place("first");
    check(&format!("mirror {data}/log {first} --key {key}"), 0, &["entries held; 0 before"]);
    check(&format!("mirror {data}/log {first}"), 0, &["has not grown", "own word"]);
    let served = Serving::start(&format!(
        "mirror {data}/log {first} --key {key} --follow 60 --serve 127.0.0.1:0"
    ));
    let second = place("second");
    check(&format!("mirror {} {second} --key {key}", served.url), 0, &["0 before"]);
    check(&format!("recheck {} --key {data}/log.vkey", served.url), 0, &["lawful"]);
    check(&format!("recheck {second} --key {data}/log.vkey"), 0, &["lawful"]);

    fs::write(format!("{data}/log/tile/entries/000"), b"changed").unwrap();
    let third = place("third");
    check(&format!("mirror {data}/log {third} --key {key}"), 1, &["cannot be read as entries"]);
    check(&format!("mirror {data}/nothing {third} --key {key}"), 3, &["lacks “checkpoint”"]);
    check(&format!("mirror {data}/nothing {} ", place("fourth")), 2, &["name one by --key"]);
    check(&format!("mirror {data}/log {third} --key a+b+c"), 2, &["the key cannot be read"]);
}
