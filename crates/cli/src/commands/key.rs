//! `dengji key …`: keys of organisations: files of them, and the acts by which they change.
//!
//! In scope: making, showing, listing and encrypting. Out of scope: rotating, retiring,
//! compromising, adding (`change`), keys of personal data (`data`).

use crate::aligned::aligned;
use crate::commands::register_folder::{RegisterFolder, encrypted};
use crate::database::Database;
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, output, passphrase};
use desk::act_words::custody;
use desk::{house_folder, key_file};
use serde_json::json;
use std::path::PathBuf;
use vocab::Hash;

pub(crate) mod change;
pub(crate) mod data;

/// The commands about keys.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Makes a key on this machine and prints its public half.
    New(NewArguments),
    /// Prints the public half of a key's file.
    Show(ShowArguments),
    /// Lists the organisations of a register with their keys.
    List(ListArguments),
    /// Encrypts a key, or all of a register, under a passphrase, or under another.
    Encrypt(EncryptArguments),
    /// Puts another key in the place of an organisation's.
    Rotate(change::RotateArguments),
    /// Ends the key of an organisation.
    Retire(change::RetireArguments),
    /// Says, by the recovery set, that a key is in other hands.
    Compromise(change::CompromiseArguments),
    /// Gives, by the recovery set, a key to an organisation that has none.
    Add(change::AddArguments),
    /// Seals personal data anew under a new data key.
    TurnData(data::TurnDataArguments),
    /// Indexes people anew under a new key.
    TurnIndex(data::TurnIndexArguments),
    /// Wraps the keys of personal data under another master key.
    Rewrap(data::RewrapArguments),
}

/// Arguments of `key new`.
#[derive(Debug, clap::Args)]
pub(crate) struct NewArguments {
    /// The file of the new key.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// File whose first line is the passphrase.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// Keeps the key unencrypted.
    #[arg(long)]
    plain: bool,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Arguments of `key show`.
#[derive(Debug, clap::Args)]
pub(crate) struct ShowArguments {
    /// The file of the key.
    file: PathBuf,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Arguments of `key list`.
#[derive(Debug, clap::Args)]
pub(crate) struct ListArguments {
    #[command(flatten)]
    register: RegisterFolder,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Arguments of `key encrypt`.
#[derive(Debug, clap::Args)]
pub(crate) struct EncryptArguments {
    /// The file of a key; without it all keys of the register.
    #[arg(required_unless_present = "register", conflicts_with = "register")]
    file: Option<PathBuf>,
    /// Folder with the register.
    #[arg(id = "register", long = "data", value_name = "DIR")]
    folder: Option<PathBuf>,
    #[command(flatten)]
    database: Database,
    /// File whose first line is the passphrase up to now.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// File whose first line is the new passphrase.
    #[arg(long, value_name = "FILE")]
    new_passphrase_file: Option<PathBuf>,
    /// Takes the encryption away.
    #[arg(long, conflicts_with = "new_passphrase_file")]
    plain: bool,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Runs a command about keys.
pub(crate) fn run(context: &Context, command: &Command) -> Result<Exit, Fault> {
    match command {
        Command::New(arguments) => new(context, arguments),
        Command::Show(arguments) => show(context, arguments),
        Command::List(arguments) => list(context, arguments),
        Command::Encrypt(arguments) => encrypt(context, arguments),
        Command::Rotate(arguments) => change::rotate(context, arguments),
        Command::Retire(arguments) => change::retire(context, arguments),
        Command::Compromise(arguments) => change::compromise(context, arguments),
        Command::Add(arguments) => change::add(context, arguments),
        Command::TurnData(arguments) => data::turn(context, arguments),
        Command::TurnIndex(arguments) => data::turn_index(context, arguments),
        Command::Rewrap(arguments) => data::rewrap(context, arguments),
    }
}

fn new(context: &Context, arguments: &NewArguments) -> Result<Exit, Fault> {
    let NewArguments { out, passphrase_file, plain, json } = arguments;
    let passphrase = passphrase::to_keep(&context.words, passphrase_file.as_deref(), *plain)?;
    let key = key_file::make(out, passphrase.as_ref()).map_err(Fault::House)?;
    tell(key, passphrase.is_some(), *json)
}

fn show(_: &Context, arguments: &ShowArguments) -> Result<Exit, Fault> {
    let (key, encrypted) = key_file::public(&arguments.file).map_err(Fault::House)?;
    tell(key, encrypted, arguments.json)
}

/// The public half alone stands on stdout, so that a script can take it.
fn tell(key: [u8; 32], encrypted: bool, as_json: bool) -> Result<Exit, Fault> {
    let key = Hash(key).to_string();
    if as_json {
        output::answer_json(&json!({ "key": key, "encrypted": encrypted }))?;
    } else {
        output::answer(&format!("{key}\n"))?;
    }
    Ok(Exit::Yes)
}

fn list(context: &Context, arguments: &ListArguments) -> Result<Exit, Fault> {
    let house = arguments.register.open_to_read(context)?;
    let words = &context.words;
    let mut objects = Vec::new();
    let mut rows = vec![vec![
        words.say("key-column-number", &[]),
        words.say("key-column-name", &[]),
        words.say("key-column-custody", &[]),
        words.say("key-column-key", &[]),
    ]];
    for (id, organisation) in house.state().organisations() {
        let key = house.state().key_of(id);
        let hex = key.map(|k| Hash(k.key).to_string());
        let held = key.map(|k| if k.operator_custody { "operator" } else { "self" });
        objects.push(json!({
            "organisation": id.0, "name": organisation.name, "custody": held, "key": hex,
        }));
        let custody = key.map(|k| custody(words, k.operator_custody));
        rows.push(vec![
            id.0.to_string(),
            organisation.name.clone(),
            custody.unwrap_or_else(|| words.say("key-none", &[])),
            hex.unwrap_or_default(),
        ]);
    }
    if arguments.json {
        output::answer_json(&json!({ "organisations": objects }))?;
    } else {
        output::answer(&aligned(&rows))?;
    }
    Ok(Exit::Yes)
}

fn encrypt(context: &Context, arguments: &EncryptArguments) -> Result<Exit, Fault> {
    let words = &context.words;
    let is_encrypted = match (&arguments.file, &arguments.folder) {
        (Some(file), _) => key_file::public(file).map_err(Fault::House)?.1,
        (None, Some(folder)) => encrypted(folder),
        (None, None) => false,
    };
    let old = passphrase::to_open(words, arguments.passphrase_file.as_deref(), is_encrypted)?;
    let new_file = arguments.new_passphrase_file.as_deref();
    // The environment holds the passphrase up to now where there is one.
    let new = passphrase::to_keep_anew(words, new_file, arguments.plain, is_encrypted)?;
    let backend = arguments.database.told(words);
    let count = match (&arguments.file, &arguments.folder) {
        (Some(file), _) => key_file::rewrap(file, old.as_ref(), new.as_ref()).map(|()| 1),
        (None, Some(folder)) if backend.holds_register(folder) => {
            house_folder::rewrap_keys(folder, &backend, old, new)
        }
        (None, Some(folder)) => return Err(Fault::NoRegister(folder.clone())),
        (None, None) => Ok(0),
    };
    let count = count.map_err(Fault::House)?;
    if arguments.json {
        output::answer_json(&json!({ "keys": count, "encrypted": !arguments.plain }))?;
    } else {
        let count = [("count", count.into())];
        let said = match arguments.plain {
            true => words.say("key-made-plain", &count),
            false => words.say("key-encrypted", &count),
        };
        output::answer(&format!("{said}\n"))?;
    }
    Ok(Exit::Yes)
}
