//! Speed of the log: building the tree, re-checking, publishing, proving.
//!
//! In scope: each against bare work of the same kind in the same run, and against what is wanted.
//! Out of scope: the store (`issue`), the law (`decisions`).

mod author;
mod proofs;
mod publish;
mod recheck;
mod tree;

use anyhow::Result;
use desk::RowId;
use desk::backend::Backend;
use desk::house::House;
use std::path::Path;
use vocab::Day;

/// Measures everything over a log of so many entries.
pub fn run(entries: u64) -> Result<()> {
    tree::measure(entries);
    let folder = tempfile::tempdir()?;
    author::write(folder.path(), entries)?;
    recheck::measure(folder.path(), entries)?;
    proofs::measure(folder.path())?;
    publish::measure()
}

/// Founds a register in a folder, its rows on a backend, and returns it with an occupation and a
/// clock to set.
pub fn founded_on(folder: &Path, backend: &Backend) -> Result<(House, RowId, impl Fn(Day))> {
    publish::founded_with_clock(folder, backend)
}

/// Prints a share in percent against the one that is wanted.
fn percent(what: &str, [least, median, greatest]: [u64; 3], wanted: u64) {
    println!(
        "{what}: {median} % ({least} to {greatest} %), wanted {wanted} %: {}",
        if wanted <= median { "ok" } else { "below" }
    );
}

/// Returns the least, the median and the greatest.
fn spread(mut all: Vec<u64>) -> [u64; 3] {
    all.sort_unstable();
    [all[0], all[all.len() / 2], all[all.len() - 1]]
}
