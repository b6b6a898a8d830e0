//! How the outcome of an act is answered: recorded, drafted for a signature, or refused.
//!
//! In scope: both forms of the answer, the draft's file, exit codes. Out of scope: the acts.

use crate::commands::register_folder;
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, output};
use desk::Refusal;
use desk::act_words::{self, Field};
use desk::draft::Draft;
use desk::house::{House, Receipt};
use desk::house_error::HouseError;
use desk::refused::told;
use desk::words::Lang;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// How the answer is wanted.
#[derive(Debug, clap::Args)]
pub(crate) struct Answering {
    /// Drafts the act into this file instead of recording it, for a signature made elsewhere.
    #[arg(id = "draft", long, value_name = "FILE")]
    pub(crate) draft: Option<PathBuf>,
    /// One object for programs.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Does an act, or drafts it where that was asked for, and answers.
pub(crate) fn act(
    context: &Context,
    house: &mut House,
    answering: &Answering,
    what: impl FnOnce(&mut House) -> Result<Receipt, HouseError>,
) -> Result<Exit, Fault> {
    let Answering { draft, json } = answering;
    let done = match draft {
        Some(_) => house.draft(what).and_then(|d| Err(HouseError::ToSign(Box::new(d)))),
        None => what(house),
    };
    match done {
        Ok(receipt) => recorded(context, house, &receipt, *json),
        Err(HouseError::Refused(refusal)) => refused(context, house, &refusal, *json),
        Err(HouseError::ToSign(written)) => match draft {
            Some(path) => drafted(context, house, &written, path, *json),
            None => Err(Fault::DraftNeedsFile),
        },
        Err(error) => Err(Fault::House(error)),
    }
}

/// Tells of a refusal with the words it rests on.
pub(crate) fn refused(
    context: &Context,
    house: &House,
    refusal: &Refusal,
    as_json: bool,
) -> Result<Exit, Fault> {
    let (rule, zh, en) = told(house.law(), refusal);
    let (id, quote) = (rule.map(|r| r.id.clone()), rule.map(|r| r.quote.clone()));
    if as_json {
        let refused = json!({ "zh": zh, "en": en });
        let object = json!({ "refused": refused, "rule": id, "quote": quote });
        output::answer_json(&object)?;
    } else {
        let why = match context.words.lang() {
            Lang::Zh => zh,
            Lang::En => en,
        };
        let why = context.words.say("act-refused", &[("why", why.into())]);
        output::answer(&format!("{why}\n{}", cited(id.as_deref(), quote.as_deref())))?;
    }
    Ok(Exit::Refused)
}

/// Tells of a recorded act, and publishes it.
pub(crate) fn recorded(
    context: &Context,
    house: &mut House,
    receipt: &Receipt,
    as_json: bool,
) -> Result<Exit, Fault> {
    house.publish().map_err(Fault::House)?;
    register_folder::tell_anchor(context, house);
    let Receipt { index, entries, rule, quote, repeated, .. } = receipt;
    // A batch has a header before its certificates.
    let numbers = if 1 < *entries { house.numbers(*index).map_err(Fault::House)? } else { vec![] };
    if as_json {
        let object = json!({
            "index": index,
            "entries": entries,
            "rule": rule,
            "quote": quote,
            "repeated": repeated,
            "numbers": numbers,
        });
        output::answer_json(&object)?;
        return Ok(Exit::Yes);
    }
    let index = [("index", index.to_string().into())];
    let mut text = match repeated {
        true => context.words.say("act-recorded-before", &index),
        false => context.words.say("act-recorded", &index),
    };
    text.push('\n');
    text.push_str(&cited(rule.as_deref(), quote.as_deref()));
    for number in numbers {
        text.push_str(&format!("  {number}\n"));
    }
    output::answer(&text)?;
    Ok(Exit::Yes)
}

fn drafted(
    context: &Context,
    house: &House,
    draft: &Draft,
    path: &Path,
    as_json: bool,
) -> Result<Exit, Fault> {
    let fields = act_words::fields(&context.words, house.law(), draft.said());
    let mut remarks: Vec<String> =
        fields.iter().map(|f| format!("{}: {}", f.label, f.value)).collect();
    let cited = cited(draft.rule.as_deref(), draft.quote.as_deref());
    remarks.push(cited.clone());
    write(path, &draft.to_text(&remarks))?;
    if as_json {
        let mut object = object(&fields, draft);
        object["rule"] = json!(draft.rule);
        object["quote"] = json!(draft.quote);
        output::answer_json(&object)?;
    } else {
        let file = path.display().to_string().into();
        let told = context.words.say("act-drafted", &[("path", file)]);
        output::answer(&format!("{told}\n{}{cited}", text(&fields)))?;
    }
    Ok(Exit::Yes)
}

/// Returns what an act says as lines.
pub(crate) fn text(fields: &[Field]) -> String {
    let rows: Vec<Vec<String>> =
        fields.iter().map(|f| vec![format!("  {}", f.label), f.value.clone()]).collect();
    crate::aligned::aligned(&rows)
}

/// Returns what a draft says for programs. A field that stands several times is a list.
pub(crate) fn object(fields: &[Field], draft: &Draft) -> Value {
    let hex = |key: &[u8; 32]| vocab::Hash(*key).to_string();
    let mut says = serde_json::Map::new();
    for Field { key, value, .. } in fields {
        let value = Value::from(value.clone());
        match says.get_mut(*key) {
            None => drop(says.insert(key.to_string(), value)),
            Some(Value::Array(all)) => all.push(value),
            Some(one) => *one = Value::Array(vec![one.take(), value]),
        }
    }
    json!({
        "says": says,
        "threshold": draft.signers.threshold,
        "signers": draft.signers.keys.iter().map(hex).collect::<Vec<_>>(),
        "signed_by": draft.signatures.iter().map(|(key, _)| hex(key)).collect::<Vec<_>>(),
    })
}

/// Writes a file of a draft.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), Fault> {
    let failed = |source| Fault::WriteFile { path: path.to_path_buf(), source };
    std::fs::write(path, text).map_err(failed)
}

/// Returns a rule and the words it rests on as lines.
pub(crate) fn cited(rule: Option<&str>, quote: Option<&str>) -> String {
    let mut text = rule.map_or(String::new(), |rule| format!("  {rule}\n"));
    text.push_str(&quote.map_or(String::new(), |quote| format!("  「{quote}」\n")));
    text
}
