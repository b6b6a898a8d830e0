//! The program `dengji`: wires the rooms together and hands over to the command line.
//!
//! In scope: wiring. Out of scope: everything else.

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run(std::env::args_os(), cli::Rooms::default())
}
