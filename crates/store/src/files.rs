//! `Files`, what a log folder asks of a file system, and the file system of the machine.
//!
//! In scope: whole files below one folder, by relative path. Out of scope: what is in them.
//! The port is as narrow as it is so that a test can stand in for the disk: one that keeps only
//! what was flushed, and stops at any call.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// A place for files. Paths are relative, with `/`.
///
/// What `write`, `rename` and `remove` did may be lost when the machine stops, in any order, until
/// the file (its bytes) and its folder (its name) are flushed.
pub trait Files: Send {
    /// Returns the bytes of a file, or nothing when there is none.
    ///
    /// # Errors
    /// The file cannot be read.
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>>;

    /// Writes a whole file, in the place of what was there. Its folder has to be there.
    ///
    /// # Errors
    /// The file cannot be written; what it holds then is not known.
    fn write(&mut self, path: &str, bytes: &[u8]) -> io::Result<()>;

    /// Flushes a file's bytes.
    ///
    /// # Errors
    /// They may not be on the disk.
    fn flush_file(&mut self, path: &str) -> io::Result<()>;

    /// Flushes the names in a folder; the empty path is the folder of the log itself.
    ///
    /// # Errors
    /// They may not be on the disk.
    fn flush_folder(&mut self, path: &str) -> io::Result<()>;

    /// Flushes files and folders, in any order.
    ///
    /// # Errors
    /// The first that failed; the others may be on the disk or not.
    fn flush(&mut self, files: &[&str], folders: &[&str]) -> io::Result<()> {
        files.iter().try_for_each(|path| self.flush_file(path))?;
        folders.iter().try_for_each(|path| self.flush_folder(path))
    }

    /// Makes a folder. Returns false when it is there already.
    ///
    /// # Errors
    /// It cannot be made.
    fn make_folder(&mut self, path: &str) -> io::Result<bool>;

    /// Gives a file another name, in the place of what had that name.
    ///
    /// # Errors
    /// It keeps its name.
    fn rename(&mut self, from: &str, to: &str) -> io::Result<()>;

    /// Removes a folder with its files. One that is not there is no error.
    ///
    /// # Errors
    /// Some of it may be left.
    fn remove_folder(&mut self, path: &str) -> io::Result<()>;

    /// Returns the same files for another thread, which only reads.
    fn beside(&self) -> Box<dyn Files>;
}

/// Threads that wait for the disk at the same time.
const FLUSHES_AT_ONCE: usize = 16;

/// The file system of the machine, below a folder.
#[derive(Clone, Debug)]
pub struct DiskFiles(PathBuf);

impl DiskFiles {
    /// Returns the files below a folder, which is made when it is not there.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn below(folder: PathBuf) -> io::Result<DiskFiles> {
        make_folder(&folder)?;
        Ok(DiskFiles(folder))
    }

    /// Returns the files below a folder for reading; it may be missing, and is not made.
    pub fn over(folder: PathBuf) -> DiskFiles {
        DiskFiles(folder)
    }
}

/// Makes a folder with those above it, and returns when their names are durable: else a loss of
/// power would take a folder with everything that was flushed in it.
///
/// # Errors
/// One cannot be made, or its name may not be on the disk.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    let above = match folder.parent() {
        None => return Ok(()),
        Some(above) if above.as_os_str().is_empty() => Path::new("."),
        Some(above) => above,
    };
    if folder.is_dir() {
        // Made by whom does not matter: a process that was killed may not have flushed its name.
        // Where the folder above may not be read, whoever made this one is not us.
        return match flush_folder(above) {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(()),
            flushed => flushed,
        };
    }
    make_folder(above)?;
    match fs::create_dir(folder) {
        // Another process was quicker.
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    // Stopped here: a folder whose name may be lost; the next call flushes it.
    flush_folder(above)
}

/// Flushes the names in a folder of the machine.
///
/// # Errors
/// They may not be on the disk.
pub fn flush_folder(folder: &Path) -> io::Result<()> {
    // Windows has no such call.
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

fn found<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

impl Files for DiskFiles {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        found(fs::read(self.0.join(path)))
    }

    fn write(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        File::create(self.0.join(path))?.write_all(bytes)
    }

    fn flush_file(&mut self, path: &str) -> io::Result<()> {
        File::open(self.0.join(path))?.sync_all()
    }

    fn flush_folder(&mut self, path: &str) -> io::Result<()> {
        flush_folder(&self.0.join(path))
    }

    fn flush(&mut self, files: &[&str], folders: &[&str]) -> io::Result<()> {
        // Flushes that wait at the same time are one wait for the disk: file systems put them into
        // one commit of their journal.
        let all: Vec<PathBuf> = files.iter().chain(folders).map(|path| self.0.join(path)).collect();
        let flush = |path: &PathBuf| File::open(path)?.sync_all();
        std::thread::scope(|scope| {
            let part = all.len().div_ceil(FLUSHES_AT_ONCE).max(1);
            let parts = all.chunks(part);
            let threads: Vec<_> =
                parts.map(|part| scope.spawn(|| part.iter().try_for_each(flush))).collect();
            threads.into_iter().try_for_each(|thread| {
                thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            })
        })
    }

    fn make_folder(&mut self, path: &str) -> io::Result<bool> {
        match fs::create_dir(self.0.join(path)) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn rename(&mut self, from: &str, to: &str) -> io::Result<()> {
        fs::rename(self.0.join(from), self.0.join(to))
    }

    fn remove_folder(&mut self, path: &str) -> io::Result<()> {
        found(fs::remove_dir_all(self.0.join(path))).map(|_| ())
    }

    fn beside(&self) -> Box<dyn Files> {
        Box::new(self.clone())
    }
}
