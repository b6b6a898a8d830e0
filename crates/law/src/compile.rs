//! The rules of one act, compiled: bit masks for speed, a diagram for what is unknown.
//!
//! In scope: normal form, load-time findings (conflicts, dead rules, cycles, base rules).
//! Out of scope: which rules are in force (`snapshot`), which answer is given (`decide`).
//! I-LAW-1 is proved here: on every admissible case the unoverridden rules exist and share one
//! effect.

use crate::act::Act;
use crate::answer::{Answers, Questions};
use crate::case::Case;
use crate::constraint::impossible;
use crate::diagram::{Builder, Diagram};
use crate::error::{Fault, FaultAt, Place, Side};
use crate::fact::Key;
use crate::predicate::{Mask, PredicateId, Statement, at, fates, inputs, moved_by};
use crate::rule::{Effect, Rule, Term, When};
use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

/// The most rules that one act may have in one jurisdiction: a fired set is one word.
const RULES_MAX: usize = 64;

/// One act's rules in force together.
#[derive(Clone, Debug)]
pub(crate) struct Compiled {
    /// Indices of the rules, by id; the bit of a rule is its place here.
    pub(crate) rules: Vec<u16>,
    pub(crate) effects: Vec<Effect>,
    /// For each rule, the rules that set it aside when they apply.
    pub(crate) aside_by: Vec<u64>,
    /// The predicates that any rule asks.
    pub(crate) asked: Mask,
    pub(crate) questions: Questions,
    /// For each fact, the predicates asked that it moves.
    moved: Vec<Mask>,
    pub(crate) diagram: Diagram,
    /// Rules that can never decide; reported, not refused.
    pub(crate) dead: Vec<u16>,
    tests: Vec<RuleTest>,
    always: u64,
}

/// One look at the answers that may make a rule apply.
#[derive(Clone, Copy, Debug)]
struct RuleTest {
    term: Term,
    /// True when the rule applies unless the term holds: a list of single predicates any of which
    /// makes it apply is one such test, with each turned round.
    unless: bool,
    /// The rule's place.
    rule: u8,
}

impl Compiled {
    /// Returns the predicates that a change of some facts of the case moves. What an announcement
    /// or a recognition leaves open decides whether a fact beside it means anything.
    pub(crate) fn moved(&self, case: &Case<'_>, keys: u64) -> Mask {
        const BESIDE: u64 = Key::ExitAnnouncedOn.bit()
            | Key::ExitEffectiveOn.bit()
            | Key::BodyRecognisedOn.bit()
            | Key::BodyRecognisedUntil.bit();
        let (mut all, mut left) = (0, keys);
        while left != 0 {
            all |= self.moved[left.trailing_zeros() as usize];
            left &= left - 1;
        }
        if keys & BESIDE == 0 { all } else { moved_by(all, case, keys) }
    }

    /// Returns the set of rules that apply, given all answers they ask for.
    #[inline]
    pub(crate) fn fired(&self, holds: Mask) -> u64 {
        let mut fired = self.always;
        for t in &self.tests {
            let term_holds = (holds ^ t.term.want) & t.term.care == 0;
            fired |= u64::from(term_holds != t.unless) << t.rule;
        }
        fired
    }

    /// Returns the set of rules that apply whatever the unknown answers are, and those that might.
    pub(crate) fn fired_within(&self, answers: &Answers) -> (u64, u64) {
        let (mut surely, mut maybe) = (self.always, self.always);
        for t in &self.tests {
            let wrong = (answers.holds ^ t.term.want) & t.term.care & answers.known != 0;
            let open = t.term.care & !answers.known != 0;
            // A wrong answer settles the test: the term fails. With an open one it may go either
            // way.
            let applies = wrong == t.unless;
            maybe |= u64::from(applies | (t.unless & open)) << t.rule;
            surely |= u64::from(applies & (t.unless | !open)) << t.rule;
        }
        (surely, maybe)
    }

