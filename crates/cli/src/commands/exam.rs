//! `dengji exam …`: an examination of the old scheme, from its announcement to its close.
//!
//! In scope: arguments of each act. Out of scope: the acts (`desk`), acts about one candidate
//! (`candidate`), what is shown (`show`), the form of answers (`recorded`).

use crate::Context;
use crate::commands::acting::Acting;
use crate::commands::import::reading::Reading;
use crate::commands::recorded;
use crate::commands::session::step;
use crate::exit::Exit;
use crate::fault::Fault;
use desk::house::House;
use desk::{Named, RowId, Scheme, SessionId, SessionPlan};
use std::path::PathBuf;
use vocab::{Day, Level};

mod candidate;
mod show;

/// The commands about examinations.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Announces an examination.
    Announce(Announce),
    /// Accepts registrations, privately.
    Accept(candidate::Accept),
    /// Closes registration.
    Close(OfExam),
    /// Records that the five steps of a batch are done, and gives admission numbers.
    Complete(OfExam),
    /// Records what a candidate chose, privately.
    Elect(candidate::Elect),
    /// Records that a candidate withdrew, privately.
    Withdraw(candidate::Withdraw),
    /// Records that a candidate was paid back, privately.
    Refund(candidate::Refund),
    /// Reports what the candidates chose.
    Choices(OfExam),
    /// Records results.
    Results(Results),
    /// Issues qualification certificates.
    Issue(Issue),
    /// Closes an examination for good.
    CloseExam(OfExam),
    /// Shows an examination.
    Show(show::OfSession),
    /// Lists the examinations.
    List(show::Seeing),
    /// Lists candidates who have not chosen.
    Reminders(show::Reminders),
    /// Compares fees received, paid back and kept.
    Reconcile(show::OfSession),
}

/// Arguments of `exam announce`.
#[derive(Debug, clap::Args)]
pub(crate) struct Announce {
    #[command(flatten)]
    acting: Acting,
    /// Names the request: the same name announces once.
    #[arg(long, value_name = "NAME")]
    name: String,
    /// The occupation, as printed in the annex or corrected.
    #[arg(long, value_name = "NAME")]
    occupation: String,
    /// The level, 1 to 5.
    #[arg(long, value_name = "LEVEL", value_parser = clap::value_parser!(u8).range(1..=5))]
    level: u8,
    /// The last day of registration.
    #[arg(long, value_name = "DAY")]
    until: Day,
    /// The planned day.
    #[arg(long, value_name = "DAY")]
    planned: Day,
}

/// Arguments of acts that say nothing but the examination.
#[derive(Debug, clap::Args)]
pub(crate) struct OfExam {
    #[command(flatten)]
    acting: Acting,
    /// The examination, by its number.
    #[arg(long, value_name = "NUMBER")]
    session: u32,
}

/// Arguments of `exam results`.
#[derive(Debug, clap::Args)]
pub(crate) struct Results {
    #[command(flatten)]
    of: OfExam,
    /// The day it was held.
    #[arg(long, value_name = "DAY")]
    held: Day,
    /// The sheet of results.
    #[arg(long, value_name = "FILE")]
    sheet: PathBuf,
    #[command(flatten)]
    reading: Reading,
}

/// Arguments of `exam issue`.
#[derive(Debug, clap::Args)]
pub(crate) struct Issue {
    #[command(flatten)]
    of: OfExam,
    /// The date on the certificates; without it, the day of effect.
    #[arg(long, value_name = "DAY")]
    dated: Option<Day>,
    /// Rows of the results; without any, every one that passed.
    #[arg(long, value_name = "ROW")]
    row: Vec<u32>,
}

/// Runs a command about examinations.
pub(crate) fn run(context: &Context, command: &Command) -> Result<Exit, Fault> {
    match command {
        Command::Announce(arguments) => announce(context, arguments),
        Command::Accept(arguments) => candidate::accept(context, arguments),
        Command::Elect(arguments) => candidate::elect(context, arguments),
        Command::Withdraw(arguments) => candidate::withdraw(context, arguments),
        Command::Refund(arguments) => candidate::refund(context, arguments),
        Command::Close(of) => {
            act(context, of, |house, by, session, on| house.close_registration(by, session, on))
        }
        Command::Complete(of) => act(context, of, |house, by, session, on| {
            house.complete_batch(by, session, on).map(|(_, receipt)| receipt)
        }),
        Command::Choices(of) => {
            act(context, of, |house, by, session, on| house.report_choices(by, session, on))
        }
        Command::CloseExam(of) => {
            act(context, of, |house, by, session, on| house.close_exam(by, session, on))
        }
        Command::Results(arguments) => results(context, arguments),
        Command::Issue(arguments) => issue(context, arguments),
        Command::Show(arguments) => show::show(context, arguments),
        Command::List(arguments) => show::list(context, arguments),
        Command::Reminders(arguments) => show::reminders(context, arguments),
        Command::Reconcile(arguments) => show::reconcile(context, arguments),
    }
}

fn act(
    context: &Context,
    of: &OfExam,
    what: impl FnOnce(
        &mut House,
        desk::OrganisationId,
        SessionId,
        Day,
    ) -> Result<desk::house::Receipt, desk::house_error::HouseError>,
) -> Result<Exit, Fault> {
    let (mut house, by, on) = of.acting.open(context)?;
    let session = SessionId(of.session);
    recorded::act(context, &mut house, &of.acting.answering, |h| what(h, by, session, on))
}

fn announce(context: &Context, asked: &Announce) -> Result<Exit, Fault> {
    let (mut house, by, on) = asked.acting.open(context)?;
    let plan = SessionPlan {
        session: house.state().next_session(),
        scheme: Scheme::Qualification,
        occupation: occupation(&house, &asked.occupation)?,
        level: level(asked.level),
        registration_until: asked.until,
        planned_on: asked.planned,
    };
    recorded::act(context, &mut house, &asked.acting.answering, |house| {
        house.announce(by, on, &asked.name, plan).map(|(_, receipt)| receipt)
    })
}

fn results(context: &Context, arguments: &Results) -> Result<Exit, Fault> {
    let Results { of, held, sheet, reading } = arguments;
    step::record_scores(context, &of.acting, (SessionId(of.session), *held), (sheet, reading))
}

fn issue(context: &Context, arguments: &Issue) -> Result<Exit, Fault> {
    let Issue { of, dated, row } = arguments;
    let (mut house, by, on) = of.acting.open(context)?;
    let (session, dated) = (SessionId(of.session), dated.unwrap_or(on));
    let results = house.state().session(session).and_then(|s| s.results);
    let passed: Vec<u32> = (0..results.map_or(0, |r| r.passed)).collect();
    let rows = if row.is_empty() { &passed } else { row };
    recorded::act(context, &mut house, &of.acting.answering, |house| {
        house.issue(by, session, (dated, on), rows).map(|issued| issued.receipt)
    })
}

/// Returns the row of an occupation by its name.
pub(crate) fn occupation(house: &House, name: &str) -> Result<RowId, Fault> {
    match house.law().rows.find(name) {
        Named::One(row) => Ok(row),
        Named::Several(_) | Named::Unknown(_) => Err(Fault::NoOccupation(name.to_string())),
    }
}

/// Returns the level of a digit from 1 to 5.
pub(crate) fn level(digit: u8) -> Level {
    let digit = char::from_digit(u32::from(digit), 10).expect("1 to 5 is a digit");
    Level::from_code(digit).expect("1 to 5 is a level")
}
