//! `dengji serve` as an operator runs it: lines as objects, metrics on an address of their own,
//! readiness while it runs.
//!
//! In scope: wiring, words, exit codes. Out of scope: what is counted (`watch`), checks (`desk`).

use crate::dengji;
use crate::session::check;
use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, ChildStderr, Command, Stdio};

/// A server with its lines.
struct Serving {
    child: Child,
    lines: BufReader<ChildStderr>,
    portal: String,
    operator: String,
}

impl Serving {
    fn start(line: &str) -> Serving {
        let arguments: Vec<&str> = line.split_whitespace().collect();
        let mut command = dengji(&arguments);
        command.env("LANG", "en").stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut url = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut url).unwrap();
        let portal = url.trim().trim_start_matches("http://").trim_end_matches('/').to_string();
        let mut lines = BufReader::new(child.stderr.take().unwrap());
        let mut operator = String::new();
        while operator.is_empty() {
            let mut line = String::new();
            assert_ne!(lines.read_line(&mut line).unwrap(), 0, "it ended");
            let said: Value = serde_json::from_str(&line).unwrap();
            let said = said["message"].as_str().unwrap();
            if let Some((_, url)) = said.split_once("metrics at http://") {
                operator = url.split_once("/metrics").unwrap().0.to_string();
            }
        }
        Serving { child, lines, portal, operator }
    }

    /// Ends it as a service manager does, and returns the lines that were left.
    fn stop(mut self) -> Vec<Value> {
        let ended = Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        assert!(ended.success());
        assert_eq!(self.child.wait().unwrap().code(), Some(0));
        let mut rest = String::new();
        self.lines.read_to_string(&mut rest).unwrap();
        let line = |line: &str| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"));
        rest.lines().map(line).collect()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // Ended already where all went well.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Expects a status and texts in what is answered; `!` before a text: not there.
fn ask(address: &str, path: &str, status: u16, expect: &[&str]) {
    let mut stream = TcpStream::connect(address).unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{path}: {answer}");
    for text in expect {
        let (text, there) = text.strip_prefix('!').map_or((*text, true), |text| (text, false));
        assert_eq!(answer.contains(text), there, "{path}: `{text}` in {answer}");
    }
}

#[test]
fn an_operator_reads_metrics_lines_and_readiness_and_strangers_read_no_metrics() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("register").display().to_string();
    check(&format!("demo --no-serve --data {data}"), 0, &[]);
    let line = format!("serve --listen 127.0.0.1:0 --metrics 127.0.0.1:0 --log json --data {data}");
    let serving = Serving::start(&line);
    let (portal, operator) = (&serving.portal.clone(), &serving.operator.clone());
    let checkpoint = format!("{data}/log/checkpoint");
    fs::rename(&checkpoint, format!("{data}/away")).unwrap();
    ask(portal, "/readyz", 503, &["{\"check\":\"log\",\"ok\":false,\"remedy\":", "!\"why\""]);
    ask(operator, "/readyz", 503, &["\"why\":\"the published checkpoint is not there"]);
    fs::rename(format!("{data}/away"), &checkpoint).unwrap();
    ask(operator, "/readyz", 200, &["{\"ready\":true"]);
    ask(portal, "/readyz", 200, &["{\"ready\":true"]);
    ask(portal, "/healthz", 200, &["ok\n"]);
    ask(portal, "/metrics", 404, &["!dengji_log_entries"]);
    ask(portal, "/occupation/somebody?q=anything", 404, &[]);
    let counted = "route=\"/occupation/{row}\",status=\"4xx\"} 1\n";
    ask(operator, "/metrics", 200, &["dengji_log_unpublished_entries 0\n", counted, "# EOF"]);
    let lines = serving.stop();
    let said = |what: &str| lines.iter().find(|line| line["message"] == what);
    let answered: Vec<&str> = lines.iter().filter_map(|line| line["route"].as_str()).collect();
    assert_eq!(answered, ["none", "/occupation/{row}"], "probes are told at a finer level only");
    let answered = said("answered").unwrap();
    assert_eq!((&answered["status"], &answered["method"]), (&404.into(), &"GET".into()));
    assert!(answered["duration_ms"].is_number());
    assert_eq!(said("not ready").unwrap()["check"], "log");
    assert_eq!(said("ready again").unwrap()["check"], "log");
    assert!(said("listening").unwrap()["address"].as_str().unwrap().ends_with(portal.as_str()));
    assert_eq!(lines.last(), said("stopped"));
    assert!(lines.iter().all(|line| !line.to_string().contains("somebody")));
}

#[test]
fn whoever_reads_may_read_beside_a_server_and_whoever_writes_is_told_who_holds_the_register() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("register").display().to_string();
    check(&format!("demo --no-serve --data {data}"), 0, &[]);
    let line = format!("serve --listen 127.0.0.1:0 --metrics 127.0.0.1:0 --log json --data {data}");
    let serving = Serving::start(&line);
    for (line, expect) in [
        ("body list", "示例"),
        ("search 示例", "示例"),
        ("exam show --session 1", "电工"),
        ("key list", "示例"),
    ] {
        check(&format!("{line} --data {data}"), 0, &[expect]);
    }
    let said = check(&format!("person retention --data {data}"), 3, &[]).stderr;
    assert!(said.contains("in use by another process"), "{said}");
    serving.stop();
}

#[test]
fn what_to_log_and_where_to_serve_metrics_is_refused_with_its_remedy() {
    for level in ["loud", "hyper=trace", "info,"] {
        check(&format!("serve --log-level {level}"), 2, &["info,http=warn"]);
    }
    let mut by_variable = dengji(&["serve"]);
    by_variable.env("DENGJI_LOG", "loud").env("LANG", "en");
    let ended = by_variable.output().unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert_eq!((ended.status.code(), said.contains("“loud”")), (Some(2), true), "{said}");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    check(&format!("serve --metrics {address}"), 3, &[&address.to_string()]);
    // For programs the fault is a line, too.
    let said = check(&format!("serve --log json --metrics {address}"), 3, &[]).stderr;
    let lines: Vec<Value> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let last = lines.last().unwrap();
    assert_eq!(last["level"], "ERROR");
    assert!(last["message"].as_str().unwrap().contains(&address.to_string()), "{last}");
}

#[test]
fn a_folder_without_a_register_is_not_served_as_the_law_alone() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("typo").display().to_string();
    let asked = ["serve", "--listen", "127.0.0.1:0", "--data", &data];
    let output = dengji(&asked).env("LANG", "en").output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(3), "{told}");
    assert!(told.contains("holds no register; check the path"), "{told}");
    assert!(output.stdout.is_empty(), "{told}");
}
