//! `dengji serve`: the portal, on the law and, where a folder holds one, on its register.
//!
//! In scope: opening what is served. Out of scope: pages (`web`, wired in by the program).

use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, Rooms, output};
use desk::house_folder;
use desk::law_room::LawRoom;
use desk::ports::{SystemClock, Verifier};
use desk::verifier::Counter;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

/// Arguments of `serve`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Address to listen on.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8420")]
    listen: SocketAddr,
    /// Folder with a register; without it the law alone is served.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// File outside that folder which remembers the last checkpoint, so that an older copy of the
    /// folder is noticed.
    #[arg(long, value_name = "FILE")]
    anchor: Option<PathBuf>,
}

/// What the portal is asked to serve.
pub struct ServeAsk {
    /// The law.
    pub room: LawRoom,
    /// Who answers verifications; nobody when there is no register.
    pub verifier: Option<Box<dyn Verifier + Send + Sync>>,
    /// Where to listen.
    pub listen: SocketAddr,
    /// True when the register is a demonstration.
    pub demo: bool,
}

/// Opens what is to be served and serves it until interrupted.
pub(crate) fn run(context: &Context, rooms: &Rooms, arguments: &Arguments) -> Result<Exit, Fault> {
    let room = context.law_room()?;
    let (verifier, demo): (Option<Box<dyn Verifier + Send + Sync>>, bool) = match &arguments.data {
        None => (None, false),
        Some(folder) if !house_folder::holds_register(folder) => {
            let folder = folder.display().to_string();
            output::tell(&context.words.say("serve-no-register", &[("folder", folder.into())]));
            (None, false)
        }
        Some(folder) => {
            let clock = Arc::new(SystemClock);
            let (room, anchor) = (Arc::new(context.law_room()?), arguments.anchor.clone());
            let opened = house_folder::open(folder, room, clock.clone(), anchor);
            let house = opened.map_err(Fault::House)?;
            let demo = house.state().origin().is_some_and(|o| o.contains("demo"));
            (Some(Box::new(Counter::new(house, clock).map_err(Fault::House)?)), demo)
        }
    };
    let listen = arguments.listen;
    serve(context, rooms, ServeAsk { room, verifier, listen, demo })
}

/// Serves until interrupted. Prints the address on the first line when the portal is ready.
pub(crate) fn serve(context: &Context, rooms: &Rooms, ask: ServeAsk) -> Result<Exit, Fault> {
    let start = rooms.serve.ok_or(Fault::NotWired("the portal"))?;
    let mut ask = ask;
    // A port that is taken is no reason to stop: another one is told to whoever started us.
    match std::net::TcpListener::bind(ask.listen) {
        Ok(free) => drop(free),
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            output::tell(
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
        let _ = output::answer(&format!("http://{ready}/\n"));
    })
    .map_err(|source| Fault::Listen { address, source })?;
    Ok(Exit::Yes)
}
