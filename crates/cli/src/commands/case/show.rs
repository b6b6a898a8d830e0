//! `dengji case show|list`: cases as they stand.
//!
//! In scope: tables and objects. Out of scope: texts of a case, which stay private.

use crate::commands::register_folder::RegisterFolder;
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, aligned, output};
use desk::act_words::supervision::code;
use desk::words::Words;
use desk::{Case, CaseId};
use serde_json::{Value, json};
use vocab::Day;

/// Arguments of `case show`.
#[derive(Debug, clap::Args)]
pub(crate) struct Showing {
    #[command(flatten)]
    register: RegisterFolder,
    /// The case, by its number.
    #[arg(long, value_name = "NUMBER")]
    case: u32,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Arguments of `case list`.
#[derive(Debug, clap::Args)]
pub(crate) struct Listing {
    #[command(flatten)]
    register: RegisterFolder,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Shows a case: what was found, ordered and decided.
pub(crate) fn show(context: &Context, asked: &Showing) -> Result<Exit, Fault> {
    let house = asked.register.open_to_read(context)?;
    let case = house.state().supervision().case(CaseId(asked.case));
    let Some(case) = case else { return Err(Fault::NoCase(asked.case)) };
    let words = &context.words;
    if asked.json {
        output::answer_json(&object(CaseId(asked.case), case))?;
        return Ok(Exit::Yes);
    }
    let mut rows = vec![
        vec![words.say("supervise-field-subject", &[]), case.open.subject.0.to_string()],
        vec![
            words.say("supervise-field-grounds", &[]),
            code(words, "grounds", case.open.grounds.name()),
        ],
        vec![words.say("case-opened", &[]), case.on.to_string()],
        vec![words.say("case-stands", &[]), stands(words, case, house.now().day_in_china())],
    ];
    for f in &case.findings {
        let label = words.say("supervise-field-finding", &[]);
        rows.push(vec![label, code(words, "finding", f.code.name())]);
    }
    for s in &case.sanctions {
        let until = s.sanction.until.map_or(String::new(), |until| format!("–{until}"));
        let step = code(words, "step", s.sanction.step.name());
        let appeal = match (s.appealed_on, s.upheld) {
            (None, _) => String::new(),
            (Some(_), None) => words.say("case-appealed", &[]),
            (Some(_), Some(true)) => words.say("case-appeal-upheld", &[]),
            (Some(_), Some(false)) => words.say("case-appeal-dismissed", &[]),
        };
        let label = words.say("supervise-field-step", &[]);
        rows.push(vec![label, format!("{step} {}{until} {appeal}", s.on)]);
    }
    let mut text = aligned::aligned(&rows);
    let unverified = house.law().supervising.as_ref().is_some_and(|s| s.ladder.unverified);
    if unverified && !case.sanctions.is_empty() {
        text.push_str(&words.say("case-ladder-unverified", &[]));
        text.push('\n');
    }
    output::answer(&text)?;
    Ok(Exit::Yes)
}

/// Lists cases.
pub(crate) fn list(context: &Context, asked: &Listing) -> Result<Exit, Fault> {
    let house = asked.register.open_to_read(context)?;
    let (words, today) = (&context.words, house.now().day_in_china());
    let cases = || house.state().supervision().cases();
    if asked.json {
        let all: Vec<Value> = cases().map(|(id, case)| object(id, case)).collect();
        output::answer_json(&json!({ "cases": all }))?;
        return Ok(Exit::Yes);
    }
    let mut rows = vec![vec![
        words.say("supervise-field-case", &[]),
        words.say("supervise-field-subject", &[]),
        words.say("supervise-field-grounds", &[]),
        words.say("case-opened", &[]),
        words.say("case-stands", &[]),
    ]];
    for (id, case) in cases() {
        rows.push(vec![
            id.0.to_string(),
            case.open.subject.0.to_string(),
            code(words, "grounds", case.open.grounds.name()),
            case.on.to_string(),
            stands(words, case, today),
        ]);
    }
    output::answer(&aligned::aligned(&rows))?;
    Ok(Exit::Yes)
}

/// Says in words where a case stands on a day.
fn stands(words: &Words, case: &Case, today: Day) -> String {
    let due = case.due.filter(|_| case.rectified_on.is_none());
    match (case.closed_on, due) {
        (Some(day), _) => words.say("case-stands-closed", &[("day", day.to_string().into())]),
        (None, _) if case.appeal_open() => words.say("case-stands-appeal", &[]),
        (None, Some(due)) if due < today => {
            words.say("case-stands-overdue", &[("day", due.to_string().into())])
        }
        (None, Some(due)) => words.say("case-stands-due", &[("day", due.to_string().into())]),
        (None, None) => words.say("case-stands-open", &[]),
    }
}

fn object(id: CaseId, case: &Case) -> Value {
    let day = |day: Option<Day>| day.map(|day| day.to_string());
    let findings = case.findings.iter().map(
        |f| json!({ "code": f.code.name(), "session": f.session.map(|s| s.0), "rows": f.rows }),
    );
    let sanctions = case.sanctions.iter().map(|s| {
        json!({
            "step": s.sanction.step.name(), "on": s.on.to_string(), "by": s.by.0,
            "until": day(s.sanction.until), "appealed_on": day(s.appealed_on), "upheld": s.upheld,
        })
    });
    json!({
        "case": id.0, "subject": case.open.subject.0, "grounds": case.open.grounds.name(),
        "on": case.on.to_string(), "by": case.by.0, "due": day(case.due),
        "rectified_on": day(case.rectified_on), "closed_on": day(case.closed_on),
        "findings": findings.collect::<Vec<_>>(), "sanctions": sanctions.collect::<Vec<_>>(),
    })
}
