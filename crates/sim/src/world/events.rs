//! `Agenda`: what happens when, in one order for one seed.
//!
//! In scope: the queue. Out of scope: what follows from a happening (`world`).

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use vocab::Instant;

/// Something that happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Happening {
    /// Somebody asks before there is a law.
    Before,
    /// The law is there: the world begins its work.
    Opening,
    /// A message arrives.
    Deliver(usize),
    /// A session of a body takes its next step.
    Session(usize),
    /// A body that applies takes its next step, or an authority about it.
    Selection(usize),
    /// A recognition is to be renewed, or is not and expires.
    Renewal(usize),
    /// A cohort takes its next step.
    Cohort(usize),
    /// Something is done about a certificate that was issued.
    Care(usize),
    /// Somebody looks after blanks, lists of older certificates and numbers given before.
    Keeping(usize),
    /// A draw by lot takes its next step; the first of each quarter begins it.
    Draw(usize),
    /// The supervising centre looks for a body to open a case about.
    Audit,
    /// A case takes its next step.
    Case(usize),
    /// An exit is announced.
    Exit,
    /// An occupation that is to become access-type takes its next step.
    Turning(usize),
    /// An examination of a centre takes its next step.
    Examination(usize),
    /// The log's key states a landmark.
    Landmark,
    /// The keeper's machine loses its memory.
    Crash,
    /// The keeper's clock is set, by so many seconds.
    Clock(i64),
}

/// What is to happen, the earliest first; at the same instant in the order it was put.
#[derive(Default)]
pub(crate) struct Agenda {
    queue: BinaryHeap<Reverse<(Instant, u64, Happening)>>,
    put: u64,
}

impl Agenda {
    pub(crate) fn put(&mut self, at: Instant, happening: Happening) {
        self.put += 1;
        self.queue.push(Reverse((at, self.put, happening)));
    }

    pub(crate) fn next(&mut self) -> Option<(Instant, Happening)> {
        self.queue.pop().map(|Reverse((at, _, happening))| (at, happening))
    }
}
