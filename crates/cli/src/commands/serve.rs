//! `dengji serve`: the portal, on the law and, where a folder holds one, on its register.
//!
//! In scope: opening what is served; its witnesses are in `serve/witnesses`, what an operator is
//! told in `serve/telling`.
//! Out of scope: pages (`web`, wired in by the program).

mod telling;
mod witnesses;

pub(crate) use telling::Telling;
pub(crate) use witnesses::Contradicted;

use crate::commands::register_folder::{self, encrypted};
use crate::commands::serve::witnesses::Witnesses;
use crate::database::Database;
use crate::exit::Exit;
use crate::fault::{Fault, Room};
use crate::{Context, Rooms, output, passphrase};
use desk::anchor_place::AnchorPlace;
use desk::backend::Backend;
use desk::database_words;
use desk::front::Front;
use desk::house::House;
use desk::house_folder;
use desk::keep_log::keep_log;
use desk::law_room::LawRoom;
use desk::observe::Observer;
use desk::ports::{SystemClock, Verifier};
use desk::published_log::PublishedLog;
use desk::see_register::Reading;
use desk::verifier::Counter;
use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use watch::Instruments;
use watch::lines::Form;

/// Arguments of `serve`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Address to listen on.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8420")]
    listen: SocketAddr,
    /// Folder with a register; without it the law alone is served.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    #[command(flatten)]
    database: Database,
    /// File outside that folder which remembers the last checkpoint, so that an older copy of the
    /// folder is noticed.
    #[arg(long, value_name = "FILE")]
    anchor: Option<PathBuf>,
    /// File whose first line is the passphrase of the register's keys.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// Policy file that names the witnesses who are asked to cosign landmarks.
    #[arg(long, value_name = "FILE")]
    witnesses: Option<PathBuf>,
    /// Hours between landmarks.
    #[arg(long, value_name = "HOURS", default_value_t = 24)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=8760))]
    landmark_hours: u32,
    /// Address for metrics, health and readiness; without it metrics are not served.
    #[arg(long, value_name = "ADDR")]
    metrics: Option<SocketAddr>,
    #[command(flatten)]
    telling: Telling,
}

/// What the portal is asked to serve.
pub struct ServeAsk {
    /// The law.
    pub room: LawRoom,
    /// Who answers verifications; nobody when there is no register.
    pub verifier: Option<Box<dyn Verifier + Send + Sync>>,
    /// The public log; nothing when there is no register.
    pub log: Option<PublishedLog>,
    /// The register for readers; nothing when there is none.
    pub register: Option<Reading>,
    /// Where to listen.
    pub listen: SocketAddr,
    /// True when the register is a demonstration.
    pub demo: bool,
    /// Counts what happens.
    pub instruments: Arc<Instruments>,
    /// Where an operator reads what was counted; nowhere by default.
    pub operators: Option<TcpListener>,
}

/// Opens what is to be served and serves it until interrupted.
pub(crate) fn run(context: &Context, rooms: &Rooms, arguments: &Arguments) -> Result<Exit, Fault> {
    arguments.telling.begin()?;
    let done = open(context, rooms, arguments);
    arguments.telling.ended(&context.words, done)
}

fn open(context: &Context, rooms: &Rooms, arguments: &Arguments) -> Result<Exit, Fault> {
    let tell = |what: &str| arguments.telling.warn(what);
    let instruments = Arc::new(Instruments::new(env!("CARGO_PKG_VERSION")));
    let room = context.law_room()?;
    telling::starting(&room);
    let operators = operators(context, arguments)?;
    let mut kept = None;
    let (verifier, log, register, demo): Opened = match &arguments.data {
        None => (None, None, None, false),
        Some(folder) if !arguments.database.backend().holds_register(folder) => {
            // Somebody named a register: the law alone is not what was asked for.
            return Err(Fault::NoRegister(folder.clone()));
        }
        Some(folder) => {
            let clock = Arc::new(SystemClock);
            let (room, anchor) = (Arc::new(context.law_room()?), arguments.anchor.clone());
            let file = arguments.passphrase_file.as_deref();
            let phrase = passphrase::to_open(&context.words, file, encrypted(folder))?;
            let backend = arguments.database.backend();
            let opened =
                house_folder::open_in(folder, &backend, room, clock.clone(), anchor, phrase);
            let mut house = opened.map_err(Fault::House)?;
            house.watched_by(instruments.clone());
            warn(context, &backend, &tell)?;
            match house.anchor() {
                AnchorPlace::Nowhere if arguments.witnesses.is_none() => {
                    tell(&context.words.say("serve-no-anchor", &[]));
                }
                AnchorPlace::Missing(path) => {
                    tell(&register_folder::anchor_missing(&context.words, path));
                }
                AnchorPlace::Nowhere | AnchorPlace::At(_) => {}
            }
            let demo = house.state().origin().is_some_and(|o| o.contains("demo"));
            let counter = Counter::new(house, clock.clone()).map_err(Fault::House)?;
            let observer = instruments.clone();
            let witnesses = witnesses(context, arguments, (folder, observer), &counter.shared())?;
            let counter = match &witnesses {
                Some(witnesses) => counter.believing(witnesses.policy().clone()),
                None => counter,
            };
            let landmark_s = arguments.landmark_hours * 3600;
            let keeping = keep_log(counter.shared(), clock, landmark_s).map_err(Fault::House)?;
            let asking = witnesses.map(|witnesses| witnesses.start(counter.shared()));
            // In quiet moments: runs of tokens merged, rows sealed anew under a new data key.
            let upkeep = Front::over(counter.shared());
            kept = Some((keeping, asking, upkeep, counter.shared()));
            let reading = Reading::of(counter.shared());
            (Some(Box::new(counter)), Some(PublishedLog::of(folder)), Some(reading), demo)
        }
    };
    let listen = arguments.listen;
    let ask = ServeAsk { room, verifier, log, register, listen, demo, instruments, operators };
    let done = serve(context, rooms, ask, &tell);
    if let Some((.., house)) = &kept {
        stop(house);
    }
    drop(kept);
    telling::stopped();
    done
}

