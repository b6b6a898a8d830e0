//! Tasks of the house, run as `cargo xtask NAME`.
//!
//! In scope: `tidy`. Out of scope: anything a user runs; that is `dengji`.
fn main() {}
