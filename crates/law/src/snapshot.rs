//! The law in force on a day, as known at an instant, in a region.
//!
//! In scope: which rules are in force together, compiled once for each distinct set.
//! Out of scope: what they decide. I-LAW-3: a snapshot depends on nothing recorded after its
//! instant.

use crate::act::Act;
use crate::compile::{Compiled, compile};
use crate::error::FaultAt;
use crate::instrument::{Instrument, Settings};
use crate::rule::Rule;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use vocab::{Day, Instant};

/// One combination of law in force.
#[derive(Clone, Debug)]
pub(crate) struct Snapshot {
    pub(crate) settings: Settings,
    /// For each act, the place of its compiled rules, or nothing when no rule is in force yet.
    acts: [Option<u16>; Act::ALL.len()],
}

/// All snapshots, found by day, instant and region.
#[derive(Clone, Debug, Default)]
pub(crate) struct Snapshots {
    days: Vec<Day>,
    instants: Vec<Instant>,
    regions: Vec<String>,
    all: Vec<Snapshot>,
    compiled: Vec<Compiled>,
}

impl Snapshots {
    /// Compiles every combination that the dates of the rules make.
    ///
    /// # Errors
    /// What [`compile`] finds in any of them.
    pub(crate) fn build(
        rules: &[Rule],
        instruments: &[Instrument],
        settings: impl Fn(Option<&str>, Day, Instant) -> Settings,
    ) -> Result<Snapshots, FaultAt> {
        let mut days: Vec<Day> =
            rules.iter().flat_map(|r| [Some(r.valid_from), r.valid_until]).flatten().collect();
        days.extend(instruments.iter().map(|i| i.effective));
        days.sort_unstable();
        days.dedup();
        let mut instants: Vec<Instant> = rules.iter().map(|r| r.known_from).collect();
        instants.extend(instruments.iter().map(|i| i.known_from));
        instants.sort_unstable();
        instants.dedup();
        let mut regions: Vec<String> =
            rules.iter().filter_map(|r| r.jurisdiction.clone()).collect();
        regions.sort();
        regions.dedup();

        let mut made = Snapshots { days, instants, regions, all: Vec::new(), compiled: Vec::new() };
        let mut seen: BTreeMap<(Act, Vec<u16>), u16> = BTreeMap::new();
        let places: Vec<Option<String>> =
            core::iter::once(None).chain(made.regions.iter().cloned().map(Some)).collect();
        for region in &places {
            for &known_at in &made.instants {
                for &on in &made.days {
                    let mut acts = [None; Act::ALL.len()];
                    for &act in Act::ALL {
                        let indices = in_force(rules, act, on, known_at, region.as_deref());
                        if indices.is_empty() {
                            continue;
                        }
                        let key = (act, indices);
                        let place = match seen.get(&key) {
                            Some(&place) => place,
                            None => {
                                made.compiled.push(compile(act, rules, &key.1)?);
                                let place = made.compiled.len() as u16 - 1;
                                seen.insert(key, place);
                                place
                            }
                        };
                        acts[act as usize] = Some(place);
                    }
                    let settings = settings(region.as_deref(), on, known_at);
                    made.all.push(Snapshot { settings, acts });
                }
            }
        }
        Ok(made)
    }

    /// Returns the snapshot, or nothing when no law is in force on the day or known at the instant.
    #[inline]
    pub(crate) fn pick(
        &self,
        on: Day,
        known_at: Instant,
        region: Option<&str>,
    ) -> Option<&Snapshot> {
        let region = match region {
            None => 0,
            Some(code) => self.regions.iter().position(|r| r == code).map_or(0, |i| i + 1),
        };
        let instant = latest(&self.instants, &known_at)?;
        let day = latest(&self.days, &on)?;
        self.all.get((region * self.instants.len() + instant) * self.days.len() + day)
    }

    /// Returns the compiled rules of an act.
    #[inline]
    pub(crate) fn compiled(&self, snapshot: &Snapshot, act: Act) -> Option<&Compiled> {
        self.compiled.get(usize::from(snapshot.acts[act as usize]?))
    }

    /// Returns every distinct set of compiled rules.
    pub(crate) fn distinct(&self) -> &[Compiled] {
        &self.compiled
    }

    /// Returns the first day and the first instant of any law.
    pub(crate) fn first(&self) -> Option<(Day, Instant)> {
        Some((*self.days.first()?, *self.instants.first()?))
    }
}

/// The lists are a handful of dates long: looking at all of them beats halving.
#[inline]
fn latest<T: PartialOrd>(sorted: &[T], wanted: &T) -> Option<usize> {
    sorted.iter().filter(|x| *x <= wanted).count().checked_sub(1)
}

/// Returns the rules of an act in force, by rising id.
fn in_force(
    rules: &[Rule],
    act: Act,
    on: Day,
    known_at: Instant,
    region: Option<&str>,
) -> Vec<u16> {
    let here = |r: &Rule| r.jurisdiction.is_none() || r.jurisdiction.as_deref() == region;
    let valid = |r: &Rule| r.valid_from <= on && r.valid_until.is_none_or(|end| on < end);
    let holds = |r: &Rule| r.acts.contains(&act) && here(r) && valid(r) && r.known_from <= known_at;
    (0..rules.len() as u16).filter(|&i| holds(&rules[usize::from(i)])).collect()
}
