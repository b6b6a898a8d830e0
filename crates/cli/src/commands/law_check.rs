//! `dengji law check`: every load-time check and every case; what was proved, or every fault.
//!
//! In scope: the two forms of the answer. Out of scope: checking (`law`, by `desk::law_room`).
//! Failure: the command only reads.

use crate::aligned::aligned;
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, output};
use desk::law_fault_words::{self, fault_at};
use desk::law_room::{LawFault, Proved};
use desk::words::{Lang, Words};
use serde_json::{Value, json};

/// Arguments of `law check`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Checks and answers; `Fault` when the law folder has any.
pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<Exit, Fault> {
    let checked = match context.law_room() {
        Ok(room) => room.check().map_err(|faults| context.placed(faults)),
        Err(Fault::LawFile(fault)) => Err(vec![fault]),
        Err(other) => return Err(other),
    };
    if arguments.json {
        output::answer_json(&object(&checked))?;
    }
    match (&checked, arguments.json) {
        (Ok(proved), false) => output::answer(&report(&context.words, proved))?,
        (Err(faults), false) => output::tell(&lines(&context.words, faults)),
        (_, true) => {}
    }
    Ok(if checked.is_ok() { Exit::Yes } else { Exit::Fault })
}

/// Returns every fault on a line, and how many there are.
pub(crate) fn lines(words: &Words, faults: &[LawFault]) -> String {
    let mut text: String = faults.iter().map(|fault| fault_at(words, fault) + "\n").collect();
    text.push_str(&words.say("law-has-faults", &[("count", faults.len().into())]));
    text
}

fn report(words: &Words, proved: &Proved) -> String {
    let rows = [
        (proved.instruments, words.say("proved-instruments", &[])),
        (proved.rules, words.say("proved-rules", &[])),
        (proved.compiled, words.say("proved-compiled", &[])),
        (proved.nodes, words.say("proved-nodes", &[])),
        (proved.characters, words.say("proved-characters", &[])),
        (proved.readings, words.say("proved-readings", &[])),
        (proved.unruled, words.say("proved-unruled", &[])),
        (proved.cases, words.say("proved-cases", &[])),
        (proved.standings, words.say("proved-standings", &[])),
        (proved.dead.len(), words.say("proved-dead", &[])),
    ];
    let width = rows.iter().map(|(n, _)| n.to_string().len()).max().unwrap_or(0);
    let line = |(n, what): &(usize, String)| vec![format!("{n:>width$}"), what.clone()];
    let mut text = aligned(&rows.iter().map(line).collect::<Vec<Vec<String>>>());
    text.extend(proved.dead.iter().map(|rule| format!("  {rule}\n")));
    text.push_str(&format!("{} {}\n", words.say("proved-digest", &[]), proved.digest));
    text
}

fn object(checked: &Result<Proved, Vec<LawFault>>) -> Value {
    let proved = checked.as_ref().ok().map(|proved| {
        json!({
            "digest": proved.digest,
            "instruments": proved.instruments,
            "rules": proved.rules,
            "compiled": proved.compiled,
            "nodes": proved.nodes,
            "characters": proved.characters,
            "readings": proved.readings,
            "unruled": proved.unruled,
            "cases": proved.cases,
            "standings": proved.standings,
            "dead": proved.dead,
        })
    });
    let (zh, en) = (Words::of(Lang::Zh), Words::of(Lang::En));
    let fault = |at: &LawFault| {
        json!({
            "file": at.file,
            "line": at.line,
            "field": at.field.to_string(),
            "zh": law_fault_words::fault(&zh, &at.fault),
            "en": law_fault_words::fault(&en, &at.fault),
        })
    };
    let faults = checked.as_ref().err().into_iter().flatten().map(fault);
    json!({
        "ok": checked.is_ok(),
        "proved": proved,
        "faults": faults.collect::<Vec<Value>>(),
    })
}
