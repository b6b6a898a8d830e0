//! Tests of witnesses and mirrors, each against a small log that is made on the spot.
#![allow(clippy::unwrap_used, reason = "the functions beside the tests are tests too")]

mod asking;
mod log_folder;
mod mirroring;
mod peer;
mod requests;
mod serving;
mod shelves;
mod world;
