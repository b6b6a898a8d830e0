//! All that is proved of the law: what loading proves, and every case of `cases/`.
//!
//! In scope: running cases, finding rules without them. Out of scope: what a case may contain
//! (`wire`).

use crate::act::Act;
use crate::annex::{Named, RowId};
use crate::catalogue::ExitNotice;
use crate::coverage::must_be_covered;
use crate::decide::{Outcome, Question};
use crate::error::{CaseFault, Fault, FaultAt, FieldTakes, Place, Unknown};
use crate::fact::{Facts, Key};
use crate::folder::{Folder, Source};
use crate::load::{Files, Law};
use crate::rule::Rule;
use crate::wire::{CaseEntry, CaseFile};
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use toml::Spanned;
use vocab::{Day, Instant};

/// A case that was decided as it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proved {
    /// Its name.
    pub name: String,
    /// The rule it is about.
    pub rule: String,
    /// The act.
    pub act: Act,
    /// What was decided.
    pub outcome: Outcome,
    /// The file it stands in.
    pub file: String,
}

/// What was proved.
#[derive(Clone, Debug)]
pub struct Proof {
    /// Number of rules.
    pub rules: usize,
    /// Rules that can never decide, by id.
    pub dead: Vec<String>,
    /// Number of distinct sets of rules that were compiled and found free of conflict.
    pub compiled: usize,
    /// Number of nodes of all their diagrams.
    pub nodes: usize,
    /// Number of characters of the paragraphs, all covered.
    pub characters: usize,
    /// Number of readings.
    pub readings: usize,
    /// Number of clauses that carry no rule.
    pub unruled: usize,
    /// The cases, all decided as they say.
    pub cases: Vec<Proved>,
}

impl Law {
    /// Runs every case, and requires of each rule one case in which it decides and one in which it
    /// does not.
    ///
    /// # Errors
    /// Every fault found, in the order of the files.
    pub fn check(&self, files: &Files<'_>) -> Result<Proof, Vec<FaultAt>> {
        let (mut cases, mut faults) = (Vec::new(), Vec::new());
        // For each rule: a case in which it decides, a case in which it does not.
        let mut seen: BTreeMap<String, (bool, bool)> = BTreeMap::new();
        for instrument in &self.instruments {
            let folder = Folder { files, id: &instrument.id };
            let region = instrument.jurisdiction.as_deref();
            for source in folder.sources("cases").map_err(|e| vec![e])? {
                let file: CaseFile = source.toml().map_err(|e| vec![e])?;
                for entry in &file.case {
                    let (proved, cited) = match self.prove(&source, entry, region) {
                        Ok(case) => case,
                        Err(fault) => {
                            faults.push(fault);
                            continue;
                        }
                    };
                    seen.entry(proved.rule.clone()).or_default().1 |=
                        cited.as_deref() != Some(&proved.rule);
                    if let Some(cited) = cited {
                        seen.entry(cited).or_default().0 = true;
                    }
                    cases.push(proved);
                }
            }
        }
        faults.extend(self.rules.iter().filter_map(|rule| without_case(rule, &seen)));
        if faults.is_empty() { Ok(self.proof(cases)) } else { Err(faults) }
    }

    fn proof(&self, cases: Vec<Proved>) -> Proof {
        let distinct = self.snapshots.distinct();
        let decides: Vec<u16> = distinct
            .iter()
            .flat_map(|c| c.rules.iter().filter(|r| !c.dead.contains(r)).copied())
            .collect();
        let dead = (0..self.rules.len() as u16).filter(|i| !decides.contains(i));
        let covered = |i: &crate::instrument::Instrument| -> usize {
            let paragraphs = i.text.paragraphs.iter().filter(|p| must_be_covered(&p.anchor));
            paragraphs.map(|p| p.words.chars().count()).sum()
        };
        Proof {
            rules: self.rules.len(),
            dead: dead.map(|i| self.rules[usize::from(i)].id.clone()).collect(),
            compiled: distinct.len(),
            nodes: distinct.iter().map(|c| c.diagram.size()).sum(),
            characters: self.instruments.iter().map(covered).sum(),
            readings: self.instruments.iter().map(|i| i.readings.len()).sum(),
            unruled: self.unruled.len(),
            cases,
        }
    }

