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

/// Returns the seats a day of a body's open sites together; nothing where none is on record.
pub(crate) fn seats(state: &State, body: OrganisationId) -> Option<u32> {
    if state.bodies().is_short_form(body) {
        return None;
    }
    let open = state.bodies().sites_of(body).filter(|site| site.open);
    let seats = open.fold(0u32, |sum, site| sum.saturating_add(site.site.seats_a_day));
    (0 < seats).then_some(seats)
}

/// Returns the seats a day of an open site; nothing where none are on record.
pub(crate) fn site_seats(state: &State, site: SitePrefix) -> Option<u32> {
    let site = state.bodies().site(site).filter(|site| site.open)?;
    let seats = site.site.seats_a_day;
    (0 < seats && !state.bodies().is_short_form(site.of)).then_some(seats)
}

/// Returns the site that a session numbers under.
pub(crate) fn site_of(state: &State, session: &Session) -> Option<SitePrefix> {
    state.site(session)
}
