//! Tests of the register under the law of the repository: acts of the areas, decided and applied.
//!
//! Out of scope: bytes (`seal`), files and people (`desk`).
#![allow(clippy::unwrap_used, reason = "the functions beside the tests are tests too")]

mod supervised;
mod supervision_cases;
mod supervision_draws;
mod supervision_holds;
