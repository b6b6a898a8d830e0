//! Ports: what the house needs from the world, as traits, with the real thing beside each.
//!
//! In scope: the clock; whoever checks certificates.
//! Out of scope: what is done with an instant or a verdict.

use crate::verdict::Verdict;
use std::time::{SystemTime, UNIX_EPOCH};
use vocab::Instant;

/// Tells the present. Nothing else in the house does.
pub trait Clock {
    /// Returns the present instant, in whole seconds.
    fn now(&self) -> Instant;
}

/// Checks one certificate against a register. It keeps nothing of what it is shown.
pub trait Verifier {
    /// Checks a number as somebody typed it.
    fn number(&self, number: &str) -> Verdict;

    /// Checks a `.dengji` file, and that it belongs to the person where a name or the number of an
    /// identity document is given.
    fn file(&self, bytes: &[u8], name: Option<&str>, document: Option<&str>) -> Verdict;
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

/// Gives random bytes. Nothing else in the house does.
pub trait Entropy {
    /// Fills the bytes.
    ///
    /// # Errors
    /// The machine has no randomness to give.
    fn fill(&mut self, bytes: &mut [u8]) -> std::io::Result<()>;
}

/// The randomness of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&mut self, bytes: &mut [u8]) -> std::io::Result<()> {
        getrandom::fill(bytes).map_err(std::io::Error::other)
    }
}
