//! `dengji act draft …`: the acts of a session, drafted for the body's own signature.
//!
//! In scope: arguments of each act. Out of scope: the acts (`desk`), the answer (`recorded`).

use crate::Context;
use crate::commands::import::reading::Reading;
use crate::commands::recorded::{self, Answering};
use crate::commands::register_folder::{RegisterFolder, known};
use crate::exit::Exit;
use crate::fault::Fault;
use desk::house::House;
use desk::import_sheet::Accept;
use desk::{Named, Scheme, SessionId, SessionPlan};
use std::path::PathBuf;
use vocab::{Day, Level};

/// The acts that can be drafted.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Announces an examination, or plans a session.
    Announce(Announce),
    /// Closes registration.
    Close(OfSession),
    /// Records results.
    Results(Results),
    /// Confirms results.
    Confirm(OfSession),
    /// Issues certificates.
    Issue(Issue),
}

/// What every draft needs.
#[derive(Debug, clap::Args)]
struct Drafting {
    #[command(flatten)]
    register: RegisterFolder,
    /// The organisation that acts, by its number.
    #[arg(long, value_name = "NUMBER")]
    by: u32,
    /// The day of effect; without it, today in China.
    #[arg(long, value_name = "DAY")]
    on: Option<Day>,
    /// The file of the draft.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Arguments of `act draft announce`.
#[derive(Debug, clap::Args)]
pub(crate) struct Announce {
    #[command(flatten)]
    drafting: Drafting,
    /// Names the request: the same name announces once.
    #[arg(long, value_name = "NAME")]
    name: String,
    /// The old scheme, with a qualification certificate; without it the new one.
    #[arg(long)]
    qualification: bool,
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

/// Arguments of acts that say nothing but the session.
#[derive(Debug, clap::Args)]
pub(crate) struct OfSession {
    #[command(flatten)]
    drafting: Drafting,
    /// The session, by its number.
    #[arg(long, value_name = "NUMBER")]
    session: u32,
}

/// Arguments of `act draft results`.
#[derive(Debug, clap::Args)]
pub(crate) struct Results {
    #[command(flatten)]
    of: OfSession,
    /// The day it was held.
    #[arg(long, value_name = "DAY")]
    held: Day,
    /// The sheet of results.
    #[arg(long, value_name = "FILE")]
    sheet: PathBuf,
    #[command(flatten)]
    reading: Reading,
}

/// Arguments of `act draft issue`.
#[derive(Debug, clap::Args)]
pub(crate) struct Issue {
    #[command(flatten)]
    of: OfSession,
    /// The date on the certificates; without it, the day of effect.
    #[arg(long, value_name = "DAY")]
    dated: Option<Day>,
    /// Rows of the results; without any, every one that passed.
    #[arg(long, value_name = "ROW")]
    row: Vec<u32>,
}

impl Command {
    fn drafting(&self) -> &Drafting {
        match self {
            Command::Announce(announce) => &announce.drafting,
            Command::Close(of) | Command::Confirm(of) => &of.drafting,
            Command::Results(results) => &results.of.drafting,
            Command::Issue(issue) => &issue.of.drafting,
        }
    }
}

/// Drafts the act.
pub(crate) fn run(context: &Context, command: &Command) -> Result<Exit, Fault> {
    let Drafting { register, by, on, out, json } = command.drafting();
    let mut house = register.open(context)?;
    let by = known(&house, *by)?;
    let on = on.unwrap_or_else(|| house.now().day_in_china());
    let answering = Answering { draft: Some(out.clone()), json: *json };
    match command {
        Command::Announce(asked) => {
            let (name, plan) = (&asked.name, plan(&house, asked)?);
            recorded::act(context, &mut house, &answering, |house| {
                house.announce(by, on, name, plan).map(|(_, receipt)| receipt)
            })
        }
        Command::Close(of) => recorded::act(context, &mut house, &answering, |house| {
            house.close_registration(by, SessionId(of.session), on)
        }),
        Command::Results(Results { of, held, sheet, reading }) => {
            let session = SessionId(of.session);
            let how = (Accept::Whole, *json);
            let taken = reading.take(context, sheet, how, |file, options, news| {
                house.read_scores(session, file, options, news).map_err(Fault::House)
            })?;
            let Some(taken) = taken else { return Ok(Exit::Fault) };
            recorded::act(context, &mut house, &answering, |house| {
                house.import_scores(by, session, (*held, on), &taken)
            })
        }
        Command::Confirm(of) => recorded::act(context, &mut house, &answering, |house| {
            house.confirm(by, SessionId(of.session), on)
        }),
        Command::Issue(Issue { of, dated, row }) => {
            let (session, dated) = (SessionId(of.session), dated.unwrap_or(on));
            let results = house.state().session(session).and_then(|s| s.results);
            let passed: Vec<u32> = (0..results.map_or(0, |r| r.passed)).collect();
            let rows = if row.is_empty() { &passed } else { row };
            recorded::act(context, &mut house, &answering, |house| {
                house.issue(by, session, (dated, on), rows).map(|issued| issued.receipt)
            })
        }
    }
}

fn plan(house: &House, asked: &Announce) -> Result<SessionPlan, Fault> {
    let Named::One(occupation) = house.law().rows.find(&asked.occupation) else {
        return Err(Fault::NoOccupation(asked.occupation.clone()));
    };
    let digit = char::from_digit(u32::from(asked.level), 10).expect("1 to 5 is a digit");
    Ok(SessionPlan {
        session: house.state().next_session(),
        scheme: if asked.qualification { Scheme::Qualification } else { Scheme::Level },
        occupation,
        level: Level::from_code(digit).expect("1 to 5 is a level"),
        registration_until: asked.until,
        planned_on: asked.planned,
    })
}
