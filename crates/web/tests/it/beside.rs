//! Pages while somebody acts: what needs the store alone waits for nobody.
//!
//! In scope: verification by number, pages that need the law. Out of scope: the order in which
//! store and memory are read (`desk`).

use crate::operating::founded;
use crate::visitor::{Afternoon, check, instruments, law};
use desk::see_register::Reading;
use desk::verifier::Counter;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;
use web::Portal;

/// A number of the right form that was never given.
const NEVER: &str = "Y000099000001204000001";
/// How long a page that should wait for nobody may take before this test fails.
const PATIENCE: Duration = Duration::from_secs(120);

#[tokio::test]
async fn a_number_that_was_never_given_is_answered_while_the_house_is_held() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let counter = Counter::new(founded(folder.path()), Arc::new(Afternoon)).expect("it is founded");
    let house = counter.shared();
    let register = Some(Reading::of(house.clone()));
    let (verifier, clock) = (Some(Box::new(counter) as _), Box::new(Afternoon));
    let (law, instruments, log, demo) = (law(), instruments(), None, false);
    let portal = Portal { law, clock, verifier, log, register, demo, instruments };
    let app = web::router(Arc::new(portal));
    let ((holds, is_held), (free, is_free)) = (channel(), channel::<()>());
    let holder = std::thread::spawn(move || {
        let _acting = house.lock().expect("nobody stopped in it");
        holds.send(()).expect("the test waits");
        // Ends with the test, also with one that failed.
        is_free.recv().ok();
    });
    is_held.recv().expect("it is held");
    let pages = async {
        for (lang, said) in [("zh", "没有发过这个编号"), ("en", "issued no certificate")] {
            let address = format!("/verify?number={NEVER}&lang={lang}");
            check(&app, &address, 200, &[said]).await;
        }
        for address in ["/notice", "/may-i", "/verify", "/healthz", "/verify?number=1"] {
            check(&app, address, 200, &[]).await;
        }
    };
    let answered = tokio::time::timeout(PATIENCE, pages).await;
    drop(free);
    holder.join().expect("it only waited");
    answered.expect("nobody waited for who acts");
    check(&app, "/bodies", 200, &[]).await;
}
