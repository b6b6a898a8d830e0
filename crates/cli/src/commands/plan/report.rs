//! The two forms of a supposed exit.
//!
//! In scope: layout, sums by region and department. Out of scope: supposing (`desk`).

use crate::aligned::aligned;
use desk::house::House;
use desk::see_exams::yuan;
use desk::suppose_exit::{Answered, CohortInFlight, ExamInFlight, Group, SupposedExit};
use desk::words::Words;
use desk::{OrganisationId, RowId};
use serde_json::{Value, json};
use std::collections::BTreeMap;

type Supposed = [(RowId, SupposedExit)];

/// Candidates and fees, protected and not.
#[derive(Default)]
struct Sums {
    protected: (u32, u64),
    unprotected: (u32, u64),
}

impl Sums {
    fn add(&mut self, group: &Group) {
        let sum = if group.answer.protects() { &mut self.protected } else { &mut self.unprotected };
        sum.0 += group.candidates;
        sum.1 += group.fees_fen;
    }
}

/// Returns the answer for people, to be read or printed.
pub(crate) fn text(words: &Words, house: &House, supposed: &Supposed) -> String {
    let mut text = String::new();
    for (row, view) in supposed {
        let name = [("name", name(house, *row).into()), ("day", view.on.to_string().into())];
        text.push_str(&format!("{}\n", words.say("plan-heading", &name)));
        let leaves = view.leaves_on.map_or("-".to_string(), |day| day.to_string());
        text.push_str(&format!("{}\n", words.say("plan-leaves", &[("day", leaves.into())])));
        if view.exams.is_empty() && view.cohorts.is_empty() {
            text.push_str(&format!("{}\n", words.say("plan-nothing", &[])));
        }
        for exam in &view.exams {
            text.push_str(&exam_text(words, house, exam));
        }
        for cohort in &view.cohorts {
            text.push_str(&cohort_text(words, house, cohort));
        }
        text.push('\n');
    }
    text.push_str(&sums_text(words, house, supposed));
    text
}

fn exam_text(words: &Words, house: &House, exam: &ExamInFlight) -> String {
    let said = [
        ("session", exam.session.0.to_string().into()),
        ("by", organisation(house, exam.by).into()),
        ("day", exam.announced_on.to_string().into()),
        ("region", exam.region.clone().unwrap_or("-".into()).into()),
    ];
    let mut text = format!("  {}\n", words.say("plan-exam", &said));
    for group in &exam.groups {
        let what = if group.act == "accept-registration" {
            words.say("plan-to-come", &[])
        } else {
            let count = ("count", group.candidates.to_string().into());
            words.say("plan-candidates", &[count, ("fees", yuan(group.fees_fen).into())])
        };
        text.push_str(&format!("    {what}  {}\n", answer(words, &group.answer)));
    }
    text
}

fn cohort_text(words: &Words, house: &House, cohort: &CohortInFlight) -> String {
    let said = [
        ("cohort", cohort.cohort.0.to_string().into()),
        ("by", organisation(house, cohort.by).into()),
        ("heads", cohort.heads.to_string().into()),
        ("day", cohort.expected_on.to_string().into()),
        ("region", cohort.region.to_string().into()),
    ];
    let mut text = format!("  {}\n", words.say("plan-cohort", &said));
    text.push_str(&format!("    {}\n", answer(words, &cohort.promise)));
    let bodies: Vec<String> = cohort.bodies.iter().map(|id| organisation(house, *id)).collect();
    let line = if bodies.is_empty() {
        words.say("plan-no-body", &[])
    } else {
        let bodies = bodies.join(&words.say("list-separator", &[]));
        words.say("plan-bodies", &[("bodies", bodies.into())])
    };
    text.push_str(&format!("    {line}\n"));
    text
}

fn answer(words: &Words, answer: &Answered) -> String {
    let said = match answer.outcome.name() {
        "duty" => words.say("plan-duty", &[]),
        "permit" => words.say("plan-permit", &[]),
        "offer_choice" => words.say("plan-choice", &[]),
        "forbid" => words.say("plan-forbid", &[]),
        _ => words.say("plan-need-fact", &[]),
    };
    let rule = answer.rule.as_deref().unwrap_or("");
    let quote = answer.quote.as_ref().map_or(String::new(), |quote| format!("「{quote}」"));
    format!("{said}  {quote} {rule}")
}

