//! `LossyFiles`, a disk in memory that keeps only what was flushed and stops where it is told to.
//!
//! In scope: the port `store::Files`. A stop loses, by the toss of a seed, every write, name and
//! removal that was not flushed, or keeps it; a torn write keeps its first half.
//! Out of scope: SQLite's own files (crate `store` tests those by a trace of its calls).

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use store::Files;

/// What of the things not flushed a stop loses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// All of them.
    Everything,
    /// None of them.
    Nothing,
    /// Each by a toss of the coin.
    Tossed(u64),
}

/// A disk that several handles share.
#[derive(Clone, Debug, Default)]
pub struct LossyFiles(Arc<Mutex<Disk>>);

#[derive(Clone, Debug, Default)]
struct Disk {
    /// Names as the running program sees them, and as they are on the disk: path to file.
    names: [BTreeMap<String, usize>; 2],
    folders: [BTreeSet<String>; 2],
    /// Bytes of each file as written, and as flushed.
    bytes: Vec<[Vec<u8>; 2]>,
    /// Calls that change something, so far.
    calls: usize,
    stop_at: Option<usize>,
}

const SEEN: usize = 0;
const KEPT: usize = 1;

impl LossyFiles {
    /// Returns how many changing calls there were.
    pub fn calls(&self) -> usize {
        self.disk().calls
    }

    /// Makes every changing call from the n-th on fail, counted from now.
    pub fn stop_after(&self, calls: usize) {
        let mut disk = self.disk();
        disk.stop_at = Some(disk.calls + calls);
    }

    /// Stops the machine: returns the disk as it is found afterwards.
    pub fn after_stop(&self, loss: Loss) -> LossyFiles {
        let old = self.disk();
        let mut state = if let Loss::Tossed(seed) = loss { seed | 1 } else { 0 };
        let mut keeps = || match loss {
            Loss::Everything => false,
            Loss::Nothing => true,
            Loss::Tossed(_) => {
                // xorshift64: any sequence of bits will do.
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                state >> 33 & 1 == 1
            }
        };
        let mut new = Disk::default();
        let paths: BTreeSet<&String> = old.names.iter().flat_map(|n| n.keys()).collect();
        let folders: BTreeSet<&String> = old.folders.iter().flatten().collect();
        for folder in folders {
            let layer = if keeps() { SEEN } else { KEPT };
            let above = folder_of(folder);
            let reachable = above.is_empty() || new.folders[SEEN].contains(above);
            if old.folders[layer].contains(folder) && reachable {
                new.folders.iter_mut().for_each(|f| {
                    f.insert(folder.clone());
                });
            }
        }
        for path in paths {
            let layer = if keeps() { SEEN } else { KEPT };
            let Some(file) = old.names[layer].get(path) else { continue };
            let [seen, kept] = &old.bytes[*file];
            let bytes = match (keeps(), keeps()) {
                (true, true) => seen.clone(),
                // Torn: the beginning reached the disk.
                (true, false) if seen != kept => seen[..seen.len() / 2].to_vec(),
                (true, false) | (false, _) => kept.clone(),
            };
            let folder = folder_of(path);
            if folder.is_empty() || new.folders[SEEN].contains(folder) {
                let place = new.bytes.len();
                new.bytes.push([bytes.clone(), bytes]);
                new.names.iter_mut().for_each(|n| {
                    n.insert(path.clone(), place);
                });
            }
        }
        LossyFiles(Arc::new(Mutex::new(new)))
    }

    fn disk(&self) -> MutexGuard<'_, Disk> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change<T>(&self, change: impl FnOnce(&mut Disk) -> io::Result<T>) -> io::Result<T> {
        let mut disk = self.disk();
        if disk.stop_at.is_some_and(|at| at <= disk.calls) {
            return Err(io::Error::other("the machine has stopped"));
        }
        disk.calls += 1;
        change(&mut disk)
    }
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn missing(path: &str) -> io::Error {
    io::Error::new(io::ErrorKind::NotFound, path.to_string())
}

