//! `dengji body …`: organisations and evaluation bodies, from registration to removal.
//!
//! In scope: the commands and what each of their acts needs. Out of scope: the acts
//! (`desk::select_body`), the answer (`recorded`), how values are written (`values`).

use crate::Context;
use crate::commands::acting::Acting;
use crate::commands::recorded::{self};
use crate::exit::Exit;
use crate::fault::Fault;
use desk::RowId;
use desk::house::House;
use vocab::Level;

mod change;
mod enter;
mod select;
mod show;
mod take_over;
mod values;

/// The commands about bodies.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Registers an organisation.
    Register(enter::Register),
    /// Says anew where an organisation is and to whom it belongs.
    Describe(enter::Describe),
    /// Takes over a recognition that was made before this register.
    TakeOver(take_over::TakeOver),
    /// Applies for recognition.
    Apply(select::Apply),
    /// Takes a step of the review of an application.
    Review(select::Review),
    /// Recognises a body that applied.
    Grant(select::GrantArguments),
    /// Sets another scope.
    Amend(change::Amend),
    /// Lets a recognition last longer.
    Renew(change::Renew),
    /// Suspends a body, in whole or for one occupation.
    Suspend(change::Suspend),
    /// Ends a suspension.
    Reinstate(change::Reinstate),
    /// Removes a body from the list.
    Remove(change::Remove),
    /// Opens, changes or closes a site.
    Site(change::SiteArguments),
    /// Lets a centre of another unit become a social body.
    Convert(change::Convert),
    /// Lists the bodies recognised on a day.
    List(show::List),
    /// Shows a body with its history.
    Show(show::Show),
    /// Says whether a body was recognised for an occupation and level on a day.
    WasRecognised(show::WasRecognised),
}

impl Acting {
    /// Does an act that says everything in public.
    fn act(
        &self,
        context: &Context,
        act: impl FnOnce(&House) -> Result<desk::BodyAct, Fault>,
    ) -> Result<Exit, Fault> {
        let (mut house, by, on) = self.open(context)?;
        let act = act(&house)?;
        recorded::act(context, &mut house, &self.answering, |house| house.body_act(by, on, act))
    }
}

/// Runs a command about bodies.
pub(crate) fn run(context: &Context, command: &Command) -> Result<Exit, Fault> {
    match command {
        Command::Register(arguments) => enter::register(context, arguments),
        Command::Describe(arguments) => enter::describe(context, arguments),
        Command::TakeOver(arguments) => take_over::take_over(context, arguments),
        Command::Apply(arguments) => select::apply(context, arguments),
        Command::Review(arguments) => select::review(context, arguments),
        Command::Grant(arguments) => select::grant(context, arguments),
        Command::Amend(arguments) => change::amend(context, arguments),
        Command::Renew(arguments) => change::renew(context, arguments),
        Command::Suspend(arguments) => change::suspend(context, arguments),
        Command::Reinstate(arguments) => change::reinstate(context, arguments),
        Command::Remove(arguments) => change::remove(context, arguments),
        Command::Site(arguments) => change::site(context, arguments),
        Command::Convert(arguments) => change::convert(context, arguments),
        Command::List(arguments) => show::list(context, arguments),
        Command::Show(arguments) => show::show(context, arguments),
        Command::WasRecognised(arguments) => show::was_recognised(context, arguments),
    }
}

/// Returns a scope of occupations by name and levels.
fn scope(house: &House, written: &[values::Covered]) -> Result<Vec<(RowId, Level)>, Fault> {
    let mut scope = Vec::new();
    for values::Covered { occupation, levels } in written {
        let row = occupation_of(house, occupation)?;
        scope.extend(levels.iter().map(|level| (row, *level)));
    }
    Ok(scope)
}

/// Returns the row of an occupation by its name.
fn occupation_of(house: &House, name: &str) -> Result<RowId, Fault> {
    match house.law().rows.find(name) {
        desk::Named::One(row) => Ok(row),
        _ => Err(Fault::NoOccupation(name.to_string())),
    }
}
