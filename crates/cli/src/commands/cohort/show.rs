//! What is shown of cohorts: one, all, promises at risk.
//!
//! In scope: both forms of the answers. Out of scope: what is seen (`desk::see_cohorts`).
//! Failure: the commands only read.

use crate::aligned::aligned;
use crate::commands::register_folder::RegisterFolder;
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, output};
use desk::act_words::cohort::{members, plan, unmet_reason};
use desk::house::House;
use desk::house_error::HouseError;
use desk::{Cohort, CohortId};
use serde_json::{Value, json};
use vocab::Day;

/// Arguments of questions about all cohorts.
#[derive(Debug, clap::Args)]
pub(crate) struct Seeing {
    #[command(flatten)]
    register: RegisterFolder,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Arguments of questions about one cohort.
#[derive(Debug, clap::Args)]
pub(crate) struct OfCohort {
    #[command(flatten)]
    seeing: Seeing,
    /// The cohort, by its number.
    #[arg(long, value_name = "NUMBER")]
    cohort: u32,
}

/// Arguments of `cohort at-risk`.
#[derive(Debug, clap::Args)]
pub(crate) struct AtRisk {
    #[command(flatten)]
    seeing: Seeing,
    /// The day; without it, today in China.
    #[arg(long, value_name = "DAY")]
    on: Option<Day>,
    /// Days to completion within which a promise is looked at.
    #[arg(long, value_name = "N", default_value = "365")]
    within: i32,
}

/// Shows one cohort.
pub(crate) fn show(context: &Context, arguments: &OfCohort) -> Result<Exit, Fault> {
    let house = arguments.seeing.register.open_to_read(context)?;
    let id = CohortId(arguments.cohort);
    let cohort = house.state().cohorts().get(id);
    let cohort = cohort.ok_or(Fault::House(HouseError::NoCohort(id.0)))?;
    if arguments.seeing.json {
        output::answer_json(&cohort_json(&house, id, cohort))?;
        return Ok(Exit::Yes);
    }
    let words = &context.words;
    let a = &cohort.admission;
    let said = |day: Option<Day>| day.map_or("-".to_string(), |day| day.to_string());
    let promised = if house.promised(cohort) {
        words.say("cohort-promised", &[])
    } else {
        words.say("cohort-not-promised", &[])
    };
    let named: Vec<String> = cohort.named.iter().map(|(body, _)| body.0.to_string()).collect();
    let mut rows = vec![
        (words.say("act-field-cohort", &[]), id.0.to_string()),
        (words.say("act-field-members", &[]), members(words, a.kind)),
        (words.say("exam-by", &[]), cohort.by.0.to_string()),
        (
            words.say("exam-occupation", &[]),
            format!("{} {}", name(&house, a.occupation), a.level.zh()),
        ),
        (words.say("act-field-plan", &[]), plan(words, a.plan)),
        (words.say("act-field-cohort-region", &[]), a.region.to_string()),
        (words.say("act-field-admitted-on", &[]), a.admitted_on.to_string()),
        (words.say("act-field-expected-on", &[]), a.expected_on.to_string()),
        (words.say("act-field-completed-on", &[]), said(cohort.completed_on)),
        (words.say("act-field-heads", &[]), cohort.heads.to_string()),
        (words.say("cohort-promise", &[]), promised),
        (words.say("act-field-named-body", &[]), named.join(" ")),
    ];
    if let Some((_, ends)) = &cohort.ends {
        for (session, count) in &ends.certified {
            let said =
                [("session", session.0.to_string().into()), ("count", count.to_string().into())];
            let line = words.say("cohort-certified-in", &said);
            rows.push((words.say("act-field-certified", &[]), line));
        }
        for (why, count) in &ends.unmet {
            let why = unmet_reason(words, *why).into();
            let said = [("reason", why), ("count", count.to_string().into())];
            let line = words.say("cohort-unmet-line", &said);
            rows.push((words.say("act-field-unmet", &[]), line));
        }
    }
    let rows: Vec<Vec<String>> = rows.into_iter().map(|(label, said)| vec![label, said]).collect();
    output::answer(&aligned(&rows))?;
    Ok(Exit::Yes)
}

/// Lists every cohort.
pub(crate) fn list(context: &Context, arguments: &Seeing) -> Result<Exit, Fault> {
    let house = arguments.register.open_to_read(context)?;
    let cohorts = house.state().cohorts();
    if arguments.json {
        let all: Vec<Value> = cohorts.all().map(|(id, c)| cohort_json(&house, id, c)).collect();
        output::answer_json(&json!({ "cohorts": all }))?;
        return Ok(Exit::Yes);
    }
    let words = &context.words;
    let mut rows = vec![vec![
        words.say("act-field-cohort", &[]),
        words.say("exam-occupation", &[]),
        words.say("act-field-heads", &[]),
        words.say("act-field-admitted-on", &[]),
        words.say("act-field-expected-on", &[]),
        words.say("act-field-completed-on", &[]),
        words.say("cohort-promise", &[]),
    ]];
    for (id, cohort) in cohorts.all() {
        let a = &cohort.admission;
        let promised = if house.promised(cohort) {
            words.say("cohort-promised", &[])
        } else {
            words.say("cohort-not-promised", &[])
        };
        rows.push(vec![
            id.0.to_string(),
            format!("{} {}", name(&house, a.occupation), a.level.zh()),
            cohort.heads.to_string(),
            a.admitted_on.to_string(),
            a.expected_on.to_string(),
            cohort.completed_on.map_or("-".into(), |day| day.to_string()),
            promised,
        ]);
    }
    output::answer(&aligned(&rows))?;
    Ok(Exit::Yes)
}

/// Lists promises that nobody can keep yet.
pub(crate) fn at_risk(context: &Context, arguments: &AtRisk) -> Result<Exit, Fault> {
    let AtRisk { seeing, on, within } = arguments;
    let house = seeing.register.open_to_read(context)?;
    let on = on.unwrap_or_else(|| house.now().day_in_china());
    let risks = house.at_risk(on, *within);
    if seeing.json {
        let risks: Vec<Value> = risks
            .iter()
            .map(|risk| {
                let expiring: Vec<u32> = risk.expiring.iter().map(|body| body.0).collect();
                json!({
                    "cohort": risk.cohort.0,
                    "completes_on": risk.completes_on.to_string(),
                    "days_left": risk.days_left,
                    "promised": risk.promised,
                    "expiring": expiring,
                })
            })
            .collect();
        output::answer_json(&json!({ "on": on.to_string(), "at_risk": risks }))?;
        return Ok(Exit::Yes);
    }
    let words = &context.words;
    let mut rows = vec![vec![
        words.say("act-field-cohort", &[]),
        words.say("exam-occupation", &[]),
        words.say("cohort-completes-on", &[]),
        words.say("cohort-days-left", &[]),
        words.say("cohort-promise", &[]),
        words.say("cohort-expiring", &[]),
    ]];
    for risk in &risks {
        let Some(cohort) = house.state().cohorts().get(risk.cohort) else { continue };
        let promised = if risk.promised {
            words.say("cohort-promised", &[])
        } else {
            words.say("cohort-not-promised", &[])
        };
        let expiring: Vec<String> = risk.expiring.iter().map(|body| body.0.to_string()).collect();
        rows.push(vec![
            risk.cohort.0.to_string(),
            name(&house, cohort.admission.occupation),
            risk.completes_on.to_string(),
            risk.days_left.to_string(),
            promised,
            expiring.join(" "),
        ]);
    }
    output::answer(&aligned(&rows))?;
    Ok(Exit::Yes)
}

fn name(house: &House, row: desk::RowId) -> String {
    house.law().rows.get(row).map_or(String::new(), |row| row.canonical().to_string())
}

fn cohort_json(house: &House, id: CohortId, cohort: &Cohort) -> Value {
    let a = &cohort.admission;
    let ends = cohort.ends.as_ref().map(|(day, ends)| {
        let certified: Vec<Value> =
            ends.certified.iter().map(|(s, n)| json!({ "session": s.0, "count": n })).collect();
        let unmet: Vec<Value> =
            ends.unmet.iter().map(|(r, n)| json!({ "reason": r.name(), "count": n })).collect();
        json!({ "on": day.to_string(), "certified": certified, "unmet": unmet })
    });
    json!({
        "cohort": id.0,
        "by": cohort.by.0,
        "occupation": name(house, a.occupation),
        "level": a.level.zh(),
        "region": a.region,
        "admitted_on": a.admitted_on.to_string(),
        "expected_on": a.expected_on.to_string(),
        "completed_on": cohort.completed_on.map(|day| day.to_string()),
        "heads": cohort.heads,
        "promised": house.promised(cohort),
        "named": cohort.named.iter().map(|(body, _)| body.0).collect::<Vec<_>>(),
        "ends": ends,
    })
}
