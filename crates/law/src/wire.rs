//! The forms of the law's own files, as TOML has them.
//!
//! In scope: shapes only. Out of scope: meaning; `load` turns these into the types of the core.

pub(crate) mod supervising;

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use serde::Deserialize;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct InstrumentFile {
    pub number: String,
    pub title: String,
    pub office: String,
    pub printed: Spanned<String>,
    pub effective: Spanned<String>,
    pub known_from: Spanned<String>,
    pub jurisdiction: Option<String>,
    #[serde(default)]
    pub relayed: bool,
    /// Where the source came from, and other remarks for people.
    #[serde(default, rename = "note")]
    pub _note: Option<String>,
    #[serde(default)]
    pub fate: Vec<FateEntry>,
    #[serde(default)]
    pub settings: BTreeMap<String, Spanned<String>>,
    /// SHA-256 of the frozen files, as hexadecimal.
    #[serde(default)]
    pub digests: BTreeMap<String, Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FateEntry {
    pub kind: Spanned<String>,
    pub last_day: Spanned<String>,
    pub quote: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleFile {
    #[serde(default)]
    pub rule: Vec<RuleEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleEntry {
    pub id: Spanned<String>,
    pub quote: Spanned<String>,
    pub acts: Vec<Spanned<String>>,
    pub effect: Spanned<String>,
    pub when: Option<Spanned<Condition>>,
    #[serde(default)]
    pub overrides: Vec<Spanned<String>>,
    #[serde(default)]
    pub alternatives: Vec<String>,
    #[serde(default)]
    pub readings: Vec<Spanned<String>>,
    pub valid_from: Option<Spanned<String>>,
    pub valid_until: Option<Spanned<String>>,
    pub known_from: Option<Spanned<String>>,
    pub reviewer: Option<String>,
    pub zh: String,
    pub en: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Condition {
    Name(String),
    All(All),
    Any(Any),
    Not(Not),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct All {
    pub all: Vec<Condition>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Any {
    pub any: Vec<Condition>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Not {
    pub not: Box<Condition>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReadingFile {
    #[serde(default)]
    pub reading: Vec<ReadingEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReadingEntry {
    pub id: Spanned<String>,
    pub question: String,
    pub adopted: String,
    pub evidence: String,
    #[serde(default)]
    pub others: String,
    pub known_from: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnruledFile {
    #[serde(default)]
    pub unruled: Vec<UnruledEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnruledEntry {
    pub paragraph: Spanned<String>,
    pub words: Spanned<String>,
    pub reason: String,
}

/// What a folder says in English about itself, in Chinese.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TranslationFile {
    /// Reasons of `unruled.toml`, by their English words.
    #[serde(default)]
    pub reasons: BTreeMap<String, String>,
    /// Evidence of `corrections.toml`, by the correction's id.
    #[serde(default)]
    pub corrections: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CaseFile {
    #[serde(default)]
    pub case: Vec<CaseEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CaseEntry {
    pub name: Spanned<String>,
    /// The rule the case is about.
    pub rule: Spanned<String>,
    pub act: Spanned<String>,
    pub occupation: Spanned<String>,
    pub on: Spanned<String>,
    pub region: Option<String>,
    #[serde(default)]
    pub facts: BTreeMap<String, String>,
    pub expect: Spanned<String>,
    /// The rule that decides, when it is not the one the case is about.
    pub cites: Option<Spanned<String>>,
    /// For `need_fact`: exactly the facts that are needed.
    pub needs: Option<Vec<String>>,
    /// Why, for the lawyer who reads and signs it.
    #[serde(rename = "because")]
    pub _because: String,
    #[serde(default, rename = "reviewed_by")]
    pub _reviewed_by: Option<String>,
    #[serde(default, rename = "reviewed_on")]
    pub _reviewed_on: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CorrectionFile {
    #[serde(default)]
    pub correction: Vec<CorrectionEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CorrectionEntry {
    pub id: Spanned<String>,
    pub item: u16,
    pub printed: Spanned<String>,
    /// Which occurrence inside the item, counted from one.
    pub nth: Option<usize>,
    pub canonical: String,
    pub evidence: String,
    pub confidence: String,
    pub known_from: Spanned<String>,
}
