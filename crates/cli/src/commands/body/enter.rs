//! `dengji body register|describe`: organisations come in and are said to be somewhere.
//!
//! In scope: arguments, whose key it is. Out of scope: who may do it (`register`).

use super::{Acting, values};
use crate::Context;
use crate::commands::recorded;
use crate::commands::register_folder::known;
use crate::exit::Exit;
use crate::fault::Fault;
use desk::house::House;
use desk::{BodyAct, CentreOf, Organisation, OrganisationKind, Particulars};
use vocab::{Hash, InstitutionCode};

/// What is said of an organisation.
#[derive(Debug, clap::Args)]
pub(crate) struct Said {
    /// The two-digit code of its region; without it, the whole country.
    #[arg(long, value_name = "REGION", value_parser = clap::value_parser!(u8).range(1..=99))]
    region: Option<u8>,
    /// The organisation it belongs to, by its number.
    #[arg(long, value_name = "NUMBER")]
    parent: Option<u32>,
    /// Whose examination centre it is: none, hr or other.
    #[arg(long, value_name = "NAME", default_value = "none", value_parser = values::centre_of)]
    centre_of: CentreOf,
}

/// Arguments of `body register`.
#[derive(Debug, clap::Args)]
pub(crate) struct Register {
    #[command(flatten)]
    acting: Acting,
    /// Its kind.
    #[arg(long, value_name = "NAME", value_parser = values::kind)]
    kind: OrganisationKind,
    /// Its public name.
    #[arg(long, value_name = "NAME")]
    name: String,
    /// Public half of the key that it holds itself; without it the operator makes one and holds it.
    #[arg(long, value_name = "KEY")]
    key: Option<Hash>,
    /// The code its qualification certificates are numbered under.
    #[arg(long, value_name = "NUMBER")]
    institution: Option<InstitutionCode>,
    #[command(flatten)]
    said: Said,
}

/// Arguments of `body describe`.
#[derive(Debug, clap::Args)]
pub(crate) struct Describe {
    #[command(flatten)]
    acting: Acting,
    /// The organisation, by its number.
    #[arg(long, value_name = "NUMBER")]
    organisation: u32,
    #[command(flatten)]
    said: Said,
}

/// Registers an organisation.
pub(crate) fn register(context: &Context, arguments: &Register) -> Result<Exit, Fault> {
    let Register { acting, kind, name, key, institution, said } = arguments;
    let (mut house, by, on) = acting.open(context)?;
    let particulars = particulars(&house, said)?;
    let id = house.state().next_organisation();
    let (key, operator_custody) = match key {
        Some(Hash(key)) => (*key, false),
        None => (house.new_key().map_err(Fault::House)?, true),
    };
    let organisation = Organisation {
        kind: *kind,
        name: name.clone(),
        key,
        operator_custody,
        institution: *institution,
    };
    let act = BodyAct::Register { id, organisation, particulars };
    recorded::act(context, &mut house, &acting.answering, |house| house.body_act(by, on, act))
}

/// Describes an organisation.
pub(crate) fn describe(context: &Context, arguments: &Describe) -> Result<Exit, Fault> {
    arguments.acting.act(context, |house| {
        let organisation = known(house, arguments.organisation)?;
        Ok(BodyAct::Describe { organisation, particulars: particulars(house, &arguments.said)? })
    })
}

fn particulars(house: &House, said: &Said) -> Result<Particulars, Fault> {
    let parent = said.parent.map(|number| known(house, number)).transpose()?;
    Ok(Particulars { region: said.region, parent, centre_of: said.centre_of })
}
