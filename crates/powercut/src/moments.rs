//! `Moments`, at which the power fails, and how much is lost: all of them, or a seeded choice.
//!
//! In scope: the choice, and how a long run asks for more. Out of scope: playing them (`disk`).

use crate::disk::{Disk, Found, Loss, Unflushed};
use crate::trace::{Change, Trace};

/// How many moments a suite plays unless it is told otherwise.
const CUTS: &str = "POWERCUT_CUTS";
/// How many kills a suite does unless it is told otherwise.
const STOPS: &str = "POWERCUT_STOPS";
/// Which moments these are, and what is tossed.
const SEED: &str = "POWERCUT_SEED";

/// A choice of moments of a trace. Those right after a mark are always among them, because there a
/// missing flush shows.
#[derive(Clone, Copy, Debug)]
pub struct Moments {
    /// Moments that are chosen besides those after a mark.
    pub cuts: usize,
    /// Of the choice and of the tosses.
    pub seed: u64,
}

/// A moment at which the power failed.
#[derive(Clone, Copy, Debug)]
pub struct Moment<'a> {
    /// How many steps of the trace were done.
    pub at: usize,
    /// How much of what was not flushed is lost.
    pub loss: Loss,
    /// What flushes that failed left; anything where none did.
    pub unflushed: Unflushed,
    /// What is found afterwards.
    pub found: &'a Found,
    /// What the process had said.
    pub marks: &'a [&'a str],
}

impl Moments {
    /// Returns so many, unless `POWERCUT_CUTS` (a number) and `POWERCUT_SEED` say otherwise.
    pub fn of(cuts: usize) -> Moments {
        Moments { cuts: number(CUTS).map_or(cuts, |n| n as usize), seed: seed() }
    }

    /// Plays a trace and calls `each` with every chosen moment from `first` on, once for each loss;
    /// all of it again for whatever flushes that failed may have left. Returns how often that was.
    pub fn each(self, trace: &Trace, first: usize, each: &mut dyn FnMut(Moment<'_>)) -> usize {
        let fails = trace.0.iter().any(|change| matches!(change, Change::FlushFailed(_)));
        let left = [Unflushed::Lost, Unflushed::Kept, Unflushed::Tossed(self.seed)];
        let left = &left[..if fails { 3 } else { 1 }];
        left.iter().map(|unflushed| self.each_of(*unflushed, trace, first, each)).sum()
    }

    fn each_of(
        self,
        unflushed: Unflushed,
        trace: &Trace,
        first: usize,
        each: &mut dyn FnMut(Moment<'_>),
    ) -> usize {
        let chosen = choose(self.seed, self.cuts, trace.0.len() + 1);
        let (mut disk, mut marks, mut played) = (Disk::leaving(unflushed), Vec::new(), 0);
        for at in 0..=trace.0.len() {
            let before = at.checked_sub(1).map(|before| &trace.0[before]);
            if let Some(change) = before {
                disk.play(change);
            }
            if let Some(Change::Mark(mark)) = before {
                marks.push(mark.as_str());
            }
            let marked = matches!(before, Some(Change::Mark(_)));
            if at < first || !(marked || chosen.contains(&at)) {
                continue;
            }
            let seed = self.seed.wrapping_mul(1_000_003).wrapping_add(at as u64);
            let mut losses = vec![Loss::Everything];
            if chosen.contains(&at) {
                losses.extend([Loss::Nothing, Loss::Tossed(seed)]);
            }
            if chosen.contains(&at) && disk.can_tear() {
                losses.push(Loss::LastTorn);
            }
            for loss in losses {
                each(Moment { at, loss, unflushed, found: &disk.found_after(loss), marks: &marks });
                played += 1;
            }
        }
        played
    }
}

/// Returns how many times to kill a process: so many, unless `POWERCUT_STOPS` says otherwise.
pub fn stops(stops: usize) -> usize {
    number(STOPS).map_or(stops, |n| n as usize)
}

/// Returns the number that `POWERCUT_SEED` says, or the one of every day.
pub fn seed() -> u64 {
    number(SEED).unwrap_or(1)
}

fn number(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name} is `{text}`, not a number")))
}

/// Returns at most `count` of the numbers below `below`, by a seed.
pub fn choose(seed: u64, count: usize, below: usize) -> std::collections::BTreeSet<usize> {
    let mut all: Vec<usize> = (0..below).collect();
    let mut state = seed;
    let count = count.min(below);
    for place in 0..count {
        let other = place + (next(&mut state) % (below - place) as u64) as usize;
        all.swap(place, other);
    }
    all.truncate(count);
    all.into_iter().collect()
}

/// SplitMix64: the next number of a seed.
pub(crate) fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_has_its_size_and_reaches_everything() {
        let check = |count, below, expect| assert_eq!(choose(1, count, below).len(), expect);
        check(3, 10, 3);
        check(30, 10, 10);
        check(3, 0, 0);
        let reached = (0..50).flat_map(|seed| choose(seed, 2, 10));
        assert_eq!(reached.collect::<std::collections::BTreeSet<_>>().len(), 10);
    }

    #[test]
    fn the_moment_after_a_mark_is_always_played_and_all_of_them_are_when_asked() {
        let trace = Trace::read(b"create 1 a\nwrite 1 0 1\nx\nmark one\nflush 1\n").unwrap();
        let played = |cuts| {
            let mut moments = Vec::new();
            let each = &mut |m: Moment<'_>| moments.push((m.at, m.loss, m.marks.len()));
            Moments { cuts, seed: 1 }.each(&trace, 0, each);
            moments
        };
        assert_eq!(played(0), [(3, Loss::Everything, 1)]);
        // Everything, nothing and a toss at five moments, and a torn write.
        assert_eq!(played(100).len(), 16);
    }

    #[test]
    fn a_trace_with_a_failed_flush_is_played_for_all_that_it_may_have_left() {
        let trace = Trace::read(b"create 1 a\nwrite 1 0 1\nx\nflush-failed 1\n").unwrap();
        let mut left = Vec::new();
        let each = &mut |m: Moment<'_>| left.push(m.unflushed);
        let played = Moments { cuts: 100, seed: 1 }.each(&trace, 3, each);
        assert_eq!((played, left.len()), (9, 9));
        left.dedup();
        assert_eq!(left, [Unflushed::Lost, Unflushed::Kept, Unflushed::Tossed(1)]);
    }
}
