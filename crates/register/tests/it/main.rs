//! Suites of the register on the repository's own law.
//!
//! Out of scope: bytes (`seal`), people and files (`desk`).

mod after_issue;
mod founded;
mod turning;
