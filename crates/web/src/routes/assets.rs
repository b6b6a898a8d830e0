//! `GET /assets/{file}`: the style sheet and the icon, kept for ever by whoever got them.
//!
//! Who may call it: anyone. Out of scope: names (`assets`).

use crate::problem;
use crate::visit::Visit;
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

/// A name holds the hash of the bytes, so these never change under it.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Answers with the asset of that name.
pub(super) async fn get(Path(file): Path<String>, visit: Visit) -> Response {
    let house = &visit.house;
    let found = [&house.style, &house.icon].into_iter().find(|asset| asset.name == file);
    let Some((kind, bytes)) = found.map(|asset| (asset.kind, asset.bytes)) else {
        return problem::not_found(visit).await;
    };
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, FOR_EVER)], bytes).into_response()
}
