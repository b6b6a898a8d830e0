//! What a body can do on a day, as far as it is on record: the condition of every bound on pace.
//!
//! In scope: seats, and at which site a session numbers. Out of scope: how they come onto the
//! record (`body`).
//! A body of the short form, recognised with a prefix and nothing else, has no capacity on record,
//! and so no bound: old logs are decided as they were.

use crate::OrganisationId;
use crate::session::Session;
use crate::state::State;
use vocab::SitePrefix;

/// Returns the seats of a body's open sites together; nothing where none is on record.
pub(crate) fn seats(_state: &State, _body: OrganisationId) -> Option<u32> {
    None
}

/// Returns the seats of an open site; nothing where none are on record.
pub(crate) fn site_seats(_state: &State, _site: SitePrefix) -> Option<u32> {
    None
}

/// Returns the site that a session numbers under.
pub(crate) fn site_of(state: &State, session: &Session) -> Option<SitePrefix> {
    state.site(session)
}