impl Files for LossyFiles {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        let disk = self.disk();
        Ok(disk.names[SEEN].get(path).map(|file| disk.bytes[*file][SEEN].clone()))
    }

    fn write(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.change(|disk| {
            let folder = folder_of(path);
            if !folder.is_empty() && !disk.folders[SEEN].contains(folder) {
                return Err(missing(folder));
            }
            let next = disk.bytes.len();
            let file = *disk.names[SEEN].entry(path.to_string()).or_insert(next);
            if file == next {
                disk.bytes.push([Vec::new(), Vec::new()]);
            }
            disk.bytes[file][SEEN] = bytes.to_vec();
            Ok(())
        })
    }

    fn flush_file(&mut self, path: &str) -> io::Result<()> {
        self.change(|disk| {
            let file = *disk.names[SEEN].get(path).ok_or_else(|| missing(path))?;
            let [seen, kept] = &mut disk.bytes[file];
            kept.clone_from(seen);
            Ok(())
        })
    }

    fn flush_folder(&mut self, path: &str) -> io::Result<()> {
        self.change(|disk| {
            let [seen, kept] = &mut disk.names;
            kept.retain(|name, _| folder_of(name) != path);
            let here = seen.iter().filter(|(name, _)| folder_of(name) == path);
            kept.extend(here.map(|(name, file)| (name.clone(), *file)));
            let [seen, kept] = &mut disk.folders;
            kept.retain(|name| folder_of(name) != path);
            kept.extend(seen.iter().filter(|name| folder_of(name) == path).cloned());
            Ok(())
        })
    }

    fn make_folder(&mut self, path: &str) -> io::Result<bool> {
        self.change(|disk| Ok(disk.folders[SEEN].insert(path.to_string())))
    }

    fn rename(&mut self, from: &str, to: &str) -> io::Result<()> {
        self.change(|disk| {
            let file = disk.names[SEEN].remove(from).ok_or_else(|| missing(from))?;
            disk.names[SEEN].insert(to.to_string(), file);
            Ok(())
        })
    }

    fn remove_folder(&mut self, path: &str) -> io::Result<()> {
        self.change(|disk| {
            let inside = format!("{path}/");
            disk.names[SEEN].retain(|name, _| !name.starts_with(&inside));
            disk.folders[SEEN].retain(|name| name != path && !name.starts_with(&inside));
            Ok(())
        })
    }

    fn beside(&self) -> Box<dyn Files> {
        Box::new(self.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(loss: Loss, expect: [Option<&[u8]>; 3]) {
        let mut files = LossyFiles::default();
        files.write("a", b"first").unwrap();
        files.flush_file("a").unwrap();
        files.flush_folder("").unwrap();
        files.write("a", b"second").unwrap();
        files.write("b", b"named and not flushed").unwrap();
        files.flush_folder("").unwrap();
        files.write("c", b"flushed and not named").unwrap();
        files.flush_file("c").unwrap();
        let after = files.after_stop(loss);
        let found = ["a", "b", "c"].map(|path| after.read(path).unwrap());
        assert_eq!(found.each_ref().map(|f| f.as_deref()), expect, "{loss:?}");
    }

    #[test]
    fn a_stop_loses_what_was_not_flushed() {
        check(Loss::Everything, [Some(b"first"), Some(b""), None]);
        check(
            Loss::Nothing,
            [Some(b"second"), Some(b"named and not flushed"), Some(b"flushed and not named")],
        );
    }

    #[test]
    fn calls_from_the_stop_on_fail_and_change_nothing() {
        let mut files = LossyFiles::default();
        files.stop_after(1);
        files.write("a", b"1").unwrap();
        files.write("b", b"2").unwrap_err();
        files.flush_file("a").unwrap_err();
        assert_eq!((files.read("b").unwrap(), files.calls()), (None, 1));
    }
}