    /// Returns the rules of a set that no rule of another set sets aside, lowest first.
    #[inline]
    pub(crate) fn standing(&self, rules: u64, against: u64) -> impl Iterator<Item = usize> {
        let mut left = rules;
        core::iter::from_fn(move || {
            while left != 0 {
                let rule = left.trailing_zeros() as usize;
                left &= left - 1;
                if self.aside_by[rule] & against == 0 {
                    return Some(rule);
                }
            }
            None
        })
    }
}

/// Compiles the rules of one act.
///
/// # Errors
/// The first of: too many rules, no single base rule, a circle of overrides, a conflict.
pub(crate) fn compile(act: Act, all: &[Rule], indices: &[u16]) -> Result<Compiled, FaultAt> {
    let rules: Vec<&Rule> = indices.iter().map(|&i| &all[usize::from(i)]).collect();
    let base = base_of(act, &rules)?;
    let overrides = overrides_of(act, &rules, base)?;
    let asked = rules.iter().filter_map(|r| r.when.as_ref()).fold(0, |m, w| m | w.asks());
    // A row has exactly one fate: where one is asked, the others must be known to the diagram too.
    let tested = if asked & fates() == 0 { asked } else { asked | fates() };
    let places: Vec<PredicateId> = (0..128).filter(|p| tested >> p & 1 != 0).collect();

    let mut builder = Builder::new(&places);
    let admissible = builder.admissible(&impossible(&places));
    let applies: Vec<u32> = rules.iter().map(|r| builder.condition(r.when.as_ref())).collect();
    let mut decides = Vec::new();
    for i in 0..rules.len() {
        let mut f = builder.and(applies[i], admissible);
        for (j, &other) in applies.iter().enumerate() {
            if overrides[j] >> i & 1 != 0 {
                let not = builder.not(other);
                f = builder.and(f, not);
            }
        }
        decides.push(f);
    }
    refuse_conflicts(act, &rules, &decides, &mut builder)?;
    let dead =
        (0..rules.len()).filter(|&i| builder.example(decides[i]).is_none()).map(|i| indices[i]);
    let dead: Vec<u16> = dead.collect();
    let effects: Vec<Effect> = rules.iter().map(|r| r.effect).collect();
    let by_effect = Effect::ALL.map(|e| {
        (0..rules.len()).filter(|&i| effects[i] == e).fold(0, |sum, i| builder.or(sum, decides[i]))
    });
    let diagram = builder.finish(admissible, by_effect);

    let aside_by = (0..rules.len()).map(|i| {
        (0..rules.len()).filter(|&j| overrides[j] >> i & 1 != 0).fold(0, |m, j| m | 1 << j)
    });
    let tests = rules.iter().enumerate().flat_map(|(i, r)| tests_of(r.when.as_ref(), i as u8));
    Ok(Compiled {
        rules: indices.to_vec(),
        effects,
        aside_by: aside_by.collect(),
        asked,
        questions: Questions::of(&places),
        moved: Key::ALL.iter().map(|&key| moved_at_all(&places, key)).collect(),
        diagram,
        dead,
        tests: tests.collect(),
        always: 1 << base,
    })
}

/// Returns the tests of a condition: one for all ways that are a single predicate, one for each
/// other way.
fn tests_of(when: Option<&When>, rule: u8) -> Vec<RuleTest> {
    let ways = when.map(When::terms).unwrap_or_default();
    let (single, several): (Vec<Term>, Vec<Term>) =
        ways.into_iter().partition(|t| t.care.count_ones() == 1);
    let turned = single.iter().fold(Term { want: 0, care: 0 }, |all, t| Term {
        want: all.want | (!t.want & t.care),
        care: all.care | t.care,
    });
    let mut tests: Vec<RuleTest> =
        several.into_iter().map(|term| RuleTest { term, unless: false, rule }).collect();
    if turned.care != 0 {
        tests.push(RuleTest { term: turned, unless: true, rule });
    }
    tests
}

