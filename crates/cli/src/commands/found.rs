//! `dengji found`: founds a register in an empty folder, with its first authority.
//!
//! In scope: the folder, the log's key, the authority's key in the operator's custody, the recovery
//! set, whose keys are made elsewhere (`dengji key new`) and never come here.
//! Out of scope: further organisations (`dengji body register`), giving the authority's key away
//! (`dengji key rotate`).

use crate::commands::recorded;
use crate::database::Database;
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, passphrase};
use desk::house::Request;
use desk::house_folder;
use desk::ports::SystemClock;
use desk::{Organisation, OrganisationKind, RecoverySet};
use std::path::PathBuf;
use std::sync::Arc;
use vocab::{Day, Hash};

/// Arguments of `found`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Folder for the register; it must not hold one.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    #[command(flatten)]
    database: Database,
    /// The origin of the log: a name that no other log has, such as a host name and a path.
    #[arg(long, value_name = "NAME")]
    origin: String,
    /// The name of the authority that founds it.
    #[arg(long, value_name = "NAME")]
    authority: String,
    /// A public key of the recovery set; as often as there are.
    #[arg(long, value_name = "KEY", required = true)]
    recovery: Vec<Hash>,
    /// How many of them must sign; without it, more than half.
    #[arg(long, value_name = "N")]
    threshold: Option<u8>,
    /// The day of effect; without it, today in China.
    #[arg(long, value_name = "DAY")]
    on: Option<Day>,
    /// File whose first line is the passphrase of the register's keys.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// The keys are not encrypted.
    #[arg(long)]
    plain: bool,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Founds it.
pub(crate) fn run(context: &Context, asked: &Arguments) -> Result<Exit, Fault> {
    let file = asked.passphrase_file.as_deref();
    let passphrase = passphrase::to_keep(&context.words, file, asked.plain)?;
    let room = Arc::new(context.law_room()?);
    let (backend, clock) = (asked.database.told(&context.words), Arc::new(SystemClock));
    let opened = house_folder::open_in(&asked.data, &backend, room, clock, None, passphrase);
    let mut house = opened.map_err(Fault::House)?;
    // A founding that was refused leaves the folder with keys and without entries.
    if 0 < house.size() {
        return Err(Fault::HoldsRegister(asked.data.clone()));
    }
    let authority = Organisation {
        kind: OrganisationKind::Authority,
        name: asked.authority.clone(),
        key: house.new_key().map_err(Fault::House)?,
        operator_custody: true,
        institution: None,
    };
    let keys: Vec<[u8; 32]> = asked.recovery.iter().map(|key| key.0).collect();
    let threshold = asked.threshold.unwrap_or(u8::try_from(keys.len() / 2 + 1).unwrap_or(u8::MAX));
    let recovery = RecoverySet { threshold, keys };
    let act = house.founding(&asked.origin, vec![authority], recovery).map_err(Fault::House)?;
    let on = asked.on.unwrap_or_else(|| house.now().day_in_china());
    let request = Request { actor: None, on, name: "genesis".to_string(), act };
    let answering = recorded::Answering { draft: None, json: asked.json };
    let done = recorded::act(context, &mut house, &answering, |house| house.record(&request, &[]))?;
    if matches!(done, Exit::Yes) {
        house_folder::publish_log_key(&house, &asked.data).map_err(Fault::House)?;
    }
    Ok(done)
}
