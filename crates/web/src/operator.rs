//! What an operator reads, on an address of its own: metrics, health, readiness with reasons.
//!
//! In scope: the routes of that address. Out of scope: who reaches it; it is for a private network,
//! and without `--metrics` there is none.
//! Invariant: none of these is on the portal's address but health and readiness without reasons.

use crate::house::House;
use crate::routes::{healthz, readyz};
use axum::Router;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::get;
use std::sync::Arc;
use watch::instruments;

/// Returns the operator's routes.
pub(crate) fn router(house: Arc<House>) -> Router {
    Router::new()
        .route("/metrics", get(metrics))
        .route("/healthz", get(healthz::get))
        .route("/readyz", get(readyz::for_operators))
        .with_state(house)
}

/// Shows the metrics, also while the register cannot be used.
async fn metrics(State(house): State<Arc<House>>) -> impl IntoResponse {
    let portal = &house.portal;
    let page = portal.instruments.page(portal.clock.now());
    ([(CONTENT_TYPE, instruments::CONTENT_TYPE), (CACHE_CONTROL, "no-store")], page)
}
