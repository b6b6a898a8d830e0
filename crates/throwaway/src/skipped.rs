//! `skipped`, by which a test that this machine cannot hold says so where it is seen.
//!
//! In scope: a line past the capture of the test harness, and one in the file that
//! `DENGJI_SKIPPED` names, for the table of `scripts/test.sh`. Out of scope: whether it is wrong
//! that something is missing; the suite passes.

use std::fs::File;
use std::io::Write as _;

/// The file that lines are added to, each the name of a test, a tab and why it was skipped.
const FILE: &str = "DENGJI_SKIPPED";

/// Says that the running test leaves out what it cannot do here, and why.
///
/// # Panics
/// The file that the environment names cannot be written: a table would keep silent then.
pub fn skipped(why: &str) {
    let thread = std::thread::current();
    // A harness with one thread runs tests on the main one, which has no name of theirs.
    let test = thread.name().filter(|name| *name != "main").unwrap_or("a test");
    // Not by `eprintln!`: what a passing test prints that way is captured, and seen by nobody.
    let line = format!("\nSKIPPED: {test}: {why}\n");
    let _told = std::io::stderr().lock().write_all(line.as_bytes());
    if let Some(path) = std::env::var_os(FILE) {
        let file = File::options().append(true).create(true).open(path);
        // One writing, because the tests of many threads end here.
        let written =
            file.and_then(|mut file| file.write_all(format!("{test}\t{why}\n").as_bytes()));
        written.expect("the file that `DENGJI_SKIPPED` names can be written");
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    /// Says to the process of its own that it is to skip.
    const SKIP: &str = "DENGJI_TEST_SKIPS";
    const NAME: &str = "skipped::tests::what_is_skipped_is_said_although_the_test_passes";

    #[test]
    fn what_is_skipped_is_said_although_the_test_passes() {
        if std::env::var_os(SKIP).is_some() {
            super::skipped("there is no moon");
            return super::skipped("there is no sun");
        }
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("skipped");
        let run = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", NAME, "--test-threads", "2"])
            .env(SKIP, "1")
            .env(super::FILE, &file)
            .output()
            .unwrap();
        let (out, said) = (String::from_utf8(run.stdout), String::from_utf8(run.stderr).unwrap());
        assert!(run.status.success() && out.unwrap().contains("1 passed"), "{said}");
        assert!(said.contains(&format!("\nSKIPPED: {NAME}: there is no moon\n")), "{said}");
        let kept = std::fs::read_to_string(&file).unwrap();
        assert_eq!(kept, format!("{NAME}\tthere is no moon\n{NAME}\tthere is no sun\n"));
    }
}
