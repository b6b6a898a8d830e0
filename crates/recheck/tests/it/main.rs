//! Tests of the re-checker: lawful logs pass, and each way of cheating is found where it is.
//!
//! Out of scope: the command (crate `dengji`).
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it only inside #[test]")]

mod author;
mod cheating;
mod damaged_files;
mod keys;
mod landmarks;
mod lawful;
mod urls;

use author::{LAW, Published};
use recheck::{FolderSource, Kind, Options, Report, recheck};

/// Checks a published log wholly.
fn report(published: &Published) -> Report {
    report_with(published, &Options::default())
}

fn report_with(published: &Published, options: &Options) -> Report {
    let source = FolderSource::new(published.folder.path());
    recheck(&source, &LAW, options, &mut |_, _| {}).unwrap()
}

/// What is wrong, in short.
fn found(report: &Report) -> Vec<(Kind, Option<u64>)> {
    report.findings.iter().map(|finding| (finding.kind, finding.index)).collect()
}
