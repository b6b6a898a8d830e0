//! The public log over HTTP: its files with how long they keep, and nothing else of the register.
//!
//! Out of scope: what the files say (`desk`, `recheck`).

use crate::visitor::{get, send, with_log};
use axum::body::{Body, to_bytes};
use axum::http::Request;
use tower::ServiceExt;

const FOR_EVER: &str = "public, max-age=31536000, immutable";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let put = |path: &str, bytes: &[u8]| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("it has one")).expect("folders");
        std::fs::write(path, bytes).expect("a file");
    };
    put("log/checkpoint", b"origin\n1\n");
    put("log/landmarks", b"list\n");
    put("log/landmark/7", b"note\n");
    put("log/tile/0/000", &[7; 8192]);
    put("log/tile/entries/000.p/9", &[b'e'; 2000]);
    put("keys/log.seed", b"secret");
    put("dengji.sqlite", b"private");
    folder
}

#[tokio::test]
async fn files_of_the_log_are_served_with_their_kind_and_how_long_they_keep() {
    let folder = folder();
    let app = with_log(folder.path());
    let check = async |path: &str, kind: &str, keeps: &str| {
        let answered = get(&app, path).await;
        assert_eq!(answered.status, 200, "{path}");
        assert_eq!(answered.headers["content-type"], kind, "{path}");
        assert_eq!(answered.headers["cache-control"], keeps, "{path}");
        assert_eq!(answered.headers["access-control-allow-origin"], "*", "{path}");
        assert_eq!(answered.headers["cross-origin-resource-policy"], "cross-origin", "{path}");
    };
    check("/log/checkpoint", "text/plain; charset=utf-8", "public, max-age=1").await;
    check("/log/landmarks", "text/plain; charset=utf-8", "public, max-age=1").await;
    check("/log/landmark/7", "text/plain; charset=utf-8", "public, max-age=1").await;
    check("/log/tile/0/000", "application/octet-stream", FOR_EVER).await;
    check("/log/tile/entries/000.p/9", "application/octet-stream", FOR_EVER).await;
}

#[tokio::test]
async fn entries_are_compressed_for_whoever_asks_and_hashes_are_not() {
    let folder = folder();
    let app = with_log(folder.path());
    let check = async |path: &str, compressed: bool| {
        let request = Request::get(path).header("accept-encoding", "gzip");
        let request = request.body(Body::empty()).unwrap();
        let response = app.clone().oneshot(request).await.unwrap();
        let encoded = response.headers().get("content-encoding").is_some();
        let length = to_bytes(response.into_body(), usize::MAX).await.unwrap().len();
        assert_eq!(encoded, compressed, "{path}: {length} bytes");
    };
    check("/log/tile/entries/000.p/9", true).await;
    check("/log/tile/0/000", false).await;
}

#[tokio::test]
async fn nothing_else_of_the_register_can_be_asked_for() {
    let folder = folder();
    let app = with_log(folder.path());
    for path in [
        "/log/tile/0/001",
        "/log/keys/log.seed",
        "/log/../keys/log.seed",
        "/log/..%2Fkeys%2Flog.seed",
        "/log/../dengji.sqlite",
        "/log/%2e%2e/dengji.sqlite",
        "/log/tile/0/000/../../../keys/log.seed",
        "/log/",
    ] {
        let answered = send(&app, Request::get(path).body(Body::empty()).unwrap()).await;
        assert_eq!(answered.status, 404, "{path}");
        assert!(!answered.body.contains("secret") && !answered.body.contains("private"));
    }
}