/// Publishes what is committed and keeps the state, so that the next start reads little. What fails
/// now, that start does.
fn stop(house: &Mutex<House>) {
    let mut house = house.lock().unwrap_or_else(PoisonError::into_inner);
    if house.state().origin().is_some() && house.publish().is_ok() {
        house.close().ok();
    }
}

/// Listens where an operator asked for metrics, and tells the address in use.
fn operators(context: &Context, arguments: &Arguments) -> Result<Option<TcpListener>, Fault> {
    let Some(address) = arguments.metrics else { return Ok(None) };
    let failed = |source| Fault::Listen { address, source };
    let listener = TcpListener::bind(address).map_err(failed)?;
    let url = format!("http://{}/metrics", listener.local_addr().map_err(failed)?);
    let told = context.words.say("serve-metrics", &[("url", url.into())]);
    arguments.telling.tell(&told);
    Ok(Some(listener))
}

/// Tells the operator what of the database's settings endangers what is acknowledged.
fn warn(context: &Context, backend: &Backend, tell: &dyn Fn(&str)) -> Result<(), Fault> {
    let warnings = backend.warnings().map_err(|error| Fault::House(error.into()))?;
    for warning in warnings {
        let what = database_words::warning(&context.words, warning);
        tell(&context.words.say("database-warning", &[("what", what.into())]));
    }
    Ok(())
}

/// Returns the witnesses that are named, once none of them has seen more than the register has.
fn witnesses(
    context: &Context,
    arguments: &Arguments,
    (folder, observer): (&Path, Arc<dyn Observer>),
    house: &Mutex<House>,
) -> Result<Option<Witnesses>, Fault> {
    let Some(policy) = &arguments.witnesses else { return Ok(None) };
    let log = PublishedLog::of(folder);
    let lang = context.words.lang();
    let quiet = arguments.telling.form() == Form::Json;
    let witnesses = Witnesses::read(policy, log, (lang, quiet), observer)?;
    witnesses.compare(house).map_err(Fault::Contradicted)?;
    Ok(Some(witnesses))
}

/// Who answers verifications, the public log, the register for readers, and whether it is a
/// demonstration.
type Opened =
    (Option<Box<dyn Verifier + Send + Sync>>, Option<PublishedLog>, Option<Reading>, bool);

/// Serves until interrupted. Prints the address on the first line when the portal is ready.
pub(crate) fn serve(
    context: &Context,
    rooms: &Rooms,
    ask: ServeAsk,
    tell: &dyn Fn(&str),
) -> Result<Exit, Fault> {
    let start = rooms.serve.ok_or(Fault::NotWired(Room::Portal))?;
    let mut ask = ask;
    // A port that is taken is no reason to stop: another one is told to whoever started us.
    match std::net::TcpListener::bind(ask.listen) {
        Ok(free) => drop(free),
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            tell(
                &context
                    .words
                    .say("serve-port-taken", &[("address", ask.listen.to_string().into())]),
            );
            ask.listen.set_port(0);
        }
        Err(source) => return Err(Fault::Listen { address: ask.listen, source }),
    }
    let address = ask.listen;
    start(ask, &mut |ready| {
        telling::listening(ready);
        let _ = output::answer(&format!("http://{ready}/\n"));
    })
    .map_err(|source| Fault::Listen { address, source })?;
    Ok(Exit::Yes)
}
