//! Why bytes are not an entry.
//!
//! Out of scope: entries that are well formed and unlawful; those are refused by `register`.

use core::fmt;

/// Why bytes are not an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryError {
    /// No bytes, or more than an entry may have.
    Length(usize),
    /// The bytes are not CBOR of the form expected, at about this place.
    Form(usize),
    /// The version is not known.
    Version(u8),
    /// The kind is not known.
    Kind(u8),
    /// A value is outside what the field takes.
    Value(&'static str),
    /// The same entry has another, canonical form.
    NotCanonical,
    /// The certificates are not the ones that the header promises.
    Batch,
}

impl fmt::Display for EntryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EntryError::Length(n) => write!(f, "{n} bytes; an entry has 1 to 65535"),
            EntryError::Form(at) => write!(f, "not an entry: unexpected CBOR at byte {at}"),
            EntryError::Version(v) => write!(f, "entry version {v} is not known here"),
            EntryError::Kind(k) => write!(f, "entry kind {k} is not known here"),
            EntryError::Value(field) => write!(f, "the value of `{field}` is out of range"),
            EntryError::NotCanonical => write!(f, "the entry is not in its canonical form"),
            EntryError::Batch => {
                write!(f, "the certificates that follow are not those the header promises")
            }
        }
    }
}

impl core::error::Error for EntryError {}
