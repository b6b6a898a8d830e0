//! Faults of law folders in the words of a language: the place, what is wrong, the remedy.
//!
//! In scope: one message for each case; a new case of `law::Fault` breaks this file until it has
//! its words. Out of scope: English for developers (`law`); names of files, fields and rules, which
//! are the same in every language; words of law, which are quoted.

use crate::asked::takes as fact_takes;
use crate::expected::ExpectedError;
use crate::law_folder::{LAW_FILE_BYTES_MAX, LAW_FOLDER_DEPTH_MAX, LawFolderError};
use crate::law_words;
use crate::system_words::system;
use crate::words::{Lang, Value, Words};
use law::{
    Act, AnnexFault, CaseFault, Derivation, Fault, FaultAt, FieldTakes, Key, Outcome, Place, Side,
    Statement, Unanswered, Unknown,
};
use notice::annex::{AnnexError, HEADER};
use std::path::Path;

/// The settings that an instrument may fix.
const SETTINGS: [&str; 4] =
    ["recognition_years", "tail_issue_until", "tail_dated_until", "tail_number_year"];

/// Returns a fault with its place.
pub fn fault_at(words: &Words, at: &FaultAt) -> String {
    let (place, wrong) = (place(words, &at.field), fault(words, &at.fault));
    let variables = [("file", text(&at.file)), ("field", place.into()), ("fault", wrong.into())];
    match at.line {
        None => words.say("law-fault-at-file", &variables),
        Some(line) => {
            let [file, field, fault] = variables;
            // As text: a person and an editor read it behind the path, without grouping marks.
            words.say("law-fault-at-line", &[file, ("line", count(line)), field, fault])
        }
    }
}

/// Returns the field or entry that a fault is about.
pub fn place(words: &Words, place: &Place) -> String {
    let of = |field: &'static str, rule: &str| [("field", text(field)), ("rule", text(rule))];
    match place {
        Place::File => words.say("place-file", &[]),
        Place::Text => words.say("place-text", &[]),
        Place::Row => words.say("place-row", &[]),
        Place::RowOf(name) => words.say("place-row-of", &[("name", text(name))]),
        Place::Paragraph(name) => words.say("place-paragraph", &[("name", text(name))]),
        Place::Field(name) => name.clone(),
        Place::OfRule { field, rule } => words.say("place-of-rule", &of(field, rule)),
        Place::OverridesFor { act, rule } => {
            words.say("place-overrides", &[("act", text(act.name())), ("rule", text(rule))])
        }
        Place::CaseFor(rule) => words.say("place-case-for", &[("rule", text(rule))]),
        Place::OfCase { field, case } => {
            words.say("place-of-case", &[("field", text(field)), ("case", text(case))])
        }
    }
}

/// Returns what is wrong, and the remedy.
pub fn fault(words: &Words, fault: &Fault) -> String {
    match fault {
        Fault::Missing => words.say("law-fault-missing", &[]),
        Fault::NotText => words.say("law-fault-not-text", &[]),
        Fault::Form(why) => form(words, why),
        Fault::Thawed { file, frozen, found } => words.say(
            "law-fault-thawed",
            &[("file", text(file)), ("frozen", text(frozen)), ("found", text(found))],
        ),
        Fault::Value { value, takes: of } => {
            let takes = takes(words, of).into();
            words.say("law-fault-value", &[("value", text(value)), ("takes", takes)])
        }
        Fault::Twice(id) => words.say("law-fault-twice", &[("id", text(id))]),
        Fault::WrongQuote(quote) => words.say("law-fault-wrong-quote", &[("quote", text(quote))]),
        Fault::Uncovered(gap) => words.say("law-fault-uncovered", &[("words", text(gap))]),
        Fault::Unknown(what, name) => unknown(words, *what, name),
        Fault::NoRow { printed, item, nth } => words.say(
            "law-fault-no-row",
            &[("printed", text(printed)), ("item", (*item).into()), ("nth", (*nth).into())],
        ),
        Fault::Base(act, n) => {
            words.say("law-fault-base", &[("act", text(act.name())), ("count", (*n).into())])
        }
        Fault::TooManyRules { rules, max } => words
            .say("law-fault-too-many-rules", &[("count", (*rules).into()), ("max", (*max).into())]),
        Fault::Cycle(ids) => words.say("law-fault-cycle", &[("rules", ids.join(" → ").into())]),
        Fault::Conflict { first, second, act, case } => words.say(
            "law-fault-conflict",
            &[
                ("first", side(words, first)),
                ("second", side(words, second)),
                ("act", text(act.name())),
                ("case", example(words, case).into()),
            ],
        ),
        Fault::NoCaseDecided => words.say("law-fault-no-case-decided", &[]),
        Fault::NoCaseUndecided => words.say("law-fault-no-case-undecided", &[]),
        Fault::Case(fault) => case_fault(words, fault),
        Fault::NotDerived(how) => {
            words.say("derivation-fault", &[("how", derivation(words, how).into())])
        }
        Fault::Annex(fault) => annex_fault(words, fault),
        Fault::Standing(day) => words.say("law-fault-standing", &[("day", day.to_string().into())]),
    }
}

