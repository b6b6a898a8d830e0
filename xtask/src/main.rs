//! Tasks of the house, run as `cargo xtask NAME`.
//!
//! In scope: `tidy`. Out of scope: anything a user runs; that is `dengji`.

mod tidy;

use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["tidy"] => match tidy::run() {
            Ok(report) => {
                print!("{report}");
                if report.errors() == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) }
            }
            Err(fault) => {
                eprintln!("tidy could not run: {fault:#}");
                ExitCode::from(3)
            }
        },
        _ => {
            eprintln!("usage: cargo xtask tidy");
            ExitCode::from(2)
        }
    }
}
