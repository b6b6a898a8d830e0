//! `dengji session plan|register|close|results|confirm|issue`: the steps of a session.
//!
//! In scope: arguments of each step. Out of scope: rooms (`room`), objections (`dispute`).

use super::{Acting, OfSession, level};
use crate::commands::import::into_session::{self, Into};
use crate::commands::import::reading::{GoodRows, Reading};
use crate::commands::recorded;
use crate::commands::register_folder::RegisterFolder;
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, output};
use desk::import_sheet::Accept;
use desk::{Named, Scheme, SessionId, SessionPlan};
use serde_json::json;
use std::path::{Path, PathBuf};
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
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    good_rows: GoodRows,
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
    #[command(flatten)]
    reading: Reading,
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
    let session = SessionId(asked.session);
    let Register { sheet: file, reading, good_rows, json, .. } = asked;
    let into = Into { session, on, resits: false, file, reading, good_rows, json: *json };
    let Some(done) = into_session::enter(context, &mut house, &into)? else {
        return Ok(Exit::Fault);
    };
    let (entered, left_out) = done.map_err(Fault::House)?;
    let all = house.accepted(session).map_err(Fault::House)?;
    if asked.json {
        output::answer_json(&json!({
            "accepted": entered.places.len(),
            "all": all,
            "left_out": left_out,
            "repeated": 0 < entered.parts && entered.repeated == entered.parts,
        }))?;
        return Ok(Exit::Yes);
    }
    let counts = [("n", entered.places.len().into()), ("all", all.into())];
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
    let Results { of, held, sheet, reading } = asked;
    record_scores(context, &of.acting, (of.id(), *held), (sheet, reading))
}

/// Records the results of a sheet.
pub(crate) fn record_scores(
    context: &Context,
    acting: &Acting,
    (session, held): (SessionId, Day),
    (sheet, reading): (&Path, &Reading),
) -> Result<Exit, Fault> {
    let (mut house, by, on) = acting.open(context)?;
    let how = (Accept::Whole, acting.answering.json);
    let taken = reading.take(context, sheet, how, |file, options, news| {
        house.read_scores(session, file, options, news).map_err(Fault::House)
    })?;
    let Some(taken) = taken else { return Ok(Exit::Fault) };
    recorded::act(context, &mut house, &acting.answering, |house| {
        house.import_scores(by, session, (held, on), &taken)
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
