//! The tests of paper from outside.
//!
//! In scope: what a body sends and what it is told. Out of scope: private steps.
#![allow(clippy::unwrap_used, reason = "the functions beside the tests are tests too")]

mod read_results;
mod table;
mod write_results;
