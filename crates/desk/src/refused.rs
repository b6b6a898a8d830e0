//! Refusals told: the rule, the words it rests on, and a sentence in both languages.
//!
//! In scope: from a refusal to what every edge shows. Out of scope: layout.

use law::{Law, Outcome, Rule};
use register::Refusal;

/// Returns the rule that a refusal rests on, and what it says in Chinese and in English.
pub fn told<'a>(law: &'a Law, refusal: &Refusal) -> (Option<&'a Rule>, String, String) {
    match refusal {
        Refusal::Law { act, decision } => {
            let rule = law.cited(decision);
            let (zh, en) = match (decision.outcome, rule) {
                (Outcome::NeedFact, _) => {
                    ("尚缺事实，不能判定".to_string(), "facts are missing to decide it".to_string())
                }
                (_, Some(rule)) => (rule.zh.clone(), rule.en.clone()),
                (_, None) => (String::new(), String::new()),
            };
            (rule, format!("{}：{zh}", act.zh()), format!("{act}: {en}"))
        }
        Refusal::Unanswered(why) => (None, format!("法规没有答案：{why}"), why.to_string()),
        Refusal::Breach(breach) => {
            let rule = law.rules.iter().find(|r| r.id == breach.rule());
            (rule, breach.zh().to_string(), breach.en().to_string())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::law_folder::LawFolder;
    use crate::law_room::LawRoom;
    use register::Breach;

    #[test]
    fn every_breach_of_the_register_rests_on_a_rule_of_the_law() {
        let room = LawRoom::load(LawFolder::compiled()).expect("the compiled law loads");
        for breach in Breach::ALL {
            let rest = room.law().rules.iter().any(|r| r.id == breach.rule());
            assert!(rest, "{breach:?} names {}", breach.rule());
        }
    }
}
