//! The program `dengji`: wires the rooms together and hands over to the command line.
//!
//! In scope: wiring. Out of scope: everything else.

use std::process::ExitCode;

fn main() -> ExitCode {
    let rooms = cli::Rooms { serve: None, invent: Some(invent) };
    cli::run(std::env::args_os(), rooms)
}

/// People of the simulator, marked as invented where they are shown.
fn invent(seed: u64, count: usize) -> Vec<cli::Invented> {
    let invented =
        |p: sim::Person| cli::Invented { name: p.name().to_string(), document: p.id().clone() };
    sim::People::new(seed).take(count).map(invented).collect()
}
