//! The pace of issuing against its published bound: a one-sided sum over daily counts.
//!
//! Source: 四 「严禁违规、突击发放证书」, 六; reading R-4-20; the method with an example that can be
//! followed by hand is docs/pace.md, the numbers are `supervision.toml` of the law.
//! In scope: integer arithmetic over a body's own record. Out of scope: what follows (`check`).
//! Units: rates, sums and bounds are thousandths of a certificate, a rate is per day.

use alloc::vec::Vec;
use law::{PaceTable, RowId};
use vocab::{Day, SitePrefix};

/// Days that a body's record goes back.
pub const RECORD_DAYS: i32 = 366;

/// Days that a body must have been recognised for before it is a peer of others.
pub const PEER_DAYS: i32 = 90;

/// Certificates that a body issued on a day for an occupation, at one site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Issued {
    /// The day they were recorded, which the body does not choose.
    pub day: Day,
    /// The occupation.
    pub row: RowId,
    /// The site, by the prefix that the certificates are numbered under.
    pub site: Option<SitePrefix>,
    /// How many.
    pub count: u32,
    /// True when a supervisor had released them: they are part of the record and not of the sum.
    pub released: bool,
}

/// What a body issued of late, by rising day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record(pub(super) Vec<Issued>);

impl Record {
    /// Adds what was issued, and forgets what is too long ago.
    pub fn add(&mut self, issued: Issued) {
        let first = issued.day.0 - RECORD_DAYS;
        if self.0.first().is_some_and(|old| old.day.0 <= first) {
            self.0.retain(|old| first < old.day.0);
        }
        let same = |old: &&mut Issued| Issued { count: issued.count, ..**old } == issued;
        match self.0.last_mut().filter(same) {
            Some(old) => old.count = old.count.saturating_add(issued.count),
            None => self.0.push(issued),
        }
    }

    /// Returns what was issued within the record's days up to a day.
    pub fn until(&self, day: Day) -> impl Iterator<Item = &Issued> {
        let within = move |i: &&Issued| day.0 - RECORD_DAYS < i.day.0 && i.day <= day;
        self.0.iter().filter(within)
    }
}

/// What a bound is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaceOf {
    /// The body in all.
    Body,
    /// One of its sites.
    Site(SitePrefix),
    /// One of its occupations.
    Occupation(RowId),
    /// All bodies of a region.
    Region(u8),
    /// All bodies of a region, for one occupation.
    RegionOccupation(u8, RowId),
}

/// What a bound is reckoned from.
#[derive(Clone, Copy, Debug)]
pub struct Basis<'a> {
    /// The numbers of the law.
    pub table: &'a PaceTable,
    /// What the body issued, or all bodies of the region.
    pub record: &'a Record,
    /// The day it was recognised, or the first of them.
    pub since: Day,
    /// Seats on record: of the body, of the site, or of the region.
    pub seats: u32,
    /// What the median peer of the region issues a day and seat, in millionths of a certificate.
    pub peers: Option<u64>,
}

/// Where a body stands against its bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaceFigure {
    /// What it is for.
    pub of: PaceOf,
    /// Certificates within the record's days.
    pub count: u64,
    /// What its seats can do.
    pub capacity: u64,
    /// What its own record says; nothing while that is too short.
    pub own: Option<u64>,
    /// What its peers let expect; nothing while they are too few.
    pub peers: Option<u64>,
    /// The reference.
    pub reference: u64,
    /// The sum above reference and slack.
    pub sum: u64,
    /// The bound.
    pub bound: u64,
}

impl PaceFigure {
    /// Says whether the bound is exceeded.
    pub const fn exceeded(&self) -> bool {
        self.bound < self.sum
    }

    /// Says how far the sum is, in thousandths of the bound.
    pub const fn permille(&self) -> u64 {
        match self.bound {
            0 => 0,
            bound => self.sum.saturating_mul(1000) / bound,
        }
    }
}

