//! `dengji witness serve`: a witness of other people's logs.
//!
//! In scope: its key, which logs it watches, plain or lawful, listening.
//! Out of scope: the protocol and the judging (`witness`).
//! Exit codes: 0 when it was interrupted, 2 for a wrong key or place, 3 when it cannot go on.

use crate::commands::recheck;
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, output};
use desk::ports::{Clock, Entropy, SystemClock, SystemEntropy};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use witness::{Cosigning, Lawful, ServeLimits, StateFolder, Statement, VerifierKey};

pub(crate) mod words;

/// How long a log waits for the judge before it is asked to come again.
const JUDGING_MAX: Duration = Duration::from_secs(20);

/// The folder within with the copy of a log that is judged.
const MIRROR: &str = "mirror";

/// Arguments of `witness serve`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Address to listen on.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8421")]
    listen: SocketAddr,
    /// Folder with the key of the witness and what it knows; it is made when it is not there.
    #[arg(long, value_name = "DIR")]
    folder: PathBuf,
    /// Verifier key of a log to watch, or the file that holds it; may be repeated.
    #[arg(long, value_name = "VKEY", required = true)]
    log: Vec<String>,
    /// Name under which a new key is made, such as witness.example/1.
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Where the one log is published: then only what is lawful is cosigned.
    #[arg(long, value_name = "LOG")]
    lawful: Option<String>,
}

/// Serves until interrupted. Prints the address on the first line when it is ready.
pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<Exit, Fault> {
    let logs: Vec<VerifierKey> =
        arguments.log.iter().map(|log| verifier_key(log)).collect::<Result<_, Fault>>()?;
    let statement = match &arguments.lawful {
        None => Statement::Consistent,
        // One key states one thing of every log it cosigns, so each would need a place.
        Some(_) if logs.len() != 1 => return Err(Fault::LawfulOfOne),
        Some(_) => Statement::Lawful,
    };
    let seed = || {
        let mut seed = [0; 32];
        SystemEntropy.fill(&mut seed).map(|()| seed)
    };
    let folder = &arguments.folder;
    let opened = StateFolder::open_or_make(folder, statement, arguments.name.as_deref(), seed);
    let (state, cosigner) = opened.map_err(Fault::Witness)?;
    let key = cosigner.verifier().to_string();
    let mut witness = Cosigning::new(cosigner, logs.clone(), state);
    if let Some(place) = &arguments.lawful {
        let source = recheck::source(place)?;
        let law = context.law_room()?.law().clone();
        let judge = Lawful::start(law, source, &folder.join(MIRROR), &logs[0], JUDGING_MAX);
        witness = witness.judged_by(Box::new(judge.map_err(Fault::Mirror)?));
    }
    output::tell(&match statement {
        Statement::Consistent => context.words.say("witness-key", &[("key", key.into())]),
        Statement::Lawful => context.words.say("witness-key-lawful", &[("key", key.into())]),
    });
    let clock = SystemClock;
    // Before 1970 there is no time a cosignature could state; nought is refused by whoever reads.
    let now = move || u64::try_from(clock.now().0).unwrap_or(0);
    let limits = ServeLimits::default();
    let routes = witness::witness_routes(Arc::new(witness), Arc::new(now), limits);
    let address = arguments.listen;
    witness::listen(routes, address, limits, |ready| {
        let _ = output::answer(&format!("http://{ready}/\n"));
    })
    .map_err(|source| Fault::Listen { address, source })?;
    Ok(Exit::Yes)
}

/// Returns the key that an argument is, or that the file it names holds.
pub(crate) fn verifier_key(text: &str) -> Result<VerifierKey, Fault> {
    if let Ok(key) = text.parse() {
        return Ok(key);
    }
    let path = PathBuf::from(text);
    // What has the parts of a key and is no file is a key with a mistake in it.
    if text.contains('+') && !path.is_file() {
        return text.parse().map_err(Fault::Key);
    }
    let held = std::fs::read_to_string(&path);
    let held = held.map_err(|source| Fault::ReadFile { path, source })?;
    held.trim().parse().map_err(Fault::Key)
}
