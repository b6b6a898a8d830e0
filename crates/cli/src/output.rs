//! Writing to stdout and stderr, also when nobody listens any more.
//!
//! In scope: one write of the whole answer. Out of scope: what is written.
//! Failure: a reader that went away (`dengji … | head`) is no fault; any other failure is one.

use crate::fault::Fault;
use std::io::{ErrorKind, Write};

/// Writes an answer to stdout.
pub(crate) fn answer(text: &str) -> Result<(), Fault> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Fault::Output(error)),
        _ => Ok(()),
    }
}

/// Writes one object to stdout, for programs.
pub(crate) fn answer_json(object: &serde_json::Value) -> Result<(), Fault> {
    answer(&format!("{object:#}\n"))
}

/// Writes a message to stderr, with a line end. Without a listener it is lost, as is usual there.
pub(crate) fn tell(text: &str) {
    let _ = writeln!(std::io::stderr(), "{}", text.trim_end());
}
