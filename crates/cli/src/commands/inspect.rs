//! `dengji inspect …`: supervision: holds and releases, draws by lot, inspections, relations, pace,
//! signals.
//!
//! In scope: arguments of the acts. Out of scope: draws (`draw`), lists (`show`), pass rates
//! (`signals`), cases (`case`).

use crate::Context;
use crate::commands::acting::{Acting, names, occupation};
use crate::commands::recorded;
use crate::commands::register_folder::known;
use crate::exit::Exit;
use crate::fault::Fault;
use desk::supervise::InspectionAsk;
use desk::{
    DrawId, HoldId, HoldReason, InspectionOutcome, OrganisationId, Related, Relation, RelationKind,
    ReleaseReason, SessionId, StaffId,
};
use vocab::Day;

pub(crate) mod draw;
mod show;
mod signals;

/// The commands of supervision.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Holds issuing of a body.
    Hold(Hold),
    /// Releases a hold.
    Release(Release),
    /// Draws by lot.
    #[command(subcommand)]
    Draw(draw::Command),
    /// Records an inspection.
    Record(Record),
    /// Declares a relation.
    Relate(Relate),
    /// Lists holds and inspections.
    List(show::Listing),
    /// Lists relations.
    Relations(show::OfOrganisation),
    /// Shows the pace of bodies against its bound.
    Pace(show::Pace),
    /// Shows who hardly lets anybody fail.
    Signals(signals::Signals),
}

/// Arguments of `inspect hold`.
#[derive(Debug, clap::Args)]
pub(crate) struct Hold {
    #[command(flatten)]
    acting: Acting,
    /// The body, by its number.
    #[arg(long, value_name = "NUMBER")]
    body: u32,
    /// The occupation; without it, every one.
    #[arg(long, value_name = "NAME")]
    occupation: Option<String>,
    /// The session; without it, every one.
    #[arg(long, value_name = "NUMBER")]
    session: Option<u32>,
    /// Why.
    #[arg(long, value_name = "CODE", value_parser = names(HoldReason::ALL, HoldReason::name))]
    reason: String,
}

/// Arguments of `inspect release`.
#[derive(Debug, clap::Args)]
pub(crate) struct Release {
    #[command(flatten)]
    acting: Acting,
    /// The hold, by its number.
    #[arg(long, value_name = "NUMBER")]
    hold: u32,
    /// The session whose next batch is released.
    #[arg(long, value_name = "NUMBER")]
    session: Option<u32>,
    /// The last day on which the body issues at whatever pace.
    #[arg(long, value_name = "DAY")]
    until: Option<Day>,
    /// Why.
    #[arg(long, value_name = "CODE", value_parser = names(ReleaseReason::ALL, ReleaseReason::name))]
    reason: String,
}

/// Arguments of `inspect record`.
#[derive(Debug, clap::Args)]
pub(crate) struct Record {
    #[command(flatten)]
    acting: Acting,
    /// The draw that it follows.
    #[arg(id = "of-draw", long = "of-draw", value_name = "NUMBER", requires = "place")]
    draw: Option<u32>,
    /// The place among those drawn, from nought.
    #[arg(long, value_name = "NUMBER", requires = "of-draw")]
    place: Option<u32>,
    /// The body, by its number.
    #[arg(long, value_name = "NUMBER")]
    body: u32,
    /// The session.
    #[arg(long, value_name = "NUMBER")]
    session: Option<u32>,
    /// Who inspected: organisation and number.
    #[arg(long, value_name = "STAFF", required = true, value_parser = staff)]
    inspector: Vec<StaffId>,
    /// What came out.
    #[arg(long, value_name = "CODE")]
    #[arg(value_parser = names(InspectionOutcome::ALL, InspectionOutcome::name))]
    outcome: String,
    /// The findings, which stay private.
    #[arg(long, value_name = "TEXT")]
    text: String,
}

