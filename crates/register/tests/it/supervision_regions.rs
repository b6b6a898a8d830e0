//! The bound of a region: bodies that rush together are held, honest ones are not.
//!
//! Seeded. The figures printed stand in docs/pace.md:
//! `cargo test -p register --test it supervision_regions -- --nocapture`.

use crate::honest::{Body, Chance, region};
use crate::supervised::{LAW, day};
use register::{Basis, Issued, PaceFigure, PaceOf, Record, RowId, Share};
use std::collections::BTreeMap;
use vocab::Day;

/// What the bodies of a region issue together, reckoned as `region_figures` does.
#[derive(Default)]
struct Region {
    all: Record,
    rows: BTreeMap<RowId, Record>,
}

impl Region {
    fn issue(&mut self, row: RowId, day: Day, count: u32) {
        let issued = Issued { day, row, site: None, count, released: false };
        self.all.add(Issued { row: RowId(0), ..issued });
        self.rows.entry(row).or_default().add(issued);
    }

    /// Says whether a batch of a body is above the bound of the region or of its occupation there.
    fn holds(&self, bodies: &[Body], own: &PaceFigure, on: Day, (row, more): (RowId, u32)) -> bool {
        let table = LAW.supervising.as_ref().unwrap().region.as_ref().unwrap();
        let here: Vec<&Body> = bodies.iter().filter(|body| body.since <= on).collect();
        let few = here.len() < table.bodies_min as usize;
        if few || own.permille() < u64::from(table.share_permille) {
            return false;
        }
        let none = Record::default();
        let since = here.iter().map(|body| body.since).min().unwrap();
        let seats = here.iter().map(|body| body.seats).sum();
        let basis = Basis { table: &table.pace, record: &self.all, since, seats, peers: None };
        let whole = basis.figure(PaceOf::Region(99), on, more, None);
        let alone = self.rows.keys().all(|of| *of == row);
        let record = self.rows.get(&row).unwrap_or(&none);
        let part = Share { whole: &whole, alone };
        let of = PaceOf::RegionOccupation(99, row);
        let occupation = Basis { record, ..basis }.figure(of, on, more, Some(part));
        whole.exceeded() || occupation.exceeded()
    }
}

/// Of so many honest bodies of a region, each with one to four of twelve occupations: how many were
/// ever held by the region's bound in three years, of how many; batches likewise.
fn held(seed: u64, number: usize) -> [u64; 4] {
    let mut chance = Chance(1_000 + seed);
    let mut scope = |_| {
        let many = chance.between(1, 4);
        (0..many).map(|_| RowId(chance.between(1, 12) as u16)).collect()
    };
    let scopes: Vec<Vec<RowId>> = (0..number).map(&mut scope).collect();
    let mut turn = Chance(2_000 + seed);
    let mut held = vec![false; number];
    let (mut batches, mut held_batches) = (0, 0);
    let mut together = Region::default();
    region(seed, number, &mut |bodies, i, on, count, median| {
        let row = scopes[i][turn.between(0, scopes[i].len() as u64 - 1) as usize];
        let own = bodies[i].figure(median, on, count);
        batches += 1;
        if together.holds(bodies, &own, on, (row, count)) {
            held[i] = true;
            held_batches += 1;
        }
        bodies[i].issue_for(row, on, count);
        together.issue(row, on, count);
    });
    let ever = held.iter().filter(|held| **held).count() as u64;
    [ever, number as u64, held_batches, batches]
}

/// Prints and asserts the share of regions of so many bodies.
fn check(number: usize, seeds: u64) {
    let mut all = [0; 4];
    for seed in 0..seeds {
        let one = held(seed, number);
        (0..4).for_each(|i| all[i] += one[i]);
    }
    let [bodies_held, bodies, batches_held, batches] = all;
    println!(
        "regions of {number}: {bodies_held} of {bodies} bodies ever held, \
         {batches_held} of {batches} batches"
    );
    assert!(100 * bodies_held < bodies && 100 * batches_held < batches);
}

#[test]
fn honest_bodies_are_held_for_their_region_less_than_once_in_a_hundred() {
    check(10, 40);
    check(20, 20);
    check(40, 10);
}

/// Twelve bodies of forty seats, approved together, each issue 20 a day, every fifth day 100: how
/// many certificates each had out when the first was held, by its own bound and by the region's.
fn rush_together(by_region: bool) -> Option<u32> {
    let since = day("2021-10-15");
    let mut bodies: Vec<Body> = (0..12).map(|_| Body::new(since, 40)).collect();
    let mut together = Region::default();
    for n in 0..18 {
        let on = day("2021-11-01").plus_days(5 * n);
        for i in 0..bodies.len() {
            let own = bodies[i].figure(None, on, 100);
            let row = RowId(1 + i as u16 % 3);
            let held = match by_region {
                true => together.holds(&bodies, &own, on, (row, 100)),
                false => own.exceeded(),
            };
            if held {
                return Some(100 * n as u32);
            }
            bodies[i].issue_for(row, on, 100);
            together.issue(row, on, 100);
        }
    }
    None
}

#[test]
fn bodies_that_rush_together_are_held_before_any_of_them_is_above_its_own_bound() {
    let (own, region) = (rush_together(false), rush_together(true));
    println!("twelve bodies of 40 seats: held after {own:?} each alone, {region:?} as a region");
    assert_eq!(own, None);
    assert!(region.is_some_and(|each| each < 1_000), "{region:?}");
}

#[test]
fn nobody_is_held_for_what_others_do() {
    let table = LAW.supervising.as_ref().unwrap().region.as_ref().unwrap();
    let since = day("2021-10-15");
    let mut bodies: Vec<Body> = (0..12).map(|_| Body::new(since, 40)).collect();
    let mut together = Region::default();
    let (on, row) = (day("2021-11-20"), RowId(1));
    for body in &mut bodies[1..] {
        body.issue_for(row, on, 2_000);
        together.issue(row, on, 2_000);
    }
    let check = |body: &Body, more, held| {
        let own = body.figure(None, on, more);
        assert_eq!(together.holds(&bodies, &own, on, (row, more)), held, "{more}");
    };
    check(&bodies[1], 1, true);
    let bound = bodies[0].figure(None, on, 0).bound / 1_000;
    let share = (bound * u64::from(table.share_permille) / 1_000) as u32;
    check(&bodies[0], share - 1, false);
    check(&bodies[0], share + 1, true);
}
