//! `dengji catalogue list` and `dengji catalogue show NAME`: who leaves the catalogue and when, and
//! what can be done with an occupation now.
//!
//! In scope: arguments, the two forms of each answer. Out of scope: seeing (`desk::see_catalogue`).
//! Failure: the commands only read.

use crate::commands::register_folder::RegisterFolder;
use crate::database::Database;
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, output};
use desk::see_catalogue::{self, See};
use desk::see_turns::Recorded;
use std::path::PathBuf;

mod report;

/// Arguments of `catalogue list`.
#[derive(Debug, clap::Args)]
pub(crate) struct ListArguments {
    /// Part of a name, printed or corrected.
    name: Option<String>,
    /// Part of the name of an implementing department.
    #[arg(long, value_name = "PART")]
    department: Option<String>,
    /// What the annex orders: batch1, batch2 or access.
    #[arg(long)]
    fate: Option<String>,
    /// Where it stands: listed, exit_planned, exited, access_pending or access.
    #[arg(long)]
    standing: Option<String>,
    #[command(flatten)]
    when: When,
}

/// Arguments of `catalogue show`.
#[derive(Debug, clap::Args)]
pub(crate) struct ShowArguments {
    /// The occupation, as printed in the annex or corrected.
    name: String,
    #[command(flatten)]
    when: When,
}

#[derive(Debug, clap::Args)]
struct When {
    /// The day; without it, today in China.
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// The instant of knowledge; without it, now.
    #[arg(long, value_name = "INSTANT")]
    known_at: Option<String>,
    /// Folder with a register, whose record of exits and reclassification is shown too.
    #[arg(id = "register", long = "data", value_name = "DIR")]
    folder: Option<PathBuf>,
    #[command(flatten)]
    database: Database,
    /// File whose first line is the passphrase of the register's keys.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

impl When {
    fn see<'a>(&'a self, recorded: Option<&'a Recorded>) -> See<'a> {
        let (on, known_at) = (self.on.as_deref(), self.known_at.as_deref());
        See { on, known_at, recorded, ..See::default() }
    }

    /// Returns what the register has recorded, where a folder names one.
    fn recorded(&self, context: &Context) -> Result<Option<Recorded>, Fault> {
        let Some(folder) = self.folder.clone() else { return Ok(None) };
        let (database, passphrase_file) = (self.database.clone(), self.passphrase_file.clone());
        let register = RegisterFolder { folder, database, passphrase_file };
        register.open_to_read(context)?.recorded_turns().map(Some).map_err(Fault::House)
    }
}

/// Lists the occupations that pass every filter.
pub(crate) fn list(context: &Context, arguments: &ListArguments) -> Result<Exit, Fault> {
    let recorded = arguments.when.recorded(context)?;
    let see = See {
        name: arguments.name.as_deref(),
        department: arguments.department.as_deref(),
        fate: arguments.fate.as_deref(),
        standing: arguments.standing.as_deref(),
        ..arguments.when.see(recorded.as_ref())
    };
    let room = context.law_room()?;
    let view = see_catalogue::list(&room, &context.clock, &see).map_err(Fault::Ask)?;
    if arguments.when.json {
        output::answer_json(&view.to_json())?;
    } else {
        output::answer(&report::list(&context.words, &view))?;
    }
    Ok(Exit::Yes)
}

/// Shows one occupation and the acts of both schemes.
pub(crate) fn show(context: &Context, arguments: &ShowArguments) -> Result<Exit, Fault> {
    let room = context.law_room()?;
    let recorded = arguments.when.recorded(context)?;
    let (name, see) = (&arguments.name, arguments.when.see(recorded.as_ref()));
    let view = see_catalogue::show(&room, &context.clock, name, &see).map_err(Fault::Ask)?;
    if arguments.when.json {
        output::answer_json(&view.to_json())?;
    } else {
        output::answer(&report::show(&context.words, &view))?;
    }
    Ok(Exit::Yes)
}
