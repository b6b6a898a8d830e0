//! Forming every cell again that the state holds, to see that the digest is that of the state.
//!
//! In scope: a check in the background, of a state that was kept for long or loaded from a
//! snapshot. Out of scope: cells whose values the state does not keep (docs/formats/
//! state-digest.md): their sum is taken as it is; a landmark of the log states the whole.
//! It holds for what was checked before it was applied.

use crate::cell::Cell;
use crate::digest::StateDigest;
use crate::session::Session;
use crate::state::State;
use core::fmt;

/// The state is not the one that its digest is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DigestMismatch {
    /// The sum of the cells as they were added.
    pub kept: StateDigest,
    /// The sum of the cells as the state forms them.
    pub formed: StateDigest,
}

impl fmt::Display for DigestMismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let DigestMismatch { kept, formed } = self;
        write!(f, "the cells of the state add up to {formed}, and {kept} was kept")
    }
}

impl core::error::Error for DigestMismatch {}

/// The sum of cells as the state forms them.
#[derive(Default)]
pub(crate) struct Formed(StateDigest);

impl Formed {
    pub(crate) fn cell(&mut self, map: &str, key: &Cell, value: &Cell) {
        self.0.add(map, key.bytes(), value.bytes());
    }

    pub(crate) fn numbered(&mut self, map: &str, key: u32, value: &Cell) {
        self.0.add(map, &key.to_be_bytes(), value.bytes());
    }
}

impl State {
    /// Forms the cells again and compares their sum with the one that was kept. It takes about
    /// six seconds for a million sessions.
    ///
    /// # Errors
    /// [`DigestMismatch`] when they differ: state or digest were changed by something else than
    /// acts.
    pub fn verify_digest(&self) -> Result<(), DigestMismatch> {
        let mut formed = Formed::default();
        self.form_parties(&mut formed);
        self.sessions.iter().for_each(|(_, session)| self.form_session(&mut formed, session));
        for (key, last) in &self.counters {
            formed.cell("counter", &Cell::counter(key), &Cell::new().u32(*last));
        }
        self.occupations.form(&mut formed);
        self.exams.form(&mut formed);
        self.cohorts.form(&mut formed);
        self.bodies.form(&mut formed);
        self.arrangements.form(&mut formed);
        self.corrections.form(&mut formed);
        let (kept, formed) = (self.digest.held(), formed.0);
        if kept == formed { Ok(()) } else { Err(DigestMismatch { kept, formed }) }
    }

    fn form_parties(&self, formed: &mut Formed) {
        if let (Some(origin), Some(law), Some(key)) = (&self.origin, &self.law, &self.log_key) {
            formed.cell("log", &Cell::new(), &Cell::log(origin, law, key));
        }
        if let Some(set) = &self.recovery {
            formed.cell("recovery", &Cell::new(), &Cell::recovery(set));
        }
        for (id, organisation) in &self.organisations {
            formed.numbered("organisation", id.0, &Cell::organisation(organisation));
            formed.numbered("key", id.0, &Cell::acting(self.keys.get(id)));
            if let Some(cell) = self.short_form_cell(*id) {
                formed.numbered("recognised", id.0, &cell);
            }
        }
        for (key, since) in &self.compromised {
            formed.cell("compromised", &Cell::new().raw(key), &Cell::new().i64(since.0));
        }
        for (actor, acts) in &self.sequences {
            formed.numbered("acts", actor.0, &Cell::new().u64(*acts));
        }
    }

    fn form_session(&self, formed: &mut Formed, session: &Session) {
        let Session { by, announced_on, plan, closing, results, confirmed_on, settlement, used } =
            session;
        let id = plan.session;
        formed.numbered("session", id.0, &Cell::plan(*by, *announced_on, plan));
        if let Some(closing) = closing {
            formed.numbered("closing", id.0, &Cell::closing(closing));
        }
        // Revised results have a cell of their own, and the first ones are not kept.
        let revised = self.arrangements.of(id).is_some_and(|arranged| 0 < arranged.revisions);
        if let Some(results) = results.as_ref().filter(|_| !revised) {
            formed.numbered("results", id.0, &Cell::results(results));
        }
        if let Some(on) = confirmed_on {
            formed.numbered("confirmed", id.0, &Cell::new().day(*on));
        }
        if let Some(settlement) = settlement {
            formed.numbered("settlement", id.0, &Cell::settlement(settlement));
        }
        if 0 < used.count() {
            formed.numbered("used", id.0, &Cell::used(used));
        }
    }
}
