//! What is known of a notice before it is read: its instrument in the law folder and its totals.
//!
//! A notice is known when the number of an instrument stands in a short line before its table; a
//! number inside a paragraph is a citation of another notice.
//! In scope: `number` of `instrument.toml`, `expected.toml`, `annex.tsv`.
//! Out of scope: everything else in the folder (`law`); comparing (`notice`).

use crate::law_folder::LawFolder;
use notice::{Expected, Fate, Figure, Line, Noise, NotAFate, Unit, annex};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The most characters of a line that carries a notice's own number beside other words.
const NUMBER_LINE_CHARS_MAX: usize = 40;

/// Why what is known of a notice could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ExpectedError {
    /// A file is not UTF-8.
    #[error("`law/{path}` is not UTF-8")]
    Utf8 {
        /// The file.
        path: String,
        /// Where it is not.
        source: std::str::Utf8Error,
    },
    /// A file is not the TOML it has to be.
    #[error("`law/{path}` cannot be read")]
    Toml {
        /// The file.
        path: String,
        /// Line and field.
        source: toml::de::Error,
    },
    /// `expected.toml` has a table that is no fate.
    #[error("`law/{path}` has a table that is no fate")]
    Fate {
        /// The file.
        path: String,
        /// The name of the table.
        source: NotAFate,
    },
    /// The annex file is not one.
    #[error("`law/{path}` is no annex file")]
    Annex {
        /// The file.
        path: String,
        /// Line and cell.
        source: annex::AnnexError,
    },
}

/// An instrument of the law folder that a notice was recognised as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownInstrument {
    /// Its folder below `law/`.
    pub folder: String,
    /// Its document number as the folder has it.
    pub number: String,
    /// What its table is held against; nothing when the folder has no `expected.toml`.
    pub expected: Option<Expected>,
}

