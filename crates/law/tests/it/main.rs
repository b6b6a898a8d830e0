//! Tests of the law crate against the law of this repository.
//!
//! In scope: the real law folder, read from the disk. Out of scope: edges and registers.
#![allow(clippy::unwrap_used)] // a test that cannot read its own data has nothing to say

mod cases;
mod diagram_agrees;
mod folder;
mod known_at;
mod loads;
mod reference;
