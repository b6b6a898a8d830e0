//! `GET /verify` and `POST /verify`: checks a certificate by its number or by its file.
//!
//! Who may call it: anyone. In scope: the forms, the limits, the lines of a verdict.
//! Out of scope: checking (`desk::ports::Verifier`).
//! Invariants: name and document number come in the body and go nowhere, neither into an address
//! nor into an answer; nothing of an upload is kept.

use crate::page::{Page, Room, send_unkept};
use crate::problem;
use crate::visit::Visit;
use askama::Template;
use axum::body::Bytes;
use axum::extract::multipart::{Multipart, MultipartError, MultipartRejection};
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use axum::http::StatusCode;
use axum::response::Response;
use desk::ports::Verifier;
use desk::verdict::{About, Answer, OfBody, Verdict, VerdictLine};
use desk::words::{Lang, Value, Words};
use std::sync::Arc;
use vocab::limits::{DOCUMENT_NUMBER_CHARS_MAX, NAME_CHARS_MAX};

/// Bytes of an upload, fields and file together. A `.dengji` file is far below; the visitor is
/// told.
const UPLOAD_BYTES_MAX: usize = 2 * 1024 * 1024;

/// Characters of a number as typed. The longest form has 22; blanks and hyphens are let in.
const NUMBER_CHARS_MAX: usize = 64;

/// Returns the bound on what is read of a body.
pub(super) fn bound() -> DefaultBodyLimit {
    DefaultBodyLimit::max(UPLOAD_BYTES_MAX)
}

/// Shows the forms, and the verdict once a number is given.
pub(super) async fn get(visit: Visit) -> Response {
    let Some(number) = visit.text("number").map(str::to_string) else {
        return answer(&visit, StatusCode::OK, Shown::Nothing);
    };
    if NUMBER_CHARS_MAX < number.chars().count() {
        let limit = Value::from(NUMBER_CHARS_MAX);
        let wrong = visit.words().say("web-verify-number-long", &[("limit", limit)]);
        return answer(&visit, StatusCode::BAD_REQUEST, Shown::Wrong(wrong));
    }
    let verdict = checked(&visit, move |verifier| verifier.number(&number)).await;
    answer(&visit, StatusCode::OK, verdict)
}

/// Checks an uploaded file.
pub(super) async fn post(visit: Visit, request: Request) -> Response {
    match read(&visit, request).await {
        Err((status, wrong)) => answer(&visit, status, Shown::Wrong(wrong)),
        Ok(upload) => {
            let verdict = checked(&visit, move |verifier| {
                let (name, document) = (upload.name.as_deref(), upload.document.as_deref());
                verifier.file(&upload.file, name, document)
            });
            let verdict = verdict.await;
            answer(&visit, StatusCode::OK, verdict)
        }
    }
}

/// What was uploaded.
#[derive(Default)]
struct Upload {
    file: Bytes,
    name: Option<String>,
    document: Option<String>,
}

/// A check may read a disk, so it runs beside the threads that answer.
async fn checked(
    visit: &Visit,
    check: impl FnOnce(&dyn Verifier) -> Verdict + Send + 'static,
) -> Shown {
    let portal = Arc::clone(&visit.house.portal);
    let verdict = tokio::task::spawn_blocking(move || {
        let verifier = portal.verifier.as_deref()?;
        Some(check(verifier))
    });
    match verdict.await {
        Ok(Some(verdict)) => Shown::Verdict(verdict),
        Ok(None) => Shown::Nothing,
        // The same bug goes on here, to be caught and numbered for this request (`headers`).
        Err(bug) => std::panic::resume_unwind(bug.into_panic()),
    }
}

async fn read(visit: &Visit, request: Request) -> Result<Upload, (StatusCode, String)> {
    let words = visit.words();
    let refused = |e: MultipartError| too_large_or_broken(words, e.status());
    let form = Multipart::from_request(request, &visit.house).await;
    let form = form.map_err(|e: MultipartRejection| too_large_or_broken(words, e.status()));
    let mut form = form?;
    let mut upload = Upload::default();
    while let Some(field) = form.next_field().await.map_err(refused)? {
        match field.name() {
            Some("file") => upload.file = field.bytes().await.map_err(refused)?,
            Some("name") => upload.name = filled(field.text().await.map_err(refused)?),
            Some("document") => upload.document = filled(field.text().await.map_err(refused)?),
            _ => {}
        }
    }
    if upload.file.is_empty() {
        return Err((StatusCode::BAD_REQUEST, words.say("web-verify-no-file", &[])));
    }
    within(words, upload.name.as_deref(), NAME_CHARS_MAX)?;
    within(words, upload.document.as_deref(), DOCUMENT_NUMBER_CHARS_MAX)?;
    Ok(upload)
}

