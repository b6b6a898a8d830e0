//! `GET /log`: how far the public log is published; `GET /log/{path}`: its files, for mirrors,
//! witnesses and re-checkers.
//!
//! Source: C2SP tlog-tiles for paths, content types and caching.
//! Who may call it: anyone, from any page. Out of scope: writing them (`desk`); any static server
//! can serve the same folder.

use crate::headers::Incompressible;
use crate::page::{Page, Room, send};
use crate::problem;
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, HOST};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use desk::published_log::LogFile;
use desk::see_log::{LogView, see};

/// Tiles and bundles never change under their path.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// A checkpoint is replaced every second or so.
const BRIEFLY: &str = "public, max-age=1";
const TEXT: &str = "text/plain; charset=utf-8";
const BYTES: &str = "application/octet-stream";

#[derive(Template)]
#[template(path = "log.html")]
struct LogPage<'v> {
    page: Page<'v>,
    log: Option<LogView>,
    /// Where this portal is, as the visitor reached it.
    base: String,
}

/// Shows how far the log is published, and how to check it.
pub(super) async fn page(visit: Visit, headers: HeaderMap) -> Response {
    let log = match visit.house.portal.log.clone() {
        None => None,
        Some(log) => match tokio::task::spawn_blocking(move || see(&log)).await {
            Ok(Ok(view)) => view,
            Ok(Err(_)) | Err(_) => return problem::unavailable(visit).await,
        },
    };
    let title = visit.words().say("web-log", &[]);
    let page = Page::new(&visit, Room::Log, title);
    send(&visit, StatusCode::OK, &LogPage { page, log, base: base(&headers) })
}

/// Returns the address that the visitor named, where it is a plain one.
fn base(headers: &HeaderMap) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let host = host.filter(|host| !host.is_empty() && host.chars().all(plain));
    format!("http://{}", host.unwrap_or("127.0.0.1"))
}

/// Answers with the file of that path.
pub(super) async fn get(Path(path): Path<String>, visit: Visit) -> Response {
    let Some(log) = visit.house.portal.log.clone() else { return problem::not_found(visit).await };
    let found = tokio::task::spawn_blocking(move || log.read(&path)).await;
    let (kind, bytes) = match found {
        Ok(Ok(Some(found))) => found,
        Ok(Ok(None)) => return problem::not_found(visit).await,
        Ok(Err(_)) | Err(_) => return problem::unavailable(visit).await,
    };
    let (content, keeps) = match kind {
        LogFile::Tile | LogFile::Bundle => (BYTES, FOR_EVER),
        LogFile::Fixed => (TEXT, FOR_EVER),
        LogFile::Changing => (TEXT, BRIEFLY),
    };
    let mut response = ([(CONTENT_TYPE, content), (CACHE_CONTROL, keeps)], bytes).into_response();
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    let policy = HeaderName::from_static("cross-origin-resource-policy");
    headers.insert(policy, HeaderValue::from_static("cross-origin"));
    if kind == LogFile::Tile {
        response.extensions_mut().insert(Incompressible);
    }
    response
}
