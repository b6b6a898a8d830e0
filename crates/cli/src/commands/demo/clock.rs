//! The demonstration's clock: it stands still until somebody sets it.
//!
//! Out of scope: real time. A register made under it says *demo* in its origin.

use desk::ports::Clock;
use std::sync::atomic::{AtomicI64, Ordering};
use vocab::{Day, Instant};

/// Nine o'clock, in seconds after midnight: when offices open.
const OPENING_SECONDS: i64 = 9 * 3600;

/// A clock that shows what it was set to.
#[derive(Debug)]
pub struct DemoClock(AtomicI64);

impl DemoClock {
    pub fn at(day: Day) -> DemoClock {
        let clock = DemoClock(AtomicI64::new(0));
        clock.set(day);
        clock
    }

    /// Sets the clock to the opening of a day, unless it shows a later one: what happened on a day
    /// can be recorded after it.
    pub fn set(&self, day: Day) {
        self.0.fetch_max(Instant::start_of(day).0 + OPENING_SECONDS, Ordering::Relaxed);
    }
}

impl Clock for DemoClock {
    fn now(&self) -> Instant {
        Instant(self.0.load(Ordering::Relaxed))
    }
}
