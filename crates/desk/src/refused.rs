//! Refusals told: the rule, the words it rests on, and a sentence in both languages.
//!
//! In scope: from a refusal to what every edge shows. Out of scope: layout.

use law::{Law, Outcome, Rule, Unanswered};
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
        Refusal::Unanswered(why) => (None, unanswered(*why), why.to_string()),
        Refusal::Breach(breach) => {
            let rule = law.rules.iter().find(|r| r.id == breach.rule());
            (rule, breach.zh().to_string(), breach.en().to_string())
        }
    }
}

fn unanswered(why: Unanswered) -> String {
    match why {
        Unanswered::BeforeLaw { on, first } => {
            format!("{on} 早于库中任何文件的施行日；请用 {first} 或以后的日期")
        }
        Unanswered::NothingKnown { known_at, first } => {
            format!("截至 {known_at} 尚无任何文件为人所知；请用 {first} 或以后的时刻")
        }
        Unanswered::NoSuchRow(row) => format!("附件没有第 {} 行；请核对职业", row.0),
        Unanswered::NoRule(act) => {
            format!("当时有效的规则均未涉及「{}」：法规早于该行为", act.zh())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::law_folder::LawFolder;
    use crate::law_room::LawRoom;
    use law::RowId;
    use register::{Breach, Refusal};

    #[test]
    fn every_breach_of_the_register_rests_on_a_rule_of_the_law() {
        let room = LawRoom::load(LawFolder::compiled()).expect("the compiled law loads");
        for breach in Breach::ALL {
            let rest = room.law().rules.iter().any(|r| r.id == breach.rule());
            assert!(rest, "{breach:?} names {}", breach.rule());
        }
    }

    #[test]
    fn a_day_or_row_outside_the_law_is_told_in_each_language() {
        let room = LawRoom::load(LawFolder::compiled()).expect("the compiled law loads");
        let refusal = Refusal::Unanswered(law::Unanswered::NoSuchRow(RowId(500)));
        let (rule, zh, en) = super::told(room.law(), &refusal);
        assert!(rule.is_none());
        assert_eq!(
            (zh.as_str(), en.as_str()),
            ("附件没有第 500 行；请核对职业", "the annex has no row 500")
        );
    }
}
