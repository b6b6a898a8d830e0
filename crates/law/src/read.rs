//! The files of an instrument's folder, read into the values of the core.
//!
//! In scope: instrument, readings, rows, unruled words. Out of scope: rules (`read_rule`), how
//! instruments are tied together (`load`).

use crate::annex::{Correction, Rows};
use crate::coverage::Unruled;
use crate::error::{AnnexFault, Fault, FaultAt, FieldTakes, Place, Unknown};
use crate::fact::{NEVER, NO_PERIOD};
use crate::folder::{Folder, Source, fault};
use crate::instrument::{Fate, FateKind, Instrument, Reading};
use crate::load::Entry;
use crate::read_rule::rule;
use crate::rule::Rule;
use crate::text::{Text, prove_derived};
use crate::wire;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use toml::Spanned;
use vocab::Instant;

impl Folder<'_> {
    pub(crate) fn instrument(&self) -> Result<(Instrument, Vec<Entry>), FaultAt> {
        let source = self.source("instrument.toml")?;
        let file: wire::InstrumentFile = source.toml()?;
        let text_source = self.source("text.zh.md")?;
        let text = Text::parse(text_source.text);
        let (raw, deletions) = (self.source("source.txt")?, self.source("deletions.tsv")?);
        prove_derived(raw.text, deletions.text, text_source.text)
            .map_err(|how| fault(&text_source.path, None, Place::Text, Fault::NotDerived(how)))?;
        let mut fates = Vec::new();
        for entry in &file.fate {
            let kind = FateKind::from_name(entry.kind.get_ref()).ok_or_else(|| {
                source.value(&entry.kind, "fate.kind", one_of(&["batch1", "batch2", "access"]))
            })?;
            let quote = entry.quote.get_ref();
            if !text.paragraphs.iter().any(|p| p.words.contains(quote)) {
                let wrong = Fault::WrongQuote(quote.clone());
                return Err(source.fault(&entry.quote, "fate.quote", wrong));
            }
            let last_day = source.day(&entry.last_day, "fate.last_day")?;
            fates.push(Fate { kind, last_day, quote: quote.clone() });
        }
        let known_from = source.instant(&file.known_from, "known_from")?;
        let instrument = Instrument {
            id: self.id.to_string(),
            number: file.number,
            title: file.title,
            office: file.office,
            printed: source.day(&file.printed, "printed")?,
            effective: source.day(&file.effective, "effective")?,
            known_from,
            jurisdiction: file.jurisdiction,
            relayed: file.relayed,
            text,
            fates,
            readings: self.readings(known_from)?,
        };
        for (name, frozen) in &file.digests {
            self.refuse_thawed(&source, name, frozen)?;
        }
        let entries = file.settings.iter().map(|(name, value)| setting(&source, name, value));
        Ok((instrument, entries.collect::<Result<_, _>>()?))
    }

    /// Source, text and annex are frozen: their digests stand in the instrument.
    fn refuse_thawed(
        &self,
        source: &Source<'_>,
        name: &str,
        frozen: &Spanned<String>,
    ) -> Result<(), FaultAt> {
        let file = self.source(name)?;
        let found = crate::digest::hex(&crate::digest::sha256(file.text.as_bytes()));
        if &found == frozen.get_ref() {
            return Ok(());
        }
        let frozen_at = frozen.get_ref().clone();
        let how = Fault::Thawed { file: file.path, frozen: frozen_at, found };
        Err(source.fault(frozen, Place::Field(format!("digests.{name}")), how))
    }

    fn readings(&self, otherwise: Instant) -> Result<Vec<Reading>, FaultAt> {
        if !self.has("readings.toml") {
            return Ok(Vec::new());
        }
        let source = self.source("readings.toml")?;
        let file: wire::ReadingFile = source.toml()?;
        let made = file.reading.into_iter().map(|r| {
            let known_from = match &r.known_from {
                Some(at) => source.instant(at, "known_from")?,
                None => otherwise,
            };
            Ok(Reading {
                id: r.id.into_inner(),
                question: r.question,
                adopted: r.adopted,
                evidence: r.evidence,
                others: r.others,
                known_from,
            })
        });
        made.collect()
    }

    pub(crate) fn rows(&self, instrument: &Instrument) -> Result<Rows, FaultAt> {
        let annex = self.source("annex.tsv")?;
        let mut rows = Rows::parse(annex.text)
            .map_err(|(line, why)| fault(&annex.path, Some(line), Place::Row, Fault::Annex(why)))?;
        if let Some(row) =
            rows.rows.iter().find(|row| !instrument.fates.iter().any(|f| f.kind == row.fate))
        {
            let why = AnnexFault::NoDay { row: row.printed.clone(), fate: row.fate };
            return Err(fault(&annex.path, None, "fate", Fault::Annex(why)));
        }
        if self.has("corrections.toml") {
            self.correct(&mut rows)?;
        }
        Ok(rows)
    }

    fn correct(&self, rows: &mut Rows) -> Result<(), FaultAt> {
        let source = self.source("corrections.toml")?;
        let file: wire::CorrectionFile = source.toml()?;
        let mut translated = self.translations()?.corrections;
        for c in file.correction {
            let known_from = source.instant(&c.known_from, "known_from")?;
            let nth = c.nth.unwrap_or(1);
            let row = rows
                .rows
                .iter_mut()
                .filter(|r| r.item == c.item && &r.printed == c.printed.get_ref())
                .nth(nth.saturating_sub(1));
            let Some(row) = row else {
                let printed = c.printed.get_ref().clone();
                let missing = Fault::NoRow { printed, item: c.item, nth };
                return Err(source.fault(&c.printed, "printed", missing));
            };
            row.correction = Some(Correction {
                evidence_zh: translated.remove(c.id.get_ref()),
                id: c.id.into_inner(),
                canonical: c.canonical,
                evidence: c.evidence,
                confidence: c.confidence,
                known_from,
            });
        }
        let mut names = BTreeSet::new();
        for row in &rows.rows {
            if !names.insert(row.canonical()) {
                let twice = Fault::Twice(row.canonical().to_string());
                return Err(fault(&source.path, None, "canonical", twice));
            }
        }
        Ok(())
    }

    fn translations(&self) -> Result<wire::TranslationFile, FaultAt> {
        if !self.has("translations.toml") {
            return Ok(wire::TranslationFile::default());
        }
        self.source("translations.toml")?.toml()
    }

    pub(crate) fn unruled(&self, instrument: &Instrument) -> Result<Vec<Unruled>, FaultAt> {
        let source = self.source("unruled.toml")?;
        let file: wire::UnruledFile = source.toml()?;
        let translated = self.translations()?.reasons;
        let made = file.unruled.into_iter().map(|u| {
            if instrument.text.find(u.paragraph.get_ref(), u.words.get_ref()).is_none() {
                let wrong = Fault::WrongQuote(u.words.get_ref().clone());
                return Err(source.fault(&u.words, "words", wrong));
            }
            Ok(Unruled {
                instrument: instrument.id.clone(),
                paragraph: u.paragraph.into_inner(),
                words: u.words.into_inner(),
                reason_zh: translated.get(&u.reason).cloned(),
                reason: u.reason,
            })
        });
        made.collect()
    }

    pub(crate) fn rules(
        &self,
        index: usize,
        instrument: &Instrument,
    ) -> Result<Vec<Rule>, FaultAt> {
        let mut rules = Vec::new();
        for source in self.sources("rules")? {
            let file: wire::RuleFile = source.toml()?;
            for entry in file.rule {
                rules.push(rule(&source, entry, index, instrument)?);
            }
        }
        Ok(rules)
    }
}

pub(crate) fn one_of(values: &[&'static str]) -> FieldTakes {
    FieldTakes::OneOf(values.to_vec())
}

fn setting(source: &Source<'_>, name: &str, value: &Spanned<String>) -> Result<Entry, FaultAt> {
    let field = || Place::Field(format!("settings.{name}"));
    let number = match name {
        "recognition_years" | "tail_number_year" => {
            value.get_ref().parse().map_err(|_| source.value(value, field(), FieldTakes::Number))?
        }
        "tail_issue_until" | "tail_dated_until" => source.day(value, field())?.0,
        _ => {
            let unknown = Fault::Unknown(Unknown::Setting, name.to_string());
            return Err(source.fault(value, field(), unknown));
        }
    };
    debug_assert!(NO_PERIOD < number && number < NEVER);
    Ok((name.to_string(), number))
}
