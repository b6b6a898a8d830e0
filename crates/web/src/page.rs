//! `Page`, what every page has: title, language, place in the portal; and how it is sent.
//!
//! In scope: the frame around a page's own part, status, caching, remembering the language.
//! Out of scope: security headers (`headers`).

use crate::visit::{LANG, Visit};
use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use desk::words::{Lang, Words};

/// Seconds for which a chosen language is remembered: a year.
const REMEMBERED_SECONDS: u32 = 31_536_000;

/// The rooms that the navigation names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Room {
    /// The exit board and the occupations.
    Board,
    /// The instruments.
    Notice,
    /// The question form.
    MayI,
    /// The list of bodies.
    Bodies,
    /// Checking certificates.
    Verify,
    /// The public log.
    Log,
    /// None of them.
    Elsewhere,
}

/// The frame of a page.
pub(crate) struct Page<'v> {
    pub(crate) words: &'v Words,
    pub(crate) visit: &'v Visit,
    pub(crate) title: String,
    pub(crate) room: Room,
}

impl<'v> Page<'v> {
    pub(crate) fn new(visit: &'v Visit, room: Room, title: String) -> Page<'v> {
        Page { words: visit.words(), visit, title, room }
    }

    /// Says whether the page is in Chinese.
    pub(crate) fn is_zh(&self) -> bool {
        self.words.lang() == Lang::Zh
    }

    /// Returns the tag of the page's language.
    pub(crate) fn tag(&self) -> &'static str {
        self.words.lang().tag()
    }

    /// Returns the attribute that marks the room this page belongs to.
    pub(crate) fn current(&self, room: Room) -> &'static str {
        if self.room == room { "page" } else { "false" }
    }
}

/// Sends a page that anybody may keep for a while but has to ask about again.
pub(crate) fn send(visit: &Visit, status: StatusCode, page: &impl Template) -> Response {
    with_caching(visit, status, page, "no-cache")
}

/// Sends a page about one certificate, which nobody on the way may keep.
pub(crate) fn send_unkept(visit: &Visit, status: StatusCode, page: &impl Template) -> Response {
    with_caching(visit, status, page, "no-store")
}

fn with_caching(
    visit: &Visit,
    status: StatusCode,
    page: &impl Template,
    caching: &'static str,
) -> Response {
    let html = page.render().expect("templates write into memory, which does not fail");
    let mut response = (status, Html(html)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert(header::VARY, HeaderValue::from_static("cookie"));
    if visit.lang_chosen {
        let tag = match visit.lang {
            Lang::Zh => "zh",
            Lang::En => "en",
        };
        let kept =
            format!("{LANG}={tag}; Path=/; Max-Age={REMEMBERED_SECONDS}; SameSite=Lax; HttpOnly");
        let kept =
            HeaderValue::from_str(&kept).expect("a cookie of letters and digits is a header");
        headers.insert(header::SET_COOKIE, kept);
    }
    response
}
