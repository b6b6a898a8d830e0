//! Who acts in which register on which day: the arguments of every act.
//!
//! In scope: opening the register, codes by their names. Out of scope: the acts.

use crate::Context;
use crate::commands::recorded::{self, Answering};
use crate::commands::register_folder::{RegisterFolder, known};
use crate::exit::Exit;
use crate::fault::Fault;
use clap::builder::PossibleValuesParser;
use desk::house::{House, Receipt};
use desk::house_error::HouseError;
use desk::{Named, OrganisationId, RowId};
use vocab::Day;

/// What every act needs.
#[derive(Debug, clap::Args)]
pub(crate) struct Acting {
    #[command(flatten)]
    pub(crate) register: RegisterFolder,
    /// The organisation that acts, by its number.
    #[arg(long, value_name = "NUMBER")]
    pub(crate) by: u32,
    /// The day of effect; without it, today in China.
    #[arg(long, value_name = "DAY")]
    pub(crate) on: Option<Day>,
    #[command(flatten)]
    pub(crate) answering: Answering,
}

impl Acting {
    /// Opens the register, and says who acts on which day.
    pub(crate) fn open(&self, context: &Context) -> Result<(House, OrganisationId, Day), Fault> {
        let house = self.register.open(context)?;
        let by = known(&house, self.by)?;
        let on = self.on.unwrap_or_else(|| house.now().day_in_china());
        Ok((house, by, on))
    }

    /// Opens the register, does the act and answers.
    pub(crate) fn run(
        &self,
        context: &Context,
        what: impl FnOnce(&mut House, (OrganisationId, Day)) -> Result<Receipt, HouseError>,
    ) -> Result<Exit, Fault> {
        let (mut house, by, on) = self.open(context)?;
        recorded::act(context, &mut house, &self.answering, |house| what(house, (by, on)))
    }
}

/// Returns an occupation by its name.
pub(crate) fn occupation(house: &House, name: Option<&String>) -> Result<Option<RowId>, Fault> {
    let Some(name) = name else { return Ok(None) };
    match house.law().rows.find(name) {
        Named::One(row) => Ok(Some(row)),
        _ => Err(Fault::NoOccupation(name.clone())),
    }
}

/// Takes the names of a list of codes.
pub(crate) fn names<T: Copy>(
    all: &'static [T],
    name: fn(T) -> &'static str,
) -> PossibleValuesParser {
    PossibleValuesParser::new(all.iter().map(|code| name(*code)))
}
