//! `dengji session arrange|sign-in|lend|relation`: rooms and staff.
//!
//! In scope: arguments, the sheets that are printed. Out of scope: drawing seats (`desk`).

use super::{Acting, OfSession};
use crate::Context;
use crate::commands::import::reading::Reading;
use crate::commands::recorded;
use crate::commands::register_folder::known;
use crate::exit::Exit;
use crate::fault::Fault;
use desk::SessionAct;
use desk::import_rooms::{read_rooms, staff};
use desk::import_sheet::Accept;
use std::path::{Path, PathBuf};
use vocab::{Day, SitePrefix};

/// Arguments of `session arrange`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arrange {
    #[command(flatten)]
    of: OfSession,
    /// The plan of rooms.
    #[arg(long, value_name = "FILE")]
    rooms: PathBuf,
    #[command(flatten)]
    reading: Reading,
    /// The site, by its prefix of numbers; without it the body's own.
    #[arg(long, value_name = "PREFIX")]
    site: Option<SitePrefix>,
    /// Folder into which the sheets to print are written.
    #[arg(long, value_name = "DIR")]
    sheets: Option<PathBuf>,
}

/// Arguments of `session sign-in`.
#[derive(Debug, clap::Args)]
pub(crate) struct SignIn {
    #[command(flatten)]
    of: OfSession,
    /// Admission numbers of those who did not come.
    #[arg(long, value_name = "NUMBER")]
    absent: Vec<String>,
}

/// Arguments of `session lend`.
#[derive(Debug, clap::Args)]
pub(crate) struct Lend {
    #[command(flatten)]
    acting: Acting,
    /// Who, by the number that the organisation gave.
    #[arg(long, value_name = "NUMBER")]
    staff: String,
    /// To which organisation, by its number.
    #[arg(long = "to", id = "to_body", value_name = "NUMBER")]
    to: u32,
    /// The first day.
    #[arg(long, value_name = "DAY")]
    from: Day,
    /// The last day.
    #[arg(long, value_name = "DAY")]
    until: Day,
}

/// Arguments of `session relation`.
#[derive(Debug, clap::Args)]
pub(crate) struct Relation {
    #[command(flatten)]
    of: OfSession,
    /// Who: a number, or organisation, a dash and the number.
    #[arg(long, value_name = "NUMBER")]
    staff: String,
}

/// Arranges a session.
pub(super) fn arrange(context: &Context, asked: &Arrange) -> Result<Exit, Fault> {
    let Arrange { of, rooms, reading, site, sheets } = asked;
    let (mut house, by, on) = of.acting.open(context)?;
    let how = (Accept::Whole, of.acting.answering.json);
    let taken = reading
        .take(context, rooms, how, |file, options, news| Ok(read_rooms(file, by, options, news)))?;
    let Some(taken) = taken else { return Ok(Exit::Fault) };
    let rooms = taken.into_values();
    let own = house.state().session(of.id()).and_then(|s| house.state().site(s));
    let site = site.or(own).ok_or(Fault::NoSite(of.acting.by))?;
    let exit = recorded::act(context, &mut house, &of.acting.answering, |house| {
        house.arrange(by, of.id(), on, site, rooms)
    })?;
    if let (Some(folder), Exit::Yes, None) = (sheets, exit, &of.acting.answering.draft) {
        let made = house.sheets(of.id()).map_err(Fault::House)?;
        write(folder, "admission.csv", &made.admission)?;
        write(folder, "rooms.csv", &made.rooms)?;
        write(folder, "sign-in.csv", &made.sign_in)?;
    }
    Ok(exit)
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Fault> {
    let path = folder.join(name);
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&path, bytes))
        .map_err(|source| Fault::WriteFile { path, source })
}

/// Records who came.
pub(super) fn sign_in(context: &Context, asked: &SignIn) -> Result<Exit, Fault> {
    let SignIn { of, absent } = asked;
    let (mut house, by, on) = of.acting.open(context)?;
    let mut missing = Vec::with_capacity(absent.len());
    for number in absent {
        let place = house.place_of(of.id(), number).map_err(Fault::House)?;
        missing.push(place.ok_or_else(|| Fault::NoAdmission(number.clone()))?);
    }
    let all = house.accepted(of.id()).map_err(Fault::House)?;
    let came: Vec<u32> = (0..all).filter(|place| !missing.contains(place)).collect();
    recorded::act(context, &mut house, &of.acting.answering, |house| {
        house.sign_in(by, of.id(), on, &came)
    })
}

/// Lends one of the staff.
pub(super) fn lend(context: &Context, asked: &Lend) -> Result<Exit, Fault> {
    let Lend { acting, staff: number, to, from, until } = asked;
    let (mut house, by, on) = acting.open(context)?;
    let id = staff(number, by).ok_or_else(|| Fault::NoStaff(number.clone()))?;
    let act = SessionAct::Lend { staff: id, to: known(&house, *to)?, from: *from, until: *until };
    let name = format!("lend {number} {to} {from} {until}");
    recorded::act(context, &mut house, &acting.answering, |house| {
        house.session_act(by, on, &name, act)
    })
}

/// Declares a relation.
pub(super) fn relation(context: &Context, asked: &Relation) -> Result<Exit, Fault> {
    let Relation { of, staff: number } = asked;
    let (mut house, by, on) = of.acting.open(context)?;
    let id = staff(number, by).ok_or_else(|| Fault::NoStaff(number.clone()))?;
    let act = SessionAct::DeclareRelation { session: of.id(), staff: id };
    let name = format!("relation {} {}-{}", of.session, id.of.0, id.number);
    recorded::act(context, &mut house, &of.acting.answering, |house| {
        house.session_act(by, on, &name, act)
    })
}
