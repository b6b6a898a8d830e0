//! What cannot be: combinations of answers that no case has.
//!
//! Source: the meaning of the predicates. Questions about days are all of the form left ≤ right +
//! offset, so their constraints are the circles of such inequalities that add up to less than
//! nothing; nobody has to declare them. Choices exclude each other; what else is excluded is listed
//! in [`DECLARED`].
//! Out of scope: what a single case knows.

use crate::fact::{Key, Kind};
use crate::predicate::{PredicateId, Test, at, by_name};
use alloc::vec;
use alloc::vec::Vec;

/// A combination of answers that cannot be.
pub(crate) type Impossible = Vec<(PredicateId, bool)>;

/// Exclusions that follow from readings: an access-type row does not leave (R-2-4), and only such a
/// row has a day of reclassification.
const DECLARED: &[&[(&str, bool)]] =
    &[&[("access", true), ("exited", true)], &[("past_access_day", true), ("access", false)]];

/// Returns every combination of the given predicates that cannot be; the least ones are among them.
pub(crate) fn impossible(asked: &[PredicateId]) -> Vec<Impossible> {
    let mut all = exclusions(asked);
    all.extend(circles(asked));
    for row in DECLARED {
        let row: Option<Impossible> =
            row.iter().map(|(name, value)| by_name(name).map(|p| (p, *value))).collect();
        if let Some(row) = row
            && row.iter().all(|(p, _)| asked.contains(p))
        {
            all.push(row);
        }
    }
    all
}

fn exclusions(asked: &[PredicateId]) -> Vec<Impossible> {
    let mut all = Vec::new();
    for (i, &a) in asked.iter().enumerate() {
        for &b in &asked[i + 1..] {
            let apart = match (at(a).test, at(b).test) {
                (Test::Choice(x, _), Test::Choice(y, _)) => x == y,
                (Test::Fate(_), Test::Fate(_)) => true,
                _ => false,
            };
            if apart {
                all.push(vec![(a, true), (b, true)]);
            }
        }
    }
    // Where every value has a predicate and `none` is no value, one of them holds.
    for &key in Key::ALL {
        if let Kind::Choice(list, false) = key.input().kind {
            let here: Impossible = asked
                .iter()
                .filter(|&&p| matches!(at(p).test, Test::Choice(k, _) if k == key))
                .map(|&p| (p, false))
                .collect();
            if here.len() == list.len() {
                all.push(here);
            }
        }
    }
    let fates: Impossible = asked
        .iter()
        .filter(|&&p| matches!(at(p).test, Test::Fate(_)))
        .map(|&p| (p, false))
        .collect();
    if fates.len() == usize::from(crate::instrument::BATCH_MAX) + 1 {
        all.push(fates);
    }
    all
}

/// One inequality that an answer amounts to: `to ≤ from + weight`.
#[derive(Clone, Copy)]
struct Edge {
    from: u8,
    to: u8,
    weight: i32,
    answer: (PredicateId, bool),
}

fn circles(asked: &[PredicateId]) -> Vec<Impossible> {
    let mut edges = Vec::new();
    for &p in asked {
        if let Test::Order(left, right, offset) = at(p).test {
            edges.push(Edge { from: right.0, to: left.0, weight: offset, answer: (p, true) });
            // Not (left ≤ right + offset) is right ≤ left − offset − 1.
            let weight = -offset - 1;
            edges.push(Edge { from: left.0, to: right.0, weight, answer: (p, false) });
        }
    }
    let mut starts: Vec<u8> = edges.iter().map(|e| e.from).collect();
    starts.sort_unstable();
    starts.dedup();
    let mut all = Vec::new();
    for start in starts {
        let mut path = Vec::new();
        walk(&edges, start, start, 0, &mut path, &mut all);
    }
    all
}

/// Follows edges from `at` to places not below `start`, so that each circle is found from its least
/// place.
fn walk(
    edges: &[Edge],
    start: u8,
    at: u8,
    sum: i32,
    path: &mut Vec<Edge>,
    all: &mut Vec<Impossible>,
) {
    for edge in edges.iter().filter(|e| e.from == at) {
        let again = path.iter().any(|e| e.answer.0 == edge.answer.0 || e.to == edge.to);
        if again || edge.to < start {
            continue;
        }
        path.push(*edge);
        let sum = sum + edge.weight;
        if edge.to != start {
            walk(edges, start, edge.to, sum, path, all);
        } else if sum < 0 {
            all.push(path.iter().map(|e| e.answer).collect());
        }
        path.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;

    fn check(names: &[&str], expect: &[&str]) {
        let asked: Vec<u8> = names.iter().map(|n| by_name(n).expect("a predicate")).collect();
        let got: Vec<String> = impossible(&asked)
            .iter()
            .map(|row| {
                let words: Vec<String> = row
                    .iter()
                    .map(|(p, v)| alloc::format!("{}{}", if *v { "" } else { "!" }, at(*p).name))
                    .collect();
                words.join(" ")
            })
            .collect();
        assert_eq!(got, expect);
    }

    #[test]
    fn what_cannot_be_follows_from_the_meaning_of_the_predicates() {
        check(&["passed", "exam_held"], &[]);
        check(&["elects_continue", "elects_refund"], &["elects_continue elects_refund"]);
        check(&["qualification", "level"], &["qualification level", "!qualification !level"]);
        check(&["department", "centre"], &["department centre"]);
        check(&["access", "exited"], &["access exited"]);
        // Held before the exit and the exit has come: then it is held.
        check(
            &["exited", "exam_held", "exam_held_before_exit"],
            &[
                "!exam_held exited exam_held_before_exit",
                "!exam_held_before_exit !exited exam_held",
            ],
        );
    }
}
