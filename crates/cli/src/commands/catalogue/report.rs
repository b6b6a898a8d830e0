//! The answers of `catalogue` for people: a table of occupations, and one occupation with its acts.
//!
//! In scope: layout. Out of scope: names of standings, fates and acts (`desk::law_words`).

use crate::aligned::aligned;
use desk::ask_law::FactValue;
use desk::law_words;
use desk::see_catalogue::{ActNow, CatalogueRow, CatalogueView, OccupationView, Scheme};
use desk::words::Words;
use std::fmt::Display;

/// Returns the occupations in columns under a header.
pub(super) fn list(words: &Words, view: &CatalogueView) -> String {
    let mut text = words.say(
        "catalogue-as-of",
        &[
            ("on", view.on.to_string().into()),
            ("at", view.known_at.to_string().into()),
            ("rows", view.rows.len().into()),
            ("total", view.rows_total.into()),
        ],
    );
    text.push_str("\n\n");
    if view.rows.is_empty() {
        text.push_str(&format!("{}\n", words.say("catalogue-none", &[])));
        return text;
    }
    let mut cells = vec![vec![
        words.say("column-item", &[]),
        words.say("column-occupation", &[]),
        words.say("column-fate", &[]),
        words.say("column-standing", &[]),
        words.say("column-planned", &[]),
        words.say("column-actual", &[]),
        words.say("column-days-left", &[]),
        words.say("column-departments", &[]),
        words.say("column-corrected", &[]),
    ]];
    cells.extend(view.rows.iter().map(|row| {
        let correction = row.correction.as_ref();
        vec![
            row.name.item.to_string(),
            row.name.best().to_string(),
            or_dash(row.fate.map(|fate| law_words::fate(words, fate))),
            law_words::standing(words, row.standing),
            or_dash(row.planned_last_day),
            or_dash(row.actual_day),
            or_dash(row.days_left),
            row.departments.join("、"),
            correction.map_or(String::new(), |c| format!("{} {}", c.id, row.name.printed)),
        ]
    }));
    text.push_str(&aligned(&cells));
    text
}

/// Returns one occupation: its row, then what can be done.
pub(super) fn show(words: &Words, view: &OccupationView) -> String {
    let mut text = head(words, &view.row);
    text.push_str(&recorded(words, view));
    let acts = match &view.acts {
        Ok(acts) => acts,
        Err(why) => {
            text.push_str(&format!("\n{}\n", law_words::ask_error(words, why)));
            return text;
        }
    };
    if let Some(FactValue { fact, value, says }) = &view.assumed {
        let assumed = words.say(
            "catalogue-assumed",
            &[
                ("fact", (*fact).into()),
                ("value", value.as_str().into()),
                ("says", law_words::says(words, says).to_string().into()),
            ],
        );
        text.push_str(&format!("\n{assumed}\n"));
    }
    for scheme in [Scheme::Old, Scheme::New] {
        let heading = match scheme {
            Scheme::Old => words.say("catalogue-old", &[]),
            Scheme::New => words.say("catalogue-new", &[]),
        };
        text.push_str(&format!("\n{heading}\n"));
        let of = acts.iter().filter(|now| now.scheme == scheme);
        text.push_str(&aligned(&of.map(|now| act(words, now)).collect::<Vec<Vec<String>>>()));
    }
    text
}

/// Returns what a register has recorded, each step with its entry and rule.
fn recorded(words: &Words, view: &OccupationView) -> String {
    let mut text = String::new();
    for step in &view.recorded {
        text.push_str(&format!("  {}  {}  [#{}]\n", step.on, step.says(words), step.entry));
        if let Some((rule, quote)) = &step.rule {
            text.push_str(&format!("              「{quote}」 {rule}\n"));
        }
    }
    text
}

fn head(words: &Words, row: &CatalogueRow) -> String {
    let mut text = format!("{}\n", law_words::row_name(words, &row.name));
    if let Some(correction) = &row.correction {
        let said = words.say(
            "catalogue-correction",
            &[
                ("printed", row.name.printed.as_str().into()),
                ("id", correction.id.as_str().into()),
                ("confidence", law_words::confidence(words, &correction.confidence).into()),
                ("evidence", law_words::says(words, &correction.evidence).into()),
            ],
        );
        text.push_str(&format!("  {said}\n"));
    }
    let line = words.say("catalogue-line", &[("line", row.source_line.into())]);
    text.push_str(&format!("  {line}\n"));
    let cells = [
        (words.say("column-departments", &[]), row.departments.join("、")),
        (words.say("column-fate", &[]), or_dash(row.fate.map(|fate| law_words::fate(words, fate)))),
        (words.say("column-standing", &[]), law_words::standing(words, row.standing)),
        (words.say("column-planned", &[]), or_dash(row.planned_last_day)),
        (words.say("column-actual", &[]), or_dash(row.actual_day)),
        (words.say("column-days-left", &[]), or_dash(row.days_left)),
    ];
    let cells = cells.map(|(name, value)| vec![format!("  {name}"), value]);
    text.push_str(&aligned(&cells));
    text
}

/// Returns act, answer, and the words cited or the facts needed.
fn act(words: &Words, now: &ActNow) -> Vec<String> {
    let why = match &now.cited {
        Some(cited) => format!("「{}」（{}）", cited.quote.replace('\n', ""), cited.article),
        None => {
            let facts = now.needs.join(", ").into();
            words.say("catalogue-needs", &[("facts", facts)])
        }
    };
    let name = format!("  {}", law_words::act(words, now.act));
    vec![name, law_words::answer(words, now.effect), why]
}

fn or_dash(value: Option<impl Display>) -> String {
    value.map_or_else(|| "—".to_string(), |value| value.to_string())
}
