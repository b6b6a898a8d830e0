//! The words of the law with their rules.
//!
//! In scope: quotations, unruled words, places that links lead to.
//! Out of scope: cutting the text (`desk`).

use crate::visitor::{check, get, holds, portal};

#[tokio::test]
async fn the_notice_links_its_words_to_rules_and_marks_the_others() {
    let app = portal();
    let rows: [&[&str]; 6] = [
        &["人社厅发〔2020〕80号", "id=\"p1\"", "id=\"p6\"", "id=\"annex\""],
        &["class=\"ruled\" href=\"#w", "id=\"p2.batch1-has-left\"", "2020-80/p2.batch1-has-left"],
        &["class=\"unruled\"", "改革的理由。", "!Reasons for the reform.", "不设规则的文句及理由"],
        &["R-2-1", "最后一日为 9 月 30 日", "发布鉴定考试公告"],
        &["优先于：", "href=\"/notice/2020-80#p3.held-exam-is-certified\""],
        &["<td>设备点检员</td>", "江苏省 2020-09-16 说明", "!原文未能取得"],
    ];
    for expect in rows {
        check(&app, "/notice", 200, expect).await;
        check(&app, "/notice/2020-80", 200, expect).await;
    }
    let english = ["Issue a qualification certificate", "sets aside:", "may not be done"];
    check(&app, "/notice?lang=en", 200, &english).await;
}

#[tokio::test]
async fn a_relayed_instrument_says_that_it_is_no_original() {
    let app = portal();
    let relayed = ["原文未能取得", "江苏", "id=\"p1.registration-closes-at-exit\""];
    check(&app, "/notice/js-2020-09-16", 200, &relayed).await;
    check(&app, "/notice/jl-2020-11-17?lang=en", 200, &["not the original"]).await;
    check(&app, "/notice/2020-81", 404, &["没有此页"]).await;
}

#[tokio::test]
async fn every_place_that_the_words_refer_to_is_on_the_page() {
    let app = portal();
    for instrument in ["2020-80", "js-2020-09-16", "jl-2020-11-17"] {
        let body = get(&app, &format!("/notice/{instrument}")).await.body;
        let mut places = 0;
        for part in body.split("href=\"#w").skip(1) {
            let (number, _) = part.split_once('"').unwrap();
            holds(instrument, &body, &[&format!("<li id=\"w{number}\"")]);
            places += 1;
        }
        assert!(0 < places, "{instrument}");
    }
}

#[tokio::test]
async fn the_reasons_of_unruled_words_are_in_the_language_of_the_visitor() {
    let app = portal();
    let (zh, en) = ("给鉴定中心的时间安排", "A timetable for the centres");
    check(&app, "/notice/jl-2020-11-17?lang=zh", 200, &[zh, "!A timetable for"]).await;
    check(&app, "/notice/jl-2020-11-17?lang=en", 200, &[en, "!给鉴定中心的时间安排"]).await;
}
