//! An error with its causes, in one line.
//!
//! Out of scope: who is told; paths in it are for the operator.

use std::error::Error;

/// Returns what an error says, then each of its causes after a colon.
pub(crate) fn with_causes(error: &dyn Error) -> String {
    let mut told = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        told = format!("{told}: {error}");
        cause = error.source();
    }
    told
}
