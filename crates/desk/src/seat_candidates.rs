//! Arranging a session: seats drawn by a salted shuffle, admission numbers, sheets to print.
//!
//! In scope: from rooms and staff to the arrangement, its private seats and their root; the
//! sign-in. Out of scope: whether the arrangement keeps to the standard (`register`).
//! Failure: one transaction of the entry and its private rows.
//! I-PRI-1: who sits where stays in the private rows; the log gets the root.

use crate::candidates::group;
use crate::house::{House, Receipt, Request};
use crate::house_error::HouseError;
use crate::private_rows::private;
use crate::run_session::root;
use crate::session_fault::SessionFault;
use law::Part;
use register::{Arrangement, OrganisationId, PublicAct, RoomUse, SessionAct, SessionId};
use seal::{Commitment, Field, Salt};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use store::{PrivateKind, PrivateRow};
use vocab::{Day, SitePrefix};

/// Where a candidate sits in one part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Seat {
    /// 1 theory, 2 skill, 3 review.
    pub(crate) part: u8,
    pub(crate) room: u16,
    pub(crate) seat: u16,
    salt: [u8; 16],
}

/// A candidate's admission and seats, kept by place.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Admission {
    pub(crate) number: String,
    pub(crate) seats: Vec<Seat>,
}

/// A line of the sign-in sheet, kept by place.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Attendance {
    came: bool,
    salt: [u8; 16],
}

/// The number of a part in commitments.
pub(crate) fn part_code(part: Part) -> u8 {
    match part {
        Part::Theory => 1,
        Part::Skill => 2,
        Part::Review => 3,
    }
}

impl House {
    /// Arranges a session: draws a seat for each candidate in each part, and gives admission
    /// numbers. The number of candidates of each room is filled in by the drawing.
    ///
    /// # Errors
    /// As [`House::record`]; [`SessionFault`] when there are fewer seats than candidates.
    pub fn arrange(
        &mut self,
        by: OrganisationId,
        session: SessionId,
        on: Day,
        site: SitePrefix,
        rooms: Vec<RoomUse>,
    ) -> Result<Receipt, HouseError> {
        let candidates = self.candidate_rows(session)?.len() as u32;
        let rooms = filled(rooms, candidates);
        let shuffle = self.salt()?;
        let found = self.session(session)?;
        let on_announcement = self.law().standard_for(found.plan.occupation, found.announced_on);
        let standard = on_announcement.ok_or(SessionFault::NoStandard)?;
        let (digest, form) = (standard.digest, standard.admission.clone());
        let year = rooms.first().map_or(on.year(), |room| room.from.day_in_china().year());
        let mut all: Vec<Admission> = (0..candidates)
            .map(|place| Admission {
                number: admission(&form, (year, site, session), place + 1),
                seats: Vec::new(),
            })
            .collect();
        for part in Part::ALL {
            let drawn = draw(&shuffle, part, candidates);
            let seats = rooms
                .iter()
                .filter(|room| room.part == part)
                .flat_map(|room| (1..=room.candidates).map(move |seat| (room.room, seat)));
            for (place, (room, seat)) in drawn.into_iter().zip(seats) {
                let salt = self.salt()?.0;
                let seat = Seat { part: part_code(part), room, seat, salt };
                all[place as usize].seats.push(seat);
            }
        }
        let root = seats_root(&all);
        let arrangement = Arrangement { session, standard: digest, site, rooms, root };
        // The name changes with what is arranged: until sign-in it may be arranged anew.
        let name = format!("arrange {} {}", session.0, self.state.version());
        let act = PublicAct::Session(SessionAct::Arrange(arrangement));
        let group = seats_group(session);
        let rows: Vec<PrivateRow> = (0..)
            .zip(&all)
            .map(|(place, admission)| private(PrivateKind::Registration, &group, place, admission))
            .collect();
        self.record(&Request { actor: Some(by), on, name, act }, &rows)
    }

