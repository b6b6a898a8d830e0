//! `dengji key turn-data|turn-index|rewrap`: the keys of personal data are changed.
//!
//! In scope: arguments, progress, the answer. Out of scope: sealing, indexing and wrapping
//! (`desk::turn_data_key`, `desk::turn_index_key`), what a server does in quiet moments
//! (`desk::front`).

use crate::commands::recheck::progress_bar;
use crate::commands::register_folder::RegisterFolder;
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, output};
use desk::house::House;
use desk::master_place::{DeviceAddress, MasterPlace};
use desk::turn_index_key::{ENTRIES_MAX, IndexLeft};
use serde_json::json;
use std::path::PathBuf;

/// Arguments of `key turn-data`.
#[derive(Debug, clap::Args)]
pub(crate) struct TurnDataArguments {
    #[command(flatten)]
    register: RegisterFolder,
    /// Only makes the new key; a server that is started then does the rest.
    #[arg(long)]
    begin: bool,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Arguments of `key turn-index`.
#[derive(Debug, clap::Args)]
pub(crate) struct TurnIndexArguments {
    #[command(flatten)]
    register: RegisterFolder,
    /// Only makes the new key; a server that is started then does the rest.
    #[arg(long)]
    begin: bool,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Arguments of `key rewrap`.
#[derive(Debug, clap::Args)]
pub(crate) struct RewrapArguments {
    #[command(flatten)]
    register: RegisterFolder,
    /// Where the new master key is.
    #[arg(id = "master", long = "to", value_name = "PLACE", value_enum, default_value = "file")]
    to: To,
    /// The library of the token's maker.
    #[arg(long, value_name = "FILE", required_if_eq("master", "device"))]
    module: Option<PathBuf>,
    /// The label of the token.
    #[arg(long, value_name = "LABEL", required_if_eq("master", "device"))]
    token: Option<String>,
    /// The label of the key in the token.
    #[arg(long, value_name = "LABEL", required_if_eq("master", "device"))]
    key_label: Option<String>,
    /// Makes the key in the token.
    #[arg(long)]
    make_key: bool,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Where a master key is.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum To {
    File,
    Environment,
    Device,
}

/// Turns to a new data key, or goes on with a turning that was stopped.
pub(crate) fn turn(context: &Context, arguments: &TurnDataArguments) -> Result<Exit, Fault> {
    let mut house = arguments.register.open(context)?;
    let began = house.begin_turning().map_err(Fault::House)?;
    let left = house.left_to_turn().map_err(Fault::House)?.unwrap_or(0);
    let mut sealed = 0;
    if !arguments.begin {
        let bar = progress_bar(context).with_prefix(context.words.say("key-turning", &[]));
        bar.set_length(left);
        while let Some(slice) = house.turn_slice().map_err(Fault::House)? {
            sealed += slice.groups;
            bar.set_position(sealed);
        }
        bar.finish_and_clear();
    }
    let left = house.left_to_turn().map_err(Fault::House)?;
    if arguments.json {
        let object = json!({ "began": began, "groups": sealed, "left": left.unwrap_or(0) });
        output::answer_json(&object)?;
        return Ok(Exit::Yes);
    }
    let count = [("groups", left.unwrap_or(sealed).into())];
    let said = match (left, began) {
        (None, _) => context.words.say("key-turned", &count),
        (Some(_), true) => context.words.say("key-turn-began", &count),
        (Some(_), false) => context.words.say("key-turn-under-way", &count),
    };
    output::answer(&format!("{said}\n"))?;
    Ok(Exit::Yes)
}

/// Turns to a new key of the blind index, or goes on with a turning that was stopped.
pub(crate) fn turn_index(context: &Context, arguments: &TurnIndexArguments) -> Result<Exit, Fault> {
    let waiting = |house: &House| match house.index_left() {
        Ok(Some(IndexLeft::Entries(entries))) => Ok(entries),
        Ok(Some(IndexLeft::OldTokens) | None) => Ok(0),
        Err(error) => Err(Fault::House(error)),
    };
    let mut house = arguments.register.open(context)?;
    let began = house.begin_index_turning().map_err(Fault::House)?;
    let mut indexed = 0;
    if !arguments.begin {
        let bar = progress_bar(context).with_prefix(context.words.say("key-indexing", &[]));
        bar.set_length(waiting(&house)?);
        while let Some(slice) = house.turn_index_slice(ENTRIES_MAX).map_err(Fault::House)? {
            indexed += slice.entries;
            bar.set_position(indexed);
        }
        bar.finish_and_clear();
    }
    let done = house.index_left().map_err(Fault::House)?.is_none();
    let left = waiting(&house)?;
    if arguments.json {
        let object = json!({ "began": began, "entries": indexed, "left": left, "done": done });
        output::answer_json(&object)?;
        return Ok(Exit::Yes);
    }
    let count = [("entries", if done { indexed } else { left }.into())];
    let said = match (done, began) {
        (true, _) => context.words.say("key-indexed", &count),
        (false, true) => context.words.say("key-index-began", &count),
        (false, false) => context.words.say("key-index-under-way", &count),
    };
    output::answer(&format!("{said}\n"))?;
    Ok(Exit::Yes)
}

/// Wraps the data keys under another master key.
pub(crate) fn rewrap(context: &Context, arguments: &RewrapArguments) -> Result<Exit, Fault> {
    let RewrapArguments { to, module, token, key_label, .. } = arguments;
    let place = match (to, module, token, key_label) {
        (To::Device, Some(module), Some(token), Some(key)) => MasterPlace::Device(DeviceAddress {
            module: module.clone(),
            token: token.clone(),
            key: key.clone(),
        }),
        (To::Environment, ..) => MasterPlace::Environment,
        (To::File | To::Device, ..) => MasterPlace::File,
    };
    let mut house = arguments.register.open(context)?;
    house.rewrap_master(&place, arguments.make_key).map_err(Fault::House)?;
    if arguments.json {
        let place = match to {
            To::File => "file",
            To::Environment => "environment",
            To::Device => "device",
        };
        output::answer_json(&json!({ "rewrapped": true, "place": place }))?;
        return Ok(Exit::Yes);
    }
    let said = match to {
        To::File => context.words.say("key-rewrapped-file", &[]),
        To::Environment => context.words.say("key-rewrapped-environment", &[]),
        To::Device => context.words.say("key-rewrapped-device", &[]),
    };
    output::answer(&format!("{said}\n"))?;
    Ok(Exit::Yes)
}