/// Returns why a directory could not be laid over the law.
pub fn folder(words: &Words, error: &LawFolderError) -> String {
    let path = |path: &Path| ("path", Value::from(path.display().to_string()));
    match error {
        LawFolderError::Read { path: at, source } => {
            words.say("law-folder-read", &[path(at), ("why", system(words, source).into())])
        }
        LawFolderError::Name { path: at } => words.say("law-folder-name", &[path(at)]),
        LawFolderError::TooLong { path: at, bytes } => words.say(
            "law-folder-too-long",
            &[path(at), ("bytes", (*bytes).into()), ("max", LAW_FILE_BYTES_MAX.into())],
        ),
        LawFolderError::TooDeep { path: at } => {
            words.say("law-folder-too-deep", &[path(at), ("max", LAW_FOLDER_DEPTH_MAX.into())])
        }
    }
}

/// Returns why what is known of a notice could not be read.
pub fn expected(words: &Words, error: &ExpectedError) -> String {
    match error {
        ExpectedError::Utf8 { path, source } => words
            .say("expected-utf8", &[("path", text(path)), ("offset", source.valid_up_to().into())]),
        ExpectedError::Toml { path, source } => {
            let fault = form(words, source.message()).into();
            words.say("expected-toml", &[("path", text(path)), ("fault", fault)])
        }
        ExpectedError::Fate { path, source } => {
            words.say("expected-fate", &[("path", text(path)), ("name", text(&source.0))])
        }
        ExpectedError::Annex { path, source } => {
            let fault = annex_error(words, source).into();
            words.say("expected-annex", &[("path", text(path)), ("fault", fault)])
        }
    }
}

/// The two commonest words of the reader of TOML are told as our own; all others as its own.
fn form(words: &Words, why: &str) -> String {
    let name = |rest: &str| rest.split('`').next().unwrap_or(rest).to_string();
    if let Some(rest) = why.strip_prefix("missing field `") {
        return words.say("law-fault-no-field", &[("name", name(rest).into())]);
    }
    if let Some(rest) = why.strip_prefix("unknown field `") {
        let takes: Vec<&str> = rest.split('`').skip(2).step_by(2).collect();
        let takes = takes.join(", ").into();
        return words
            .say("law-fault-unknown-field", &[("name", name(rest).into()), ("takes", takes)]);
    }
    words.say("law-fault-form", &[("why", text(why))])
}

fn takes(words: &Words, takes: &FieldTakes) -> String {
    match takes {
        FieldTakes::Day => words.say("takes-fault-day", &[]),
        FieldTakes::Instant => words.say("takes-fault-instant", &[]),
        FieldTakes::Number => words.say("takes-fault-number", &[]),
        FieldTakes::OneOf(values) => values.join(", "),
        FieldTakes::RuleId(prefix) => words.say("takes-fault-rule-id", &[("prefix", text(prefix))]),
        FieldTakes::Fact(key) => law_words::takes(words, &fact_takes(*key)),
    }
}

fn unknown(words: &Words, what: Unknown, name: &str) -> String {
    let given = ("name", text(name));
    match what {
        Unknown::Setting => {
            words.say("law-fault-no-setting", &[given, ("all", SETTINGS.join(", ").into())])
        }
        Unknown::Act => {
            let all: Vec<&str> = Act::ALL.iter().map(|act| act.name()).collect();
            words.say("law-fault-no-act", &[given, ("all", all.join(", ").into())])
        }
        Unknown::Predicate => words.say("law-fault-no-predicate", &[given]),
        Unknown::Rule => words.say("law-fault-no-rule", &[given]),
        Unknown::Reading => words.say("law-fault-no-reading", &[given]),
        Unknown::Fact => words.say("law-fault-no-fact", &[given, ("all", keys(words, Key::ALL))]),
        Unknown::Occupation => words.say("law-fault-no-occupation", &[given]),
    }
}

fn side(words: &Words, side: &Side) -> Value<'static> {
    let effect = law_words::answer(words, Outcome::Effect(side.effect)).into();
    let variables =
        [("rule", text(&side.rule)), ("article", text(&side.article)), ("effect", effect)];
    words.say("law-fault-side", &variables).into()
}

