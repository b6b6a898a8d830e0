//! The law folder of the repository as paths and bytes, and changed copies of it.
//!
//! Out of scope: what the files mean.

use std::fs;
use std::path::{Path, PathBuf};

/// Files of a law folder, owned.
#[derive(Clone)]
pub struct Folder(pub Vec<(String, Vec<u8>)>);

impl Folder {
    /// Reads `law/` of this repository.
    pub fn read() -> Folder {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law");
        let mut files = Vec::new();
        let mut left = vec![root.clone()];
        while let Some(dir) = left.pop() {
            for entry in fs::read_dir(dir).unwrap() {
                let path: PathBuf = entry.unwrap().path();
                if path.is_dir() {
                    left.push(path);
                } else {
                    let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_string();
                    files.push((name, fs::read(path).unwrap()));
                }
            }
        }
        files.sort();
        Folder(files)
    }

    /// Replaces the first occurrence of some words in a file; the words must be there.
    pub fn with(mut self, path: &str, from: &str, to: &str) -> Folder {
        let file = self.0.iter_mut().find(|(p, _)| p == path).expect("the file to change");
        let text = String::from_utf8(file.1.clone()).unwrap();
        assert!(text.contains(from), "{path} holds {from}");
        file.1 = text.replacen(from, to, 1).into_bytes();
        self
    }

    /// Borrows the files in the form that loading takes.
    pub fn files(&self) -> Vec<(&str, &[u8])> {
        self.0.iter().map(|(p, b)| (p.as_str(), b.as_slice())).collect()
    }

    /// Loads the law, which must load.
    pub fn law(&self) -> law::Law {
        law::load(&self.files()).unwrap_or_else(|e| panic!("{e}"))
    }
}
