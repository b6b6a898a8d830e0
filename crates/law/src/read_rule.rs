//! One entry of a rule file, read into a rule: names become acts, predicates, days.
//!
//! In scope: everything that can be wrong with one rule by itself. Out of scope: rules among
//! themselves (`load`, `compile`).

use crate::act::Act;
use crate::error::{Fault, FaultAt, FieldTakes, Place, Unknown};
use crate::folder::Source;
use crate::instrument::Instrument;
use crate::predicate::by_name;
use crate::read::one_of;
use crate::rule::{Effect, Rule, When};
use crate::wire::{self, Condition};
use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use toml::Spanned;

pub(crate) fn rule(
    source: &Source<'_>,
    entry: wire::RuleEntry,
    index: usize,
    instrument: &Instrument,
) -> Result<Rule, FaultAt> {
    let id = entry.id.get_ref().clone();
    let of = |field: &'static str| Place::OfRule { field, rule: id.clone() };
    let prefix = format!("{}/", instrument.id);
    let paragraph = id.strip_prefix(&prefix).and_then(|rest| rest.split_once('.')).map(|(p, _)| p);
    let Some(paragraph) = paragraph.filter(|p| instrument.text.paragraph(p).is_some()) else {
        return Err(source.value(&entry.id, "id", FieldTakes::RuleId(prefix)));
    };
    let paragraph = paragraph.to_string();
    if instrument.text.find(&paragraph, entry.quote.get_ref()).is_none() {
        let wrong = Fault::WrongQuote(entry.quote.get_ref().clone());
        return Err(source.fault(&entry.quote, of("quote"), wrong));
    }
    let mut acts = Vec::new();
    for act in &entry.acts {
        let unknown = || Fault::Unknown(Unknown::Act, act.get_ref().clone());
        acts.push(
            Act::from_name(act.get_ref())
                .ok_or_else(|| source.fault(act, of("acts"), unknown()))?,
        );
    }
    let takes = one_of(&["permit", "forbid", "duty", "offer_choice"]);
    let effect = Effect::from_name(entry.effect.get_ref())
        .ok_or_else(|| source.value(&entry.effect, of("effect"), takes))?;
    let when = match &entry.when {
        None => None,
        Some(w) => Some(condition(w.get_ref()).map_err(|name| {
            source.fault(w, of("when"), Fault::Unknown(Unknown::Predicate, name))
        })?),
    };
    let day = |at: &Option<Spanned<String>>, field: &'static str| match at {
        Some(at) => source.day(at, of(field)).map(Some),
        None => Ok(None),
    };
    Ok(Rule {
        instrument: index,
        paragraph,
        acts,
        effect,
        overrides: entry.overrides.iter().map(|o| o.get_ref().clone()).collect(),
        alternatives: entry.alternatives,
        readings: entry.readings.iter().map(|r| r.get_ref().clone()).collect(),
        valid_from: day(&entry.valid_from, "valid_from")?.unwrap_or(instrument.effective),
        valid_until: day(&entry.valid_until, "valid_until")?,
        known_from: match &entry.known_from {
            Some(at) => source.instant(at, of("known_from"))?,
            None => instrument.known_from,
        },
        jurisdiction: instrument.jurisdiction.clone(),
        reviewer: entry.reviewer,
        zh: entry.zh,
        en: entry.en,
        file: source.path.clone(),
        line: source.line(&entry.id),
        when,
        quote: entry.quote.into_inner(),
        id,
    })
}

/// Turns names into predicates; the error is the name that is none.
fn condition(c: &Condition) -> Result<When, String> {
    let list = |parts: &[Condition]| parts.iter().map(condition).collect::<Result<Vec<_>, _>>();
    Ok(match c {
        Condition::Name(name) => When::Is(by_name(name).ok_or_else(|| name.clone())?),
        Condition::All(w) => When::All(list(&w.all)?),
        Condition::Any(w) => When::Any(list(&w.any)?),
        Condition::Not(w) => When::Not(Box::new(condition(&w.not)?)),
    })
}
