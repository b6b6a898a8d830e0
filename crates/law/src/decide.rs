//! A decision: what the law answers to a case, as a small value. No text is built until someone
//! asks.
//!
//! In scope: evaluation. Out of scope: words (`explain`), what happens next (crate `register`).
//! I-LAW-2: a decision names a rule in force on its day whose quote is in the instrument.

use crate::act::Act;
use crate::annex::RowId;
use crate::case::{Case, Cells};
use crate::compile::Compiled;
use crate::diagram::only;
use crate::fact::{Facts, Key};
use crate::load::Law;
use crate::predicate::{Answers, answer, moved_by, moved_cells};
use crate::rule::{Effect, Rule};
use alloc::vec::Vec;
use core::fmt;
use vocab::{Day, Instant};

/// What the law answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// The rules that apply share this effect.
    Effect(Effect),
    /// Facts that are not known could change the effect.
    NeedFact,
}

impl Outcome {
    /// Returns the name used on the command line and in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Outcome::Effect(effect) => effect.name(),
            Outcome::NeedFact => "need_fact",
        }
    }

    /// Says whether the act may be done: it is permitted or a duty.
    pub const fn allows(self) -> bool {
        matches!(self, Outcome::Effect(Effect::Permit | Effect::Duty))
    }
}

/// Who asks what: everything a decision is a function of, besides the law.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The act.
    pub act: Act,
    /// The occupation.
    pub row: RowId,
    /// The day of effect.
    pub on: Day,
    /// What is known of the case.
    pub facts: &'a Facts,
    /// As known at this instant.
    pub known_at: Instant,
    /// The two-digit region; nothing asks the national law alone.
    pub region: Option<&'a str>,
}

/// The law's answer to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What it is.
    pub outcome: Outcome,
    /// The index of the rule that is shown first; nothing when facts are needed.
    pub rule: Option<u16>,
    /// The rules that apply, as bits over the act's rules in force.
    pub fired: u64,
    /// The predicates that hold and those that are known, as bits.
    pub answers: (u128, u128),
    /// The facts that were given, as bits in the order of [`Key::ALL`].
    pub given: u64,
}

/// Why a question has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unanswered {
    /// The day lies before the first instrument's effect.
    BeforeLaw {
        /// The day asked about.
        on: Day,
        /// The first day of effect of any instrument.
        first: Day,
    },
    /// Nothing was known yet at the instant.
    NothingKnown {
        /// The instant asked about.
        known_at: Instant,
        /// The instant since which the first instrument is known.
        first: Instant,
    },
    /// The annex has no such row.
    NoSuchRow(RowId),
}

impl fmt::Display for Unanswered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unanswered::BeforeLaw { on, first } => {
                write!(f, "{on} lies before the first instrument here; ask about {first} or later")
            }
            Unanswered::NothingKnown { known_at, first } => {
                write!(f, "at {known_at} no instrument was known; ask as of {first} or later")
            }
            Unanswered::NoSuchRow(row) => write!(f, "the annex has no row {}", row.0),
        }
    }
}

impl core::error::Error for Unanswered {}

impl Law {
    /// Decides an act.
    ///
    /// # Errors
    /// [`Unanswered`] outside the time that the law covers. The law saying no is not an error.
    #[inline]
    pub fn decide(&self, question: &Question<'_>) -> Result<Decision, Unanswered> {
        let (compiled, case) = self.case(question)?;
        let answers = answer(&case, &compiled.compares);
        Ok(decide(compiled, &case, &answers))
    }

    /// Returns the facts that could change the effect, given what is known: empty unless facts are
    /// needed.
    pub fn needs(&self, question: &Question<'_>) -> Result<Vec<Key>, Unanswered> {
        let (compiled, case) = self.case(question)?;
        let answers = answer(&case, &compiled.compares);
        Ok(needs(compiled, &case, &answers))
    }

