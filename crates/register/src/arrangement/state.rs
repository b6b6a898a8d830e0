//! What the acts about arrangements add up to.
//!
//! In scope: looking things up: what is arranged, who is busy when, who examined before.
//! Out of scope: changing them (`apply`).
//! Rooms and staff of a session are kept until its results are confirmed; what stays of a session
//! is small, for there are a million of them.

use super::act::RoomUse;
use crate::session::Session;
use crate::sessions::BySession;
use crate::state::State;
use crate::{OrganisationId, Scheme, SessionId, StaffId};
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use vocab::{Day, Instant, SitePrefix};

/// A time for which a room or somebody of the staff is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Busy {
    pub(super) session: SessionId,
    pub(super) from: Instant,
    pub(super) until: Instant,
}

/// An objection to results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Objection {
    /// Who raised it.
    pub by: OrganisationId,
    /// The day.
    pub on: Day,
    /// Whether it was upheld, once it is decided.
    pub upheld: Option<bool>,
}

/// An archive as listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Archived {
    /// Which volumes are there, one bit each.
    pub present: u8,
    /// The last day on paper.
    pub paper_until: Day,
    /// The last day electronically.
    pub electronic_until: Day,
    pub(super) root: [u8; 32],
}

/// An arranged session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arranged {
    pub(super) standard: u32,
    /// The site.
    pub site: SitePrefix,
    /// When the first room begins.
    pub starts: Instant,
    /// When the last room ends.
    pub ends: Instant,
    /// Its rooms; none once the results are confirmed.
    pub rooms: Vec<RoomUse>,
    /// SHA-256 of the arrangement, for the state's digest.
    pub(super) digest: [u8; 32],
    /// How many came, once they signed in.
    pub present: Option<u32>,
    /// Objections, by number.
    pub objections: Vec<Objection>,
    /// How many upheld objections wait for revised results.
    pub owed: u32,
    /// How often the results were revised.
    pub revisions: u32,
    /// The archive, once listed; most of the time it is not.
    pub archive: Option<Box<Archived>>,
}

/// What these acts add up to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrangements {
    /// Every standard that an arrangement named, once.
    pub(super) standards: Vec<[u8; 32]>,
    pub(super) sessions: BySession<Arranged>,
    /// When each of the staff is taken, in sessions whose results are not confirmed.
    pub(super) staff: BTreeMap<StaffId, Vec<Busy>>,
    /// When each room of a site is taken, in sessions whose results are not confirmed.
    pub(super) rooms: BTreeMap<(SitePrefix, u16), Vec<Busy>>,
    /// The panels of each body's last sessions, as hashes, in the order of arrangement.
    pub(super) panels: BTreeMap<OrganisationId, Vec<(SessionId, [u8; 32])>>,
    pub(super) lent: BTreeMap<(StaffId, OrganisationId), (Day, Day)>,
    pub(super) relations: BTreeSet<(SessionId, StaffId)>,
}

impl Arrangements {
    /// Returns the arrangement of a session, once there is one.
    pub fn of(&self, session: SessionId) -> Option<&Arranged> {
        self.sessions.get(&session)
    }

    /// Returns every arranged session, by number.
    pub fn all(&self) -> impl Iterator<Item = (SessionId, &Arranged)> {
        self.sessions.iter()
    }

    /// Returns the digest of the standard by which a session is examined.
    pub fn standard(&self, arranged: &Arranged) -> &[u8; 32] {
        // The place was given when the standard was noted, and none is ever taken out.
        &self.standards[arranged.standard as usize]
    }

    /// Says whether one of the staff declared a relation to somebody of a session.
    pub fn recused(&self, session: SessionId, staff: StaffId) -> bool {
        self.relations.contains(&(session, staff))
    }

    /// Says whether one of the staff is lent to a body on a day.
    pub fn is_lent(&self, staff: StaffId, to: OrganisationId, on: Day) -> bool {
        self.lent.get(&(staff, to)).is_some_and(|(from, until)| *from <= on && on <= *until)
    }

    /// Returns how many of a body's last sessions in a row, but for one, had a panel.
    pub(super) fn in_a_row(&self, body: OrganisationId, but: SessionId, panel: &[u8; 32]) -> usize {
        let last = self.panels.get(&body).map_or(&[][..], Vec::as_slice);
        let others = last.iter().rev().filter(|(session, _)| *session != but);
        others.take_while(|(_, of)| of == panel).count()
    }
}

impl State {
    /// Returns arrangements of sessions.
    pub fn arrangements(&self) -> &Arrangements {
        &self.arrangements
    }

    /// Returns the prefix that level certificates of a session are numbered under: that of its
    /// site where it is arranged, else that of its body.
    pub fn site(&self, session: &Session) -> Option<SitePrefix> {
        if session.plan.scheme != Scheme::Level {
            return None;
        }
        let arranged = self.arrangements.of(session.plan.session).map(|arranged| arranged.site);
        arranged.or_else(|| self.numbering_of(session.by))
    }
}
