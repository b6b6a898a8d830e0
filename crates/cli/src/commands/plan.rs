//! `dengji plan exit`: what an exit on a day would meet, and whom which sentence would protect.
//!
//! In scope: arguments, both forms of the answer. Out of scope: supposing (`desk::suppose_exit`).
//! Failure: the command only reads.

use crate::commands::exam::occupation;
use crate::commands::register_folder::RegisterFolder;
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, output};
use desk::RowId;
use desk::house::House;
use desk::suppose_exit::Suppose;
use std::path::PathBuf;
use vocab::Day;

mod report;

/// The commands that suppose.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Supposes that occupations leave the catalogue on a day.
    Exit(ExitArguments),
}

/// Arguments of `plan exit`.
#[derive(Debug, clap::Args)]
pub(crate) struct ExitArguments {
    #[command(flatten)]
    register: RegisterFolder,
    /// The occupation, as printed in the annex or corrected.
    #[arg(long, value_name = "NAME", required_unless_present = "item")]
    occupation: Option<String>,
    /// Every occupation of an item of the annex, by its number.
    #[arg(long, value_name = "N")]
    item: Option<u16>,
    /// The first day after the exit.
    #[arg(id = "exit_on", long = "on", value_name = "DAY")]
    on: Day,
    /// Only examinations and cohorts of this region, two digits.
    #[arg(id = "cohort_region", long = "region", value_name = "REGION",
        value_parser = clap::value_parser!(u8).range(10..=99))]
    region: Option<u8>,
    /// Writes the answer into this file too, to be printed.
    #[arg(long, value_name = "FILE")]
    print: Option<PathBuf>,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Runs a command that supposes.
pub(crate) fn run(context: &Context, command: &Command) -> Result<Exit, Fault> {
    let Command::Exit(arguments) = command;
    let house = arguments.register.open_to_read(context)?;
    let rows = rows(&house, arguments)?;
    let mut supposed = Vec::with_capacity(rows.len());
    for row in rows {
        let suppose = Suppose { row, on: arguments.on, region: arguments.region };
        let made = house.suppose_exit(suppose).map_err(Fault::House)?;
        supposed.push((row, made.map_err(|why| Fault::NoAnswer(why.to_string()))?));
    }
    let text = report::text(&context.words, &house, &supposed);
    if let Some(path) = &arguments.print {
        let failed = |source| Fault::WriteFile { path: path.clone(), source };
        std::fs::write(path, &text).map_err(failed)?;
    }
    if arguments.json {
        output::answer_json(&report::json(&house, &supposed))?;
    } else {
        output::answer(&text)?;
    }
    Ok(Exit::Yes)
}

fn rows(house: &House, arguments: &ExitArguments) -> Result<Vec<RowId>, Fault> {
    let named = arguments.occupation.as_ref().map(|name| occupation(house, name)).transpose()?;
    let rows = &house.law().rows;
    let of_item = |id: &RowId| {
        arguments.item.is_some() && rows.get(*id).map(|row| row.item) == arguments.item
    };
    let mut all: Vec<RowId> = rows.ids().filter(of_item).collect();
    all.extend(named.filter(|row| !all.contains(row)));
    match (all.is_empty(), arguments.item) {
        (true, Some(item)) => Err(Fault::NoOccupation(item.to_string())),
        _ => Ok(all),
    }
}
