//! Nouns of the house: days, spans, levels, identifiers with check digits, and limits.
//!
//! In scope: plain values with their parsing, printing and checks.
//! Out of scope: clocks, files, law, anything that decides. Nothing here allocates more than a
//! string.
#![no_std]
extern crate alloc;
#[cfg(test)]
extern crate std;

mod day;
mod instant;

pub use day::{Day, DayError, Span};
pub use instant::{Instant, InstantError};
