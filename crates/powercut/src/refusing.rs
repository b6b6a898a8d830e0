//! `Refusing`, a folder on a disk that takes nothing for a while: full, read-only, or failing.
//!
//! In scope: building the preloaded library, running a process under it, saying when it refuses.
//! Out of scope: what is written before and after; losses of power (`recording`).
//! Failure: where there is no C compiler or no preloading the suite says that it was skipped.

use crate::recording::{build, scratch};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use tempfile::TempDir;

const SHIM: &str = include_str!("../shim/refuse.c");
const ROOT: &str = "POWERCUT_REFUSE_ROOT";
const REFUSE: &str = "POWERCUT_REFUSE";

/// Why the disk takes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The device fails (EIO).
    Failing,
    /// Whoever runs the process may not write there (EACCES).
    Forbidden,
    /// There is no space left (ENOSPC).
    Full,
    /// It was mounted for reading only (EROFS).
    ReadOnly,
    /// Bytes and names are taken, and flushing them fails (EIO): what was written can be read, and
    /// nobody knows whether it is on the disk.
    Unflushed,
}

impl Trouble {
    /// Returns what the library reads.
    fn text(self) -> &'static str {
        match self {
            Trouble::Failing => "5",
            Trouble::Forbidden => "13",
            Trouble::Full => "28",
            Trouble::ReadOnly => "30",
            Trouble::Unflushed => "flush 5",
        }
    }
}

/// A folder whose disk can refuse.
pub struct Refusing {
    place: TempDir,
    root: PathBuf,
}

impl Refusing {
    /// Begins one with an empty folder; nothing where the machine has no C compiler.
    ///
    /// # Errors
    /// There is a compiler and it does not build the library, or there is no place for files.
    pub fn begin() -> io::Result<Option<Refusing>> {
        let place = scratch()?;
        // The real path: the library compares the paths of open files with it.
        let root = place.path().canonicalize()?.join("root");
        fs::create_dir(&root)?;
        let built = build(place.path(), "refuse", SHIM)?;
        Ok(built.then_some(Refusing { place, root }))
    }

    /// Returns the folder that the process under it finds itself under; nothing in any other
    /// process.
    pub fn root_of_this_process() -> Option<PathBuf> {
        std::env::var_os(ROOT).map(PathBuf::from)
    }

    /// Returns the folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Runs a command to its end on this disk.
    ///
    /// # Errors
    /// It could not be started.
    pub fn run(&self, command: &mut Command) -> io::Result<ExitStatus> {
        let inside = |name: &str| self.place.path().join(name);
        command
            .env("LD_PRELOAD", inside("refuse.so"))
            .env(ROOT, &self.root)
            .env(REFUSE, inside("refuse"))
            .status()
    }
}

/// Lets the disk under this process refuse from here on, or with nothing take again.
///
/// # Panics
/// This process runs on no such disk.
pub fn trouble(with: Option<Trouble>) {
    let file = std::env::var_os(REFUSE).expect("the process runs under `Refusing::run`");
    let done = match with {
        Some(trouble) => fs::write(&file, trouble.text()),
        None => fs::remove_file(&file),
    };
    done.expect("the file lies outside of the folder");
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: &str = "refusing::tests::what_is_refused_comes_with_its_error_and_ends_with_it";

    #[test]
    fn what_is_refused_comes_with_its_error_and_ends_with_it() {
        if let Some(root) = Refusing::root_of_this_process() {
            return check(&root);
        }
        let Some(disk) = Refusing::begin().unwrap() else { return };
        let mut again = Command::new(std::env::current_exe().unwrap());
        assert!(disk.run(again.args(["--exact", NAME])).unwrap().success());
        assert_eq!(fs::read(disk.root().join("a")).unwrap(), b"after");
    }

    /// EIO has no kind of its own.
    const EIO: Option<i32> = Some(5);

    fn check(root: &Path) {
        let file = root.join("a");
        fs::write(&file, "before").unwrap();
        for (with, new_name) in [
            (Trouble::Full, io::ErrorKind::StorageFull),
            (Trouble::ReadOnly, io::ErrorKind::ReadOnlyFilesystem),
            (Trouble::Forbidden, io::ErrorKind::PermissionDenied),
        ] {
            trouble(Some(with));
            assert_eq!(fs::write(root.join("new"), "x").unwrap_err().kind(), new_name, "{with:?}");
            assert_eq!(fs::create_dir(root.join("d")).unwrap_err().kind(), new_name, "{with:?}");
            assert_eq!(fs::read(&file).unwrap(), b"before");
            // Elsewhere there is no trouble.
            fs::write(root.with_file_name("elsewhere"), "x").unwrap();
            trouble(None);
        }
        check_flushes(&file);
        fs::write(&file, "after").unwrap();
    }

    /// A flush fails with the disk, and alone; a file cannot be cut where it cannot be written.
    fn check_flushes(file: &Path) {
        let open = fs::File::options().write(true).open(file).unwrap();
        let folder = fs::File::open(file.parent().unwrap()).unwrap();
        let flushes = || [open.sync_all(), open.sync_data(), folder.sync_all()];
        for (with, flushed, cut) in [
            (Trouble::Full, None, None),
            (Trouble::ReadOnly, None, Some(30)),
            (Trouble::Failing, EIO, EIO),
            (Trouble::Unflushed, EIO, None),
        ] {
            trouble(Some(with));
            let refused = |done: io::Result<()>| done.err().and_then(|error| error.raw_os_error());
            assert_eq!(flushes().map(refused), [flushed; 3], "{with:?}");
            assert_eq!(refused(open.set_len(6)), cut, "{with:?}");
            trouble(None);
        }
        trouble(Some(Trouble::Unflushed));
        fs::write(file, "before").unwrap();
        trouble(None);
        flushes().into_iter().for_each(Result::unwrap);
    }
}
