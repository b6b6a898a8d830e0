//! `GET /health`: says that the portal answers, by which law, and whether it holds a register.
//!
//! Who may call it: anyone. Out of scope: the state of the register.

use crate::visit::Visit;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;

/// Answers in plain text, one fact a line.
pub(super) async fn get(visit: Visit) -> impl IntoResponse {
    let portal = &visit.house.portal;
    let law = &portal.law.law().digest;
    let register = if portal.verifier.is_some() { "yes" } else { "no" };
    let headers = [(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, "no-store")];
    (headers, format!("ok\nlaw {law}\nregister {register}\n"))
}
