//! Who acts in which register on which day: the arguments of every act of supervision.
//!
//! In scope: opening the register, codes by their names. Out of scope: the acts.

use crate::Context;
use crate::commands::recorded::Answering;
use crate::commands::register_folder::{RegisterFolder, known};
use crate::fault::Fault;
use clap::builder::PossibleValuesParser;
use desk::house::House;
use desk::supervise::Acting as Who;
use desk::{Named, RowId};
use vocab::Day;

/// What every act of supervision needs.
#[derive(Debug, clap::Args)]
pub(crate) struct Acting {
    #[command(flatten)]
    pub(crate) register: RegisterFolder,
    /// The organisation that acts, by its number.
    #[arg(long, value_name = "NUMBER")]
    by: u32,
    /// The day of effect; without it, today in China.
    #[arg(long, value_name = "DAY")]
    on: Option<Day>,
    #[command(flatten)]
    pub(crate) answering: Answering,
}

impl Acting {
    /// Opens the register, and says who acts on which day.
    pub(crate) fn open(&self, context: &Context) -> Result<(House, Who), Fault> {
        let house = self.register.open(context)?;
        let by = known(&house, self.by)?;
        let on = self.on.unwrap_or_else(|| house.now().day_in_china());
        Ok((house, (by, on)))
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
