//! `CohortAct`: cohorts of students and apprentices whose promise is followed to its end.
//!
//! Source: 三, last sentence; readings R-3-6, R-3-11, R-3-12, R-3-13.
//! In scope: admission, changes, completion, the body named, the end of each member.
//! Out of scope: bytes (`seal`), people (`desk`).

mod apply;
mod check;
mod promise;
mod snapshot;
mod state;

pub(crate) use apply::{applies, apply};
pub(crate) use check::check;
pub use state::{Cohort, Cohorts};

use crate::act::About;
use crate::{CohortId, OrganisationId, SessionId};
use alloc::vec::Vec;
use law::RowId;
use vocab::{Day, Level};

/// Who is in a cohort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CohortKind {
    /// Students of a vocational or technical school.
    Student,
    /// New-type apprentices of an enterprise.
    Apprentice,
}

/// The certificate that the plan of a cohort ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlannedCertificate {
    /// 职业资格证书.
    Qualification,
    /// 职业技能等级证书.
    Level,
}

/// The admission of a cohort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Admission {
    /// The number the cohort gets: the next one.
    pub cohort: CohortId,
    /// Who is in it.
    pub kind: CohortKind,
    /// The occupation it is trained for.
    pub occupation: RowId,
    /// The level.
    pub level: Level,
    /// What its plan ends with.
    pub plan: PlannedCertificate,
    /// Asserted: the day of admission. It decides whether the promise binds.
    pub admitted_on: Day,
    /// The day of completion that the plan expects.
    pub expected_on: Day,
    /// How many members.
    pub heads: u32,
    /// Merkle root of salted commitments to the members.
    pub root: [u8; 32],
    /// The region, two digits.
    pub region: u8,
}

/// How a cohort changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CohortChange {
    /// Members leave without another cohort of this register.
    Leave,
    /// Members go over to another cohort.
    TransferOut {
        /// Which.
        to: CohortId,
    },
    /// Members come in that left another cohort for this one.
    TransferIn {
        /// Which.
        from: CohortId,
    },
    /// Members repeat a year: they become a cohort of their own with the same admission, so that
    /// the promise made to them is followed too.
    Repeat {
        /// The number that their cohort gets: the next one.
        into: CohortId,
        /// The day of completion now expected of them.
        expected_on: Day,
    },
}

macro_rules! reasons {
    ($(#[$about:meta] $name:ident {
        $($(#[$doc:meta])* $variant:ident $code:literal $key:literal;)*
    })*) => {
        $(
            #[$about]
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub enum $name {
                $($(#[$doc])* $variant,)*
            }

            impl $name {
                /// Every reason, in the order of the codes.
                pub const ALL: &'static [$name] = &[$($name::$variant,)*];

                /// Returns the number in entries; never reused.
                pub const fn code(self) -> u8 {
                    match self { $($name::$variant => $code,)* }
                }

                /// Returns the name used on the command line and in JSON.
                pub const fn name(self) -> &'static str {
                    match self { $($name::$variant => $key,)* }
                }
            }
        )*
    };
}

reasons! {
    /// Why members leave a cohort, move or repeat.
    ChangeReason {
        /// At their own wish.
        OwnWish 1 "own-wish";
        /// For reasons of health.
        Health 2 "health";
        /// The course was not passed.
        Studies 3 "studies";
        /// They were called up or moved away.
        Moved 4 "moved";
        /// They were excluded.
        Excluded 5 "excluded";
        /// The school or enterprise reorganised its courses.
        Reorganised 6 "reorganised";
    }
    /// Why a member who completed has no certificate.
    UnmetReason {
        /// Was examined and did not pass.
        NotPassed 1 "not-passed";
        /// Did not come to the examination.
        Absent 2 "absent";
        /// Did not want one.
        Declined 3 "declined";
        /// No body was recognised for the occupation and level.
        NoBody 4 "no-body";
        /// Has a certificate of the same occupation and level from elsewhere.
        HasOne 5 "has-one";
        /// Cannot be reached.
        Unreachable 6 "unreachable";
    }
}

/// A change of a cohort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The cohort.
    pub cohort: CohortId,
    /// What happens.
    pub change: CohortChange,
    /// To how many.
    pub count: u32,
    /// How many are in the cohort afterwards.
    pub heads_after: u32,
    /// Merkle root of salted commitments to those afterwards in it; of those who repeat, where
    /// they do: theirs is another cohort.
    pub root: [u8; 32],
    /// Why.
    pub reason: ChangeReason,
}

/// Where each member of a cohort came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CohortEnds {
    /// The cohort.
    pub cohort: CohortId,
    /// How many were certified in which examination or session.
    pub certified: Vec<(SessionId, u32)>,
    /// How many were not, and why.
    pub unmet: Vec<(UnmetReason, u32)>,
    /// Merkle root of salted rows of member and end.
    pub root: [u8; 32],
}

/// An act about cohorts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CohortAct {
    /// Admits a cohort: by a school or an employer.
    Admit(Admission),
    /// Records a change.
    Change(Change),
    /// Records completion.
    Complete {
        /// The cohort.
        cohort: CohortId,
        /// Asserted: the day of completion.
        completed_on: Day,
        /// How many complete: all that are in it.
        heads: u32,
    },
    /// Names the body that will certify the members.
    NameBody {
        /// The cohort.
        cohort: CohortId,
        /// The body.
        body: OrganisationId,
    },
    /// Reports where each member came to.
    ReportEnds(CohortEnds),
}

impl CohortAct {
    /// Returns the name of its kind, as in docs/formats/entry.cddl.
    pub const fn name(&self) -> &'static str {
        match self {
            CohortAct::Admit(_) => "admit-cohort",
            CohortAct::Change(_) => "change-cohort",
            CohortAct::Complete { .. } => "complete-cohort",
            CohortAct::NameBody { .. } => "name-cohort-body",
            CohortAct::ReportEnds(_) => "report-cohort",
        }
    }

    /// Returns the cohort.
    pub fn cohort(&self) -> CohortId {
        match self {
            CohortAct::Admit(admission) => admission.cohort,
            CohortAct::Change(change) => change.cohort,
            CohortAct::Complete { cohort, .. } | CohortAct::NameBody { cohort, .. } => *cohort,
            CohortAct::ReportEnds(ends) => ends.cohort,
        }
    }

    /// Says what it is about: nothing that a certificate rests on.
    pub fn about(&self) -> About {
        About::default()
    }
}
