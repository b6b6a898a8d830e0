//! Applications for recognition: what is applied for and how far its review has come.
//!
//! Source: 五 (遴选发布社会培训评价组织), reading R-5-30.
//! In scope: values and their cells. Out of scope: the order of the steps (`applying`), granting.
//! Documents stand under a root, reviewers as numbers of staff, objections under commitments: no
//! name is here.

use crate::act::OrganisationKind;
use crate::cell::Cell;
use crate::{OrganisationId, StaffId};
use alloc::vec::Vec;
use law::RowId;
use vocab::{Day, Level};

/// The number of an application, given in the order of entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ApplicationId(pub u32);

/// Why an application is refused, or a body suspended or removed: a code with a name in both
/// languages. More words stay private.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BodyReason {
    /// The conditions are not met.
    Conditions,
    /// The review was not favourable.
    Review,
    /// An objection was upheld.
    Objection,
    /// The quality of assessment.
    Quality,
    /// The procedure was not kept.
    Procedure,
    /// An investigation is under way.
    Investigation,
    /// The body asked for it.
    OwnRequest,
}

/// What an applicant asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The number it gets: the next one.
    pub application: ApplicationId,
    /// What kind of body it wants to be.
    pub kind: OrganisationKind,
    /// What it wants to assess: occupation and level.
    pub scope: Vec<(RowId, Level)>,
    /// Merkle root over its documents, which stay private.
    pub documents: [u8; 32],
    /// The conditions it says it meets, as bits of the law's table.
    pub conditions: u32,
    /// Whether it asks for the whole country.
    pub national: bool,
}

/// A step of the review of an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReviewStep {
    /// It is given back because these conditions are not shown; whoever applied may apply anew.
    Incomplete {
        /// The conditions, as bits of the law's table.
        missing: u32,
    },
    /// It is complete.
    Complete,
    /// It was reviewed.
    Reviewed {
        /// Who reviewed it.
        reviewers: Vec<StaffId>,
        /// Whether most were in favour.
        favourable: bool,
    },
    /// It is made public between two days, both included.
    Publicised {
        /// The first day.
        from: Day,
        /// The last day, on which an objection can still be made.
        until: Day,
    },
    /// Somebody objects.
    Objected {
        /// SHA-256 commitment to the objection, which stays private.
        commitment: [u8; 32],
    },
    /// The objection that is open is decided.
    ObjectionDecided {
        /// Whether it is upheld.
        upheld: bool,
    },
    /// It is refused.
    Refused {
        /// Why.
        reason: BodyReason,
    },
    /// The applicant takes it back.
    Withdrawn,
}

/// How an application ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ended {
    /// It was given back as incomplete.
    Returned,
    /// It was granted.
    Granted,
    /// It was refused.
    Refused,
    /// It was taken back.
    Withdrawn,
}

/// An application with what has become of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// Who applied.
    pub by: OrganisationId,
    /// The day.
    pub on: Day,
    /// What was applied for.
    pub applied: Applied,
    /// The conditions found missing.
    pub missing: u32,
    /// The day it was found complete.
    pub complete_on: Option<Day>,
    /// The day of the review, and whether it was favourable.
    pub reviewed: Option<(Day, bool)>,
    /// How many reviewed it.
    pub reviewers: u32,
    /// First and last day of publicity.
    pub public: Option<(Day, Day)>,
    /// How many objections were made.
    pub objections: u32,
    /// How many of them are decided.
    pub objections_decided: u32,
    /// Whether any was upheld.
    pub upheld: bool,
    /// How and when it ended.
    pub ended: Option<(Day, Ended)>,
    /// Day of the last step.
    pub last_on: Day,
}

impl BodyReason {
    /// Every reason, in the order of their codes.
    pub const ALL: [BodyReason; 7] = [
        BodyReason::Conditions,
        BodyReason::Review,
        BodyReason::Objection,
        BodyReason::Quality,
        BodyReason::Procedure,
        BodyReason::Investigation,
        BodyReason::OwnRequest,
    ];

    /// Returns the number that stands for it in bytes.
    pub const fn code(self) -> u8 {
        self as u8 + 1
    }

    /// Returns what a number stands for.
    pub fn from_code(code: u8) -> Option<BodyReason> {
        BodyReason::ALL.get(usize::from(code).checked_sub(1)?).copied()
    }

    /// Returns its name for programs.
    pub const fn name(self) -> &'static str {
        match self {
            BodyReason::Conditions => "conditions",
            BodyReason::Review => "review",
            BodyReason::Objection => "objection",
            BodyReason::Quality => "quality",
            BodyReason::Procedure => "procedure",
            BodyReason::Investigation => "investigation",
            BodyReason::OwnRequest => "own-request",
        }
    }
}

impl Application {
    pub(crate) fn new(by: OrganisationId, on: Day, applied: Applied) -> Application {
        Application {
            by,
            on,
            applied,
            missing: 0,
            complete_on: None,
            reviewed: None,
            reviewers: 0,
            public: None,
            objections: 0,
            objections_decided: 0,
            upheld: false,
            ended: None,
            last_on: on,
        }
    }

    /// Takes a step that was checked.
    pub(crate) fn step(&mut self, on: Day, step: &ReviewStep) {
        self.last_on = on;
        match step {
            ReviewStep::Incomplete { missing } => {
                self.missing = *missing;
                self.ended = Some((on, Ended::Returned));
            }
            ReviewStep::Complete => self.complete_on = Some(on),
            ReviewStep::Reviewed { reviewers, favourable } => {
                self.reviewed = Some((on, *favourable));
                self.reviewers = reviewers.len() as u32;
            }
            ReviewStep::Publicised { from, until } => self.public = Some((*from, *until)),
            ReviewStep::Objected { .. } => self.objections = self.objections.saturating_add(1),
            ReviewStep::ObjectionDecided { upheld } => {
                self.objections_decided = self.objections_decided.saturating_add(1);
                self.upheld |= *upheld;
            }
            ReviewStep::Refused { .. } => self.ended = Some((on, Ended::Refused)),
            ReviewStep::Withdrawn => self.ended = Some((on, Ended::Withdrawn)),
        }
    }

    pub(crate) fn cell(&self) -> Cell {
        let a = &self.applied;
        let cell = Cell::new().u32(self.by.0).day(self.on).u8(Cell::kind(a.kind));
        let cell = cell.scope(&a.scope).raw(&a.documents).u32(a.conditions);
        let cell = cell.u8(u8::from(a.national)).u32(self.missing).days([self.complete_on]);
        let (reviewed, favourable) = self.reviewed.unzip();
        let cell = cell.days([reviewed]).u8(u8::from(favourable == Some(true)));
        let (from, until) = self.public.unzip();
        let cell = cell.u32(self.reviewers).days([from, until]).u32(self.objections);
        let cell = cell.u32(self.objections_decided).u8(u8::from(self.upheld));
        let (ended, how) = self.ended.unzip();
        cell.days([ended]).u8(how.map_or(0, |how| how as u8 + 1)).day(self.last_on)
    }
}
