//! The list of bodies and one body: filters, the yes or no, three forms, bad input.
//!
//! In scope: pages and objects over a register of one body in a folder. Out of scope: who stood
//! where (`desk`, `register`).

use crate::visitor::{Afternoon, check, get, with_register, without_register};
use axum::Router;
use desk::house::{House, Request};
use desk::house_folder;
use desk::law_folder::LawFolder;
use desk::law_room::LawRoom;
use desk::{
    Named, Organisation, OrganisationId, OrganisationKind, PublicAct, Recognition, RecoverySet,
};
use std::sync::{Arc, LazyLock};
use tempfile::TempDir;
use vocab::{Day, Level};

static ROOM: LazyLock<Arc<LawRoom>> = LazyLock::new(|| {
    Arc::new(LawRoom::load(LawFolder::compiled()).expect("the compiled law loads"))
});

fn organisation(house: &mut House, kind: OrganisationKind, name: &str) -> Organisation {
    let key = house.new_key().expect("there is randomness");
    Organisation { kind, name: name.into(), key, operator_custody: true, institution: None }
}

/// Returns a portal whose register recognised one body, of number 1, for 车工 at level 4, and
/// announced on the same day, 2020-08-03, that 电工 leaves.
pub(crate) fn portal() -> (TempDir, Router) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let opened = house_folder::open(folder.path(), ROOM.clone(), Arc::new(Afternoon), None);
    let mut house = opened.expect("an empty folder becomes a register");
    let on: Day = "2020-08-03".parse().expect("a day");
    let authority = organisation(&mut house, OrganisationKind::Authority, "示例人社厅（虚构）");
    let keys = (0..3).map(|_| house.new_key().expect("there is randomness")).collect();
    let recovery = RecoverySet { threshold: 2, keys };
    let act = house.founding("demo.dengji.invalid/web", vec![authority], recovery);
    let act = act.expect("the log has a key");
    let genesis = Request { actor: None, on, name: "genesis".into(), act };
    house.record(&genesis, &[]).expect("it is founded");
    let Named::One(turner) = house.law().rows.find("车工") else {
        panic!("车工 is in the annex")
    };
    let recognition = Recognition {
        id: OrganisationId(1),
        body: organisation(&mut house, OrganisationKind::Employer, "示例<制造>厂（虚构）"),
        prefix: "Y000032000001".parse().expect("a prefix"),
        scope: vec![(turner, Level::Four)],
        published_on: Some(on),
        until: Some("2023-08-02".parse().expect("a day")),
        covers_outsiders: false,
        standard_exists: true,
    };
    let act = PublicAct::RecogniseBody(recognition);
    let actor = Some(OrganisationId(0));
    let request = Request { actor, on, name: "recognise".into(), act };
    house.record(&request, &[]).expect("it is recognised");
    let Named::One(electrician) = house.law().rows.find("电工") else {
        panic!("电工 is there")
    };
    house.announce_exit((OrganisationId(0), on), electrician, None).expect("it is announced");
    (folder, with_register(house))
}

#[tokio::test]
async fn the_list_shows_who_was_recognised_on_the_day_and_passes_every_filter() {
    let (_folder, app) = portal();
    let row = ["示例&#60;制造&#62;厂", "✓</span> 有效", "四级/中级工", "江苏省", "共 1 家", "简式"];
    check(&app, "/bodies?on=2021-01-01", 200, &row).await;
    check(&app, "/bodies?on=2021-01-01&lang=en", 200, &["short form", "Bodies on 2021"]).await;
    let one = "/bodies?on=2021-01-01&occupation=车工&level=四级&region=32";
    check(&app, one, 200, &["共 1 家", "/bodies/1?on=2021-01-01"]).await;
    check(&app, "/bodies?on=2023-08-03", 200, &["✗</span> 已到期"]).await;
    for none in ["on=2020-08-02", "level=3", "occupation=电工", "region=江苏&level=5", "region=11"]
    {
        let address = format!("/bodies?{none}");
        check(&app, &address, 200, &["没有符合条件的评价机构", "!<caption>"]).await;
    }
}

#[tokio::test]
async fn the_list_comes_as_a_sheet_and_as_an_object_too() {
    let (_folder, app) = portal();
    let sheet = get(&app, "/bodies.csv?on=2021-01-01&level=4").await;
    assert_eq!(sheet.headers["content-type"], "text/csv; charset=utf-8");
    let expect = "\u{feff}number,name,region,standing,since,until,short_form,scope,sites\r\n\
                  1,示例<制造>厂（虚构）,32,recognised,2020-08-03,2023-08-02,yes,车工 4,Y000032000001\r\n";
    assert_eq!(sheet.body, expect);
    let object = get(&app, "/bodies.json?on=2021-01-01").await;
    assert_eq!(object.headers["content-type"], "application/json");
    let expect =
        ["\"number\":1", "\"standing\":\"recognised\"", "\"scope\":[\"车工 四级/中级工\"]"];
    crate::visitor::holds("object", &object.body, &expect);
    check(&app, "/bodies.json?on=2023-02-29", 400, &["\"error\""]).await;
    check(&app, "/bodies.csv?occupation=没有此职业", 404, &["\"error\""]).await;
}

