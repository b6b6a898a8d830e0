//! The register as a machine: acts in order on the repository's own law, what they answer and what
//! they leave.
//!
//! Out of scope: bytes (`seal`), people and files (`desk`).
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it only inside #[test]")]

mod after_issue;
mod arrangement;
mod bodies;
mod cohorts;
mod fates;
mod founded;
mod honest;
mod old_scheme;
mod rush;
mod scene;
mod snapshots;
mod stage;
mod supervised;
mod supervision_cases;
mod supervision_draws;
mod supervision_holds;
mod supervision_pace;
mod supervision_regions;
mod turning;
