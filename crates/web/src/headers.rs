//! Headers and bounds around every answer, and what happens when a handler has a bug.
//!
//! Source: our design; the policy allows what the pages use and nothing else.
//! In scope: security headers, length of an address, compression, bugs caught for one request,
//! telling each answer to whoever watches.
//! Out of scope: caching (`page`, `routes/assets.rs`).

use crate::routes;
use axum::Router;
use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{Extensions, HeaderMap, HeaderName, HeaderValue, StatusCode, Version, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use std::any::Any;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;
use tower_http::catch_panic::{CatchPanicLayer, ResponseForPanic};
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate as _};
use watch::{Instruments, Method, Request as Answered};

/// Bytes of a path with its query. The longest form of ours needs below 2,000; whoever writes more
/// is told so.
const ADDRESS_BYTES_MAX: usize = 8_192;

/// Nothing from outside, nothing inline, no script at all.
const CONTENT_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; \
                              form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Returns the routes with everything that goes around each answer.
pub(crate) fn around(routes: Router, instruments: Arc<Instruments>) -> Router {
    let caught = CatchPanicLayer::custom(Bugs(Arc::clone(&instruments)));
    routes
        .layer(caught)
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(compressible)))
        .layer(from_fn(bound_and_guard))
        .layer(from_fn_with_state(instruments, told))
}

/// Tells an answer to whoever watches. I-PRI-1: of the address only the template of its route.
async fn told(
    State(instruments): State<Arc<Instruments>>,
    request: Request,
    next: Next,
) -> Response {
    let begun = Instant::now();
    let method = Method::of(request.method().as_str());
    let path = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    let route = path.and_then(routes::template);
    let response = next.run(request).await;
    let (status, took) = (response.status().as_u16(), begun.elapsed());
    instruments.answered(&Answered { method, route, status, took });
    response
}

/// Marks an answer of hashes, which only grow when compressed.
#[derive(Clone, Copy)]
pub(crate) struct Incompressible;

fn compressible(_: StatusCode, _: Version, _: &HeaderMap, marks: &Extensions) -> bool {
    marks.get::<Incompressible>().is_none()
}

async fn bound_and_guard(request: Request, next: Next) -> Response {
    let address = request.uri().path_and_query().map_or(0, |address| address.as_str().len());
    let mut response = if ADDRESS_BYTES_MAX < address {
        let told = format!("the address has {address} bytes, at most {ADDRESS_BYTES_MAX}\n");
        (StatusCode::URI_TOO_LONG, told).into_response()
    } else {
        next.run(request).await
    };
    for (name, value) in HEADERS {
        // The public log says of itself that any page may read it.
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Answers requests whose handler had a bug; the others go on. That one showed is told to whoever
/// watches under a number, and nothing of it to the visitor but that number.
#[derive(Clone)]
struct Bugs(Arc<Instruments>);

impl ResponseForPanic for Bugs {
    type ResponseBody = Body;

    fn response_for_panic(&mut self, _: Box<dyn Any + Send + 'static>) -> Response {
        static INCIDENTS: AtomicU64 = AtomicU64::new(0);
        let number = INCIDENTS.fetch_add(1, Ordering::Relaxed) + 1;
        let id = format!("{}-{number}", std::process::id());
        self.0.broke(&id);
        let told = format!("本服务器出错，事件 {id}。\nThis server has a fault, incident {id}.\n");
        (StatusCode::INTERNAL_SERVER_ERROR, told).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use tower::ServiceExt;

    async fn broken() {
        panic!("a bug on purpose")
    }

    #[tokio::test]
    async fn a_bug_ends_one_request_with_a_number_and_every_answer_has_the_headers() {
        let routes = Router::new().route("/broken", get(broken)).route("/", get(|| async {}));
        let instruments = Arc::new(Instruments::new("0"));
        let app = around(routes, Arc::clone(&instruments));
        let ask = |path: String| Request::get(path).body(Body::empty()).unwrap();
        let check = async |path: String, expect: StatusCode| {
            let answer = app.clone().oneshot(ask(path)).await.unwrap();
            assert_eq!(answer.status(), expect);
            for (name, value) in HEADERS {
                assert_eq!(answer.headers()[&name], value);
            }
        };
        check("/broken".into(), StatusCode::INTERNAL_SERVER_ERROR).await;
        check("/".into(), StatusCode::OK).await;
        check("/missing".into(), StatusCode::NOT_FOUND).await;
        check(format!("/?q={}", "x".repeat(9000)), StatusCode::URI_TOO_LONG).await;
        let page = instruments.page(vocab::Instant(0));
        assert!(page.contains("dengji_bugs_total 1\n"), "{page}");
    }
}
