//! Plays a register with invented people and looks for them in everything that an operator or a
//! log collector could read.
//!
//! Keeps: I-PRI-1. In scope: every line at the finest level, also of libraries; metrics; errors as
//! they are shown and printed; pages, headers and links that the portal makes itself.
//! Out of scope: what a visitor typed, which a page repeats to that visitor alone.
//! A test binary of its own: what writes lines is one for the whole process.
#![allow(clippy::unwrap_used)] // a test that cannot set its stage has nothing to say

mod world;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request as Ask;
use desk::candidates::Applicant;
use desk::house_error::HouseError;
use desk::keep_log::keep_log;
use std::error::Error;
use std::fmt::Debug;
use std::io::Write;
use std::sync::{Arc, Mutex};
use tower::ServiceExt;
use tracing_subscriber::fmt::MakeWriter;

use crate::world::{WRONG_NUMBER, World, people};

/// How long a piece of a number may be that shows by chance, as among the digits of a hash. The
/// mask shows one character.
const PIECE_CHARS: usize = 8;

/// Everything that was written, by whomever.
#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl Captured {
    fn add(&self, text: &str) {
        self.0.lock().unwrap().extend([text.as_bytes(), b"\n"].concat());
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }

    /// Adds an error as it is shown, with its causes, and as it is printed.
    fn error<E: Error + Debug + 'static>(&self, error: &E) {
        self.add(&desk::see_ready::with_causes(error));
        self.add(&format!("{error:?}"));
    }
}

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'w> MakeWriter<'w> for Captured {
    type Writer = Captured;

    fn make_writer(&'w self) -> Captured {
        self.clone()
    }
}

/// Returns what must not be found of a person: the name, and every piece of the number. A number
/// says when somebody was born, too.
fn traces(people: &[Applicant]) -> Vec<String> {
    let pieces = |number: &str| -> Vec<String> {
        let chars: Vec<char> = number.chars().collect();
        chars.windows(PIECE_CHARS).map(|piece| piece.iter().collect()).collect()
    };
    let mut all = pieces(WRONG_NUMBER);
    for one in people {
        all.push(one.name.clone());
        all.extend(one.name.chars().map(|c| format!("\\u{:04x}", c as u32)).reduce(|a, b| a + &b));
        all.push(one.name.bytes().map(|byte| format!("%{byte:02X}")).collect());
        all.extend(pieces(one.document.number()));
    }
    all
}

/// Returns the traces that are in a text.
fn found(traces: &[String], text: &str) -> Vec<String> {
    traces.iter().filter(|trace| text.contains(trace.as_str())).cloned().collect()
}

