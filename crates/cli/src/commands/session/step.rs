//! `dengji session plan|register|close|results|confirm|issue`: the steps of a session.
//!
//! In scope: arguments of each step. Out of scope: rooms (`room`), objections (`dispute`).

use super::{Acting, OfSession, level, read};
use crate::commands::recorded::{self};
use crate::commands::register_folder::RegisterFolder;
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, output};
use desk::import_session::read_registrations;
use desk::{Named, Scheme, SessionId, SessionPlan};
use serde_json::json;
use std::path::PathBuf;
use vocab::Day;

/// Arguments of `session plan`.
#[derive(Debug, clap::Args)]
pub(crate) struct Plan {
    #[command(flatten)]
    acting: Acting,
    /// Names the request: the same name plans once.
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

/// Arguments of `session register`. It enters nothing into the log, so nobody signs it.
#[derive(Debug, clap::Args)]
pub(crate) struct Register {
    #[command(flatten)]
    register: RegisterFolder,
    /// The session, by its number.
    #[arg(long, value_name = "NUMBER")]
    session: u32,
    /// The day of acceptance; without it, today in China.
    #[arg(long, value_name = "DAY")]
    on: Option<Day>,
    /// The sheet of registrations.
    #[arg(long, value_name = "FILE")]
    sheet: PathBuf,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Arguments of `session results`.
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
}

/// Arguments of `session issue`.
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

/// Plans a session.
pub(super) fn plan(context: &Context, asked: &Plan) -> Result<Exit, Fault> {
    let (mut house, by, on) = asked.acting.open(context)?;
    let Named::One(occupation) = house.law().rows.find(&asked.occupation) else {
        return Err(Fault::NoOccupation(asked.occupation.clone()));
    };
    let plan = SessionPlan {
        session: house.state().next_session(),
        scheme: Scheme::Level,
        occupation,
        level: level(asked.level),
        registration_until: asked.until,
        planned_on: asked.planned,
    };
    recorded::act(context, &mut house, &asked.acting.answering, |house| {
        house.announce(by, on, &asked.name, plan).map(|(_, receipt)| receipt)
    })
}

/// Accepts registrations.
pub(super) fn register(context: &Context, asked: &Register) -> Result<Exit, Fault> {
    let mut house = asked.register.open(context)?;
    let on = asked.on.unwrap_or_else(|| house.now().day_in_china());
    let (bytes, name) = read(&asked.sheet)?;
    let people = read_registrations(&bytes, &name).map_err(Fault::Import)?;
    let session = SessionId(asked.session);
    let places = house.register_eligible(session, on, &people).map_err(Fault::House)?;
    let all = house.accepted(session).map_err(Fault::House)?;
    if asked.json {
        output::answer_json(&json!({ "accepted": places.len(), "all": all }))?;
        return Ok(Exit::Yes);
    }
    let counts = [("n", places.len().into()), ("all", all.into())];
    output::answer(&format!("{}\n", context.words.say("session-accepted", &counts)))?;
    Ok(Exit::Yes)
}

/// Closes registration.
pub(super) fn close(context: &Context, asked: &OfSession) -> Result<Exit, Fault> {
    let (mut house, by, on) = asked.acting.open(context)?;
    recorded::act(context, &mut house, &asked.acting.answering, |house| {
        house.close_registration(by, asked.id(), on)
    })
}

/// Records results.
pub(super) fn results(context: &Context, asked: &Results) -> Result<Exit, Fault> {
    let Results { of, held, sheet } = asked;
    let (mut house, by, on) = of.acting.open(context)?;
    let (bytes, name) = read(sheet)?;
    let scores = house.read_part_scores(of.id(), &bytes, &name).map_err(Fault::Import)?;
    recorded::act(context, &mut house, &of.acting.answering, |house| {
        house.record_part_results(by, of.id(), (*held, on), &scores)
    })
}

/// Confirms results.
pub(super) fn confirm(context: &Context, asked: &OfSession) -> Result<Exit, Fault> {
    let (mut house, by, on) = asked.acting.open(context)?;
    recorded::act(context, &mut house, &asked.acting.answering, |house| {
        house.confirm(by, asked.id(), on)
    })
}

/// Issues certificates.
pub(super) fn issue(context: &Context, asked: &Issue) -> Result<Exit, Fault> {
    let Issue { of, dated, row } = asked;
    let (mut house, by, on) = of.acting.open(context)?;
    let results = house.state().session(of.id()).and_then(|s| s.results);
    let passed: Vec<u32> = (0..results.map_or(0, |r| r.passed)).collect();
    let rows = if row.is_empty() { &passed } else { row };
    let dates = (dated.unwrap_or(on), on);
    recorded::act(context, &mut house, &of.acting.answering, |house| {
        house.issue(by, of.id(), dates, rows).map(|issued| issued.receipt)
    })
}
