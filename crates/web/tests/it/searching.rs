//! The search: both lists, no register, what is no question and stands nowhere in the answer.
//!
//! Out of scope: what fits (crate `desk`).

use crate::bodies::portal;
use crate::visitor::{check, get, without_register};

#[tokio::test]
async fn occupations_and_bodies_are_found_by_two_characters_and_by_codes() {
    let (_folder, app) = portal();
    check(&app, "/search?q=%E8%BD%A6%E5%B7%A5", 200, &["/occupation/%E8%BD%A6%E5%B7%A5"]).await;
    let body = ["/bodies/1", "示例&#60;制造&#62;厂", "江苏省", "Y000032000001"];
    check(&app, "/search?q=%E5%88%B6%E9%80%A0", 200, &body).await;
    check(&app, "/search?q=y000032", 200, &body).await;
    check(&app, "/search?q=%E8%BD%A6%E5%B7%A5&lang=en", 200, &["occupations (", "shown"]).await;
    check(&app, "/search", 200, &["填写两个字即可检索"]).await;
    check(&app, "/search?q=%3Cb%3E", 200, &["没有符合“&#60;b&#62;”"]).await;
    let answered = get(&app, "/search?q=%E8%BD%A6%E5%B7%A5").await;
    assert_eq!(answered.headers["cache-control"], "no-store");
    let board = get(&app, "/").await;
    assert!(board.body.contains("action=\"/search\""), "every page has the box");
}

#[tokio::test]
async fn without_a_register_the_law_alone_is_searched() {
    let app = without_register(false);
    let said = ["本服务器没有登记系统", "/occupation/%E8%BD%A6%E5%B7%A5"];
    check(&app, "/search?q=%E8%BD%A6%E5%B7%A5", 200, &said).await;
}

#[tokio::test]
async fn a_number_that_may_be_somebodys_is_answered_with_a_hint_and_repeated_nowhere() {
    let (_folder, app) = portal();
    for (typed, secret) in [
        ("99000019900202008X", "9900001990"),
        ("%E5%BC%A0%E4%B8%89%20990000%2019900202%20008X", "990000"),
        ("%EF%BC%99%EF%BC%99900001990020200%388", "900001990"),
    ] {
        for lang in ["zh", "en"] {
            let path = format!("/search?q={typed}&lang={lang}");
            let answered = get(&app, &path).await;
            assert_eq!(answered.status, 400, "{path}");
            assert!(!answered.body.contains(secret), "{}", answered.body);
            assert!(!answered.body.contains("张三"), "{}", answered.body);
            assert!(answered.body.contains("/verify"), "{}", answered.body);
            let headers = format!("{:?}", answered.headers);
            assert!(!headers.contains(secret), "{headers}");
        }
    }
    let long = format!("/search?q={}", "a".repeat(65));
    check(&app, &long, 400, &["检索词最多 64 个字符"]).await;
    let both = format!("/search?q={}%2099000019900202008X", "a".repeat(65));
    check(&app, &both, 400, &["/verify", "!9900001990", "!aaaaaaaa"]).await;
}
