//! A walk along the paths of a diagram, leaving out those whose days cannot exist.
//!
//! In scope: which effects are possible, whether a group of answers matters, what freeing it
//! reaches.
//! Out of scope: whether days exist (`feasible`), what the paths mean (`diagram`).

use crate::answer::Answers;
use crate::diagram::{Diagram, EffectSet, IMPOSSIBLE, apart};
use crate::feasible::Days;
use crate::predicate::{Mask, PredicateId};
use crate::rule::Effect;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// The most steps of one search. Far above what a case takes; past it every completion counts as
/// possible, so that a fact may be asked for that is not needed, and none that is needed is left
/// out.
const STEPS_MAX: usize = 100_000;

/// A walk along paths whose days can exist.
pub(crate) struct Search<'a> {
    diagram: &'a Diagram,
    answers: &'a Answers,
    days: Days<'a>,
    steps: usize,
}

impl<'a> Search<'a> {
    pub(crate) fn new(diagram: &'a Diagram, answers: &'a Answers, days: Days<'a>) -> Search<'a> {
        Search { diagram, answers, days, steps: 0 }
    }

    /// Takes one answer, of two paths when there is a second, and goes on when days for it exist.
    fn try_answer<T>(
        &mut self,
        place: PredicateId,
        (first, second): (bool, Option<bool>),
        go: impl FnOnce(&mut Self) -> T,
    ) -> Option<T> {
        self.steps += 1;
        if self.answers.known >> place & 1 != 0 {
            return Some(go(self));
        }
        let before = self.days.taken;
        self.days.push(place, first, false);
        if let Some(second) = second {
            self.days.push(place, second, true);
        }
        let went = self.exist().then(|| go(self));
        self.days.taken = before;
        went
    }

    fn exist(&self) -> bool {
        STEPS_MAX < self.steps || self.days.exist()
    }

    /// Collects the effects at the ends whose days exist, stopping at two. Most ends can be, so
    /// days are asked for there only, and not at every step.
    pub(crate) fn collect(&mut self, mut at: u16, set: &mut EffectSet) {
        while let Some((place, low, high)) = self.diagram.node(at) {
            if self.answers.known >> place & 1 != 0 {
                at = if self.answers.holds >> place & 1 != 0 { high } else { low };
                continue;
            }
            self.steps += 1;
            let before = self.days.taken;
            self.days.push(place, false, false);
            self.collect(low, set);
            if 1 < set.count_ones() {
                return;
            }
            self.days.taken = before;
            self.days.push(place, true, false);
            at = high;
        }
        let effect = if at == IMPOSSIBLE { 0 } else { 1 << (at - 1) };
        if *set & effect != effect && self.exist() {
            *set |= effect;
        }
    }

    /// Says whether two paths that differ within the group only come to different effects.
    pub(crate) fn differ(&mut self, a: u16, b: u16, group: Mask) -> bool {
        let Some(place) = self.diagram.next(a, b) else { return apart(a, b) };
        if a == IMPOSSIBLE || b == IMPOSSIBLE {
            return false;
        }
        let steps = self.diagram.steps((a, b), place, self.answers, group);
        steps.into_iter().flatten().any(|(x, y, (first, second))| {
            let go = |s: &mut Self| s.differ(x, y, group);
            self.try_answer(place, (first, Some(second)), go).unwrap_or(false)
        })
    }

    /// Finds for each effect other than `from` a path to it, as its answers within the group.
    pub(crate) fn reach(
        &mut self,
        at: u16,
        group: Mask,
        from: Effect,
        way: &mut Vec<(PredicateId, bool)>,
        found: &mut BTreeMap<Effect, Vec<(PredicateId, bool)>>,
    ) {
        let Some(place) = self.diagram.place(at) else {
            if at != IMPOSSIBLE && Effect::ALL[usize::from(at) - 1] != from {
                let effect = Effect::ALL[usize::from(at) - 1];
                found.entry(effect).or_insert_with(|| way.clone());
            }
            return;
        };
        // What holds is shown first: a flip then reads as something that happened.
        let steps = self.diagram.steps((at, at), place, self.answers, 0);
        for (next, _, (holds, _)) in steps.into_iter().rev().flatten() {
            let within = group >> place & 1 != 0;
            if within {
                way.push((place, holds));
            }
            self.try_answer(place, (holds, None), |s| s.reach(next, group, from, way, found));
            if within {
                way.pop();
            }
        }
    }
}
