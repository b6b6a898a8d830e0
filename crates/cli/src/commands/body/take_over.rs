//! `dengji body take-over`: a recognition that was made before this register, in the short form.
//!
//! In scope: arguments, whose key it is. Out of scope: who may do it, and what is not asked of a
//! body of the short form (`register`).

use super::{Acting, scope, values};
use crate::commands::recorded;
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, output};
use desk::{Organisation, OrganisationKind, Recognition};
use vocab::{Day, Hash, SitePrefix};

/// Arguments of `body take-over`.
#[derive(Debug, clap::Args)]
pub(crate) struct TakeOver {
    #[command(flatten)]
    acting: Acting,
    /// What kind of body it is: employer, social or school.
    #[arg(long, value_name = "NAME", value_parser = values::kind)]
    kind: OrganisationKind,
    /// Its public name.
    #[arg(long, value_name = "NAME")]
    name: String,
    /// Public half of the key that it holds itself; without it the operator makes one and holds it.
    #[arg(long, value_name = "KEY")]
    key: Option<Hash>,
    /// The 13 characters that its certificates' numbers begin with.
    #[arg(long, value_name = "PREFIX")]
    prefix: SitePrefix,
    /// An occupation with its levels, for example 电工:3,4; several times.
    #[arg(long, value_name = "NAME", required = true, value_parser = values::covered)]
    scope: Vec<values::Covered>,
    /// The day of publication, where it was published.
    #[arg(long, value_name = "DAY")]
    published: Option<Day>,
    /// The last day, where the act names one.
    #[arg(long, value_name = "DAY")]
    until: Option<Day>,
    /// It may certify people it does not employ.
    #[arg(long)]
    covers_outsiders: bool,
    /// A standard or specification exists for the whole scope.
    #[arg(long)]
    standard_exists: bool,
}

/// Takes over a recognition.
pub(crate) fn take_over(context: &Context, arguments: &TakeOver) -> Result<Exit, Fault> {
    let (mut house, by, on) = arguments.acting.open(context)?;
    let scope = scope(&house, &arguments.scope)?;
    let (key, operator_custody) = match arguments.key {
        Some(Hash(key)) => (key, false),
        None => (house.new_key().map_err(Fault::House)?, true),
    };
    let recognition = Recognition {
        id: house.state().next_organisation(),
        body: Organisation {
            kind: arguments.kind,
            name: arguments.name.clone(),
            key,
            operator_custody,
            institution: None,
        },
        prefix: arguments.prefix,
        scope,
        published_on: arguments.published,
        until: arguments.until,
        covers_outsiders: arguments.covers_outsiders,
        standard_exists: arguments.standard_exists,
    };
    // Said openly: the short form asks for less than an application does.
    if !arguments.acting.answering.json {
        output::tell(&context.words.say("body-taken-over", &[]));
    }
    recorded::act(context, &mut house, &arguments.acting.answering, |house| {
        house.take_over(by, on, recognition)
    })
}
