//! `dengji body amend|renew|suspend|reinstate|remove|site|convert`: what changes after the grant.
//!
//! In scope: arguments. Out of scope: who may do it (`register`).

use super::{Acting, occupation_of, scope, values};
use crate::Context;
use crate::commands::register_folder::known;
use crate::exit::Exit;
use crate::fault::Fault;
use desk::{BodyAct, BodyReason, Site};
use vocab::Day;

/// An act about one body.
#[derive(Debug, clap::Args)]
pub(crate) struct Of {
    #[command(flatten)]
    acting: Acting,
    /// The body, by its number.
    #[arg(long, value_name = "NUMBER")]
    body: u32,
}

/// Arguments of `body amend`.
#[derive(Debug, clap::Args)]
pub(crate) struct Amend {
    #[command(flatten)]
    of: Of,
    /// An occupation with its levels; several times.
    #[arg(long, value_name = "NAME", required = true, value_parser = values::covered)]
    scope: Vec<values::Covered>,
    /// A standard or specification exists for the whole scope.
    #[arg(long)]
    standard_exists: bool,
}

/// Arguments of `body renew`.
#[derive(Debug, clap::Args)]
pub(crate) struct Renew {
    #[command(flatten)]
    of: Of,
    /// The last day.
    #[arg(long, value_name = "DAY")]
    until: Day,
}

/// Arguments of `body suspend`.
#[derive(Debug, clap::Args)]
pub(crate) struct Suspend {
    #[command(flatten)]
    of: Of,
    /// One occupation; without it, the body in whole.
    #[arg(long, value_name = "NAME")]
    occupation: Option<String>,
    /// The last day; without it, until it is reinstated.
    #[arg(long, value_name = "DAY")]
    until: Option<Day>,
    /// The code of the reason.
    #[arg(long, value_name = "NAME", value_parser = values::reason)]
    reason: BodyReason,
}

/// Arguments of `body reinstate`.
#[derive(Debug, clap::Args)]
pub(crate) struct Reinstate {
    #[command(flatten)]
    of: Of,
    /// As of the suspension.
    #[arg(long, value_name = "NAME")]
    occupation: Option<String>,
}

/// Arguments of `body remove`.
#[derive(Debug, clap::Args)]
pub(crate) struct Remove {
    #[command(flatten)]
    of: Of,
    /// The code of the reason.
    #[arg(long, value_name = "NAME", value_parser = values::reason)]
    reason: BodyReason,
}

/// Arguments of `body site`.
#[derive(Debug, clap::Args)]
pub(crate) struct SiteArguments {
    #[command(flatten)]
    of: Of,
    /// The site: prefix, people a day, seats of each room.
    #[arg(long, value_name = "NAME", value_parser = values::site)]
    site: Site,
    /// It closes.
    #[arg(long)]
    close: bool,
}

/// Arguments of `body convert`.
#[derive(Debug, clap::Args)]
pub(crate) struct Convert {
    #[command(flatten)]
    acting: Acting,
    /// The centre, by its number.
    #[arg(long, value_name = "NUMBER")]
    centre: u32,
}

/// Sets another scope.
pub(crate) fn amend(context: &Context, arguments: &Amend) -> Result<Exit, Fault> {
    let standard_exists = arguments.standard_exists;
    arguments.of.acting.act(context, |house| {
        let (body, scope) = (known(house, arguments.of.body)?, scope(house, &arguments.scope)?);
        Ok(BodyAct::Amend { body, scope, standard_exists })
    })
}

/// Renews a recognition.
pub(crate) fn renew(context: &Context, arguments: &Renew) -> Result<Exit, Fault> {
    arguments.of.acting.act(context, |house| {
        Ok(BodyAct::Renew { body: known(house, arguments.of.body)?, until: arguments.until })
    })
}

/// Suspends a body.
pub(crate) fn suspend(context: &Context, arguments: &Suspend) -> Result<Exit, Fault> {
    let Suspend { of, occupation, until, reason } = arguments;
    of.acting.act(context, |house| {
        let body = known(house, of.body)?;
        let occupation = occupation.as_ref().map(|name| occupation_of(house, name)).transpose()?;
        Ok(BodyAct::Suspend { body, occupation, until: *until, reason: *reason })
    })
}

/// Ends a suspension.
pub(crate) fn reinstate(context: &Context, arguments: &Reinstate) -> Result<Exit, Fault> {
    let Reinstate { of, occupation } = arguments;
    of.acting.act(context, |house| {
        let body = known(house, of.body)?;
        let occupation = occupation.as_ref().map(|name| occupation_of(house, name)).transpose()?;
        Ok(BodyAct::Reinstate { body, occupation })
    })
}

/// Removes a body from the list.
pub(crate) fn remove(context: &Context, arguments: &Remove) -> Result<Exit, Fault> {
    arguments.of.acting.act(context, |house| {
        Ok(BodyAct::Remove { body: known(house, arguments.of.body)?, reason: arguments.reason })
    })
}

/// Opens, changes or closes a site.
pub(crate) fn site(context: &Context, arguments: &SiteArguments) -> Result<Exit, Fault> {
    arguments.of.acting.act(context, |house| {
        let body = known(house, arguments.of.body)?;
        let (site, open) = (arguments.site.clone(), !arguments.close);
        Ok(BodyAct::ChangeSite { body, site, open })
    })
}

/// Converts a centre.
pub(crate) fn convert(context: &Context, arguments: &Convert) -> Result<Exit, Fault> {
    arguments
        .acting
        .act(context, |house| Ok(BodyAct::Convert { centre: known(house, arguments.centre)? }))
}
