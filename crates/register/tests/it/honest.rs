//! Honest bodies by seed: seats, use, seasons, growth, luck.
//!
//! In scope: what they have to issue on a day. Out of scope: what is asked of them
//! (`supervision_pace`, `supervision_regions`).

use crate::supervised::{LAW, day, turner};
use register::{Basis, Issued, PaceFigure, PaceOf, Record, RowId, median, peer_rate};
use vocab::Day;

/// splitmix64, by S. Vigna (2015): small, and the same on every machine.
pub struct Chance(pub u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn between(&mut self, least: u64, most: u64) -> u64 {
        least + self.next() % (most - least + 1)
    }
}

pub struct Body {
    pub since: Day,
    pub seats: u32,
    pub record: Record,
}

impl Body {
    pub fn new(since: Day, seats: u32) -> Body {
        Body { since, seats, record: Record::default() }
    }

    pub fn issue(&mut self, day: Day, count: u32) {
        self.issue_for(turner(), day, count);
    }

    pub fn issue_for(&mut self, row: RowId, day: Day, count: u32) {
        self.record.add(Issued { day, row, site: None, count, released: false });
    }

    pub fn figure(&self, peers: Option<u64>, on: Day, more: u32) -> PaceFigure {
        let table = &LAW.supervising.as_ref().unwrap().pace;
        let Body { since, seats, ref record } = *self;
        Basis { table, record, since, seats, peers }.figure(PaceOf::Body, on, more, None)
    }
}

pub fn peers(bodies: &[Body], on: Day) -> Option<u64> {
    let least = LAW.supervising.as_ref().unwrap().pace.peers_min;
    let rates = bodies.iter().filter_map(|b| peer_rate(&b.record, b.since, b.seats, on));
    median(rates.collect(), least)
}

/// What an honest body is like: its share of its seats on working days, its season, its growth a
/// year, all in thousandths, and the days between its sessions.
pub struct Honest {
    used: u64,
    season: u64,
    growth: u64,
    every: i32,
    next: Day,
    peak: u64,
}

impl Honest {
    pub fn new(chance: &mut Chance, since: Day) -> Honest {
        let every = chance.between(5, 45) as i32;
        Honest {
            used: chance.between(20, 350),
            season: chance.between(0, 800),
            growth: chance.between(800, 1_800),
            every,
            next: since.plus_days(chance.between(20, 70) as i32),
            peak: chance.between(1, 12),
        }
    }

    /// What it has to issue on a day, after a session.
    pub fn batch(&mut self, chance: &mut Chance, body: &Body, on: Day) -> u32 {
        if on < self.next {
            return 0;
        }
        let gap = self.every * chance.between(600, 1_400) as i32 / 1_000;
        self.next = on.plus_days(gap.max(1));
        let (_, month, _) = on.ymd();
        let away = (u64::from(month) + 12 - self.peak) % 12;
        // Highest in the month of the peak, lowest half a year from it.
        let season = 1_000 + self.season - self.season * away.min(12 - away) / 3;
        let days = (on.0 - body.since.0) as u64;
        let grown = 1_000 + (self.growth * days / 365).saturating_sub(days * 1_000 / 365);
        let luck = chance.between(600, 1_400);
        let seat_days = u64::from(body.seats) * 685 * gap as u64;
        let people = seat_days * self.used / 1_000_000 * season / 1_000 * grown / 1_000;
        // No more than the seats hold.
        (people * luck / 1_000).min(seat_days / 1_000) as u32
    }
}

/// Hears of each batch: bodies, whose, day, certificates, and the bound where there is one.
type EachBatch<'a> = dyn FnMut(&mut [Body], usize, Day, u32, Option<u64>) + 'a;

/// Three years of a region of so many honest bodies: calls `batch` with the bodies, which of them
/// has certificates, on which day, how many, and the median peer of the month; it issues them.
pub fn region(seed: u64, number: usize, batch: &mut EachBatch<'_>) {
    let mut chance = Chance(seed);
    let start = day("2021-01-01");
    let mut bodies: Vec<Body> = Vec::new();
    let mut honest = Vec::new();
    for _ in 0..number {
        let since = start.plus_days(chance.between(0, 600) as i32);
        let seats = [10, 20, 30, 60, 120, 400][chance.between(0, 5) as usize];
        bodies.push(Body::new(since, seats));
        honest.push(Honest::new(&mut chance, since));
    }
    let (mut month, mut median) = ((0, 0), None);
    for day in 0..3 * 365 {
        let on = start.plus_days(day);
        for i in 0..bodies.len() {
            let count = honest[i].batch(&mut chance, &bodies[i], on);
            if count == 0 {
                continue;
            }
            let (year, now, _) = on.ymd();
            if month != (year, now) {
                (month, median) = ((year, now), peers(&bodies, on));
            }
            batch(&mut bodies, i, on, count, median);
        }
    }
}