/// Recognises a notice by the document number in its head.
///
/// # Errors
/// When a file of the law folder is not what it has to be.
pub fn known_instrument(
    law: &LawFolder,
    lines: &[Line<'_>],
) -> Result<Option<KnownInstrument>, ExpectedError> {
    let head: Vec<String> = lines
        .iter()
        .take_while(|line| line.kind != Noise::Table)
        .filter(|line| line.kind == Noise::Text)
        .map(|line| notice::fold(line.text))
        .filter(|text| text.chars().count() <= NUMBER_LINE_CHARS_MAX)
        .collect();
    for (path, bytes) in law.files() {
        let Some(folder) = path.strip_suffix("/instrument.toml") else {
            continue;
        };
        let Instrument { number } = from_toml(path, bytes)?;
        let folded = notice::fold(&number);
        if head.iter().any(|line| carries(line, &folded)) {
            let expected = read_expected(law, folder)?;
            return Ok(Some(KnownInstrument { folder: folder.into(), number, expected }));
        }
    }
    Ok(None)
}

/// Says whether a folded line is the number or has it behind a mark; behind a word it would be the
/// number of another office, 「某人社厅发」.
fn carries(line: &str, number: &str) -> bool {
    line.find(number)
        .is_some_and(|at| !line[..at].chars().next_back().is_some_and(char::is_alphanumeric))
}

/// Reads what the table of an instrument is held against, or nothing when its folder has none.
///
/// # Errors
/// When `expected.toml` or `annex.tsv` is not what it has to be.
pub fn read_expected(law: &LawFolder, folder: &str) -> Result<Option<Expected>, ExpectedError> {
    let path = format!("{folder}/expected.toml");
    let Some(bytes) = law.get(&path) else {
        return Ok(None);
    };
    let file: ExpectedFile = from_toml(&path, bytes)?;
    let figures = |totals: Totals| {
        totals.figures().map_err(|source| ExpectedError::Fate { path: path.clone(), source })
    };
    let (stated, derived) = (figures(file.stated)?, figures(file.derived)?);
    let path = format!("{folder}/annex.tsv");
    let rows = match law.get(&path) {
        None => Vec::new(),
        Some(bytes) => annex::read(utf8(&path, bytes)?)
            .map_err(|source| ExpectedError::Annex { path, source })?,
    };
    Ok(Some(Expected { stated, derived, rows }))
}

/// The one key of `instrument.toml` that matters here.
#[derive(Deserialize)]
struct Instrument {
    number: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedFile {
    stated: Totals,
    derived: Totals,
}

#[derive(Deserialize)]
struct Totals {
    items: Option<u32>,
    rows: Option<u32>,
    bodies: Option<u32>,
    /// Every other key is a fate.
    #[serde(flatten)]
    fates: BTreeMap<String, OfFate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfFate {
    items: Option<u32>,
    occupations: Option<u32>,
}

impl Totals {
    fn figures(&self) -> Result<BTreeMap<Figure, u32>, NotAFate> {
        let mut all = vec![
            (Figure::Items, self.items),
            (Figure::Rows, self.rows),
            (Figure::Bodies, self.bodies),
        ];
        for (name, of) in &self.fates {
            let fate: Fate = name.parse()?;
            all.push((Figure::Of(fate, Unit::Items), of.items));
            all.push((Figure::Of(fate, Unit::Occupations), of.occupations));
        }
        Ok(all.into_iter().filter_map(|(figure, value)| Some((figure, value?))).collect())
    }
}

fn utf8<'b>(path: &str, bytes: &'b [u8]) -> Result<&'b str, ExpectedError> {
    std::str::from_utf8(bytes).map_err(|source| ExpectedError::Utf8 { path: path.into(), source })
}

fn from_toml<T: for<'de> Deserialize<'de>>(path: &str, bytes: &[u8]) -> Result<T, ExpectedError> {
    toml::from_str(utf8(path, bytes)?)
        .map_err(|source| ExpectedError::Toml { path: path.into(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The compiled law with one more file.
    fn with_file(path: &str, content: &str) -> LawFolder {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, content).unwrap();
        LawFolder::overlaid(directory.path()).unwrap()
    }

    fn check(text: &str, expect: Option<&str>) {
        let found = known_instrument(&LawFolder::compiled(), &notice::lines(text)).unwrap();
        assert_eq!(found.map(|known| known.folder).as_deref(), expect, "{text}");
    }

    #[test]
    fn a_notice_is_known_by_the_number_in_its_head() {
        check("人社厅发〔2020〕80号\n序号\t批次\n", Some("2020-80"));
        check("文号：人社厅发［２０２０］ 80 号\n", Some("2020-80"));
        check("某人社厅发〔2020〕80号\n", None);
        check("人社厅发〔2020〕8号\n", None);
        check("人社厅发〔2020〕801号\n", None);
        let citation = "根据《某办公厅关于做好某某有关工作的通知》（人社厅发〔2020〕80号）\
                        和有关规定，现将某事通知如下。";
        check(citation, None);
        check("序号\t批次\n人社厅发〔2020〕80号\n", None);
    }

    #[test]
    fn the_real_notice_agrees_with_what_is_known_of_it() {
        let law = LawFolder::compiled();
        let source = law.get("2020-80/source.txt").unwrap();
        let text = notice::decode(source).unwrap().text;
        let lines = notice::lines(&text);
        let known = known_instrument(&law, &lines).unwrap().unwrap();
        let table = notice::table(&lines).unwrap();
        let expected = known.expected.unwrap();
        assert_eq!(expected.stated.len(), 5);
        assert_eq!(expected.derived.len(), 4);
        assert_eq!(expected.rows, table.rows);
        assert!(notice::reconcile(&table, Some(&expected)).ok());
    }

    #[test]
    fn a_broken_file_of_law_is_named() {
        let lines = notice::lines("人社厅发〔2020〕80号\n");
        for (path, content) in [
            ("2020-80/instrument.toml", "number = 80"),
            ("2020-80/expected.toml", "[stated]\nitems = 76\n[derived]\nrow = 192\n"),
            ("2020-80/expected.toml", "[stated]\nitems = 76\n[derived]\nbatch0 = { items = 1 }\n"),
            ("2020-80/annex.tsv", "item\n"),
        ] {
            let error = known_instrument(&with_file(path, content), &lines)
                .expect_err("the file is broken");
            assert!(error.to_string().contains(path), "{error}");
        }
    }
}
