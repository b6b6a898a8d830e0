//! `Recording`, a folder whose every change by a process is written down.
//!
//! In scope: building the preloaded library, running a process under it, once or again and again.
//! Out of scope: what the process does; in a suite it is mostly the suite itself, started again.
//! Failure: where there is no C compiler or no preloading there is no recording, and the suite says
//! that it was skipped.

use crate::trace::Trace;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use tempfile::TempDir;

const SHIM: &str = include_str!("../shim/trace.c");
/// The ways to open a file, which every shim has behind its own text.
const OPENING: &str = include_str!("../shim/opening.c");
const MARKS: &str = "POWERCUT_MARKS";
const ROOT: &str = "POWERCUT_ROOT";

/// Writes a mark into the trace of the recording that this process runs under, if it does.
///
/// # Panics
/// The mark cannot be written.
pub fn mark(text: &str) {
    let Some(path) = std::env::var_os(MARKS) else { return };
    let file = File::options().append(true).create(true).open(path);
    file.and_then(|mut file| file.write_all(text.as_bytes())).expect("marks can be written");
}

/// Returns an empty folder to play in, in memory where the system has such a place: what is found
/// after a loss of power is opened hundreds of times, and each opening flushes.
///
/// # Errors
/// There is no place for files.
pub fn scratch() -> io::Result<TempDir> {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir())
}

/// Builds a library to be preloaded, and says whether this machine can.
///
/// # Errors
/// There is a compiler and it does not build it, or the folder cannot be written.
pub(crate) fn build(folder: &Path, name: &str, text: &str) -> io::Result<bool> {
    if !cfg!(target_os = "linux") || Command::new("cc").arg("--version").output().is_err() {
        throwaway::skipped("there is no `cc` here, or the system is not Linux");
        return Ok(false);
    }
    let (source, library) = (format!("{name}.c"), format!("{name}.so"));
    fs::write(folder.join(&source), [text, OPENING].concat())?;
    let options = ["-std=c11", "-O1", "-Wall", "-Wextra", "-shared", "-fPIC"];
    let mut compiler = Command::new("cc");
    compiler.current_dir(folder).args(options).args(["-o", &library, &source, "-ldl"]);
    let built = compiler.arg("-lpthread").output()?;
    match built.status.success() {
        true => Ok(true),
        false => Err(io::Error::other(String::from_utf8_lossy(&built.stderr).into_owned())),
    }
}

/// A folder, the library, and the trace of what was done in the folder.
pub struct Recording {
    place: TempDir,
    root: PathBuf,
}

impl Recording {
    /// Begins one with an empty folder; nothing where the machine has no C compiler.
    ///
    /// # Errors
    /// There is a compiler and it does not build the library, or there is no place for files.
    pub fn begin() -> io::Result<Option<Recording>> {
        let place = scratch()?;
        // The real path: the library compares the paths of open files with it.
        let real = place.path().canonicalize()?;
        let root = real.join("root");
        fs::create_dir(&root)?;
        if !build(&real, "trace", SHIM)? {
            return Ok(None);
        }
        Ok(Some(Recording { place, root }))
    }

    /// Returns the folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the folder that the process under recording finds itself under; nothing in any other
    /// process.
    pub fn root_of_this_process() -> Option<PathBuf> {
        std::env::var_os(ROOT).map(PathBuf::from)
    }

    /// Runs a command to its end under the recording, which goes on where it was. With `stop` the
    /// process is killed (SIGKILL) before its change after so many.
    ///
    /// # Errors
    /// It could not be started.
    pub fn run(&self, command: &mut Command, stop: Option<usize>) -> io::Result<ExitStatus> {
        self.run_with(command, stop, 0..0)
    }

    /// Runs a command as [`Recording::run`] does, and lets some of its flushes fail (EIO), counted
    /// from nought as [`Trace::before_flushes`] does. What a flush that failed left on the disk is
    /// the disk's affair ([`crate::Unflushed`]); of a folder that was not flushed nothing is lost.
    ///
    /// # Errors
    /// It could not be started.
    pub fn run_with(
        &self,
        command: &mut Command,
        stop: Option<usize>,
        fail: Range<usize>,
    ) -> io::Result<ExitStatus> {
        let inside = |name: &str| self.root.with_file_name(name);
        command
            .env("LD_PRELOAD", inside("trace.so"))
            .env(ROOT, &self.root)
            .env("POWERCUT_TRACE", inside("trace"))
            .env(MARKS, inside("marks"))
            .env("POWERCUT_STOP", stop.unwrap_or(0).to_string())
            .env("POWERCUT_FAIL", format!("{}-{}", fail.start, fail.end))
            .status()
    }

    /// Returns what was recorded so far.
    ///
    /// # Errors
    /// It cannot be read, or has a step that no disk can play.
    pub fn trace(&self) -> io::Result<Trace> {
        let bytes = fs::read(self.place.path().join("trace"))?;
        Trace::read(&bytes).map_err(io::Error::other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::Change;

    #[test]
    fn what_a_shell_does_in_the_folder_is_recorded_and_nothing_else() {
        let Some(recording) = Recording::begin().unwrap() else { return };
        let run = |script: &str, stop| {
            let mut shell = Command::new("sh");
            shell.arg("-c").arg(script).arg("sh").arg(recording.root());
            recording.run(&mut shell, stop).unwrap()
        };
        let script = "cd \"$1\"; mkdir d; echo one >d/a; mv d/a d/b; echo x >\"$1\"2; rm d/b";
        assert!(run(script, None).success());
        let stopped = run("cd \"$1\"; : >e; : >f", Some(1));
        assert!(!stopped.success() && !recording.root().join("f").exists(), "{stopped}");
        let trace = recording.trace().unwrap().0;
        let Change::Create(file, _) = trace[1] else { panic!("{trace:?}") };
        let expect = [
            Change::MakeFolder("d".into()),
            Change::Create(file, "d/a".into()),
            Change::Write(file, 0, b"one\n".to_vec()),
            Change::Rename("d/a".into(), "d/b".into()),
            Change::Unlink("d/b".into()),
        ];
        assert_eq!(trace[..5], expect);
        assert!(matches!(&trace[5..], [Change::Create(_, path)] if path == "e"), "{trace:?}");
    }
}
