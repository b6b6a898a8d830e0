//! Verifying: by number in the address, by file in a body, three answers, nothing repeated.
//!
//! In scope: forms, limits, lines of a verdict. Out of scope: checking (`desk`).

use crate::visitor::{Answered, check, holds, portal, send, without_register};
use axum::body::Body;
use axum::http::Request;

/// A part of a form: name and content.
type Part<'p> = (&'p str, &'p [u8]);

const MEBIBYTE: usize = 1024 * 1024;

/// Posts the parts of a form; a file is a part with a file name.
async fn post(app: &axum::Router, parts: &[Part<'_>], lang: &str) -> Answered {
    let mut body = Vec::new();
    for (name, content) in parts {
        let file = if *name == "file" { "; filename=\"x.dengji\"" } else { "" };
        let head =
            format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
        body.extend([head.as_bytes(), content, b"\r\n"].concat());
    }
    body.extend(b"--cut--\r\n");
    let request = Request::post(format!("/verify?lang={lang}"))
        .header("content-type", "multipart/form-data; boundary=cut");
    send(app, request.body(Body::from(body)).expect("the request is one")).await
}

#[tokio::test]
async fn a_number_gets_a_verdict_of_lines_with_three_answers_in_words_and_signs() {
    let app = portal();
    let verdict = ["<code>Y0001</code>", "已载入登记日志", "✓</span> 是", "?</span> 无法核验"];
    check(&app, "/verify?number=Y0001", 200, &verdict).await;
    let quoted = ["✗</span> no", "could not check", "「退出目录前已发放的职业资格证书继续有效」"];
    check(&app, "/verify?number=Y0002&lang=en", 200, &quoted).await;
    check(&app, "/verify", 200, &["enctype=\"multipart/form-data\"", "!<caption>"]).await;
    check(&app, "/verify?number=%20", 200, &["!<caption>"]).await;
    let long = format!("/verify?number={}", "9".repeat(65));
    check(&app, &long, 400, &["至多 64 个字符"]).await;
    check(&app, "/verify?number=<i>", 200, &["&#60;i&#62;", "!<i>"]).await;
}

#[tokio::test]
async fn a_file_is_checked_with_what_came_beside_it_and_nothing_is_repeated_or_kept() {
    let app = portal();
    let person: [Part<'_>; 3] =
        [("file", b"12345"), ("name", "某某".as_bytes()), ("document", b" ")];
    let answered = post(&app, &person, "zh").await;
    assert_eq!(
        (answered.status.as_u16(), &answered.headers["cache-control"]),
        (200, &"no-store".parse().unwrap())
    );
    let expect = ["属于此人", "5 bytes, true, false", "未能读出证书编号", "!某某"];
    holds("person", &answered.body, &expect);
    let large = vec![b'x'; MEBIBYTE];
    let answered = post(&app, &[("file", &large)], "en").await;
    holds("large", &answered.body, &["1048576 bytes, false, false", "Belongs to this person"]);
}

#[tokio::test]
async fn an_upload_that_cannot_be_read_says_why() {
    let app = portal();
    let long = "长".repeat(121);
    let too_large = vec![b'x'; 2 * MEBIBYTE];
    let rows: [(&[Part<'_>], u16, &str); 4] = [
        (&[("file", b"")], 400, "没有收到文件"),
        (&[("name", b"x")], 400, "没有收到文件"),
        (&[("file", b"x"), ("name", long.as_bytes())], 400, "至多 120 个字符"),
        (&[("file", &too_large)], 413, "至多 2 MB"),
    ];
    for (parts, status, said) in rows {
        let answered = post(&app, parts, "zh").await;
        assert_eq!(answered.status.as_u16(), status, "{said}");
        holds(said, &answered.body, &[said, "!长长"]);
    }
    for kind in ["text/plain", "multipart/form-data", "multipart/form-data; boundary=cut"] {
        let request = Request::post("/verify").header("content-type", kind);
        let answered = send(&app, request.body(Body::from("--cut\r\nbroken")).unwrap()).await;
        assert_eq!(answered.status.as_u16(), 400, "{kind}");
        holds(kind, &answered.body, &["上传的内容不完整"]);
    }
}

#[tokio::test]
async fn a_server_without_a_register_says_so() {
    let app = without_register(false);
    check(&app, "/verify", 200, &["本服务器没有登记册", "!class=\"question\""]).await;
    let english = ["holds no register", "!<caption>"];
    check(&app, "/verify?number=Y0001&lang=en", 200, &english).await;
    let answered = post(&app, &[("file", b"x")], "zh").await;
    holds("post", &answered.body, &["本服务器没有登记册"]);
}