/// Sums of all occupations by region and department.
fn sums_text(words: &Words, house: &House, supposed: &Supposed) -> String {
    let mut rows = vec![vec![
        words.say("exam-region", &[]),
        words.say("plan-department", &[]),
        words.say("plan-protected", &[]),
        words.say("plan-fees", &[]),
        words.say("plan-unprotected", &[]),
        words.say("plan-fees", &[]),
    ]];
    for ((region, by), sums) in sums(supposed) {
        rows.push(vec![
            region,
            organisation(house, by),
            sums.protected.0.to_string(),
            yuan(sums.protected.1),
            sums.unprotected.0.to_string(),
            yuan(sums.unprotected.1),
        ]);
    }
    aligned(&rows)
}

fn sums(supposed: &Supposed) -> BTreeMap<(String, OrganisationId), Sums> {
    let mut all: BTreeMap<(String, OrganisationId), Sums> = BTreeMap::new();
    for exam in supposed.iter().flat_map(|(_, view)| &view.exams) {
        let key = (exam.region.clone().unwrap_or("-".into()), exam.by);
        let sums = all.entry(key).or_default();
        exam.groups.iter().for_each(|group| sums.add(group));
    }
    all
}

/// Returns the answer for programs.
pub(crate) fn json(house: &House, supposed: &Supposed) -> Value {
    let occupations: Vec<Value> = supposed
        .iter()
        .map(|(row, view)| {
            json!({
                "occupation": name(house, *row),
                "on": view.on.to_string(),
                "leaves_on": view.leaves_on.map(|day| day.to_string()),
                "exams": view.exams.iter().map(exam_json).collect::<Vec<_>>(),
                "cohorts": view.cohorts.iter().map(cohort_json).collect::<Vec<_>>(),
            })
        })
        .collect();
    let by: Vec<Value> = sums(supposed)
        .into_iter()
        .map(|((region, by), sums)| {
            json!({
                "region": region,
                "department": by.0,
                "protected": sums.protected.0,
                "protected_fees_fen": sums.protected.1,
                "unprotected": sums.unprotected.0,
                "unprotected_fees_fen": sums.unprotected.1,
            })
        })
        .collect();
    json!({ "occupations": occupations, "by_region_and_department": by })
}

fn exam_json(exam: &ExamInFlight) -> Value {
    let group = |group: &Group| {
        let mut object = answer_json(&group.answer);
        object["act"] = json!(group.act);
        object["candidates"] = json!(group.candidates);
        object["fees_fen"] = json!(group.fees_fen);
        object
    };
    json!({
        "session": exam.session.0,
        "by": exam.by.0,
        "region": exam.region,
        "announced_on": exam.announced_on.to_string(),
        "complete": exam.complete,
        "groups": exam.groups.iter().map(group).collect::<Vec<_>>(),
    })
}

fn cohort_json(cohort: &CohortInFlight) -> Value {
    json!({
        "cohort": cohort.cohort.0,
        "by": cohort.by.0,
        "region": cohort.region,
        "heads": cohort.heads,
        "expected_on": cohort.expected_on.to_string(),
        "promise": answer_json(&cohort.promise),
        "bodies": cohort.bodies.iter().map(|body| body.0).collect::<Vec<_>>(),
    })
}

fn answer_json(answer: &Answered) -> Value {
    json!({
        "effect": answer.outcome.name(),
        "protected": answer.protects(),
        "rule": answer.rule,
        "quote": answer.quote,
    })
}

fn name(house: &House, row: RowId) -> String {
    house.law().rows.get(row).map_or(String::new(), |row| row.canonical().to_string())
}

fn organisation(house: &House, id: OrganisationId) -> String {
    house.state().organisation(id).map_or(id.0.to_string(), |o| o.name.clone())
}
