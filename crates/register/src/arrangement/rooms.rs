//! Checking an arrangement: seats, times, staff, panels, by the standard it names.
//!
//! In scope: one arrangement against its session, its standard, and whatever else takes the same
//! rooms and people. Out of scope: who sits where, which stays with the body (`desk`).

use super::act::{Arrangement, RoomUse};
use super::cells;
use super::state::Busy;
use crate::check::{Desk, breach, require};
use crate::facts;
use crate::refusal::{Breach, Refusal};
use crate::session::{Closing, Session};
use crate::{OrganisationId, Scheme, StaffId};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use law::{Act, PartTerms, Standard};
use vocab::Instant;

/// Rooms of one arrangement. With [`STAFF_MAX`] its entry stays below what a log holds.
const ROOMS_MAX: usize = 256;
/// Times that somebody of the staff serves in one arrangement.
const STAFF_MAX: usize = 4_096;

/// Checks an arrangement.
pub(super) fn check(
    desk: &mut Desk<'_>,
    actor: OrganisationId,
    arrangement: &Arrangement,
) -> Result<(), Refusal> {
    let s = desk.session(actor, arrangement.session)?;
    require(s.plan.scheme == Scheme::Level, Breach::UnknownSession)?;
    let Some(closing) = s.closing else { return breach(Breach::NotClosed) };
    require(s.results.is_none(), Breach::ResultsTwice)?;
    let signed_in = desk.state.arrangements.of(arrangement.session).and_then(|a| a.present);
    require(signed_in.is_none(), Breach::SignedInTwice)?;
    let rooms = &arrangement.rooms;
    let served: usize = rooms.iter().map(|r| r.invigilators.len() + r.examiners.len()).sum();
    let bounded = rooms.len() <= ROOMS_MAX && served <= STAFF_MAX;
    require(!rooms.is_empty() && bounded, Breach::RoomsOutOfBounds)?;
    let Some(standard) = desk.law.standard(&arrangement.standard) else {
        return breach(Breach::UnknownStandard);
    };
    let in_force = desk.law.standard_for(s.plan.occupation, s.announced_on);
    let of_the_day = in_force.is_some_and(|found| found.digest == standard.digest);
    require(of_the_day, Breach::StandardNotInForce)?;
    seated(s, &closing, standard, rooms)?;
    for room in rooms {
        times(desk, &closing, room)?;
        staffed(s, standard, room)?;
    }
    free(desk, arrangement)?;
    at_its_site(desk, actor, arrangement)?;
    served_by(desk, actor, arrangement)?;
    rotated(desk, actor, arrangement, standard)?;
    let (row, on) = (s.plan.occupation, desk.event.on);
    let facts = facts::exit(desk.state, row);
    let when = (on, desk.event.recorded_at);
    let facts = facts::body(facts, desk.state, actor, row, s.plan.level, when);
    let facts = facts::session(facts, s);
    let region = desk.region(actor);
    desk.ask(Act::ArrangeSession, row, on, &facts, region.as_deref())
}

/// Every candidate has a seat in every part of the level, and there is no other part.
fn seated(
    s: &Session,
    closing: &Closing,
    standard: &Standard,
    rooms: &[RoomUse],
) -> Result<(), Refusal> {
    let level = s.plan.level;
    let known = |room: &RoomUse| standard.part(room.part, level).is_some();
    require(rooms.iter().all(known), Breach::PartsNotOfStandard)?;
    for terms in standard.parts_of(level) {
        let of_part = || rooms.iter().filter(|room| room.part == terms.part);
        require(of_part().next().is_some(), Breach::PartsNotOfStandard)?;
        let fits = |room: &RoomUse| room.candidates <= room.seats;
        let seats: u64 = of_part().map(|room| u64::from(room.seats)).sum();
        let enough = u64::from(closing.registered) <= seats && of_part().all(fits);
        require(enough, Breach::MoreThanSeats)?;
        let seated: u64 = of_part().map(|room| u64::from(room.candidates)).sum();
        require(seated == u64::from(closing.registered), Breach::NotEveryoneSeated)?;
    }
    Ok(())
}

/// After the closing, and recorded before it begins.
fn times(desk: &Desk<'_>, closing: &Closing, room: &RoomUse) -> Result<(), Refusal> {
    require(room.from < room.until, Breach::DatesOutOfOrder)?;
    let after = closing.last_accepted_on <= room.from.day_in_china();
    require(after, Breach::DatesOutOfOrder)?;
    require(desk.event.recorded_at <= room.from, Breach::ArrangedTooLate)
}

