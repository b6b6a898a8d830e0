//! What a body shows when it applies and how long a recognition lasts: `bodies.toml` as values.
//!
//! Source: 五; readings R-5-3, R-5-30.
//! In scope: conditions by kind of body and by who recognises, numbers of the review.
//! Out of scope: who may apply and decide (rules). A law without the file asks for no conditions,
//! for nobody's review and for no publicity: it was made before applications were acts.

use crate::error::FaultAt;
use crate::folder::Folder;
use crate::load::Law;
use crate::read::one_of;
use alloc::string::String;
use alloc::vec::Vec;
use serde::Deserialize;
use toml::Spanned;
use vocab::{Day, Instant};

/// The most conditions: an application says which it meets as bits of one word.
const CONDITIONS_MAX: usize = 32;

/// Something that a body shows when it applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Its name for programs.
    pub code: String,
    /// What it asks, in Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
    /// The kinds of body it is asked of: values of the fact `body_kind`.
    pub kinds: Vec<String>,
    /// Whether it is asked of a body that is recognised for the whole country.
    pub national: bool,
    /// Whether it is asked of a body of one province.
    pub provincial: bool,
    /// Where it was found.
    pub source: String,
    /// How sure that is.
    pub standing: String,
}

/// What applications are held against.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Every condition; its bit is its place.
    pub conditions: Vec<Condition>,
    /// The fewest reviewers.
    pub reviewers_min: u32,
    /// How many days an application is public before it is granted.
    pub publicity_days: i32,
    /// How often a day the seats of a site's rooms are used at most; nothing in a law that does not
    /// ask.
    pub sittings_a_day: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    review: Review,
    site: Option<SiteTerms>,
    #[serde(default)]
    condition: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Review {
    reviewers_min: Spanned<String>,
    publicity_days: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SiteTerms {
    sittings_a_day: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    code: Spanned<String>,
    zh: String,
    en: String,
    kinds: Vec<Spanned<String>>,
    levels: Vec<Spanned<String>>,
    source: String,
    standing: String,
}

impl Selection {
    /// Returns the conditions of a kind of body as bits.
    pub fn asked_of(&self, kind: &str, national: bool) -> u32 {
        let asked = |c: &Condition| {
            let level = if national { c.national } else { c.provincial };
            level && c.kinds.iter().any(|k| k == kind)
        };
        let bits = self.conditions.iter().enumerate().filter(|(_, c)| asked(c));
        bits.fold(0, |all, (bit, _)| all | 1 << bit)
    }

    /// Returns the conditions that bits stand for; bits without a condition stand for none.
    pub fn conditions_of(&self, bits: u32) -> impl Iterator<Item = &Condition> {
        let set = move |bit: usize| bits >> bit & 1 != 0;
        self.conditions.iter().enumerate().filter(move |(bit, _)| set(*bit)).map(|(_, c)| c)
    }

    /// Returns the bit of a condition by its code.
    pub fn bit(&self, code: &str) -> Option<u32> {
        self.conditions.iter().position(|c| c.code == code).map(|place| 1 << place)
    }
}

impl Law {
    /// Returns the last day of a recognition whose act names none (R-5-3).
    pub fn silent_until(
        &self,
        recognised_on: Day,
        known_at: Instant,
        region: Option<&str>,
    ) -> Option<Day> {
        let snapshot = self.snapshots.pick(recognised_on, known_at, region)?;
        let end = recognised_on.plus_years(snapshot.settings.recognition_years);
        Some(end.plus_days(-1))
    }
}

impl Folder<'_> {
    /// Reads `bodies.toml`; a folder without it asks for nothing.
    pub(crate) fn selection(&self) -> Result<Option<Selection>, FaultAt> {
        if !self.has("bodies.toml") {
            return Ok(None);
        }
        let source = self.source("bodies.toml")?;
        let file: File = source.toml()?;
        let number = |at: &Spanned<String>, field: &'static str| match at.get_ref().parse() {
            Ok(number) if number <= 366 => Ok(number),
            _ => Err(source.value(at, field, crate::error::FieldTakes::Number)),
        };
        let reviewers_min: u32 = number(&file.review.reviewers_min, "review.reviewers_min")?;
        let publicity_days = number(&file.review.publicity_days, "review.publicity_days")? as i32;
        let sittings = |site: &SiteTerms| number(&site.sittings_a_day, "site.sittings_a_day");
        let sittings_a_day = file.site.as_ref().map(sittings).transpose()?;
        let mut conditions: Vec<Condition> = Vec::new();
        for entry in file.condition {
            let one =
                |at: &Spanned<String>, field: &'static str, values: &[&'static str]| match values
                    .contains(&at.get_ref().as_str())
                {
                    true => Ok(at.get_ref().clone()),
                    false => Err(source.value(at, field, one_of(values))),
                };
            let kind = |at| one(at, "condition.kinds", &["employer", "social", "school"]);
            let kinds = entry.kinds.iter().map(kind).collect::<Result<Vec<_>, _>>()?;
            let level = |at| one(at, "condition.levels", &["national", "provincial"]);
            let levels = entry.levels.iter().map(level).collect::<Result<Vec<_>, _>>()?;
            let code = entry.code.get_ref().clone();
            if conditions.len() == CONDITIONS_MAX || conditions.iter().any(|c| c.code == code) {
                return Err(source.fault(
                    &entry.code,
                    "condition.code",
                    crate::error::Fault::Twice(code),
                ));
            }
            let at = |name: &str| levels.iter().any(|l| l == name);
            let (national, provincial) = (at("national"), at("provincial"));
            let (zh, en) = (entry.zh, entry.en);
            let (source, standing) = (entry.source, entry.standing);
            conditions.push(Condition {
                code,
                zh,
                en,
                kinds,
                national,
                provincial,
                source,
                standing,
            });
        }
        Ok(Some(Selection { conditions, reviewers_min, publicity_days, sittings_a_day }))
    }
}
