//! Asks the law: a question in people's words becomes a decision with its reasons.
//!
//! In scope: building the question, the view of the answer. Out of scope: deciding (`law`), layout
//! (edges).
//! Failure: asking only reads; stopped anywhere, nothing has changed.

use crate::asked::{self, AskError, RowName, Takes};
use crate::law_room::LawRoom;
use crate::ports::Clock;
use law::{Act, Facts, Key, Question};
use vocab::Region;

mod json;
mod view;

pub use view::{
    ActName, BlockedRule, By, Change, Cited, DecisionView, FactValue, FlipView, Need, ReadingView,
    RuleLine, Says,
};

/// A question as it was written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ask<'a> {
    /// The act's name.
    pub act: &'a str,
    /// The occupation, printed or corrected.
    pub occupation: &'a str,
    /// The day of effect, `YYYY-MM-DD`.
    pub on: &'a str,
    /// Facts as `KEY=VALUE`; `region=32` is accepted among them.
    pub facts: &'a [String],
    /// The instant of knowledge; not written, it is the present.
    pub known_at: Option<&'a str>,
    /// The region, two digits or a name; not written, the national law alone answers.
    pub region: Option<&'a str>,
}

/// A fact that can be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactView {
    /// Its name.
    pub name: &'static str,
    /// What it says.
    pub says: Says,
    /// What values it takes.
    pub takes: Takes,
}

/// Asks the law.
///
/// # Errors
/// [`AskError`] when the question cannot be asked. The law saying no is an answer.
pub fn ask(room: &LawRoom, clock: &dyn Clock, ask: &Ask<'_>) -> Result<DecisionView, AskError> {
    let law = room.law();
    let act = asked::act(ask.act)?;
    let row = asked::occupation(law, ask.occupation)?;
    let on = asked::day(ask.on)?;
    let (facts, region) = read_facts(ask)?;
    let known_at = asked::known_at(clock, ask.known_at)?;
    let code = region.map(|region| region.code().to_string());
    let question = Question { act, row, on, facts: &facts, known_at, region: code.as_deref() };
    let explanation = law.explain(&question).map_err(asked::unanswered)?;
    let row = law.rows.get(row).expect("the row was found by its name");
    let occupation = RowName::known(row, known_at);
    Ok(view::of(law, &question, &explanation, occupation, region))
}

/// Returns every act, in the order of the law's own list.
pub fn acts() -> Vec<ActName> {
    Act::ALL.iter().copied().map(ActName::of).collect()
}

/// Returns every fact, in the order of the law's own list. The region is none of them.
pub fn facts() -> Vec<FactView> {
    let view = |&key: &Key| {
        let name = key.name();
        FactView { name, says: Says::of(name), takes: asked::takes(key) }
    };
    Key::ALL.iter().map(view).collect()
}

