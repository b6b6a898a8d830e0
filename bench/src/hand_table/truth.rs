//! Truth of two values where all is known, of three where it is not.
//!
//! Source: Kleene's strong logic for three values.
//! Out of scope: what the conditions are about.

use core::ops::{BitAnd, BitOr, Not};

/// A truth value, and the days it compares.
pub trait Truth: Copy + BitAnd<Output = Self> + BitOr<Output = Self> + Not<Output = Self> {
    /// A day, or the bounds of one.
    type Day: Copy;
    /// True when everything is known.
    const CERTAIN: bool;

    /// Returns the day that lies between two, inclusive.
    fn between(low: i32, high: i32) -> Self::Day;
    /// Says whether one day is not after another.
    fn at_most(left: Self::Day, right: Self::Day) -> Self;
    /// Returns the truth of a condition whose answer may be unknown.
    fn of(holds: bool, known: bool) -> Self;
    /// Returns the truth of a condition whose answer is known.
    fn sure(holds: bool) -> Self {
        Self::of(holds, true)
    }
    /// Says whether it holds.
    fn surely(self) -> bool;
    /// Says whether it may hold.
    fn maybe(self) -> bool;
}

impl Truth for bool {
    type Day = i32;
    const CERTAIN: bool = true;

    #[inline]
    fn between(low: i32, _: i32) -> i32 {
        low
    }
    #[inline]
    fn at_most(left: i32, right: i32) -> bool {
        left <= right
    }
    #[inline]
    fn of(holds: bool, _: bool) -> bool {
        holds
    }
    #[inline]
    fn surely(self) -> bool {
        self
    }
    #[inline]
    fn maybe(self) -> bool {
        self
    }
}

/// No, unknown, yes: nought, one, two, so that `and` is the least and `or` the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Three(u8);

impl Truth for Three {
    type Day = (i32, i32);
    const CERTAIN: bool = false;

    #[inline]
    fn between(low: i32, high: i32) -> (i32, i32) {
        (low, high)
    }
    #[inline]
    fn at_most(left: (i32, i32), right: (i32, i32)) -> Three {
        Three(u8::from(left.1 <= right.0) + u8::from(left.0 <= right.1))
    }
    #[inline]
    fn of(holds: bool, known: bool) -> Three {
        Three(if known { u8::from(holds) * 2 } else { 1 })
    }
    #[inline]
    fn surely(self) -> bool {
        self.0 == 2
    }
    #[inline]
    fn maybe(self) -> bool {
        self.0 != 0
    }
}

impl BitAnd for Three {
    type Output = Three;
    #[inline]
    fn bitand(self, other: Three) -> Three {
        Three(self.0.min(other.0))
    }
}

impl BitOr for Three {
    type Output = Three;
    #[inline]
    fn bitor(self, other: Three) -> Three {
        Three(self.0.max(other.0))
    }
}

impl Not for Three {
    type Output = Three;
    #[inline]
    fn not(self) -> Three {
        Three(2 - self.0)
    }
}
