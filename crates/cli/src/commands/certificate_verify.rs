//! `dengji certificate verify FILE`: a certificate file checked offline, line by line.
//!
//! In scope: which log is trusted, the two forms of the answer. Out of scope: checking (`desk`).
//! Exit codes: 0 when no line says no, 1 when one does, 3 when a file cannot be read.
//! The name and number given stay in this process; the shell's own history is the caller's matter.

use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, output};
use desk::house_folder::{LOG_FOLDER, LOG_KEY_FILE, trusted_log};
use desk::verdict::{About, Answer, Verdict};
use desk::verify_certificate::{Holder, TrustedLog, verify};
use desk::words::Lang;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Arguments of `certificate verify`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The `.dengji` file.
    file: PathBuf,
    /// Name of the person who is said to hold it.
    #[arg(long)]
    name: Option<String>,
    /// Number of the identity document.
    #[arg(long)]
    id: Option<String>,
    /// Public key of the log to trust; without it the demonstration's own, where there is one.
    #[arg(long, value_name = "FILE")]
    log_key: Option<PathBuf>,
    /// The log's list of landmarks; without it the demonstration's own, where that key is used.
    #[arg(long, value_name = "FILE")]
    landmarks: Option<PathBuf>,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Verifies and answers.
pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<Exit, Fault> {
    let room = context.law_room()?;
    let read = |path: &PathBuf| {
        std::fs::read(path).map_err(|source| Fault::ReadFile { path: path.clone(), source })
    };
    let bytes = read(&arguments.file)?;
    let trusted = trusted(arguments)?;
    let holder = Holder { name: arguments.name.as_deref(), document: arguments.id.as_deref() };
    let verdict = verify(&room, &context.clock, trusted.as_ref(), &bytes, holder);
    if arguments.json {
        output::answer_json(&object(&verdict))?;
    } else {
        output::answer(&text(&verdict, context.words.lang()))?;
    }
    let no = verdict.lines.iter().any(|l| l.answer == Answer::No);
    Ok(if no { Exit::Refused } else { Exit::Yes })
}

fn trusted(arguments: &Arguments) -> Result<Option<TrustedLog>, Fault> {
    let demo = PathBuf::from("dengji-data/demo").join(LOG_KEY_FILE);
    let beside = PathBuf::from("dengji-data/demo").join(LOG_FOLDER).join("landmarks");
    let (path, beside) = match &arguments.log_key {
        Some(path) => (path.clone(), None),
        None if demo.is_file() => (demo, Some(beside).filter(|list| list.is_file())),
        None => return Ok(None),
    };
    let landmarks = arguments.landmarks.clone().or(beside);
    trusted_log(&path, landmarks.as_deref()).map(Some).map_err(Fault::House)
}

fn mark(answer: Answer) -> (&'static str, &'static str) {
    match answer {
        Answer::Yes => ("✓", "yes"),
        Answer::No => ("✗", "no"),
        Answer::CouldNotCheck => ("?", "could_not_check"),
    }
}

fn text(verdict: &Verdict, lang: Lang) -> String {
    let mut out = verdict.number.as_ref().map_or(String::new(), |n| format!("{n}\n"));
    for line in &verdict.lines {
        let said = match lang {
            Lang::Zh => &line.zh,
            Lang::En => &line.en,
        };
        out.push_str(&format!("  {} {said}\n", mark(line.answer).0));
        if let Some(quote) = &line.quote {
            out.push_str(&format!("      「{quote}」\n"));
        }
    }
    out
}

fn object(verdict: &Verdict) -> Value {
    let lines: Vec<Value> = verdict
        .lines
        .iter()
        .map(|line| {
            json!({
                "about": about(line.about),
                "answer": mark(line.answer).1,
                "zh": line.zh,
                "en": line.en,
                "quote": line.quote,
            })
        })
        .collect();
    json!({ "number": verdict.number, "lines": lines })
}

fn about(about: About) -> &'static str {
    match about {
        About::Number => "number",
        About::InLog => "in_log",
        About::Signed => "signed",
        About::Holder => "holder",
        About::Status => "status",
        About::Time => "time",
        About::Body => "body",
        About::Occupation => "occupation",
        About::Lawful => "lawful",
    }
}
