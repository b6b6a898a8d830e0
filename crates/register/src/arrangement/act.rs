//! The acts about arrangements.
//!
//! In scope: values. Out of scope: whether they may be done (`check`).
//! No act says where a person sits or how one signed: roots and counts only (I-PRI-1).

use crate::act::About;
use crate::{OrganisationId, SessionId, StaffId};
use alloc::vec::Vec;
use law::Part;
use vocab::{Day, Instant, SitePrefix};

/// The volumes of an archive; bit n of a mask stands for volume n + 1.
pub const VOLUMES: u8 = 5;

/// The use of one room for one part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomUse {
    /// The room's number at its site.
    pub room: u16,
    /// Its seats.
    pub seats: u16,
    /// How many candidates sit in it.
    pub candidates: u16,
    /// The part.
    pub part: Part,
    /// When it begins.
    pub from: Instant,
    /// When it ends.
    pub until: Instant,
    /// Who invigilates.
    pub invigilators: Vec<StaffId>,
    /// Who examines: the panel.
    pub examiners: Vec<StaffId>,
}

/// The arrangement of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrangement {
    /// The session.
    pub session: SessionId,
    /// The standard by which it is examined, as the digest of its version.
    pub standard: [u8; 32],
    /// The site.
    pub site: SitePrefix,
    /// Its rooms.
    pub rooms: Vec<RoomUse>,
    /// Merkle root of salted candidate, room, seat and admission number.
    pub root: [u8; 32],
}

/// Why results are revised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RevisionReason {
    /// The work was marked wrongly.
    Marking,
    /// The marks were added up or entered wrongly.
    Recording,
    /// Somebody broke the rules of the examination.
    Irregularity,
}

impl RevisionReason {
    /// Every reason.
    pub const ALL: [RevisionReason; 3] =
        [RevisionReason::Marking, RevisionReason::Recording, RevisionReason::Irregularity];

    /// Returns the name used on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            RevisionReason::Marking => "marking",
            RevisionReason::Recording => "recording",
            RevisionReason::Irregularity => "irregularity",
        }
    }
}

/// What is in the archive of a session, and until when it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArchiveList {
    /// The session.
    pub session: SessionId,
    /// Which of the volumes are there, one bit each.
    pub present: u8,
    /// Merkle root over the papers.
    pub root: [u8; 32],
    /// The last day on which they are kept on paper.
    pub paper_until: Day,
    /// The last day on which they are kept electronically.
    pub electronic_until: Day,
}

/// An act about arrangements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionAct {
    /// Arranges rooms, seats and staff. Until sign-in a later one takes its place.
    Arrange(Arrangement),
    /// Records on the day how many came.
    SignIn {
        /// The session.
        session: SessionId,
        /// How many came.
        present: u32,
        /// Merkle root of the sign-in sheet.
        root: [u8; 32],
    },
    /// Objects to published results: the body for a candidate, or an authority.
    Object {
        /// The session.
        session: SessionId,
        /// The number the objection gets: the session's next one.
        objection: u32,
        /// SHA-256 commitment to what is said, which stays private.
        commitment: [u8; 32],
    },
    /// Decides an objection.
    DecideObjection {
        /// The session.
        session: SessionId,
        /// The objection.
        objection: u32,
        /// Whether it holds.
        upheld: bool,
    },
    /// Puts other results in the place of those that an objection upset; they are public anew.
    ReviseResults {
        /// The session.
        session: SessionId,
        /// Number who sat it.
        sat: u32,
        /// Number who passed.
        passed: u32,
        /// Merkle root of the rows.
        root: [u8; 32],
        /// Why.
        reason: RevisionReason,
    },
    /// Lists the archive. A later list takes its place.
    Archive(ArchiveList),
    /// Lends an examiner or invigilator openly to another body.
    Lend {
        /// Who is lent.
        staff: StaffId,
        /// To whom.
        to: OrganisationId,
        /// The first day.
        from: Day,
        /// The last day.
        until: Day,
    },
    /// Declares that one of the staff stands in a relation to a candidate, and so does not serve.
    DeclareRelation {
        /// The session.
        session: SessionId,
        /// Who.
        staff: StaffId,
    },
}

impl SessionAct {
    /// Returns the name of its kind, as in docs/formats/entry.cddl.
    pub const fn name(&self) -> &'static str {
        match self {
            SessionAct::Arrange(_) => "arranging",
            SessionAct::SignIn { .. } => "signing-in",
            SessionAct::Object { .. } => "objecting",
            SessionAct::DecideObjection { .. } => "deciding-objection",
            SessionAct::ReviseResults { .. } => "revising-results",
            SessionAct::Archive(_) => "archiving",
            SessionAct::Lend { .. } => "lending",
            SessionAct::DeclareRelation { .. } => "declaring-relation",
        }
    }

    /// Returns the session it is about; lending is about none.
    pub const fn session(&self) -> Option<SessionId> {
        match self {
            SessionAct::Arrange(arrangement) => Some(arrangement.session),
            SessionAct::Archive(list) => Some(list.session),
            SessionAct::SignIn { session, .. }
            | SessionAct::Object { session, .. }
            | SessionAct::DecideObjection { session, .. }
            | SessionAct::ReviseResults { session, .. }
            | SessionAct::DeclareRelation { session, .. } => Some(*session),
            SessionAct::Lend { .. } => None,
        }
    }

    /// Says what it is about. Lending is about the body that borrows.
    pub fn about(&self) -> About {
        let organisation = match self {
            SessionAct::Lend { to, .. } => Some(*to),
            _ => None,
        };
        About { organisation, session: self.session() }
    }
}
