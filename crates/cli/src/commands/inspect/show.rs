//! `dengji inspect list|relations|pace`: what supervision has on record.
//!
//! In scope: aligned tables and their objects. Out of scope: draws (`draw`), cases (`case`).

use crate::commands::register_folder::{RegisterFolder, known};
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, aligned, output};
use desk::act_words::supervision::{code, related};
use desk::house::House;
use desk::{
    OrganisationId, PaceBatch, PaceFigure, PaceOf, RowId, pace_figures, region_figures,
    regions_on_record,
};
use serde_json::json;

/// Arguments of `inspect list`.
#[derive(Debug, clap::Args)]
pub(crate) struct Listing {
    #[command(flatten)]
    register: RegisterFolder,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Arguments of `inspect relations`.
#[derive(Debug, clap::Args)]
pub(crate) struct OfOrganisation {
    #[command(flatten)]
    register: RegisterFolder,
    /// The organisation, by its number.
    #[arg(long, value_name = "NUMBER")]
    organisation: u32,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Arguments of `inspect pace`.
#[derive(Debug, clap::Args)]
pub(crate) struct Pace {
    #[command(flatten)]
    register: RegisterFolder,
    /// The body, by its number; without it, every one that has a bound.
    #[arg(long, value_name = "NUMBER")]
    body: Option<u32>,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Lists holds and inspections.
pub(crate) fn list(context: &Context, asked: &Listing) -> Result<Exit, Fault> {
    let house = asked.register.open_to_read(context)?;
    let (words, supervision) = (&context.words, house.state().supervision());
    let open = words.say("inspect-hold-open", &[]);
    let mut rows = vec![vec![
        words.say("supervise-field-hold", &[]),
        words.say("supervise-field-body", &[]),
        words.say("act-field-session", &[]),
        words.say("supervise-field-reason", &[]),
        words.say("inspect-since", &[]),
        words.say("inspect-released", &[]),
    ]];
    let mut holds = Vec::new();
    for (id, held) in supervision.holds() {
        let reason = held.hold.reason.name();
        let session = held.hold.session.map(|session| session.0);
        let released = held.release.map(|r| (r.on, r.release.reason.name()));
        holds.push(json!({
            "hold": id.0, "body": held.hold.body.0, "session": session, "reason": reason,
            "on": held.on.to_string(), "released_on": released.map(|(on, _)| on.to_string()),
            "release_reason": released.map(|(_, reason)| reason),
        }));
        let released =
            released.map(|(on, reason)| format!("{on} {}", code(words, "release", reason)));
        rows.push(vec![
            id.0.to_string(),
            held.hold.body.0.to_string(),
            session.map_or(String::new(), |session| session.to_string()),
            code(words, "hold", reason),
            held.on.to_string(),
            released.unwrap_or_else(|| open.clone()),
        ]);
    }
    let mut inspected = vec![vec![
        words.say("supervise-field-inspection", &[]),
        words.say("supervise-field-body", &[]),
        words.say("act-field-on", &[]),
        words.say("supervise-field-outcome", &[]),
    ]];
    let mut inspections = Vec::new();
    for (id, done) in supervision.inspections() {
        let (body, outcome) = (done.inspection.body.0, done.inspection.outcome.name());
        let draw = done.inspection.draw.map(|(draw, _)| draw.0);
        inspections.push(json!({
            "inspection": id.0, "body": body, "on": done.on.to_string(), "outcome": outcome,
            "draw": draw,
        }));
        let outcome = code(words, "outcome", outcome);
        inspected.push(vec![id.0.to_string(), body.to_string(), done.on.to_string(), outcome]);
    }
    if asked.json {
        output::answer_json(&json!({ "holds": holds, "inspections": inspections }))?;
    } else {
        let (held, done) = (aligned::aligned(&rows), aligned::aligned(&inspected));
        output::answer(&format!("{held}\n{done}"))?;
    }
    Ok(Exit::Yes)
}

/// Lists the relations of an organisation.
pub(crate) fn relations(context: &Context, asked: &OfOrganisation) -> Result<Exit, Fault> {
    let house = asked.register.open_to_read(context)?;
    let id = known(&house, asked.organisation)?;
    let words = &context.words;
    let mut rows = vec![vec![
        words.say("supervise-field-related", &[]),
        words.say("supervise-field-related", &[]),
        words.say("supervise-field-relation", &[]),
        words.say("supervise-field-from", &[]),
        words.say("supervise-field-until", &[]),
    ]];
    let mut objects = Vec::new();
    for r in house.state().supervision().relations(id) {
        let until = r.until.map(|day| day.to_string());
        objects.push(json!({
            "a": related(r.a), "b": r.b.0, "kind": r.kind.name(),
            "from": r.from.to_string(), "until": until,
        }));
        let kind = code(words, "relation", r.kind.name());
        let until = until.unwrap_or_default();
        rows.push(vec![related(r.a), r.b.0.to_string(), kind, r.from.to_string(), until]);
    }
    if asked.json {
        output::answer_json(&json!({ "relations": objects }))?;
    } else {
        output::answer(&aligned::aligned(&rows))?;
    }
    Ok(Exit::Yes)
}

/// Shows where bodies stand against their bounds today, before anything more is issued.
pub(crate) fn pace(context: &Context, asked: &Pace) -> Result<Exit, Fault> {
    let house = asked.register.open_to_read(context)?;
    let bodies: Vec<OrganisationId> = match asked.body {
        Some(body) => vec![known(&house, body)?],
        None => house.state().organisations().map(|(id, _)| id).collect(),
    };
    let words = &context.words;
    let mut rows = vec![vec![
        words.say("supervise-field-body", &[]),
        words.say("inspect-pace-of", &[]),
        words.say("inspect-pace-count", &[]),
        words.say("inspect-pace-reference", &[]),
        words.say("inspect-pace-sum", &[]),
        words.say("inspect-pace-bound", &[]),
        words.say("inspect-pace-far", &[]),
    ]];
    let mut objects = Vec::new();
    let mut all: Vec<(Option<OrganisationId>, PaceFigure)> = Vec::new();
    for body in &bodies {
        all.extend(figures(&house, *body).into_iter().map(|figure| (Some(*body), figure)));
    }
    if asked.body.is_none() {
        all.extend(regions(&house).into_iter().map(|figure| (None, figure)));
    }
    for (body, figure) in all {
        let name = |row| house.law().rows.get(row).map_or("", |row| row.canonical()).to_string();
        let region = |region| words.say("inspect-pace-region", &[("region", region)]);
        let of = match figure.of {
            PaceOf::Body => words.say("inspect-pace-body", &[]),
            PaceOf::Site(prefix) => prefix.to_string(),
            PaceOf::Occupation(row) => name(row),
            PaceOf::Region(code) => region(code.to_string().into()),
            PaceOf::RegionOccupation(code, row) => {
                format!("{} {}", region(code.to_string().into()), name(row))
            }
        };
        let mut far = format!("{}.{} %", figure.permille() / 10, figure.permille() % 10);
        if figure.exceeded() {
            far = format!("{far} {}", words.say("inspect-pace-exceeded", &[]));
        }
        let PaceFigure { count, reference, sum, bound, own, peers, capacity, .. } = figure;
        objects.push(json!({
            "body": body.map(|body| body.0), "of": of, "count": count, "reference_milli": reference,
            "sum_milli": sum, "bound_milli": bound, "own_milli": own, "peers_milli": peers,
            "capacity_milli": capacity, "exceeded": figure.exceeded(),
        }));
        rows.push(vec![
            body.map_or(String::new(), |body| body.0.to_string()),
            of,
            count.to_string(),
            thousandths(reference),
            thousandths(sum),
            thousandths(bound),
            far,
        ]);
    }
    if asked.json {
        output::answer_json(&json!({ "pace": objects }))?;
    } else if objects.is_empty() {
        output::answer(&format!("{}\n", words.say("inspect-pace-none", &[])))?;
    } else {
        output::answer(&aligned::aligned(&rows))?;
    }
    Ok(Exit::Yes)
}

/// The figures of a body: in all, of each occupation it covers, of its sites.
fn figures(house: &House, body: OrganisationId) -> Vec<PaceFigure> {
    let (state, day) = (house.state(), house.now().day_in_china());
    let Some(recognised) = state.recognised(body) else { return Vec::new() };
    let mut all: Vec<PaceFigure> = Vec::new();
    for (row, _) in &recognised.recognition.scope {
        let batch = PaceBatch { row: *row, site: None, more: 0 };
        for figure in pace_figures(state, house.law(), body, day, batch) {
            let region = matches!(figure.of, PaceOf::Region(_) | PaceOf::RegionOccupation(..));
            if !region && all.iter().all(|known| known.of != figure.of) {
                all.push(figure);
            }
        }
    }
    all
}

/// The figures of regions that have a bound: each in all, then the occupations issued for there.
fn regions(house: &House) -> Vec<PaceFigure> {
    let (state, day) = (house.state(), house.now().day_in_china());
    let table = house.law().supervising.as_ref().and_then(|table| table.region.as_ref());
    let Some(table) = table else { return Vec::new() };
    let mut all: Vec<PaceFigure> = Vec::new();
    for (region, rows) in regions_on_record(state) {
        // Before anything was issued any occupation shows the region.
        let first = rows.first().copied().unwrap_or(RowId(0));
        let whole = region_figures(state, table, region, day, (first, 0));
        all.extend(whole.into_iter().take(1));
        for row in rows {
            all.extend(region_figures(state, table, region, day, (row, 0)).into_iter().skip(1));
        }
    }
    all
}

fn thousandths(number: u64) -> String {
    format!("{}.{:03}", number / 1000, number % 1000)
}
