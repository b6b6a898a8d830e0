//! `SupervisionAct`: supervision: holds, draws by lot, cases, sanctions.
//!
//! Source: 四, 六; readings R-4-20, R-6-1, R-6-20, R-6-21, R-6-22; docs/pace.md, docs/draws.md.
//! In scope: who watches, and what follows from it.
//! Out of scope: bytes (`seal`), people (`desk`).

use crate::act::About;
use crate::session::Session;
use crate::state::State;
use crate::{OrganisationId, SessionId};
use law::{Facts, Key, RowId};
use vocab::Day;

mod act;
mod apply;
mod capacity;
mod cells;
mod check;
mod check_case;
mod code;
mod hold;
mod lot;
mod pace;
mod population;
mod region;
mod snapshot;
mod state;

pub use act::{
    CaseId, DrawId, Finding, Hold, HoldId, Inspection, InspectionId, OpenCase, Population, Related,
    Relation, Release, Sanction, SupervisionAct,
};
pub(crate) use apply::{applies, apply, landmark};
pub(crate) use check::check;
pub use code::{
    DrawKind, FindingCode, Grounds, HoldReason, InspectionOutcome, RelationKind, ReleaseReason,
    SanctionStep,
};
pub(crate) use hold::issued;
pub use hold::{PaceBatch, pace_figures};
pub use lot::{DRAW_METHOD, draw_picks, draw_seed, nonce_commitment, population_root};
pub use pace::{Basis, Issued, PaceFigure, PaceOf, RECORD_DAYS, Record, Share, median, peer_rate};
pub use population::numbers as population_numbers;
pub(crate) use region::Regions;
pub use region::{region_figures, regions_on_record};
pub use state::{Case, DrawState, Held, Inspected, Released, Sanctioned, Supervision};

impl SupervisionAct {
    /// Returns the name of its kind, as in docs/formats/entry.cddl.
    pub const fn name(&self) -> &'static str {
        match self {
            SupervisionAct::Hold(_) => "hold",
            SupervisionAct::Release(_) => "release",
            SupervisionAct::CommitPopulation(_) => "draw-population",
            SupervisionAct::CommitNonce { .. } => "draw-witness",
            SupervisionAct::RevealNonce { .. } => "draw-nonce",
            SupervisionAct::Draw { .. } => "draw",
            SupervisionAct::Inspection(_) => "inspected",
            SupervisionAct::OpenCase(_) => "case",
            SupervisionAct::Finding(_) => "finding",
            SupervisionAct::Rectify { .. } => "rectify",
            SupervisionAct::Rectified { .. } => "rectified",
            SupervisionAct::Sanction(_) => "sanction",
            SupervisionAct::Appeal { .. } => "appeal",
            SupervisionAct::DecideAppeal { .. } => "appeal-decided",
            SupervisionAct::CloseCase { .. } => "case-closed",
            SupervisionAct::DeclareRelation(_) => "relation",
        }
    }

    /// Says what it is about.
    pub fn about(&self) -> About {
        let of = |organisation: OrganisationId, session: Option<SessionId>| About {
            organisation: Some(organisation),
            session,
        };
        match self {
            SupervisionAct::Hold(hold) => of(hold.body, hold.session),
            SupervisionAct::Release(release) => of(release.body, release.session),
            SupervisionAct::Inspection(i) => of(i.body, i.session),
            SupervisionAct::OpenCase(open) => of(open.subject, None),
            SupervisionAct::DeclareRelation(relation) => of(relation.b, None),
            SupervisionAct::Finding(finding) => {
                About { organisation: None, session: finding.session }
            }
            SupervisionAct::CommitPopulation(_)
            | SupervisionAct::CommitNonce { .. }
            | SupervisionAct::RevealNonce { .. }
            | SupervisionAct::Draw { .. }
            | SupervisionAct::Rectify { .. }
            | SupervisionAct::Rectified { .. }
            | SupervisionAct::Sanction(_)
            | SupervisionAct::Appeal { .. }
            | SupervisionAct::DecideAppeal { .. }
            | SupervisionAct::CloseCase { .. } => About::default(),
        }
    }
}

impl State {
    /// Returns what supervision came to.
    pub fn supervision(&self) -> &Supervision {
        &self.supervision
    }
}

/// Says in the facts when a sanction suspends or removes the body on a day, for an occupation.
pub(crate) fn sanctioned(
    facts: Facts,
    state: &State,
    body: OrganisationId,
    row: RowId,
    on: Day,
) -> Facts {
    let under = |step| state.supervision.under(body, step, Some(row), on);
    if under(SanctionStep::Removal) {
        facts.choice(Key::BodyStatus, "removed")
    } else if under(SanctionStep::Suspension) {
        facts.choice(Key::BodyStatus, "suspended")
    } else {
        facts
    }
}

/// Says at what pace the next batch of a session would be issued; nothing when it is held.
pub(crate) fn pace(
    state: &State,
    law: &law::Law,
    (id, session): (SessionId, &Session),
    day: Day,
    more: u32,
) -> Option<&'static str> {
    let (body, row) = (session.by, session.plan.occupation);
    match hold::before(state, body, row, id, day) {
        hold::Before::Held => return None,
        hold::Before::Released => return Some("released"),
        hold::Before::Nothing => {}
    }
    let above = || hold::exceeded(state, law, body, day, PaceBatch::of(state, session, more));
    // An excerpt does not hold what the body issued before.
    Some(if !state.partial && above() { "exceeded" } else { "normal" })
}
