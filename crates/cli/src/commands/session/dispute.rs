//! `dengji session object|decide|revise|archive`: what comes after results.
//!
//! In scope: arguments. Out of scope: the acts (`desk`).

use super::{OfSession, read};
use crate::Context;
use crate::commands::import::reading::Reading;
use crate::commands::recorded;
use crate::exit::Exit;
use crate::fault::Fault;
use desk::dispute_results::Paper;
use desk::import_sheet::Accept;
use desk::{RevisionReason, SessionAct};
use std::path::PathBuf;

/// Arguments of `session object`.
#[derive(Debug, clap::Args)]
pub(crate) struct Object {
    #[command(flatten)]
    of: OfSession,
    /// What is said; it stays private.
    #[arg(long, value_name = "TEXT")]
    text: String,
}

/// Arguments of `session decide`.
#[derive(Debug, clap::Args)]
pub(crate) struct Decide {
    #[command(flatten)]
    of: OfSession,
    /// The objection, by its number, from 0.
    #[arg(long, value_name = "NUMBER")]
    objection: u32,
    /// The objection holds; without it, it does not.
    #[arg(long)]
    upheld: bool,
}

/// Arguments of `session revise`.
#[derive(Debug, clap::Args)]
pub(crate) struct Revise {
    #[command(flatten)]
    of: OfSession,
    /// The whole sheet of results, as it should be.
    #[arg(long, value_name = "FILE")]
    sheet: PathBuf,
    #[command(flatten)]
    reading: Reading,
    /// Why: marking, recording or irregularity.
    #[arg(long, value_name = "REASON", value_parser = reason)]
    reason: RevisionReason,
}

/// Arguments of `session archive`.
#[derive(Debug, clap::Args)]
pub(crate) struct Archive {
    #[command(flatten)]
    of: OfSession,
    /// A paper: the volume, 1 to 5, an equals sign and its file.
    #[arg(long, value_name = "VOLUME=FILE", required = true, value_parser = paper)]
    paper: Vec<(u8, PathBuf)>,
}

fn reason(text: &str) -> Result<RevisionReason, String> {
    let found = RevisionReason::ALL.into_iter().find(|reason| reason.name() == text);
    found.ok_or_else(|| text.to_string())
}

fn paper(text: &str) -> Result<(u8, PathBuf), String> {
    let parts = text.split_once('=').and_then(|(n, file)| Some((n.parse().ok()?, file)));
    match parts {
        Some((volume, file)) if 0 < volume && volume <= desk::VOLUMES => Ok((volume, file.into())),
        _ => Err(text.to_string()),
    }
}

/// Objects to results.
pub(super) fn object(context: &Context, asked: &Object) -> Result<Exit, Fault> {
    let (mut house, by, on) = asked.of.acting.open(context)?;
    recorded::act(context, &mut house, &asked.of.acting.answering, |house| {
        house.object(by, asked.of.id(), on, &asked.text)
    })
}

/// Decides an objection.
pub(super) fn decide(context: &Context, asked: &Decide) -> Result<Exit, Fault> {
    let Decide { of, objection, upheld } = asked;
    let (mut house, by, on) = of.acting.open(context)?;
    let (session, objection, upheld) = (of.id(), *objection, *upheld);
    let act = SessionAct::DecideObjection { session, objection, upheld };
    let name = format!("decide {} {objection}", session.0);
    recorded::act(context, &mut house, &of.acting.answering, |house| {
        house.session_act(by, on, &name, act)
    })
}

/// Revises results.
pub(super) fn revise(context: &Context, asked: &Revise) -> Result<Exit, Fault> {
    let Revise { of, sheet, reading, reason } = asked;
    let (mut house, by, on) = of.acting.open(context)?;
    let how = (Accept::Whole, of.acting.answering.json);
    let taken = reading.take(context, sheet, how, |file, options, news| {
        house.read_scores(of.id(), file, options, news).map_err(Fault::House)
    })?;
    let Some(taken) = taken else { return Ok(Exit::Fault) };
    let scores = taken.into_values();
    recorded::act(context, &mut house, &of.acting.answering, |house| {
        house.revise_results(by, of.id(), on, &scores, *reason)
    })
}

/// Lists the archive.
pub(super) fn archive(context: &Context, asked: &Archive) -> Result<Exit, Fault> {
    let Archive { of, paper } = asked;
    let (mut house, by, on) = of.acting.open(context)?;
    let mut papers = Vec::with_capacity(paper.len());
    for (volume, path) in paper {
        let (bytes, name) = read(path)?;
        papers.push(Paper::of(*volume, &name, &bytes));
    }
    recorded::act(context, &mut house, &of.acting.answering, |house| {
        house.archive(by, of.id(), on, &papers)
    })
}
