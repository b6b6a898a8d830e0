//! `dengji case …`: a case of supervision from its opening to its end.
//!
//! In scope: arguments of the acts. Out of scope: what is shown of cases (`show`), the acts.

use crate::Context;
use crate::commands::acting::{Acting, names, occupation};
use crate::commands::recorded;
use crate::commands::register_folder::known;
use crate::exit::Exit;
use crate::fault::Fault;
use desk::house::{House, Receipt};
use desk::house_error::HouseError;
use desk::supervise::{self, CaseAsk, FindingAsk};
use desk::{CaseId, DrawId, FindingCode, Grounds, InspectionId, Sanction, SanctionStep, SessionId};
use vocab::Day;

mod show;

/// The steps of a case.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Opens a case.
    Open(Open),
    /// Records a finding.
    Find(Find),
    /// Orders rectification by a day.
    Rectify(Rectify),
    /// Reports what was put right.
    Rectified(WithText),
    /// Sanctions the subject.
    Sanction(Sanctioning),
    /// Appeals against the last sanction.
    Appeal(WithText),
    /// Decides an appeal.
    Decide(Decide),
    /// Closes a case.
    Close(OfCase),
    /// Shows a case.
    Show(show::Showing),
    /// Lists cases.
    List(show::Listing),
}

/// Arguments of `case open`.
#[derive(Debug, clap::Args)]
pub(crate) struct Open {
    #[command(flatten)]
    acting: Acting,
    /// Whom it is about, by its number.
    #[arg(long, value_name = "NUMBER")]
    subject: u32,
    /// On what grounds.
    #[arg(long, value_name = "CODE", value_parser = names(Grounds::ALL, Grounds::name))]
    grounds: String,
    /// The inspection it rests on.
    #[arg(long, value_name = "NUMBER")]
    inspection: Option<u32>,
    /// The draw in which a nonce is missing.
    #[arg(id = "of-draw", long = "of-draw", value_name = "NUMBER")]
    draw: Option<u32>,
    /// What was brought forward, which stays private.
    #[arg(long, value_name = "TEXT")]
    text: String,
}

/// A case and who acts in it.
#[derive(Debug, clap::Args)]
pub(crate) struct OfCase {
    #[command(flatten)]
    acting: Acting,
    /// The case, by its number.
    #[arg(long, value_name = "NUMBER")]
    case: u32,
}

/// Arguments of `case rectified` and `case appeal`.
#[derive(Debug, clap::Args)]
pub(crate) struct WithText {
    #[command(flatten)]
    of: OfCase,
    /// What is said, which stays private.
    #[arg(long, value_name = "TEXT")]
    text: String,
}

/// Arguments of `case find`.
#[derive(Debug, clap::Args)]
pub(crate) struct Find {
    #[command(flatten)]
    of: OfCase,
    /// What was found.
    #[arg(long, value_name = "CODE", value_parser = names(FindingCode::ALL, FindingCode::name))]
    finding: String,
    /// The session.
    #[arg(long, value_name = "NUMBER")]
    session: Option<u32>,
    /// Rows of its results: first and last of a run.
    #[arg(long, value_name = "RUN", value_parser = run_of_rows)]
    rows: Vec<(u32, u32)>,
    /// The reasons, which stay private.
    #[arg(long, value_name = "TEXT")]
    text: String,
}

/// Arguments of `case rectify`.
#[derive(Debug, clap::Args)]
pub(crate) struct Rectify {
    #[command(flatten)]
    of: OfCase,
    /// The last day.
    #[arg(long, value_name = "DAY")]
    due: Day,
}

/// Arguments of `case sanction`.
#[derive(Debug, clap::Args)]
pub(crate) struct Sanctioning {
    #[command(flatten)]
    of: OfCase,
    /// The step of the ladder.
    #[arg(long, value_name = "CODE", value_parser = names(SanctionStep::ALL, SanctionStep::name))]
    step: String,
    /// The last day.
    #[arg(long, value_name = "DAY")]
    until: Option<Day>,
    /// The occupation it is confined to.
    #[arg(long, value_name = "NAME")]
    occupation: Option<String>,
}