    fn prove(
        &self,
        source: &Source<'_>,
        entry: &CaseEntry,
        region: Option<&str>,
    ) -> Result<(Proved, Option<String>), FaultAt> {
        let name = entry.name.get_ref();
        let of = |field: &'static str| Place::OfCase { field, case: name.clone() };
        if !self.rules.iter().any(|r| &r.id == entry.rule.get_ref()) {
            let unknown = Fault::Unknown(Unknown::Rule, entry.rule.get_ref().clone());
            return Err(source.fault(&entry.rule, of("rule"), unknown));
        }
        let act = Act::from_name(entry.act.get_ref()).ok_or_else(|| {
            let unknown = Fault::Unknown(Unknown::Act, entry.act.get_ref().clone());
            source.fault(&entry.act, of("act"), unknown)
        })?;
        let row = self.row_of(source, &entry.occupation, of("occupation"))?;
        let on = source.day(&entry.on, of("on"))?;
        let facts = facts_of(source, entry, of("facts"))?;
        let region = entry.region.as_deref().or(region);
        let question =
            Question { act, row, on, facts: &facts, known_at: Instant(i64::MAX), region };
        let fails = |how: CaseFault| source.fault(&entry.name, of("expect"), Fault::Case(how));
        let unanswered = |why| fails(CaseFault::Unanswered(why));
        let decision = self.decide(&question).map_err(unanswered)?;
        let needs = self.needs(&question).map_err(unanswered)?;
        let cited = self.cited(&decision).map(|r| r.id.clone());
        let got = decision.outcome.name();
        if got != entry.expect.get_ref() {
            let expected = entry.expect.get_ref().clone();
            let got = decision.outcome;
            return Err(fails(CaseFault::Outcome { expected, got, by: cited, needs }));
        }
        if let Some(expect) = &entry.cites
            && cited.as_ref() != Some(expect.get_ref())
        {
            let expected = expect.get_ref().clone();
            return Err(fails(CaseFault::Cites { expected, cited }));
        }
        if let Some(expect) = &entry.needs
            && !needs.iter().map(|k| k.name()).eq(expect.iter().map(String::as_str))
        {
            let expected = expect.clone();
            return Err(fails(CaseFault::Needs { expected, found: needs }));
        }
        let proved = Proved {
            name: name.clone(),
            rule: entry.rule.get_ref().clone(),
            act,
            outcome: decision.outcome,
            file: source.path.clone(),
        };
        Ok((proved, cited))
    }

    fn row_of(
        &self,
        source: &Source<'_>,
        name: &Spanned<String>,
        field: Place,
    ) -> Result<RowId, FaultAt> {
        match self.rows.find(name.get_ref()) {
            Named::One(row) => Ok(row),
            Named::Several(_) | Named::Unknown(_) => {
                let unknown = Fault::Unknown(Unknown::Occupation, name.get_ref().clone());
                Err(source.fault(name, field, unknown))
            }
        }
    }

    /// Proves of every occupation and the first of every month of a span that it has exactly one
    /// standing and that the standings follow each other only forward. Asserts no value.
    ///
    /// # Errors
    /// The occupation and the day of the first gap or step back.
    pub fn temporal_coverage(&self, first: Day, months: i32) -> Result<usize, (String, Day)> {
        let mut proved = 0;
        for id in self.rows.ids() {
            let mut last = None;
            for month in 0..months {
                let (year, first_month, _) = first.ymd();
                let index = first_month as i32 - 1 + month;
                let day = Day::from_ymd(year + index / 12, index as u32 % 12 + 1, 1);
                let day = day.expect("the first of a month is in the calendar");
                let entry = self.entry(id, day, Instant(i64::MAX), &ExitNotice::default());
                let standing = entry.map(|e| e.standing);
                if standing.is_none() || standing < last {
                    let name = self.rows.get(id).map_or("", |r| r.canonical());
                    return Err((name.to_string(), day));
                }
                last = standing;
                proved += 1;
            }
        }
        Ok(proved)
    }
}

/// A base rule always applies: that others set it aside is shown by their own cases.
fn without_case(rule: &Rule, seen: &BTreeMap<String, (bool, bool)>) -> Option<FaultAt> {
    let (decides, not) = seen.get(&rule.id).copied().unwrap_or_default();
    let missing = match (decides, not || rule.when.is_none()) {
        (true, true) => return None,
        (false, _) => Fault::NoCaseDecided,
        (true, false) => Fault::NoCaseUndecided,
    };
    Some(rule.without_case(missing))
}

fn facts_of(source: &Source<'_>, entry: &CaseEntry, field: Place) -> Result<Facts, FaultAt> {
    let mut facts = Facts::new();
    for (name, value) in &entry.facts {
        let Some(key) = Key::from_name(name) else {
            return Err(source.fault(
                &entry.name,
                field,
                Fault::Unknown(Unknown::Fact, name.clone()),
            ));
        };
        facts = facts.with(key, value).map_err(|_| {
            let (value, takes) = (format!("{name}={value}"), FieldTakes::Fact(key));
            source.fault(&entry.name, field.clone(), Fault::Value { value, takes })
        })?;
    }
    Ok(facts)
}
