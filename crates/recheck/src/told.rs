//! Refusals told as findings: the rule, the words it rests on, a sentence in both languages.
//!
//! In scope: what a re-checker says of an act that the law or the register's order refuses.
//! Out of scope: layout. The desk tells refusals on its own; the two share nothing but the law.

use crate::finding::{Finding, Kind};
use law::{Law, Outcome};
use register::{Breach, Refusal};

/// Returns the finding that an act in the log was not to be done.
pub(crate) fn refused(law: &Law, refusal: &Refusal) -> Finding {
    let (rule, zh, en) = match refusal {
        Refusal::Law { act, decision } => {
            let rule = law.cited(decision);
            let (zh, en) = match (decision.outcome, rule) {
                (Outcome::NeedFact, _) | (_, None) => {
                    ("缺少判定所需的事实", "facts are missing to decide it")
                }
                (_, Some(rule)) => (rule.zh.as_str(), rule.en.as_str()),
            };
            (rule, format!("不得{}：{zh}", act.zh()), format!("{act} was not allowed: {en}"))
        }
        Refusal::Unanswered(why) => (None, format!("法规没有答案：{why}"), why.to_string()),
        Refusal::Breach(breach) => {
            let rule = law.rules.iter().find(|rule| rule.id == breach.rule());
            (rule, breach.zh().to_string(), breach.en().to_string())
        }
    };
    let kind = match refusal {
        Refusal::Breach(Breach::LandmarkElsewhere) => Kind::NotAPrefix,
        Refusal::Breach(Breach::LandmarkOtherState) => Kind::State,
        Refusal::Breach(Breach::OutOfTurn) => Kind::Sequence,
        Refusal::Law { .. } | Refusal::Unanswered(_) | Refusal::Breach(_) => Kind::Refused,
    };
    Finding {
        rule: rule.map(|rule| rule.id.clone()),
        quote: rule.map(|rule| rule.quote.clone()),
        ..Finding::new(kind, zh, en)
    }
}