/// Arguments of `case decide`.
#[derive(Debug, clap::Args)]
pub(crate) struct Decide {
    #[command(flatten)]
    of: OfCase,
    /// The appeal is right, and the sanction falls; without it, the sanction stands.
    #[arg(long)]
    upheld: bool,
}

/// Runs a step of a case.
pub(crate) fn run(context: &Context, command: &Command) -> Result<Exit, Fault> {
    match command {
        Command::Open(asked) => open(context, asked),
        Command::Find(asked) => {
            let code = FindingCode::from_name(&asked.finding);
            let ask = FindingAsk {
                case: CaseId(asked.of.case),
                code: code.expect("one of the values of the argument"),
                session: asked.session.map(SessionId),
                rows: asked.rows.clone(),
                text: asked.text.clone(),
            };
            step(context, &asked.of, |house, who, _| house.record_finding(who, ask))
        }
        Command::Rectify(asked) => step(context, &asked.of, |house, who, case| {
            house.order_rectification(who, case, asked.due)
        }),
        Command::Rectified(asked) => step(context, &asked.of, |house, who, case| {
            house.report_rectification(who, case, &asked.text)
        }),
        Command::Sanction(asked) => sanction(context, asked),
        Command::Appeal(asked) => {
            step(context, &asked.of, |house, who, case| house.appeal(who, case, &asked.text))
        }
        Command::Decide(asked) => step(context, &asked.of, |house, who, case| {
            house.decide_appeal(who, case, asked.upheld)
        }),
        Command::Close(asked) => {
            step(context, asked, |house, who, case| house.close_case(who, case))
        }
        Command::Show(asked) => show::show(context, asked),
        Command::List(asked) => show::list(context, asked),
    }
}

fn open(context: &Context, asked: &Open) -> Result<Exit, Fault> {
    let (mut house, by, on) = asked.acting.open(context)?;
    let who = (by, on);
    let grounds = Grounds::from_name(&asked.grounds);
    let ask = CaseAsk {
        subject: known(&house, asked.subject)?,
        grounds: grounds.expect("one of the values of the argument"),
        inspection: asked.inspection.map(InspectionId),
        draw: asked.draw.map(DrawId),
        text: asked.text.clone(),
    };
    recorded::act(context, &mut house, &asked.acting.answering, |house| house.open_case(who, &ask))
}

fn sanction(context: &Context, asked: &Sanctioning) -> Result<Exit, Fault> {
    let Sanctioning { of, step, until, occupation: name } = asked;
    let (mut house, by, on) = of.acting.open(context)?;
    let who = (by, on);
    let step = SanctionStep::from_name(step).expect("one of the values of the argument");
    let occupation = occupation(&house, name.as_ref())?;
    let sanction = Sanction { case: CaseId(of.case), step, until: *until, occupation };
    recorded::act(context, &mut house, &of.acting.answering, |house| house.sanction(who, sanction))
}

fn step(
    context: &Context,
    of: &OfCase,
    what: impl FnOnce(&mut House, supervise::Acting, CaseId) -> Result<Receipt, HouseError>,
) -> Result<Exit, Fault> {
    let (mut house, by, on) = of.acting.open(context)?;
    let who = (by, on);
    recorded::act(context, &mut house, &of.acting.answering, |house| {
        what(house, who, CaseId(of.case))
    })
}

/// Reads a run of rows, as `3-9` or `3`.
fn run_of_rows(text: &str) -> Result<(u32, u32), String> {
    let number = |part: &str| part.parse().map_err(|_| format!("`{part}` is no number"));
    match text.split_once('-') {
        None => Ok((number(text)?, number(text)?)),
        Some((first, last)) => Ok((number(first)?, number(last)?)),
    }
}
