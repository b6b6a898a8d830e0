//! The independent re-checker: reads a published log and decides every entry again.
//!
//! In scope: reading a log by folder or URL, its whole tree, every signature, every decision.
//! Out of scope: showing what was found (`cli`), writing anything.
//! Independence: it shares the law, the register's order and the formats with the desk, and neither
//! the desk nor the store (xtask/levels.toml keeps it so).

mod batch;
mod fault;
mod finding;
mod founding;
mod head;
mod keys;
mod landmarks;
mod replay;
mod report;
mod served;
mod source;
mod source_error;
mod step;
mod tally;
mod told;
mod tree;
mod url_source;
mod whole_log;

pub use fault::Fault;
pub use finding::{Finding, Kind};
pub use founding::founding_law;
pub use head::{CHECKPOINT_FILE, KEY_FILE, KeyFrom};
pub use landmarks::{LANDMARKS_FILE, Stated};
/// What a log adds up to.
pub use register::State;
pub use replay::{Doubt, Replay};
pub use report::{Outcome, Report};
pub use source::{FolderSource, Source};
pub use source_error::SourceError;
pub use tally::Tally;
pub use url_source::{UrlLimits, UrlSource};
pub use whole_log::{Options, recheck, recheck_to_state, verify_log};
