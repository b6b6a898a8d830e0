//! Tests of the register against the law of this repository.
//!
//! In scope: events checked and applied in memory. Out of scope: bytes and people.
#![allow(clippy::unwrap_used)] // a test that cannot read its own data has nothing to say

mod arrangement;
mod stage;
