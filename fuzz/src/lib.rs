//! The fuzz targets as a library, so that each binary is one line.
//!
//! Out of scope: what is fuzzed (`targets`), the run on a stable compiler
//! (crates/desk/tests/it/fuzz.rs).

pub mod targets;
