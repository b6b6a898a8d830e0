//! `GET /readyz`: whether the register can be used now, as JSON with an object for each check.
//!
//! Who may call it: anyone. Strangers read which check failed and what an operator does then; why
//! it failed, with names of files and what the system said, only the operator's own address tells.
//! Out of scope: what is checked (`desk`), how often (`readiness`).

use crate::house::House;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use desk::see_ready::Check;
use serde_json::{Value, json};
use std::sync::Arc;

/// Answers strangers: 200 when every check holds, else 503.
pub(crate) async fn get(State(house): State<Arc<House>>) -> Response {
    answer(&house.readiness.checks(&house.portal, false).await, false)
}

/// Answers an operator, who reads why a check failed, too.
pub(crate) async fn for_operators(State(house): State<Arc<House>>) -> Response {
    answer(&house.readiness.checks(&house.portal, true).await, true)
}

fn answer(checks: &[Check], with_reason: bool) -> Response {
    let ready = checks.iter().all(Check::holds);
    let one = |check: &Check| {
        let mut one = json!({ "check": check.name, "ok": check.holds() });
        if let Some(why) = &check.failed {
            if with_reason {
                one["why"] = Value::from(why.as_str());
            }
            one["remedy"] = Value::from(check.remedy);
        }
        one
    };
    let all: Vec<Value> = checks.iter().map(one).collect();
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let headers = [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")];
    (status, headers, format!("{}\n", json!({ "ready": ready, "checks": all }))).into_response()
}
