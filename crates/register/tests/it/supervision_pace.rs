//! The bound on the pace: the rush is held, honest bodies are not, and the example can be followed.
//!
//! Seeded: the same bodies every time. The figures printed stand in docs/pace.md:
//! `cargo test -p register --test it supervision_pace -- --nocapture`.

use crate::honest::{Body, region};
use crate::supervised::{day, turner};
use register::{Issued, PaceFigure, RECORD_DAYS};

/// How many of forty honest bodies of a region were ever held in three years, of how many, and how
/// many of how many batches.
fn held(seed: u64) -> [u64; 4] {
    let (mut held, mut batches, mut held_batches) = ([false; 40], 0, 0);
    region(seed, 40, &mut |bodies, i, on, count, median| {
        batches += 1;
        if bodies[i].figure(median, on, count).exceeded() {
            held[i] = true;
            held_batches += 1;
        }
        bodies[i].issue(on, count);
    });
    let ever = held.iter().filter(|held| **held).count() as u64;
    [ever, 40, held_batches, batches]
}

#[test]
fn honest_bodies_are_held_less_than_once_in_a_hundred() {
    let mut all = [0; 4];
    for seed in 0..25 {
        let one = held(seed);
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
