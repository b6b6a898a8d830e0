//! The diagram against brute force: for random questions with up to three unknown facts, every
//! completion over a grid of days is decided, and effect and needed facts must be exactly what the
//! diagram says.
//!
//! Keeps: I-LAW-1, I-LAW-2. Seeded; a failure prints the question.
//! Out of scope: whether the rules are right (law/*/cases).

use crate::folder::Folder;
use law::{Act, Effect, Facts, Key, Law, Outcome, Question, RowId};
use std::collections::{BTreeMap, BTreeSet};
use vocab::{Day, Instant};

/// Splitmix64: a fixed sequence for a seed.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % sides as u64) as usize
    }
}

const LATE: Instant = Instant(i64::MAX);
const PIVOTS: [&str; 7] = [
    "2020-08-15",
    "2020-09-30",
    "2020-10-20",
    "2020-12-31",
    "2021-01-31",
    "2021-03-01",
    "2022-05-05",
];

/// The days that can tell completions apart: around each pivot, and never.
fn days() -> Vec<String> {
    let mut all: Vec<String> = vec!["none".into()];
    for pivot in PIVOTS {
        let day: Day = pivot.parse().unwrap();
        all.extend([-1, 0, 1].map(|n| day.plus_days(n).to_string()));
    }
    all
}

fn values(key: Key) -> Vec<String> {
    let texts = |list: &[&str]| list.iter().map(|v| v.to_string()).collect();
    match key {
        Key::NumberYear => texts(&["2020", "2021", "2022", "none"]),
        Key::Passed
        | Key::CertificatePlan
        | Key::ScopeCovers
        | Key::HolderIsStaff
        | Key::CoversOutsiders
        | Key::StandardExists
        | Key::SameParty
        | Key::IrregularityFound
        | Key::TurnedToLevel => texts(&["yes", "no"]),
        Key::Election => texts(&["continue", "refund", "undecided"]),
        Key::Cohort => texts(&["student", "apprentice", "none"]),
        Key::CertificateKind => texts(&["qualification", "level"]),
        Key::BodyKind => texts(&["department", "centre", "employer", "social", "school"]),
        Key::CentreOf => texts(&["hr", "other", "none"]),
        Key::BodyStatus => texts(&["active", "suspended", "removed"]),
        Key::AuthorityDecision => texts(&["continue", "stop"]),
        Key::Pace => texts(&["normal", "exceeded", "released"]),
        Key::CertificateStatus => texts(&["valid", "corrected", "revoked"]),
        Key::ActorKind => texts(&["authority", "department", "supervisor", "body"]),
        // A day before every exit too: the earliest exit of the grid leaves no other before it.
        _ => days().into_iter().chain(["2020-07-01".into()]).collect(),
    }
}

pub type Named = Vec<(Key, String)>;

pub fn facts(named: &Named) -> Facts {
    named.iter().fold(Facts::new(), |f, (key, value)| f.with(*key, value).unwrap())
}

pub struct Asked {
    pub act: Act,
    pub row: RowId,
    pub on: Day,
    pub region: Option<&'static str>,
    pub known: Named,
    pub unknown: Vec<Key>,
}

pub fn ask<'a>(asked: &Asked, facts: &'a Facts) -> Question<'a> {
    let &Asked { act, row, on, region, .. } = asked;
    Question { act, row, on, facts, known_at: LATE, region }
}

pub fn random(dice: &mut Dice) -> Asked {
    let act = Act::ALL[dice.roll(Act::ALL.len())];
    let grid = days();
    let on: Day = grid[1 + dice.roll(grid.len() - 1)].parse().unwrap();
    let region = [None, None, Some("32"), Some("22")][dice.roll(4)];
    let row = RowId(dice.roll(192) as u16);
    // Of the facts that any rule asks, a few stay unknown; those that none asks do not matter.
    let mut unknown: BTreeSet<Key> = BTreeSet::new();
    let count = 1 + dice.roll(3);
    let mut known = Vec::new();
    while unknown.len() < count {
        unknown.insert(Key::ALL[dice.roll(Key::ALL.len())]);
        // Nobody having said so, an occupation has not turned: this is never unknown.
        unknown.remove(&Key::TurnedToLevel);
    }
    // Two facts mean something only together with another: ask for them more often.
    match dice.roll(4) {
        0 => _ = unknown.insert(Key::ExitEffectiveOn),
        1 => _ = unknown.insert(Key::BodyRecognisedOn),
        _ => {}
    }
    unknown = unknown.into_iter().take(3).collect();
    for &key in Key::ALL.iter().filter(|k| !unknown.contains(k)) {
        let all = values(key);
        known.push((key, all[dice.roll(all.len())].clone()));
    }
    Asked { act, row, on, region, known, unknown: unknown.into_iter().collect() }
}

