//! Headers and bounds around every answer, and what happens when a handler has a bug.
//!
//! Source: our design; the policy allows what the pages use and nothing else.
//! In scope: security headers, length of an address, compression, bugs caught for one request.
//! Out of scope: caching (`page`, `routes/assets.rs`).

use axum::Router;
use axum::extract::Request;
use axum::http::{Extensions, HeaderMap, HeaderName, HeaderValue, StatusCode, Version, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use std::any::Any;
use std::sync::atomic::{AtomicU64, Ordering};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate as _};

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
pub(crate) fn around(routes: Router) -> Router {
    routes
        .layer(CatchPanicLayer::custom(bug))
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(compressible)))
        .layer(from_fn(bound_and_guard))
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

/// Answers a request whose handler had a bug; the others go on. What went wrong is told on standard
/// error under a number, and nothing of it to the visitor but that number.
fn bug(_panic: Box<dyn Any + Send + 'static>) -> Response {
    static INCIDENTS: AtomicU64 = AtomicU64::new(0);
    let incident = INCIDENTS.fetch_add(1, Ordering::Relaxed) + 1;
    eprintln!("incident {incident} of process {}: see the panic above", std::process::id());
    let told = format!(
        "本服务器出错，事件 {id}。\nThis server has a fault, incident {id}.\n",
        id = format_args!("{}-{incident}", std::process::id())
    );
    (StatusCode::INTERNAL_SERVER_ERROR, told).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::routing::get;
    use tower::ServiceExt;

    async fn broken() {
        panic!("a bug on purpose")
    }

    #[tokio::test]
    async fn a_bug_ends_one_request_with_a_number_and_every_answer_has_the_headers() {
        let app = around(Router::new().route("/broken", get(broken)).route("/", get(|| async {})));
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
    }
}
