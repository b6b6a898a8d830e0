//! Transcripts of the portal: requests without a port, and what the answers hold.
//!
//! In scope: every route in both languages, what is refused. Out of scope: looks (seen in a
//! browser), the words of the law (`desk`).

mod asking;
mod beside;
mod board;
mod bodies;
mod frame;
mod log;
mod notice;
mod operating;
mod out_of_step;
mod searching;
mod verifying;
mod visitor;
