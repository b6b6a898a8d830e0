//! Time taken by two things in turn, round by round, and the medians.
//!
//! The machine's speed drifts, so two things are compared within a round and never across rounds.
//! In scope: nanoseconds and their medians. Out of scope: what is measured.

use std::time::Instant;

/// How many rounds are counted, after one that is not.
pub const ROUNDS: usize = 9;

/// What was measured of a pair.
pub struct Pair {
    /// Median nanoseconds of a run of ours.
    pub ours_ns: u64,
    /// Median nanoseconds of a run of the other.
    pub other_ns: u64,
    /// Speed of ours as a share of the other's, in percent: the least, median and greatest round.
    pub percent: [u64; 3],
}

/// Runs two things in turn.
pub fn in_turn(mut ours: impl FnMut(), mut other: impl FnMut()) -> Pair {
    let mut rounds: Vec<(u64, u64)> = (0..=ROUNDS)
        .map(|round| {
            // Who goes first changes, so that neither always finds the other's traces.
            if round % 2 == 0 {
                let a = time(&mut ours);
                (a, time(&mut other))
            } else {
                let b = time(&mut other);
                (time(&mut ours), b)
            }
        })
        .collect();
    rounds.remove(0);
    let shares: Vec<u64> = rounds.iter().map(|(a, b)| b * 100 / a.max(&1)).collect();
    Pair {
        ours_ns: spread(rounds.iter().map(|r| r.0).collect())[1],
        other_ns: spread(rounds.iter().map(|r| r.1).collect())[1],
        percent: spread(shares),
    }
}

/// Runs one thing and returns the least, median and greatest nanoseconds of a run.
pub fn alone(mut run: impl FnMut()) -> [u64; 3] {
    time(&mut run);
    spread((0..ROUNDS).map(|_| time(&mut run)).collect())
}

fn time(run: &mut impl FnMut()) -> u64 {
    let start = Instant::now();
    run();
    start.elapsed().as_nanos() as u64
}

fn spread(mut all: Vec<u64>) -> [u64; 3] {
    all.sort_unstable();
    [all[0], all[all.len() / 2], all[all.len() - 1]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_is_least_median_and_greatest() {
        assert_eq!(spread(vec![5, 1, 9, 7, 3]), [1, 5, 9]);
    }
}
