//! `dengji occupation …`: exits that are announced, steps toward access-type, and where they have
//! led.
//!
//! In scope: arguments, the answers. Out of scope: the acts (`desk`), what follows from them
//! (`catalogue`, `decide`).

use crate::aligned::aligned;
use crate::commands::acting::Acting;
use crate::commands::certificate::{occupation, read};
use crate::commands::register_folder::RegisterFolder;
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, output};
use clap::ValueEnum;
use desk::house::House;
use desk::keep_numbers::digest_of;
use desk::{RowId, Step, law_words};
use serde_json::{Value, json};
use std::path::PathBuf;
use vocab::Day;

/// The commands about occupations.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Announces that an occupation leaves.
    AnnounceExit(AnnounceExit),
    /// Records a step toward access-type, or away from it.
    Reclassify(Reclassify),
    /// Shows what is recorded of an occupation.
    Show(Show),
    /// Lists the occupations of which something is recorded.
    List(List),
}

/// Arguments of `occupation announce-exit`.
#[derive(Debug, clap::Args)]
pub(crate) struct AnnounceExit {
    #[command(flatten)]
    acting: Acting,
    /// The occupation.
    name: String,
    /// The day since which it has left; without it, the day of effect.
    #[arg(long, value_name = "DAY")]
    effective: Option<Day>,
}

/// Arguments of `occupation reclassify`.
#[derive(Debug, clap::Args)]
pub(crate) struct Reclassify {
    #[command(flatten)]
    acting: Acting,
    /// The occupation.
    name: String,
    /// The step.
    #[arg(id = "reclassify-step", long = "step", value_name = "RECLASSIFY_STEP", value_enum)]
    step: StepName,
    /// The day an enacted law has effect, or the catalogue is changed; without it, the day of
    /// effect.
    #[arg(long, value_name = "DAY")]
    since: Option<Day>,
    /// The legal text; its digest goes into the log.
    #[arg(long, value_name = "FILE")]
    basis: PathBuf,
}

/// A step, by name.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum StepName {
    /// Drafted.
    Drafted,
    /// Enacted.
    Enacted,
    /// The catalogue was changed.
    CatalogueChanged,
    /// Turned to level assessment.
    TurnedToLevel,
    /// Examinations go on.
    Continue,
    /// Examinations stop.
    Stop,
}

/// Arguments of `occupation show`.
#[derive(Debug, clap::Args)]
pub(crate) struct Show {
    #[command(flatten)]
    register: RegisterFolder,
    /// The occupation.
    name: String,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Arguments of `occupation list`.
#[derive(Debug, clap::Args)]
pub(crate) struct List {
    #[command(flatten)]
    register: RegisterFolder,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Runs a command about occupations.
pub(crate) fn run(context: &Context, command: &Command) -> Result<Exit, Fault> {
    match command {
        Command::AnnounceExit(AnnounceExit { acting, name, effective }) => {
            let row = occupation(context, name)?;
            acting.run(context, |house, who| house.announce_exit(who, row, *effective))
        }
        Command::Reclassify(Reclassify { acting, name, step, since, basis }) => {
            let row = occupation(context, name)?;
            let basis = digest_of(&read(basis)?).0;
            acting.run(context, |house, who| {
                let day = since.unwrap_or(who.1);
                let step = match step {
                    StepName::Drafted => Step::Drafted,
                    StepName::Enacted => Step::Enacted { effective_on: day },
                    StepName::CatalogueChanged => Step::CatalogueChanged { on: day },
                    StepName::TurnedToLevel => Step::TurnedToLevel,
                    StepName::Continue => Step::Continue,
                    StepName::Stop => Step::Stop,
                };
                house.reclassify(who, row, step, basis)
            })
        }
        Command::Show(Show { register, name, json }) => {
            let house = register.open_to_read(context)?;
            let row = occupation(context, name)?;
            tell(context, &house, &[row], *json)
        }
        Command::List(List { register, json }) => {
            let house = register.open_to_read(context)?;
            let rows: Vec<RowId> = house.state().occupations().all().map(|(row, _)| row).collect();
            tell(context, &house, &rows, *json)
        }
    }
}

fn tell(context: &Context, house: &House, rows: &[RowId], as_json: bool) -> Result<Exit, Fault> {
    let words = &context.words;
    let mut table = vec![vec![
        words.say("act-field-occupation", &[]),
        words.say("occupation-column-standing", &[]),
        words.say("occupation-column-announced", &[]),
        words.say("occupation-field-effective", &[]),
        words.say("occupation-step-drafted", &[]),
        words.say("occupation-step-enacted", &[]),
        words.say("occupation-step-catalogue", &[]),
        words.say("occupation-step-turned", &[]),
        words.say("occupation-column-examinations", &[]),
    ]];
    let mut objects: Vec<Value> = Vec::new();
    let now = house.now();
    for row in rows {
        let turn = house.state().occupations().turn(*row);
        let notice = house.state().exit(*row);
        let Some(entry) = house.law().entry(*row, now.day_in_china(), now, &notice) else {
            continue;
        };
        let text = |day: Option<Day>| day.map_or("—".to_string(), |day| day.to_string());
        let announced = turn.announced.map(|(on, _)| on);
        let effective = turn.announced.and_then(|(_, effective)| effective);
        let goes_on = turn.decision.map(|(goes_on, ..)| goes_on);
        let examinations = match goes_on {
            Some(true) => words.say("occupation-step-continue", &[]),
            Some(false) => words.say("occupation-step-stop", &[]),
            None => "—".to_string(),
        };
        let day = |day: Option<Day>| day.map(|day| day.to_string());
        objects.push(json!({
            "occupation": entry.name,
            "standing": entry.standing.name(),
            "exit_announced_on": day(announced),
            "exit_effective_on": day(effective),
            "drafted_on": day(turn.drafted_on),
            "enacted_from": day(turn.enacted_from),
            "catalogue_from": day(turn.catalogue_from),
            "access_completed_on": day(turn.completed_on()),
            "turned_on": day(turn.turned_on),
            "examinations": goes_on.map(|on| if on { "continue" } else { "stop" }),
        }));
        table.push(vec![
            entry.name.clone(),
            law_words::standing(words, entry.standing),
            text(announced),
            text(effective),
            text(turn.drafted_on),
            text(turn.enacted_from),
            text(turn.catalogue_from),
            text(turn.turned_on),
            examinations,
        ]);
    }
    if as_json {
        output::answer_json(&json!({ "occupations": objects }))?;
    } else {
        output::answer(&aligned(&table))?;
    }
    Ok(Exit::Yes)
}
