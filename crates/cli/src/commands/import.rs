//! `dengji import …`: sheets in bulk: templates, reading without recording, and recording.
//!
//! In scope: arguments. Out of scope: the acts (`desk::import_*`), how a report is shown
//! (`report`). The commands `session register`, `session results`, `exam accept`, `exam results`,
//! `cohort admit` and `certificate legacy import` take their sheets through the same pipeline
//! (`reading`).

use crate::commands::acting::Acting;
use crate::commands::certificate::Import;
use crate::commands::session::step;
use crate::commands::{certificate, recorded, register_folder};
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, output};
use clap::builder::PossibleValuesParser;
use desk::SessionId;
use desk::import_sheet::{Form, Options, SheetFile, look_at, write_csv, write_xlsx};
use serde_json::json;
use std::path::PathBuf;
use vocab::Day;

pub(crate) mod into_session;
pub(crate) mod reading;
pub(crate) mod report;

use reading::Reading;

/// The commands about sheets.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Writes an empty sheet of a kind.
    Template(Template),
    /// Reads a sheet and reports on it; nothing is recorded.
    Check(Check),
    /// Accepts people who register for a session or an examination.
    Candidates(into_session::People),
    /// Records results by part.
    Scores(Scores),
    /// Registers a list of older certificates.
    Legacy(Import),
    /// Records what candidates of an examination chose, privately.
    Elections(into_session::People),
}

/// Arguments of `import template`.
#[derive(Debug, clap::Args)]
pub(crate) struct Template {
    /// The kind of sheet.
    #[arg(id = "sheet_kind", value_name = "SHEET_KIND", value_parser = kinds())]
    kind: String,
    /// The file; its ending says xlsx or csv.
    #[arg(id = "template_out", long = "out", short = 'o', value_name = "FILE")]
    out: PathBuf,
}

/// Arguments of `import check`.
#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    /// The kind of sheet.
    #[arg(id = "sheet_kind", value_name = "SHEET_KIND", value_parser = kinds())]
    kind: String,
    /// The sheet.
    #[arg(id = "sheet_file", value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    reading: Reading,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Arguments of `import scores`.
#[derive(Debug, clap::Args)]
pub(crate) struct Scores {
    #[command(flatten)]
    acting: Acting,
    /// The session or examination, by its number.
    #[arg(long, value_name = "NUMBER")]
    session: u32,
    /// The day it was held.
    #[arg(long, value_name = "DAY")]
    held: Day,
    /// The sheet.
    #[arg(id = "sheet_file", value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    reading: Reading,
}

fn kinds() -> PossibleValuesParser {
    PossibleValuesParser::new(Form::ALL.map(Form::name))
}

/// Returns the form of a name that clap has let pass.
fn form(name: &str) -> Form {
    Form::from_name(name).expect("clap takes the names of forms alone")
}

/// Runs a command about sheets.
pub(crate) fn run(context: &Context, command: &Command) -> Result<Exit, Fault> {
    match command {
        Command::Template(arguments) => template(context, arguments),
        Command::Check(arguments) => check(context, arguments),
        Command::Candidates(arguments) => into_session::candidates(context, arguments),
        Command::Scores(Scores { acting, session, held, file, reading }) => {
            step::record_scores(context, acting, (SessionId(*session), *held), (file, reading))
        }
        Command::Legacy(arguments) => certificate::import(context, arguments),
        Command::Elections(arguments) => into_session::elections(context, arguments),
    }
}

fn template(context: &Context, arguments: &Template) -> Result<Exit, Fault> {
    let Template { kind, out } = arguments;
    let csv = out.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    let made = match csv {
        true => write_csv(form(kind), &[]),
        false => write_xlsx(form(kind), &[]),
    };
    let bytes = made.map_err(Fault::WriteSheet)?;
    output::write_whole(out, &bytes)?;
    let path = out.display().to_string();
    output::answer(&format!(
        "{}\n",
        context.words.say("import-template", &[("path", path.into())])
    ))?;
    Ok(Exit::Yes)
}

fn check(context: &Context, arguments: &Check) -> Result<Exit, Fault> {
    let Check { kind, file, reading, json } = arguments;
    let (path, file) = (file, SheetFile::at(file));
    let report = reading.watched(context, |options, news| {
        // Only the object says the digest.
        let options = Options { without_digest: !*json, ..options.clone() };
        look_at(&file, form(kind), &options, news)
    });
    reading::readable(path, &report)?;
    reading.write_errors(context, &report)?;
    if *json {
        let mut object = report::object(&report);
        object["first_rows"] = report::shown(&report);
        output::answer_json(&object)?;
    } else {
        let words = &context.words;
        let text = [report::summary(words, &report), report::table(words, &report)].concat();
        output::answer(&format!("{text}{}", report::errors(words, &report)))?;
    }
    Ok(if report.is_good() { Exit::Yes } else { Exit::Refused })
}

/// Tells of an import that came to several acts.
pub(crate) fn recorded_acts(
    context: &Context,
    house: &mut desk::house::House,
    receipts: &[desk::house::Receipt],
    as_json: bool,
) -> Result<Exit, Fault> {
    let [first, rest @ ..] = receipts else { return Ok(Exit::Yes) };
    let Some(last) = rest.last() else {
        return recorded::recorded(context, house, first, as_json);
    };
    house.publish().map_err(Fault::House)?;
    register_folder::tell_anchor(context, house);
    let repeated = receipts.iter().filter(|receipt| receipt.repeated).count();
    if as_json {
        output::answer_json(&json!({
            "index": first.index,
            "last_index": last.index,
            "acts": receipts.len(),
            "repeated_acts": repeated,
            "repeated": repeated == receipts.len(),
            "rule": first.rule,
            "quote": first.quote,
        }))?;
        return Ok(Exit::Yes);
    }
    let said = [
        ("acts", receipts.len().into()),
        ("repeated", repeated.into()),
        ("first", first.index.to_string().into()),
        ("last", last.index.to_string().into()),
    ];
    let cited = recorded::cited(first.rule.as_deref(), first.quote.as_deref());
    output::answer(&format!("{}\n{cited}", context.words.say("import-acts", &said)))?;
    Ok(Exit::Yes)
}
