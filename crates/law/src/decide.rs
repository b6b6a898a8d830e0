//! A decision: what the law answers to a case, as a small value. No text is built until someone
//! asks.
//!
//! In scope: evaluation. Out of scope: words (`explain`), what happens next (crate `register`).
//! I-LAW-2: a decision names a rule in force on its day whose quote is in the instrument.

use crate::act::Act;
use crate::annex::RowId;
use crate::answer::Answers;
use crate::case::{Case, Cells, case_of};
use crate::compile::Compiled;
use crate::diagram::only;
use crate::fact::{Facts, Key};
use crate::instrument::{FateKind, Settings};
use crate::load::Law;
use crate::predicate::moved_cells;
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
    /// No rule in force then speaks of the act: the law is older than it.
    NoRule(Act),
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
            Unanswered::NoRule(act) => {
                write!(f, "no rule in force speaks of `{act}`; the law is older than the act")
            }
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
        let Some((compiled, settings, fate)) = self.in_force(question) else {
            return Err(self.unanswered(question));
        };
        let case = case_of(question.on, question.facts, fate, settings);
        let Some(holds) = compiled.questions.holding(&case) else {
            return Ok(decide_within(compiled, &case));
        };
        let fired = compiled.fired(holds);
        let first = compiled.standing(fired, fired).next();
        let first = first.expect("I-LAW-1: one of the rules that apply stands");
        Ok(Decision {
            outcome: Outcome::Effect(compiled.effects[first]),
            rule: Some(compiled.rules[first]),
            fired,
            answers: (holds & compiled.asked, compiled.asked),
            given: case.facts.known,
        })
    }

    /// Returns the facts that could change the effect, given what is known: empty unless facts are
    /// needed.
    pub fn needs(&self, question: &Question<'_>) -> Result<Vec<Key>, Unanswered> {
        let (compiled, case) = self.case(question)?;
        let answers = compiled.questions.answer(&case);
        Ok(needs(compiled, &case, &answers))
    }

    pub(crate) fn case<'a>(
        &'a self,
        q: &Question<'a>,
    ) -> Result<(&'a Compiled, Case<'a>), Unanswered> {
        let (compiled, settings, fate) = self.in_force(q).ok_or_else(|| self.unanswered(q))?;
        Ok((compiled, case_of(q.on, q.facts, fate, settings)))
    }

    #[inline]
    fn in_force(&self, q: &Question<'_>) -> Option<(&Compiled, &Settings, FateKind)> {
        let fate = *self.fates.get(usize::from(q.row.0))?;
        let snapshot = self.snapshots.pick(q.on, q.known_at, q.region)?;
        let compiled = self.snapshots.compiled(snapshot, q.act)?;
        Some((compiled, &snapshot.settings, fate))
    }

    #[cold]
    fn unanswered(&self, q: &Question<'_>) -> Unanswered {
        if self.rows.get(q.row).is_none() {
            return Unanswered::NoSuchRow(q.row);
        }
        let (first_day, first_instant) = self.snapshots.first().expect("a law has an instrument");
        if q.known_at < first_instant {
            Unanswered::NothingKnown { known_at: q.known_at, first: first_instant }
        } else if q.on < first_day {
            Unanswered::BeforeLaw { on: q.on, first: first_day }
        } else {
            Unanswered::NoRule(q.act)
        }
    }

    /// Returns the rule that a decision cites.
    pub fn cited(&self, decision: &Decision) -> Option<&Rule> {
        self.rules.get(usize::from(decision.rule?))
    }
}

/// Decides a case of which facts that are asked for may be unknown.
#[inline(never)]
fn decide_within(compiled: &Compiled, case: &Case<'_>) -> Decision {
    let (answers, cells) = &compiled.questions.answer_within(case);
    let made = |outcome, rule: Option<usize>, fired| Decision {
        outcome,
        rule: rule.map(|i| compiled.rules[i]),
        fired,
        answers: (answers.holds & compiled.asked, answers.known & compiled.asked),
        given: case.facts.known,
    };
    let (surely, maybe) = compiled.fired_within(answers);
    // By I-LAW-1 all rules that stand share one effect: one that stands whatever the unknown
    // answers are tells it, and is cited.
    if let Some(first) = compiled.standing(surely, maybe).next() {
        return made(Outcome::Effect(compiled.effects[first]), Some(first), surely);
    }
    let possible = compiled.diagram.possible_on_days(answers, cells);
    let Some(effect) = only(possible) else {
        return made(Outcome::NeedFact, None, surely);
    };
    let first = first_of(compiled, surely, maybe, effect);
    made(Outcome::Effect(effect), Some(first), surely)
}

/// Returns the rule to cite when the effect is certain but no rule is sure to stand: the first that
/// applies and stands among those, else the first that might.
fn first_of(compiled: &Compiled, surely: u64, maybe: u64, effect: Effect) -> usize {
    let fits = |i: &usize| compiled.effects[*i] == effect;
    compiled
        .standing(surely, surely)
        .find(fits)
        .or_else(|| (0..compiled.rules.len()).find(|i| maybe >> i & 1 != 0 && fits(i)))
        .expect("the diagram's effect comes from a rule that may apply")
}

pub(crate) fn needs(compiled: &Compiled, case: &Case<'_>, answers: &Answers) -> Vec<Key> {
    let unknown = compiled.questions.inputs & !case.facts.known;
    let cells = Cells::of(case);
    if only(compiled.diagram.possible_on_days(answers, &cells)).is_some() {
        return Vec::new();
    }
    let moves = |key: &Key, among| compiled.moved(case, key.bit()) & among & !answers.known;
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
