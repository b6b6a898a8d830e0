//! What an operator sees of a server: metrics and log lines.
//!
//! In scope: counting what `desk` and `web` tell (`instruments`), writing it down as lines for
//! people or as JSON (`lines`), bugs (`bugs`). Out of scope: HTTP (`web`), deciding what is told.
//! I-PRI-1: routes come as templates, refusals as ids of rules; no path, query, address of a
//! visitor or name has a way in. Lines of other libraries are not written.

pub mod bugs;
pub mod instruments;
pub mod lines;
mod request;
mod series;

pub use instruments::Instruments;
pub use request::{Method, Request};
