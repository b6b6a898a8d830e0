//! How a case answers the predicates that the rules of an act ask.
//!
//! In scope: two-valued answers where all is known, three-valued ones where it is not.
//! Out of scope: what the predicates mean (`predicate`), the days that follow from facts (`case`).
//! Every decision passes through here, so a question that an act does not ask may be answered too
//! where that is quicker than leaving it out.

use crate::case::{Case, Cells};
use crate::instrument::FateKind;
use crate::predicate::{
    CELLS, Cell, FATE_BIT, FIRST_ORDER, Mask, PredicateId, Test, YEAR_BIT, at, inputs,
};
use alloc::vec::Vec;

/// The answers of a case: a bit set in `known` says that the bit in `holds` is the answer. Only the
/// bits of predicates that the act's rules ask mean anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Answers {
    pub(crate) holds: Mask,
    pub(crate) known: Mask,
}

/// What the rules of one act ask, ready to be asked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Questions {
    /// The facts that the answers depend on, as key bits.
    pub(crate) inputs: u64,
    compares: Vec<Compare>,
    /// Whether the year of a number is asked about, which costs calendar arithmetic.
    year: bool,
    /// Whether the end of a recognition is, which may too.
    recognised_until: bool,
}

/// A question about days: left ≤ right + offset.
#[derive(Clone, Copy, Debug)]
struct Compare {
    /// Its bit among the questions about days.
    bit: u8,
    left: u8,
    right: u8,
    offset: i32,
}

impl Questions {
    /// Returns the questions behind predicates.
    pub(crate) fn of(places: &[PredicateId]) -> Questions {
        let mut made = Questions::default();
        for &place in places {
            made.inputs |= inputs(at(place));
            match at(place).test {
                Test::Order(left, right, offset) => {
                    let bit = place - FIRST_ORDER as u8;
                    made.compares.push(Compare { bit, left: left.0, right: right.0, offset });
                    made.recognised_until |= [left, right].contains(&Cell::RECOGNISED_UNTIL);
                }
                Test::YearMatches => made.year = true,
                Test::Fate(_) | Test::Flag(_) | Test::Choice(..) => {}
            }
        }
        made
    }

    /// Answers the predicates of a case.
    pub(crate) fn answer(&self, case: &Case<'_>) -> Answers {
        match self.holding(case) {
            Some(holds) => Answers { holds, known: Mask::MAX },
            None => self.answer_within(case).0,
        }
    }

    /// Returns the predicates that hold, or nothing unless every fact asked for is known.
    #[inline]
    pub(crate) fn holding(&self, case: &Case<'_>) -> Option<Mask> {
        if self.inputs & !case.facts.known != 0 {
            return None;
        }
        let mut days = [0; CELLS];
        case.days(&mut days, self.recognised_until);
        let orders = self.compares.iter().fold(0, |set, c| {
            let (l, r) = (usize::from(c.left) % CELLS, usize::from(c.right) % CELLS);
            // A shift and no choice: which questions hold cannot be foreseen.
            set | u64::from(days[l] <= days[r] + c.offset) << c.bit
        });
        let mut flags = case.facts.flags | fate_bit(case.fate);
        if self.year {
            flags |= u64::from(case.year_matches() == Some(true)) << YEAR_BIT;
        }
        Some(join(orders, flags))
    }

    /// Some fact is unknown: every day lies between bounds, which are given back as far as they
    /// are asked for.
    #[inline]
    pub(crate) fn answer_within(&self, case: &Case<'_>) -> (Answers, Cells) {
        let (mut low, mut high) = ([0; CELLS], [0; CELLS]);
        case.bounds(&mut low, &mut high, self.recognised_until);
        let (mut must, mut may) = (0, 0);
        for c in &self.compares {
            let (l, r) = (usize::from(c.left) % CELLS, usize::from(c.right) % CELLS);
            must |= u64::from(high[l] <= low[r] + c.offset) << c.bit;
            may |= u64::from(low[l] <= high[r] + c.offset) << c.bit;
        }
        let mut flags = case.facts.flags | fate_bit(case.fate);
        let mut flags_known = case.facts.flags_known | 0b111 << FATE_BIT;
        if self.year
            && let Some(matches) = case.year_matches()
        {
            flags |= u64::from(matches) << YEAR_BIT;
            flags_known |= 1 << YEAR_BIT;
        }
        let answers = Answers { holds: join(must, flags), known: join(must | !may, flags_known) };
        (answers, Cells { low, high })
    }
}

#[inline]
fn join(orders: u64, flags: u64) -> Mask {
    Mask::from(orders) << FIRST_ORDER | Mask::from(flags)
}

#[inline]
fn fate_bit(fate: FateKind) -> u64 {
    let offset = match fate {
        FateKind::Batch(n) => u32::from(n) - 1,
        FateKind::Access => 2,
    };
    1 << (FATE_BIT + offset)
}
