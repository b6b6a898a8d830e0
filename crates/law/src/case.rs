//! A case: an occupation's fate on a day, with what is known of it, and the days that follow.
//!
//! Source: readings R-2-1, R-2-2, R-2-5, R-5-3 for the days that follow from facts.
//! Out of scope: rules. Invariant: a case holds no name and no number of a person.

use crate::fact::{DAYS, Facts, Key, NEVER, NO_PERIOD};
use crate::instrument::{BATCH_MAX, FateKind, Settings};
use crate::predicate::{CELLS, Cell};
use vocab::Day;

/// A question to the law, complete but for what is not known.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Case<'a> {
    /// The day of effect.
    pub on: Day,
    /// What is known.
    pub facts: &'a Facts,
    pub(crate) fate: FateKind,
    /// True where the row turned to level assessment: it leaves on the day that was announced, and
    /// no plan limits that (R-2-8).
    pub(crate) turned: bool,
    pub(crate) settings: &'a Settings,
}

/// Returns a question as a case. An occupation that was to become access-type and is recorded to
/// have turned to level assessment counts with the last batch (R-2-8).
#[inline]
pub(crate) fn case_of<'a>(
    on: Day,
    facts: &'a Facts,
    fate: FateKind,
    settings: &'a Settings,
) -> Case<'a> {
    let turned = fate == FateKind::Access && facts.has(Key::TurnedToLevel);
    let fate = if turned { FateKind::Batch(BATCH_MAX) } else { fate };
    Case { on, facts, fate, turned, settings }
}

/// A fact as the case knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Given {
    /// Nobody has said.
    Unknown,
    /// It is known not to have happened, or the period never to have been fixed.
    None,
    /// The day, year or number of the value.
    Is(i32),
}

impl Case<'_> {
    /// Says whether the number's year is that of the certificate's date, when both are known.
    pub(crate) fn year_matches(&self) -> Option<bool> {
        const BOTH: u64 = Key::NumberYear.bit() | Key::CertificateDatedOn.bit();
        if self.facts.known & BOTH != BOTH {
            return None;
        }
        let year = self.facts.days[Key::NumberYear as usize];
        let dated = self.facts.days[Key::CertificateDatedOn as usize];
        // The first and last day of the year bound the date: no calendar arithmetic on this path.
        Some(year_span(year).is_some_and(|(first, last)| first <= dated && dated <= last))
    }
}

fn year_span(year: i32) -> Option<(i32, i32)> {
    let first = Day::from_ymd(year, 1, 1)?.0;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    Some((first, first + if leap { 365 } else { 364 }))
}

pub(crate) fn given(facts: &Facts, key: Key) -> Given {
    if !facts.knows(key) {
        return Given::Unknown;
    }
    match facts.days[key as usize] {
        NEVER | NO_PERIOD => Given::None,
        value => Given::Is(value),
    }
}

/// The days and years of a case, each as the lowest and highest value that what is known allows.
pub(crate) struct Cells {
    pub(crate) low: [i32; CELLS],
    pub(crate) high: [i32; CELLS],
}

impl Cells {
    /// Returns the bounds of every cell.
    pub(crate) fn of(case: &Case<'_>) -> Cells {
        let mut made = Cells { low: [0; CELLS], high: [0; CELLS] };
        case.bounds(&mut made.low, &mut made.high, true);
        made
    }
}

impl Case<'_> {
    /// Fills in the days and years of a case of which everything asked is known; what is not known
    /// has any value. The end of a recognition may cost calendar arithmetic and is left out unless
    /// asked for.
    #[inline]
    pub(crate) fn days(&self, cells: &mut [i32; CELLS], with_recognised_until: bool) {
        cells[..DAYS].copy_from_slice(&self.facts.days);
        let named = named(cells[Key::ExitEffectiveOn as usize]);
        self.settle(cells, named);
        if with_recognised_until {
            cells[Cell::RECOGNISED_UNTIL.0 as usize] = recognised_until(self).0;
        }
    }

    /// Fills in the days and years of a case, each as the lowest and highest value that what is
    /// known allows.
    #[inline]
    pub(crate) fn bounds(
        &self,
        low: &mut [i32; CELLS],
        high: &mut [i32; CELLS],
        with_recognised_until: bool,
    ) {
        low[..DAYS].copy_from_slice(&self.facts.days);
        high[..DAYS].copy_from_slice(&self.facts.days);
        let mut unknown = !self.facts.known & ((1 << DAYS) - 1);
        while unknown != 0 {
            let day = unknown.trailing_zeros() as usize;
            (low[day], high[day]) = (NO_PERIOD, NEVER);
            unknown &= unknown - 1;
        }
        let named = match given(self.facts, Key::ExitEffectiveOn) {
            Given::Unknown => (NO_PERIOD, NEVER),
            Given::None => (NO_PERIOD, NO_PERIOD),
            Given::Is(day) => (day, day),
        };
        self.settle(low, named.0);
        self.settle(high, named.1);
        if with_recognised_until {
            let until = recognised_until(self);
            low[Cell::RECOGNISED_UNTIL.0 as usize] = until.0;
            high[Cell::RECOGNISED_UNTIL.0 as usize] = until.1;
        }
    }

    /// Fills in what follows from the question, the law, and the day of effect that an exit's
    /// announcement names.
    #[inline]
    fn settle(&self, cells: &mut [i32; CELLS], named: i32) {
        let last_day = self.last_day(cells[Key::ExitAnnouncedOn as usize], named);
        let mut set = |cell: Cell, value: i32| cells[cell.0 as usize] = value;
        let s = self.settings;
        set(Cell::ON, self.on.0);
        set(Cell::LAST_DAY, last_day);
        set(Cell::ACCESS_DAY, if self.fate == FateKind::Access { s.access_day } else { NEVER });
        set(Cell::TAIL_ISSUE, s.tail_issue);
        set(Cell::TAIL_DATED, s.tail_dated);
        set(Cell::TAIL_YEAR, s.tail_year);
    }

    /// Returns the last day of the old scheme. It is never earlier for a later announcement or a
    /// later day of effect, so that bounds of those give bounds of it.
    ///
    /// An announcement takes effect on the day it names, or on its own day when it names none
    /// (R-2-2), never before its own day and never later than the plan (R-2-5): it may bring the
    /// exit forward.
    #[inline]
    fn last_day(&self, announced: i32, named: i32) -> i32 {
        let planned = match self.fate {
            FateKind::Access => return NEVER,
            FateKind::Batch(_) if self.turned => NEVER,
            FateKind::Batch(n) => self.settings.last_days[n as usize],
        };
        // No exit comes before the instrument that orders it.
        let floor = self.settings.in_force.0 - 1;
        (announced.max(named) - 1).max(floor).min(planned)
    }
}

/// A day of effect that is not named is no later than any announcement.
#[inline]
fn named(effective: i32) -> i32 {
    if effective == NEVER { NO_PERIOD } else { effective }
}

/// Returns the bounds of the last day of the recognition. A silent act lasts as long as the setting
/// says.
#[inline]
fn recognised_until(case: &Case<'_>) -> (i32, i32) {
    match given(case.facts, Key::BodyRecognisedUntil) {
        Given::Is(day) => (day, day),
        Given::Unknown => (NO_PERIOD, NEVER),
        Given::None => match given(case.facts, Key::BodyRecognisedOn) {
            Given::Unknown => (NO_PERIOD, NEVER),
            Given::None => (NO_PERIOD, NO_PERIOD),
            Given::Is(day) => {
                let end = Day(day).plus_years(case.settings.recognition_years).0 - 1;
                (end, end)
            }
        },
    }
}
