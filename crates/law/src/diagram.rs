//! A reduced ordered decision diagram of one act: from answers to effect, with what cannot be
//! marked.
//!
//! Source: R. E. Bryant, "Graph-Based Algorithms for Boolean Function Manipulation" (1986), for
//! reduction and the order of variables; ends are effects rather than true and false.
//! In scope: building, conflicts, what is possible when answers are unknown, which groups matter.
//! Out of scope: which predicates a fact moves (`explain`), which rule is cited (`decide`).

use crate::answer::Answers;
use crate::case::Cells;
use crate::constraint::Impossible;
use crate::feasible::Days;
use crate::predicate::{Mask, PredicateId};
use crate::rule::{Effect, When};
use crate::search::Search;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec;
use alloc::vec::Vec;

const FALSE: u32 = 0;
const TRUE: u32 = 1;

/// Builds diagrams over a fixed order of predicates.
pub(crate) struct Builder {
    order: Vec<PredicateId>,
    /// (variable, low, high); the first two stand for false and true.
    nodes: Vec<(u8, u32, u32)>,
    unique: BTreeMap<(u8, u32, u32), u32>,
    memo: BTreeMap<(u32, u32, u32), u32>,
}

impl Builder {
    /// Returns a builder over the given predicates, tested in that order.
    pub(crate) fn new(order: &[PredicateId]) -> Builder {
        let end = u8::MAX;
        Builder {
            order: order.to_vec(),
            nodes: vec![(end, 0, 0), (end, 1, 1)],
            unique: BTreeMap::new(),
            memo: BTreeMap::new(),
        }
    }

    fn node(&mut self, variable: u8, low: u32, high: u32) -> u32 {
        if low == high {
            return low;
        }
        let next = self.nodes.len() as u32;
        let found = *self.unique.entry((variable, low, high)).or_insert(next);
        if found == next {
            self.nodes.push((variable, low, high));
        }
        found
    }

    fn branch(&self, f: u32, variable: u8) -> (u32, u32) {
        let (v, low, high) = self.nodes[f as usize];
        if v == variable { (low, high) } else { (f, f) }
    }

    /// Returns "if f then g else h".
    fn choose(&mut self, f: u32, g: u32, h: u32) -> u32 {
        match (f, g, h) {
            (TRUE, _, _) => return g,
            (FALSE, _, _) => return h,
            (_, TRUE, FALSE) => return f,
            _ if g == h => return g,
            _ => {}
        }
        if let Some(&known) = self.memo.get(&(f, g, h)) {
            return known;
        }
        let variable = [f, g, h].map(|n| self.nodes[n as usize].0).into_iter().min();
        let variable = variable.expect("three nodes have a least variable");
        let ((fl, fh), (gl, gh), (hl, hh)) =
            (self.branch(f, variable), self.branch(g, variable), self.branch(h, variable));
        let low = self.choose(fl, gl, hl);
        let high = self.choose(fh, gh, hh);
        let made = self.node(variable, low, high);
        self.memo.insert((f, g, h), made);
        made
    }

    /// Returns the conjunction.
    pub(crate) fn and(&mut self, f: u32, g: u32) -> u32 {
        self.choose(f, g, FALSE)
    }

    /// Returns the disjunction.
    pub(crate) fn or(&mut self, f: u32, g: u32) -> u32 {
        self.choose(f, TRUE, g)
    }

    /// Returns the negation.
    pub(crate) fn not(&mut self, f: u32) -> u32 {
        self.choose(f, FALSE, TRUE)
    }

    fn literal(&mut self, place: PredicateId, holds: bool) -> u32 {
        let variable = self.order.iter().position(|&p| p == place).expect("a predicate asked for");
        let (low, high) = if holds { (FALSE, TRUE) } else { (TRUE, FALSE) };
        self.node(variable as u8, low, high)
    }

    /// Returns the diagram of a condition; no condition always holds.
    pub(crate) fn condition(&mut self, when: Option<&When>) -> u32 {
        match when {
            None => TRUE,
            Some(When::Is(place)) => self.literal(*place, true),
            Some(When::Not(inner)) => {
                let f = self.condition(Some(inner));
                self.not(f)
            }
            Some(When::All(parts)) => parts.iter().fold(TRUE, |sum, part| {
                let f = self.condition(Some(part));
                self.and(sum, f)
            }),
            Some(When::Any(parts)) => parts.iter().fold(FALSE, |sum, part| {
                let f = self.condition(Some(part));
                self.or(sum, f)
            }),
        }
    }

