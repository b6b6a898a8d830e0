//! The frame of every page: language, headers, caching, what is not there.
//!
//! In scope: language, headers, caching, the demonstration. Out of scope: what pages are about.

use crate::visitor::{check, get, holds, portal, send, without_register};
use axum::body::Body;
use axum::http::Request;

#[tokio::test]
async fn every_page_speaks_chinese_first_and_english_when_asked() {
    let app = portal();
    let rows = [
        ("/", "退出目录安排", "Exit board"),
        ("/occupation/车工", "当日可以办理什么", "What can be done on that day"),
        ("/notice", "转述", "relayed"),
        ("/notice/2020-80", "适用于", "acts:"),
        ("/may-i", "能否办理", "May I?"),
        ("/verify", "查验证书", "Verify"),
        ("/nowhere", "没有此页", "No such page"),
    ];
    for (path, zh, en) in rows {
        let status = if path == "/nowhere" { 404 } else { 200 };
        check(&app, path, status, &["<html lang=\"zh-CN\">", zh, "· 等级·登记</title>"]).await;
        let english = format!("{path}?lang=en");
        let title = "· Dengji 等级·登记</title>";
        check(&app, &english, status, &["<html lang=\"en\">", en, title]).await;
    }
}

#[tokio::test]
async fn the_chosen_language_is_remembered_and_the_switch_keeps_the_question() {
    let app = portal();
    let chosen = get(&app, "/?q=车工&lang=en").await;
    let cookie = chosen.headers["set-cookie"].to_str().unwrap();
    holds("cookie", cookie, &["lang=en; Path=/;", "SameSite=Lax", "HttpOnly"]);
    holds("switch", &chosen.body, &["href=\"/?lang=zh&amp;q=%E8%BD%A6%E5%B7%A5\""]);
    let ask = |cookie: &str| {
        Request::get("/").header("cookie", cookie.to_string()).body(Body::empty()).unwrap()
    };
    let remembered = send(&app, ask("a=b; lang=en")).await;
    holds("remembered", &remembered.body, &["<html lang=\"en\">"]);
    assert!(!remembered.headers.contains_key("set-cookie"));
    let unknown = send(&app, ask("lang=xx")).await;
    holds("unknown", &unknown.body, &["<html lang=\"zh-CN\">"]);
}

#[tokio::test]
async fn nothing_comes_from_outside_and_nothing_is_inline() {
    let app = portal();
    for path in ["/", "/occupation/车工", "/notice", "/may-i", "/verify", "/nowhere"] {
        let answered = get(&app, path).await;
        let policy = answered.headers["content-security-policy"].to_str().unwrap();
        holds(path, policy, &["default-src 'none'", "frame-ancestors 'none'", "!unsafe"]);
        assert_eq!(answered.headers["x-content-type-options"], "nosniff");
        assert_eq!(answered.headers["referrer-policy"], "no-referrer");
        let inline =
            ["!<script", "!style=\"", "!<style", "!onclick", "!src=\"http", "!href=\"http"];
        holds(path, &answered.body, &inline);
        holds(path, &answered.body, &["class=\"skip\" href=\"#content\"", "<main id=\"content\""]);
    }
}

#[tokio::test]
async fn the_style_sheet_is_named_by_its_hash_and_kept_for_ever() {
    let app = portal();
    let page = get(&app, "/").await;
    let (_, rest) = page.body.split_once("href=\"/assets/portal-").expect("the style is linked");
    let (hash, _) = rest.split_once('"').unwrap();
    let style = get(&app, &format!("/assets/portal-{hash}")).await;
    assert_eq!(style.headers["content-type"], "text/css; charset=utf-8");
    assert_eq!(style.headers["cache-control"], "public, max-age=31536000, immutable");
    check(&app, "/assets/portal-0000000000000000.css", 404, &[]).await;
    check(&app, "/assets/..%2FCargo.toml", 404, &[]).await;
}

#[tokio::test]
async fn health_says_by_which_law_and_whether_there_is_a_register() {
    check(&portal(), "/health", 200, &["ok\nlaw ", "\nregister yes\n"]).await;
    check(&portal(), "/health?lang=en", 200, &["ok\nlaw "]).await;
    check(&without_register(false), "/health", 200, &["\nregister no\n"]).await;
}

#[tokio::test]
async fn a_demonstration_says_so_on_every_page() {
    for path in ["/", "/notice", "/may-i", "/verify", "/nowhere"] {
        let said = "均为虚构";
        holds(path, &get(&without_register(true), path).await.body, &[said]);
        holds(path, &get(&without_register(false), path).await.body, &["!均为虚构"]);
    }
}
