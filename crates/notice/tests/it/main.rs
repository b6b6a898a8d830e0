//! Tests of the reader on whole notices: the real one, variations of it, and made-up ones.
//!
//! Out of scope: the command line that prints what is read.
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it only inside #[test]")]

mod made_up;
mod refusals;
mod the_notice;
mod variations;

/// The notice 人社厅发〔2020〕80号 as it reached us.
const SOURCE: &str = include_str!("../../../../law/2020-80/source.txt");
