//! A witness over HTTP: the protocol's answers, and peers that are slow, endless or silent.
//!
//! Limits are short here, and nothing is measured: each test waits for the end that a limit brings.

use crate::world::{NOW_S, cosigner, request, tree, witness};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, header};
use std::convert::Infallible;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::mpsc;
use std::task::{Context, Poll};
use std::thread;
use std::time::Duration;
use tower::ServiceExt;
use witness::{BoundedListener, ServeLimits, witness_routes};

const SHORT: Duration = Duration::from_millis(30);

fn limits() -> ServeLimits {
    ServeLimits { body: SHORT, ..ServeLimits::default() }
}

fn routes(folder: &Path, limits: ServeLimits) -> Router {
    witness_routes(Arc::new(witness(folder)), Arc::new(|| NOW_S), limits)
}

/// Asks without a port; returns status, type and body.
async fn ask(routes: &Router, method: Method, path: &str, body: Body) -> (u16, String, String) {
    let request = Request::builder().method(method).uri(path).body(body).unwrap();
    let answer = routes.clone().oneshot(request).await.unwrap();
    let kind = answer.headers().get(header::CONTENT_TYPE);
    let kind = kind.map_or(String::new(), |kind| kind.to_str().unwrap().to_string());
    let status = answer.status().as_u16();
    let body = to_bytes(answer.into_body(), 100_000).await.unwrap();
    (status, kind, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn the_protocol_is_spoken_at_its_route() {
    let folder = tempfile::tempdir().unwrap();
    let routes = routes(folder.path(), limits());
    let text = "text/plain; charset=utf-8";
    let size = "text/x.tlog.size";
    type Row = (Method, &'static str, String, (u16, &'static str, &'static str));
    let rows: [Row; 7] = [
        (
            Method::POST,
            "/add-checkpoint",
            request(0, &tree(5, None)),
            (200, text, "— w.example/1 "),
        ),
        (Method::POST, "/add-checkpoint", request(0, &tree(9, None)), (409, size, "5\n")),
        (Method::POST, "/add-checkpoint", String::new(), (400, text, "line `1`")),
        (Method::POST, "/add-checkpoint", "a".repeat(80_000), (413, text, "more than")),
        (Method::GET, "/add-checkpoint", String::new(), (405, "", "")),
        (Method::GET, "/vkey", String::new(), (200, text, "w.example/1+")),
        (Method::GET, "/other", String::new(), (404, "", "")),
    ];
    for (method, path, body, (status, kind, part)) in rows {
        let found = ask(&routes, method, path, Body::from(body)).await;
        assert_eq!((found.0, found.1.as_str()), (status, kind), "{path}: {found:?}");
        assert!(found.2.contains(part), "{path}: {found:?}");
    }
}

/// A body that never ends: bytes for ever, or none at all.
struct Endless {
    silent: bool,
}

impl axum::body::HttpBody for Endless {
    type Data = axum::body::Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _cx: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Self::Data>, Infallible>>> {
        if self.silent {
            return Poll::Pending;
        }
        let bytes = axum::body::Bytes::from_static(&[b'a'; 1024]);
        Poll::Ready(Some(Ok(http_body::Frame::data(bytes))))
    }
}

#[tokio::test]
async fn a_body_that_never_ends_is_refused_by_length_or_by_time() {
    let folder = tempfile::tempdir().unwrap();
    let routes = routes(folder.path(), limits());
    for (silent, status) in [(false, 413), (true, 408)] {
        let body = Body::new(Endless { silent });
        let found = ask(&routes, Method::POST, "/add-checkpoint", body).await;
        assert_eq!(found.0, status, "{found:?}");
    }
    let good = Body::from(request(0, &tree(5, None)));
    assert_eq!(ask(&routes, Method::POST, "/add-checkpoint", good).await.0, 200);
}

/// Serves the routes of a witness with these limits until the test ends.
fn serve(folder: &Path, limits: ServeLimits) -> SocketAddr {
    let routes = routes(folder, limits);
    let (told, address) = mpsc::channel();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            told.send(listener.local_addr().unwrap()).unwrap();
            axum::serve(BoundedListener::new(listener, limits), routes).await.unwrap();
        });
    });
    address.recv().unwrap()
}

#[test]
fn silent_and_endless_peers_are_cut_off_and_the_next_is_answered() {
    let folder = tempfile::tempdir().unwrap();
    // One place only: whoever is not cut off keeps everybody else out.
    let limits = ServeLimits { connections_max: 1, silence: SHORT, ..limits() };
    let address = serve(folder.path(), limits);
    let silent: &[&str] =
        &["", "POST /add-checkpoint HTTP/1.1\r\nHost: w", "GET /vkey HTTP/1.1\r\n"];
    for beginning in silent {
        let mut peer = TcpStream::connect(address).unwrap();
        peer.write_all(beginning.as_bytes()).unwrap();
        let mut rest = Vec::new();
        // Ends with or without an error of the connection, but ends.
        let _ = peer.read_to_end(&mut rest);
    }
    let mut peer = TcpStream::connect(address).unwrap();
    peer.write_all(b"GET /vkey HTTP/1.1\r\nHost: w\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    peer.read_to_string(&mut answer).unwrap();
    assert!(answer.contains(&cosigner(1).verifier().to_string()), "{answer}");
}

#[test]
fn a_connection_that_is_always_busy_ends_as_well() {
    let folder = tempfile::tempdir().unwrap();
    let limits = ServeLimits { connection: SHORT, ..limits() };
    let mut peer = TcpStream::connect(serve(folder.path(), limits)).unwrap();
    peer.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let mut answer = [0; 4096];
    // Asked again and again on the same connection until it ends; a limit that did not work would
    // keep this going.
    while peer.write_all(b"GET /vkey HTTP/1.1\r\nHost: w\r\n\r\n").is_ok()
        && peer.read(&mut answer).is_ok_and(|read| read != 0)
    {}
}
