//! Tests of witnesses and mirrors, each against a small log that is made on the spot.
//!
//! Out of scope: the commands (crate `dengji`).
#![allow(clippy::unwrap_used, reason = "the functions beside the tests are tests too")]

mod asking;
// Lawful and unlawful logs are made by the author of the re-checker's tests.
#[path = "../../../recheck/tests/it/author.rs"]
#[allow(dead_code, reason = "the suites there use more of it")]
mod author;
mod lawfulness;
mod log_folder;
mod mirroring;
mod peer;
mod requests;
mod serving;
mod shelves;
mod world;
