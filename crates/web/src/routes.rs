//! The table of routes: each with its handlers and who may call it. The portal has no other routes.
//!
//! Invariant I-WEB-1: the router is built from the table and from nothing else, and an entry cannot
//! be written without saying who may call it.
//! Out of scope: what a page shows (one file a route).

use crate::house::House;
use crate::problem;
use axum::Router;
use axum::routing::{MethodRouter, get};
use std::sync::Arc;

mod assets;
mod board;
mod bodies;
mod body;
mod health;
pub(crate) mod healthz;
mod log;
mod may_i;
mod notice;
mod occupation;
pub(crate) mod readyz;
mod verify;

/// Who may call a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Caller {
    /// Anybody, without saying who.
    Anyone,
}

/// A route of the portal.
pub(crate) struct Route {
    /// Its path, with names in braces.
    pub(crate) path: &'static str,
    /// Who may call it.
    pub(crate) caller: Caller,
    handlers: fn() -> MethodRouter<Arc<House>>,
}

const fn public(path: &'static str, handlers: fn() -> MethodRouter<Arc<House>>) -> Route {
    Route { path, caller: Caller::Anyone, handlers }
}

// I-WEB-1: every route stands here with who may call it.
const ROUTES: [Route; 16] = [
    public("/", || get(board::get)),
    public("/occupation/{row}", || get(occupation::get)),
    public("/bodies", || get(bodies::page)),
    public("/bodies.json", || get(bodies::json)),
    public("/bodies.csv", || get(bodies::csv)),
    public("/bodies/{body}", || get(body::get)),
    public("/notice", || get(notice::first)),
    public("/notice/{instrument}", || get(notice::get)),
    public("/may-i", || get(may_i::get)),
    public("/verify", || get(verify::get).post(verify::post).layer(verify::bound())),
    public("/health", || get(health::get)),
    public("/healthz", || get(healthz::get)),
    public("/readyz", || get(readyz::get)),
    public("/assets/{file}", || get(assets::get)),
    public("/log", || get(log::page)),
    public("/log/{*path}", || get(log::get)),
];

/// Returns the template of a matched path, as it stands in the table.
pub(crate) fn template(matched: &str) -> Option<&'static str> {
    ROUTES.iter().map(|route| route.path).find(|path| *path == matched)
}

/// Returns the routes as a router.
pub(crate) fn router(house: Arc<House>) -> Router {
    let empty = Router::new();
    let all = ROUTES.iter().fold(empty, |router, route| match route.caller {
        // Whoever adds a caller who has to be known says here how it is.
        Caller::Anyone => router.route(route.path, (route.handlers)()),
    });
    all.fallback(problem::not_found)
        .method_not_allowed_fallback(problem::not_allowed)
        .with_state(house)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Portal;
    use axum::body::Body;
    use axum::http::{Request, StatusCode};
    use desk::law_folder::LawFolder;
    use desk::law_room::LawRoom;
    use desk::ports::SystemClock;
    use desk::published_log::PublishedLog;
    use tower::ServiceExt;

    const METHODS: [&str; 6] = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    /// The table that users are promised; a route that is not in it does not exist.
    const PROMISED: &str = "/ GET Anyone
/occupation/{row} GET Anyone
/bodies GET Anyone
/bodies.json GET Anyone
/bodies.csv GET Anyone
/bodies/{body} GET Anyone
/notice GET Anyone
/notice/{instrument} GET Anyone
/may-i GET Anyone
/verify GET,POST Anyone
/health GET Anyone
/healthz GET Anyone
/readyz GET Anyone
/assets/{file} GET Anyone
/log GET Anyone
/log/{*path} GET Anyone";

    /// Returns the methods of a path that are not refused.
    async fn methods(app: &Router, path: &str) -> String {
        let mut answered = Vec::new();
        for method in METHODS {
            let request = Request::builder().method(method).uri(path);
            let answer = app.clone().oneshot(request.body(Body::empty()).unwrap());
            let status = answer.await.unwrap().status();
            assert_ne!(status, StatusCode::NOT_FOUND, "{method} {path}");
            if status != StatusCode::METHOD_NOT_ALLOWED {
                answered.push(method);
            }
        }
        answered.join(",")
    }

    #[tokio::test]
    async fn i_web_1_every_route_says_who_may_call_it_and_refuses_every_other_method() {
        let law = LawRoom::load(LawFolder::compiled()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("log")).unwrap();
        std::fs::write(folder.path().join("log/vkey"), "some\n").unwrap();
        let (clock, log) = (Box::new(SystemClock), Some(PublishedLog::of(folder.path())));
        let instruments = Arc::new(watch::Instruments::new("0"));
        let portal =
            Portal { law, clock, verifier: None, log, register: None, demo: false, instruments };
        let style = crate::assets::Asset::style().name;
        let app = router(Arc::new(House::new(Arc::new(portal))));
        let mut found = Vec::new();
        for route in &ROUTES {
            let path = route.path.replace("{row}", "%E8%BD%A6%E5%B7%A5");
            let path = path.replace("{instrument}", "2020-80").replace("{file}", &style);
            let path = path.replace("{*path}", "vkey").replace("{body}", "2");
            let methods = methods(&app, &path).await;
            found.push(format!("{} {methods} {:?}", route.path, route.caller));
        }
        assert_eq!(found.join("\n"), PROMISED);
    }
}
