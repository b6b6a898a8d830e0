//! The program `dengji`: wires the rooms together and hands over to the command line.
//!
//! In scope: wiring. Out of scope: everything else.

use desk::ports::SystemClock;
use std::io;
use std::net::SocketAddr;
use std::process::ExitCode;

fn main() -> ExitCode {
    let rooms = cli::Rooms { serve: Some(serve), invent: Some(invent), fill: Some(fill) };
    cli::run(std::env::args_os(), rooms)
}

/// The portal, on what the command line opened for it.
fn serve(ask: cli::ServeAsk, ready: &mut dyn FnMut(SocketAddr)) -> io::Result<()> {
    let cli::ServeAsk { room: law, verifier, log, register, listen, demo, instruments, operators } =
        ask;
    let clock = Box::new(SystemClock);
    let portal = web::Portal { law, clock, verifier, log, register, demo, instruments };
    web::run(portal, listen, operators, ready)
}

/// Sessions of the simulator's people, until the log has so many entries.
fn fill(
    house: &mut desk::house::House,
    (id, occupation, levels): (desk::OrganisationId, desk::RowId, [vocab::Level; 2]),
    (first, entries): (vocab::Day, u64),
    on: &mut dyn FnMut(vocab::Day),
    told: &mut dyn FnMut(u64),
) -> Result<(), desk::house_error::HouseError> {
    let employer = sim::bulk::Employer { id, occupation, levels };
    sim::bulk::fill(house, employer, first, entries, on, told)
}

/// People of the simulator, marked as invented where they are shown.
fn invent(seed: u64, count: usize) -> Vec<cli::Invented> {
    let invented =
        |p: sim::Person| cli::Invented { name: p.name().to_string(), document: p.id().clone() };
    sim::People::new(seed).take(count).map(invented).collect()
}
