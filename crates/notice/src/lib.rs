//! Reader of a notice as it arrives: bytes in; rows, stated totals and anomalies out.
//!
//! In scope: encodings, kinds of lines, tables with merged cells, reconciliation, the annex file.
//! Out of scope: what the notice means (`law`), files (`desk`), words for people (`cli`).
//! Nothing about any particular notice is written here: counts, names and numbers come from the
//! text or from the caller.
//! Invariant: a line of the table region becomes rows, is known noise, or is an error that names
//! it; none is dropped and no row is made up.
#![no_std]
extern crate alloc;
#[cfg(test)]
extern crate std;

pub mod annex;
mod anomaly;
mod cells;
mod decode;
mod error;
mod figure;
mod fold;
mod line;
mod number;
mod reconcile;
mod row;
mod stated;
mod table;

pub use anomaly::{Anomaly, Column};
pub use decode::{Decoded, Encoding, NOTICE_BYTES_MAX, decode};
pub use error::{NoticeError, Reason};
pub use figure::{Figure, Unit, figures};
pub use fold::fold;
pub use line::{Line, Noise, lines};
pub use reconcile::{Check, Expected, Reconciliation, Remedy, reconcile};
pub use row::{Fate, NotAFate, Row};
pub use stated::Stated;
pub use table::{Table, table};

/// Reads a notice from the bytes of its file.
///
/// # Errors
/// When the file is empty, binary, in neither encoding, without a table, or has a line in the table
/// that cannot be placed.
pub fn read(bytes: &[u8]) -> Result<Table, NoticeError> {
    let decoded = decode(bytes)?;
    table(&lines(&decoded.text))
}