impl Basis<'_> {
    /// Returns where the body, or a part of it, stands on a day when so many more are issued.
    ///
    /// `whole` is the figure of the body, for a part; `alone` says that the part is all there is.
    pub fn figure(&self, of: PaceOf, on: Day, more: u32, part: Option<Share<'_>>) -> PaceFigure {
        let table = self.table;
        let capacity = u64::from(self.seats) * u64::from(table.working_permille);
        let own = self.own(of, on);
        let peers = self.peers.map(|micro| {
            micro * u64::from(self.seats) / 1000 * u64::from(table.peers_permille) / 1000
        });
        let expected = match part {
            None => peers.unwrap_or(capacity * u64::from(table.use_permille) / 1000),
            Some(Share { whole, alone: true }) => whole.reference,
            Some(Share { whole, alone: false }) => {
                whole.reference * u64::from(table.part_permille) / 1000
            }
        };
        let reference = own.unwrap_or(0).max(expected).min(capacity);
        let allowance = reference + reference * u64::from(table.slack_permille) / 1000;
        let least = u64::from(self.seats) * 1000 * u64::from(table.bound_sittings);
        let bound = (reference * u64::from(table.bound_days)).max(least);
        let (mut sum, mut count, mut last) = (0u64, 0u64, None);
        for issued in self.record.until(on).filter(|i| of.holds(i)) {
            count += u64::from(issued.count);
            sum = forward(sum, allowance, last, issued.day);
            last = Some(issued.day);
            if !issued.released {
                sum += 1000 * u64::from(issued.count);
            }
        }
        sum = forward(sum, allowance, last, on) + 1000 * u64::from(more);
        let count = count + u64::from(more);
        PaceFigure { of, count, capacity, own, peers, reference, sum, bound }
    }

    /// The rate of the body's own record, the last days left out.
    fn own(&self, of: PaceOf, on: Day) -> Option<u64> {
        let end = on.0.saturating_sub(self.table.settling_days as i32);
        let start = self.since.0.max(on.0 - RECORD_DAYS + 1);
        let days = u32::try_from(end - start).ok().filter(|d| self.table.own_days <= *d)?;
        let before = |i: &&Issued| i.day.0 < end && of.holds(i);
        let count: u64 = self.record.until(on).filter(before).map(|i| u64::from(i.count)).sum();
        Some(count * 1000 / u64::from(days))
    }
}

/// The whole that a part is of.
#[derive(Clone, Copy, Debug)]
pub struct Share<'a> {
    /// The figure of the body.
    pub whole: &'a PaceFigure,
    /// True when the body has no other part of the kind.
    pub alone: bool,
}

impl PaceOf {
    fn holds(self, issued: &Issued) -> bool {
        match self {
            // The record is theirs alone.
            PaceOf::Body | PaceOf::Region(_) | PaceOf::RegionOccupation(..) => true,
            PaceOf::Site(site) => issued.site == Some(site),
            PaceOf::Occupation(row) => issued.row == row,
        }
    }
}

/// Takes the allowance of the days between from the sum, which does not fall below nought.
fn forward(sum: u64, allowance: u64, last: Option<Day>, day: Day) -> u64 {
    let days = last.map_or(0, |last| day.0.saturating_sub(last.0).max(0)) as u64;
    sum.saturating_sub(allowance * days)
}

/// The rate of a body as a peer: millionths of a certificate a day and seat; nothing while it has
/// not been recognised for long enough.
pub fn peer_rate(record: &Record, since: Day, seats: u32, on: Day) -> Option<u64> {
    let days = (on.0 - since.0).min(RECORD_DAYS);
    let spread = u64::try_from(days).ok().filter(|_| PEER_DAYS <= days)? * u64::from(seats);
    let count: u64 = record.until(on).map(|i| u64::from(i.count)).sum();
    (count * 1_000_000).checked_div(spread)
}

/// The median of rates, the lower of the two in the middle; nothing when there are too few.
pub fn median(mut rates: Vec<u64>, least: u32) -> Option<u64> {
    if rates.len() < least as usize {
        return None;
    }
    rates.sort_unstable();
    rates.get(rates.len().checked_sub(1)? / 2).copied()
}
