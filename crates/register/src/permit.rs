//! The permit: proof, as a type, that issuing was checked against this very state.
//!
//! Invariant I-REG-2: no certificate without a permit granted on the state before it. A permit
//! cannot be made, copied or kept outside `check`; sealing takes it by value and fails when the
//! state has moved.

use core::fmt;
use core::marker::PhantomData;

/// The act a permit is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssueCertificate {}

/// A single-use permit for an act, bound to the state it was granted on.
#[derive(Debug, PartialEq, Eq)]
pub struct Permit<A> {
    version: u64,
    first_serial: u32,
    act: PhantomData<A>,
}

/// The state has moved since the permit was granted: check again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StaleState {
    /// The version the permit was granted on.
    pub granted_on: u64,
    /// The version now.
    pub now: u64,
}

impl fmt::Display for StaleState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the permit was granted on version {} of the state, which is now {}; check again",
            self.granted_on, self.now
        )
    }
}

impl core::error::Error for StaleState {}

impl Permit<IssueCertificate> {
    pub(crate) fn grant(version: u64, first_serial: u32) -> Permit<IssueCertificate> {
        Permit { version, first_serial, act: PhantomData }
    }

    /// Uses the permit up and returns the first serial it grants.
    ///
    /// # Errors
    /// [`StaleState`] when the state's version is not the one it was granted on.
    pub fn redeem(self, version: u64) -> Result<u32, StaleState> {
        if self.version == version {
            Ok(self.first_serial)
        } else {
            Err(StaleState { granted_on: self.version, now: version })
        }
    }
}
