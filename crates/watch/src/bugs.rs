//! Bugs as log lines: where one showed, and not what it was about.
//!
//! In scope: the hook that Rust calls at a panic. Out of scope: who goes on after it (`web`,
//! `desk`). I-PRI-1: a message that was put together may hold what a request brought; only one that
//! stands in the program as it is, is written.

use std::panic::{PanicHookInfo, set_hook};
use tracing::error;

/// Lets every panic of the process be told as a line from now on.
pub fn told_as_lines() {
    set_hook(Box::new(|panic| {
        let at = panic.location().map(|at| format!("{}:{}", at.file(), at.line()));
        let at = at.unwrap_or_default();
        let thread = std::thread::current();
        let thread = thread.name().unwrap_or_default();
        error!(target: "dengji::server", at, thread, why = message(panic), "a bug showed");
    }));
}

fn message<'p>(panic: &'p PanicHookInfo<'_>) -> &'p str {
    let fixed = panic.payload().downcast_ref::<&'static str>();
    fixed.copied().unwrap_or("its message may hold data and is not written")
}
