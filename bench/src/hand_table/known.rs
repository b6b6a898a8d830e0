//! What a case of the table by hand knows, and the days that follow from it.
//!
//! Source: readings R-2-2, R-2-5, R-4-2, R-5-3, R-5-5. Out of scope: the acts (`hand_table`).

use super::{
    BATCH1_LAST, BATCH2_LAST, Case, DAY_BEFORE_LAW, DAYS, Fate, NEVER, NO_PERIOD,
    RECOGNITION_YEARS, Truth,
};
use law::Key;
use vocab::Day;

impl<T: Truth> Case<'_, T> {
    pub(super) fn same_party(&self) -> T {
        self.yes(Key::SameParty)
    }

    pub(super) fn not_a_supervisor(&self) -> T {
        self.same_party() | self.is(Key::ActorKind, 3)
    }

    pub(super) fn body_is_active(&self) -> T {
        self.happened(Key::BodyRecognisedOn)
            & T::at_most(self.today, self.recognised_until())
            & !self.is(Key::BodyStatus, 1)
            & !self.is(Key::BodyStatus, 2)
    }

    // R-4-2 (b): neither before the assessment nor after the issue, the number of the same year.
    pub(super) fn dated(&self, assessed: T::Day) -> T {
        let dated = self.day(Key::CertificateDatedOn);
        T::at_most(assessed, dated) & T::at_most(dated, self.today) & self.year_matches()
    }

    pub(super) fn year_matches(&self) -> T {
        let dated = self.raw.days[Key::CertificateDatedOn as usize];
        let known = self.knows(Key::CertificateDatedOn) && self.knows(Key::NumberYear);
        let year = self.raw.days[Key::NumberYear as usize];
        T::of(known && dated != NEVER && Day(dated).year() == year, known)
    }

    pub(super) fn exited(&self, last: T::Day) -> T {
        !T::at_most(self.today, last)
    }

    pub(super) fn in_flight(&self, last: T::Day) -> T {
        T::at_most(self.day(Key::AnnouncedOn), last) | T::at_most(self.day(Key::AcceptedOn), last)
    }

    pub(super) fn happened(&self, key: Key) -> T {
        T::at_most(self.day(key), self.today)
    }

    // R-2-2, R-2-5: an announcement may bring the exit forward, never put it off.
    pub(super) fn last_day(&self) -> T::Day {
        let planned = match self.fate {
            Fate::Batch1 => BATCH1_LAST,
            Fate::Batch2 => BATCH2_LAST,
            Fate::Access => return T::between(NEVER, NEVER),
        };
        if !self.knows(Key::ExitAnnouncedOn) {
            return T::between(DAY_BEFORE_LAW, planned);
        }
        let announced = self.raw.days[Key::ExitAnnouncedOn as usize];
        if announced == NEVER {
            return T::between(planned, planned);
        }
        let eve = |first: i32| (first - 1).max(DAY_BEFORE_LAW).min(planned);
        if !self.knows(Key::ExitEffectiveOn) {
            return T::between(eve(announced), planned);
        }
        let effective = self.raw.days[Key::ExitEffectiveOn as usize];
        let first = if effective == NEVER { announced } else { announced.max(effective) };
        T::between(eve(first), eve(first))
    }

    // R-5-3, R-5-5: the act of recognition says until when; a silent one lasts three years.
    pub(super) fn recognised_until(&self) -> T::Day {
        let until = self.raw.days[Key::BodyRecognisedUntil as usize];
        if !self.knows(Key::BodyRecognisedUntil) {
            return T::between(NO_PERIOD, NEVER);
        }
        if until != NO_PERIOD {
            return T::between(until, until);
        }
        let from = self.raw.days[Key::BodyRecognisedOn as usize];
        if !self.knows(Key::BodyRecognisedOn) {
            return T::between(NO_PERIOD, NEVER);
        }
        if from == NEVER {
            return T::between(NO_PERIOD, NO_PERIOD);
        }
        let end = Day(from).plus_years(RECOGNITION_YEARS).0 - 1;
        T::between(end, end)
    }

    #[inline]
    pub(super) fn knows(&self, key: Key) -> bool {
        T::CERTAIN || self.raw.known >> key as u32 & 1 != 0
    }

    #[inline]
    pub(super) fn day(&self, key: Key) -> T::Day {
        let value = self.raw.days[key as usize];
        if self.knows(key) { T::between(value, value) } else { T::between(NO_PERIOD, NEVER) }
    }

    #[inline]
    pub(super) fn yes(&self, key: Key) -> T {
        self.is(key, 1)
    }

    #[inline]
    pub(super) fn is(&self, key: Key, value: u8) -> T {
        T::of(self.raw.small[key as usize - DAYS] == value, self.knows(key))
    }
}
