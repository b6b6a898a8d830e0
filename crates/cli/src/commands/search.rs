//! `dengji search TEXT`: occupations, and organisations of a register, by names and codes.
//!
//! In scope: arguments, the two tables. Out of scope: finding (`desk::search_register`); people,
//! who are looked up by those entitled (`person find`). Exit codes: 0 when something fits, 1 when
//! nothing does, 2 for what is no question.

use crate::aligned::aligned;
use crate::commands::register_folder::RegisterFolder;
use crate::database::Database;
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, output};
use clap::ValueEnum;
use desk::act_words::body::{organisation_kind, region};
use desk::search_register::{BodyHit, Found, OccupationHit, Question, SHOWN, SearchKind};
use desk::see_bodies::standing_words;
use desk::words::Words;
use std::path::PathBuf;

/// Arguments of `search`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Words that have to be in the name, or the beginning of a code.
    #[arg(id = "search-words", value_name = "SEARCH_WORDS", required = true)]
    text: Vec<String>,
    /// What is searched; without it, both.
    #[arg(id = "search-kind", long = "kind", value_name = "SEARCH_KIND", value_enum)]
    kind: Option<Kind>,
    /// Folder with a register; without it, occupations only.
    #[arg(id = "register", long = "data", value_name = "DIR")]
    folder: Option<PathBuf>,
    #[command(flatten)]
    database: Database,
    /// File whose first line is the passphrase of the register's keys.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// Hits of each kind that are shown.
    #[arg(long, value_name = "N", default_value_t = SHOWN as u32)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=1000))]
    limit: u32,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// What is searched.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    Occupation,
    Body,
}

impl Kind {
    fn kind(self) -> SearchKind {
        match self {
            Kind::Occupation => SearchKind::Occupation,
            Kind::Body => SearchKind::Body,
        }
    }
}

/// Searches.
pub(crate) fn run(context: &Context, asked: &Arguments) -> Result<Exit, Fault> {
    let question = Question::read(&asked.text.join(" ")).map_err(Fault::NoQuestion)?;
    let (kind, limit) = (asked.kind.map(Kind::kind), asked.limit as usize);
    let found = match &asked.folder {
        None => Found::in_law(context.law_room()?.law(), &question, kind, limit),
        Some(folder) => {
            let (database, folder) = (asked.database.clone(), folder.clone());
            let passphrase_file = asked.passphrase_file.clone();
            let register = RegisterFolder { folder, database, passphrase_file };
            register.open_to_read(context)?.search(&question, kind, limit)
        }
    };
    if asked.json {
        output::answer_json(&found.to_json())?;
    } else {
        output::answer(&text(&context.words, &found))?;
    }
    let any = 0 < found.occupations_all + found.bodies_all;
    Ok(if any { Exit::Yes } else { Exit::Refused })
}

fn text(words: &Words, found: &Found) -> String {
    let Found { occupations, occupations_all, bodies, bodies_all } = found;
    let mut text = String::new();
    if !occupations.is_empty() {
        text.push_str(&count(words, "occupations", occupations.len(), *occupations_all));
        text.push_str(&aligned(&occupations.iter().map(occupation).collect::<Vec<_>>()));
    }
    if !bodies.is_empty() {
        text.push_str(&count(words, "bodies", bodies.len(), *bodies_all));
        text.push_str(&aligned(&bodies.iter().map(|hit| body(words, hit)).collect::<Vec<_>>()));
    }
    if text.is_empty() {
        text = format!("{}\n", words.say("search-none", &[]));
    }
    text
}

fn count(words: &Words, what: &str, shown: usize, all: usize) -> String {
    let said = [("shown", shown.to_string().into()), ("all", all.to_string().into())];
    let line = match what {
        "occupations" => words.say("search-occupations", &said),
        _ => words.say("search-bodies", &said),
    };
    format!("{line}\n")
}

fn occupation(hit: &OccupationHit) -> Vec<String> {
    let (item, title) = &hit.item;
    vec![hit.name.clone(), item.to_string(), title.clone(), hit.printed.clone().unwrap_or_default()]
}

fn body(words: &Words, hit: &BodyHit) -> Vec<String> {
    let codes = hit.institution.iter().chain(&hit.sites).cloned().collect::<Vec<_>>();
    vec![
        hit.number.to_string(),
        hit.name.clone(),
        organisation_kind(words, hit.kind),
        region(words, hit.region),
        hit.standing.map_or(String::new(), |standing| standing_words(words, standing)),
        codes.join(" "),
    ]
}
