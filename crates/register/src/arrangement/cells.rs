//! Cells of the state about arrangements, for its digest.
//!
//! Source: docs/formats/state-digest.md. In scope: one form for each noun.

use super::act::{Arrangement, RevisionReason};
use super::state::{Archived, Arrangements};
use crate::cell::Cell;
use crate::session::Results;
use crate::verify::Formed;
use crate::{OrganisationId, SessionId, StaffId};
use alloc::string::ToString;
use law::Part;
use sha2::{Digest as _, Sha256};
use vocab::Day;

/// The number that stands for a part.
const fn part(part: Part) -> u8 {
    match part {
        Part::Theory => 1,
        Part::Skill => 2,
        Part::Review => 3,
    }
}

/// The number that stands for a reason.
const fn reason(reason: RevisionReason) -> u8 {
    match reason {
        RevisionReason::Marking => 1,
        RevisionReason::Recording => 2,
        RevisionReason::Irregularity => 3,
    }
}

impl Cell {
    fn staff(self, staff: StaffId) -> Cell {
        self.u32(staff.of.0).u32(staff.number)
    }

    fn many(self, staff: &[StaffId]) -> Cell {
        staff.iter().fold(self.u32(staff.len() as u32), |cell, id| cell.staff(*id))
    }

    pub(super) fn of_objection(session: SessionId, objection: u32) -> Cell {
        Cell::new().u32(session.0).u32(objection)
    }

    pub(super) fn of_relation(session: SessionId, staff: StaffId) -> Cell {
        Cell::new().u32(session.0).staff(staff)
    }

    pub(super) fn of_loan(staff: StaffId, to: OrganisationId) -> Cell {
        Cell::new().staff(staff).u32(to.0)
    }

    pub(super) fn loan((from, until): (Day, Day)) -> Cell {
        Cell::new().day(from).day(until)
    }

    pub(super) fn archived(archived: &Archived) -> Cell {
        let cell = Cell::new().u8(archived.present).raw(&archived.root);
        cell.day(archived.paper_until).day(archived.electronic_until)
    }

    pub(super) fn revised(revision: u32, results: &Results, why: RevisionReason) -> Cell {
        let cell = Cell::new().u32(revision).day(results.published_on).u32(results.sat);
        cell.u32(results.passed).raw(&results.root).u8(reason(why))
    }
}

impl Arrangements {
    /// Forms the cells again that are held here.
    pub(crate) fn form(&self, formed: &mut Formed) {
        for (id, arranged) in self.sessions.iter() {
            formed.numbered("arranged", id.0, &Cell::new().raw(&arranged.digest));
            if let Some(archive) = &arranged.archive {
                formed.numbered("archive", id.0, &Cell::archived(archive));
            }
        }
        for ((staff, to), days) in &self.lent {
            formed.cell("lent", &Cell::of_loan(*staff, *to), &Cell::loan(*days));
        }
    }
}

/// Returns SHA-256 of an arrangement: what its cell holds, so that the rooms need not be kept.
pub(super) fn digest(arrangement: &Arrangement) -> [u8; 32] {
    let Arrangement { session: _, standard, site, rooms, root } = arrangement;
    let cell = Cell::new().raw(standard).text(&site.to_string()).raw(root).u32(rooms.len() as u32);
    let cell = rooms.iter().fold(cell, |cell, room| {
        let cell = cell.u16(room.room).u16(room.seats).u16(room.candidates).u8(part(room.part));
        let cell = cell.i64(room.from.0).i64(room.until.0);
        cell.many(&room.invigilators).many(&room.examiners)
    });
    Sha256::digest(cell.bytes()).into()
}

/// Returns SHA-256 of a panel: everybody who examines, in rising order.
pub(super) fn panel(rooms: &[super::act::RoomUse]) -> [u8; 32] {
    let all: alloc::collections::BTreeSet<StaffId> =
        rooms.iter().flat_map(|room| room.examiners.iter().copied()).collect();
    let cell = all.into_iter().fold(Cell::new(), Cell::staff);
    Sha256::digest(cell.bytes()).into()
}