fn filled(text: String) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_string())
}

fn within(words: &Words, text: Option<&str>, limit: usize) -> Result<(), (StatusCode, String)> {
    match text.filter(|text| limit < text.chars().count()) {
        None => Ok(()),
        Some(_) => {
            let wrong = words.say("web-verify-text-long", &[("limit", limit.into())]);
            Err((StatusCode::BAD_REQUEST, wrong))
        }
    }
}

fn too_large_or_broken(words: &Words, status: StatusCode) -> (StatusCode, String) {
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        let limit = Value::from(UPLOAD_BYTES_MAX / 1024 / 1024);
        (status, words.say("web-verify-too-large", &[("limit", limit)]))
    } else {
        (StatusCode::BAD_REQUEST, words.say("web-verify-broken", &[]))
    }
}

/// What the page shows besides its forms.
enum Shown {
    Nothing,
    Wrong(String),
    Verdict(Verdict),
}

#[derive(Template)]
#[template(path = "verify.html")]
struct VerifyPage<'v> {
    page: Page<'v>,
    holds_register: bool,
    number: &'v str,
    wrong: Option<String>,
    read: Option<String>,
    lines: Option<Vec<Line>>,
    of_body: Option<OfBody>,
}

/// A line of a verdict as it is shown.
struct Line {
    about: String,
    class: &'static str,
    sign: &'static str,
    answer: String,
    says: String,
    quote: Option<String>,
}

fn answer(visit: &Visit, status: StatusCode, shown: Shown) -> Response {
    let words = visit.words();
    let (wrong, verdict) = match shown {
        Shown::Nothing => (None, None),
        Shown::Wrong(wrong) => (Some(wrong), None),
        Shown::Verdict(verdict) => (None, Some(verdict)),
    };
    let unread = verdict.as_ref().is_some_and(|verdict| verdict.unread);
    let lines = |verdict: &Verdict| verdict.lines.iter().map(|one| line(words, one)).collect();
    let page = VerifyPage {
        page: Page::new(visit, Room::Verify, words.say("web-verify", &[])),
        holds_register: visit.house.portal.verifier.is_some(),
        number: visit.text("number").unwrap_or_default(),
        wrong,
        lines: verdict.as_ref().map(lines),
        of_body: verdict.as_ref().and_then(|verdict| verdict.of_body.clone()),
        read: verdict.and_then(|verdict| verdict.number),
    };
    let response = send_unkept(visit, status, &page);
    if unread { problem::ask_later(response) } else { response }
}

fn line(words: &Words, line: &VerdictLine) -> Line {
    let (class, sign, answer) = match line.answer {
        Answer::Yes => ("yes", "✓", words.say("web-verdict-yes", &[])),
        Answer::No => ("no", "✗", words.say("web-verdict-no", &[])),
        Answer::CouldNotCheck => ("unchecked", "?", words.say("web-verdict-unchecked", &[])),
    };
    let says = match words.lang() {
        Lang::Zh => &line.zh,
        Lang::En => &line.en,
    };
    let about = about(words, line.about);
    Line { about, class, sign, answer, says: says.clone(), quote: line.quote.clone() }
}

fn about(words: &Words, about: About) -> String {
    match about {
        About::Number => words.say("web-about-number", &[]),
        About::InLog => words.say("web-about-in-log", &[]),
        About::Signed => words.say("web-about-signed", &[]),
        About::Holder => words.say("web-about-holder", &[]),
        About::Status => words.say("web-about-status", &[]),
        About::Time => words.say("web-about-time", &[]),
        About::Body => words.say("web-about-body", &[]),
        About::Occupation => words.say("web-about-occupation", &[]),
        About::Lawful => words.say("web-about-lawful", &[]),
    }
}
