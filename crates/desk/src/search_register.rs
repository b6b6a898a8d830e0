//! Searching occupations and organisations by names and codes, as anybody may.
//!
//! In scope: what fits, the best first, in a view that holds no house. Out of scope: people, who
//! are looked up by those entitled, with a record of it (`find_person`); layout (edges). Names of
//! organisations never change in the register: an index is good until one comes in.
//! Failure: seeing only reads. I-PRI-1: see `search_text`.

use crate::house::House;
use crate::name_index::NameIndex;
use crate::see_bodies::SeeBodies;
use law::{Law, RowId};
use register::{OrganisationId, OrganisationKind};
use serde_json::{Value, json};

pub use crate::name_index::Fit;
pub use crate::search_text::{NoQuestion, QUESTION_CHARS_MAX, Question};

/// Hits of each kind that are shown where nothing else is said.
pub const SHOWN: usize = 20;

/// What is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchKind {
    /// Occupations of the annex.
    Occupation,
    /// Organisations of the register: bodies, departments, authorities.
    Body,
}

/// An occupation that fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OccupationHit {
    /// The name to use.
    pub name: String,
    /// The name as printed, where that differs.
    pub printed: Option<String>,
    /// The item's number and title.
    pub item: (u16, String),
    /// How it fits.
    pub fit: Fit,
}

/// An organisation that fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyHit {
    /// Its number.
    pub number: u32,
    /// Its name.
    pub name: String,
    /// What kind it is now.
    pub kind: OrganisationKind,
    /// Its region.
    pub region: Option<u8>,
    /// The code under which it issues qualification certificates, where it has one.
    pub institution: Option<String>,
    /// The prefixes of its open sites.
    pub sites: Vec<String>,
    /// How it stands as a body today; nothing where it was not recognised by then.
    pub standing: Option<&'static str>,
    /// How it fits.
    pub fit: Fit,
}

/// What was found: the best of each kind, and how many there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Occupations.
    pub occupations: Vec<OccupationHit>,
    /// How many occupations fit.
    pub occupations_all: usize,
    /// Organisations.
    pub bodies: Vec<BodyHit>,
    /// How many organisations fit.
    pub bodies_all: usize,
}

/// The names and codes of a register's organisations.
#[derive(Clone, Debug, Default)]
pub(crate) struct BodyIndex {
    names: NameIndex,
    built: Option<Grown>,
}

/// How far a register had grown: the next number of an organisation, and how many sites there are.
type Grown = (OrganisationId, usize);

/// The names and codes of a register as it stands, to build an index of when the register is free
/// for others again.
pub(crate) struct AllNames {
    names: Vec<(u32, String)>,
    grown: Grown,
}

impl BodyIndex {
    /// Returns all names where organisations or sites came in since the index was built.
    pub(crate) fn behind(&self, house: &House) -> Option<AllNames> {
        let (state, bodies) = (house.state(), house.state().bodies());
        let grown = (state.next_organisation(), bodies.sites().len());
        if self.built == Some(grown) {
            return None;
        }
        let mut names = Vec::new();
        for (id, organisation) in state.organisations() {
            names.push((id.0, organisation.name.clone()));
            names.extend(organisation.institution.iter().map(|code| (id.0, code.to_string())));
        }
        names.extend(bodies.sites().map(|site| (site.of.0, site.site.prefix.to_string())));
        Some(AllNames { names, grown })
    }

    /// Returns an index of the names.
    pub(crate) fn of(AllNames { names, grown }: AllNames) -> BodyIndex {
        let mut index = NameIndex::default();
        names.iter().for_each(|(of, name)| index.add(*of, name));
        BodyIndex { names: index, built: Some(grown) }
    }

    /// Returns the numbers of the best, and how many fit.
    pub(crate) fn find(
        &self,
        question: &Question,
        limit: usize,
    ) -> (Vec<(OrganisationId, Fit)>, usize) {
        let (hits, all) = self.names.find(question, limit);
        (hits.into_iter().map(|hit| (OrganisationId(hit.of), hit.fit)).collect(), all)
    }
}

