//! A case: an occupation's fate on a day, with what is known of it, and the days that follow.
//!
//! Source: readings R-2-1, R-2-2, R-2-5, R-5-3 for the days that follow from facts.
//! Out of scope: rules. Invariant: a case holds no name and no number of a person.

use crate::fact::{Facts, Key, NEVER, NO_PERIOD};
use crate::instrument::{FateKind, Settings};
use crate::predicate::Cell;
use vocab::Day;

/// A question to the law, complete but for what is not known.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Case<'a> {
    /// The day of effect.
    pub on: Day,
    /// What is known.
    pub facts: &'a Facts,
    pub(crate) fate: FateKind,
    pub(crate) settings: &'a Settings,
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
        let year = self.facts.values[Key::NumberYear as usize];
        let dated = self.facts.values[Key::CertificateDatedOn as usize];
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
    match facts.values[key as usize] {
        NEVER | NO_PERIOD => Given::None,
        value => Given::Is(value),
    }
}

/// The days and years of a case, each as the lowest and highest value that what is known allows.
pub(crate) struct Cells {
    pub(crate) low: [i32; Cell::COUNT],
    pub(crate) high: [i32; Cell::COUNT],
}

impl Cells {
    #[inline]
    pub(crate) fn of(case: &Case<'_>) -> Cells {
        let mut low = [NO_PERIOD; Cell::COUNT];
        let mut high = [NEVER; Cell::COUNT];
        for i in 0..Cell::ON.0 as usize {
            let known = case.facts.known >> i & 1 != 0;
            let value = case.facts.values[i];
            low[i] = if known { value } else { NO_PERIOD };
            high[i] = if known { value } else { NEVER };
        }
        let mut set = |cell: Cell, (from, to): (i32, i32)| {
            low[cell.0 as usize] = from;
            high[cell.0 as usize] = to;
        };
        let s = case.settings;
        set(Cell::ON, (case.on.0, case.on.0));
        set(Cell::LAST_DAY, last_day(case));
        let access_day = if case.fate == FateKind::Access { s.access_day } else { NEVER };
        set(Cell::ACCESS_DAY, (access_day, access_day));
        set(Cell::RECOGNISED_UNTIL, recognised_until(case));
        set(Cell::TAIL_ISSUE, (s.tail_issue, s.tail_issue));
        set(Cell::TAIL_DATED, (s.tail_dated, s.tail_dated));
        set(Cell::TAIL_YEAR, (s.tail_year, s.tail_year));
        Cells { low, high }
    }
}

/// Returns the bounds of the last day of the old scheme.
///
/// An announcement takes effect on the day it names, or on its own day when it names none (R-2-2),
/// never before its own day and never later than the plan (R-2-5): it may bring the exit forward.
#[inline]
fn last_day(case: &Case<'_>) -> (i32, i32) {
    let planned = match case.fate {
        FateKind::Access => return (NEVER, NEVER),
        FateKind::Batch(n) => case.settings.last_days[n as usize],
    };
    // No exit comes before the instrument that orders it.
    let floor = case.settings.in_force.0 - 1;
    let facts = case.facts;
    let effective = given(facts, Key::ExitEffectiveOn);
    let named = |announced: i32| match effective {
        Given::Is(day) if announced < day => day,
        _ => announced,
    };
    let (from, to) = match given(facts, Key::ExitAnnouncedOn) {
        Given::None => (planned, planned),
        Given::Is(day) if effective == Given::Unknown => (day - 1, planned),
        Given::Is(day) => (named(day) - 1, named(day) - 1),
        Given::Unknown => (named(floor + 1) - 1, planned),
    };
    (from.max(floor).min(planned), to.max(floor).min(planned))
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
