//! `GET /healthz`: the process answers; nothing else is looked at.
//!
//! Who may call it: anyone, on both addresses. Out of scope: whether it can do its work (`readyz`).

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;

/// Answers.
pub(crate) async fn get() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, "no-store")], "ok\n")
}
