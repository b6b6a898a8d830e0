//! The law, loaded once from its folder and kept with it; what is proved of it, and its map.
//!
//! In scope: loading, checking, writing the map. Out of scope: what the files say (`law`).
//! Failure: a folder with a fault gives no room; nothing decides by half a law. The map is written
//! beside its place and then moved there, so that a stop leaves the old one or the new one.

use crate::law_folder::LawFolder;
use crate::law_map;
use crate::words::Words;
use law::{Fault, Law, Place};
use std::path::{Path, PathBuf};
use vocab::Day;

/// The name of the map below the law folder. It lies among the law and is no part of its digest.
pub const MAP_FILE: &str = "README.md";

/// The first month whose standings `check` proves.
const COVERAGE_FIRST: (i32, u32, u32) = (2020, 1, 1);

/// Number of months proved: 2020-01 to 2022-12, both exits with a year before and two after.
const COVERAGE_MONTHS: i32 = 36;

/// The law with the files it came from.
#[derive(Clone, Debug)]
pub struct LawRoom {
    folder: LawFolder,
    law: Law,
}

/// Something wrong with a file of law. Its words are in `law_fault_words`.
pub use law::FaultAt as LawFault;

/// What was proved of the law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proved {
    /// The law digest as hexadecimal.
    pub digest: String,
    /// Number of instruments.
    pub instruments: usize,
    /// Number of rules.
    pub rules: usize,
    /// Number of distinct sets of rules, each compiled and free of conflict.
    pub compiled: usize,
    /// Number of nodes of all their diagrams.
    pub nodes: usize,
    /// Number of characters of the paragraphs, each ruled or unruled with a reason.
    pub characters: usize,
    /// Number of readings.
    pub readings: usize,
    /// Number of clauses that carry no rule.
    pub unruled: usize,
    /// Number of cases, all decided as they say.
    pub cases: usize,
    /// Rules that can never decide, by id.
    pub dead: Vec<String>,
    /// Number of pairs of occupation and first of a month with exactly one standing.
    pub standings: usize,
}

/// Why the map could not be written.
#[derive(Debug, thiserror::Error)]
#[error("could not write `{}`", path.display())]
pub struct MapError {
    /// The file.
    pub path: PathBuf,
    /// What the system said.
    pub source: std::io::Error,
}

impl LawRoom {
    /// Loads the law of a folder and proves what can be proved without cases.
    ///
    /// # Errors
    /// The first fault found.
    pub fn load(folder: LawFolder) -> Result<LawRoom, LawFault> {
        let files: Vec<(&str, &[u8])> = folder.files().collect();
        let law = law::load(&files)?;
        Ok(LawRoom { folder, law })
    }

    /// Returns the law's files.
    pub fn folder(&self) -> &LawFolder {
        &self.folder
    }

    /// Returns the law.
    pub fn law(&self) -> &Law {
        &self.law
    }

    /// Runs every case and proves the standings of every occupation.
    ///
    /// # Errors
    /// Every fault found.
    pub fn check(&self) -> Result<Proved, Vec<LawFault>> {
        let proof = self.prove()?;
        let (year, month, day) = COVERAGE_FIRST;
        let first = Day::from_ymd(year, month, day).expect("the first of a month is a day");
        let standings = self.law.temporal_coverage(first, COVERAGE_MONTHS);
        let standings = standings.map_err(|(name, day)| {
            let fate = self.law.instruments.iter().find(|i| !i.fates.is_empty());
            let folder = fate.map_or("", |i| &i.id);
            let file = format!("{folder}/annex.tsv");
            let (field, fault) = (Place::RowOf(name), Fault::Standing(day));
            vec![LawFault { file, line: None, field, fault }]
        })?;
        Ok(Proved {
            digest: self.law.digest.to_string(),
            instruments: self.law.instruments.len(),
            rules: proof.rules,
            compiled: proof.compiled,
            nodes: proof.nodes,
            characters: proof.characters,
            readings: proof.readings,
            unruled: proof.unruled,
            cases: proof.cases.len(),
            dead: proof.dead,
            standings,
        })
    }

    /// Returns the map from the words to their rules, cases and readings, as Markdown in
    /// the words of a language.
    ///
    /// # Errors
    /// Every fault found: only a law whose cases hold has a map.
    pub fn map(&self, words: &Words) -> Result<String, Vec<LawFault>> {
        Ok(law_map::markdown(words, &self.law, &self.prove()?))
    }

    fn prove(&self) -> Result<law::Proof, Vec<LawFault>> {
        let files: Vec<(&str, &[u8])> = self.folder.files().collect();
        self.law.check(&files)
    }
}

/// Writes the map into a law folder and returns the file's path.
///
/// # Errors
/// When the folder cannot be written to; the old map is then still there.
pub fn write_map(directory: &Path, map: &str) -> Result<PathBuf, MapError> {
    let path = directory.join(MAP_FILE);
    // The dot keeps a file that a stop left behind out of the law (`LawFolder::overlaid`).
    let beside = directory.join(format!(".{MAP_FILE}.new"));
    let error = |path: &Path| {
        let path = path.to_path_buf();
        move |source| MapError { path, source }
    };
    std::fs::write(&beside, map).map_err(error(&beside))?;
    std::fs::rename(&beside, &path).map_err(error(&path))?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The law with one more file or another in its place.
    fn with(path: &str, content: &str) -> Result<LawRoom, LawFault> {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, content).unwrap();
        LawRoom::load(LawFolder::overlaid(directory.path()).unwrap())
    }

    #[test]
    fn the_map_lies_in_the_folder_and_leaves_the_digest_as_it_was() {
        let plain = LawRoom::load(LawFolder::compiled()).unwrap();
        assert_eq!(with(MAP_FILE, "any words").unwrap().law().digest, plain.law().digest);
        let other = with("2020-80/remark.txt", "any words").unwrap();
        assert_ne!(other.law().digest, plain.law().digest);
    }

    #[test]
    fn a_map_replaces_the_one_before_and_leaves_nothing_beside_it() {
        let directory = tempfile::tempdir().unwrap();
        for map in ["one", "two"] {
            let path = write_map(directory.path(), map).unwrap();
            assert_eq!(std::fs::read_to_string(path).unwrap(), map);
        }
        assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 1);
        let error = write_map(&directory.path().join("missing"), "x").unwrap_err();
        assert!(error.to_string().contains("missing"), "{error}");
    }
}
