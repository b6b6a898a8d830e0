//! `dengji log proof NUMBER`: the proof that a certificate stands in the published log.
//!
//! In scope: printing it. Out of scope: making it (`desk::log_proof`).

use crate::database::Database;
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, output};
use desk::house_error::HouseError;
use desk::log_proof::prove;
use std::path::PathBuf;

/// Arguments of `log proof`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Number of the certificate.
    number: String,
    /// Folder of the register.
    #[arg(long, value_name = "DIR", default_value = "dengji-data/demo")]
    data: PathBuf,
    #[command(flatten)]
    database: Database,
}

/// Prints the proof; a number that no certificate has is answered with no.
pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<Exit, Fault> {
    let backend = arguments.database.told(&context.words);
    match prove(&arguments.data, &backend, arguments.number.trim()) {
        Ok(proof) => {
            output::answer(&proof.to_string())?;
            Ok(Exit::Yes)
        }
        Err(error @ (HouseError::NoCertificate | HouseError::NotPublished { .. })) => {
            output::tell(&Fault::House(error).in_words(&context.words));
            Ok(Exit::Refused)
        }
        Err(error) => Err(Fault::House(error)),
    }
}