fn read_facts(ask: &Ask<'_>) -> Result<(Facts, Option<Region>), AskError> {
    let mut facts = Facts::new();
    let mut given: Vec<&'static str> = Vec::new();
    let mut region = ask.region.map(asked::region).transpose()?;
    given.extend(region.map(|_| "region"));
    for text in ask.facts {
        let Some((name, value)) = text.split_once('=') else {
            return Err(AskError::FactForm(text.clone()));
        };
        let key = if name == "region" { None } else { Some(asked::fact(name)?) };
        let known = key.map_or("region", Key::name);
        if given.contains(&known) {
            return Err(AskError::FactTwice(known));
        }
        given.push(known);
        let Some(key) = key else {
            region = if value == "none" { None } else { Some(asked::region(value)?) };
            continue;
        };
        let wrong = |e: law::ValueError| AskError::FactValue {
            fact: key.name(),
            value: e.value,
            takes: asked::takes(key),
        };
        facts = facts.with(key, value).map_err(wrong)?;
    }
    Ok((facts, region))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law_folder::LawFolder;
    use vocab::Instant;

    /// A clock that stands still.
    struct Noon;

    impl Clock for Noon {
        fn now(&self) -> Instant {
            "2026-12-01T12:00:00+08:00".parse().unwrap()
        }
    }

    fn asked(act: &str, occupation: &str, on: &str, facts: &[&str]) -> String {
        let room = LawRoom::load(LawFolder::compiled()).unwrap();
        let facts: Vec<String> = facts.iter().map(|fact| fact.to_string()).collect();
        let question = Ask { act, occupation, on, facts: &facts, ..Ask::default() };
        match ask(&room, &Noon, &question) {
            Ok(view) => {
                let rule = view.cited.as_ref().map_or("", |cited| &cited.rule);
                let needs: Vec<&str> = view.needs.iter().map(|need| need.fact).collect();
                format!("{} {rule}{}", view.effect.name(), needs.join(" "))
            }
            Err(error) => error.to_string(),
        }
    }

    fn check(act: &str, occupation: &str, on: &str, facts: &[&str], expect: &str) {
        assert_eq!(asked(act, occupation, on, facts), expect);
    }

    #[test]
    fn a_question_in_words_gets_an_effect_and_its_rule_or_what_is_needed() {
        let exam = "announce-exam";
        check(exam, "车工", "2020-10-01", &[], "forbid 2020-80/p2.batch1-has-left");
        let announced = "need_fact exit_announced_on exit_effective_on";
        check(exam, "车工", "2020-09-30", &[], announced);
        let none = &["exit_announced_on=none"];
        check(exam, "车工", "2020-09-30", none, "permit 2020-80/p4.examinations-are-regular");
        let canonical = "forbid 2020-80/p2.batch2-has-left";
        check(exam, "重冶火法冶炼工", "2021-01-01", &[], canonical);
    }

    #[test]
    fn a_region_given_as_a_fact_brings_its_law() {
        let accepted = "accept-registration";
        let facts = ["exit_announced_on=none", "announced_on=2020-09-01"];
        let open = "registration_window_until=2020-10-20";
        let here = |region: &str| {
            let facts = [facts[0], facts[1], open, region];
            asked(accepted, "车工", "2020-10-10", &facts)
        };
        let closed = "forbid js-2020-09-16/p1.registration-closes-at-exit";
        assert_eq!(here("region=32"), closed);
        assert_eq!(here("region=江苏"), closed);
        let national = "permit 2020-80/p3.registers-within-announced-period";
        assert_eq!(here("region=11"), national);
        assert_eq!(here("region=none"), national);
    }

    #[test]
    fn a_question_that_cannot_be_asked_says_what_is_wrong() {
        let (exam, day) = ("announce-exam", "2020-09-30");
        check(exam, "车工", "2021-02-29", &[], "`2021-02-29` is not in the calendar");
        let before = "2020-07-20 lies before the first day of any instrument, 2020-07-21";
        check(exam, "车工", "2020-07-20", &[], before);
        check(exam, "车工", day, &["passed"], "`passed` is not of the form KEY=VALUE");
        let maybe = "`maybe` is not a value of `passed`";
        check(exam, "车工", day, &["passed=maybe"], maybe);
        check(exam, "车工", day, &["passed=yes", "passed=no"], "`passed` is given twice");
        check(exam, "车工", day, &["region=32", "region=22"], "`region` is given twice");
        let several =
            "`重冶金法冶炼工` stands for several occupations: 重冶火法冶炼工、重冶湿法冶炼工";
        check(exam, "重冶金法冶炼工", day, &[], several);
    }

    #[test]
    fn the_present_is_asked_for_only_when_no_instant_is_given() {
        let room = LawRoom::load(LawFolder::compiled()).unwrap();
        let question =
            Ask { act: "announce-exam", occupation: "车工", on: "2020-10-01", ..Ask::default() };
        let now = ask(&room, &Noon, &question).unwrap();
        assert_eq!(now.known_at, Noon.now());
        let early = Ask { known_at: Some("2020-07-20"), ..question };
        let error = ask(&room, &Noon, &early).unwrap_err();
        assert!(matches!(error, AskError::NothingKnown { .. }), "{error}");
    }

    #[test]
    fn every_act_and_every_fact_can_be_listed_and_has_its_words() {
        assert_eq!(acts().len(), Act::ALL.len());
        assert!(facts().iter().all(|fact| !fact.says.zh.is_empty() && !fact.says.en.is_empty()));
    }
}