    /// Returns the diagram of what can be, given what cannot.
    pub(crate) fn admissible(&mut self, impossible: &[Impossible]) -> u32 {
        impossible.iter().fold(TRUE, |sum, row| {
            let all = row.iter().fold(TRUE, |sum, (place, holds)| {
                let f = self.literal(*place, *holds);
                self.and(sum, f)
            });
            let not = self.not(all);
            self.and(sum, not)
        })
    }

    /// Returns one way to satisfy a diagram, as the predicates it decides.
    pub(crate) fn example(&self, f: u32) -> Option<Vec<(PredicateId, bool)>> {
        if f == FALSE {
            return None;
        }
        let (mut at, mut way) = (f, Vec::new());
        while at != TRUE {
            let (variable, low, high) = self.nodes[at as usize];
            let holds = low == FALSE;
            way.push((self.order[variable as usize], holds));
            at = if holds { high } else { low };
        }
        Some(way)
    }

    /// Folds what can be and the diagram of each effect into one whose ends are effects.
    pub(crate) fn finish(mut self, admissible: u32, effects: [u32; 4]) -> Diagram {
        let mut made = Diagram { nodes: Vec::new(), root: 0 };
        let mut seen = BTreeMap::new();
        let mut unique = BTreeMap::new();
        let start = [admissible, effects[0], effects[1], effects[2], effects[3]];
        made.root = self.fold(start, &mut made.nodes, &mut seen, &mut unique);
        made
    }

    fn fold(
        &mut self,
        f: [u32; 5],
        nodes: &mut Vec<Node>,
        seen: &mut BTreeMap<[u32; 5], u16>,
        unique: &mut BTreeMap<(PredicateId, u16, u16), u16>,
    ) -> u16 {
        if f[0] == FALSE {
            return IMPOSSIBLE;
        }
        if let Some(&known) = seen.get(&f) {
            return known;
        }
        let variable = f.map(|n| self.nodes[n as usize].0).into_iter().min().expect("five nodes");
        let end = if variable == u8::MAX {
            let effect = f[1..].iter().position(|&e| e == TRUE);
            // I-LAW-1: the base rule always applies, so some effect holds on every admissible case.
            effect.expect("an act has a base rule") as u16 + 1
        } else {
            let branches = f.map(|n| self.branch(n, variable));
            let low = self.fold(branches.map(|b| b.0), nodes, seen, unique);
            let high = self.fold(branches.map(|b| b.1), nodes, seen, unique);
            let place = self.order[variable as usize];
            if low == high {
                low
            } else {
                let next = nodes.len() as u16 + ENDS;
                let found = *unique.entry((place, low, high)).or_insert(next);
                if found == next {
                    nodes.push(Node { place, low, high });
                }
                found
            }
        };
        seen.insert(f, end);
        end
    }
}

pub(crate) const IMPOSSIBLE: u16 = 0;
/// References below this are ends: impossible, then the four effects.
const ENDS: u16 = 5;

#[derive(Clone, Copy, Debug)]
struct Node {
    place: PredicateId,
    low: u16,
    high: u16,
}

/// A finished diagram. Every path agrees with the rules; combinations that cannot be end nowhere.
#[derive(Clone, Debug)]
pub(crate) struct Diagram {
    nodes: Vec<Node>,
    root: u16,
}

/// A set of effects, one bit each in the order of [`Effect::ALL`].
pub(crate) type EffectSet = u8;

/// Returns the only effect of a set that has one.
pub(crate) fn only(set: EffectSet) -> Option<Effect> {
    let index = set.trailing_zeros() as usize;
    (set.count_ones() == 1).then(|| Effect::ALL[index])
}

impl Diagram {
    /// Returns how many nodes the diagram has.
    pub(crate) fn size(&self) -> usize {
        self.nodes.len()
    }

    /// Returns the predicates that can matter at all.
    pub(crate) fn support(&self) -> Mask {
        self.nodes.iter().fold(0, |mask, n| mask | 1 << n.place)
    }

    /// Returns the effects that some admissible completion of the answers has, for which days
    /// exist, stopping at two.
    pub(crate) fn possible_on_days(&self, answers: &Answers, cells: &Cells) -> EffectSet {
        let mut search = Search::new(self, answers, Days::new(cells, 0));
        let mut set = 0;
        search.collect(self.root, &mut set);
        set
    }

    /// Says whether two admissible completions, which differ only within `group`, have different
    /// effects; `apart` are the cells that may differ with the group.
    pub(crate) fn group_matters(
        &self,
        answers: &Answers,
        group: Mask,
        (cells, apart): (&Cells, u64),
    ) -> bool {
        let mut seen = BTreeSet::new();
        if !self.differ(self.root, self.root, answers, group, &mut seen) {
            return false;
        }
        let mut search = Search::new(self, answers, Days::new(cells, apart));
        search.differ(self.root, self.root, group)
    }

