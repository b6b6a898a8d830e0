//! `DecisionView`: an answer of the law as plain data for every edge.
//!
//! In scope: what is shown, in both languages where the law has both.
//! Out of scope: layout and sentences (edges, `law_words`), the object for programs (`json`).

use crate::asked::{RowName, Takes, takes};
use law::{Act, Decision, Effect, Explanation, Key, Law, Outcome, Question, Reading, Rule};
use vocab::{Day, Instant, Region};

/// A statement in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Says {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// An act by its name and in Chinese.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActName {
    /// For example `announce-exam`.
    pub name: &'static str,
    /// For example 发布鉴定考试公告.
    pub zh: &'static str,
}

/// The law's answer to a question, with its reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionView {
    /// The act asked about.
    pub act: ActName,
    /// The occupation, named as known at the instant.
    pub occupation: RowName,
    /// The region whose law was asked; nothing means the national law alone.
    pub region: Option<Region>,
    /// The day of effect.
    pub on: Day,
    /// The instant of knowledge.
    pub known_at: Instant,
    /// The answer.
    pub effect: Outcome,
    /// The rule cited; nothing when facts are needed.
    pub cited: Option<Cited>,
    /// What the candidate may choose between.
    pub choices: Vec<&'static str>,
    /// The facts that could change the effect; empty unless facts are needed.
    pub needs: Vec<Need>,
    /// What the answer rests on.
    pub because: Vec<FactValue>,
    /// The rules that apply, set aside or not, by rising id.
    pub fired: Vec<RuleLine>,
    /// The rules that do not decide, and what keeps them from it.
    pub blocked: Vec<BlockedRule>,
    /// The least changes of facts that would change the effect.
    pub flips: Vec<FlipView>,
    /// What can be done instead.
    pub alternatives: Vec<ActName>,
    /// The readings the answer rests on.
    pub readings: Vec<ReadingView>,
}

/// A rule with the words it executes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited {
    /// Its id, for example `2020-80/p2.batch1-has-left`.
    pub rule: String,
    /// The article, 一 … 六 or 附件.
    pub article: String,
    /// The paragraph's anchor, for example `p2`.
    pub paragraph: String,
    /// The words, in the original.
    pub quote: String,
    /// What the rule says.
    pub says: Says,
    /// The folder of its instrument, for example `2020-80`.
    pub instrument: String,
    /// The number its instrument bears.
    pub number: String,
    /// True when the instrument is a summary of a public report and not the original.
    pub relayed: bool,
}

/// A rule in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleLine {
    /// Its id.
    pub rule: String,
    /// Its effect.
    pub effect: Effect,
    /// What it says.
    pub says: Says,
}

/// A fact that is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// Its name.
    pub fact: &'static str,
    /// What it says.
    pub says: Says,
    /// What values it takes.
    pub takes: Takes,
    /// The effect when it is `none`, where that alone decides.
    pub if_none: Option<Effect>,
}

/// A fact with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactValue {
    /// Its name; `on`, `fate` and `planned_last_day` are the question's own.
    pub fact: &'static str,
    /// Its value.
    pub value: String,
    /// What it says.
    pub says: Says,
}

/// A rule that does not decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockedRule {
    /// Its id.
    pub rule: String,
    /// What keeps it from deciding.
    pub by: By,
}

/// What keeps a rule from deciding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// This rule sets it aside.
    Rule(String),
    /// The value of this fact keeps it from applying.
    Fact(String),
}

impl By {
    /// Returns the rule's id or the fact's name.
    pub fn name(&self) -> &str {
        match self {
            By::Rule(name) | By::Fact(name) => name,
        }
    }
}

/// A least change that would change the effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlipView {
    /// The facts that would have to be otherwise.
    pub facts: Vec<&'static str>,
    /// What they would have to make so.
    pub so_that: Vec<Change>,
    /// The effect then.
    pub effect: Effect,
}

/// A statement that would have to hold, or not to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its name in the rules.
    pub predicate: &'static str,
    /// True when it would have to hold.
    pub holds: bool,
    /// The statement.
    pub says: Says,
}

/// A question the text leaves open, and the answer adopted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadingView {
    /// For example `R-2-1`.
    pub id: String,
    /// The question.
    pub question: String,
    /// The answer adopted.
    pub adopted: String,
    /// What speaks for it.
    pub evidence: String,
    /// Other readings.
    pub others: String,
}

impl Says {
    /// Returns a remark as it was written, in English, with its Chinese where it is translated.
    pub(crate) fn translated(written: &str, zh: Option<&str>) -> Says {
        Says { zh: zh.unwrap_or(written).to_string(), en: written.to_string() }
    }

    /// Returns what a fact of a case, or one of the question's own, says.
    pub(crate) fn of(fact: &str) -> Says {
        let (zh, en) = match fact {
            "on" => ("所问之日", "day asked about"),
            "fate" => ("附件对该职业的安排", "what the annex orders for the occupation"),
            "planned_last_day" => ("计划的最后一日", "planned last day"),
            name => {
                let input = Key::from_name(name).expect("the law names its own facts").input();
                (input.zh, input.en)
            }
        };
        Says { zh: zh.into(), en: en.into() }
    }
}

