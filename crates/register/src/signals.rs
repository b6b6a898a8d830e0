//! Signals: what no single act shows, and a look at many sessions does.
//!
//! Source: the audit of 2022 found bodies that let everybody pass. Arithmetic cannot tell a good
//! school from a generous one, so a signal is a reason to look and never a finding.
//! In scope: counting sat and passed by body over the sessions of a span of days, and who stands
//! out. Everybody can count it again from the log. Out of scope: pace (`supervision`), what
//! follows.

use crate::OrganisationId;
use crate::state::State;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use vocab::Day;

/// When a body stands out. Both are settings of whoever looks, and are shown with the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Fewer than so many sat: too few to say anything.
    pub sat_min: u64,
    /// At most so many of a thousand did not pass.
    pub failed_per_mille_max: u64,
}

/// What the sessions of a body add up to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PassRate {
    /// The body.
    pub body: OrganisationId,
    /// Sessions with results.
    pub sessions: u32,
    /// Sessions whose every candidate passed.
    pub everybody: u32,
    /// How many sat.
    pub sat: u64,
    /// How many passed.
    pub passed: u64,
}

impl PassRate {
    /// Returns how many of a thousand did not pass, rounded down.
    pub fn failed_per_mille(&self) -> u64 {
        (self.sat - self.passed) * 1_000 / self.sat.max(1)
    }

    /// Says whether the body stands out.
    pub fn stands_out(&self, bounds: &Bounds) -> bool {
        let failed = self.sat - self.passed;
        bounds.sat_min <= self.sat && failed * 1_000 <= self.sat * bounds.failed_per_mille_max
    }
}

impl State {
    /// Returns what the results published from a day to another, both included, add up to for each
    /// organisation, by number.
    pub fn pass_rates(&self, first: Day, last: Day) -> Vec<PassRate> {
        let mut all: BTreeMap<OrganisationId, PassRate> = BTreeMap::new();
        for (_, session) in self.sessions() {
            let Some(results) = session.results else { continue };
            if results.published_on < first || last < results.published_on {
                continue;
            }
            let body = session.by;
            let none = PassRate { body, sessions: 0, everybody: 0, sat: 0, passed: 0 };
            let rate = all.entry(body).or_insert(none);
            rate.sessions += 1;
            rate.everybody += u32::from(results.passed == results.sat);
            rate.sat += u64::from(results.sat);
            rate.passed += u64::from(results.passed);
        }
        all.into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check((sat, passed): (u64, u64), per_mille: u64, stands_out: bool) {
        let bounds = Bounds { sat_min: 200, failed_per_mille_max: 10 };
        let body = OrganisationId(1);
        let rate = PassRate { body, sessions: 9, everybody: 0, sat, passed };
        assert_eq!((rate.failed_per_mille(), rate.stands_out(&bounds)), (per_mille, stands_out));
    }

    #[test]
    fn a_body_stands_out_when_hardly_anybody_of_many_fails() {
        check((0, 0), 0, false);
        check((199, 199), 0, false);
        check((200, 200), 0, true);
        check((200, 198), 10, true);
        check((200, 197), 15, false);
        check((1_000, 830), 170, false);
    }
}