    /// Records who came, by place.
    ///
    /// # Errors
    /// As [`House::record`]; [`SessionFault`] when somebody is no candidate, or stands twice.
    pub fn sign_in(
        &mut self,
        by: OrganisationId,
        session: SessionId,
        on: Day,
        places: &[u32],
    ) -> Result<Receipt, HouseError> {
        let candidates = self.candidate_rows(session)?.len() as u32;
        let mut came = BTreeSet::new();
        for &place in places {
            if candidates <= place || !came.insert(place) {
                return Err(SessionFault::NoSuchCandidate(place).into());
            }
        }
        let (mut leaves, mut rows) = (Vec::new(), Vec::new());
        let group = attendance_group(session);
        for place in 0..candidates {
            let (came, salt) = (came.contains(&place), self.salt()?);
            leaves.push(salt.commit(Field::Present(place, came)));
            let kept = Attendance { came, salt: salt.0 };
            rows.push(private(PrivateKind::Registration, &group, place, &kept));
        }
        let (present, root) = (places.len() as u32, root(&leaves));
        let act = PublicAct::Session(SessionAct::SignIn { session, present, root });
        let name = format!("sign-in {}", session.0);
        self.record(&Request { actor: Some(by), on, name, act }, &rows)
    }

    /// Returns the places of those who signed in.
    pub(crate) fn who_came(&self, session: SessionId) -> Result<BTreeSet<u32>, HouseError> {
        let all: Vec<Attendance> =
            self.rows(PrivateKind::Registration, &attendance_group(session))?;
        Ok((0..).zip(all).filter(|(_, line)| line.came).map(|(place, _)| place).collect())
    }

    /// Returns admissions and seats, by place.
    pub(crate) fn admissions(&self, session: SessionId) -> Result<Vec<Admission>, HouseError> {
        self.rows(PrivateKind::Registration, &seats_group(session))
    }
}

/// Returns the root over admissions and seats, by place.
pub(crate) fn seats_root(all: &[Admission]) -> [u8; 32] {
    let leaves: Vec<Commitment> =
        (0u32..).zip(all).flat_map(|(place, a)| commitments(place, a)).collect();
    root(&leaves)
}

fn seats_group(session: SessionId) -> String {
    format!("{}-seats", group(session))
}

fn attendance_group(session: SessionId) -> String {
    format!("{}-sign-in", group(session))
}

/// Fills rooms in their order; a room that gets nobody is left out. What does not fit stays with
/// the last room of the part, and the register refuses it.
fn filled(rooms: Vec<RoomUse>, candidates: u32) -> Vec<RoomUse> {
    let mut filled: Vec<RoomUse> = Vec::with_capacity(rooms.len());
    for part in Part::ALL {
        let (mut left, first) = (candidates, filled.len());
        for room in rooms.iter().filter(|room| room.part == part) {
            let here = left.min(u32::from(room.seats));
            left -= here;
            if 0 < here {
                filled.push(RoomUse { candidates: here as u16, ..room.clone() });
            }
        }
        if first < filled.len()
            && let Some(last) = filled.last_mut()
        {
            let with_rest = u32::from(last.candidates) + left;
            last.candidates = u16::try_from(with_rest).unwrap_or(u16::MAX);
        }
    }
    filled
}

/// Returns the places in the order in which they are seated.
fn draw(shuffle: &Salt, part: Part, candidates: u32) -> Vec<u32> {
    let mut drawn: Vec<([u8; 32], u32)> = (0..candidates)
        .map(|place| {
            let mut hash = Sha256::new();
            hash.update(b"dengji seats v1\n");
            hash.update(shuffle.0);
            hash.update([part_code(part)]);
            hash.update(place.to_be_bytes());
            (hash.finalize().into(), place)
        })
        .collect();
    drawn.sort_unstable();
    drawn.into_iter().map(|(_, place)| place).collect()
}

fn admission(
    form: &str,
    (year, site, session): (i32, SitePrefix, SessionId),
    number: u32,
) -> String {
    form.replace("{year}", &format!("{year:04}"))
        .replace("{site}", &site.to_string())
        .replace("{session}", &format!("{:06}", session.0))
        .replace("{number}", &format!("{number:04}"))
}

fn commitments(place: u32, admission: &Admission) -> impl Iterator<Item = Commitment> {
    admission.seats.iter().map(move |seat| {
        let Seat { part, room, seat, salt } = *seat;
        Salt(salt).commit(Field::Seat(place, part, room, seat, &admission.number))
    })
}
