//! The bound on the pace: the rush is held, honest bodies are not, and the example can be followed.
//!
//! Seeded: the same bodies every time. The figures printed stand in docs/pace.md:
//! `cargo test -p register --test it supervision_pace -- --nocapture`.

use crate::supervised::{LAW, day, turner};
use register::{Basis, Issued, PaceFigure, PaceOf, RECORD_DAYS, Record, median, peer_rate};
use vocab::Day;

/// splitmix64, by S. Vigna (2015): small, and the same on every machine.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn between(&mut self, least: u64, most: u64) -> u64 {
        least + self.next() % (most - least + 1)
    }
}

struct Body {
    since: Day,
    seats: u32,
    record: Record,
}

impl Body {
    fn new(since: Day, seats: u32) -> Body {
        Body { since, seats, record: Record::default() }
    }

    fn issue(&mut self, day: Day, count: u32) {
        let row = turner();
        self.record.add(Issued { day, row, site: None, count, released: false });
    }

    fn figure(&self, peers: Option<u64>, on: Day, more: u32) -> PaceFigure {
        let table = &LAW.supervising.as_ref().unwrap().pace;
        let Body { since, seats, ref record } = *self;
        Basis { table, record, since, seats, peers }.figure(PaceOf::Body, on, more, None)
    }
}

fn peers(bodies: &[Body], on: Day) -> Option<u64> {
    let least = LAW.supervising.as_ref().unwrap().pace.peers_min;
    let rates = bodies.iter().filter_map(|b| peer_rate(&b.record, b.since, b.seats, on));
    median(rates.collect(), least)
}

/// What an honest body is like: its share of its seats on working days, its season, its growth a
/// year, all in thousandths, and the days between its sessions.
struct Honest {
    used: u64,
    season: u64,
    growth: u64,
    every: i32,
    next: Day,
    peak: u64,
}

impl Honest {
    fn new(chance: &mut Chance, since: Day) -> Honest {
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
    fn batch(&mut self, chance: &mut Chance, body: &Body, on: Day) -> u32 {
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

/// Three years of a region of forty honest bodies; how many were ever held, of how many, and how
/// many of how many batches.
fn region(seed: u64) -> [u64; 4] {
    let mut chance = Chance(seed);
    let start = day("2021-01-01");
    let mut bodies: Vec<Body> = Vec::new();
    let mut honest = Vec::new();
    for _ in 0..40 {
        let since = start.plus_days(chance.between(0, 600) as i32);
        let seats = [10, 20, 30, 60, 120, 400][chance.between(0, 5) as usize];
        bodies.push(Body::new(since, seats));
        honest.push(Honest::new(&mut chance, since));
    }
    let mut held = vec![false; bodies.len()];
    let (mut batches, mut held_batches) = (0, 0);
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
            batches += 1;
            if bodies[i].figure(median, on, count).exceeded() {
                held[i] = true;
                held_batches += 1;
            }
            bodies[i].issue(on, count);
        }
    }
    let ever = held.iter().filter(|held| **held).count() as u64;
    [ever, bodies.len() as u64, held_batches, batches]
}

#[test]
fn honest_bodies_are_held_less_than_once_in_a_hundred() {
    let mut all = [0; 4];
    for seed in 0..25 {
        let one = region(seed);
        (0..4).for_each(|i| all[i] += one[i]);
    }
    let [bodies_held, bodies, batches_held, batches] = all;
    println!("{bodies_held} of {bodies} bodies ever held; {batches_held} of {batches} batches");
    assert!(100 * bodies_held < bodies && 100 * batches_held < batches);
}

/// Twenty-five batches of 104 from 1 November: how many certificates were out when one was held.
fn rush(seats: u32, peers: Option<u64>) -> Option<u32> {
    let mut body = Body::new(day("2021-10-15"), seats);
    for n in 0..25 {
        let on = day("2021-11-01").plus_days(n * 60 / 24);
        if body.figure(peers, on, 104).exceeded() {
            return Some(104 * n as u32);
        }
        body.issue(on, 104);
    }
    None
}

#[test]
fn the_rush_after_approval_is_held() {
    // Eleven other bodies of the region issue 4 a day with 60 seats: 66,667 millionths a seat.
    let peers = Some(66_667);
    for seats in [20, 40, 60] {
        let (alone, among) = (rush(seats, None), rush(seats, peers));
        println!("{seats} seats: held after {alone:?} alone, after {among:?} among peers");
        assert!(alone.is_some_and(|n| n < 2_400), "{seats} {alone:?}");
        assert!(among.is_some_and(|n| n < 2_000), "{seats} {among:?}");
    }
    // With the seats for it, it is no rush.
    assert_eq!(rush(600, None), None);
}

/// The worked example of docs/pace.md.
#[test]
fn the_worked_example_comes_out_as_documented() {
    let mut body = Body::new(day("2021-10-15"), 40);
    body.issue(day("2021-11-01"), 300);
    body.issue(day("2021-11-11"), 300);
    let figure = body.figure(None, day("2021-11-21"), 300);
    let PaceFigure { capacity, reference, sum, bound, count, .. } = figure;
    assert_eq!((capacity, reference), (27_400, 6_850));
    // 300,000; less ten days of 13,700, and 300,000; less ten days again, and 300,000.
    assert_eq!((count, sum, bound), (900, 626_000, 822_000));
    assert!(!figure.exceeded());
    assert!(body.figure(None, day("2021-11-21"), 500).exceeded());
}

#[test]
fn what_was_released_counts_for_the_record_and_not_for_the_sum() {
    let mut body = Body::new(day("2020-01-01"), 40);
    let (on, row) = (day("2021-03-01"), turner());
    let issued = Issued { day: on, row, site: None, count: 5_000, released: true };
    body.record.add(issued);
    let figure = body.figure(None, on.plus_days(1), 1);
    assert_eq!((figure.count, figure.sum), (5_001, 1_000));
    body.record.add(Issued { released: false, ..issued });
    assert!(body.figure(None, on, 0).exceeded());
}

#[test]
fn a_record_forgets_what_is_a_year_ago_and_holds_days_together() {
    let mut body = Body::new(day("2020-01-01"), 40);
    let first = day("2021-03-01");
    body.issue(first, 3);
    body.issue(first, 4);
    assert_eq!(body.record.until(first).map(|i| i.count).collect::<Vec<_>>(), [7]);
    body.issue(first.plus_days(RECORD_DAYS), 1);
    assert_eq!(body.record.until(first.plus_days(RECORD_DAYS)).count(), 1);
}

#[test]
fn a_rush_does_not_excuse_itself() {
    let mut body = Body::new(day("2020-01-01"), 100);
    for n in 0..10 {
        body.issue(day("2020-02-01").plus_days(30 * n), 60);
    }
    let on = day("2021-01-01");
    let before = body.figure(Some(0), on, 0).reference;
    for n in 0..20 {
        body.issue(on.plus_days(n), 300);
    }
    // Within the sixty days that are left out, the reference does not grow.
    assert!(body.figure(Some(0), on.plus_days(20), 0).reference <= before);
    assert!(body.figure(Some(0), on.plus_days(20), 0).exceeded());
}
