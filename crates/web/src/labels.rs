//! Labels: what the law calls by names, in words of the page: acts, values, answers, standings.
//!
//! In scope: one message for each name.
//! Out of scope: sentences of errors (`desk::law_words`), legal text (quoted in the original).

use desk::law_words;
use desk::see_bodies::standing_words;
use desk::words::{Value, Words};
use desk::{Effect, FateKind, Outcome, Standing};

mod acts;

pub(crate) use acts::act;

/// An answer as it is shown: by a sign, a text and a colour, never by colour alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Badge {
    /// The name for the style sheet.
    pub(crate) class: &'static str,
    /// The sign; the text says the same.
    pub(crate) sign: &'static str,
    /// The text.
    pub(crate) text: String,
}

/// Returns an answer of the law as a badge.
pub(crate) fn outcome(words: &Words, outcome: Outcome) -> Badge {
    let sign = match outcome {
        Outcome::Effect(Effect::Permit) => "✓",
        Outcome::Effect(Effect::Forbid) => "✗",
        Outcome::Effect(Effect::Duty) => "!",
        Outcome::Effect(Effect::OfferChoice) => "⇄",
        Outcome::NeedFact => "?",
    };
    Badge { class: outcome.name(), sign, text: law_words::answer(words, outcome) }
}

/// Returns where an occupation stands, as a badge.
pub(crate) fn standing(words: &Words, standing: Standing) -> Badge {
    let sign = match standing {
        Standing::Listed => "○",
        Standing::ExitPlanned | Standing::AccessPending => "◐",
        Standing::Exited | Standing::Access => "●",
    };
    Badge { class: standing.name(), sign, text: law_words::standing(words, standing) }
}

/// Returns where a body stands, as a badge.
pub(crate) fn body_standing(words: &Words, standing: &str) -> Badge {
    let (class, sign) = match standing {
        "recognised" => ("yes", "✓"),
        "suspended" => ("unchecked", "◐"),
        "not-yet" => ("unchecked", "○"),
        _ => ("no", "✗"),
    };
    Badge { class, sign, text: standing_words(words, standing) }
}

/// Returns what the annex orders, in words; before the notice is known it orders nothing.
pub(crate) fn fate(words: &Words, fate: Option<FateKind>) -> String {
    fate.map_or_else(|| words.say("web-nothing", &[]), |fate| law_words::fate(words, fate))
}

/// Returns days that are left, in words.
pub(crate) fn days_left(words: &Words, days: Option<i32>) -> String {
    match days {
        None => words.say("web-nothing", &[]),
        Some(0) => words.say("web-last-day", &[]),
        Some(days) => words.say("web-days-left", &[("days", Value::from(days))]),
    }
}

/// Returns a value of a fact in words; days and years stand for themselves.
pub(crate) fn value(words: &Words, fact: &str, value: &str) -> String {
    match (fact, value) {
        ("authority_decision", "continue") => words.say("web-value-go-on", &[]),
        ("authority_decision", "stop") => words.say("web-value-stop", &[]),
        ("cohort", "none") => words.say("web-value-no-cohort", &[]),
        ("actor_kind", "body") => words.say("web-value-body", &[]),
        ("fate", name) => match FateKind::from_name(name) {
            Some(kind) => law_words::fate(words, kind),
            None => name.to_string(),
        },
        (_, "none") => words.say("web-value-none", &[]),
        (_, "yes") => words.say("web-value-yes", &[]),
        (_, "no") => words.say("web-value-no", &[]),
        (_, "continue") => words.say("web-value-continue", &[]),
        (_, "refund") => words.say("web-value-refund", &[]),
        (_, "undecided") => words.say("web-value-undecided", &[]),
        (_, "student") => words.say("web-value-student", &[]),
        (_, "apprentice") => words.say("web-value-apprentice", &[]),
        (_, "qualification") => words.say("web-value-qualification", &[]),
        (_, "level") => words.say("web-value-level", &[]),
        (_, "department") => words.say("web-value-department", &[]),
        (_, "centre") => words.say("web-value-centre", &[]),
        (_, "employer") => words.say("web-value-employer", &[]),
        (_, "social") => words.say("web-value-social", &[]),
        (_, "school") => words.say("web-value-school", &[]),
        (_, "hr") => words.say("web-value-hr", &[]),
        (_, "other") => words.say("web-value-other", &[]),
        (_, "active") => words.say("web-value-active", &[]),
        (_, "suspended") => words.say("web-value-suspended", &[]),
        (_, "removed") => words.say("web-value-removed", &[]),
        (_, "normal") => words.say("web-value-normal", &[]),
        (_, "exceeded") => words.say("web-value-exceeded", &[]),
        (_, "released") => words.say("web-value-released", &[]),
        (_, "valid") => words.say("web-value-valid", &[]),
        (_, "corrected") => words.say("web-value-corrected", &[]),
        (_, "revoked") => words.say("web-value-revoked", &[]),
        (_, "authority") => words.say("web-value-authority", &[]),
        (_, "supervisor") => words.say("web-value-supervisor", &[]),
        (_, other) => other.to_string(),
    }
}

/// Returns the place of a rule among its words: `/notice/2020-80#p2.batch1-has-left`.
pub(crate) fn rule_address(rule: &str) -> String {
    format!("/notice/{}", rule.replacen('/', "#", 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use desk::ask_law::{acts, facts};
    use desk::asked::Takes;
    use desk::words::Lang;

    #[test]
    fn every_act_and_every_value_has_words_in_both_languages() {
        for lang in [Lang::Zh, Lang::En] {
            let words = Words::of(lang);
            for name in acts() {
                assert_ne!(act(&words, name), name.name, "{lang:?}");
            }
            for fact in facts() {
                let values = match fact.takes {
                    Takes::Day | Takes::Year => vec!["none"],
                    Takes::YesNo => vec!["yes", "no"],
                    Takes::OneOf(values) => values,
                };
                for name in values {
                    let said = value(&words, fact.name, name);
                    assert!(said != name || lang == Lang::En, "{} {name}", fact.name);
                }
            }
        }
    }

    #[test]
    fn a_rule_stands_at_its_own_name_among_the_words() {
        let address = rule_address("2020-80/p2.batch1-has-left");
        assert_eq!(address, "/notice/2020-80#p2.batch1-has-left");
    }
}
