//! The program as a person or a script calls it: arguments in; stdout, stderr and exit code out.
//!
//! In scope: wiring and words. Out of scope: what the rooms test themselves.
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it only inside #[test]")]

mod after_issue;
mod anchor;
mod arranged;
mod backup;
mod body;
mod catalogue;
mod data_keys;
mod database;
mod decide;
mod demo;
mod exams;
mod found;
mod import;
mod keys;
mod language;
mod law_folder;
mod notice_read;
mod people;
mod recheck;
mod retention;
mod search;
mod serving;
mod session;
mod supervision;
mod witnesses;

use std::path::Path;
use std::process::{Command, Stdio};

/// The root of the repository, where every command of these tests runs.
fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// The text with lines broken at blanks, as wide as a golden may be.
fn wrapped(text: &str) -> String {
    const WIDTH: usize = 80;
    let mut wrapped = String::new();
    for line in text.split_inclusive('\n') {
        let mut length = 0;
        for word in line.split_inclusive(' ') {
            length += word.chars().count();
            if WIDTH < length && !wrapped.ends_with('\n') {
                wrapped.truncate(wrapped.trim_end().len());
                wrapped.push_str("\n    ");
                length = 4 + word.chars().count();
            }
            wrapped.push_str(word);
        }
    }
    wrapped
}

/// The program, with an environment that says nothing about languages.
fn dengji(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dengji"));
    command.current_dir(root()).args(arguments).stdin(Stdio::null());
    command.env_remove("LC_ALL").env_remove("LANG");
    command
}
