//! The register: public acts as one deterministic machine, and the private acts about one person.
//!
//! In scope: `check(state, law, event)` says what the law and the register's own order answer;
//! `apply(state, event)` does what was checked. Both know no clock, no file and no name of a
//! person.
//! Out of scope: bytes, hashes of entries and signatures (`seal`), storing (`store`), people
//! (`desk`).
//! Invariants: I-REG-1, I-REG-2, I-REG-3, I-REG-4, I-REG-5.
#![no_std]
extern crate alloc;
#[cfg(test)]
extern crate std;

mod act;
mod apply;
mod arrangement;
mod body;
mod cell;
mod check;
mod check_keys;
mod cohort;
mod correction;
mod digest;
mod exam;
mod facts;
mod occupation;
mod permit;
mod person;
mod refusal;
mod row_set;
mod session;
mod sessions;
mod signals;
mod snapshot;
mod state;
mod sums;
mod supervision;
mod verify;

pub use law::{Part, RowId};

pub use act::{
    About, ActingKey, Event, Issue, Organisation, OrganisationKind, PublicAct, Recognition,
    RecoverySet, Scheme, SessionPlan, Settlement, SignedBy,
};
pub use apply::{applies, apply, apply_at, excerpt};
pub use arrangement::{
    ArchiveList, Archived, Arranged, Arrangement, Arrangements, Objection, RevisionReason, RoomUse,
    SessionAct, VOLUMES,
};
pub use body::{
    Application, ApplicationId, Applied, Bodies, BodyAct, BodyChange, BodyChanged, BodyReason,
    BodyStanding, CentreOf, Ended, Grant, Particulars, Recognisal, ReviewStep, Site, SiteState,
    Terms,
};
pub use check::{Checked, check};
pub use cohort::{
    Admission, Change, ChangeReason, Cohort, CohortAct, CohortChange, CohortEnds, CohortKind,
    Cohorts, PlannedCertificate, UnmetReason,
};
pub use correction::{
    BatchPlace, CertificateAct, CertificateId, Corrected, CorrectionReason, Corrections,
    LegacyForm, LegacyList, Printed, ReissueReason, RevocationReason, Revoked, Serials, Status,
    Stock, StockMove,
};
pub use digest::StateDigest;
pub use exam::{CompleteBatch, ExamAct, ExamEnd, Exams, Supposed, decide_in_flight};
pub use occupation::{OccupationAct, Occupations, Step, Turn};
pub use permit::{IssueCertificate, Permit, StaleState};
pub use person::{Candidate, Election, PersonAct, Settled, Tally, decide_person};
pub use refusal::{Breach, Refusal};
pub use row_set::RowSet;
pub use session::{Closing, Results, Session};
pub use signals::{Bounds, PassRate};
pub use snapshot::{SnapshotError, VERSION as SNAPSHOT_VERSION};
pub use state::{CounterKey, Recognised, State};
pub use supervision::{
    Basis, Case, CaseId, DRAW_METHOD, DrawId, DrawKind, DrawState, Finding, FindingCode, Grounds,
    Held, Hold, HoldId, HoldReason, Inspected, Inspection, InspectionId, InspectionOutcome, Issued,
    OpenCase, PaceBatch, PaceFigure, PaceOf, Population, RECORD_DAYS, Record, Related, Relation,
    RelationKind, Release, ReleaseReason, Released, Sanction, SanctionStep, Sanctioned, Share,
    Supervision, SupervisionAct, draw_picks, draw_seed, median, nonce_commitment, pace_figures,
    peer_rate, population_numbers, population_root, region_figures, regions_on_record,
};
pub use verify::DigestMismatch;

/// The number of an organisation, given in the order of entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrganisationId(pub u32);

/// The number of an examination or session, given in the order of entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(pub u32);

/// The number of a cohort, given in the order of entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CohortId(pub u32);

/// A person who acts for an organisation, by a number that the organisation gives and that says
/// nothing of the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StaffId {
    /// Whose staff.
    pub of: OrganisationId,
    /// The number.
    pub number: u32,
}