    fn differ(
        &self,
        a: u16,
        b: u16,
        answers: &Answers,
        group: Mask,
        seen: &mut BTreeSet<(u16, u16)>,
    ) -> bool {
        let Some(place) = self.next(a, b) else { return apart(a, b) };
        if a == IMPOSSIBLE || b == IMPOSSIBLE || !seen.insert((a, b)) {
            return false;
        }
        let steps = self.steps((a, b), place, answers, group);
        steps.into_iter().flatten().any(|(x, y, _)| self.differ(x, y, answers, group, seen))
    }

    /// Returns the predicate that two paths come to next; nothing when both have ended.
    pub(crate) fn next(&self, a: u16, b: u16) -> Option<PredicateId> {
        match (self.place(a), self.place(b)) {
            // Places are handed to the builder in rising order: the lower place is asked earlier.
            (Some(x), Some(y)) => Some(x.min(y)),
            (x, y) => x.or(y),
        }
    }

    /// Returns where two paths can go from a predicate: together, or within the group also apart.
    pub(crate) fn steps(
        &self,
        (a, b): (u16, u16),
        place: PredicateId,
        answers: &Answers,
        group: Mask,
    ) -> [Option<Step>; 4] {
        let ((al, ah), (bl, bh)) = (self.step(a, place), self.step(b, place));
        let bit: Mask = 1 << place;
        let known = answers.known & bit != 0;
        let (may_hold, may_fail) =
            (!known || answers.holds & bit != 0, !known || answers.holds & bit == 0);
        let free = !known && group & bit != 0;
        [
            may_fail.then_some((al, bl, (false, false))),
            may_hold.then_some((ah, bh, (true, true))),
            free.then_some((al, bh, (false, true))),
            free.then_some((ah, bl, (true, false))),
        ]
    }

    /// Returns the effects other than `from` that freeing a group of known answers reaches, each
    /// with the answers within the group that reach it.
    pub(crate) fn reached(
        &self,
        group: Mask,
        from: Effect,
        (answers, cells): (&Answers, &Cells),
    ) -> BTreeMap<Effect, Vec<(PredicateId, bool)>> {
        let freed = Answers { holds: answers.holds, known: answers.known & !group };
        // Most facts change nothing, which the diagram alone tells quickly.
        let mut seen = vec![0; self.nodes.len() / 64 + 1];
        if !self.leaves(self.root, &freed, from, &mut seen) {
            return BTreeMap::new();
        }
        let mut search = Search::new(self, &freed, Days::new(cells, 0));
        let mut found = BTreeMap::new();
        search.reach(self.root, group, from, &mut Vec::new(), &mut found);
        found
    }

    /// Says whether some path comes to another effect, days aside. `seen` has a bit for each node.
    fn leaves(&self, at: u16, answers: &Answers, from: Effect, seen: &mut [u64]) -> bool {
        if at < ENDS {
            return at != IMPOSSIBLE && Effect::ALL[usize::from(at) - 1] != from;
        }
        let index = usize::from(at - ENDS);
        if seen[index / 64] >> (index % 64) & 1 != 0 {
            return false;
        }
        seen[index / 64] |= 1 << (index % 64);
        let node = self.nodes[index];
        let bit: Mask = 1 << node.place;
        let (open, holds) = (answers.known & bit == 0, answers.holds & bit != 0);
        (open || holds) && self.leaves(node.high, answers, from, seen)
            || (open || !holds) && self.leaves(node.low, answers, from, seen)
    }

    /// Returns the predicate asked at a reference, and where its answers lead; nothing at an end.
    pub(crate) fn node(&self, at: u16) -> Option<(PredicateId, u16, u16)> {
        let Node { place, low, high } = *self.nodes.get(usize::from(at.checked_sub(ENDS)?))?;
        Some((place, low, high))
    }

    pub(crate) fn place(&self, at: u16) -> Option<PredicateId> {
        (ENDS <= at).then(|| self.nodes[usize::from(at - ENDS)].place)
    }

    fn step(&self, at: u16, place: PredicateId) -> (u16, u16) {
        match self.place(at) {
            Some(p) if p == place => {
                let node = self.nodes[usize::from(at - ENDS)];
                (node.low, node.high)
            }
            _ => (at, at),
        }
    }
}

/// Where two paths go, and the answer of each.
pub(crate) type Step = (u16, u16, (bool, bool));

/// Says whether two ends are different effects.
pub(crate) fn apart(a: u16, b: u16) -> bool {
    a != b && a != IMPOSSIBLE && b != IMPOSSIBLE
}
