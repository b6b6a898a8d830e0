//! `Visitor`, who asks the portal in a test: a clock that stands still and a register of one
//! certificate.
//!
//! In scope: sending requests, reading answers. Out of scope: what is expected.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use desk::house::House;
use desk::law_folder::LawFolder;
use desk::law_room::LawRoom;
use desk::ports::{Clock, Verifier};
use desk::published_log::PublishedLog;
use desk::see_register::Reading;
use desk::verdict::{About, Answer, Verdict, VerdictLine};
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex};
use tower::ServiceExt;
use vocab::Instant;
use watch::Instruments;
use web::Portal;

static LAW: LazyLock<LawRoom> =
    LazyLock::new(|| LawRoom::load(LawFolder::compiled()).expect("the compiled law loads"));

/// An answer with its body as text.
pub(crate) struct Answered {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

/// The clock of the tests, years after both exits.
pub(crate) struct Afternoon;

impl Clock for Afternoon {
    fn now(&self) -> Instant {
        "2026-12-01T15:00:00+08:00".parse().expect("it is an instant")
    }
}

/// A register that knows one number and answers each thing it is shown in one line.
struct OneCertificate;

impl OneCertificate {
    fn line(about: About, answer: Answer, zh: String, en: &str) -> VerdictLine {
        VerdictLine { about, answer, zh, en: en.into(), quote: None }
    }
}

impl Verifier for OneCertificate {
    fn number(&self, number: &str) -> Verdict {
        let known = if number == "Y0001" { Answer::Yes } else { Answer::No };
        let quote = "退出目录前已发放的职业资格证书继续有效";
        let lawful = Self::line(About::Lawful, Answer::CouldNotCheck, "没有材料".into(), "nothing");
        let lines = vec![
            Self::line(About::InLog, known, "日志".into(), "in words"),
            VerdictLine { quote: Some(quote.into()), ..lawful },
        ];
        Verdict { number: Some(number.into()), lines, of_body: None, unread: false }
    }

    fn file(&self, bytes: &[u8], name: Option<&str>, document: Option<&str>) -> Verdict {
        // The sentence tells the test what arrived; a real verifier never repeats a name.
        let arrived = format!("{} bytes, {}, {}", bytes.len(), name.is_some(), document.is_some());
        let line = Self::line(About::Holder, Answer::Yes, arrived.clone(), &arrived);
        Verdict { number: None, lines: vec![line], of_body: None, unread: false }
    }
}

/// Returns a portal whose register holds one certificate.
pub(crate) fn portal() -> Router {
    let verifier: Box<dyn Verifier + Send + Sync> = Box::new(OneCertificate);
    with(Some(verifier), false)
}

/// Returns a portal whose register's public log is in a folder.
pub(crate) fn with_log(register: &Path) -> Router {
    let log = Some(PublishedLog::of(register));
    let (law, clock) = (LAW.clone(), Box::new(Afternoon));
    let (verifier, register) = (None, None);
    open(Portal { law, clock, verifier, log, register, demo: false, instruments: instruments() })
}

/// Returns a portal of an open register.
pub(crate) fn with_register(house: House) -> Router {
    let register = Some(Reading::of(Arc::new(Mutex::new(house))));
    let (law, clock) = (LAW.clone(), Box::new(Afternoon));
    let (verifier, log) = (None, None);
    open(Portal { law, clock, verifier, log, register, demo: false, instruments: instruments() })
}

/// Returns a portal without a register.
pub(crate) fn without_register(demo: bool) -> Router {
    with(None, demo)
}

fn with(verifier: Option<Box<dyn Verifier + Send + Sync>>, demo: bool) -> Router {
    let law = LAW.clone();
    let clock = Box::new(Afternoon);
    let (log, register) = (None, None);
    open(Portal { law, clock, verifier, log, register, demo, instruments: instruments() })
}

/// Returns the law.
pub(crate) fn law() -> LawRoom {
    LAW.clone()
}

/// Returns instruments that counted nothing.
pub(crate) fn instruments() -> Arc<Instruments> {
    Arc::new(Instruments::new("0"))
}

fn open(portal: Portal) -> Router {
    web::router(Arc::new(portal))
}

/// Sends a request.
pub(crate) async fn send(app: &Router, request: Request<Body>) -> Answered {
    let response = app.clone().oneshot(request).await.expect("a router always answers");
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.expect("the body ends");
    let body = String::from_utf8(bytes.to_vec()).expect("pages are text");
    Answered { status: parts.status, headers: parts.headers, body }
}

/// Gets an address, in which Chinese may stand as it is.
pub(crate) async fn get(app: &Router, address: &str) -> Answered {
    let request = Request::get(encoded(address)).body(Body::empty());
    send(app, request.expect("the address is one")).await
}

/// Gets an address and expects a status and texts in the body; `!` before a text: not there.
pub(crate) async fn check(app: &Router, address: &str, status: u16, expect: &[&str]) {
    let answered = get(app, address).await;
    assert_eq!(answered.status.as_u16(), status, "{address}");
    holds(address, &answered.body, expect);
}

/// Expects texts in a body; `!` before a text: not there.
pub(crate) fn holds(what: &str, body: &str, expect: &[&str]) {
    for text in expect {
        match text.strip_prefix('!') {
            Some(absent) => assert!(!body.contains(absent), "{what}: `{absent}` is there"),
            None => assert!(body.contains(text), "{what}: `{text}` is missing in\n{body}"),
        }
    }
}

fn encoded(address: &str) -> String {
    let plain = |byte: u8| byte.is_ascii() && !b" <>".contains(&byte);
    let one = |byte: u8| {
        if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    address.bytes().map(one).collect()
}
