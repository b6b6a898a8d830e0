//! `Said`, what an actor says and signs, read back from the very bytes that the signature is over.
//!
//! Source: docs/formats/entry.cddl, "Signature".
//! In scope: the message of an act; whoever signs on a machine of their own reads it before.
//! Out of scope: whether it is true or lawful; what the register adds (instant, rule, serials).
//! Invariant: there is one message for what is said: one that was read is written again as itself.

use crate::entry::{self, ACT_DOMAIN, Grounds};
use crate::entry_bytes;
use crate::entry_error::EntryError;
use crate::entry_read;
use alloc::string::{String, ToString};
use register::Event;

/// An act as its actor says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The origin of the log it is said to.
    pub origin: String,
    /// The act. The register adds the instant, which is nought here; for issuing, the rows stand
    /// in the certificates and are empty.
    pub event: Event,
    /// For issuing: how many certificates, and the digest over what is said of each.
    pub batch: Option<(u32, [u8; 32])>,
}

impl Said {
    /// Reads the message that a signature is over.
    ///
    /// # Errors
    /// [`EntryError`] for bytes that are no message of an act.
    pub fn read(message: &[u8]) -> Result<Said, EntryError> {
        let rest = message.strip_prefix(ACT_DOMAIN).ok_or(EntryError::Value("message"))?;
        let end = rest.iter().position(|b| *b == b'\n').ok_or(EntryError::Value("origin"))?;
        let origin = core::str::from_utf8(&rest[..end]);
        let origin = origin.map_err(|_| EntryError::Value("origin"))?.to_string();
        let (event, batch) = entry_read::said(&rest[end + 1..])?;
        let grounds = Grounds { rule: None, asserted: 0 };
        let (bytes, signed) = entry_bytes::act(&event, &grounds, batch.as_ref());
        if entry::message(&origin, &bytes[..signed]) != message {
            return Err(EntryError::NotCanonical);
        }
        let batch = batch.map(|b| (b.count, b.digest));
        Ok(Said { origin, event, batch })
    }
}
