//! `Disk`, which holds what was flushed, and after a loss of power perhaps more.
//!
//! Source: fsync(2), rename(2).
//! In scope: bytes and names that a loss of power keeps, loses or tears; bytes whose flush failed.
//! Those Linux takes for written: they are read as before, and no later flush brings them to the
//! disk, unless their page is written again. Out of scope: bytes that nobody wrote; a write that is
//! torn keeps its beginning. Names of a folder whose flush failed: a file system that cannot write
//! its journal takes nothing any more until it is mounted again.
//! A name is kept once its folder was flushed, and bytes once their file was: ext4 keeps more (its
//! journal holds names in order), and nothing here leans on that.

mod file;

use crate::trace::Change;
use file::{Coin, File};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

pub use file::{Loss, Unflushed};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Node {
    File(usize),
    Folder(usize),
}

/// A name: of which folder, and how it is called there. A folder that moves takes along what is in
/// it.
type Name = (usize, String);

/// The folder that everything is in.
const ROOT: usize = 0;

/// A change of names that is not flushed.
#[derive(Clone, Debug)]
enum Naming {
    Set(Name, Node),
    Clear(Name),
    Move(Name, Name, Node),
}

/// A disk on which the changes of a trace are played, beginning with an empty folder.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    files: Vec<File>,
    /// Which file a number of the trace stands for now.
    numbers: BTreeMap<u64, usize>,
    /// How many folders there were, but for the root.
    folders: usize,
    /// Names as the process sees them, and as they are kept.
    seen: BTreeMap<Name, Node>,
    kept: BTreeMap<Name, Node>,
    pending: Vec<Naming>,
    /// The file of the last change, when that was a write.
    last_write: Option<usize>,
    unflushed: Unflushed,
}

/// What is found after a loss of power.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Folders, those above before those inside.
    pub folders: Vec<String>,
    /// Files and their bytes.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Disk {
    /// Returns an empty disk on which flushes that fail leave so much.
    pub fn leaving(unflushed: Unflushed) -> Disk {
        Disk { unflushed, ..Disk::default() }
    }

    /// Plays the next change.
    ///
    /// # Panics
    /// On a change of something that the trace did not see come into being: it is not whole.
    pub fn play(&mut self, change: &Change) {
        self.last_write = None;
        match change {
            Change::Create(number, path) => {
                self.numbers.insert(*number, self.files.len());
                let name = self.place(path);
                self.name(Naming::Set(name, Node::File(self.files.len())));
                self.files.push(File::default());
            }
            Change::Write(number, at, bytes) => {
                let file = self.numbers[number];
                self.files[file].write(*at, bytes);
                self.last_write = Some(file);
            }
            Change::Truncate(number, length) => {
                self.files[self.numbers[number]].truncate(*length);
            }
            Change::Flush(number) => self.files[self.numbers[number]].flush(),
            Change::FlushFailed(number) => {
                let unflushed = &mut self.unflushed;
                self.files[self.numbers[number]].flush_failed(unflushed);
            }
            Change::FlushFolder(path) => {
                let folder = self.folder(path);
                for naming in std::mem::take(&mut self.pending) {
                    if naming.folder() == folder {
                        naming.apply(&mut self.kept);
                    } else {
                        self.pending.push(naming);
                    }
                }
            }
            Change::Rename(from, to) => {
                let (from, to) = (self.place(from), self.place(to));
                assert_eq!(from.0, to.0, "what is renamed stays in its folder");
                let node = self.seen[&from];
                self.name(Naming::Move(from, to, node));
            }
            Change::Unlink(path) | Change::RemoveFolder(path) => {
                let name = self.place(path);
                assert!(self.seen.contains_key(&name), "`{path}` was made");
                self.name(Naming::Clear(name));
            }
            Change::MakeFolder(path) => {
                self.folders += 1;
                let name = self.place(path);
                self.name(Naming::Set(name, Node::Folder(self.folders)));
            }
            Change::Mark(_) => {}
        }
    }

    /// Returns what a path names, as the process sees it.
    fn place(&self, path: &str) -> Name {
        let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
        (self.folder(above), name.to_string())
    }

    fn folder(&self, path: &str) -> usize {
        if path.is_empty() {
            return ROOT;
        }
        match self.seen.get(&self.place(path)) {
            Some(Node::Folder(folder)) => *folder,
            other => panic!("`{path}` was made and is a folder: {other:?}"),
        }
    }

    fn name(&mut self, naming: Naming) {
        naming.clone().apply(&mut self.seen);
        self.pending.push(naming);
    }

    /// Says whether the last change was a write, which can be torn.
    pub fn can_tear(&self) -> bool {
        self.last_write.is_some()
    }

    /// Returns what is found when the power fails now.
    pub fn found_after(&self, loss: Loss) -> Found {
        let mut coin = Coin(if let Loss::Tossed(seed) = loss { seed } else { 0 });
        let mut names = self.kept.clone();
        for naming in &self.pending {
            if loss.keeps(&mut coin) {
                naming.clone().apply(&mut names);
            }
        }
        let mut found = Found::default();
        self.find_in((ROOT, ""), &names, (loss, &mut coin), &mut found);
        found
    }

    /// Finds what is in a folder, each folder before what is in it. What is in none is not found.
    fn find_in(
        &self,
        (folder, path): (usize, &str),
        names: &BTreeMap<Name, Node>,
        (loss, coin): (Loss, &mut Coin),
        found: &mut Found,
    ) {
        let inside = names.range((folder, String::new())..(folder + 1, String::new()));
        for ((_, name), node) in inside {
            let path = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
            match node {
                Node::File(file) => {
                    found.files.insert(
                        path,
                        self.files[*file].after((loss, coin), self.last_write == Some(*file)),
                    );
                }
                Node::Folder(inside) => {
                    found.folders.push(path.clone());
                    self.find_in((*inside, &path), names, (loss, coin), found);
                }
            }
        }
    }
}

