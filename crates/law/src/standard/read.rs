//! Reading standards from their files.
//!
//! In scope: form, ranges, and that each figure says where it comes from or that nobody knows.
//! Out of scope: what a standard means (`standard`).

use super::{Alternative, Figure, Part, PartTerms, Schooling, Standard};
use crate::error::{Fault, FaultAt, FieldTakes, Place};
use crate::folder::{Source, fault};
use crate::load::Files;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use serde::Deserialize;
use toml::Spanned;
use vocab::Level;

/// Where standards stand.
const BELOW: &str = "reference/standards/";
/// The most that a figure may be: nothing that a standard counts comes near it.
const FIGURE_MAX: u32 = 10_000;
/// The most sessions in a row for which panels are remembered (`register`).
const ROTATION_MAX: u32 = 8;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: String,
    version: String,
    zh: String,
    en: String,
    occupations: Vec<String>,
    valid_from: TextEntry,
    publicity: Publicity,
    archive: Archive,
    rotation: Rotation,
    admission: Admission,
    part: Vec<PartEntry>,
    eligible: Vec<EligibleEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TextEntry {
    value: Spanned<String>,
    source: Option<String>,
    #[serde(default)]
    unverified: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FigureEntry {
    value: Spanned<u32>,
    source: Option<String>,
    #[serde(default)]
    unverified: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Publicity {
    working_days: FigureEntry,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Archive {
    paper_years: FigureEntry,
    electronic_years: FigureEntry,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rotation {
    in_a_row: FigureEntry,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Admission {
    format: TextEntry,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PartEntry {
    part: Spanned<String>,
    levels: Vec<Spanned<u32>>,
    weight: FigureEntry,
    pass_tenths: FigureEntry,
    minutes: FigureEntry,
    candidates_per_invigilator: Option<FigureEntry>,
    invigilators_min: Option<FigureEntry>,
    panel_min: Option<FigureEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EligibleEntry {
    level: Spanned<u32>,
    earlier_level: Option<Spanned<u32>>,
    years_since: Option<FigureEntry>,
    years_of_work: Option<FigureEntry>,
    #[serde(default)]
    schooling: Vec<Spanned<String>>,
    #[serde(default)]
    apprenticeship: bool,
    source: Option<String>,
    #[serde(default)]
    unverified: bool,
}

impl Standard {
    /// Reads every standard of a law folder, by rising path; there may be none.
    pub(crate) fn load(files: &Files<'_>) -> Result<Vec<Standard>, FaultAt> {
        let mut paths: Vec<_> = files
            .iter()
            .filter(|(path, _)| path.starts_with(BELOW) && path.ends_with(".toml"))
            .collect();
        paths.sort_unstable_by_key(|(path, _)| *path);
        let mut all: Vec<Standard> = Vec::new();
        for (path, bytes) in paths {
            let text = core::str::from_utf8(bytes)
                .map_err(|_| fault(path, None, Place::File, Fault::NotText))?;
            let standard = read(&Source { path: path.to_string(), text })?;
            let same = |s: &Standard| s.id == standard.id && s.version == standard.version;
            if all.iter().any(same) {
                return Err(fault(path, None, "version", Fault::Twice(standard.version)));
            }
            all.push(standard);
        }
        Ok(all)
    }
}

fn read(source: &Source<'_>) -> Result<Standard, FaultAt> {
    let file: File = source.toml()?;
    let day = &file.valid_from;
    says_standing(source, &day.value, (&day.source, day.unverified))?;
    let form = &file.admission.format;
    says_standing(source, &form.value, (&form.source, form.unverified))?;
    if !form.value.get_ref().contains("{number}") {
        let without = "an admission number holds `{number}`".to_string();
        return Err(source.fault(&form.value, "admission.format", Fault::Form(without)));
    }
    let panels = file.rotation.in_a_row.value.get_ref();
    if *panels == 0 || ROTATION_MAX < *panels {
        return Err(wrong(source, &file.rotation.in_a_row.value, "rotation.in_a_row"));
    }
    let general = file.occupations == ["*"];
    Ok(Standard {
        digest: crate::digest::sha256(source.text.as_bytes()),
        occupations: if general { Vec::new() } else { file.occupations },
        valid_from: source.day(&day.value, "valid_from")?,
        valid_from_unverified: day.unverified,
        parts: file.part.iter().map(|p| part(source, p)).collect::<Result<_, _>>()?,
        publicity_days: figure(source, &file.publicity.working_days)?,
        paper_years: figure(source, &file.archive.paper_years)?,
        electronic_years: figure(source, &file.archive.electronic_years)?,
        rotation: figure(source, &file.rotation.in_a_row)?,
        admission: file.admission.format.value.into_inner(),
        eligible: file.eligible.iter().map(|e| alternative(source, e)).collect::<Result<_, _>>()?,
        id: file.id,
        version: file.version,
        zh: file.zh,
        en: file.en,
    })
}

fn wrong(source: &Source<'_>, at: &Spanned<u32>, field: &str) -> FaultAt {
    let value = at.get_ref().to_string();
    source.fault(at, field, Fault::Value { value, takes: FieldTakes::Number })
}

/// A figure names its source or says that it has none, and not both.
fn says_standing<T>(
    source: &Source<'_>,
    at: &Spanned<T>,
    (from, unverified): (&Option<String>, bool),
) -> Result<(), FaultAt> {
    if from.is_some() != unverified {
        return Ok(());
    }
    let form = "a figure has either `source` or `unverified = true`".to_string();
    Err(source.fault(at, "source", Fault::Form(form)))
}

fn figure(source: &Source<'_>, entry: &FigureEntry) -> Result<Figure, FaultAt> {
    says_standing(source, &entry.value, (&entry.source, entry.unverified))?;
    let value = *entry.value.get_ref();
    if value == 0 || FIGURE_MAX < value {
        return Err(wrong(source, &entry.value, "value"));
    }
    Ok(Figure { value, unverified: entry.unverified })
}

fn maybe(source: &Source<'_>, entry: &Option<FigureEntry>) -> Result<Option<Figure>, FaultAt> {
    entry.as_ref().map(|entry| figure(source, entry)).transpose()
}

fn level(source: &Source<'_>, at: &Spanned<u32>) -> Result<Level, FaultAt> {
    let digit = char::from_digit(*at.get_ref(), 10);
    digit.and_then(Level::from_code).ok_or_else(|| wrong(source, at, "level"))
}

fn part(source: &Source<'_>, entry: &PartEntry) -> Result<PartTerms, FaultAt> {
    let part = Part::from_name(entry.part.get_ref()).ok_or_else(|| {
        let names = Part::ALL.map(Part::name).to_vec();
        source.value(&entry.part, "part.part", FieldTakes::OneOf(names))
    })?;
    Ok(PartTerms {
        part,
        levels: entry.levels.iter().map(|l| level(source, l)).collect::<Result<_, _>>()?,
        weight: figure(source, &entry.weight)?,
        pass_tenths: figure(source, &entry.pass_tenths)?,
        minutes: figure(source, &entry.minutes)?,
        candidates_per_invigilator: maybe(source, &entry.candidates_per_invigilator)?,
        invigilators_min: maybe(source, &entry.invigilators_min)?,
        panel_min: maybe(source, &entry.panel_min)?,
    })
}

fn alternative(source: &Source<'_>, entry: &EligibleEntry) -> Result<Alternative, FaultAt> {
    let schooling = |name: &Spanned<String>| {
        Schooling::from_name(name.get_ref()).ok_or_else(|| {
            let names = Schooling::ALL.map(Schooling::name).to_vec();
            source.value(name, "eligible.schooling", FieldTakes::OneOf(names))
        })
    };
    let (since, work) = (maybe(source, &entry.years_since)?, maybe(source, &entry.years_of_work)?);
    // Without a figure the alternative itself says where it comes from.
    if since.is_none() && work.is_none() {
        says_standing(source, &entry.level, (&entry.source, entry.unverified))?;
    }
    let figures = [since, work].into_iter().flatten().any(|figure| figure.unverified);
    Ok(Alternative {
        level: level(source, &entry.level)?,
        earlier_level: entry.earlier_level.as_ref().map(|l| level(source, l)).transpose()?,
        years_since: since,
        years_of_work: work,
        schooling: entry.schooling.iter().map(schooling).collect::<Result<_, _>>()?,
        apprenticeship: entry.apprenticeship,
        unverified: entry.unverified || figures,
    })
}
