//! `BodyAct`: evaluation bodies from application to removal, and the organisations around them.
//!
//! In scope: registration, application, review, recognition and its changes.
//! Out of scope: bytes (`seal`), people (`desk`).

use crate::OrganisationId;
use crate::act::{About, Event, Organisation};
use crate::check::Desk;
use crate::refusal::Refusal;
use crate::state::State;
use alloc::collections::BTreeMap;

mod particulars;
mod registering;

pub use particulars::{CentreOf, Particulars};

/// An act about bodies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BodyAct {
    /// Registers an organisation with its key: a department, a centre, whoever is to apply.
    Register {
        /// The number it gets: the next one.
        id: OrganisationId,
        /// The organisation.
        organisation: Organisation,
        /// What is said of it.
        particulars: Particulars,
    },
    /// Says anew where an organisation is and to whom it belongs.
    Describe {
        /// The organisation.
        organisation: OrganisationId,
        /// What is said of it from now on.
        particulars: Particulars,
    },
}

/// What these acts add up to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bodies {
    pub(crate) particulars: BTreeMap<OrganisationId, Particulars>,
}

impl BodyAct {
    /// Returns the name of its kind, as in docs/formats/entry.cddl.
    pub const fn name(&self) -> &'static str {
        match self {
            BodyAct::Register { .. } => "registering",
            BodyAct::Describe { .. } => "describing",
        }
    }

    /// Says what it is about.
    pub fn about(&self) -> About {
        match self {
            BodyAct::Register { id: organisation, .. } | BodyAct::Describe { organisation, .. } => {
                About { organisation: Some(*organisation), session: None }
            }
        }
    }

    /// Returns the organisation that it registers with its key.
    pub fn registers(&self) -> Option<(OrganisationId, &Organisation)> {
        match self {
            BodyAct::Register { id, organisation, .. } => Some((*id, organisation)),
            BodyAct::Describe { .. } => None,
        }
    }
}

/// Checks an act against the register's order and the law.
pub(crate) fn check(
    desk: &mut Desk<'_>,
    actor: OrganisationId,
    act: &BodyAct,
) -> Result<(), Refusal> {
    match act {
        BodyAct::Register { id, organisation, particulars } => {
            registering::check(desk, actor, (*id, organisation), particulars)
        }
        BodyAct::Describe { organisation, particulars } => {
            registering::check_describing(desk, actor, *organisation, particulars)
        }
    }
}

/// Applies an act that was checked.
pub(crate) fn apply(state: &mut State, _event: &Event, act: &BodyAct) {
    match act {
        BodyAct::Register { id, organisation, particulars } => {
            state.register(*id, organisation);
            state.describe(*id, *particulars);
        }
        BodyAct::Describe { organisation, particulars } => {
            state.describe(*organisation, *particulars);
        }
    }
}

/// Says whether [`apply`] finds what it needs for an act that nobody checked.
pub(crate) fn applies(_state: &State, act: &BodyAct) -> bool {
    match act {
        BodyAct::Register { .. } | BodyAct::Describe { .. } => true,
    }
}