impl Found {
    /// Writes it into an empty folder, but for files that end in `without`. Only the owner may read
    /// them: who may is not recorded.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn write_into(&self, folder: &Path, without: &str) -> io::Result<()> {
        for path in &self.folders {
            fs::create_dir(folder.join(path))?;
        }
        let files = self.files.iter().filter(|(path, _)| !path.ends_with(without));
        files.into_iter().try_for_each(|(path, bytes)| {
            fs::write(folder.join(path), bytes)?;
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt as _;
                fs::set_permissions(folder.join(path), fs::Permissions::from_mode(0o600))?;
            }
            Ok(())
        })
    }
}

impl Naming {
    fn folder(&self) -> usize {
        let (Naming::Set(name, _) | Naming::Clear(name) | Naming::Move(name, ..)) = self;
        name.0
    }

    fn apply(self, names: &mut BTreeMap<Name, Node>) {
        match self {
            Naming::Set(name, node) => {
                names.insert(name, node);
            }
            Naming::Clear(name) => {
                names.remove(&name);
            }
            Naming::Move(from, to, node) => {
                names.remove(&from);
                names.insert(to, node);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn played(trace: &[u8]) -> Disk {
        let mut disk = Disk::default();
        let trace = crate::Trace::read(trace).unwrap();
        trace.0.iter().for_each(|change| disk.play(change));
        disk
    }

    fn check(trace: &[u8], loss: Loss, expect: &[(&str, &str)]) {
        let found = played(trace).found_after(loss);
        let found: Vec<(String, String)> = found
            .files
            .into_iter()
            .map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap()))
            .collect();
        let expect = expect.iter().map(|(p, b)| (p.to_string(), b.to_string()));
        assert_eq!(found, expect.collect::<Vec<_>>(), "{loss:?}");
    }

    #[test]
    fn a_name_needs_its_folder_flushed_and_bytes_their_file() {
        let both = b"create 1 a\nwrite 1 0 2\nab\nflush 1\nflush-folder \nwrite 1 2 2\ncd\n";
        check(both, Loss::Everything, &[("a", "ab")]);
        check(both, Loss::Nothing, &[("a", "abcd")]);
        check(both, Loss::LastTorn, &[("a", "abc")]);
        check(b"create 1 a\nwrite 1 0 2\nab\nflush 1\n", Loss::Everything, &[]);
        check(b"create 1 a\nwrite 1 0 2\nab\nflush-folder \n", Loss::Everything, &[("a", "")]);
    }

    #[test]
    fn what_a_failed_flush_lost_comes_with_its_page_when_that_is_written_again_and_not_before() {
        let check = |after: &str, unflushed, expect: &str| {
            let begun = "create 1 a\nflush-folder \nwrite 1 0 2\nab\nflush-failed 1\n";
            let trace = crate::Trace::read(format!("{begun}{after}").as_bytes()).unwrap();
            let mut disk = Disk::leaving(unflushed);
            trace.0.iter().for_each(|change| disk.play(change));
            for loss in [Loss::Everything, Loss::Nothing] {
                let found = disk.found_after(loss);
                assert_eq!(found.files["a"], expect.as_bytes(), "{after}, {unflushed:?}, {loss:?}");
            }
        };
        check("", Unflushed::Lost, "");
        check("", Unflushed::Kept, "ab");
        check("flush 1\n", Unflushed::Lost, "");
        check("write 1 2 1\nc\nflush 1\n", Unflushed::Lost, "abc");
        check("write 1 4096 1\nc\nflush 1\n", Unflushed::Kept, &format!("ab{:\0<4094}c", ""));
        check("write 1 4096 1\nc\nflush 1\n", Unflushed::Lost, &format!("{:\0<4096}c", ""));
        check("truncate 1 1\nflush 1\n", Unflushed::Lost, "\0");
    }

    #[test]
    fn a_folder_that_is_lost_takes_everything_in_it() {
        let made = b"make-folder d\ncreate 1 d/a\nflush 1\nflush-folder d\n";
        check(made, Loss::Everything, &[]);
        check(&[made.as_slice(), b"flush-folder \n"].concat(), Loss::Everything, &[("d/a", "")]);
    }

    #[test]
    fn a_folder_that_is_renamed_takes_along_what_is_in_it() {
        let made = b"make-folder d\ncreate 1 d/a\nwrite 1 0 1\nx\nflush 1\nflush-folder d\n\
                     flush-folder \nrename d e\ncreate 2 e/b\nflush-folder e\n";
        check(made, Loss::Everything, &[("d/a", "x"), ("d/b", "")]);
        check(made, Loss::Nothing, &[("e/a", "x"), ("e/b", "")]);
    }

    #[test]
    fn a_renamed_file_stands_under_the_old_name_or_the_new() {
        let trace = b"create 1 a\ncreate 2 b.part\nwrite 2 0 1\nx\nflush 2\nflush-folder \n\
                      rename b.part a\n";
        check(trace, Loss::Everything, &[("a", ""), ("b.part", "x")]);
        check(trace, Loss::Nothing, &[("a", "x")]);
    }

    #[test]
    fn a_number_that_comes_again_is_another_file() {
        let trace = b"create 1 a\nwrite 1 0 1\nx\nflush 1\nflush-folder \nunlink a\ncreate 1 b\n";
        check(trace, Loss::Everything, &[("a", "x")]);
        check(trace, Loss::Nothing, &[("b", "")]);
    }

    #[test]
    fn tosses_of_one_seed_are_the_same_and_of_many_seeds_are_not() {
        let disk = played(b"create 1 a\nwrite 1 0 4\nabcd\ncreate 2 b\nwrite 2 0 4\nabcd\n");
        let found = |seed| disk.found_after(Loss::Tossed(seed));
        let all: Vec<Found> = (0..64).map(found).collect();
        assert_eq!(all, (0..64).map(found).collect::<Vec<_>>());
        let lengths = |f: &Found| [f.files.get("a"), f.files.get("b")].map(|b| b.map(Vec::len));
        for expect in [[None, None], [Some(4), None], [None, Some(0)], [Some(2), Some(4)]] {
            assert!(all.iter().any(|f| lengths(f) == expect), "{expect:?}");
        }
    }
}
