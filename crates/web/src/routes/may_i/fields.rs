//! Inputs for facts: one for each kind of value, each with a way to say that it never happened.
//!
//! In scope: what stands in the query, and what an input shows. Out of scope: which facts are
//! needed (`desk::ask_law`).
//! A day has two inputs of one name, the day and a box for `none`; when both are filled in, both
//! are handed on and the question is refused rather than guessed.

use crate::labels;
use crate::visit::Visit;
use desk::ask_law::{FactView, Need, Says};
use desk::asked::Takes;
use desk::law_words;
use desk::{Effect, Outcome};
use vocab::Day;

/// An input for one fact.
pub(super) struct Field {
    /// The fact's name, which is the input's too.
    pub(super) name: &'static str,
    pub(super) label: String,
    pub(super) kind: Kind,
    /// What follows when it never happened, where that alone decides.
    pub(super) if_none: Option<String>,
}

/// What an input looks like.
pub(super) enum Kind {
    /// A day or year, and a box for `none`.
    Text {
        /// The input's type.
        input: &'static str,
        value: String,
        none: bool,
        none_label: String,
    },
    /// One of a few values.
    Choices(Vec<Choice>),
}

/// One value.
pub(super) struct Choice {
    pub(super) value: &'static str,
    pub(super) label: String,
    pub(super) chosen: bool,
}

impl Field {
    /// Returns the input for a fact that is needed.
    pub(super) fn needed(visit: &Visit, need: &Need) -> Field {
        let field = Field::of(visit, need.fact, &need.says, &need.takes);
        // `none` of a question with two answers is its `no`.
        let none = if need.takes == Takes::YesNo { "no" } else { "none" };
        let words = visit.words();
        let hint = |effect: Effect| {
            let value = labels::value(words, need.fact, none);
            let effect = law_words::answer(words, Outcome::Effect(effect));
            words.say("web-if-none", &[("value", value.into()), ("effect", effect.into())])
        };
        Field { if_none: need.if_none.map(hint), ..field }
    }

    /// Returns the input for a fact that was given, or nothing when it was not.
    pub(super) fn given(visit: &Visit, fact: &FactView) -> Option<Field> {
        visit.text(fact.name)?;
        Some(Field::of(visit, fact.name, &fact.says, &fact.takes))
    }

    fn of(visit: &Visit, name: &'static str, says: &Says, takes: &Takes) -> Field {
        let values = values(visit, name);
        let kind = match takes {
            Takes::Day => text(visit, "date", name, &values),
            Takes::Year => text(visit, "number", name, &values),
            Takes::YesNo => choices(visit, name, &["yes", "no"], &values),
            Takes::OneOf(all) => choices(visit, name, all, &values),
        };
        let label = law_words::says(visit.words(), says).to_string();
        Field { name, label, kind, if_none: None }
    }
}

/// Returns the facts of the query as `KEY=VALUE`, in the law's own order.
pub(super) fn given(visit: &Visit, known: &[FactView]) -> Vec<String> {
    let pairs = |fact: &FactView| {
        let name = fact.name;
        values(visit, name).into_iter().map(move |value| format!("{name}={value}"))
    };
    known.iter().flat_map(pairs).collect()
}

/// Returns the distinct values that the query holds under a name; blank inputs say nothing.
fn values<'v>(visit: &'v Visit, name: &str) -> Vec<&'v str> {
    let all = visit.query.iter().filter(|(n, _)| n == name).map(|(_, value)| value.trim());
    let mut values: Vec<&str> = Vec::new();
    for value in all.filter(|value| !value.is_empty()) {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values
}

fn text(visit: &Visit, input: &'static str, name: &str, values: &[&str]) -> Kind {
    let value = values.iter().find(|value| **value != "none").copied().unwrap_or_default();
    // A browser shows nothing of a day it cannot read; as text it stays to be mended.
    let readable = match input {
        "date" => value.parse::<Day>().is_ok(),
        _ => value.bytes().all(|c| c.is_ascii_digit()),
    };
    Kind::Text {
        input: if value.is_empty() || readable { input } else { "text" },
        value: value.to_string(),
        none: values.contains(&"none"),
        none_label: labels::value(visit.words(), name, "none"),
    }
}

fn choices(visit: &Visit, name: &str, all: &[&'static str], values: &[&str]) -> Kind {
    let choice = |value: &&'static str| Choice {
        value,
        label: labels::value(visit.words(), name, value),
        chosen: values.contains(value),
    };
    Kind::Choices(all.iter().map(choice).collect())
}
