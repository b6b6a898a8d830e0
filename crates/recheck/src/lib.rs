//! The independent re-checker: reads a published log and decides every entry again.
//!
//! In scope: reading a log by folder or URL, its whole tree, every signature, every decision.
//! Out of scope: showing what was found (`cli`), writing anything.
//! Independence: it shares the law, the register's order and the formats with the desk, and neither
//! the desk nor the store (xtask/levels.toml keeps it so).

mod source;
mod source_error;
mod url_source;

pub use source::{FolderSource, Source};
pub use source_error::SourceError;
pub use url_source::{UrlLimits, UrlSource};
