//! Words for acts about occupations.
//!
//! In scope: the name of the kind, the fields. Out of scope: the acts (`register`).

use super::Fields;
use crate::words::Words;
use register::{OccupationAct, Step};

/// Returns the name of a kind of act.
pub(super) fn kind(words: &Words, act: &OccupationAct) -> String {
    match act {
        OccupationAct::AnnounceExit { .. } => words.say("occupation-act-exit", &[]),
        OccupationAct::Reclassify { .. } => words.say("occupation-act-reclassify", &[]),
    }
}

/// Returns the name of a step.
pub fn step(words: &Words, step: Step) -> String {
    match step {
        Step::Drafted => words.say("occupation-step-drafted", &[]),
        Step::Enacted { .. } => words.say("occupation-step-enacted", &[]),
        Step::CatalogueChanged { .. } => words.say("occupation-step-catalogue", &[]),
        Step::TurnedToLevel => words.say("occupation-step-turned", &[]),
        Step::Continue => words.say("occupation-step-continue", &[]),
        Step::Stop => words.say("occupation-step-stop", &[]),
    }
}

/// Adds what the act says.
pub(super) fn fields(fields: &mut Fields<'_>, act: &OccupationAct) {
    let words = fields.words;
    let label = words.say("act-field-occupation", &[]);
    match act {
        OccupationAct::AnnounceExit { occupation, effective_on } => {
            let name = fields.occupation(*occupation);
            fields.put("occupation", label, name);
            if let Some(day) = effective_on {
                let label = words.say("occupation-field-effective", &[]);
                fields.put("effective_on", label, day.to_string());
            }
        }
        OccupationAct::Reclassify { occupation, step: taken, basis } => {
            let name = fields.occupation(*occupation);
            fields.put("occupation", label, name);
            fields.put("step", words.say("occupation-field-step", &[]), step(words, *taken));
            if let Some(day) = taken.day() {
                let label = words.say("occupation-field-effective", &[]);
                fields.put("effective_on", label, day.to_string());
            }
            fields.hash("basis", words.say("occupation-field-basis", &[]), basis);
        }
    }
}
