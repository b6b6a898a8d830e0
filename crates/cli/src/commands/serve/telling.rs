//! What an operator is told while a server runs: log lines, and words for people.
//!
//! In scope: the arguments, lines at start and stop. Out of scope: what is counted (`watch`).
//! Lines for programs go alone to standard error; what would be words for people is a line then.

use crate::exit::Exit;
use crate::fault::Fault;
use crate::output;
use clap::ValueEnum;
use desk::law_room::LawRoom;
use desk::words::Words;
use std::net::SocketAddr;
use tracing::{error, info, warn};
use watch::lines::{Form, Levels, begin};

/// The variable of the environment that says which lines are written.
const VARIABLE: &str = "DENGJI_LOG";

/// How a server tells what happens.
#[derive(Debug, clap::Args)]
pub(crate) struct Telling {
    /// Form of the lines on standard error.
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    log: FormName,
    /// Which lines are written: a level, or one for each part.
    #[arg(long, value_name = "LEVELS")]
    log_level: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FormName {
    /// For people.
    Text,
    /// An object a line.
    Json,
}

impl Telling {
    /// Begins to write lines.
    pub(super) fn begin(&self) -> Result<(), Fault> {
        let variable = || std::env::var(VARIABLE).ok().filter(|levels| !levels.is_empty());
        let levels = match self.log_level.clone().or_else(variable) {
            Some(text) => text.parse().map_err(Fault::LogLevel)?,
            None => Levels::default(),
        };
        begin(self.form(), levels);
        Ok(())
    }

    /// Tells a fault that ended the server as a line, where lines are for programs.
    pub(super) fn ended(&self, words: &Words, done: Result<Exit, Fault>) -> Result<Exit, Fault> {
        match (done, self.form()) {
            (Err(fault), Form::Json) => {
                error!(target: "dengji::server", "{}", fault.in_words(words));
                Ok(fault.exit())
            }
            (done, _) => done,
        }
    }

    /// Returns the form of the lines.
    pub(super) fn form(&self) -> Form {
        match self.log {
            FormName::Text => Form::Text,
            FormName::Json => Form::Json,
        }
    }

    /// Tells something that everybody who starts a server should know.
    pub(super) fn say(&self, what: &str) {
        match self.form() {
            Form::Text => output::tell(what),
            Form::Json => info!(target: "dengji::server", "{what}"),
        }
    }

    /// Warns of something that is not as it should be.
    pub(super) fn warn(&self, what: &str) {
        match self.form() {
            Form::Text => output::tell(what),
            Form::Json => warn!(target: "dengji::server", "{what}"),
        }
    }
}

/// Tells that the server starts, and on what.
pub(super) fn starting(room: &LawRoom) {
    let (version, law) = (env!("CARGO_PKG_VERSION"), room.law().digest.to_string());
    info!(target: "dengji::server", version, law, "starting");
}

/// Tells where the portal answers.
pub(super) fn listening(address: SocketAddr) {
    info!(target: "dengji::server", %address, "listening");
}

/// Tells that the server has stopped.
pub(super) fn stopped() {
    info!(target: "dengji::server", "stopped");
}
