//! The register as a machine: acts in order, what they answer and what they leave.
//!
//! Out of scope: bytes (`seal`), people (`desk`).
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it only inside #[test]")]

mod cohorts;
mod fates;
mod old_scheme;
mod scene;
mod supervised;
mod supervision_cases;
mod supervision_draws;
mod supervision_holds;
mod supervision_pace;
