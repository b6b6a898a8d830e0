//! Arrangements as pieces of a snapshot.
//!
//! In scope: bytes. Arranged sessions, of which there are as many as sessions, stand in sections of
//! their own. Out of scope: the order of sections (`snapshot`).

use super::act::RoomUse;
use super::state::{Archived, Arranged, Arrangements, Busy, Objection};
use crate::SessionId;
use crate::sessions::BySession;
use crate::snapshot::{Piece, Reader, SnapshotError, pieces};
use alloc::vec::Vec;

pieces! {
    RoomUse { room, seats, candidates, part, from, until, invigilators, examiners }
    Busy { session, from, until }
    Objection { by, on, upheld }
    Archived { present, paper_until, electronic_until, root }
    Arranged {
        standard, site, starts, ends, rooms, digest, present, objections, owed, revisions, archive,
    }
}

impl Arrangements {
    /// Writes everything but what is of each session.
    pub(crate) fn put(&self, to: &mut Vec<u8>) {
        let Arrangements { standards, sessions: _, staff, rooms, panels, lent, relations } = self;
        standards.put(to);
        staff.put(to);
        rooms.put(to);
        panels.put(to);
        lent.put(to);
        relations.put(to);
    }

    /// Reads what [`Arrangements::put`] wrote, for what is of each session.
    pub(crate) fn get(from: &mut Reader<'_>) -> Result<Arrangements, SnapshotError> {
        Ok(Arrangements {
            standards: Piece::get(from)?,
            sessions: BySession::default(),
            staff: Piece::get(from)?,
            rooms: Piece::get(from)?,
            panels: Piece::get(from)?,
            lent: Piece::get(from)?,
            relations: Piece::get(from)?,
        })
    }

    /// Returns what is of each session.
    pub(crate) fn sessions(&self) -> &BySession<Arranged> {
        &self.sessions
    }

    /// Takes what is of each session, which was read on its own.
    pub(crate) fn with_sessions(self, sessions: BySession<Arranged>) -> Arrangements {
        Arrangements { sessions, ..self }
    }

    /// Returns a session whose standard is none that was noted.
    pub(crate) fn without_standard(&self) -> Option<SessionId> {
        let known = |arranged: &Arranged| (arranged.standard as usize) < self.standards.len();
        self.sessions.iter().find(|(_, arranged)| !known(arranged)).map(|(id, _)| id)
    }
}