/// Searches the occupations of a law, by corrected and printed name and by the item's title.
pub fn occupations(law: &Law, question: &Question, limit: usize) -> (Vec<OccupationHit>, usize) {
    let mut index = NameIndex::default();
    for id in law.rows.ids() {
        let Some(row) = law.rows.get(id) else { continue };
        for name in [row.canonical(), &row.printed, &row.qualification] {
            index.add(u32::from(id.0), name);
        }
    }
    let (hits, all) = index.find(question, limit);
    let shown = hits.into_iter().filter_map(|hit| {
        let row = law.rows.get(RowId(u16::try_from(hit.of).ok()?))?;
        let name = row.canonical().to_string();
        let printed = (row.printed != name).then(|| row.printed.clone());
        let item = (row.item, row.qualification.clone());
        Some(OccupationHit { name, printed, item, fit: hit.fit })
    });
    (shown.collect(), all)
}

impl House {
    /// Shows organisations that were found, in their order.
    pub(crate) fn show_found(&self, found: &[(OrganisationId, Fit)]) -> Vec<BodyHit> {
        let (state, now) = (self.state(), self.now());
        let known_at = state.recorded_at().map_or(now, |last| last.max(now));
        let (on, occupation, level, region) = (now.day_in_china(), None, None, None);
        let see = SeeBodies { on, known_at, occupation, level, region };
        let shown = found.iter().filter_map(|(id, fit)| {
            let organisation = state.organisation(*id)?;
            let sites = state.bodies().sites_of(*id).filter(|site| site.open);
            Some(BodyHit {
                number: id.0,
                name: organisation.name.clone(),
                kind: state.kind_of(*id).unwrap_or(organisation.kind),
                region: state.region_of(*id),
                institution: organisation.institution.as_ref().map(ToString::to_string),
                sites: sites.map(|site| site.site.prefix.to_string()).collect(),
                standing: self.body_row(*id, &see).map(|row| row.standing),
                fit: *fit,
            })
        });
        shown.collect()
    }

    /// Searches the law and the register for what was typed, at most so many of each kind.
    pub fn search(&self, question: &Question, kind: Option<SearchKind>, limit: usize) -> Found {
        let mut found = Found::in_law(self.law(), question, kind, limit);
        if kind != Some(SearchKind::Occupation) {
            let index = BodyIndex::default().behind(self).map(BodyIndex::of);
            let (bodies, all) = index.unwrap_or_default().find(question, limit);
            (found.bodies, found.bodies_all) = (self.show_found(&bodies), all);
        }
        found
    }
}

impl Found {
    /// Returns what is found in the law alone.
    pub fn in_law(law: &Law, question: &Question, kind: Option<SearchKind>, limit: usize) -> Found {
        if kind == Some(SearchKind::Body) {
            return Found::default();
        }
        let (occupations, occupations_all) = occupations(law, question, limit);
        Found { occupations, occupations_all, ..Found::default() }
    }

    /// Returns it as one object.
    pub fn to_json(&self) -> Value {
        let occupation = |hit: &OccupationHit| {
            json!({
                "name": hit.name, "printed": hit.printed, "item": hit.item.0,
                "qualification": hit.item.1, "fit": word(hit.fit),
            })
        };
        let body = |hit: &BodyHit| {
            json!({
                "number": hit.number, "name": hit.name, "region": hit.region,
                "institution": hit.institution, "sites": hit.sites, "standing": hit.standing,
                "fit": word(hit.fit),
            })
        };
        json!({
            "occupations": self.occupations.iter().map(occupation).collect::<Vec<_>>(),
            "occupations_all": self.occupations_all,
            "bodies": self.bodies.iter().map(body).collect::<Vec<_>>(),
            "bodies_all": self.bodies_all,
        })
    }
}

fn word(fit: Fit) -> &'static str {
    match fit {
        Fit::Whole => "whole",
        Fit::Beginning => "beginning",
        Fit::Within => "within",
    }
}
