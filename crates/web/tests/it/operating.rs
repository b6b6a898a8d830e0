//! What an operator reads: metrics on an address of their own, health, readiness with its reasons.
//!
//! In scope: routes, what is counted under which labels, what strangers are not told.
//! Out of scope: what is checked (`desk`).

use crate::visitor::{Afternoon, check, get, holds, instruments, law};
use axum::Router;
use desk::house::{House, Request};
use desk::house_folder;
use desk::see_register::Reading;
use desk::{Organisation, OrganisationKind, RecoverySet};
use rusqlite::Connection;
use std::path::Path;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use web::Portal;

/// A founded register in a folder, with the portal and what an operator reads.
struct Site {
    folder: TempDir,
    portal: Router,
    operator: Router,
}

pub(crate) fn founded(folder: &Path) -> House {
    let room = Arc::new(law());
    let opened = house_folder::open(folder, room, Arc::new(Afternoon), None);
    let mut house = opened.expect("an empty folder becomes a register");
    let key = house.new_key().expect("there is randomness");
    let (kind, name) = (OrganisationKind::Authority, "示例人社厅（虚构）".to_string());
    let authority = Organisation { kind, name, key, operator_custody: true, institution: None };
    let keys = (0..3).map(|_| house.new_key().expect("there is randomness")).collect();
    let recovery = RecoverySet { threshold: 2, keys };
    let act = house.founding("demo.dengji.invalid/web", vec![authority], recovery);
    let on = "2020-08-03".parse().expect("a day");
    let act = act.expect("the log has a key");
    let genesis = Request { actor: None, on, name: "genesis".into(), act };
    house.record(&genesis, &[]).expect("it is founded");
    house
}

fn site() -> Site {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let instruments = instruments();
    let mut house = founded(folder.path());
    house.watched_by(instruments.clone());
    let register = Some(Reading::of(Arc::new(Mutex::new(house))));
    let (law, clock) = (law(), Box::new(Afternoon));
    let (verifier, log, demo) = (None, None, false);
    let portal = Portal { law, clock, verifier, log, register, demo, instruments };
    let (portal, operator) = web::routers(Arc::new(portal));
    Site { folder, portal, operator }
}

#[tokio::test]
async fn metrics_are_on_the_operators_address_only() {
    let Site { portal, operator, folder: _folder } = site();
    check(&portal, "/metrics", 404, &["!dengji_"]).await;
    let page = get(&operator, "/metrics").await;
    assert_eq!(page.headers["content-type"], watch::instruments::CONTENT_TYPE);
    let expect = [
        "dengji_build_info{version=\"0\"} 1",
        "dengji_log_entries 1\n",
        "dengji_log_unpublished_entries 1\n",
        "dengji_failures_total{doing=\"write\"} 0",
        "!dengji_landmark_age_seconds ",
        "# EOF",
    ];
    holds("metrics", &page.body, &expect);
    for of_the_portal in ["/", "/verify", "/health"] {
        check(&operator, of_the_portal, 404, &[]).await;
    }
}

#[tokio::test]
async fn requests_are_counted_by_template_and_class_and_never_by_path() {
    let Site { portal, operator, folder: _folder } = site();
    for (path, status) in [
        ("/occupation/车工", 200),
        ("/occupation/没有此职业甲", 404),
        ("/没有此页乙", 404),
        ("/verify?number=没有此号丙", 200),
        ("/health", 200),
    ] {
        assert_eq!(get(&portal, path).await.status.as_u16(), status, "{path}");
    }
    let counted = |route: &str, status: &str, count: u32| {
        format!(
            "dengji_http_requests_total{{method=\"GET\",route=\"{route}\",status=\"{status}\"}} \
             {count}\n"
        )
    };
    let page = get(&operator, "/metrics").await.body;
    let [one, two] =
        [counted("/occupation/{row}", "2xx", 1), counted("/occupation/{row}", "4xx", 1)];
    let none = counted("none", "4xx", 1);
    let timed = "dengji_http_request_seconds_count{route=\"/occupation/{row}\"} 2\n";
    holds("counted", &page, &[&one, &two, &none, timed, "!没有此", "!%E6"]);
}

#[tokio::test]
async fn readiness_turns_false_while_the_database_is_gone_and_true_when_it_is_back() {
    let Site { portal, operator, folder } = site();
    let alter = |text: &str| {
        let file = folder.path().join("dengji.sqlite");
        Connection::open(file).unwrap().execute_batch(text).unwrap();
    };
    alter("ALTER TABLE entries RENAME TO away");
    let failing = "{\"check\":\"database\",\"ok\":false,";
    check(&portal, "/readyz", 503, &["{\"ready\":false", failing, "\"remedy\"", "!\"why\""]).await;
    check(&operator, "/readyz", 503, &[failing, "\"why\":\"the store failed: "]).await;
    check(&operator, "/metrics", 200, &["dengji_ready{check=\"database\"} 0\n"]).await;
    check(&portal, "/healthz", 200, &["ok\n"]).await;
    alter("ALTER TABLE away RENAME TO entries");
    let ready = ["{\"ready\":true", "{\"check\":\"keys\",\"ok\":true}", "!remedy"];
    // A stranger who asks again makes nothing be tried.
    check(&portal, "/readyz", 503, &[failing]).await;
    check(&operator, "/readyz", 200, &ready).await;
    check(&portal, "/readyz", 200, &ready).await;
    check(&operator, "/healthz", 200, &["ok\n"]).await;
    check(&operator, "/metrics", 200, &["dengji_ready{check=\"database\"} 1\n"]).await;
}

#[tokio::test]
async fn a_server_of_the_law_alone_is_ready() {
    let app = crate::visitor::without_register(false);
    check(&app, "/readyz", 200, &["[{\"check\":\"law\",\"ok\":true}]"]).await;
}