/// Every completion of the unknown facts, with its effect.
fn completions(law: &Law, asked: &Asked) -> Vec<(Vec<String>, Effect)> {
    let mut ways: Vec<Vec<String>> = vec![vec![]];
    for &key in &asked.unknown {
        let all = values(key);
        ways = ways
            .iter()
            .flat_map(|w| {
                all.iter().map(move |v| {
                    let mut more = w.clone();
                    more.push(v.clone());
                    more
                })
            })
            .collect();
    }
    let base = facts(&asked.known);
    ways.into_iter()
        .map(|way| {
            let full = asked
                .unknown
                .iter()
                .zip(&way)
                .fold(base.clone(), |f, (k, v)| f.with(*k, v).unwrap());
            let decision = law.decide(&ask(asked, &full)).unwrap();
            match decision.outcome {
                Outcome::Effect(effect) => (way, effect),
                Outcome::NeedFact => panic!("everything is known: {:?}", full.given()),
            }
        })
        .collect()
}

/// The unknown facts that alone change the effect of some completion.
fn needed(asked: &Asked, all: &[(Vec<String>, Effect)]) -> Vec<Key> {
    let mut needed = Vec::new();
    for (i, &key) in asked.unknown.iter().enumerate() {
        let mut seen: BTreeMap<Vec<&str>, Effect> = BTreeMap::new();
        let differs = all.iter().any(|(way, effect)| {
            let others = way.iter().enumerate().filter(|(j, _)| *j != i);
            let rest: Vec<&str> = others.map(|(_, v)| v.as_str()).collect();
            *seen.entry(rest).or_insert(*effect) != *effect
        });
        if differs {
            needed.push(key);
        }
    }
    needed
}

fn check(law: &Law, asked: &Asked) {
    let known = facts(&asked.known);
    let question = ask(asked, &known);
    let all = completions(law, asked);
    let effects: BTreeSet<Effect> = all.iter().map(|(_, e)| *e).collect();
    let decision = law.decide(&question).unwrap();
    let say = || format!("{} {} {:?} {:?}", asked.act, asked.on, asked.unknown, known.given());
    match (effects.len(), decision.outcome) {
        (1, Outcome::Effect(effect)) => assert!(effects.contains(&effect), "{}", say()),
        (1, Outcome::NeedFact) => panic!("only {effects:?}, but facts are needed: {}", say()),
        (_, Outcome::NeedFact) => {}
        (_, Outcome::Effect(e)) => panic!("{effects:?}, but decided {e:?}: {}", say()),
    }
    assert_eq!(law.needs(&question).unwrap(), needed(asked, &all), "{}", say());
    if let Some(rule) = law.cited(&decision) {
        let text = &law.instruments[rule.instrument].text;
        assert!(text.find(&rule.paragraph, &rule.quote).is_some());
        assert!(rule.valid_from <= asked.on && rule.acts.contains(&asked.act));
        assert_eq!(Outcome::Effect(rule.effect), decision.outcome, "{}", say());
    }
}

#[test]
fn i_law_1_every_admissible_case_has_one_effect_and_needs_are_exact() {
    let law = Folder::read().law();
    for seed in 0..200 {
        check(&law, &random(&mut Dice(seed)));
    }
}

#[test]
fn i_law_2_every_decision_names_a_rule_in_force_whose_quote_is_in_the_instrument() {
    let law = Folder::read().law();
    let mut dice = Dice(7);
    for _ in 0..20_000 {
        let asked = random(&mut dice);
        let all: Named = asked
            .known
            .iter()
            .cloned()
            .chain(asked.unknown.iter().map(|k| (*k, values(*k)[0].clone())))
            .collect();
        let full = facts(&all);
        let decision = law.decide(&ask(&asked, &full)).unwrap();
        let rule = law.cited(&decision).expect("a decision on full facts cites a rule");
        let instrument = &law.instruments[rule.instrument];
        assert!(instrument.text.find(&rule.paragraph, &rule.quote).is_some());
        assert!(rule.valid_from <= asked.on && rule.valid_until.is_none_or(|end| asked.on < end));
        assert!(rule.jurisdiction.is_none() || rule.jurisdiction.as_deref() == asked.region);
    }
}
