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
use alloc::vec::Vec;
use law::RowId;
use vocab::{Day, Level, SitePrefix};

mod application;
mod applied;
mod applying;
mod cells;
mod changing;
mod granting;
mod history;
mod particulars;
mod registering;
mod site;
mod snapshot;

pub use application::{Application, ApplicationId, Applied, BodyReason, Ended, ReviewStep};
pub use granting::Grant;
pub use history::{BodyChange, BodyChanged, BodyStanding, Recognisal, Terms};
pub use particulars::{CentreOf, Particulars};
pub use site::{Site, SiteState};

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
    /// Applies for recognition. Signed by whoever applies.
    Apply(Applied),
    /// Takes a step of the review of an application.
    Review {
        /// The application.
        application: ApplicationId,
        /// The step.
        step: ReviewStep,
    },
    /// Recognises a body that applied: the long form.
    Grant(Grant),
    /// Sets another scope.
    Amend {
        /// The body.
        body: OrganisationId,
        /// What it may assess from now on.
        scope: Vec<(RowId, Level)>,
        /// Asserted by the authority: a standard or specification exists for the whole scope.
        standard_exists: bool,
    },
    /// Lets a recognition last until another day.
    Renew {
        /// The body.
        body: OrganisationId,
        /// The last day from now on.
        until: Day,
    },
    /// Suspends a body, in whole or for one occupation.
    Suspend {
        /// The body.
        body: OrganisationId,
        /// The occupation; nothing: in whole.
        occupation: Option<RowId>,
        /// The last day; nothing: until it is reinstated.
        until: Option<Day>,
        /// Why.
        reason: BodyReason,
    },
    /// Ends a suspension of the same reach.
    Reinstate {
        /// The body.
        body: OrganisationId,
        /// The occupation; nothing: the suspension in whole.
        occupation: Option<RowId>,
    },
    /// Removes a body from the list.
    Remove {
        /// The body.
        body: OrganisationId,
        /// Why.
        reason: BodyReason,
    },
    /// Opens a site, changes it, or closes it.
    ChangeSite {
        /// The body.
        body: OrganisationId,
        /// The site.
        site: Site,
        /// Whether it is open from now on.
        open: bool,
    },
    /// Lets a centre of another unit become a social body: its part in supervision ends.
    Convert {
        /// The centre.
        centre: OrganisationId,
    },
}

/// What these acts add up to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bodies {
    pub(crate) particulars: BTreeMap<OrganisationId, Particulars>,
    pub(crate) applications: BTreeMap<ApplicationId, Application>,
    pub(crate) histories: BTreeMap<OrganisationId, Vec<BodyChange>>,
    pub(crate) sites: BTreeMap<SitePrefix, SiteState>,
    /// The prefixes of each body, in the order in which they came.
    pub(crate) sites_by_body: BTreeMap<OrganisationId, Vec<SitePrefix>>,
    pub(crate) converted: BTreeMap<OrganisationId, Day>,
}

impl BodyAct {
    /// Returns the name of its kind, as in docs/formats/entry.cddl.
    pub const fn name(&self) -> &'static str {
        match self {
            BodyAct::Register { .. } => "registering",
            BodyAct::Describe { .. } => "describing",
            BodyAct::Apply(_) => "applying",
            BodyAct::Review { .. } => "reviewing",
            BodyAct::Grant(_) => "granting",
            BodyAct::Amend { .. } => "amending",
            BodyAct::Renew { .. } => "renewing",
            BodyAct::Suspend { .. } => "suspending",
            BodyAct::Reinstate { .. } => "reinstating",
            BodyAct::Remove { .. } => "removing",
            BodyAct::ChangeSite { .. } => "changing-site",
            BodyAct::Convert { .. } => "converting",
        }
    }

    /// Returns the organisation that it is about, but for applications, which a certificate does
    /// not rest on.
    pub fn organisation(&self) -> Option<OrganisationId> {
        match self {
            BodyAct::Apply(_) | BodyAct::Review { .. } => None,
            BodyAct::Grant(grant) => Some(grant.body),
            BodyAct::Register { id, .. } => Some(*id),
            BodyAct::Describe { organisation, .. } => Some(*organisation),
            BodyAct::Amend { body, .. }
            | BodyAct::Renew { body, .. }
            | BodyAct::Suspend { body, .. }
            | BodyAct::Reinstate { body, .. }
            | BodyAct::Remove { body, .. }
            | BodyAct::ChangeSite { body, .. }
            | BodyAct::Convert { centre: body } => Some(*body),
        }
    }

    /// Says what it is about.
    pub fn about(&self) -> About {
        About { organisation: self.organisation(), session: None }
    }

    /// Returns the organisation that it registers with its key.
    pub fn registers(&self) -> Option<(OrganisationId, &Organisation)> {
        match self {
            BodyAct::Register { id, organisation, .. } => Some((*id, organisation)),
            _ => None,
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
        BodyAct::Apply(applied) => applying::check(desk, actor, applied),
        BodyAct::Review { application, step } => {
            applying::check_step(desk, actor, *application, step)
        }
        BodyAct::Grant(grant) => granting::check(desk, actor, grant),
        BodyAct::Convert { centre } => changing::convert(desk, actor, *centre),
        BodyAct::Amend { body, .. }
        | BodyAct::Renew { body, .. }
        | BodyAct::Suspend { body, .. }
        | BodyAct::Reinstate { body, .. }
        | BodyAct::Remove { body, .. }
        | BodyAct::ChangeSite { body, .. } => changing::check(desk, actor, *body, act),
    }
}

/// Applies an act that was checked.
pub(crate) fn apply(state: &mut State, event: &Event, act: &BodyAct) {
    match act {
        BodyAct::Register { id, organisation, particulars } => {
            state.register(*id, organisation);
            state.describe(*id, *particulars);
        }
        BodyAct::Describe { organisation, particulars } => {
            state.describe(*organisation, *particulars);
        }
        _ => applied::apply(state, event, act),
    }
}

/// Says whether [`apply`] finds what it needs for an act that nobody checked: nothing but the
/// actor, which every act of an organisation has.
pub(crate) fn applies(_state: &State, _act: &BodyAct) -> bool {
    true
}
