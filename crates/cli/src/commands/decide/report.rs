//! The answer of `decide` for people: the effect, the words it rests on, and why.
//!
//! In scope: layout. Out of scope: names of answers, acts and occupations (`desk::law_words`).

use crate::aligned::aligned;
use desk::ask_law::{By, Cited, DecisionView, FlipView, Need, ReadingView, RuleLine};
use desk::words::Words;
use desk::{Outcome, law_words};

/// Returns the answer: effect, citation, what it rests on or what is needed.
pub(super) fn answer(words: &Words, view: &DecisionView) -> String {
    let mut text = format!("{}\n", law_words::answer(words, view.effect));
    let question = words.say(
        "decision-question",
        &[
            ("act", law_words::act(words, view.act).into()),
            ("occupation", law_words::row_name(words, &view.occupation).into()),
            ("on", view.on.to_string().into()),
        ],
    );
    let region = match view.region {
        None => words.say("decision-national", &[]),
        Some(region) => words.say("decision-region", &[("region", region.name().into())]),
    };
    let known_at = words.say("decision-known-at", &[("at", view.known_at.to_string().into())]);
    text.push_str(&format!("  {question}\n  {region} · {known_at}\n"));
    if let Some(cited) = &view.cited {
        text.push_str(&citation(words, cited));
    }
    if !view.choices.is_empty() {
        let choices = view.choices.join(", ").into();
        text.push_str(&format!("  {}\n", words.say("decision-choices", &[("choices", choices)])));
    }
    if !view.alternatives.is_empty() {
        let acts: Vec<String> =
            view.alternatives.iter().map(|a| law_words::act(words, *a)).collect();
        let acts = acts.join(", ").into();
        text.push_str(&format!("  {}\n", words.say("decision-alternatives", &[("acts", acts)])));
    }
    if !view.needs.is_empty() {
        section(&mut text, &words.say("decision-needs", &[]), &needs(words, &view.needs));
    }
    if !view.because.is_empty() {
        let row = |b: &desk::ask_law::FactValue| {
            vec![format!("  {}", b.fact), b.value.clone(), law_words::says(words, &b.says).into()]
        };
        let rows: Vec<Vec<String>> = view.because.iter().map(row).collect();
        section(&mut text, &words.say("decision-because", &[]), &aligned(&rows));
    }
    text
}

/// Returns what `--explain` adds: rules, least change, readings, how to dispute.
pub(super) fn explanation(words: &Words, view: &DecisionView) -> String {
    let mut text = String::new();
    section(&mut text, &words.say("decision-fired", &[]), &fired(words, &view.fired));
    if !view.blocked.is_empty() {
        let by = |by: &By| match by {
            By::Rule(rule) => words.say("decision-by-rule", &[("rule", rule.as_str().into())]),
            By::Fact(fact) => words.say("decision-by-fact", &[("fact", fact.as_str().into())]),
        };
        let rows: Vec<Vec<String>> =
            view.blocked.iter().map(|b| vec![format!("  {}", b.rule), by(&b.by)]).collect();
        section(&mut text, &words.say("decision-blocked", &[]), &aligned(&rows));
    }
    if view.effect != Outcome::NeedFact {
        section(&mut text, &words.say("decision-flips", &[]), &flips(words, &view.flips));
    }
    if !view.readings.is_empty() {
        let all: String = view.readings.iter().map(|r| reading(words, r)).collect();
        section(&mut text, &words.say("decision-readings", &[]), &all);
    }
    let dispute = match &view.cited {
        Some(cited) => words.say("decision-dispute-rule", &[("rule", cited.rule.as_str().into())]),
        None => words.say("decision-dispute-needs", &[]),
    };
    section(&mut text, &words.say("decision-dispute", &[]), &format!("  {dispute}\n"));
    text
}

/// Returns the words cited, where they stand, and what the rule makes of them.
fn citation(words: &Words, cited: &Cited) -> String {
    let source = words.say(
        "decision-source",
        &[
            ("number", cited.number.as_str().into()),
            ("article", cited.article.as_str().into()),
            ("rule", cited.rule.as_str().into()),
        ],
    );
    let quote = cited.quote.replace('\n', "");
    let says = law_words::says(words, &cited.says);
    let mut text = format!("\n「{quote}」\n  {source}\n  {says}\n");
    if cited.relayed {
        text.push_str(&format!("  {}\n", words.say("decision-relayed", &[])));
    }
    text
}

fn section(text: &mut String, heading: &str, body: &str) {
    text.push_str(&format!("\n{heading}\n{body}"));
}

fn needs(words: &Words, needs: &[Need]) -> String {
    let row = |need: &Need| {
        let if_none = need.if_none.map(|effect| {
            let effect = law_words::answer(words, Outcome::Effect(effect)).into();
            words.say("decision-if-none", &[("effect", effect)])
        });
        let takes = law_words::takes(words, &need.takes).into();
        let takes = words.say("decision-takes", &[("takes", takes)]);
        let says = law_words::says(words, &need.says).to_string();
        vec![format!("  {}", need.fact), says, takes, if_none.unwrap_or_default()]
    };
    aligned(&needs.iter().map(row).collect::<Vec<Vec<String>>>())
}

fn fired(words: &Words, fired: &[RuleLine]) -> String {
    if fired.is_empty() {
        return format!("  {}\n", words.say("decision-none-fired", &[]));
    }
    let row = |line: &RuleLine| {
        let effect = law_words::answer(words, Outcome::Effect(line.effect));
        vec![format!("  {}", line.rule), effect, law_words::says(words, &line.says).into()]
    };
    aligned(&fired.iter().map(row).collect::<Vec<Vec<String>>>())
}

fn flips(words: &Words, flips: &[FlipView]) -> String {
    if flips.is_empty() {
        return format!("  {}\n", words.say("decision-no-flips", &[]));
    }
    let line = |flip: &FlipView| {
        let changes: Vec<String> = flip
            .so_that
            .iter()
            .map(|change| {
                let statement = [("statement", law_words::says(words, &change.says).into())];
                if change.holds {
                    words.say("decision-holds", &statement)
                } else {
                    words.say("decision-holds-not", &statement)
                }
            })
            .collect();
        let effect = law_words::answer(words, Outcome::Effect(flip.effect));
        let variables = [
            ("facts", flip.facts.join(", ").into()),
            ("changes", changes.join(", ").into()),
            ("effect", effect.into()),
        ];
        format!("  {}\n", words.say("decision-flip", &variables))
    };
    flips.iter().map(line).collect()
}

fn reading(words: &Words, reading: &ReadingView) -> String {
    let mut text = format!("  {} {}\n    {}\n", reading.id, reading.question, reading.adopted);
    if !reading.evidence.is_empty() {
        let evidence = [("evidence", reading.evidence.as_str().into())];
        text.push_str(&format!("    {}\n", words.say("decision-reading-evidence", &evidence)));
    }
    if !reading.others.is_empty() {
        let others = [("others", reading.others.as_str().into())];
        text.push_str(&format!("    {}\n", words.say("decision-reading-others", &others)));
    }
    text
}
