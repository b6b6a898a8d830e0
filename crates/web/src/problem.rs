//! Problems: what cannot be answered, as pages that say what to do; one table from error to status.
//!
//! In scope: unknown names, unreadable days, pages that are not there, methods not allowed.
//! Out of scope: the law saying no, which is an answer; bugs (`headers`).

use crate::page::{Page, Room, send};
use crate::visit::Visit;
use askama::Template;
use axum::http::header::{CACHE_CONTROL, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use desk::asked::{AskError, RowName};
use desk::front::AFTER_FAULT;
use desk::law_words::{ask_error, row_name};

/// Returns the status that an error is answered with.
pub(crate) fn status(error: &AskError) -> StatusCode {
    match error {
        AskError::UnknownOccupation { .. } => StatusCode::NOT_FOUND,
        AskError::SeveralOccupations { .. } => StatusCode::MULTIPLE_CHOICES,
        AskError::UnknownAct { .. }
        | AskError::Day(_)
        | AskError::KnownAt(_)
        | AskError::Region(_)
        | AskError::FactForm(_)
        | AskError::UnknownFact { .. }
        | AskError::FactValue { .. }
        | AskError::FactTwice(_)
        | AskError::Fate(_)
        | AskError::Standing(_)
        | AskError::Level(_)
        | AskError::BeforeLaw { .. }
        | AskError::NothingKnown { .. } => StatusCode::BAD_REQUEST,
    }
}

/// An occupation to go to instead.
pub(crate) struct Near {
    /// The name to use.
    pub(crate) name: String,
    /// The name with item and what is printed.
    pub(crate) label: String,
}

/// Returns the occupations an error suggests.
pub(crate) fn near(visit: &Visit, error: &AskError) -> Vec<Near> {
    let one =
        |row: &RowName| Near { name: row.best().to_string(), label: row_name(visit.words(), row) };
    match error {
        AskError::UnknownOccupation { nearest: rows, .. }
        | AskError::SeveralOccupations { rows, .. } => rows.iter().map(one).collect(),
        _ => Vec::new(),
    }
}

/// Answers with what is wrong, and the occupations that were perhaps meant.
pub(crate) fn asked_wrongly(visit: &Visit, error: &AskError) -> Response {
    let words = visit.words();
    let title = match error {
        AskError::UnknownOccupation { .. } => words.say("web-no-occupation", &[]),
        AskError::SeveralOccupations { .. } => words.say("web-several-occupations", &[]),
        _ => words.say("web-wrong", &[]),
    };
    let message = ask_error(words, error);
    answer(visit, status(error), title, message, near(visit, error))
}

/// Answers for a page that is not there.
pub(crate) async fn not_found(visit: Visit) -> Response {
    let words = visit.words();
    let title = words.say("web-not-found", &[]);
    let message = words.say("web-not-found-message", &[]);
    answer(&visit, StatusCode::NOT_FOUND, title, message, Vec::new())
}

/// Answers a method that the route does not have.
pub(crate) async fn not_allowed(visit: Visit) -> Response {
    let words = visit.words();
    let title = words.say("web-not-allowed", &[]);
    let message = words.say("web-not-allowed-message", &[]);
    answer(&visit, StatusCode::METHOD_NOT_ALLOWED, title, message, Vec::new())
}

/// Answers when what was asked for cannot be read at the moment.
pub(crate) async fn unavailable(visit: Visit) -> Response {
    let words = visit.words();
    let title = words.say("web-unavailable", &[]);
    let message = words.say("web-unavailable-message", &[]);
    // The board reads the register, too: back there it would say the same.
    let page = Page::new(&visit, Room::Elsewhere, title);
    let page = ProblemPage { page, message, near: Vec::new(), later: true };
    ask_later(send(&visit, StatusCode::SERVICE_UNAVAILABLE, &page))
}

/// Says in an answer that it is good for now only, and when to ask again: as soon as the register
/// may have been tried anew.
pub(crate) fn ask_later(mut response: Response) -> Response {
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    let headers = response.headers_mut();
    headers.insert(RETRY_AFTER, HeaderValue::from(AFTER_FAULT.as_secs()));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'v> {
    page: Page<'v>,
    message: String,
    near: Vec<Near>,
    /// Whether the same address may be answered later.
    later: bool,
}

fn answer(
    visit: &Visit,
    code: StatusCode,
    title: String,
    message: String,
    near: Vec<Near>,
) -> Response {
    let page = Page::new(visit, Room::Elsewhere, title);
    send(visit, code, &ProblemPage { page, message, near, later: false })
}
