//! `dengji act draft …`: the acts of a session, drafted for the body's own signature.
//!
//! In scope: arguments of each act. Out of scope: the acts (`desk`), the answer (`recorded`).

use crate::Context;
use crate::commands::recorded::{self, Answering};
use crate::commands::register_folder::RegisterFolder;
use crate::exit::Exit;
use crate::fault::Fault;
use desk::house::House;
use desk::{Named, OrganisationId, Scheme, SessionId, SessionPlan};
use std::path::PathBuf;
use vocab::{Day, Level};

/// Arguments of `act draft`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    register: RegisterFolder,
    /// The organisation that acts, by its number.
    #[arg(long, value_name = "N")]
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
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, clap::Subcommand)]
enum Act {
    /// Announces an examination, or plans a session.
    Announce(Announce),
    /// Closes registration.
    Close {
        /// The session, by its number.
        #[arg(long, value_name = "N")]
        session: u32,
    },
    /// Records results.
    Results {
        /// The session, by its number.
        #[arg(long, value_name = "N")]
        session: u32,
        /// The day it was held.
        #[arg(long, value_name = "DAY")]
        held: Day,
        /// The sheet of results.
        #[arg(long, value_name = "FILE")]
        sheet: PathBuf,
    },
    /// Confirms results.
    Confirm {
        /// The session, by its number.
        #[arg(long, value_name = "N")]
        session: u32,
    },
    /// Issues certificates.
    Issue {
        /// The session, by its number.
        #[arg(long, value_name = "N")]
        session: u32,
        /// The date on the certificates; without it, the day of effect.
        #[arg(long, value_name = "DAY")]
        dated: Option<Day>,
        /// Rows of the results; without any, every one that passed.
        #[arg(long, value_name = "N")]
        row: Vec<u32>,
    },
}

#[derive(Debug, clap::Args)]
struct Announce {
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
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=5))]
    level: u8,
    /// The last day of registration.
    #[arg(long, value_name = "DAY")]
    until: Day,
    /// The planned day.
    #[arg(long, value_name = "DAY")]
    planned: Day,
}

/// Drafts the act.
pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<Exit, Fault> {
    let mut house = arguments.register.open(context)?;
    let by = OrganisationId(arguments.by);
    if house.state().organisation(by).is_none() {
        return Err(Fault::NoOrganisation(arguments.by));
    }
    let on = arguments.on.unwrap_or_else(|| house.now().day_in_china());
    let answering = Answering { draft: Some(arguments.out.clone()), json: arguments.json };
    match &arguments.act {
        Act::Announce(asked) => {
            let plan = plan(&house, asked)?;
            let name = &asked.name;
            recorded::act(context, &mut house, &answering, |house| {
                house.announce(by, on, name, plan).map(|(_, receipt)| receipt)
            })
        }
        Act::Close { session } => recorded::act(context, &mut house, &answering, |house| {
            house.close_registration(by, SessionId(*session), on)
        }),
        Act::Results { session, held, sheet } => {
            let bytes = std::fs::read(sheet)
                .map_err(|source| Fault::ReadFile { path: sheet.clone(), source })?;
            let name = sheet.file_name().map_or("".into(), |n| n.to_string_lossy());
            let session = SessionId(*session);
            let scores = house.read_scores(session, &bytes, &name).map_err(Fault::Import)?;
            recorded::act(context, &mut house, &answering, |house| {
                house.record_results(by, session, (*held, on), &scores)
            })
        }
        Act::Confirm { session } => recorded::act(context, &mut house, &answering, |house| {
            house.confirm(by, SessionId(*session), on)
        }),
        Act::Issue { session, dated, row } => {
            let (session, dated) = (SessionId(*session), dated.unwrap_or(on));
            let passed = house.state().session(session).and_then(|s| s.results);
            let all: Vec<u32> = (0..passed.map_or(0, |r| r.passed)).collect();
            let rows = if row.is_empty() { &all } else { row };
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
