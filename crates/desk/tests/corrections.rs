//! The corrections of the law folder, held against the annex they correct.
//!
//! In scope: every correction meets one printed row, and no two rows end up with one name.
//! Out of scope: how corrections are used (`law`).
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it only inside #[test]")]

use desk::law_folder::LawFolder;
use notice::annex;
use serde::Deserialize;
use std::collections::BTreeSet;

#[derive(Deserialize)]
struct File {
    correction: Vec<Correction>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Correction {
    id: String,
    item: u32,
    printed: String,
    nth: usize,
    canonical: String,
    evidence: String,
    confidence: String,
    known_from: String,
}

fn read(path: &str) -> String {
    String::from_utf8(LawFolder::compiled().get(path).unwrap().to_vec()).unwrap()
}

#[test]
fn every_correction_meets_one_printed_row_and_leaves_no_name_twice() {
    let rows = annex::read(&read("2020-80/annex.tsv")).unwrap();
    let file: File = toml::from_str(&read("2020-80/corrections.toml")).unwrap();
    let mut names: Vec<String> = rows.iter().map(|row| row.occupation.clone()).collect();
    for (at, correction) in file.correction.iter().enumerate() {
        assert_eq!(correction.id, format!("C-{}", at + 1));
        let printed = |i: &usize| {
            rows[*i].item == correction.item && rows[*i].occupation == correction.printed
        };
        let row = (0..rows.len()).filter(printed).nth(correction.nth - 1);
        names[row.unwrap_or_else(|| panic!("{} meets no row", correction.id))] =
            correction.canonical.clone();
        assert_ne!(correction.printed, correction.canonical);
        assert!(!correction.evidence.is_empty());
        assert!(["certain", "high", "punctuation"].contains(&correction.confidence.as_str()));
        assert_eq!(correction.known_from.len(), "2026-11-22".len());
    }
    assert_eq!(file.correction.len(), 8);
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), rows.len());
}