fn staffed(s: &Session, standard: &Standard, room: &RoomUse) -> Result<(), Refusal> {
    let Some(terms) = standard.part(room.part, s.plan.level) else {
        return breach(Breach::PartsNotOfStandard);
    };
    let PartTerms { minutes, panel_min, .. } = terms;
    let lasts = room.until.0.saturating_sub(room.from.0);
    require(i64::from(minutes.value) * 60 <= lasts, Breach::TimeTooShort)?;
    let invigilators = room.invigilators.len() as u64;
    let needed = terms.invigilators(u32::from(room.candidates));
    require(u64::from(needed) <= invigilators, Breach::TooFewInvigilators)?;
    if let Some(least) = panel_min {
        let panel = room.examiners.len() as u64;
        require(u64::from(least.value) <= panel, Breach::PanelTooSmall)?;
        require(panel % 2 == 1, Breach::PanelEven)?;
    }
    Ok(())
}

/// Nobody and no room is in use twice at a time, here or in any other session.
fn free(desk: &Desk<'_>, arrangement: &Arrangement) -> Result<(), Refusal> {
    let known = &desk.state.arrangements;
    let (mut rooms, mut staff) = (BTreeMap::new(), BTreeMap::new());
    for room in &arrangement.rooms {
        let time = (room.from, room.until);
        let elsewhere = known.rooms.get(&(arrangement.site, room.room));
        require(is_free(elsewhere, arrangement, time), Breach::RoomInUse)?;
        require(take(&mut rooms, room.room, time), Breach::RoomInUse)?;
        for id in room.invigilators.iter().chain(&room.examiners) {
            let elsewhere = known.staff.get(id);
            require(is_free(elsewhere, arrangement, time), Breach::StaffInUse)?;
            require(take(&mut staff, *id, time), Breach::StaffInUse)?;
        }
    }
    Ok(())
}

type Time = (Instant, Instant);

fn meet(one: Time, other: Time) -> bool {
    one.0 < other.1 && other.0 < one.1
}

fn is_free(taken: Option<&Vec<Busy>>, arrangement: &Arrangement, time: Time) -> bool {
    // What it takes the place of is let go.
    let other = |busy: &&Busy| busy.session != arrangement.session;
    let mut taken = taken.into_iter().flatten().filter(other);
    !taken.any(|busy| meet((busy.from, busy.until), time))
}

fn take<K: Ord>(taken: &mut BTreeMap<K, Vec<Time>>, key: K, time: Time) -> bool {
    let times = taken.entry(key).or_default();
    let free = !times.iter().any(|other| meet(*other, time));
    times.push(time);
    free
}

/// The site is one of the body's own and open, and its rooms have the seats. A body taken over in
/// short form has the site of its recognition, whose rooms nobody counted and which old logs may
/// hold for another body too.
fn at_its_site(
    desk: &Desk<'_>,
    body: OrganisationId,
    arrangement: &Arrangement,
) -> Result<(), Refusal> {
    let site = desk.state.bodies().site(arrangement.site);
    let Some(site) = site.filter(|site| site.of == body) else {
        let recognised = desk.state.recognised(body);
        let own = recognised.is_some_and(|r| r.recognition.prefix == arrangement.site);
        return require(own && desk.state.bodies().is_short_form(body), Breach::NotItsSite);
    };
    require(site.open, Breach::NotItsSite)?;
    let seats = &site.site.rooms;
    for room in arrangement.rooms.iter().filter(|_| !seats.is_empty()) {
        let place = usize::from(room.room).checked_sub(1);
        let Some(seats) = place.and_then(|place| seats.get(place)) else {
            return breach(Breach::NotItsSite);
        };
        require(room.seats <= *seats, Breach::SeatsNotOnRecord)?;
    }
    Ok(())
}

/// Staff are the body's own or openly lent, and have declared no relation.
fn served_by(
    desk: &Desk<'_>,
    body: OrganisationId,
    arrangement: &Arrangement,
) -> Result<(), Refusal> {
    let known = &desk.state.arrangements;
    for room in &arrangement.rooms {
        let (first, last) = (room.from.day_in_china(), room.until.day_in_china());
        for &id in room.invigilators.iter().chain(&room.examiners) {
            let lent = known.is_lent(id, body, first) && known.is_lent(id, body, last);
            // An excerpt of the log need not hold what other bodies lent.
            let may = id.of == body || lent || desk.state.partial;
            require(may, Breach::StaffOfAnother)?;
            require(!known.recused(arrangement.session, id), Breach::Recused)?;
        }
    }
    Ok(())
}

/// The same panel does not examine too many of the body's sessions in a row.
fn rotated(
    desk: &Desk<'_>,
    body: OrganisationId,
    arrangement: &Arrangement,
    standard: &Standard,
) -> Result<(), Refusal> {
    let examiners = arrangement.rooms.iter().flat_map(|room| &room.examiners);
    let anybody: BTreeSet<&StaffId> = examiners.collect();
    if anybody.is_empty() {
        return Ok(());
    }
    let panel = cells::panel(&arrangement.rooms);
    let before = desk.state.arrangements.in_a_row(body, arrangement.session, &panel);
    require(before < standard.rotation.value as usize, Breach::SamePanelAgain)
}
