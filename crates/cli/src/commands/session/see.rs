//! `dengji session show|list|eligible`: what is known, and what would be judged.
//!
//! In scope: aligned tables, objects for programs. Out of scope: acts.

use super::level;
use crate::aligned::aligned;
use crate::commands::register_folder::RegisterFolder;
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, output};
use desk::judge_eligibility::eligible as judge;
use desk::see_sessions::{SessionView, view, views};
use desk::words::Lang;
use desk::{Background, Earlier, Named, Schooling, SessionId};
use serde_json::{Value, json};
use vocab::Day;

/// Arguments of `session show`.
#[derive(Debug, clap::Args)]
pub(crate) struct Show {
    #[command(flatten)]
    register: RegisterFolder,
    /// The session, by its number.
    #[arg(long, value_name = "NUMBER")]
    session: u32,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Arguments of `session list`.
#[derive(Debug, clap::Args)]
pub(crate) struct List {
    #[command(flatten)]
    register: RegisterFolder,
    /// Only the sessions of this organisation, by its number.
    #[arg(long, value_name = "NUMBER")]
    of: Option<u32>,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Arguments of `session eligible`.
#[derive(Debug, clap::Args)]
pub(crate) struct Eligible {
    /// The occupation, as printed in the annex or corrected.
    #[arg(long, value_name = "NAME")]
    occupation: String,
    /// The level, 1 to 5.
    #[arg(long, value_name = "LEVEL", value_parser = clap::value_parser!(u8).range(1..=5))]
    level: u8,
    /// The day, which also says which version of the standard.
    #[arg(long, value_name = "DAY")]
    on: Day,
    /// An earlier certificate of either kind: its level, an equals sign, its date.
    #[arg(long, value_name = "LEVEL=DAY", value_parser = earlier)]
    earlier: Vec<Earlier>,
    /// Whole years of work in the occupation.
    #[arg(long, value_name = "N", default_value_t = 0)]
    years: u32,
    /// What was finished: vocational, technician, preparatory-technician or college.
    #[arg(long, value_name = "SCHOOLING", value_parser = schooling)]
    schooling: Vec<Schooling>,
    /// An apprenticeship was completed.
    #[arg(long)]
    apprenticeship: bool,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

fn earlier(text: &str) -> Result<Earlier, String> {
    let parts = text.split_once('=').and_then(|(number, day)| {
        let number: u8 = number.parse().ok().filter(|n| (1..=5).contains(n))?;
        Some(Earlier { level: level(number), dated_on: day.parse().ok()? })
    });
    parts.ok_or_else(|| text.to_string())
}

fn schooling(text: &str) -> Result<Schooling, String> {
    Schooling::from_name(text).ok_or_else(|| text.to_string())
}

/// Shows a session.
pub(super) fn show(context: &Context, asked: &Show) -> Result<Exit, Fault> {
    let house = asked.register.open_to_read(context)?;
    let view = view(&context.words, &house, SessionId(asked.session)).map_err(Fault::House)?;
    if asked.json {
        output::answer_json(&object(&view))?;
        return Ok(Exit::Yes);
    }
    let rows: Vec<Vec<String>> =
        view.fields.iter().map(|f| vec![f.label.clone(), f.value.clone()]).collect();
    output::answer(&aligned(&rows))?;
    Ok(Exit::Yes)
}

/// Lists sessions.
pub(super) fn list(context: &Context, asked: &List) -> Result<Exit, Fault> {
    let house = asked.register.open_to_read(context)?;
    let all = views(&context.words, &house, asked.of).map_err(Fault::House)?;
    if asked.json {
        let all: Vec<Value> = all.iter().map(object).collect();
        output::answer_json(&json!({ "sessions": all }))?;
        return Ok(Exit::Yes);
    }
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|view| view.fields.iter().take(6).map(|field| field.value.clone()).collect())
        .collect();
    output::answer(&aligned(&rows))?;
    Ok(Exit::Yes)
}

/// What is shown, by the names for programs; of several of one name a list.
fn object(view: &SessionView) -> Value {
    let mut object = serde_json::Map::new();
    for field in &view.fields {
        let value = Value::String(field.value.clone());
        match object.get_mut(field.key) {
            None => {
                object.insert(field.key.to_string(), value);
            }
            Some(Value::Array(all)) => all.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
        }
    }
    Value::Object(object)
}

/// Judges a background.
pub(super) fn eligible(context: &Context, asked: &Eligible) -> Result<Exit, Fault> {
    let room = context.law_room()?;
    let Named::One(row) = room.law().rows.find(&asked.occupation) else {
        return Err(Fault::NoOccupation(asked.occupation.clone()));
    };
    let no_standard = || Fault::House(desk::session_fault::SessionFault::NoStandard.into());
    let standard = room.law().standard_for(row, asked.on).ok_or_else(no_standard)?;
    let background = Background {
        earlier: asked.earlier.clone(),
        years_of_work: asked.years,
        schooling: asked.schooling.clone(),
        apprenticeship: asked.apprenticeship,
    };
    let judged = judge(standard, level(asked.level), &background, asked.on);
    let exit = if judged.by.is_some() { Exit::Yes } else { Exit::Refused };
    let pick = |(zh, en): &(String, String)| match context.words.lang() {
        Lang::Zh => zh.clone(),
        Lang::En => en.clone(),
    };
    let lacking: Vec<String> = judged.lacking.iter().map(pick).collect();
    let by = judged.by.as_ref().map(pick);
    if asked.json {
        output::answer_json(&json!({
            "eligible": by.is_some(),
            "standard": judged.standard,
            "by": by,
            "lacking": lacking,
        }))?;
        return Ok(exit);
    }
    let standard = ("standard", judged.standard.into());
    let mut text = match by {
        Some(by) => context.words.say("session-eligible", &[standard, ("by", by.into())]),
        None => context.words.say("session-not-eligible", &[standard]),
    };
    for line in lacking {
        text.push_str(&format!("\n  {line}"));
    }
    output::answer(&format!("{text}\n"))?;
    Ok(exit)
}
