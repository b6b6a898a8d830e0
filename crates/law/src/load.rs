//! Loading: law folders, as bytes, become the law; the first thing that is wrong stops it.
//!
//! In scope: reading every file of every instrument and tying them together.
//! Out of scope: files on a disk (`desk` hands over paths and bytes), cases (`check`).

use crate::annex::{RowId, Rows};
use crate::coverage::{Unruled, prove_covered};
use crate::digest::{Digest, digest};
use crate::error::{Fault, FaultAt, Place, Unknown};
use crate::fact::NEVER;
use crate::folder::{Folder, fault};
use crate::instrument::{BATCH_MAX, FateKind, Instrument, Settings};
use crate::rule::Rule;
use crate::snapshot::Snapshots;
use crate::standard::{self, Standard};
use crate::supervision::Supervising;
use crate::wire;
use crate::workdays::Workdays;
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;
use vocab::{Day, Instant};

/// How facts are derived. A change that changes an answer is a new number, and the old one stays.
pub const SEMANTICS: u32 = 1;

/// The law: instruments, the rows of the catalogue they change, and rules ready to decide.
#[derive(Clone, Debug)]
pub struct Law {
    /// The instruments, by id.
    pub instruments: Vec<Instrument>,
    /// The rows of the annex.
    pub rows: Rows,
    /// Every rule, by id; a decision cites one by its place here.
    pub rules: Vec<Rule>,
    /// Words that carry no rule, with reasons.
    pub unruled: Vec<Unruled>,
    /// How supervision is done; nothing when no instrument says it.
    pub supervising: Option<Supervising>,
    /// Standards of examinations, by file; a law may have none.
    pub standards: Vec<Standard>,
    /// The digest of all of it.
    pub digest: Digest,
    /// The fate of each row, apart from its words: every decision looks it up.
    pub(crate) fates: Vec<FateKind>,
    pub(crate) snapshots: Snapshots,
    workdays: Workdays,
}

impl Law {
    /// Returns the calendar of working days.
    pub fn workdays(&self) -> &Workdays {
        &self.workdays
    }

    /// Returns the standard of a digest.
    pub fn standard(&self, digest: &[u8; 32]) -> Option<&Standard> {
        self.standards.iter().find(|standard| &standard.digest == digest)
    }

    /// Returns the standard in force for an occupation on a day: its own before the general one.
    pub fn standard_for(&self, row: RowId, on: Day) -> Option<&Standard> {
        standard::in_force(&self.standards, self.rows.get(row)?.canonical(), on)
    }
}

/// The files of a law folder: path below it, with `/`, and bytes.
pub type Files<'a> = [(&'a str, &'a [u8])];

/// Loads the law and proves what can be proved without deciding its cases.
///
/// # Errors
/// The first fault, with file, line, field and remedy.
pub fn load(files: &Files<'_>) -> Result<Law, FaultAt> {
    let mut folders: Vec<&str> = files
        .iter()
        .filter_map(|(path, _)| path.strip_suffix("/instrument.toml"))
        .filter(|id| !id.contains('/'))
        .collect();
    folders.sort_unstable();
    if folders.is_empty() {
        return Err(fault("instrument.toml", None, Place::File, Fault::Missing));
    }
    let mut instruments = Vec::new();
    let mut rows = Rows::default();
    let mut rules: Vec<Rule> = Vec::new();
    let mut unruled = Vec::new();
    let mut settings = Vec::new();
    let mut supervising = None;
    for (index, id) in folders.iter().enumerate() {
        let folder = Folder { files, id };
        let (instrument, entries) = folder.instrument()?;
        if folder.has("annex.tsv") {
            rows = folder.rows(&instrument)?;
        }
        rules.extend(folder.rules(index, &instrument)?);
        unruled.extend(folder.unruled(&instrument)?);
        if instrument.jurisdiction.is_none() {
            // A later instrument of the whole country takes the place of an earlier one.
            supervising = folder.supervising()?.or(supervising);
        }
        settings.push(entries);
        instruments.push(instrument);
    }
    rules.sort_by(|a, b| a.id.cmp(&b.id));
    refuse_unknown_ids(&rules, &instruments)?;
    for instrument in &instruments {
        prove_covered(instrument, &rules, &unruled)?;
    }
    let snapshots = Snapshots::build(&rules, &instruments, |region, on, known_at| {
        settle(&instruments, &settings, region, on, known_at)
    })?;
    refuse_rules_without_cases(files, &folders, &rules)?;
    let fates = rows.rows.iter().map(|row| row.fate).collect();
    let (standards, workdays) = (Standard::load(files)?, Workdays::load(files)?);
    let digest = digest(files, SEMANTICS);
    Ok(Law {
        instruments,
        rows,
        rules,
        unruled,
        supervising,
        standards,
        digest,
        fates,
        snapshots,
        workdays,
    })
}

