//! The frozen vectors in `vectors/`: every one is read and holds, none was changed.
//!
//! `UPDATE_EXPECT=1` adds vectors that are not there yet, with their line in `SHA256SUMS`. It never
//! changes one that is: a format that needs other bytes gets a vector, and a version, of its own.

mod areas;
pub mod cbor;
mod check_areas;
mod check_entries;
mod check_log;
mod check_texts;
mod keys;
mod log;
mod make;
mod making;
mod say;
mod say_areas;

pub use say::hex;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const SUMS: &str = "SHA256SUMS";
/// Words about the vectors, which may change.
const README: &str = "README.md";

pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors")
}

/// Returns a vector.
pub fn read(path: &str) -> Vec<u8> {
    let at = folder().join(path);
    std::fs::read(&at).unwrap_or_else(|e| panic!("{path}: {e}; UPDATE_EXPECT=1 adds it"))
}

/// Returns the vectors of a file of many.
pub fn rows(path: &str) -> Vec<serde_json::Value> {
    serde_json::from_slice(&read(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

pub fn unhex(text: &serde_json::Value) -> Vec<u8> {
    let text = text.as_str().expect("hexadecimal digits");
    let byte = |i: usize| u8::from_str_radix(&text[i..i + 2], 16).unwrap();
    (0..text.len()).step_by(2).map(byte).collect()
}

/// Returns every file of the folder but the words about it, with its digest.
fn present() -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    let mut folders = vec![folder()];
    while let Some(at) = folders.pop() {
        for entry in std::fs::read_dir(&at).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(folder()).unwrap().to_str().unwrap().to_string();
            if name != SUMS && name != README {
                let digest = Sha256::digest(std::fs::read(&path).unwrap());
                all.insert(name, say::hex(&digest));
            }
        }
    }
    all
}

/// Returns the digests as they were frozen.
fn frozen() -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(folder().join(SUMS)).unwrap_or_default();
    let line = |line: &str| {
        let (digest, path) = line.split_once("  ").expect("a line of sha256sum");
        (path.to_string(), digest.to_string())
    };
    text.lines().map(line).collect()
}

/// Adds the sets that are not there. What is there stays as it is, whatever would be made today.
fn add_missing() {
    let frozen = frozen();
    for set in make::SETS {
        if frozen.keys().any(|path| path.starts_with(set.place)) {
            continue;
        }
        for (path, bytes) in (set.make)() {
            let at = folder().join(&path);
            assert!(!at.exists(), "{path} is there already and stays as it is");
            std::fs::create_dir_all(at.parent().unwrap()).unwrap();
            std::fs::write(at, bytes).unwrap();
        }
    }
    let mut sums = present();
    sums.extend(frozen);
    let lines: String = sums.iter().map(|(path, sum)| format!("{sum}  {path}\n")).collect();
    std::fs::write(folder().join(SUMS), lines).unwrap();
}

#[test]
fn vectors_are_added_and_never_changed_or_taken_away() {
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        add_missing();
    }
    let (present, frozen) = (present(), frozen());
    for (path, digest) in &frozen {
        let found = present.get(path).map(String::as_str);
        assert_eq!(found, Some(digest.as_str()), "vectors/{path} was frozen and is another now");
    }
    for path in present.keys() {
        assert!(frozen.contains_key(path), "vectors/{path} has no line in {SUMS}");
    }
    assert!(!frozen.is_empty(), "there are vectors");
}