impl ActName {
    pub(crate) fn of(act: Act) -> ActName {
        ActName { name: act.name(), zh: act.zh() }
    }
}

impl Cited {
    /// Returns a rule as it is cited.
    pub(crate) fn of(law: &Law, rule: &Rule, article: &str) -> Cited {
        let instrument = &law.instruments[rule.instrument];
        Cited {
            rule: rule.id.clone(),
            article: article.into(),
            paragraph: rule.paragraph.clone(),
            quote: rule.quote.clone(),
            says: Says { zh: rule.zh.clone(), en: rule.en.clone() },
            instrument: instrument.id.clone(),
            number: instrument.number.clone(),
            relayed: instrument.relayed,
        }
    }
}

impl ReadingView {
    pub(crate) fn of(reading: &Reading) -> ReadingView {
        ReadingView {
            id: reading.id.clone(),
            question: reading.question.clone(),
            adopted: reading.adopted.clone(),
            evidence: reading.evidence.clone(),
            others: reading.others.clone(),
        }
    }
}

/// Returns the view of an explained decision.
pub(super) fn of(
    law: &Law,
    question: &Question<'_>,
    explanation: &Explanation<'_>,
    occupation: RowName,
    region: Option<Region>,
) -> DecisionView {
    let because = explanation.because.iter().map(|because| FactValue {
        fact: because.fact,
        value: because.value.clone(),
        says: Says::of(because.fact),
    });
    let cited = explanation.rule.zip(explanation.article);
    let alternatives = explanation.alternatives.iter().filter_map(|name| Act::from_name(name));
    DecisionView {
        act: ActName::of(question.act),
        occupation,
        region,
        on: question.on,
        known_at: question.known_at,
        effect: explanation.decision.outcome,
        cited: cited.map(|(rule, article)| Cited::of(law, rule, article)),
        choices: explanation.choices.to_vec(),
        needs: needs(explanation),
        because: because.collect(),
        fired: fired(law, question, &explanation.decision),
        blocked: blocked(law, explanation),
        flips: flips(explanation),
        alternatives: alternatives.map(ActName::of).collect(),
        readings: readings(explanation),
    }
}

fn needs(explanation: &Explanation<'_>) -> Vec<Need> {
    let need = |&key: &Key| Need {
        fact: key.name(),
        says: Says::of(key.name()),
        takes: takes(key),
        if_none: explanation.if_none.iter().find(|(k, _)| *k == key).map(|(_, effect)| *effect),
    };
    explanation.needs.iter().map(need).collect()
}

/// A decision counts bits over the rules of its act in force, by rising id: the law's own order.
fn fired(law: &Law, question: &Question<'_>, decision: &Decision) -> Vec<RuleLine> {
    let in_force = law.rules.iter().filter(|rule| {
        let here = |region: &String| question.region == Some(region.as_str());
        let (on, known_at) = (question.on, question.known_at);
        rule.acts.contains(&question.act)
            && rule.jurisdiction.as_ref().is_none_or(here)
            && rule.valid_from <= on
            && rule.valid_until.is_none_or(|end| on < end)
            && rule.known_from <= known_at
    });
    let applies = in_force.enumerate().filter(|(bit, _)| decision.fired >> bit & 1 != 0);
    let line = |(_, rule): (usize, &Rule)| RuleLine {
        rule: rule.id.clone(),
        effect: rule.effect,
        says: Says { zh: rule.zh.clone(), en: rule.en.clone() },
    };
    applies.map(line).collect()
}

fn blocked(law: &Law, explanation: &Explanation<'_>) -> Vec<BlockedRule> {
    let by = |name: &String| {
        let is_rule = law.rules.iter().any(|rule| rule.id == *name);
        if is_rule { By::Rule(name.clone()) } else { By::Fact(name.clone()) }
    };
    let all = explanation.blocked.iter();
    all.map(|one| BlockedRule { rule: one.rule.clone(), by: by(&one.by) }).collect()
}

fn flips(explanation: &Explanation<'_>) -> Vec<FlipView> {
    let change = |&(holds, predicate, zh): &(bool, &'static str, &str)| {
        let en = law::Statement::named(predicate, holds).map_or(zh, |statement| statement.en);
        Change { predicate, holds, says: Says { zh: zh.into(), en: en.into() } }
    };
    let flip = |flip: &law::Flip| FlipView {
        facts: flip.facts.clone(),
        so_that: flip.so_that.iter().map(change).collect(),
        effect: flip.effect,
    };
    explanation.flips.iter().map(flip).collect()
}

fn readings(explanation: &Explanation<'_>) -> Vec<ReadingView> {
    explanation.readings.iter().map(|reading| ReadingView::of(reading)).collect()
}
