//! The repository's law loads, every legal case holds, every rule has its cases.
//!
//! Out of scope: what the cases say (law/*/cases).

use crate::folder::Folder;

#[test]
fn the_law_of_the_repository_loads_and_every_case_holds() {
    let folder = Folder::read();
    let files = folder.files();
    let law = folder.law();
    let proof = law.check(&files).unwrap_or_else(|faults| {
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        panic!("{}", faults.join("\n"))
    });
    assert_eq!(proof.rules, law.rules.len());
    assert_eq!(proof.dead, Vec::<String>::new());
}

#[test]
fn i_law_4_every_character_of_the_paragraphs_is_ruled_or_unruled_with_a_reason() {
    let law = Folder::read().law();
    for unruled in &law.unruled {
        assert!(!unruled.reason.is_empty(), "{}", unruled.words);
        let instrument = law.instruments.iter().find(|i| i.id == unruled.instrument).unwrap();
        assert!(instrument.text.find(&unruled.paragraph, &unruled.words).is_some());
    }
    // Loading proves the coverage; that it can fail is shown here by taking one entry away.
    let less = Folder::read().with("2020-80/unruled.toml", "words = \"五、", "words = \"");
    assert!(law::load(&less.files()).is_err());
}

#[test]
fn every_reason_and_every_evidence_has_its_chinese_and_no_chinese_is_left_over() {
    let folder = Folder::read();
    let law = folder.law();
    let corrections = law.rows.ids().filter_map(|id| law.rows.get(id)?.correction.as_ref());
    let mut said: Vec<&str> = Vec::new();
    for correction in corrections {
        said.push(correction.evidence_zh.as_deref().expect(&correction.evidence));
    }
    for unruled in &law.unruled {
        said.push(unruled.reason_zh.as_deref().expect(&unruled.reason));
    }
    for (path, bytes) in &folder.0 {
        if path.ends_with("/translations.toml") {
            let text = String::from_utf8(bytes.clone()).unwrap();
            for line in text.lines().filter(|line| !line.starts_with('#')) {
                if let Some((_, zh)) = line.split_once(" = ") {
                    let zh = zh.trim_matches('"');
                    assert!(said.contains(&zh), "{path}: {zh} translates nothing");
                }
            }
        }
    }
}

#[test]
fn every_occupation_has_one_standing_on_the_first_of_every_month() {
    let law = Folder::read().law();
    let first = vocab::Day::from_ymd(2020, 1, 1).unwrap();
    assert_eq!(law.temporal_coverage(first, 36), Ok(192 * 36));
}
