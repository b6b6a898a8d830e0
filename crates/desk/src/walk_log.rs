//! `Walk`, a register out of its entries alone: every act read and applied, in order.
//!
//! In scope: what a backup that is restored, a backup that is checked and a register that is
//! checked have to come to; the batches that the entries amount to.
//! Out of scope: deciding again (`recheck`), signatures, what is published (`check_register`).
//! I-REG-1: the state is what the entries add up to; no key is needed for it.

use crate::house_error::HouseError;
use crate::keep_state;
use crate::places::Places;
use crate::replay::Replay;
use merkle::{Digest, Frontier, leaf_hash};
use register::{Event, PublicAct, State};
use store::{BatchRow, KeptState};

/// A walk over the entries of a log.
pub(crate) struct Walk {
    replay: Replay,
    state: State,
    places: Places,
    tree: Frontier,
    /// The batches, where they are wanted.
    batches: Option<Vec<BatchRow>>,
}

/// What the entries came to.
pub(crate) struct Walked {
    pub(crate) state: State,
    pub(crate) root: Digest,
    pub(crate) batches: Vec<BatchRow>,
}

impl Walk {
    /// Returns a walk before the first entry. With `batches` it notes them.
    pub(crate) fn new(batches: bool) -> Walk {
        let (state, places, tree) = (State::new(), Places::default(), Frontier::new());
        let batches = batches.then(Vec::new);
        Walk { replay: Replay::new(), state, places, tree, batches }
    }

    /// Takes the next entry.
    ///
    /// # Errors
    /// It cannot be read, or does not fit those before it; the walk is not to go on.
    pub(crate) fn entry(&mut self, index: u64, bytes: &[u8]) -> Result<(), HouseError> {
        self.tree.append(&leaf_hash(bytes));
        let Walk { replay, state, places, batches, .. } = self;
        let mut unfit = None;
        replay.entry(index, bytes, &mut |at, event| {
            if !register::applies(state, event) {
                unfit = Some(HouseError::Unfit(at));
                return;
            }
            if let Some(batches) = batches {
                batches.extend(batch_of(state, at, event));
            }
            register::apply(state, event);
            places.note(at, event);
        })?;
        unfit.map_or(Ok(()), Err)
    }

    /// Returns the first entry of the batch that is open and where it ends, where one is.
    pub(crate) fn inside(&self) -> Option<(u64, u64)> {
        self.replay.inside()
    }

    /// Says whether a state that is kept is the one that the entries taken came to.
    pub(crate) fn is_at(&self, kept: &KeptState) -> bool {
        keep_state::is_of(kept, (&self.tree, &self.places, &self.state))
    }

    /// Returns the state after the acts that were taken whole.
    pub(crate) fn state(&self) -> &State {
        &self.state
    }

    /// Returns how many entries were taken.
    pub(crate) fn size(&self) -> u64 {
        self.tree.size()
    }

    /// Returns what the entries came to.
    ///
    /// # Errors
    /// A batch is left open.
    pub(crate) fn end(self) -> Result<Walked, HouseError> {
        self.replay.end()?;
        let Walk { state, tree, batches, .. } = self;
        Ok(Walked { state, root: tree.root(), batches: batches.unwrap_or_default() })
    }
}

/// Returns the row of the batch that an event issues, on the state before it.
fn batch_of(state: &State, header: u64, event: &Event) -> Option<BatchRow> {
    let PublicAct::IssueCertificates(issue) = &event.act else { return None };
    let session = state.session(issue.session)?;
    let key = state.counter_key(session, issue.dated_on.year())?;
    let first = state.counter(&key) + 1;
    let last = first + u32::try_from(issue.rows.len()).ok()?.checked_sub(1)?;
    let (site, year, level) = key;
    Some(BatchRow { site, year, level, first, last, entry: header + 1, header })
}