#[tokio::test]
async fn a_body_shows_its_history_and_answers_whether_it_was_recognised() {
    let (_folder, app) = portal();
    let history =
        ["2020-08-03", "日志第 1 条", "「", "承认本登记系统之前的备案", "!class=\"answer"];
    check(&app, "/bodies/1", 200, &history).await;
    let asked = |on: &str, level: u8, more: &str| {
        format!("/bodies/1?occupation=车工&level={level}&on={on}{more}")
    };
    let yes = ["class=\"answer permit\"", "依据日志第 1 条", "是。示例"];
    check(&app, &asked("2020-08-03", 4, ""), 200, &yes).await;
    check(&app, &asked("2023-08-02", 4, ""), 200, &yes).await;
    let expired = ["class=\"answer forbid\"", "已到期"];
    check(&app, &asked("2023-08-03", 4, ""), 200, &expired).await;
    check(&app, &asked("2021-01-01", 3, ""), 200, &["answer forbid", "不在范围内"]).await;
    check(&app, &asked("2020-08-02", 4, ""), 200, &["answer forbid", "尚未备案"]).await;
    // It was recorded long after the day: nobody could know of it in between.
    let early = ["answer forbid", "其时日志中没有该机构的备案"];
    check(&app, &asked("2021-01-01", 4, "&known_at=2021-01-01"), 200, &early).await;
    let object = ["\"recognised\":true", "\"level\":\"4\"", "\"entry\":1", "\"history\":[{"];
    let address = "/bodies/1.json?occupation=车工&level=4&on=2021-01-01";
    check(&app, address, 200, &object).await;
}

#[tokio::test]
async fn what_cannot_be_answered_says_why_and_keeps_the_form() {
    let (_folder, app) = portal();
    let wrong = |text: &'static str| ["class=\"wrong\"", text, "<form"];
    let rows = [
        ("/bodies?on=2021-02-30", 400, "2021-02-30"),
        ("/bodies?level=9", 400, "不是等级"),
        ("/bodies?region=没有", 400, "不是地区"),
        ("/bodies?occupation=车床工", 404, "车工"),
        ("/bodies/1?occupation=车床工&level=4", 404, "车工"),
        ("/bodies/1?occupation=车工", 400, "同时填写职业和等级"),
        ("/bodies/1?on=x", 400, "“x”"),
        ("/bodies/1?occupation=<i>&level=4", 404, "&#60;i&#62;"),
    ];
    for (address, status, text) in rows {
        check(&app, address, status, &wrong(text)).await;
    }
    check(&app, "/bodies/7", 404, &["没有此页"]).await;
    check(&app, "/bodies/-1", 404, &["没有此页"]).await;
    check(&app, "/bodies/1.json?level=9&occupation=车工", 400, &["\"error\""]).await;
}

#[tokio::test]
async fn board_and_occupation_show_what_the_register_recorded_beside_the_plan() {
    let (_folder, app) = portal();
    let recorded = ["●</span> 已退出", "公告职业退出", "日志第 2 条", "以登记系统的记载为准"];
    check(&app, "/occupation/电工?on=2020-08-03", 200, &recorded).await;
    check(&app, "/occupation/电工?on=2020-08-02", 200, &["拟退出", "公告职业退出"]).await;
    let none = ["!登记系统的记载</h2>", "/bodies?occupation="];
    check(&app, "/occupation/车工?on=2020-08-03", 200, &none).await;
    let exited = "/?on=2020-08-03&q=电工&standing=exited";
    check(&app, exited, 200, &["<caption>", "/occupation/%E7%94%B5%E5%B7%A5?on=2020-08-03"]).await;
    let plan = without_register(false);
    check(&plan, exited, 200, &["!<caption>"]).await;
    check(&plan, "/occupation/电工?on=2020-08-03", 200, &["没有发生为前提"]).await;
}

#[tokio::test]
async fn a_server_without_a_register_says_so() {
    let app = without_register(false);
    check(&app, "/bodies", 200, &["没有登记册", "!class=\"filters\""]).await;
    check(&app, "/bodies/1?lang=en", 200, &["holds no register", "!class=\"filters\""]).await;
    for address in ["/bodies.json", "/bodies.csv", "/bodies/1.json"] {
        check(&app, address, 501, &["没有登记册"]).await;
    }
    check(&app, "/", 200, &["!查看已备案的评价机构"]).await;
}