/// Arguments of `inspect relate`.
#[derive(Debug, clap::Args)]
pub(crate) struct Relate {
    #[command(flatten)]
    acting: Acting,
    /// One party: an organisation, or one of its staff.
    #[arg(long, value_name = "STAFF", value_parser = party)]
    party: Related,
    /// The other organisation, by its number.
    #[arg(long, value_name = "NUMBER")]
    to: u32,
    /// How they are related.
    #[arg(long, value_name = "CODE", value_parser = names(RelationKind::ALL, RelationKind::name))]
    relation: String,
    /// Since when.
    #[arg(long, value_name = "DAY")]
    from: Day,
    /// The last day.
    #[arg(long, value_name = "DAY")]
    until: Option<Day>,
}

/// Runs a command of supervision.
pub(crate) fn run(context: &Context, command: &Command) -> Result<Exit, Fault> {
    match command {
        Command::Hold(asked) => hold(context, asked),
        Command::Release(asked) => release(context, asked),
        Command::Draw(command) => draw::run(context, command),
        Command::Record(asked) => record(context, asked),
        Command::Relate(asked) => relate(context, asked),
        Command::List(asked) => show::list(context, asked),
        Command::Relations(asked) => show::relations(context, asked),
        Command::Pace(asked) => show::pace(context, asked),
        Command::Signals(asked) => signals::signals(context, asked),
    }
}

fn hold(context: &Context, asked: &Hold) -> Result<Exit, Fault> {
    let (mut house, by, on) = asked.acting.open(context)?;
    let who = (by, on);
    let body = known(&house, asked.body)?;
    let row = occupation(&house, asked.occupation.as_ref())?;
    let session = asked.session.map(SessionId);
    let reason = HoldReason::from_name(&asked.reason).expect("one of the values of the argument");
    recorded::act(context, &mut house, &asked.acting.answering, |house| {
        house.hold_issuing(who, body, (row, session), reason)
    })
}

fn release(context: &Context, asked: &Release) -> Result<Exit, Fault> {
    let (mut house, by, on) = asked.acting.open(context)?;
    let who = (by, on);
    let extent = (asked.session.map(SessionId), asked.until);
    let reason = ReleaseReason::from_name(&asked.reason);
    let reason = reason.expect("one of the values of the argument");
    recorded::act(context, &mut house, &asked.acting.answering, |house| {
        house.release_issuing(who, HoldId(asked.hold), extent, reason)
    })
}

fn record(context: &Context, asked: &Record) -> Result<Exit, Fault> {
    let (mut house, by, on) = asked.acting.open(context)?;
    let who = (by, on);
    let outcome = InspectionOutcome::from_name(&asked.outcome);
    let ask = InspectionAsk {
        draw: asked.draw.map(DrawId).zip(asked.place),
        body: known(&house, asked.body)?,
        session: asked.session.map(SessionId),
        inspectors: asked.inspector.clone(),
        outcome: outcome.expect("one of the values of the argument"),
        text: asked.text.clone(),
    };
    recorded::act(context, &mut house, &asked.acting.answering, |house| {
        house.record_inspection(who, ask)
    })
}

fn relate(context: &Context, asked: &Relate) -> Result<Exit, Fault> {
    let (mut house, by, on) = asked.acting.open(context)?;
    let who = (by, on);
    let kind = RelationKind::from_name(&asked.relation);
    let relation = Relation {
        a: asked.party,
        b: known(&house, asked.to)?,
        kind: kind.expect("one of the values of the argument"),
        from: asked.from,
        until: asked.until,
    };
    recorded::act(context, &mut house, &asked.acting.answering, |house| {
        house.declare_relation(who, relation)
    })
}

/// Reads one of an organisation's staff, as `1/7`.
fn staff(text: &str) -> Result<StaffId, String> {
    match party(text)? {
        Related::Staff(staff) => Ok(staff),
        Related::Organisation(_) => Err(format!("`{text}` is not of the form 1/7")),
    }
}

/// Reads an organisation, as `1`, or one of its staff, as `1/7`.
fn party(text: &str) -> Result<Related, String> {
    let number = |part: &str| part.parse().map_err(|_| format!("`{part}` is no number"));
    match text.split_once('/') {
        None => Ok(Related::Organisation(OrganisationId(number(text)?))),
        Some((of, staff)) => {
            let of = OrganisationId(number(of)?);
            Ok(Related::Staff(StaffId { of, number: number(staff)? }))
        }
    }
}
