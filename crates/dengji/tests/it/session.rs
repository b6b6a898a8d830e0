//! One step of a scripted session: a command, its exit code, and words that must be in the answer.
//!
//! In scope: running and comparing. Out of scope: what the commands are (the suites).

use crate::dengji;

/// What came out of a command.
pub(crate) struct Said {
    pub stdout: String,
    pub stderr: String,
}

/// Runs the command line in English and requires the exit code and, in stdout or stderr, each text.
/// Arguments are parted by blanks.
pub(crate) fn check(line: &str, code: i32, contains: &[&str]) -> Said {
    let arguments: Vec<&str> = line.split_whitespace().collect();
    let output = dengji(&arguments).env("LANG", "en").output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let said = Said { stdout: text(output.stdout), stderr: text(output.stderr) };
    let all = format!("{}{}", said.stdout, said.stderr);
    assert_eq!(output.status.code(), Some(code), "{line}\n{all}");
    for part in contains {
        assert!(all.contains(part), "{line}\nlacks: {part}\nsaid: {all}");
    }
    said
}