    #[inline]
    pub(crate) fn case<'a>(
        &'a self,
        q: &Question<'a>,
    ) -> Result<(&'a Compiled, Case<'a>), Unanswered> {
        let Some(row) = self.rows.get(q.row) else { return Err(Unanswered::NoSuchRow(q.row)) };
        let snapshot = self.snapshots.pick(q.on, q.known_at, q.region);
        let compiled = snapshot.and_then(|s| self.snapshots.compiled(s, q.act));
        let (Some(snapshot), Some(compiled)) = (snapshot, compiled) else {
            return Err(self.unanswered(q));
        };
        let settings = &snapshot.settings;
        Ok((compiled, Case { on: q.on, facts: q.facts, fate: row.fate, settings }))
    }

    #[cold]
    fn unanswered(&self, q: &Question<'_>) -> Unanswered {
        let (first_day, first_instant) = self.snapshots.first().expect("a law has an instrument");
        if q.known_at < first_instant {
            Unanswered::NothingKnown { known_at: q.known_at, first: first_instant }
        } else {
            Unanswered::BeforeLaw { on: q.on, first: first_day }
        }
    }

    /// Returns the rule that a decision cites.
    pub fn cited(&self, decision: &Decision) -> Option<&Rule> {
        self.rules.get(usize::from(decision.rule?))
    }
}

#[inline]
pub(crate) fn decide(compiled: &Compiled, case: &Case<'_>, answers: &Answers) -> Decision {
    let made = |outcome, rule: Option<usize>, fired| Decision {
        outcome,
        rule: rule.map(|i| compiled.rules[i]),
        fired,
        answers: (answers.holds & compiled.asked, answers.known & compiled.asked),
        given: case.facts.known,
    };
    if compiled.asked & !answers.known == 0 {
        let fired = compiled.fired(answers.holds);
        let first = compiled.standing(fired).trailing_zeros() as usize;
        return made(Outcome::Effect(compiled.effects[first]), Some(first), fired);
    }
    let possible = compiled.diagram.possible(answers);
    let effect = only(possible)
        .or_else(|| only(compiled.diagram.possible_on_days(answers, &Cells::of(case))));
    let Some(effect) = effect else {
        return made(Outcome::NeedFact, None, compiled.fired_within(answers).0);
    };
    let (surely, maybe) = compiled.fired_within(answers);
    let first = first_of(compiled, surely, maybe, effect);
    made(Outcome::Effect(effect), Some(first), surely)
}

/// Returns the rule to cite when the effect is certain but not every answer is: the first that
/// applies and stands whatever the unknown answers are; where there is none, the first that might.
fn first_of(compiled: &Compiled, surely: u64, maybe: u64, effect: Effect) -> usize {
    let with_effect = |set: u64| {
        let fits = |i: &usize| set >> i & 1 != 0 && compiled.effects[*i] == effect;
        (0..compiled.rules.len()).find(fits)
    };
    let certain = surely & compiled.standing(maybe);
    with_effect(certain)
        .or_else(|| with_effect(compiled.standing(surely)))
        .or_else(|| with_effect(maybe))
        .expect("the diagram's effect comes from a rule that may apply")
}

pub(crate) fn needs(compiled: &Compiled, case: &Case<'_>, answers: &Answers) -> Vec<Key> {
    let unknown = compiled.inputs & !case.facts.known;
    let cells = Cells::of(case);
    if only(compiled.diagram.possible_on_days(answers, &cells)).is_some() {
        return Vec::new();
    }
    let moves = |key: &Key, among| moved_by(among, case, key.bit()) & !answers.known;
    let matters = |key: &&Key| {
        let group = moves(key, compiled.asked);
        let apart = moved_cells(key.bit());
        unknown & key.bit() != 0
            && group != 0
            && compiled.diagram.group_matters(answers, group, (&cells, apart))
    };
    let alone: Vec<Key> = Key::ALL.iter().filter(matters).copied().collect();
    if !alone.is_empty() {
        return alone;
    }
    // No fact alone changes the effect: only several together do, so all that the diagram asks are
    // needed.
    let open = compiled.diagram.support();
    let asked = |key: &&Key| unknown & key.bit() != 0 && moves(key, open) != 0;
    Key::ALL.iter().filter(asked).copied().collect()
}
