//! Why: what a decision rests on, what stood against it, and the least that would change it.
//!
//! In scope: facts, rules and predicates as values. Out of scope: languages and layout (the edges'
//! part). Everything is read from the compiled rules and their diagram when somebody asks, never
//! before.

use crate::answer::Answers;
use crate::case::{Case, Cells};
use crate::compile::Compiled;
use crate::decide::{Decision, Outcome, Question, Unanswered, needs};
use crate::fact::Key;
use crate::instrument::{Fate, FateKind, Reading};
use crate::load::Law;
use crate::predicate::{Mask, PredicateId, Test, at, inputs};
use crate::rule::{Effect, Rule};
use crate::text::article;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

/// A fact the decision rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Because {
    /// The fact's name; `on`, `fate` and `last_day` are the question's own.
    pub fact: &'static str,
    /// Its value.
    pub value: String,
}

/// A rule of the act that does not decide, and what keeps it from deciding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocked {
    /// The rule.
    pub rule: String,
    /// The rule that sets it aside, or the fact that keeps it from applying.
    pub by: String,
}

/// A least change that would change the effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flip {
    /// The facts that would have to be otherwise.
    pub facts: Vec<&'static str>,
    /// What they would have to make true, as predicate names and Chinese statements; in English see
    /// [`Statement::named`](crate::Statement::named).
    pub so_that: Vec<(bool, &'static str, &'static str)>,
    /// The effect then.
    pub effect: Effect,
}

/// Everything there is to say about a decision.
#[derive(Clone, Debug)]
pub struct Explanation<'a> {
    /// The decision.
    pub decision: Decision,
    /// The rule cited.
    pub rule: Option<&'a Rule>,
    /// The article the rule executes: 一 … 六, 附件.
    pub article: Option<&'a str>,
    /// What the candidate may choose.
    pub choices: &'static [&'static str],
    /// The facts that could change the effect.
    pub needs: Vec<Key>,
    /// For each needed fact that is not given: what its absence (`none`) would decide, where that
    /// decides.
    pub if_none: Vec<(Key, Effect)>,
    /// What it rests on.
    pub because: Vec<Because>,
    /// What stood against it.
    pub blocked: Vec<Blocked>,
    /// The least changes.
    pub flips: Vec<Flip>,
    /// What can be done instead.
    pub alternatives: Vec<&'a str>,
    /// The readings it rests on.
    pub readings: Vec<&'a Reading>,
}

/// The most facts changed together that are looked at.
const FLIP_FACTS_MAX: usize = 3;