/// Asks the portal and returns status, headers and body as one text.
async fn ask(app: &Router, request: Ask<Body>) -> String {
    let (parts, body) = app.clone().oneshot(request).await.unwrap().into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    format!("{} {:?}\n{}", parts.status, parts.headers, String::from_utf8_lossy(&body))
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Asks for every page; those whose address names somebody are answered to whoever typed that, so
/// only what is told elsewhere counts.
async fn visit(portal: &Router, people: &[Applicant], numbers: &[String], captured: &Captured) {
    let get = |path: &str| Ask::get(path).body(Body::empty()).unwrap();
    for path in ["/", "/bodies", "/bodies.json", "/bodies/1", "/log", "/log/checkpoint", "/notice"]
    {
        captured.add(&ask(portal, get(path)).await);
    }
    for number in numbers {
        let typed = ask(portal, get(&format!("/verify?number={number}"))).await;
        captured.add(&typed);
    }
    for one in people {
        let (name, document) = (encoded(&one.name), one.document.number());
        for path in [
            format!("/occupation/{name}"),
            format!("/bodies/{document}"),
            format!("/{name}/{document}"),
            format!("/log/{document}"),
            format!("/?q={name}"),
            format!("/verify?number={document}&name={name}"),
            format!("/readyz?{name}={document}"),
        ] {
            ask(portal, get(&path)).await;
        }
    }
}

/// Verifies a file for its holder and for others; the answer to a form repeats no name.
async fn verify(portal: &Router, file: &[u8], people: &[Applicant], captured: &Captured) {
    for one in people {
        let mut body = Vec::new();
        for (name, content) in [
            ("file\"; filename=\"x.dengji", file),
            ("name", one.name.as_bytes()),
            ("document", one.document.number().as_bytes()),
        ] {
            let head = format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
            body.extend([head.as_bytes(), content, b"\r\n"].concat());
        }
        body.extend(b"--cut--\r\n");
        let request = Ask::post("/verify")
            .header("content-type", "multipart/form-data; boundary=cut")
            .body(Body::from(body));
        captured.add(&ask(portal, request.unwrap()).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn i_pri_1_nobody_is_named_in_lines_metrics_errors_or_links_of_a_register_at_work() {
    let captured = Captured::default();
    let lines = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(captured.clone());
    tracing::subscriber::set_global_default(lines.finish()).unwrap();
    let (people, folder) = (people(), tempfile::tempdir().unwrap());
    let (watched, of) = (captured.clone(), people.clone());
    let path = folder.path().to_path_buf();
    // The house blocks, so it is played on a thread of its own.
    let played = tokio::task::spawn_blocking(move || {
        let world = World::founded(&path, watched);
        let (session, numbers) = world.issue(of.clone());
        let keeping = keep_log(world.house.clone(), world.clock.clone(), 3600).unwrap();
        world.on("2020-12-17");
        // Not through the front: a file rests on what is published, which a group is not.
        let file = world.house.lock().unwrap().certificate_file(&numbers[1]).unwrap().to_string();
        world.go_wrong(session, &of);
        world.look_up(&of, &numbers[1]);
        world.import(&of);
        drop(keeping);
        (world, numbers, file)
    });
    let (mut world, numbers, file) = played.await.unwrap();
    let (portal, operator) = world.opened();
    visit(&portal, &people, &numbers, &captured).await;
    verify(&portal, file.as_bytes(), &people[..3], &captured).await;
    for path in ["/metrics", "/readyz"] {
        captured.add(&ask(&operator, Ask::get(path).body(Body::empty()).unwrap()).await);
    }

    let (traces, text) = (traces(&people), captured.text());
    // What happened was told: silence would name nobody, either.
    for told in ["an act was refused", "the register has a fault", "a bug showed", "answered"] {
        assert!(text.contains(told), "`{told}` was not told");
    }
    for counted in [
        "dengji_refusals_total{rule=\"2020-80/",
        "dengji_failures_total{doing=\"act\"} 1\n",
        "route=\"/occupation/{row}\"",
    ] {
        assert!(text.contains(counted), "`{counted}` was not counted");
    }
    assert_eq!(found(&traces, &text), Vec::<String>::new(), "in\n{text}");
    each_leak_is_found(&traces, &people, &captured);
}

/// The test can fail: each way in which a person could come out is found when it is opened.
fn each_leak_is_found(traces: &[String], people: &[Applicant], captured: &Captured) {
    let (name, number) = (people[5].name.as_str(), people[5].document.number());
    let leaks: [&dyn Fn(); 6] = [
        &|| tracing::trace!(name, "a line with a name"),
        &|| tracing::debug!("born {}", &number[6..14]),
        &|| captured.add(&format!("route=\"/verify/{}\"", encoded(name))),
        &|| captured.error(&HouseError::OtherRequest(name.to_string())),
        &|| captured.error(&HouseError::PrivateRow(number[4..].to_string())),
        &|| captured.add(&format!("990000********{}", &number[9..])),
    ];
    for (place, leak) in leaks.iter().enumerate() {
        captured.0.lock().unwrap().clear();
        leak();
        assert_ne!(found(traces, &captured.text()), Vec::<String>::new(), "leak {place}");
    }
    // What the mask shows is allowed.
    assert_eq!(found(traces, &vocab::masked(number)), Vec::<String>::new());
}
