//! The answer to a question, in words: effect, quotation, why, what is blocked, the least change.
//!
//! In scope: putting `DecisionView` into words. Out of scope: deciding (`desk::ask_law`).

use crate::labels::{self, Badge};
use desk::Outcome;
use desk::ask_law::{BlockedRule, By, Change, DecisionView, FlipView, ReadingView};
use desk::law_words;
use desk::words::{Lang, Value, Words};

/// An answer as it is shown.
pub(super) struct Answer {
    pub(super) badge: Badge,
    /// Act, occupation and day, and by which law.
    pub(super) question: String,
    pub(super) place: String,
    pub(super) cited: Option<Citation>,
    pub(super) choices: Vec<String>,
    /// Statement and value.
    pub(super) because: Vec<(String, String)>,
    /// The rules that apply: address, id, what they say.
    pub(super) fired: Vec<(String, String, String)>,
    /// The rules that do not decide: address, id, what keeps them from it.
    pub(super) blocked: Vec<(String, String, String)>,
    /// The least changes: what would have to be otherwise, the effect then.
    pub(super) flips: Vec<(String, Badge)>,
    /// What can be done instead: name and label.
    pub(super) alternatives: Vec<(&'static str, String)>,
    pub(super) readings: Vec<ReadingView>,
    pub(super) dispute: String,
}

/// The words an answer rests on.
pub(super) struct Citation {
    pub(super) says: String,
    pub(super) quote: String,
    pub(super) source: String,
    pub(super) address: String,
    pub(super) relayed: bool,
}

impl Answer {
    /// Puts a decision into words.
    pub(super) fn of(words: &Words, view: &DecisionView) -> Answer {
        let cited = view.cited.as_ref().map(|cited| Citation {
            says: law_words::says(words, &cited.says).to_string(),
            quote: cited.quote.clone(),
            source: format!("{} {}", cited.number, cited.article),
            address: labels::rule_address(&cited.rule),
            relayed: cited.relayed,
        });
        let act = Value::from(labels::act(words, view.act));
        let occupation = Value::from(law_words::row_name(words, &view.occupation));
        let on = Value::from(view.on.to_string());
        let variables = [("act", act), ("occupation", occupation), ("on", on)];
        let because = view.because.iter().map(|fact| {
            let says = law_words::says(words, &fact.says).to_string();
            (says, labels::value(words, fact.fact, &fact.value))
        });
        let fired = view.fired.iter().map(|line| {
            let says = law_words::says(words, &line.says).to_string();
            (labels::rule_address(&line.rule), line.rule.clone(), says)
        });
        let choice = |name: &&str| labels::value(words, "election", name);
        Answer {
            badge: labels::outcome(words, view.effect),
            question: words.say("decision-question", &variables),
            place: place(words, view),
            cited,
            choices: view.choices.iter().map(choice).collect(),
            because: because.collect(),
            fired: fired.collect(),
            blocked: view.blocked.iter().map(|one| blocked(words, view, one)).collect(),
            flips: view.flips.iter().map(|one| flip(words, one)).collect(),
            alternatives: alternatives(words, view),
            readings: view.readings.clone(),
            dispute: dispute(words, view),
        }
    }
}

fn place(words: &Words, view: &DecisionView) -> String {
    let law = match view.region {
        None => words.say("decision-national", &[]),
        Some(region) => words.say("decision-region", &[("region", region.name().into())]),
    };
    let at = words.say("decision-known-at", &[("at", view.known_at.to_string().into())]);
    format!("{law} · {at}")
}

fn blocked(words: &Words, view: &DecisionView, one: &BlockedRule) -> (String, String, String) {
    let why = match &one.by {
        By::Rule(rule) => words.say("decision-by-rule", &[("rule", rule.as_str().into())]),
        By::Fact(name) => {
            let fact = fact_says(words, view, name);
            words.say("web-by-fact", &[("fact", fact.into())])
        }
    };
    (labels::rule_address(&one.rule), one.rule.clone(), why)
}

fn flip(words: &Words, flip: &FlipView) -> (String, Badge) {
    let change = |change: &Change| {
        let statement = [("statement", Value::from(law_words::says(words, &change.says)))];
        match change.holds {
            true => words.say("decision-holds", &statement),
            false => words.say("decision-holds-not", &statement),
        }
    };
    let changes: Vec<String> = flip.so_that.iter().map(change).collect();
    (changes.join(separator(words)), labels::outcome(words, Outcome::Effect(flip.effect)))
}

fn alternatives(words: &Words, view: &DecisionView) -> Vec<(&'static str, String)> {
    view.alternatives.iter().map(|act| (act.name, labels::act(words, *act))).collect()
}

fn dispute(words: &Words, view: &DecisionView) -> String {
    match &view.cited {
        Some(cited) => words.say("decision-dispute-rule", &[("rule", cited.rule.as_str().into())]),
        None => words.say("decision-dispute-needs", &[]),
    }
}

/// Returns what a fact says: one of the list, or one of the question's own.
fn fact_says(words: &Words, view: &DecisionView, name: &str) -> String {
    let listed = desk::ask_law::facts().into_iter().find(|fact| fact.name == name);
    let own = || view.because.iter().find(|fact| fact.fact == name).map(|fact| fact.says.clone());
    match listed.map(|fact| fact.says).or_else(own) {
        Some(says) => law_words::says(words, &says).to_string(),
        None => name.to_string(),
    }
}

fn separator(words: &Words) -> &'static str {
    match words.lang() {
        Lang::Zh => "，且",
        Lang::En => " and ",
    }
}