impl Law {
    /// Explains the decision of a question.
    ///
    /// # Errors
    /// As [`Law::decide`].
    pub fn explain(&self, question: &Question<'_>) -> Result<Explanation<'_>, Unanswered> {
        let (compiled, case) = self.case(question)?;
        let answers = compiled.questions.answer(&case);
        let decision = self.decide(question)?;
        let rule = self.cited(&decision);
        let effect = match decision.outcome {
            Outcome::Effect(effect) => Some(effect),
            Outcome::NeedFact => None,
        };
        let needs = match effect {
            Some(_) => Vec::new(),
            None => needs(compiled, &case, &answers),
        };
        let readings = rule.map_or(Vec::new(), |r| {
            let of = |id: &String| self.reading(id);
            r.readings.iter().filter_map(of).collect()
        });
        Ok(Explanation {
            decision,
            rule,
            article: rule.map(|r| article(&r.paragraph)),
            choices: if effect == Some(Effect::OfferChoice) {
                &["continue", "refund"]
            } else {
                &[]
            },
            if_none: self.if_none(question, &needs),
            because: self.because(question, &case, compiled, &answers, rule),
            blocked: self.blocked(compiled, &decision, &answers),
            flips: effect.map_or(Vec::new(), |e| flips(compiled, &case, &answers, e)),
            alternatives: rule
                .map_or(Vec::new(), |r| r.alternatives.iter().map(String::as_str).collect()),
            readings,
            needs,
        })
    }

    /// Returns the reading of that id.
    pub fn reading(&self, id: &str) -> Option<&Reading> {
        self.instruments.iter().flat_map(|i| &i.readings).find(|r| r.id == id)
    }

    fn if_none(&self, question: &Question<'_>, needs: &[Key]) -> Vec<(Key, Effect)> {
        let asked = needs.iter().filter_map(|&key| {
            let facts = question.facts.clone().none(key);
            if !facts.knows(key) {
                return None;
            }
            match self.decide(&Question { facts: &facts, ..*question }).ok()?.outcome {
                Outcome::Effect(effect) => Some((key, effect)),
                Outcome::NeedFact => None,
            }
        });
        asked.collect()
    }

    /// The facts that the cited rule's condition asks about and, for a rule without one, those that
    /// keep the rules that would set it aside from applying.
    fn because(
        &self,
        question: &Question<'_>,
        case: &Case<'_>,
        compiled: &Compiled,
        answers: &Answers,
        rule: Option<&Rule>,
    ) -> Vec<Because> {
        let Some(rule) = rule else { return Vec::new() };
        let asked = rule.when.as_ref().map_or(compiled.asked, |w| w.asks());
        let told = asked & answers.known;
        let mut keys = 0;
        let (mut fate, mut exit) = (false, false);
        for p in (0..128u8).filter(|p| told >> p & 1 != 0) {
            let predicate = at(p);
            keys |= inputs(predicate);
            fate |= matches!(predicate.test, Test::Fate(_));
            exit |= predicate.name.ends_with("exited") || predicate.name.ends_with("before_exit");
        }
        let mut all = vec![Because { fact: "on", value: question.on.to_string() }];
        if fate {
            all.push(Because { fact: "fate", value: case.fate.name().to_string() });
            keys |= Key::TurnedToLevel.bit();
        }
        if exit
            && !case.turned
            && let Some(planned) = self.planned(case.fate)
        {
            all.push(Because { fact: "planned_last_day", value: planned.last_day.to_string() });
        }
        let given = case.facts.given();
        let used = given.into_iter().filter(|(key, _)| keys & key.bit() != 0);
        all.extend(used.map(|(key, value)| Because { fact: key.name(), value }));
        all
    }

    /// Returns what the instruments plan for a fate.
    pub fn planned(&self, kind: FateKind) -> Option<&Fate> {
        self.instruments.iter().flat_map(|i| &i.fates).find(|f| f.kind == kind)
    }

    fn blocked(&self, compiled: &Compiled, decision: &Decision, answers: &Answers) -> Vec<Blocked> {
        let id = |i: usize| self.rules[usize::from(compiled.rules[i])].id.clone();
        let (surely, maybe) = compiled.fired_within(answers);
        let standing = compiled.standing(surely, surely).fold(0u64, |m, i| m | 1 << i);
        let others = (0..compiled.rules.len())
            .filter(|&i| Some(compiled.rules[i]) != decision.rule && standing >> i & 1 == 0);
        let blocked = others.filter_map(|i| {
            let by = if surely >> i & 1 != 0 {
                id((surely & compiled.aside_by[i]).trailing_zeros() as usize)
            } else if maybe >> i & 1 != 0 {
                return None;
            } else {
                let rule = &self.rules[usize::from(compiled.rules[i])];
                kept_by(rule, answers)?
            };
            Some(Blocked { rule: id(i), by })
        });
        blocked.collect()
    }
}

/// Returns the fact whose value keeps a rule from applying.
fn kept_by(rule: &Rule, answers: &Answers) -> Option<String> {
    let wrong = |term: &crate::rule::Term| {
        let mask = (answers.holds ^ term.want) & term.care & answers.known;
        (0..128u8).find(|p| mask >> p & 1 != 0)
    };
    let place = rule.when.as_ref()?.terms().iter().find_map(wrong)?;
    let predicate = at(place);
    let key = Key::ALL.iter().find(|k| inputs(predicate) & k.bit() != 0);
    Some(match (key, predicate.test) {
        (_, Test::Fate(_)) => "fate".to_string(),
        (Some(key), _) => key.name().to_string(),
        (None, _) => "on".to_string(),
    })
}

/// Returns the least sets of known facts whose change would change the effect.
fn flips(compiled: &Compiled, case: &Case<'_>, answers: &Answers, effect: Effect) -> Vec<Flip> {
    let support = compiled.diagram.support();
    let keys: Vec<Key> = Key::ALL
        .iter()
        .filter(|k| case.facts.knows(**k) && compiled.moved(case, k.bit()) & support != 0)
        .copied()
        .collect();
    let mut all = Vec::new();
    for size in 1..=FLIP_FACTS_MAX {
        for_each_subset(&keys, size, &mut Vec::new(), &mut |set| {
            let bits = set.iter().fold(0, |m, k| m | k.bit());
            let group: Mask = compiled.moved(case, bits);
            let mut freed = case.facts.clone();
            freed.known &= !bits;
            let cells = Cells::of(&Case { facts: &freed, ..*case });
            for (reached, way) in compiled.diagram.reached(group, effect, (answers, &cells)) {
                all.push(flip(set, &way, answers, reached));
            }
        });
        if !all.is_empty() {
            break;
        }
    }
    all
}

fn flip(set: &[Key], way: &[(PredicateId, bool)], answers: &Answers, effect: Effect) -> Flip {
    let changed = |(p, holds): &&(PredicateId, bool)| {
        answers.known >> p & 1 == 0 || (answers.holds >> p & 1 != 0) != *holds
    };
    let so_that = way.iter().filter(changed).map(|(p, holds)| {
        let predicate = at(*p);
        (*holds, predicate.name, predicate.zh)
    });
    Flip { facts: set.iter().map(|k| k.name()).collect(), so_that: so_that.collect(), effect }
}

/// Visits the subsets of a size, in the order of the keys; `chosen` holds those chosen before.
fn for_each_subset(
    keys: &[Key],
    size: usize,
    chosen: &mut Vec<Key>,
    visit: &mut impl FnMut(&[Key]),
) {
    if size == 0 {
        return visit(chosen);
    }
    for (i, &key) in keys.iter().enumerate() {
        chosen.push(key);
        for_each_subset(&keys[i + 1..], size - 1, chosen, visit);
        chosen.pop();
    }
}
