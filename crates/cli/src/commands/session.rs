//! `dengji session …`: a session of level assessment from its plan to its archive.
//!
//! In scope: the commands and what every one of them needs. Out of scope: the acts (`desk`), the
//! answer (`recorded`).

use crate::Context;
use crate::commands::acting::Acting;
use crate::exit::Exit;
use crate::fault::Fault;
use desk::SessionId;
use std::path::Path;
use vocab::Level;

pub(crate) mod dispute;
pub(crate) mod room;
pub(crate) mod see;
pub(crate) mod step;

/// The commands about sessions.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Plans a session and announces it.
    Plan(step::Plan),
    /// Accepts the registrations of a sheet, by the standard's conditions.
    Register(step::Register),
    /// Closes registration.
    Close(OfSession),
    /// Arranges rooms, seats and staff.
    Arrange(room::Arrange),
    /// Records who came.
    SignIn(room::SignIn),
    /// Records results by part.
    Results(step::Results),
    /// Objects to results.
    Object(dispute::Object),
    /// Decides an objection.
    Decide(dispute::Decide),
    /// Revises results after an objection was upheld.
    Revise(dispute::Revise),
    /// Confirms results.
    Confirm(OfSession),
    /// Issues certificates.
    Issue(step::Issue),
    /// Lists what is archived, and until when it is kept.
    Archive(dispute::Archive),
    /// Lends an examiner or invigilator openly to another body.
    Lend(room::Lend),
    /// Declares that one of the staff stands in a relation to a candidate.
    Relation(room::Relation),
    /// Shows a session.
    Show(see::Show),
    /// Lists sessions.
    List(see::List),
    /// Says whether somebody may sit, and by which condition.
    Eligible(see::Eligible),
}

/// Who acts on which session and when.
#[derive(Debug, clap::Args)]
pub(crate) struct OfSession {
    #[command(flatten)]
    acting: Acting,
    /// The session, by its number.
    #[arg(long, value_name = "NUMBER")]
    session: u32,
}

impl OfSession {
    fn id(&self) -> SessionId {
        SessionId(self.session)
    }
}

/// Runs a command about sessions.
pub(crate) fn run(context: &Context, command: &Command) -> Result<Exit, Fault> {
    match command {
        Command::Plan(asked) => step::plan(context, asked),
        Command::Register(asked) => step::register(context, asked),
        Command::Close(asked) => step::close(context, asked),
        Command::Arrange(asked) => room::arrange(context, asked),
        Command::SignIn(asked) => room::sign_in(context, asked),
        Command::Results(asked) => step::results(context, asked),
        Command::Object(asked) => dispute::object(context, asked),
        Command::Decide(asked) => dispute::decide(context, asked),
        Command::Revise(asked) => dispute::revise(context, asked),
        Command::Confirm(asked) => step::confirm(context, asked),
        Command::Issue(asked) => step::issue(context, asked),
        Command::Archive(asked) => dispute::archive(context, asked),
        Command::Lend(asked) => room::lend(context, asked),
        Command::Relation(asked) => room::relation(context, asked),
        Command::Show(asked) => see::show(context, asked),
        Command::List(asked) => see::list(context, asked),
        Command::Eligible(asked) => see::eligible(context, asked),
    }
}

/// Returns the level of a number from 1 to 5, as the arguments were parsed.
fn level(number: u8) -> Level {
    Level::ALL[usize::from(number.clamp(1, 5)) - 1]
}

/// Returns a file's bytes and its name.
fn read(path: &Path) -> Result<(Vec<u8>, String), Fault> {
    let bytes = std::fs::read(path)
        .map_err(|source| Fault::ReadFile { path: path.to_path_buf(), source })?;
    let name = path.file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned());
    Ok((bytes, name))
}
