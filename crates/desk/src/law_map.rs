//! The law map: the words of each instrument, the rules that execute them, their cases and
//! readings, in the words of a language.
//!
//! In scope: one Markdown text, the same for the same law and language. Out of scope: writing it to
//! a file (`law_room`); legal text and readings, which stand in the original.

use crate::words::{Lang, Value, Words};
use law::{Instrument, Law, Proof, Rule, Unruled, article};
use std::fmt::Write as _;

/// Returns the law map. `proof` is what `Law::check` proved of the same law.
pub fn markdown(words: &Words, law: &Law, proof: &Proof) -> String {
    let mut out = format!(
        "{}\n\n{}\n{}\n{}\n",
        words.say("map-title", &[]),
        words.say("map-generated", &[]),
        words.say("map-folders", &[]),
        words.say("map-how", &[]),
    );
    for instrument in &law.instruments {
        section(&mut out, words, law, proof, instrument).expect("writing to a string never fails");
    }
    out
}

/// Returns why words carry no rule, in the language.
pub fn reason<'u>(words: &Words, unruled: &'u Unruled) -> &'u str {
    match (words.lang(), &unruled.reason_zh) {
        (Lang::Zh, Some(zh)) => zh,
        (Lang::Zh, None) | (Lang::En, _) => &unruled.reason,
    }
}

fn section(
    out: &mut String,
    words: &Words,
    law: &Law,
    proof: &Proof,
    instrument: &Instrument,
) -> std::fmt::Result {
    let of = |r: &&Rule| law.instruments[r.instrument].id == instrument.id;
    let rules: Vec<&Rule> = law.rules.iter().filter(of).collect();
    writeln!(out, "\n## {} {}\n", instrument.number, instrument.title)?;
    head(out, words, instrument)?;
    let about = |c: &&law::Proved| rules.iter().any(|r| r.id == c.rule);
    let count = |n: usize| Value::from(n.to_string());
    let counts = [
        ("rules", count(rules.len())),
        ("cases", count(proof.cases.iter().filter(about).count())),
        ("readings", count(instrument.readings.len())),
        ("unruled", count(law.unruled.iter().filter(|u| u.instrument == instrument.id).count())),
    ];
    writeln!(out, "{}\n", words.say("map-counts", &counts))?;
    for paragraph in &instrument.text.paragraphs {
        let anchor = &paragraph.anchor;
        let here: Vec<&&Rule> = rules.iter().filter(|r| &r.paragraph == anchor).collect();
        let none = |u: &&Unruled| u.instrument == instrument.id && &u.paragraph == anchor;
        let none: Vec<&Unruled> = law.unruled.iter().filter(none).collect();
        if here.is_empty() && none.is_empty() {
            continue;
        }
        writeln!(out, "### {} ({anchor})\n", article(anchor))?;
        if !here.is_empty() {
            writeln!(out, "{}\n|---|---|---|---|---|---|", words.say("map-rules", &[]))?;
        }
        for rule in here {
            row(out, words, proof, rule)?;
        }
        for unruled in none {
            let clause = unruled.words.replace('\n', " ").into();
            let reason = reason(words, unruled).to_string().into();
            let said = words.say("map-no-rule", &[("words", clause), ("reason", reason)]);
            writeln!(out, "\n{said}")?;
        }
        writeln!(out)?;
    }
    readings(out, words, instrument)
}

fn head(out: &mut String, words: &Words, instrument: &Instrument) -> std::fmt::Result {
    let place = match &instrument.jurisdiction {
        None => words.say("map-whole-country", &[]),
        Some(region) => words.say("map-region", &[("region", region.clone().into())]),
    };
    let head = words.say(
        "map-instrument",
        &[
            ("id", instrument.id.clone().into()),
            ("office", instrument.office.clone().into()),
            ("printed", instrument.printed.to_string().into()),
            ("effective", instrument.effective.to_string().into()),
            ("where", place.into()),
        ],
    );
    if instrument.relayed {
        return writeln!(out, "{head} · {}\n", words.say("map-relayed", &[]));
    }
    writeln!(out, "{head}\n")
}

fn readings(out: &mut String, words: &Words, instrument: &Instrument) -> std::fmt::Result {
    if !instrument.readings.is_empty() {
        let (title, columns) =
            (words.say("map-readings", &[]), words.say("map-reading-columns", &[]));
        writeln!(out, "{title}\n\n{columns}\n|---|---|---|---|---|")?;
    }
    for r in &instrument.readings {
        let cell = |t: &str| t.replace('|', "\\|").replace('\n', " ");
        writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            r.id,
            cell(&r.question),
            cell(&r.adopted),
            cell(&r.evidence),
            cell(&r.others)
        )?;
    }
    Ok(())
}

fn row(out: &mut String, words: &Words, proof: &Proof, rule: &Rule) -> std::fmt::Result {
    let name = rule.id.rsplit('/').next().unwrap_or(&rule.id);
    let (says, acts): (&str, Vec<&str>) = match words.lang() {
        Lang::Zh => (&rule.zh, rule.acts.iter().map(|act| act.zh()).collect()),
        Lang::En => (&rule.en, rule.acts.iter().map(|act| act.name()).collect()),
    };
    let effect = match words.lang() {
        Lang::Zh => crate::law_words::answer(words, law::Outcome::Effect(rule.effect)),
        Lang::En => rule.effect.name().to_string(),
    };
    let cases = proof.cases.iter().filter(|c| c.rule == rule.id).count();
    writeln!(
        out,
        "| 「{}」 | `{name}` {says} | {effect} | {} | {cases} | {} |",
        rule.quote.replace('\n', " "),
        acts.join(&words.say("list-separator", &[])),
        rule.readings.join(", "),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law_folder::LawFolder;
    use crate::law_room::LawRoom;

    #[test]
    fn the_map_of_a_language_has_the_words_of_that_language_about_every_rule_and_clause() {
        let room = LawRoom::load(LawFolder::compiled()).unwrap();
        let map = |lang| room.map(&Words::of(lang)).unwrap();
        let (zh, en) = (map(Lang::Zh), map(Lang::En));
        for rule in &room.law().rules {
            assert!(zh.contains(&rule.zh) && !zh.contains(&rule.en), "{}", rule.id);
            assert!(en.contains(&rule.en) && !en.contains(&rule.zh), "{}", rule.id);
        }
        for unruled in &room.law().unruled {
            let of_zh = unruled.reason_zh.as_ref().expect("every reason has its Chinese");
            assert!(zh.contains(of_zh) && !zh.contains(&unruled.reason), "{}", unruled.words);
            assert!(en.contains(&unruled.reason) && !en.contains(of_zh), "{}", unruled.words);
        }
    }
}
