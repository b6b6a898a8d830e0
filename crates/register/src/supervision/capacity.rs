//! What a body can do on a day, as far as it is on record: the condition of every bound on pace.
//!
//! In scope: seats. Out of scope: how they come onto the record (`body`).
//! A body of the short form, recognised with a prefix and nothing else, has no capacity on record,
//! and so no bound: old logs are decided as they were.

use crate::OrganisationId;
use crate::state::State;

/// Returns the seats of a body's sites together; nothing where none is on record.
pub(crate) fn seats(_state: &State, _body: OrganisationId) -> Option<u32> {
    None
}