fn example(words: &Words, case: &[Statement]) -> String {
    if case.is_empty() {
        return words.say("law-fault-always", &[]);
    }
    let one = |statement: &Statement| {
        let name = statement.predicate;
        let name = match words.lang() {
            Lang::Zh => format!("{name}（{}）", statement.zh),
            Lang::En => format!("{name} ({})", statement.en),
        };
        if statement.holds {
            name
        } else {
            words.say("law-fault-holds-not", &[("name", name.into())])
        }
    };
    let parted = match words.lang() {
        Lang::Zh => "，",
        Lang::En => ", ",
    };
    case.iter().map(one).collect::<Vec<String>>().join(parted)
}

fn case_fault(words: &Words, fault: &CaseFault) -> String {
    let by = |rule: &Option<String>| {
        let rule = rule.clone().unwrap_or_else(|| words.say("case-fault-no-rule", &[]));
        ("by", Value::from(rule))
    };
    match fault {
        CaseFault::Unanswered(why) => unanswered(words, *why),
        CaseFault::Outcome { expected, got, by: rule, needs } => words.say(
            "case-fault-outcome",
            &[
                ("expected", text(expected)),
                ("got", text(got.name())),
                by(rule),
                ("needs", keys(words, needs)),
            ],
        ),
        CaseFault::Cites { expected, cited } => {
            words.say("case-fault-cites", &[("expected", text(expected)), by(cited)])
        }
        CaseFault::Needs { expected, found } => words.say(
            "case-fault-needs",
            &[("expected", expected.join(", ").into()), ("found", keys(words, found))],
        ),
    }
}

/// Returns why the law has no answer for a day or an instant, and what to ask instead.
pub fn unanswered(words: &Words, why: Unanswered) -> String {
    match why {
        Unanswered::BeforeLaw { on, first } => words.say(
            "ask-before-law",
            &[("on", on.to_string().into()), ("first", first.to_string().into())],
        ),
        Unanswered::NothingKnown { known_at, first } => words.say(
            "ask-nothing-known",
            &[("at", known_at.to_string().into()), ("first", first.to_string().into())],
        ),
        Unanswered::NoSuchRow(row) => words.say("case-fault-no-such-row", &[("row", row.0.into())]),
        Unanswered::NoRule(act) => {
            words.say("case-fault-unruled-act", &[("act", act.name().into())])
        }
    }
}

fn derivation(words: &Words, how: &Derivation) -> String {
    match how {
        Derivation::Row(row) => words.say("derivation-row", &[("row", (*row).into())]),
        Derivation::NoEmphasis(line) => {
            words.say("derivation-no-emphasis", &[("line", (*line).into())])
        }
        Derivation::OtherLine { line, found, listed } => words.say(
            "derivation-other-line",
            &[("line", (*line).into()), ("found", text(found)), ("listed", text(listed))],
        ),
        Derivation::Differs { line, text: kept, source } => words.say(
            "derivation-differs",
            &[("line", (*line).into()), ("text", text(kept)), ("source", text(source))],
        ),
    }
}

fn annex_fault(words: &Words, fault: &AnnexFault) -> String {
    match fault {
        AnnexFault::Cells(found) => words.say("annex-fault-cells", &[("found", (*found).into())]),
        AnnexFault::NotANumber(column, found) => {
            words.say("annex-fault-number", &[("column", text(column)), ("text", text(found))])
        }
        AnnexFault::NotAFate(found) => words.say("annex-fault-fate", &[("text", text(found))]),
        AnnexFault::NoDay { row, fate } => {
            words.say("annex-fault-no-day", &[("row", text(row)), ("fate", text(fate.name()))])
        }
    }
}

fn annex_error(words: &Words, error: &AnnexError) -> String {
    let (line, fault) = match error {
        AnnexError::Header => {
            // Tabs would not be seen.
            let header = HEADER.replace('\t', "⇥").into();
            return words.say("annex-fault-header", &[("header", header)]);
        }
        AnnexError::Cells { line, found } => {
            (line, words.say("annex-fault-cells", &[("found", (*found).into())]))
        }
        AnnexError::Number { line, cell } => {
            (line, words.say("annex-fault-no-number", &[("text", text(cell))]))
        }
        AnnexError::Departments { line, cell } => {
            (line, words.say("annex-fault-departments", &[("text", text(cell))]))
        }
        AnnexError::Fate { line, cell } => {
            (line, words.say("annex-fault-fate", &[("text", text(&cell.0))]))
        }
    };
    words.say("annex-fault-line", &[("line", count(*line)), ("fault", fault.into())])
}

fn keys(words: &Words, keys: &[Key]) -> Value<'static> {
    if keys.is_empty() {
        return words.say("case-fault-nothing", &[]).into();
    }
    keys.iter().map(|key| key.name()).collect::<Vec<&str>>().join(", ").into()
}

fn text(text: &str) -> Value<'static> {
    text.to_string().into()
}

fn count(n: usize) -> Value<'static> {
    n.to_string().into()
}

#[cfg(test)]
mod tests;