/// One setting: name, value as a day number or year.
pub(crate) type Entry = (String, i32);

/// Returns what rules compare days with. A later instrument's setting replaces an earlier one's.
fn settle(
    instruments: &[Instrument],
    entries: &[Vec<Entry>],
    region: Option<&str>,
    on: Day,
    known_at: Instant,
) -> Settings {
    let mut s = Settings {
        in_force: Day(NEVER),
        last_days: [NEVER; BATCH_MAX as usize + 1],
        access_day: NEVER,
        recognition_years: 3,
        tail_issue: NEVER,
        tail_dated: NEVER,
        tail_year: NEVER,
    };
    for (instrument, entries) in instruments.iter().zip(entries) {
        let here =
            instrument.jurisdiction.is_none() || instrument.jurisdiction.as_deref() == region;
        if !here || on < instrument.effective || known_at < instrument.known_from {
            continue;
        }
        for fate in &instrument.fates {
            s.in_force = s.in_force.min(instrument.effective);
            match fate.kind {
                FateKind::Batch(n) => s.last_days[usize::from(n)] = fate.last_day.0,
                FateKind::Access => s.access_day = fate.last_day.0,
            }
        }
        for (name, value) in entries {
            match name.as_str() {
                "recognition_years" => s.recognition_years = *value,
                "tail_issue_until" => s.tail_issue = *value,
                "tail_dated_until" => s.tail_dated = *value,
                _ => s.tail_year = *value,
            }
        }
    }
    s
}

/// A rule that no case is about and no case cites stops the program; whether the cases hold is for
/// [`Law::check`].
fn refuse_rules_without_cases(
    files: &Files<'_>,
    folders: &[&str],
    rules: &[Rule],
) -> Result<(), FaultAt> {
    let mut named = BTreeSet::new();
    for id in folders {
        for source in (Folder { files, id }).sources("cases")? {
            let file: wire::CaseFile = source.toml()?;
            for case in file.case {
                named.extend(case.cites.map(|id| id.into_inner()));
                named.insert(case.rule.into_inner());
            }
        }
    }
    match rules.iter().find(|rule| !named.contains(&rule.id)) {
        None => Ok(()),
        Some(rule) => Err(rule.without_case(Fault::NoCaseDecided)),
    }
}

fn refuse_unknown_ids(rules: &[Rule], instruments: &[Instrument]) -> Result<(), FaultAt> {
    for pair in rules.windows(2) {
        if pair[0].id == pair[1].id {
            let twice = Fault::Twice(pair[1].id.clone());
            return Err(fault(&pair[1].file, Some(pair[1].line), "id", twice));
        }
    }
    let ids: BTreeSet<&str> = rules.iter().map(|r| r.id.as_str()).collect();
    let readings: BTreeSet<&str> =
        instruments.iter().flat_map(|i| i.readings.iter().map(|r| r.id.as_str())).collect();
    for rule in rules {
        let here = |field: &'static str, what, name: &String| {
            let field = Place::OfRule { field, rule: rule.id.clone() };
            fault(&rule.file, Some(rule.line), field, Fault::Unknown(what, name.clone()))
        };
        if let Some(id) = rule.overrides.iter().find(|id| !ids.contains(id.as_str())) {
            return Err(here("overrides", Unknown::Rule, id));
        }
        if let Some(id) = rule.readings.iter().find(|id| !readings.contains(id.as_str())) {
            return Err(here("readings", Unknown::Reading, id));
        }
    }
    Ok(())
}
