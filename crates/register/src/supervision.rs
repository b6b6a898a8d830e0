//! `SupervisionAct`: supervision: holds, draws by lot, cases, sanctions.
//!
//! In scope: who watches, and what follows from it.
//! Out of scope: bytes (`seal`), people (`desk`).

use crate::OrganisationId;
use crate::act::{About, Event};
use crate::check::Desk;
use crate::refusal::Refusal;
use crate::state::State;

/// An act about supervision. There is none yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SupervisionAct {}

/// What these acts add up to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Supervision {}

impl SupervisionAct {
    /// Returns the name of its kind, as in docs/formats/entry.cddl.
    pub const fn name(&self) -> &'static str {
        match *self {}
    }

    /// Says what it is about.
    pub fn about(&self) -> About {
        match *self {}
    }
}

/// Checks an act against the register's order and the law.
pub(crate) fn check(
    _desk: &mut Desk<'_>,
    _actor: OrganisationId,
    act: &SupervisionAct,
) -> Result<(), Refusal> {
    match *act {}
}

/// Applies an act that was checked.
pub(crate) fn apply(_state: &mut State, _event: &Event, act: &SupervisionAct) {
    match *act {}
}

/// Says whether [`apply`] finds what it needs for an act that nobody checked.
pub(crate) fn applies(_state: &State, act: &SupervisionAct) -> bool {
    match *act {}
}
