//! `Warning`, what an operator should know of a database that works.
//!
//! In scope: settings of the server under which a loss of power takes back what was acknowledged,
//! and a way there that others can listen on or answer in place of the server. Out of scope: words
//! for people (the desk), finding it (`upkeep`, `address`).

/// What endangers what is acknowledged, or lets others in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warning {
    /// `fsync` is off: a loss of power takes back what was acknowledged.
    NoFlush,
    /// `full_page_writes` is off: a loss of power can tear pages.
    TornPages,
    /// `data_checksums` is off: damage of the disk is not noticed by the server.
    NoChecksums,
    /// Over a network, and not encrypted.
    NotEncrypted,
    /// Over a network, and encrypted only if whoever answers wants it; not verified.
    PerhapsEncrypted,
    /// Over a network, encrypted, and who is at the other end is not verified.
    NotVerified,
    /// The certificate is verified, and not that it is the host's.
    HostNotVerified,
}
