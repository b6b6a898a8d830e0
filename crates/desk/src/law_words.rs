//! Words of the law for people: answers, standings, fates, names, and what is wrong with a
//! question, in the words of a language.
//!
//! In scope: one message for each case; a new case of `AskError` breaks this file until it has its
//! words. Out of scope: layout (edges), legal text (quoted in the original).

use crate::ask_law::{ActName, Says, facts};
use crate::asked::{AskError, RowName, Takes};
use crate::words::{Lang, Value, Words};
use law::{Effect, FateKind, Outcome, Standing};
use vocab::DayError;

/// Returns an answer in words.
pub fn answer(words: &Words, outcome: Outcome) -> String {
    match outcome {
        Outcome::Effect(Effect::Permit) => words.say("answer-permit", &[]),
        Outcome::Effect(Effect::Forbid) => words.say("answer-forbid", &[]),
        Outcome::Effect(Effect::Duty) => words.say("answer-duty", &[]),
        Outcome::Effect(Effect::OfferChoice) => words.say("answer-offer-choice", &[]),
        Outcome::NeedFact => words.say("answer-need-fact", &[]),
    }
}

/// Returns a standing in words.
pub fn standing(words: &Words, standing: Standing) -> String {
    match standing {
        Standing::Listed => words.say("standing-listed", &[]),
        Standing::ExitPlanned => words.say("standing-exit-planned", &[]),
        Standing::Exited => words.say("standing-exited", &[]),
        Standing::AccessPending => words.say("standing-access-pending", &[]),
        Standing::Access => words.say("standing-access", &[]),
    }
}

/// Returns what the annex orders, in words.
pub fn fate(words: &Words, fate: FateKind) -> String {
    match fate {
        FateKind::Batch(batch) => words.say("fate-batch", &[("batch", batch.into())]),
        FateKind::Access => words.say("fate-access", &[]),
    }
}

/// Returns an act with its Chinese name, or by its name alone where Chinese is not spoken.
pub fn act(words: &Words, act: ActName) -> String {
    match words.lang() {
        Lang::Zh => format!("{}（{}）", act.zh, act.name),
        Lang::En => act.name.to_string(),
    }
}

/// Returns a statement in the language.
pub fn says<'s>(words: &Words, says: &'s Says) -> &'s str {
    match words.lang() {
        Lang::Zh => &says.zh,
        Lang::En => &says.en,
    }
}

/// Returns how sure a correction is. A word that is none of ours is shown as it was written.
pub fn confidence(words: &Words, confidence: &str) -> String {
    match confidence {
        "certain" => words.say("confidence-certain", &[]),
        "high" => words.say("confidence-high", &[]),
        "punctuation" => words.say("confidence-punctuation", &[]),
        other => other.to_string(),
    }
}

/// Returns an occupation with its item, and what is printed where that differs.
pub fn row_name(words: &Words, row: &RowName) -> String {
    let item = ("item", row.item.into());
    let qualification = ("qualification", row.qualification.as_str().into());
    let name = ("name", row.best().into());
    match &row.canonical {
        None => words.say("row-name", &[name, item, qualification]),
        Some(_) => {
            let printed = ("printed", row.printed.as_str().into());
            words.say("row-name-corrected", &[name, printed, item, qualification])
        }
    }
}

/// Returns what values a fact takes.
pub fn takes(words: &Words, takes: &Takes) -> String {
    match takes {
        Takes::Day => words.say("takes-day", &[]),
        Takes::Year => words.say("takes-year", &[]),
        Takes::YesNo => words.say("takes-yes-no", &[]),
        Takes::OneOf(values) => values.join(", "),
    }
}

/// Returns why a question cannot be asked, and what to do.
pub fn ask_error(words: &Words, error: &AskError) -> String {
    let text = |text: &str| [("text", Value::from(text.to_string()))];
    let near = |name: &str, nearest: String| {
        [("name", Value::from(name.to_string())), ("nearest", Value::from(nearest))]
    };
    match error {
        AskError::UnknownAct { name, nearest } => {
            words.say("ask-unknown-act", &near(name, nearest.join(", ")))
        }
        AskError::UnknownOccupation { name, nearest } => {
            words.say("ask-unknown-occupation", &near(name, row_names(words, nearest)))
        }
        AskError::SeveralOccupations { name, rows } => {
            let rows = row_names(words, rows);
            let variables = [("name", name.as_str().into()), ("rows", rows.into())];
            words.say("ask-several-occupations", &variables)
        }
        AskError::Day(DayError::Form(day)) => words.say("ask-day-form", &text(day)),
        AskError::Day(DayError::NoSuchDay(day)) => words.say("ask-day-none", &text(day)),
        AskError::KnownAt(error) => words.say("ask-known-at", &text(&error.0)),
        AskError::Region(region) => words.say("ask-region", &text(region)),
        AskError::FactForm(fact) => words.say("ask-fact-form", &text(fact)),
        AskError::UnknownFact { name, nearest } => {
            let [name, nearest] = near(name, nearest.join(", "));
            let all: Vec<&str> = facts().iter().map(|fact| fact.name).chain(["region"]).collect();
            words.say("ask-unknown-fact", &[name, nearest, ("all", all.join(", ").into())])
        }
        AskError::FactValue { fact, value, takes: of } => words.say(
            "ask-fact-value",
            &[
                ("value", value.as_str().into()),
                ("fact", (*fact).into()),
                ("says", says(words, &Says::of(fact)).to_string().into()),
                ("takes", takes(words, of).into()),
            ],
        ),
        AskError::FactTwice(fact) => words.say("ask-fact-twice", &[("fact", (*fact).into())]),
        AskError::Fate(fate) => words.say("ask-fate", &text(fate)),
        AskError::Level(level) => words.say("ask-level", &text(level)),
        AskError::Standing(standing) => {
            let all = Standing::ALL.map(Standing::name).join(", ");
            let [text] = text(standing);
            words.say("ask-standing", &[text, ("all", all.into())])
        }
        AskError::BeforeLaw { on, first } => {
            let variables = [("on", on.to_string().into()), ("first", first.to_string().into())];
            words.say("ask-before-law", &variables)
        }
        AskError::NothingKnown { known_at, first } => {
            let first = first.to_string().into();
            let variables = [("at", known_at.to_string().into()), ("first", first)];
            words.say("ask-nothing-known", &variables)
        }
    }
}

fn row_names(words: &Words, rows: &[RowName]) -> String {
    let separator = match words.lang() {
        Lang::Zh => "；",
        Lang::En => "; ",
    };
    rows.iter().map(|row| row_name(words, row)).collect::<Vec<String>>().join(separator)
}
