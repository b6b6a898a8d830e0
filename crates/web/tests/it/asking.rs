//! "May I?": the question, the facts asked for, the answer with its reasons.
//!
//! In scope: needed facts, every part of an answer, what is kept when asking fails.
//! Out of scope: whether the law decides rightly (`law`).

use crate::visitor::{check, portal};

const EXAM: &str = "/may-i?act=announce-exam&occupation=车工";

#[tokio::test]
async fn the_form_stands_alone_until_something_is_asked() {
    let app = portal();
    let form = ["<datalist id=\"occupations\"><option value=", "value=\"2026-12-01\"", "!为什么"];
    check(&app, "/may-i", 200, &form).await;
    check(&app, "/may-i?lang=en", 200, &["Announce an examination", "region", "!Why"]).await;
    check(&app, "/may-i?act=hold-exam", 400, &["请同时选择", "\"hold-exam\" selected"]).await;
    check(&app, "/may-i?occupation=车工", 400, &["请同时选择", "value=\"车工\""]).await;
}

#[tokio::test]
async fn exactly_the_needed_facts_are_asked_for_and_what_was_given_stays() {
    let app = portal();
    let needed = [
        "需补充事实",
        "id=\"f-exit_announced_on\" name=\"exit_announced_on\" type=\"date\"",
        "id=\"f-exit_effective_on\"",
        "!id=\"f-passed\"",
        "若为“没有”：可以",
        "!最小的改变",
    ];
    check(&app, &format!("{EXAM}&on=2020-09-30"), 200, &needed).await;
    let none = format!("{EXAM}&on=2020-09-30&exit_announced_on=&exit_announced_on=none");
    let given = ["可以", "已给出的事实", "value=\"none\" checked", "!id=\"f-exit_effective_on\""];
    check(&app, &none, 200, &given).await;
    let choice = "/may-i?act=hold-exam&occupation=保安员&on=2021-01-01&access_completed_on=none";
    let options = ["<option value=\"continue\">继续考试</option>", "主管部门决定"];
    check(&app, choice, 200, &options).await;
    let chosen = format!("{choice}&authority_decision=stop&lang=en");
    check(&app, &chosen, 200, &["may not be done", "value=\"stop\" selected"]).await;
}

#[tokio::test]
async fn an_answer_says_effect_words_reasons_and_what_would_change_it() {
    let app = portal();
    let no = [
        "不可以",
        "拟于 9 月 30 日前第一批退出」",
        "href=\"/notice/2020-80#p2.batch1-has-left\"",
        "依据的事实",
        "最小的改变",
        "未作决定的规则",
        "R-2-1",
        "可改为：",
        "颁发职业技能等级证书",
        "如有异议",
    ];
    check(&app, &format!("{EXAM}&on=2020-10-01"), 200, &no).await;
    let english = ["may not be done", "The least change", "Rules that do not decide", "To dispute"];
    check(&app, &format!("{EXAM}&on=2020-10-01&lang=en"), 200, &english).await;
    let accepted = "/may-i?act=accept-registration&occupation=车工&on=2020-10-10\
                    &exit_announced_on=none&announced_on=2020-09-01\
                    &registration_window_until=2020-10-20";
    check(&app, accepted, 200, &["仅依全国规定", "class=\"answer permit\""]).await;
    let here = ["js-2020-09-16", "公开报道的转述", "\"32\" selected", "class=\"answer forbid\""];
    check(&app, &format!("{accepted}&region=32"), 200, &here).await;
}

#[tokio::test]
async fn a_question_that_cannot_be_asked_is_kept_with_what_is_wrong() {
    let app = portal();
    let bad = format!("{EXAM}&on=2020-09-31&passed=yes");
    let kept = ["日历上没有", "type=\"text\" value=\"2020-09-31\"", "value=\"yes\" selected"];
    check(&app, &bad, 400, &kept).await;
    let near = ["没有名为“车床工”的职业", "occupation=%E8%BD%A6%E5%B7%A5"];
    check(&app, "/may-i?act=announce-exam&occupation=车床工", 404, &near).await;
    let act = "/may-i?act=dance&occupation=车工&lang=en";
    check(&app, act, 400, &["there is no act `dance`"]).await;
    let day = format!("{EXAM}&on=2020-09-30&exit_announced_on=soon");
    check(&app, &day, 400, &["soon", "type=\"text\" value=\"soon\""]).await;
    let both = format!("{EXAM}&on=2020-09-30&exit_announced_on=2020-09-01&exit_announced_on=none");
    check(&app, &both, 400, &["给出了两次"]).await;
    check(&app, &format!("{EXAM}&region=99"), 400, &["不是地区"]).await;
    check(&app, &format!("{EXAM}&on=2020-01-01"), 400, &["早于库中任何文件"]).await;
}
