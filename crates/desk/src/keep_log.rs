//! Keeping the log published while the register is served.
//!
//! In scope: a thread that publishes what was committed, and makes a landmark when one is due.
//! Out of scope: asking witnesses.
//! Failure: what cannot be published now is tried again; the register itself goes on. A stop at any
//! point is made good by the next start.
//! Whoever watches the house hears of a failure once, and when it is over.

use crate::house::House;
use crate::house_error::HouseError;
use crate::observe::{Doing, Sight};
use crate::ports::Clock;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long a committed entry may wait for its checkpoint.
const PUBLISH_EVERY: Duration = Duration::from_secs(1);

/// The keeping; it ends when this is dropped.
pub struct Keeping {
    _stop: Sender<()>,
}

/// Publishes what is committed, and goes on doing so on a thread of its own. A landmark is made
/// when the last is `landmark_s` seconds old.
///
/// # Errors
/// The first publication failed; no thread is started then.
pub fn keep_log(
    house: Arc<Mutex<House>>,
    clock: Arc<dyn Clock + Send + Sync>,
    landmark_s: u32,
) -> Result<Keeping, HouseError> {
    let step = move || {
        let mut house = house.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = keep(&mut house, &*clock, landmark_s);
        note(&mut house, kept)
    };
    step()?;
    let (stop, stopped) = mpsc::channel::<()>();
    std::thread::spawn(move || {
        while stopped.recv_timeout(PUBLISH_EVERY) == Err(RecvTimeoutError::Timeout) {
            // Noted in the house; the next step tries again.
            step().ok();
        }
    });
    Ok(Keeping { _stop: stop })
}

/// Notes whether the log is published, and tells it when that changes, not each second.
fn note(house: &mut House, kept: Result<(), HouseError>) -> Result<(), HouseError> {
    let was = std::mem::replace(&mut house.unpublished, kept.is_err());
    match &kept {
        Ok(()) if was => house.observer.saw(&Sight::Recovered(Doing::Publish)),
        Err(why) if !was => house.observer.saw(&Sight::Failed { doing: Doing::Publish, why }),
        _ => {}
    }
    kept
}

/// Publishes once, with a landmark where one is due and something was recorded since the last.
fn keep(house: &mut House, clock: &dyn Clock, landmark_s: u32) -> Result<(), HouseError> {
    if house.state().origin().is_none() {
        return Ok(());
    }
    let age = house.last_landmark().map(|last| clock.now().0 - last.0);
    if age.is_none_or(|age| i64::from(landmark_s) <= age) && house.grown_since_landmark() {
        house.landmark()?;
    }
    house.publish()?;
    Ok(())
}
