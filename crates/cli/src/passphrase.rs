//! Where a passphrase comes from: a file, the environment, or somebody at the terminal.
//!
//! In scope: the order of these. Out of scope: what it opens (`desk::key_file`).
//! Invariant: never the command line, which other users of the machine can see.

use crate::fault::Fault;
use desk::passphrase::Passphrase;
use desk::words::Words;
use std::io::IsTerminal as _;
use std::path::Path;

/// The variable of the environment that holds the passphrase.
pub(crate) const VARIABLE: &str = "DENGJI_PASSPHRASE";

/// Returns the passphrase of a file's first line, else of the environment; nothing without either.
pub(crate) fn given(file: Option<&Path>) -> Result<Option<Passphrase>, Fault> {
    let Some(path) = file else {
        return Ok(std::env::var(VARIABLE).ok().and_then(Passphrase::new));
    };
    let text = std::fs::read_to_string(path)
        .map_err(|source| Fault::ReadFile { path: path.to_path_buf(), source })?;
    let line = text.lines().next().unwrap_or("").to_string();
    Passphrase::new(line).map(Some).ok_or(Fault::NoPassphrase)
}

/// Returns what opens files that may be encrypted: what is given, else what is typed.
pub(crate) fn to_open(
    words: &Words,
    file: Option<&Path>,
    encrypted: bool,
) -> Result<Option<Passphrase>, Fault> {
    match given(file)? {
        None if encrypted && std::io::stdin().is_terminal() => {
            typed(&words.say("passphrase-ask", &[]))
        }
        found => Ok(found),
    }
}

/// Returns what a new file is to be encrypted under: what is given, else what is typed twice.
/// `plain` says that it is not to be encrypted.
pub(crate) fn to_keep(
    words: &Words,
    file: Option<&Path>,
    plain: bool,
) -> Result<Option<Passphrase>, Fault> {
    match given(file)? {
        _ if plain => Ok(None),
        Some(found) => Ok(Some(found)),
        None => new(words),
    }
}

/// Returns what a file is to be encrypted under anew. The environment counts only where the file is
/// plain: it holds the passphrase up to now.
pub(crate) fn to_keep_anew(
    words: &Words,
    file: Option<&Path>,
    plain: bool,
    encrypted: bool,
) -> Result<Option<Passphrase>, Fault> {
    match file {
        None if encrypted && !plain => new(words),
        file => to_keep(words, file, plain),
    }
}

fn new(words: &Words) -> Result<Option<Passphrase>, Fault> {
    if !std::io::stdin().is_terminal() {
        return Err(Fault::NoPassphrase);
    }
    let ask = |prompt: String| rpassword::prompt_password(prompt).map_err(Fault::Output);
    let first = ask(words.say("passphrase-new", &[]))?;
    if first != ask(words.say("passphrase-again", &[]))? {
        return Err(Fault::PassphrasesDiffer);
    }
    Passphrase::new(first).map(Some).ok_or(Fault::NoPassphrase)
}

fn typed(prompt: &str) -> Result<Option<Passphrase>, Fault> {
    let text = rpassword::prompt_password(prompt).map_err(Fault::Output)?;
    Passphrase::new(text).map(Some).ok_or(Fault::NoPassphrase)
}
