//! `Trace`, what a process did to the files of a folder, in order.
//!
//! In scope: reading the records of `shim/trace.c`. Out of scope: what they do to a disk (`disk`).

use std::fmt;

/// One step of a process. Paths are below the folder, which itself is the empty path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A file that was not there was opened for writing. Numbers come again once a file is gone.
    Create(u64, String),
    /// Bytes were written into a file at an offset.
    Write(u64, usize, Vec<u8>),
    /// A file was given a length.
    Truncate(u64, usize),
    /// The bytes of a file were flushed.
    Flush(u64),
    /// The bytes of a file were to be flushed, and the process was told that it failed.
    FlushFailed(u64),
    /// The names in a folder were flushed.
    FlushFolder(String),
    /// A file got another name in the same folder.
    Rename(String, String),
    /// A name was removed.
    Unlink(String),
    /// A folder was made.
    MakeFolder(String),
    /// A folder was removed.
    RemoveFolder(String),
    /// The process said something: what it acknowledged to somebody.
    Mark(String),
}

/// Steps in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace(pub Vec<Change>);

/// Bytes that are no trace, or a step that no disk of ours can play.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoTrace(String);

impl fmt::Display for NoTrace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no step of a trace", self.0)
    }
}

impl std::error::Error for NoTrace {}

impl Trace {
    /// Reads the records of a process.
    ///
    /// # Errors
    /// The first record that is none.
    pub fn read(mut bytes: &[u8]) -> Result<Trace, NoTrace> {
        let mut changes = Vec::new();
        while !bytes.is_empty() {
            let end = bytes.iter().position(|b| *b == b'\n').unwrap_or(bytes.len());
            let line = String::from_utf8_lossy(&bytes[..end]).into_owned();
            let rest = bytes.get(end + 1..).unwrap_or_default();
            let (change, taken) = record(&line, rest).ok_or(NoTrace(line))?;
            changes.push(change);
            bytes = &rest[taken..];
        }
        Ok(Trace(changes))
    }

    /// Returns what would have been recorded of a process that does without some flushes. `skipped`
    /// gets the path that is flushed, as it was called when it was made; a folder's ends in `/`.
    pub fn without_flushes(&self, skipped: impl Fn(&str) -> bool) -> Trace {
        let flushed = self.flushed();
        let kept = |(_, path): &(_, Option<String>)| !path.as_deref().is_some_and(&skipped);
        let changes = self.0.iter().zip(flushed).filter(kept);
        Trace(changes.map(|(change, _)| change.clone()).collect())
    }

    /// Returns what would have been recorded of a process that does not flush a file right after
    /// emptying it.
    pub fn without_flushing_what_is_emptied(&self) -> Trace {
        let mut emptied = None;
        let kept = self.0.iter().filter(|change| {
            let skipped = matches!(change, Change::Flush(file) if emptied == Some(*file));
            emptied = if let Change::Truncate(file, 0) = change { Some(*file) } else { None };
            !skipped
        });
        Trace(kept.cloned().collect())
    }

    /// Returns each path that is flushed, and how many changes there were before: the moments at
    /// which a process that is killed has done what the next one sees and no disk has to keep.
    pub fn before_flushes(&self) -> Vec<(usize, String)> {
        let changes = self.0.iter().zip(self.flushed());
        let changes = changes.filter(|(change, _)| !matches!(change, Change::Mark(_)));
        let flushes = changes.enumerate().map(|(before, (_, path))| (before, path));
        flushes.filter_map(|(before, path)| Some((before, path?))).collect()
    }

    /// Returns of each change the path that it flushes.
    fn flushed(&self) -> Vec<Option<String>> {
        let mut names = std::collections::BTreeMap::new();
        let path_of = |change: &Change| match change {
            Change::Create(file, path) => {
                names.insert(*file, path.clone());
                None
            }
            Change::Flush(file) => names.get(file).cloned(),
            Change::FlushFolder(path) => Some(format!("{path}/")),
            _ => None,
        };
        self.0.iter().map(path_of).collect()
    }
}

/// Reads the record of a line, and says how many of the bytes after it are its own.
fn record(line: &str, rest: &[u8]) -> Option<(Change, usize)> {
    let (name, values) = line.split_once(' ')?;
    let path = || Some(values.to_string());
    let change = match name {
        "create" => {
            let (file, path) = values.split_once(' ')?;
            Change::Create(file.parse().ok()?, path.to_string())
        }
        "write" => {
            let mut numbers = values.split(' ').map(str::parse::<u64>);
            let mut next = || numbers.next()?.ok();
            let (file, at, length) = (next()?, next()? as usize, next()? as usize);
            let bytes = rest.get(..length).filter(|_| rest.get(length) == Some(&b'\n'))?;
            return Some((Change::Write(file, at, bytes.to_vec()), length + 1));
        }
        "truncate" => {
            let (file, length) = values.split_once(' ')?;
            Change::Truncate(file.parse().ok()?, length.parse().ok()?)
        }
        "flush" => Change::Flush(values.parse().ok()?),
        "flush-failed" => Change::FlushFailed(values.parse().ok()?),
        "flush-folder" => Change::FlushFolder(path()?),
        "rename" => {
            let (from, to) = values.split_once(' ')?;
            Change::Rename(from.to_string(), to.to_string())
        }
        "unlink" => Change::Unlink(path()?),
        "make-folder" => Change::MakeFolder(path()?),
        "remove-folder" => Change::RemoveFolder(path()?),
        "mark" => Change::Mark(path()?),
        // `unknown` is among them: a call that the disk does not know.
        _ => return None,
    };
    Some((change, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_read_in_order_and_bytes_may_be_any() {
        let bytes = b"create 7 a/b\nwrite 7 3 5\n\nmark\nflush 7\nflush-folder a\nmark size 1\n";
        let expect = [
            Change::Create(7, "a/b".into()),
            Change::Write(7, 3, b"\nmark".to_vec()),
            Change::Flush(7),
            Change::FlushFolder("a".into()),
            Change::Mark("size 1".into()),
        ];
        assert_eq!(Trace::read(bytes).unwrap().0, expect);
    }

    #[test]
    fn a_call_that_the_disk_does_not_know_is_no_trace() {
        let check = |bytes: &[u8]| assert!(Trace::read(bytes).is_err());
        check(b"unknown mmap of a\n");
        check(b"write 7 0 9\nshort\n");
        check(b"flush seven\n");
        check(b"\n");
    }

    #[test]
    fn a_flush_is_skipped_by_the_name_of_what_it_flushes() {
        let bytes = b"create 7 a/b\nflush 7\nflush-folder a\nflush-folder \n";
        let trace = Trace::read(bytes).unwrap();
        let check = |skipped: &str, expect: usize| {
            assert_eq!(trace.without_flushes(|path| path == skipped).0.len(), expect);
        };
        check("a/b", 3);
        check("a/", 3);
        check("/", 3);
        check("a", 4);
    }
}
