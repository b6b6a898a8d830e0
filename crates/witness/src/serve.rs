//! The routes of a witness: `POST /add-checkpoint`, and its key for people.
//!
//! Source: C2SP tlog-witness, “HTTP Interface”.
//! In scope: bodies that are too long or too slow, carrying requests to the witness.
//! Out of scope: what the witness answers (`cosigning`), listening (`listening`).

use crate::causes::with_causes;
use crate::cosigning::{Answer, Cosigning};
use crate::listening::ServeLimits;
use crate::witness_error::WitnessError;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use seal::ADD_CHECKPOINT_BYTES_MAX;
use std::sync::Arc;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

/// What tells the time, in seconds since 1970.
pub type Now = Arc<dyn Fn() -> u64 + Send + Sync>;

/// What the routes stand on.
#[derive(Clone)]
struct Desk {
    witness: Arc<Cosigning>,
    now: Now,
    limits: ServeLimits,
}

/// Returns the routes of a witness.
pub fn witness_routes(witness: Arc<Cosigning>, now: Now, limits: ServeLimits) -> Router {
    Router::new()
        .route("/add-checkpoint", post(add_checkpoint))
        .route("/vkey", get(vkey))
        .with_state(Desk { witness, now, limits })
}

async fn add_checkpoint(State(desk): State<Desk>, body: Body) -> Response {
    // One byte more is read than a request has, so that a long one is refused as what it is.
    let read = to_bytes(body, ADD_CHECKPOINT_BYTES_MAX + 1);
    let body = match timeout(desk.limits.body, read).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => {
            let told = format!("the body has more than {ADD_CHECKPOINT_BYTES_MAX} bytes, or broke");
            return respond(Answer::text(413, told));
        }
        Err(_) => {
            let told = format!("the body did not arrive in {:?}", desk.limits.body);
            return respond(Answer::text(408, told));
        }
    };
    // Keeping the checkpoint waits for the disk, and judging it perhaps for the log.
    let asked = spawn_blocking(move || desk.witness.add_checkpoint(&body, (desk.now)())).await;
    respond(match asked {
        Ok(Ok(answer)) => answer,
        Ok(Err(error)) => {
            eprintln!("{}", with_causes(&error));
            fault(&error)
        }
        // The panic itself was told on standard error.
        Err(_) => Answer::text(500, "this witness has a fault; nothing was cosigned"),
    })
}

async fn vkey(State(desk): State<Desk>) -> Response {
    respond(Answer::text(200, desk.witness.verifier().to_string()))
}

/// What a log is told of a fault; paths stay here.
fn fault(error: &WitnessError) -> Answer {
    match error {
        // Passes by itself, so the log may try again.
        WitnessError::ClockBack { .. } => Answer::text(503, error.to_string()),
        _ => Answer::text(500, "this witness has a fault; nothing was cosigned"),
    }
}

fn respond(answer: Answer) -> Response {
    let status = StatusCode::from_u16(answer.status).expect("every answer has a status of HTTP");
    let headers = [(header::CONTENT_TYPE, answer.kind), (header::CACHE_CONTROL, "no-store")];
    (status, headers, answer.body).into_response()
}
