//! Words for what an application, a review and a recognition say.
//!
//! In scope: fields. Out of scope: names of kinds, steps and reasons (`body`).

use super::Fields;
use register::{Applied, Grant, ReviewStep, RowId, Site};
use vocab::Level;

/// Adds what is applied for.
pub(super) fn applied(fields: &mut Fields<'_>, applied: &Applied) {
    let words = fields.words;
    let number = applied.application.0.to_string();
    fields.put("application", words.say("body-field-application", &[]), number);
    let kind = super::organisation_kind(words, applied.kind);
    fields.put("kind", words.say("body-field-kind", &[]), kind);
    scope(fields, &applied.scope);
    fields.hash("documents", words.say("body-field-documents", &[]), &applied.documents);
    conditions(fields, "conditions", words.say("body-field-conditions", &[]), applied.conditions);
    let national = fields.yes(applied.national);
    fields.put("national", words.say("body-field-national", &[]), national);
}

/// Adds what a step says beside its name.
pub(super) fn step(fields: &mut Fields<'_>, step: &ReviewStep) {
    let words = fields.words;
    match step {
        ReviewStep::Incomplete { missing } => {
            conditions(fields, "missing", words.say("body-field-missing", &[]), *missing);
        }
        ReviewStep::Reviewed { reviewers, favourable } => {
            for reviewer in reviewers {
                let staff = format!("{}-{}", reviewer.of.0, reviewer.number);
                fields.put("reviewer", words.say("body-field-reviewer", &[]), staff);
            }
            let favourable = fields.yes(*favourable);
            fields.put("favourable", words.say("body-field-favourable", &[]), favourable);
        }
        ReviewStep::Publicised { from, until } => {
            fields.put("from", words.say("body-field-from", &[]), from.to_string());
            fields.put("until", words.say("act-field-until", &[]), until.to_string());
        }
        ReviewStep::Objected { commitment } => {
            fields.hash("objection", words.say("body-field-objection", &[]), commitment);
        }
        ReviewStep::ObjectionDecided { upheld } => {
            let upheld = fields.yes(*upheld);
            fields.put("upheld", words.say("body-field-upheld", &[]), upheld);
        }
        ReviewStep::Refused { reason } => {
            let reason = super::reason(words, *reason);
            fields.put("reason", words.say("body-field-reason", &[]), reason);
        }
        ReviewStep::Complete | ReviewStep::Withdrawn => {}
    }
}

/// Adds what a grant says.
pub(super) fn grant(fields: &mut Fields<'_>, grant: &Grant) {
    let words = fields.words;
    let number = grant.application.0.to_string();
    fields.put("application", words.say("body-field-application", &[]), number);
    scope(fields, &grant.scope);
    grant.sites.iter().for_each(|one| site(fields, one));
    let published = grant.published_on.to_string();
    fields.put("published_on", words.say("act-field-published-on", &[]), published);
    fields.put("until", words.say("act-field-until", &[]), grant.until.to_string());
    let outsiders = fields.yes(grant.covers_outsiders);
    fields.put("covers_outsiders", words.say("act-field-outsiders", &[]), outsiders);
    let standard = fields.yes(grant.standard_exists);
    fields.put("standard_exists", words.say("act-field-standard", &[]), standard);
}

/// Adds a site in one line: prefix, people a day, seats of each room.
pub(super) fn site(fields: &mut Fields<'_>, site: &Site) {
    let rooms: Vec<String> = site.rooms.iter().map(u16::to_string).collect();
    let said = [
        ("prefix", site.prefix.to_string().into()),
        ("seats", site.seats_a_day.to_string().into()),
        ("rooms", rooms.join(", ").into()),
    ];
    let value = fields.words.say("body-site", &said);
    fields.put("site", fields.words.say("body-field-site", &[]), value);
}

/// Adds what may be assessed.
pub(super) fn scope(fields: &mut Fields<'_>, scope: &[(RowId, Level)]) {
    for (row, level) in scope {
        let covered = format!("{} {}", fields.occupation(*row), level.zh());
        fields.put("scope", fields.words.say("act-field-scope", &[]), covered);
    }
}

/// Adds the occupation that a suspension reaches, or that it reaches all.
pub(super) fn reach(fields: &mut Fields<'_>, occupation: Option<RowId>) {
    let reach = match occupation {
        Some(row) => fields.occupation(row),
        None => fields.words.say("body-whole", &[]),
    };
    fields.put("occupation", fields.words.say("act-field-occupation", &[]), reach);
}

fn conditions(fields: &mut Fields<'_>, key: &'static str, label: String, bits: u32) {
    let zh = fields.words.lang() == crate::words::Lang::Zh;
    let said = fields.law.selection.conditions_of(bits);
    let said: Vec<String> = said.map(|c| if zh { c.zh.clone() } else { c.en.clone() }).collect();
    for one in said {
        fields.put(key, label.clone(), one);
    }
}