fn base_of(act: Act, rules: &[&Rule]) -> Result<usize, FaultAt> {
    let bases: Vec<usize> = (0..rules.len()).filter(|&i| rules[i].when.is_none()).collect();
    match bases.as_slice() {
        [one] if rules.len() <= RULES_MAX => Ok(*one),
        [_] => {
            let fault = Fault::TooManyRules { rules: rules.len(), max: RULES_MAX };
            Err(place(rules[0], "acts", fault))
        }
        [] => Err(FaultAt {
            file: rules.first().map_or("rules/".to_string(), |r| r.file.clone()),
            line: None,
            field: "acts".into(),
            fault: Fault::Base(act, 0),
        }),
        [_, second, ..] => {
            let fault = Fault::Base(act, bases.len());
            Err(place(rules[*second], "when", fault))
        }
    }
}

/// Returns for each rule the set it sets aside. Every rule sets the base rule aside.
fn overrides_of(act: Act, rules: &[&Rule], base: usize) -> Result<Vec<u64>, FaultAt> {
    let mut sets: Vec<u64> = rules
        .iter()
        .map(|r| {
            let named = |o: &Rule| r.overrides.contains(&o.id);
            (0..rules.len()).filter(|&j| named(rules[j])).fold(0, |m, j| m | 1 << j)
        })
        .collect();
    for (i, set) in sets.iter_mut().enumerate() {
        if i != base {
            *set |= 1 << base;
        }
    }
    // Take away rules that set nothing aside until none is left; what stays is a circle.
    let mut left: BTreeSet<usize> = (0..rules.len()).collect();
    while let Some(&i) = left.iter().find(|&&i| left.iter().all(|&j| sets[i] >> j & 1 == 0)) {
        left.remove(&i);
    }
    let Some(&first) = left.first() else { return Ok(sets) };
    // Every rule left sets another one left aside, so following them comes back to one seen before.
    let mut path = vec![first];
    let circle = loop {
        let last = path[path.len() - 1];
        let next = left.iter().copied().find(|&j| sets[last] >> j & 1 != 0);
        let next = next.expect("a rule that sets nothing aside was taken away");
        if let Some(start) = path.iter().position(|&i| i == next) {
            break path.split_off(start);
        }
        path.push(next);
    };
    let ids: Vec<String> = circle.iter().map(|&j| rules[j].id.clone()).collect();
    let first = rules[circle[0]];
    let field = Place::OverridesFor { act, rule: first.id.clone() };
    Err(FaultAt { field, ..place(first, "overrides", Fault::Cycle(ids)) })
}

fn refuse_conflicts(
    act: Act,
    rules: &[&Rule],
    decides: &[u32],
    builder: &mut Builder,
) -> Result<(), FaultAt> {
    for i in 0..rules.len() {
        for j in i + 1..rules.len() {
            if rules[i].effect == rules[j].effect {
                continue;
            }
            let both = builder.and(decides[i], decides[j]);
            if let Some(way) = builder.example(both) {
                let side = |r: &Rule| Side {
                    rule: r.id.clone(),
                    article: crate::text::article(&r.paragraph).to_string(),
                    effect: r.effect,
                };
                let fault = Fault::Conflict {
                    first: side(rules[i]),
                    second: side(rules[j]),
                    act,
                    case: way.iter().map(|&(p, holds)| Statement::of(p, holds)).collect(),
                };
                return Err(place(rules[j], "overrides", fault));
            }
        }
    }
    Ok(())
}

fn place(rule: &Rule, field: &'static str, fault: Fault) -> FaultAt {
    FaultAt {
        file: rule.file.clone(),
        line: Some(rule.line),
        field: Place::OfRule { field, rule: rule.id.clone() },
        fault,
    }
}

fn moved_at_all(places: &[PredicateId], key: Key) -> Mask {
    places.iter().filter(|&&p| inputs(at(p)) & key.bit() != 0).fold(0, |m, p| m | 1 << p)
}
