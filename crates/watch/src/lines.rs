//! Log lines: where they go, in which form, and which of them.
//!
//! In scope: lines on standard error, for people or as JSON. Out of scope: what is said
//! (`instruments`, and whoever starts and stops the server).
//! I-PRI-1: only lines of the house are written. A library may say at its finest level what it got
//! over the wire, so its lines have no way out, whatever level is asked for.

use std::io;
use std::str::FromStr;
pub use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::{self, MakeWriter};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Layer as _, Registry};

/// What every line of the house is a part of.
const HOUSE: &str = "dengji";

/// How lines are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// For people.
    #[default]
    Text,
    /// An object a line.
    Json,
}

/// Which lines are written: a level, or a level for each part, as in `info,http=warn`.
#[derive(Clone, Debug)]
pub struct Levels(Targets);

/// Why a text does not say which lines are written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no level; write off, error, warn, info, debug or trace, or parts as in \
     `info,http=warn` (register, log, http, ready, server)"
)]
pub struct NoLevel(pub String);

/// The parts of the house that write lines.
const PARTS: [&str; 5] = ["register", "log", "http", "ready", "server"];

impl Levels {
    /// Everything from a level up.
    pub fn from(level: LevelFilter) -> Levels {
        Levels(Targets::new().with_target(HOUSE, level))
    }
}

impl Default for Levels {
    fn default() -> Levels {
        Levels::from(LevelFilter::INFO)
    }
}

impl FromStr for Levels {
    type Err = NoLevel;

    fn from_str(text: &str) -> Result<Levels, NoLevel> {
        let level = |name: &str| match name.parse::<LevelFilter>() {
            // The library takes nothing for a level, too.
            Ok(level) if !name.is_empty() => Ok(level),
            _ => Err(NoLevel(name.to_string())),
        };
        let mut targets = Targets::new().with_target(HOUSE, LevelFilter::INFO);
        for asked in text.split(',').map(str::trim) {
            targets = match asked.split_once('=') {
                None if asked.is_empty() => return Err(NoLevel(text.to_string())),
                None => targets.with_target(HOUSE, level(asked)?),
                Some((part, name)) if PARTS.contains(&part) => {
                    targets.with_target(format!("{HOUSE}::{part}"), level(name)?)
                }
                Some(_) => return Err(NoLevel(asked.to_string())),
            };
        }
        Ok(Levels(targets))
    }
}

/// Begins to write lines on standard error, for the rest of the process. Bugs become lines too.
pub fn begin(form: Form, levels: Levels) {
    // Whoever began before goes on; a process has one log.
    if subscriber(form, levels, io::stderr).try_init().is_ok() {
        crate::bugs::told_as_lines();
    }
}

/// Returns what writes lines somewhere else.
pub fn subscriber<W>(
    form: Form,
    levels: Levels,
    to: W,
) -> impl tracing::Subscriber + Send + Sync + 'static
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let lines = fmt::layer().with_ansi(false).with_writer(to);
    let lines = match form {
        Form::Text => lines.boxed(),
        Form::Json => lines.json().flatten_event(true).with_current_span(false).boxed(),
    };
    Registry::default().with(lines.with_filter(levels.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tracing::Level;

    fn check(text: &str, expect: Option<[(&str, Level, bool); 3]>) {
        let Some(rows) = expect else {
            assert!(text.parse::<Levels>().is_err(), "{text}");
            return;
        };
        let levels: Levels = text.parse().unwrap();
        for (target, level, passes) in rows {
            assert_eq!(levels.0.would_enable(target, &level), passes, "{text}: {target} {level}");
        }
    }

    #[test]
    fn a_level_or_parts_say_which_lines_are_written_and_never_those_of_libraries() {
        let http = "dengji::http";
        let lib = ("hyper", Level::ERROR, false);
        check("info", Some([(http, Level::INFO, true), (http, Level::DEBUG, false), lib]));
        check("TRACE", Some([(http, Level::TRACE, true), (HOUSE, Level::TRACE, true), lib]));
        let log = "dengji::log";
        check("http=warn", Some([(http, Level::INFO, false), (log, Level::INFO, true), lib]));
        check("off,log=info", Some([(http, Level::ERROR, false), (log, Level::INFO, true), lib]));
        for wrong in ["", "loud", "hyper=trace", "http=loud", "http=", "info,", "dengji::http=info"]
        {
            check(wrong, None);
        }
    }
}
