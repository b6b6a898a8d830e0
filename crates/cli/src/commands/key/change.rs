//! `dengji key rotate|retire|compromise|add`: the acts by which the key of an organisation changes.
//!
//! In scope: arguments, whose key it becomes. Out of scope: the acts (`desk::trust`), the answer
//! (`recorded`).

use crate::commands::recorded::{self, Answering};
use crate::commands::register_folder::{RegisterFolder, known};
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, passphrase};
use desk::house::House;
use desk::{ActingKey, SigningSeed, key_file};
use std::path::PathBuf;
use vocab::{Hash, Instant};

/// Arguments of `key rotate`.
#[derive(Debug, clap::Args)]
pub(crate) struct RotateArguments {
    #[command(flatten)]
    register: RegisterFolder,
    /// The organisation, by its number.
    #[arg(long, value_name = "NUMBER")]
    organisation: u32,
    /// Public half of the key that the organisation holds itself; without it the operator makes one
    /// and holds it.
    #[arg(long, value_name = "KEY")]
    to: Option<Hash>,
    #[command(flatten)]
    answering: Answering,
}

/// Arguments of `key retire`.
#[derive(Debug, clap::Args)]
pub(crate) struct RetireArguments {
    #[command(flatten)]
    register: RegisterFolder,
    /// The organisation, by its number.
    #[arg(long, value_name = "NUMBER")]
    organisation: u32,
    #[command(flatten)]
    answering: Answering,
}

/// Arguments of `key compromise`.
#[derive(Debug, clap::Args)]
pub(crate) struct CompromiseArguments {
    #[command(flatten)]
    register: RegisterFolder,
    /// The organisation, by its number.
    #[arg(long, value_name = "NUMBER")]
    organisation: u32,
    /// Public half of the key; without it the one in force.
    #[arg(long, value_name = "KEY")]
    key: Option<Hash>,
    /// Since when it is in other hands.
    #[arg(long, value_name = "INSTANT")]
    since: Instant,
    #[command(flatten)]
    recovery: Recovery,
    #[command(flatten)]
    answering: Answering,
}

/// Arguments of `key add`.
#[derive(Debug, clap::Args)]
pub(crate) struct AddArguments {
    #[command(flatten)]
    register: RegisterFolder,
    /// The organisation, by its number.
    #[arg(long, value_name = "NUMBER")]
    organisation: u32,
    /// As of `key rotate`.
    #[arg(long, value_name = "KEY")]
    to: Option<Hash>,
    #[command(flatten)]
    recovery: Recovery,
    #[command(flatten)]
    answering: Answering,
}

/// Keys of the recovery set that are at hand.
#[derive(Debug, clap::Args)]
pub(crate) struct Recovery {
    /// Files of keys of the recovery set; without any, give --draft and let the others sign.
    #[arg(long, value_name = "FILE")]
    recovery: Vec<PathBuf>,
    /// File whose first line is the passphrase of these.
    #[arg(long, value_name = "FILE")]
    recovery_passphrase_file: Option<PathBuf>,
}

impl Recovery {
    fn seeds(&self, context: &Context) -> Result<Vec<SigningSeed>, Fault> {
        let mut seeds = Vec::with_capacity(self.recovery.len());
        for path in &self.recovery {
            let (_, encrypted) = key_file::public(path).map_err(Fault::House)?;
            let file = self.recovery_passphrase_file.as_deref();
            let phrase = passphrase::to_open(&context.words, file, encrypted)?;
            seeds.push(key_file::read(path, phrase.as_ref()).map_err(Fault::House)?);
        }
        Ok(seeds)
    }
}

/// Rotates a key.
pub(crate) fn rotate(context: &Context, arguments: &RotateArguments) -> Result<Exit, Fault> {
    let mut house = arguments.register.open(context)?;
    let by = known(&house, arguments.organisation)?;
    let key = becoming(&mut house, arguments.to)?;
    recorded::act(context, &mut house, &arguments.answering, |house| house.rotate_key(by, key))
}

/// Retires a key.
pub(crate) fn retire(context: &Context, arguments: &RetireArguments) -> Result<Exit, Fault> {
    let mut house = arguments.register.open(context)?;
    let by = known(&house, arguments.organisation)?;
    recorded::act(context, &mut house, &arguments.answering, |house| house.retire_key(by))
}

/// Says that a key is in other hands.
pub(crate) fn compromise(
    context: &Context,
    arguments: &CompromiseArguments,
) -> Result<Exit, Fault> {
    let mut house = arguments.register.open(context)?;
    let of = known(&house, arguments.organisation)?;
    let in_force = house.state().key_of(of).map(|k| Hash(k.key));
    let Some(Hash(key)) = arguments.key.or(in_force) else {
        return Err(Fault::NoKeyInForce(arguments.organisation));
    };
    let (seeds, since) = (arguments.recovery.seeds(context)?, arguments.since);
    recorded::act(context, &mut house, &arguments.answering, |house| {
        house.compromise_key(of, key, since, &seeds)
    })
}

/// Gives a key.
pub(crate) fn add(context: &Context, arguments: &AddArguments) -> Result<Exit, Fault> {
    let mut house = arguments.register.open(context)?;
    let of = known(&house, arguments.organisation)?;
    let seeds = arguments.recovery.seeds(context)?;
    let key = becoming(&mut house, arguments.to)?;
    recorded::act(context, &mut house, &arguments.answering, |house| house.add_key(of, key, &seeds))
}

/// A key whose public half is told is held by whoever told it; else the operator makes one. One
/// that is made and not used after all is a file that no entry names.
fn becoming(house: &mut House, to: Option<Hash>) -> Result<ActingKey, Fault> {
    match to {
        Some(Hash(key)) => Ok(ActingKey { key, operator_custody: false }),
        None => {
            let key = house.new_key().map_err(Fault::House)?;
            Ok(ActingKey { key, operator_custody: true })
        }
    }
}
