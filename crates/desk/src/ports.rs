//! Ports: what the house needs from the world, as traits, with the real thing beside each.
//!
//! In scope: the clock. Out of scope: what is done with an instant.

use std::time::{SystemTime, UNIX_EPOCH};
use vocab::Instant;

/// Tells the present. Nothing else in the house does.
pub trait Clock {
    /// Returns the present instant, in whole seconds.
    fn now(&self) -> Instant;
}

/// The clock of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        let seconds = |length: std::time::Duration| length.as_secs() as i64;
        Instant(match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(since) => seconds(since),
            // A machine without a battery wakes up before 1970.
            Err(before) => -seconds(before.duration()),
        })
    }
}
