//! `Readiness`, asking the register whether it can be used, no more often than is good for it.
//!
//! In scope: one asking at a time, how long it may take, how long an answer is good for.
//! Out of scope: what is checked (`desk`), who is told (`routes/readyz.rs`).
//! Failure: a register that does not answer in time is not ready; whoever asks meanwhile waits for
//! the same answer, and no thread is tied up for them.

use crate::Portal;
use desk::see_ready::Check;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// How long an answer is good for: whoever asks faster makes nothing be written, also while
/// something fails. Then only an operator, on an address of its own, has it tried anew each time.
const GOOD_FOR: Duration = Duration::from_secs(1);

/// How long the checks may take. Acts under way are waited for.
const ANSWER_MAX: Duration = Duration::from_secs(5);

const REMEDY: &str = "see the log of this server; the database or the disk may be slow or gone";

/// The last answer, and the way to the next.
#[derive(Default)]
pub(crate) struct Readiness {
    /// Held while the register is asked, by the thread that asks.
    last: Arc<Mutex<Option<Answer>>>,
}

/// What came of every check, and when.
type Answer = (Instant, Vec<Check>);

/// The register did not answer in time.
#[derive(Debug, thiserror::Error)]
#[error("the register did not answer within {} s", ANSWER_MAX.as_secs())]
struct Late;

impl Readiness {
    /// Returns what came of every check; without a register there is only the law, which is open.
    pub(crate) async fn checks(&self, portal: &Arc<Portal>, operator: bool) -> Vec<Check> {
        let asked = self.ask(portal, operator);
        match tokio::time::timeout(ANSWER_MAX, asked).await {
            Ok(checks) => checks,
            Err(_) => {
                let late = vec![Check::of("register", REMEDY, Err(Late))];
                portal.instruments.checked(&late);
                late
            }
        }
    }

    async fn ask(&self, portal: &Arc<Portal>, operator: bool) -> Vec<Check> {
        let mut last = Arc::clone(&self.last).lock_owned().await;
        let well = |checks: &[Check]| checks.iter().all(Check::holds);
        let good = |all: &[Check]| !operator || well(all);
        let fresh = last.as_ref().filter(|(at, all)| at.elapsed() < GOOD_FOR && good(all));
        if let Some((_, checks)) = fresh {
            return checks.clone();
        }
        let portal = Arc::clone(portal);
        // The lock goes with the thread: when the asker gives up, the next waits for the same one.
        let done = tokio::task::spawn_blocking(move || {
            let mut checks = vec![Check::of::<Late>("law", "start the server again", Ok(()))];
            checks.extend(portal.register.iter().flat_map(|register| register.ready()));
            portal.instruments.checked(&checks);
            *last = Some((Instant::now(), checks.clone()));
            checks
        });
        match done.await {
            Ok(checks) => checks,
            // The same bug goes on here, to be caught and numbered for this request (`headers`).
            Err(bug) => std::panic::resume_unwind(bug.into_panic()),
        }
    }
}
