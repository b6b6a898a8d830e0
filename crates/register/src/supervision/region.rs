//! The pace of a region: what all its bodies with seats on record issue together.
//!
//! Source: 四 「严禁违规、突击发放证书」, 六; readings R-4-20, R-4-30; docs/pace.md, "The region".
//! In scope: seats and records of regions, and their figures. Out of scope: the arithmetic
//! (`pace`), when the figures are asked (`hold`).
//! Nothing here is in the digest: it follows from recognitions, sites and batches. A law without
//! the table asks for none of it, so that old logs are decided as they were.

use super::pace::{Basis, Issued, PaceFigure, PaceOf, Record, Share};
use crate::OrganisationId;
use crate::body::BodyChanged;
use crate::state::State;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use law::{RegionTable, RowId};
use vocab::Day;

/// Seats on record in a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seats {
    /// Seats a day of all open sites.
    pub(super) seats: u32,
    /// Bodies that have some.
    pub(super) bodies: u32,
    /// The first day there were any.
    pub(super) since: Day,
}

/// What regions have on record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Regions {
    pub(super) seats: BTreeMap<u8, Seats>,
    /// Of a region in all, then of each occupation in it.
    pub(super) records: BTreeMap<(u8, Option<RowId>), Record>,
}

impl Regions {
    /// Notes what a body issued in a region.
    pub(super) fn issued(&mut self, region: u8, issued: Issued) {
        // Days of the region in all are told apart by nothing else.
        let all = Issued { row: RowId(0), site: None, ..issued };
        self.records.entry((region, None)).or_default().add(all);
        let of = Issued { site: None, ..issued };
        self.records.entry((region, Some(issued.row))).or_default().add(of);
    }

    fn reckon(&mut self, before: &BTreeMap<u8, u32>, after: &BTreeMap<u8, u32>, day: Day) {
        for (region, seats) in before {
            if let Some(known) = self.seats.get_mut(region) {
                known.seats = known.seats.saturating_sub(*seats);
                known.bodies = known.bodies.saturating_sub(1);
            }
        }
        for (region, seats) in after {
            let none = Seats { seats: 0, bodies: 0, since: day };
            let known = self.seats.entry(*region).or_insert(none);
            known.seats = known.seats.saturating_add(*seats);
            known.bodies += 1;
        }
    }
}

impl State {
    /// Returns the seats a day that a body has on record, by region: those of its open sites while
    /// it is recognised in the long form and not removed.
    fn regional_seats(&self, body: OrganisationId) -> BTreeMap<u8, u32> {
        let mut seats = BTreeMap::new();
        let removed = |change: &crate::BodyChange| matches!(change.what, BodyChanged::Removed(_));
        let last = self.bodies().history(body).last();
        if self.bodies().is_short_form(body) || last.is_some_and(removed) {
            return seats;
        }
        for site in self.bodies().sites_of(body).filter(|site| site.open) {
            let known = seats.entry(site.site.prefix.region_code()).or_insert(0u32);
            *known = known.saturating_add(site.site.seats_a_day);
        }
        seats
    }

    /// Applies what changes a body, and reckons the seats of its regions anew.
    pub(crate) fn reckoning_seats(
        &mut self,
        body: OrganisationId,
        day: Day,
        change: impl FnOnce(&mut State),
    ) {
        let before = self.regional_seats(body);
        change(self);
        let after = self.regional_seats(body);
        if before != after {
            self.supervision.regions.reckon(&before, &after, day);
        }
    }
}

/// Returns where a region stands on a day when so many more are issued for an occupation: the
/// region in all, then the occupation. Nothing where too few bodies have seats on record there.
pub fn region_figures(
    state: &State,
    table: &RegionTable,
    region: u8,
    day: Day,
    (row, more): (RowId, u32),
) -> Vec<PaceFigure> {
    let regions = &state.supervision.regions;
    let Some(known) = regions.seats.get(&region).filter(|known| table.bodies_min <= known.bodies)
    else {
        return Vec::new();
    };
    let none = Record::default();
    let record = |of| regions.records.get(&(region, of)).unwrap_or(&none);
    let Seats { seats, since, .. } = *known;
    let all = Basis { table: &table.pace, record: record(None), since, seats, peers: None };
    let whole = all.figure(PaceOf::Region(region), day, more, None);
    let others = (region, Some(RowId(0)))..=(region, Some(RowId(u16::MAX)));
    let alone = regions.records.range(others).all(|((_, of), _)| *of == Some(row));
    let part = Share { whole: &whole, alone };
    let of = Basis { record: record(Some(row)), ..all };
    let occupation = of.figure(PaceOf::RegionOccupation(region, row), day, more, Some(part));
    alloc::vec![whole, occupation]
}

/// Returns every region that has seats on record, and the occupations that were issued for there.
pub fn regions_on_record(state: &State) -> Vec<(u8, Vec<RowId>)> {
    let regions = &state.supervision.regions;
    let rows = |region: u8| {
        let all = (region, Some(RowId(0)))..=(region, Some(RowId(u16::MAX)));
        regions.records.range(all).filter_map(|((_, row), _)| *row).collect()
    };
    regions.seats.keys().map(|region| (*region, rows(*region))).collect()
}
