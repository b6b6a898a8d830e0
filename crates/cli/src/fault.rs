//! `Fault`, what can fail in a command, and how a person is told.
//!
//! In scope: naming the thing and the cause, once each. Out of scope: refusals; they are answers.

use crate::commands::demo::DemoFault;
use crate::commands::{notice_read, recheck};
use crate::exit::Exit;
use desk::asked::AskError;
use desk::expected::ExpectedError;
use desk::house_error::HouseError;
use desk::law_folder::LawFolderError;
use desk::law_room::{LawFault, MapError};
use desk::law_words;
use desk::words::Words;
use std::error::Error;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Why a command could not be done. Every command may be repeated.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    #[error("could not read `{}`", path.display())]
    ReadFile { path: PathBuf, source: std::io::Error },
    #[error("`{}` is no notice that can be read", path.display())]
    Notice { path: PathBuf, source: notice::NoticeError },
    #[error("could not load the law")]
    Law(#[source] LawFolderError),
    #[error("could not load what is known of the notice")]
    Expected(#[source] ExpectedError),
    #[error("the law folder has a fault")]
    LawFile(#[source] LawFault),
    #[error("the question cannot be asked")]
    Ask(#[source] AskError),
    #[error("no law folder to write to")]
    NoMapFolder,
    #[error("could not write the law map")]
    Map(#[source] MapError),
    #[error("the demonstration could not go on")]
    Demo(#[source] DemoFault),
    #[error("the register failed")]
    House(#[source] HouseError),
    #[error("could not listen on {address}")]
    Listen { address: SocketAddr, source: std::io::Error },
    #[error("{0} is not wired into this program")]
    NotWired(&'static str),
    #[error("the log could not be checked")]
    Recheck(#[source] ::recheck::Fault),
    #[error("the log cannot be found")]
    LogPlace(#[source] ::recheck::SourceError),
    #[error("could not write the answer")]
    Output(#[source] std::io::Error),
}

impl Fault {
    /// Returns the exit code: what the caller wrote wrongly is usage, everything else a fault.
    pub fn exit(&self) -> Exit {
        match self {
            Fault::Ask(_)
            | Fault::NoMapFolder
            | Fault::LogPlace(_)
            | Fault::Recheck(::recheck::Fault::NoKey) => Exit::Usage,
            Fault::ReadFile { .. }
            | Fault::Notice { .. }
            | Fault::Law(_)
            | Fault::Expected(_)
            | Fault::LawFile(_)
            | Fault::Map(_)
            | Fault::Demo(_)
            | Fault::House(_)
            | Fault::Listen { .. }
            | Fault::NotWired(_)
            | Fault::Recheck(_)
            | Fault::Output(_) => Exit::Fault,
        }
    }

    /// Returns the fault and its causes in the language of the words.
    pub fn in_words(&self, words: &Words) -> String {
        let path = |path: &PathBuf| path.display().to_string().into();
        let mut said = match self {
            Fault::ReadFile { path: file, .. } => {
                words.say("fault-read-file", &[("path", path(file))])
            }
            Fault::Notice { path: file, source } => {
                let why = notice_read::words::error(words, source).into();
                return words.say("fault-notice", &[("path", path(file)), ("why", why)]);
            }
            Fault::Law(_) => words.say("fault-law", &[]),
            Fault::Expected(_) => words.say("fault-expected", &[]),
            Fault::LawFile(_) => words.say("fault-law-file", &[]),
            Fault::Recheck(fault) => return recheck::words::fault(words, fault),
            Fault::LogPlace(error) => return recheck::words::error(words, error),
            Fault::Ask(error) => return law_words::ask_error(words, error),
            Fault::NoMapFolder => words.say("map-needs-folder", &[]),
            Fault::Map(_) => words.say("fault-map", &[]),
            Fault::Demo(_) => words.say("fault-demo", &[]),
            Fault::House(_) => words.say("fault-house", &[]),
            Fault::Listen { address, .. } => {
                words.say("fault-listen", &[("address", address.to_string().into())])
            }
            Fault::NotWired(what) => words.say("fault-not-wired", &[("what", (*what).into())]),
            Fault::Output(_) => words.say("fault-output", &[]),
        };
        // Causes come from the system and from readers of files, in their own language.
        let mut cause = self.source();
        while let Some(error) = cause {
            said = format!("{said}: {}", error.to_string().trim_end());
            cause = error.source();
        }
        said
    }
}
