//! A rule: the words it executes, the acts it is about, when it applies and what follows.
//!
//! In scope: the value and its normal form. Out of scope: reading files (`load`), evaluation
//! (`compile`).

use crate::act::Act;
use crate::error::{Fault, FaultAt, Place};
use crate::predicate::{Mask, PredicateId};
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use vocab::{Day, Instant};

/// What follows when a rule applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// It may be done.
    Permit,
    /// It may not be done.
    Forbid,
    /// It must be done, and so may be.
    Duty,
    /// The candidate chooses between continuing and a refund.
    OfferChoice,
}

impl Effect {
    /// Every effect.
    pub const ALL: [Effect; 4] =
        [Effect::Permit, Effect::Forbid, Effect::Duty, Effect::OfferChoice];

    /// Returns `permit`, `forbid`, `duty` or `offer_choice`.
    pub const fn name(self) -> &'static str {
        match self {
            Effect::Permit => "permit",
            Effect::Forbid => "forbid",
            Effect::Duty => "duty",
            Effect::OfferChoice => "offer_choice",
        }
    }

    /// Returns the effect of that name.
    pub fn from_name(name: &str) -> Option<Effect> {
        Effect::ALL.into_iter().find(|e| e.name() == name)
    }
}

/// A condition over predicates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum When {
    Is(PredicateId),
    All(Vec<When>),
    Any(Vec<When>),
    Not(Box<When>),
}

/// One way to satisfy a condition: the predicates in `care` answer as in `want`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    pub(crate) want: Mask,
    pub(crate) care: Mask,
}

impl When {
    /// Returns the condition as a list of ways to satisfy it; impossible ways are left out.
    pub(crate) fn terms(&self) -> Vec<Term> {
        self.expand(true)
    }

    /// Returns the set of predicates that the condition asks.
    pub(crate) fn asks(&self) -> Mask {
        match self {
            When::Is(p) => 1 << p,
            When::All(parts) | When::Any(parts) => parts.iter().fold(0, |m, w| m | w.asks()),
            When::Not(inner) => inner.asks(),
        }
    }

    fn expand(&self, positive: bool) -> Vec<Term> {
        match self {
            When::Is(p) => {
                let care = 1 << p;
                vec![Term { want: if positive { care } else { 0 }, care }]
            }
            When::Not(inner) => inner.expand(!positive),
            When::All(parts) if positive => conjunction(parts, true),
            When::Any(parts) if !positive => conjunction(parts, false),
            When::All(parts) | When::Any(parts) => {
                parts.iter().flat_map(|w| w.expand(positive)).collect()
            }
        }
    }
}

fn conjunction(parts: &[When], positive: bool) -> Vec<Term> {
    let mut ways = vec![Term { want: 0, care: 0 }];
    for part in parts {
        let more = part.expand(positive);
        ways = ways
            .iter()
            .flat_map(|a| more.iter().filter_map(|b| both(*a, *b)).collect::<Vec<_>>())
            .collect();
    }
    ways
}

fn both(a: Term, b: Term) -> Option<Term> {
    let agree = (a.want ^ b.want) & a.care & b.care == 0;
    agree.then_some(Term { want: a.want | b.want, care: a.care | b.care })
}

/// A rule of law as data.
#[derive(Clone, Debug)]
pub struct Rule {
    /// For example `2020-80/p4.prior-stays-valid`.
    pub id: String,
    /// The index of its instrument.
    pub instrument: usize,
    /// The paragraph it executes, for example `p4`.
    pub paragraph: String,
    /// The words it executes, exactly as in the text.
    pub quote: String,
    /// The acts it is about.
    pub acts: Vec<Act>,
    /// What follows.
    pub effect: Effect,
    /// The rules it sets aside when both apply.
    pub overrides: Vec<String>,
    /// What can be done instead.
    pub alternatives: Vec<String>,
    /// The readings it rests on.
    pub readings: Vec<String>,
    /// First day of effect on which it is law.
    pub valid_from: Day,
    /// First day on which it is law no longer.
    pub valid_until: Option<Day>,
    /// When it became known.
    pub known_from: Instant,
    /// The region it holds in; nothing means the whole country.
    pub jurisdiction: Option<String>,
    /// Who reviewed it, if anybody did.
    pub reviewer: Option<String>,
    /// What it says, in Chinese.
    pub zh: String,
    /// What it says, in English.
    pub en: String,
    /// The file it stands in, and the line.
    pub file: String,
    /// The line of its id.
    pub line: usize,
    pub(crate) when: Option<When>,
}

impl Rule {
    /// Returns the fault that a case of the rule is missing.
    pub(crate) fn without_case(&self, missing: Fault) -> FaultAt {
        FaultAt {
            file: self.file.clone(),
            line: Some(self.line),
            field: Place::CaseFor(self.id.clone()),
            fault: missing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(p: u8) -> When {
        When::Is(p)
    }

    fn check(when: When, expect: &[(Mask, Mask)]) {
        let got: Vec<(Mask, Mask)> = when.terms().iter().map(|t| (t.want, t.care)).collect();
        assert_eq!(got, expect);
    }

    #[test]
    fn a_condition_becomes_the_list_of_ways_to_satisfy_it() {
        check(is(0), &[(1, 1)]);
        check(When::Not(Box::new(is(1))), &[(0, 2)]);
        check(When::All(vec![is(0), When::Not(Box::new(is(1)))]), &[(1, 3)]);
        check(When::Any(vec![is(0), is(1)]), &[(1, 1), (2, 2)]);
        check(When::Not(Box::new(When::Any(vec![is(0), is(1)]))), &[(0, 3)]);
        check(When::Not(Box::new(When::All(vec![is(0), is(1)]))), &[(0, 1), (0, 2)]);
        check(When::All(vec![is(0), When::Not(Box::new(is(0)))]), &[]);
        check(
            When::All(vec![is(2), When::Any(vec![is(0), is(1)])]),
            &[(0b101, 0b101), (0b110, 0b110)],
        );
    }
}
