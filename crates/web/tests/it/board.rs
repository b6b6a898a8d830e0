//! The exit board and the pages of its occupations.
//!
//! In scope: days, counts, filters, the way from a row to its page.
//! Out of scope: standings (`law`).

use crate::visitor::{check, get, portal};

#[tokio::test]
async fn the_board_shows_what_is_asked_for_on_the_day() {
    let app = portal();
    let rows: [(&str, &[&str]); 11] = [
        ("/", &["实际之日：显示 192 个职业，共 192 个", "<caption>", "scope=\"col\""]),
        ("/?on=2020-09-30", &["第1批", "<strong>29</strong>", "<strong>156</strong>", "最后一日"]),
        ("/?on=2020-09-30", &["拟退出 29", "拟退出 156", "拟调整为准入类 7", "!已退出 29"]),
        ("/?on=2020-10-01", &["已退出 29", "拟退出 156", "剩 91 天"]),
        ("/?on=2020-10-01&lang=en", &["exited 29", "91 days left"]),
        ("/?on=2020-12-30&lang=en&q=电工", &["1 day left"]),
        (
            "/?q=车工",
            &[
                "<caption>2026-12-01",
                "显示 1 个职业",
                "/occupation/%E8%BD%A6%E5%B7%A5?on=2026-12-01",
            ],
        ),
        ("/?q=重冶火法", &["显示 1 个职业", "重冶金法冶炼工", "附件印作"]),
        ("/?q=重冶金法冶炼工", &["显示 2 个职业", "重冶湿法冶炼工"]),
        ("/?fate=access", &["显示 7 个职业", "保安员", "value=\"access\" selected"]),
        ("/?department=民政部&standing=exited", &["显示 3 个职业", "孤残儿童护理员"]),
    ];
    for (address, expect) in rows {
        check(&app, address, 200, expect).await;
    }
}

#[tokio::test]
async fn a_board_that_cannot_be_shown_keeps_the_form_and_says_why() {
    let app = portal();
    let bad = "/?on=2021-02-29&q=车工";
    check(&app, bad, 400, &["2021-02-29", "日历上没有", "value=\"车工\"", "!<caption>"]).await;
    check(&app, "/?on=soon&lang=en", 400, &["`soon` is not a day", "value=\"soon\""]).await;
    check(&app, "/?fate=batch9", 400, &["batch9"]).await;
    check(&app, "/?standing=gone&lang=en", 400, &["`gone` is no standing"]).await;
    check(&app, "/?on=&q=&fate=", 200, &["显示 192 个职业"]).await;
    let none = "/?q=车床工";
    check(&app, none, 200, &["没有符合条件的职业", "您是否要找", "车工"]).await;
    let brackets = "/?q=（粮油）仓储管理员";
    check(&app, brackets, 200, &["(粮油) 仓储管理员"]).await;
    check(&app, "/?q=<b>x</b>", 200, &["!<b>x"]).await;
}

#[tokio::test]
async fn every_row_of_the_board_leads_to_its_occupation() {
    let app = portal();
    let board = get(&app, "/?on=2020-09-30").await.body;
    let mut seen = std::collections::BTreeSet::new();
    for part in board.split("<th scope=\"row\"><a href=\"").skip(1) {
        let (address, _) = part.split_once('"').unwrap();
        assert!(seen.insert(address.to_string()), "{address} twice");
        let page = get(&app, address).await;
        assert_eq!(page.status, 200, "{address}");
    }
    assert_eq!(seen.len(), 192);
}

#[tokio::test]
async fn an_occupation_shows_its_names_days_and_acts_with_quotations() {
    let app = portal();
    let rows: [(&str, u16, &[&str]); 8] = [
        (
            "/occupation/车工?on=2020-10-01",
            200,
            &["已退出", "2020-10-01", "第一批退出」", "不可以"],
        ),
        ("/occupation/车工", 200, &["/notice/2020-80#p2.batch1-has-left", "能否", "2026-12-01"]),
        ("/occupation/车工?on=2020-09-30&lang=en", 200, &["last day", "Hold an examination"]),
        ("/occupation/重冶火法冶炼工", 200, &["重冶金法冶炼工", "C-", "更正"]),
        ("/occupation/保安员?on=2021-01-01", 200, &["需补充事实", "主管部门决定"]),
        ("/occupation/车工?on=2020-01-01", 200, &["早于库中任何文件的施行日"]),
        ("/occupation/车工?on=2020-13-01", 400, &["2020-13-01", "日历上没有", "type=\"text\""]),
        ("/occupation/(粮油) 仓储管理员", 200, &["国家粮食和物资储备局"]),
    ];
    for (address, status, expect) in rows {
        check(&app, address, status, expect).await;
    }
}

#[tokio::test]
async fn a_name_that_is_no_occupation_gets_the_nearest() {
    let app = portal();
    let near = ["没有这个职业", "/occupation/%E8%BD%A6%E5%B7%A5"];
    check(&app, "/occupation/车床工", 404, &near).await;
    check(&app, "/occupation/车床工?on=soon&lang=en", 404, &["No such occupation"]).await;
    let several = ["对应附件中的多个职业", "重冶火法冶炼工", "重冶湿法冶炼工"];
    check(&app, "/occupation/重冶金法冶炼工", 300, &several).await;
}
