//! `dengji law map`: from the words of each instrument to their rules, cases and readings.
//!
//! In scope: printing it, writing it where asked. Out of scope: the map itself (`law`).
//! Failure: only `--write` changes anything, and only one file; a law with faults has no map and
//! leaves the old one.

use super::law_check::lines;
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, output};
use desk::law_room::write_map;

/// Arguments of `law map`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Writes README.md into the folder given by --law, instead of printing.
    #[arg(long)]
    write: bool,
}

/// Prints or writes the map; `Fault` when the law folder has any.
pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<Exit, Fault> {
    if arguments.write && context.law.is_none() {
        return Err(Fault::NoMapFolder);
    }
    let map = match context.law_room()?.map(&context.words) {
        Ok(map) => map,
        Err(faults) => {
            output::tell(&lines(&context.words, &context.placed(faults)));
            return Ok(Exit::Fault);
        }
    };
    match &context.law {
        Some(directory) if arguments.write => {
            let path = write_map(directory, &map).map_err(Fault::Map)?;
            let path = path.display().to_string().into();
            output::tell(&context.words.say("map-written", &[("path", path)]));
        }
        _ => output::answer(&map)?,
    }
    Ok(Exit::Yes)
}
