//! Holds and releases: whether a body may issue now, and at what pace.
//!
//! Source: 四, 六; readings R-4-2, R-4-20. In scope: what stands in the way of a batch.
//! Out of scope: the arithmetic of the bound (`pace`), the acts of supervision around it (`check`).

use super::capacity::{seats, site_of, site_seats};
use super::pace::{Basis, Issued, PaceFigure, PaceOf, Share, median, peer_rate};
use super::region::region_figures;
use super::state::{Held, Peers, Released};
use crate::act::Issue;
use crate::session::Session;
use crate::state::State;
use crate::{Event, OrganisationId, SessionId};
use alloc::vec::Vec;
use law::{Law, RegionTable, RowId};
use vocab::{Day, SitePrefix};

/// What stands before a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Before {
    /// A hold that nobody released.
    Held,
    /// A release.
    Released,
    /// Nothing; the pace is asked.
    Nothing,
}

/// Says what stands before the next batch of a session on a day.
pub(crate) fn before(
    state: &State,
    body: OrganisationId,
    row: RowId,
    session: SessionId,
    day: Day,
) -> Before {
    let Some(ids) = state.supervision.held.get(&body) else { return Before::Nothing };
    let holds = ids.iter().filter_map(|id| state.supervision.holds.get(id));
    let mut found = Before::Nothing;
    for held in holds.filter(|held| concerns(held, row, session)) {
        match &held.release {
            None => return Before::Held,
            Some(released) if passes(released, session, day) => found = Before::Released,
            Some(_) => {}
        }
    }
    found
}

fn concerns(held: &Held, row: RowId, session: SessionId) -> bool {
    let occupation = held.hold.occupation.is_none_or(|held| held == row);
    let same = held.hold.session.is_none_or(|held| held == session);
    // A hold of one session whose release runs until a day is about the body's pace from then on.
    occupation && (same || held.release.is_some_and(|r| r.release.until.is_some()))
}

fn passes(released: &Released, session: SessionId, day: Day) -> bool {
    let batch = released.release.session == Some(session) && !released.used;
    batch || released.release.until.is_some_and(|until| day <= until)
}

/// A batch that may be issued.
#[derive(Clone, Copy, Debug)]
pub struct PaceBatch {
    /// The occupation.
    pub row: RowId,
    /// The site, as far as it is known.
    pub site: Option<SitePrefix>,
    /// How many certificates.
    pub more: u32,
}

impl PaceBatch {
    /// Returns a batch of a session.
    pub fn of(state: &State, session: &Session, more: u32) -> PaceBatch {
        PaceBatch { row: session.plan.occupation, site: site_of(state, session), more }
    }
}

/// Returns where a body stands on a day when a batch is issued: the body, then its occupation, then
/// its site, then, where the body is far enough toward its own bound, its region and the occupation
/// there. Nothing where it has no capacity on record, or the law knows no bound.
pub fn pace_figures(
    state: &State,
    law: &Law,
    body: OrganisationId,
    day: Day,
    PaceBatch { row, site, more }: PaceBatch,
) -> Vec<PaceFigure> {
    let Some(supervising) = &law.supervising else { return Vec::new() };
    let table = &supervising.pace;
    let Some(recognised) = state.recognised(body) else { return Vec::new() };
    let none = super::pace::Record::default();
    let Some(seats) = seats(state, body) else {
        // All its sites are closed: there is nothing that it could do, whatever it did before.
        let closed = table.closed_has_none && !state.bodies().is_short_form(body);
        let (since, peers) = (recognised.on, None);
        let basis = Basis { table, record: &none, since, seats: 0, peers };
        let figure = closed.then(|| basis.figure(PaceOf::Body, day, more, None));
        return figure.into_iter().collect();
    };
    let record = state.supervision.records.get(&body).unwrap_or(&none);
    let region = recognised.recognition.prefix.region_code();
    let peers = peers(state, region, day);
    let peers = (table.peers_min <= peers.rates).then_some(peers.median);
    let basis = Basis { table, record, since: recognised.on, seats, peers };
    let whole = basis.figure(PaceOf::Body, day, more, None);
    let scope = &recognised.recognition.scope;
    let alone = scope.iter().all(|(covered, _)| *covered == row);
    let part = Share { whole: &whole, alone };
    let occupation = basis.figure(PaceOf::Occupation(row), day, more, Some(part));
    let mut figures = alloc::vec![whole, occupation];
    if let Some((site, seats)) = site.and_then(|site| Some((site, site_seats(state, site)?))) {
        figures.push(Basis { seats, ..basis }.figure(PaceOf::Site(site), day, more, None));
    }
    let asked = |table: &&RegionTable| u64::from(table.share_permille) <= whole.permille();
    if let Some(table) = supervising.region.as_ref().filter(asked) {
        let region = site.map_or(region, SitePrefix::region_code);
        figures.extend(region_figures(state, table, region, day, (row, more)));
    }
    figures
}

/// Says whether issuing so many more is above a bound of the body.
pub(crate) fn exceeded(
    state: &State,
    law: &Law,
    body: OrganisationId,
    day: Day,
    batch: PaceBatch,
) -> bool {
    pace_figures(state, law, body, day, batch).iter().any(PaceFigure::exceeded)
}

/// Notes what was issued, where the body has a capacity on record, and uses up a release.
pub(crate) fn issued(state: &mut State, event: &Event, issue: &Issue) {
    let Some(Session { by, plan, .. }) = state.sessions.get(&issue.session) else { return };
    let (by, row, day) = (*by, plan.occupation, event.recorded_at.day_in_china());
    let released = before(state, by, row, issue.session, day) == Before::Released;
    for id in state.supervision.held.get(&by).into_iter().flatten() {
        let release = state.supervision.holds.get_mut(id).and_then(|held| held.release.as_mut());
        if let Some(release) = release.filter(|r| r.release.session == Some(issue.session)) {
            release.used = true;
        }
    }
    let capacity = seats(state, by).is_some();
    let Some(recognised) = state.recognised.get(&by).filter(|_| capacity) else { return };
    let region = recognised.recognition.prefix.region_code();
    let peers = peers(state, region, day);
    state.supervision.peers.insert(region, peers);
    let site = state.sessions.get(&issue.session).and_then(|session| site_of(state, session));
    let count = issue.rows.len() as u32;
    let issued = Issued { day, row, site, count, released };
    state.supervision.records.entry(by).or_default().add(issued);
    state.supervision.regions.issued(site.map_or(region, SitePrefix::region_code), issued);
}

/// Returns the median peer of a region: as taken with the first batch of the month, else as it
/// would be taken now.
fn peers(state: &State, region: u8, day: Day) -> Peers {
    let (year, month, _) = day.ymd();
    let taken = state.supervision.peers.get(&region).filter(|p| p.month == (year, month));
    taken.copied().unwrap_or_else(|| {
        let none = super::pace::Record::default();
        let here = |r: &&crate::Recognised| r.recognition.prefix.region_code() == region;
        let of = |(id, r): (&OrganisationId, &crate::Recognised)| {
            let record = state.supervision.records.get(id).unwrap_or(&none);
            peer_rate(record, r.on, seats(state, *id)?, day)
        };
        let all = state.recognised.iter().filter(|(_, r)| here(r));
        let rates: Vec<u64> = all.filter_map(of).collect();
        let number = rates.len() as u32;
        Peers { month: (year, month), rates: number, median: median(rates, 1).unwrap_or(0) }
    })
}
