//! `GET /log/{path}`: the files of the public log, for mirrors, witnesses and re-checkers.
//!
//! Source: C2SP tlog-tiles for paths, content types and caching.
//! Who may call it: anyone, from any page. Out of scope: writing them (`desk`); any static server
//! can serve the same folder.

use crate::headers::Incompressible;
use crate::problem;
use crate::visit::Visit;
use axum::extract::Path;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use desk::published_log::LogFile;

/// Tiles and bundles never change under their path.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// A checkpoint is replaced every second or so.
const BRIEFLY: &str = "public, max-age=1";
const TEXT: &str = "text/plain; charset=utf-8";
const BYTES: &str = "application/octet-stream";

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
