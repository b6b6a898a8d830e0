//! What visitors and programs are answered while the register may not be what its log says.
//!
//! In scope: every page that reads the register, in both languages; verification; when to ask
//! again. Out of scope: finding the way again (`desk`).

use crate::operating::founded;
use crate::visitor::{Afternoon, check, get, holds, instruments, law};
use axum::Router;
use axum::body::Body;
use axum::http::Request;
use desk::see_register::Reading;
use desk::verifier::Counter;
use rusqlite::Connection;
use std::sync::Arc;
use tempfile::TempDir;
use web::Portal;

/// Makes the commit of a note fail after everything was staged.
const FAULT: &str = "
    CREATE TABLE debt (
        place INTEGER REFERENCES kept_state (piece) DEFERRABLE INITIALLY DEFERRED
    );
    CREATE TRIGGER fault AFTER INSERT ON notes BEGIN INSERT INTO debt VALUES (1000); END";
const MENDED: &str = "DROP TRIGGER fault; DROP TABLE debt";
/// A number of the right form.
const NUMBER: &str = "Y000099000001204000001";

/// A register after a commit that failed, with an entry that cannot be read.
struct Fallen {
    folder: TempDir,
    portal: Router,
    operator: Router,
    damaged: Vec<u8>,
}

impl Fallen {
    fn new() -> Fallen {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut house = founded(folder.path());
        let database = database(&folder);
        database.execute_batch(FAULT).expect("a fault is planted");
        // Looking whether it can be written leaves it open whether that was kept.
        house.ready();
        assert!(!house.is_in_step());
        database.execute_batch(MENDED).expect("the fault is taken away");
        let first = "SELECT body FROM entries WHERE last = 0";
        let damaged = database.query_row(first, [], |row| row.get(0)).expect("an entry");
        let counter = Counter::new(house, Arc::new(Afternoon)).expect("it is founded");
        let register = Some(Reading::of(counter.shared()));
        let (law, clock, instruments) = (law(), Box::new(Afternoon), instruments());
        let (verifier, log, demo) = (Some(Box::new(counter) as _), None, false);
        let portal = Portal { law, clock, verifier, log, register, demo, instruments };
        let (portal, operator) = web::routers(Arc::new(portal));
        let fallen = Fallen { folder, portal, operator, damaged };
        fallen.put(b"damaged");
        fallen
    }

    fn put(&self, first: &[u8]) {
        let put = "UPDATE entries SET body = ?1 WHERE last = 0";
        database(&self.folder).execute(put, [first]).expect("an entry is changed");
    }
}

fn database(folder: &TempDir) -> Connection {
    Connection::open(folder.path().join("dengji.sqlite")).expect("the register's database")
}

/// The address answers that it cannot be read now, in both languages, and when to ask again.
async fn unread(portal: &Router, address: &str) {
    let and = if address.contains('?') { '&' } else { '?' };
    for (lang, said, again) in [
        ("zh", "此刻无法读取", ">再试一次</a>"),
        ("en", "cannot be read just now", ">Try again</a>"),
    ] {
        let address = format!("{address}{and}lang={lang}");
        let answered = get(portal, &address).await;
        assert_eq!(answered.status.as_u16(), 503, "{address}");
        assert_eq!(answered.headers["retry-after"], "10", "{address}");
        assert_eq!(answered.headers["cache-control"], "no-store", "{address}");
        holds(&address, &answered.body, &[said]);
        let kind = answered.headers["content-type"].to_str().expect("a kind");
        if kind.contains("html") {
            // The same page again, and not one that says the same.
            holds(
                &address,
                &answered.body,
                &[again, "!返回退出目录安排", "!Back to the exit board"],
            );
        }
        assert_eq!(kind.contains("json"), address.contains(".json") || address.contains(".csv"));
    }
}

#[tokio::test]
async fn while_the_state_may_not_be_the_logs_every_page_of_the_register_asks_to_come_later() {
    let fallen = Fallen::new();
    let portal = &fallen.portal;
    let pages = ["/", "/occupation/车工", "/bodies", "/bodies/0", "/bodies/7", "/search?q=示例"];
    let for_programs = ["/bodies.json", "/bodies.csv", "/bodies/0.json", "/bodies/7.json"];
    for address in pages.into_iter().chain(for_programs) {
        unread(portal, address).await;
    }
    // What needs the law alone is answered, and a number that is none is none.
    for address in ["/notice", "/may-i", "/verify", "/healthz", "/verify?number=1"] {
        check(portal, address, 200, &[]).await;
    }
    fallen.put(&fallen.damaged);
    // An operator has it tried at once.
    check(&fallen.operator, "/readyz", 200, &[]).await;
    for address in pages.into_iter().chain(for_programs) {
        let status = if address.contains("/7") { 404 } else { 200 };
        check(portal, address, status, &["!无法读取"]).await;
    }
}

#[tokio::test]
async fn a_certificate_is_neither_there_nor_not_there_while_the_register_cannot_be_read() {
    let fallen = Fallen::new();
    let by_number = format!("/verify?number={NUMBER}");
    for (lang, expect) in [
        ("zh", ["登记系统暂时无法读取", "无法核验", "!没有发过"]),
        ("en", ["cannot be read at the moment", "could not check", "!issued no"]),
    ] {
        let answered = get(&fallen.portal, &format!("{by_number}&lang={lang}")).await;
        assert_eq!(answered.status.as_u16(), 503);
        assert_eq!(answered.headers["retry-after"], "10");
        holds("by number", &answered.body, &expect);
        let form = "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n\
                    something\r\n--b--\r\n";
        let request = Request::post(format!("/verify?lang={lang}"))
            .header("content-type", "multipart/form-data; boundary=b")
            .body(Body::from(form))
            .expect("a request");
        let answered = crate::visitor::send(&fallen.portal, request).await;
        assert_eq!(answered.status.as_u16(), 503);
        assert_eq!(answered.headers["retry-after"], "10");
        holds("by file", &answered.body, &expect[..2]);
    }
    fallen.put(&fallen.damaged);
    check(&fallen.operator, "/readyz", 200, &[]).await;
    check(&fallen.portal, &by_number, 200, &["没有发过", "!暂时无法读取"]).await;
}
