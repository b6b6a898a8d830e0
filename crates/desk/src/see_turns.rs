//! Sees what a register has recorded of occupations: announced exits, steps toward access-type.
//!
//! In scope: the steps with their entries and rules, and what they come to as known at an instant.
//! Out of scope: what follows from them (`law`), the catalogue they change (`see_catalogue`).
//! Failure: seeing only reads.

use crate::act_words::occupation;
use crate::certificate_grounds::entry;
use crate::house::House;
use crate::house_error::HouseError;
use crate::words::Words;
use law::Law;
use register::{OccupationAct, PublicAct, RowId, Step, Turn};
use seal::Entry;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use store::Reader;
use vocab::{Day, Instant};

/// One act about an occupation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedStep {
    /// The day of the act.
    pub on: Day,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// The index of its entry.
    pub entry: u64,
    /// The act.
    pub act: OccupationAct,
    /// The rule cited and its words.
    pub rule: Option<(String, String)>,
}

/// What a register has recorded, by occupation, in the order of entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recorded {
    steps: BTreeMap<RowId, Vec<RecordedStep>>,
}

impl House {
    /// Returns what is recorded of occupations.
    ///
    /// # Errors
    /// An entry cannot be read.
    pub fn recorded_turns(&self) -> Result<Recorded, HouseError> {
        Recorded::read(&self.store, self.law(), self.places.turns())
    }
}

impl Recorded {
    /// Reads the acts about occupations at these places.
    ///
    /// # Errors
    /// An entry cannot be read.
    pub(crate) fn read(
        reader: &dyn Reader,
        law: &Law,
        turns: &[(u64, RowId)],
    ) -> Result<Recorded, HouseError> {
        let mut recorded = Recorded::default();
        for &(index, row) in turns {
            let Entry::Act(entry) = entry(reader, index)? else {
                return Err(HouseError::NotAnAct(index));
            };
            let PublicAct::Occupation(act) = entry.event.act else { continue };
            let cited = law.rules.iter().find(|r| Some(&r.id) == entry.grounds.rule.as_ref());
            recorded.steps.entry(row).or_default().push(RecordedStep {
                on: entry.event.on,
                recorded_at: entry.event.recorded_at,
                entry: index,
                act,
                rule: cited.map(|rule| (rule.id.clone(), rule.quote.clone())),
            });
        }
        Ok(recorded)
    }

    /// Returns the steps of an occupation that were recorded by an instant.
    pub fn of(&self, row: RowId, known_at: Instant) -> impl Iterator<Item = &RecordedStep> {
        let steps = self.steps.get(&row).into_iter().flatten();
        steps.filter(move |step| step.recorded_at <= known_at)
    }

    /// Returns what the steps come to that were recorded by an instant.
    pub fn turn(&self, row: RowId, known_at: Instant) -> Turn {
        let mut turn = Turn::default();
        for RecordedStep { on, act, .. } in self.of(row, known_at) {
            match *act {
                OccupationAct::AnnounceExit { effective_on, .. } => {
                    turn.announced = Some((*on, effective_on));
                }
                OccupationAct::Reclassify { step, basis, .. } => match step {
                    Step::Drafted => turn.drafted_on = Some(*on),
                    Step::Enacted { effective_on } => turn.enacted_from = Some(effective_on),
                    Step::CatalogueChanged { on } => turn.catalogue_from = Some(on),
                    Step::TurnedToLevel => turn.turned_on = Some(*on),
                    Step::Continue => turn.decision = Some((true, *on, basis)),
                    Step::Stop => turn.decision = Some((false, *on, basis)),
                },
            }
        }
        turn
    }
}

impl RecordedStep {
    /// Returns the day that the act names besides its own.
    pub fn names(&self) -> Option<Day> {
        match self.act {
            OccupationAct::AnnounceExit { effective_on, .. } => effective_on,
            OccupationAct::Reclassify { step, .. } => step.day(),
        }
    }

    /// Returns what was done, in words, with the day it names.
    pub fn says(&self, words: &Words) -> String {
        let what = match self.act {
            OccupationAct::AnnounceExit { .. } => words.say("occupation-act-exit", &[]),
            OccupationAct::Reclassify { step, .. } => occupation::step(words, step),
        };
        match self.names() {
            None => what,
            Some(day) => format!("{what}: {} {day}", words.say("occupation-field-effective", &[])),
        }
    }

    /// Returns the step as an object.
    pub fn to_json(&self) -> Value {
        let step = match self.act {
            OccupationAct::AnnounceExit { .. } => "exit-announced",
            OccupationAct::Reclassify { step, .. } => step.name(),
        };
        json!({
            "step": step, "on": self.on.to_string(), "recorded_at": self.recorded_at.to_string(),
            "effective_on": self.names().map(|day| day.to_string()), "entry": self.entry,
            "rule": self.rule.as_ref().map(|r| &r.0), "quote": self.rule.as_ref().map(|r| &r.1),
        })
    }
}
