//! What the acts about supervision say: holds, draws, inspections, cases, relations.
//!
//! In scope: values. Out of scope: codes (`code`), whether they may be done (`check`).
//! No act holds a name of a person (I-PRI-1): staff by number, texts as commitments.

use super::code::{
    DrawKind, FindingCode, Grounds, HoldReason, InspectionOutcome, RelationKind, ReleaseReason,
    SanctionStep,
};
use crate::{OrganisationId, SessionId, StaffId};
use alloc::vec::Vec;
use law::RowId;
use vocab::Day;

macro_rules! ids {
    ($($name:ident $what:literal;)*) => {
        $(
            #[doc = $what]
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $name(pub u32);
        )*
    };
}

ids! {
    HoldId "The number of a hold, given in the order of entry.";
    DrawId "The number of a draw, given in the order of entry.";
    InspectionId "The number of an inspection, given in the order of entry.";
    CaseId "The number of a case, given in the order of entry.";
}

/// Stops a body from issuing: wholly, for an occupation, or for one session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hold {
    /// The number it gets: the next one.
    pub hold: HoldId,
    /// The body.
    pub body: OrganisationId,
    /// The occupation; nothing means every one.
    pub occupation: Option<RowId>,
    /// The session; nothing means every one.
    pub session: Option<SessionId>,
    /// Why.
    pub reason: HoldReason,
}

/// Lets a held body issue: for the one batch of the session that is named, or until a day, or,
/// where neither is named, for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Release {
    /// What is released. A hold is released once.
    pub hold: HoldId,
    /// The body that was held; it stands in the entry, so that an entry alone says about whom it
    /// is.
    pub body: OrganisationId,
    /// The session whose next batch is released; the pace is not asked for it.
    pub session: Option<SessionId>,
    /// The last day on which the body may issue at whatever pace.
    pub until: Option<Day>,
    /// Why.
    pub reason: ReleaseReason,
}

/// Fixes what is drawn from, and how, before anyone can know what comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Population {
    /// The number the draw gets: the next one.
    pub draw: DrawId,
    /// What is drawn from.
    pub kind: DrawKind,
    /// Digest of the list, which the register computes too (docs/draws.md).
    pub root: [u8; 32],
    /// Number of those on the list.
    pub size: u32,
    /// How many are drawn.
    pub pick: u16,
    /// The version of the method: 1.
    pub method: u8,
    /// Commitment to the nonce of whoever draws.
    pub nonce: [u8; 32],
}

/// The record of an inspection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// The number it gets: the next one.
    pub inspection: InspectionId,
    /// The draw it follows, and the place among those drawn.
    pub draw: Option<(DrawId, u32)>,
    /// Who is inspected.
    pub body: OrganisationId,
    /// The session, when it was about one.
    pub session: Option<SessionId>,
    /// Who inspected.
    pub inspectors: Vec<StaffId>,
    /// SHA-256 commitment to the findings, which stay private.
    pub findings: [u8; 32],
    /// What came out.
    pub outcome: InspectionOutcome,
}

/// Opens a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenCase {
    /// The number it gets: the next one.
    pub case: CaseId,
    /// Whom it is about.
    pub subject: OrganisationId,
    /// On what grounds.
    pub grounds: Grounds,
    /// The inspection it rests on.
    pub inspection: Option<InspectionId>,
    /// The draw in which a nonce is missing.
    pub draw: Option<DrawId>,
    /// SHA-256 commitment to what was brought forward.
    pub commitment: [u8; 32],
}

/// What was found in a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The case.
    pub case: CaseId,
    /// What was found.
    pub code: FindingCode,
    /// The session it is about.
    pub session: Option<SessionId>,
    /// Rows of the session's results that are irregular: first and last of each run, rising.
    pub rows: Vec<(u32, u32)>,
    /// SHA-256 commitment to the reasons.
    pub commitment: [u8; 32],
}

/// A sanction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sanction {
    /// The case.
    pub case: CaseId,
    /// The step of the ladder.
    pub step: SanctionStep,
    /// Its last day, for a step that ends.
    pub until: Option<Day>,
    /// The occupation it is confined to.
    pub occupation: Option<RowId>,
}

/// A party to a relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Related {
    /// An organisation.
    Organisation(OrganisationId),
    /// One of an organisation's staff.
    Staff(StaffId),
}

impl Related {
    /// Returns the organisation, or whose staff it is.
    pub const fn organisation(self) -> OrganisationId {
        match self {
            Related::Organisation(id) => id,
            Related::Staff(staff) => staff.of,
        }
    }
}

/// Declares that two are related, so that neither supervises the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Relation {
    /// One side.
    pub a: Related,
    /// The other.
    pub b: OrganisationId,
    /// How.
    pub kind: RelationKind,
    /// Since when.
    pub from: Day,
    /// The last day; nothing while it lasts.
    pub until: Option<Day>,
}

/// An act about supervision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SupervisionAct {
    /// Holds issuing.
    Hold(Hold),
    /// Releases what is held.
    Release(Release),
    /// Commits to a population and a nonce.
    CommitPopulation(Population),
    /// The witness of a draw commits to its nonce.
    CommitNonce {
        /// The draw.
        draw: DrawId,
        /// The commitment.
        commitment: [u8; 32],
    },
    /// Reveals a nonce.
    RevealNonce {
        /// The draw.
        draw: DrawId,
        /// The nonce.
        nonce: [u8; 32],
    },
    /// States what was drawn: places in the population, in the order drawn.
    Draw {
        /// The draw.
        draw: DrawId,
        /// The places.
        picks: Vec<u32>,
    },
    /// Records an inspection.
    Inspection(Inspection),
    /// Opens a case.
    OpenCase(OpenCase),
    /// Records a finding.
    Finding(Finding),
    /// Orders rectification by a day.
    Rectify {
        /// The case.
        case: CaseId,
        /// The last day.
        due: Day,
    },
    /// The subject reports that it put things right.
    Rectified {
        /// The case.
        case: CaseId,
        /// SHA-256 commitment to the report.
        commitment: [u8; 32],
    },
    /// Sanctions the subject.
    Sanction(Sanction),
    /// The subject appeals against the last sanction.
    Appeal {
        /// The case.
        case: CaseId,
        /// SHA-256 commitment to the appeal.
        commitment: [u8; 32],
    },
    /// Decides an appeal.
    DecideAppeal {
        /// The case.
        case: CaseId,
        /// True when the appeal is right and the sanction falls.
        upheld: bool,
    },
    /// Closes a case.
    CloseCase {
        /// The case.
        case: CaseId,
    },
    /// Declares a relation.
    DeclareRelation(Relation),
}
