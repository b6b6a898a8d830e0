//! Writing to stdout and stderr, also when nobody listens any more, and files that were asked for.
//!
//! In scope: one write of the whole answer; a file that has its name only when it is whole. Out of
//! scope: what is written.
//! Failure: a reader that went away (`dengji … | head`) is no fault; any other failure is one, and
//! leaves what stood under the name of a file.

use crate::fault::Fault;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

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

/// Writes a file beside its name, and gives it the name when it is whole.
///
/// # Errors
/// It cannot be written; no part of it is left.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let failed = |source| Fault::WriteFile { path: path.to_path_buf(), source };
    // A terminal, a pipe and the like have their names already, and keep them.
    if fs::metadata(path).is_ok_and(|there| !there.is_file()) {
        return fs::write(path, bytes).map_err(failed);
    }
    // What a link names is replaced, and not the link.
    let whole = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let mut part = whole.clone().into_os_string();
    part.push(".part");
    let written = fs::write(&part, bytes).and_then(|()| fs::rename(&part, &whole));
    written.map_err(|source| {
        let _ = fs::remove_file(&part);
        failed(source)
    })
}
