//! What is shown of examinations: one, all, who has not chosen, the money.
//!
//! In scope: both forms of the answers. Out of scope: what is seen (`desk`).
//! Failure: the commands only read.

use crate::aligned::aligned;
use crate::commands::register_folder::RegisterFolder;
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, output};
use desk::SessionId;
use desk::reconcile::{Difference, Reconciliation};
use desk::see_exams::{ExamView, Stand, yuan};
use desk::words::Words;
use serde_json::{Value, json};
use vocab::Day;

/// Arguments of questions about all examinations.
#[derive(Debug, clap::Args)]
pub(crate) struct Seeing {
    #[command(flatten)]
    register: RegisterFolder,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Arguments of questions about one examination.
#[derive(Debug, clap::Args)]
pub(crate) struct OfSession {
    #[command(flatten)]
    seeing: Seeing,
    /// The examination, by its number.
    #[arg(long, value_name = "NUMBER")]
    session: u32,
}

/// Arguments of `exam reminders`.
#[derive(Debug, clap::Args)]
pub(crate) struct Reminders {
    #[command(flatten)]
    seeing: Seeing,
    /// The day; without it, today in China.
    #[arg(long, value_name = "DAY")]
    on: Option<Day>,
    /// Days after the exit from which reminders are due.
    #[arg(long, value_name = "N", default_value = "7")]
    after: i32,
}

/// Shows one examination.
pub(crate) fn show(context: &Context, arguments: &OfSession) -> Result<Exit, Fault> {
    let house = arguments.seeing.register.open_to_read(context)?;
    let view = house.see_exam(SessionId(arguments.session)).map_err(Fault::House)?;
    let ended = house.state().exams().ended(view.id);
    if arguments.seeing.json {
        let mut object = exam_json(&view);
        if let Some((day, end)) = ended {
            object["ended"] = json!({
                "on": day.to_string(),
                "certified": end.certified,
                "not_passed": end.not_passed,
                "refunded": end.refunded,
                "withdrew": end.withdrew,
                "received_fen": end.received_fen,
                "refunded_fen": end.refunded_fen,
            });
        }
        output::answer_json(&object)?;
        return Ok(Exit::Yes);
    }
    let words = &context.words;
    let plan = &view.session.plan;
    let mut rows = vec![
        (words.say("exam-number", &[]), view.id.0.to_string()),
        (words.say("exam-occupation", &[]), format!("{} {}", view.occupation, plan.level.zh())),
        (words.say("exam-by", &[]), view.by.0.to_string()),
        (words.say("exam-region", &[]), view.region.clone().unwrap_or("-".into())),
        (words.say("exam-announced", &[]), view.session.announced_on.to_string()),
        (words.say("exam-until", &[]), plan.registration_until.to_string()),
        (words.say("exam-planned", &[]), plan.planned_on.to_string()),
        (words.say("exam-stand", &[]), stand(words, view.stand)),
    ];
    rows.extend(counts(words, &view));
    if let Some((day, end)) = ended {
        rows.push((words.say("exam-ended-on", &[]), day.to_string()));
        rows.push((words.say("exam-received", &[]), yuan(end.received_fen)));
        rows.push((words.say("exam-refunded-money", &[]), yuan(end.refunded_fen)));
    }
    let rows: Vec<Vec<String>> = rows.into_iter().map(|(label, said)| vec![label, said]).collect();
    output::answer(&aligned(&rows))?;
    Ok(Exit::Yes)
}

/// Lists every examination.
pub(crate) fn list(context: &Context, arguments: &Seeing) -> Result<Exit, Fault> {
    let house = arguments.register.open_to_read(context)?;
    let views = house.see_exams().map_err(Fault::House)?;
    if arguments.json {
        let exams: Vec<Value> = views.iter().map(exam_json).collect();
        output::answer_json(&json!({ "exams": exams }))?;
        return Ok(Exit::Yes);
    }
    let words = &context.words;
    let mut rows = vec![vec![
        words.say("exam-number", &[]),
        words.say("exam-occupation", &[]),
        words.say("exam-stand", &[]),
        words.say("exam-accepted", &[]),
        words.say("exam-continued", &[]),
        words.say("exam-refunded", &[]),
        words.say("exam-undecided", &[]),
        words.say("exam-withdrew", &[]),
        words.say("exam-certified", &[]),
    ]];
    for view in &views {
        let mut row =
            vec![view.id.0.to_string(), view.occupation.clone(), stand(words, view.stand)];
        row.extend(counts(words, view).into_iter().map(|(_, count)| count));
        rows.push(row);
    }
    output::answer(&aligned(&rows))?;
    Ok(Exit::Yes)
}

/// Lists who has not chosen.
pub(crate) fn reminders(context: &Context, arguments: &Reminders) -> Result<Exit, Fault> {
    let Reminders { seeing, on, after } = arguments;
    let house = seeing.register.open_to_read(context)?;
    let on = on.unwrap_or_else(|| house.now().day_in_china());
    let due = house.reminders(on, *after).map_err(Fault::House)?;
    if seeing.json {
        let due: Vec<Value> = due
            .iter()
            .map(|r| json!({ "session": r.session.0, "place": r.place, "days": r.days }))
            .collect();
        output::answer_json(&json!({ "on": on.to_string(), "reminders": due }))?;
        return Ok(Exit::Yes);
    }
    let words = &context.words;
    let mut rows = vec![vec![
        words.say("exam-number", &[]),
        words.say("exam-place", &[]),
        words.say("exam-days-since", &[]),
    ]];
    let row = |r: &desk::close_exam::Reminder| {
        vec![r.session.0.to_string(), r.place.to_string(), r.days.to_string()]
    };
    rows.extend(due.iter().map(row));
    output::answer(&aligned(&rows))?;
    Ok(Exit::Yes)
}

/// Compares the money. Differences are told with exit code 1.
pub(crate) fn reconcile(context: &Context, arguments: &OfSession) -> Result<Exit, Fault> {
    let house = arguments.seeing.register.open_to_read(context)?;
    let made = house.reconcile(SessionId(arguments.session)).map_err(Fault::House)?;
    let exit = if made.differences.is_empty() { Exit::Yes } else { Exit::Refused };
    let words = &context.words;
    let differences: Vec<String> = made.differences.iter().map(|d| difference(words, d)).collect();
    if arguments.seeing.json {
        output::answer_json(&money_json(&made, &differences))?;
        return Ok(exit);
    }
    let rows: Vec<Vec<String>> = [
        (words.say("exam-received", &[]), made.received_fen),
        (words.say("exam-refunded-money", &[]), made.refunded_fen),
        (words.say("exam-kept-certified", &[]), made.certified_fen),
        (words.say("exam-kept-not-passed", &[]), made.not_passed_fen),
        (words.say("exam-kept-withdrew", &[]), made.withdrew_fen),
        (words.say("exam-kept-open", &[]), made.open_fen),
    ]
    .into_iter()
    .map(|(label, fen)| vec![label, yuan(fen)])
    .collect();
    let mut text = aligned(&rows);
    match differences.as_slice() {
        [] => text.push_str(&format!("{}\n", words.say("exam-reconciles", &[]))),
        all => all.iter().for_each(|line| text.push_str(&format!("{line}\n"))),
    }
    output::answer(&text)?;
    Ok(exit)
}

fn money_json(made: &Reconciliation, differences: &[String]) -> Value {
    json!({
        "received_fen": made.received_fen,
        "refunded_fen": made.refunded_fen,
        "kept_fen": made.kept_fen(),
        "certified_fen": made.certified_fen,
        "not_passed_fen": made.not_passed_fen,
        "withdrew_fen": made.withdrew_fen,
        "open_fen": made.open_fen,
        "differences": differences,
    })
}

fn difference(words: &Words, difference: &Difference) -> String {
    let place = |place: &u32| ("place", (*place).into());
    let two = |a: String, b: String| [("one", a.into()), ("other", b.into())];
    match difference {
        Difference::Unpaid(of) => words.say("exam-differs-unpaid", &[place(of)]),
        Difference::PaidUnsettled(of) => words.say("exam-differs-paid", &[place(of)]),
        Difference::OtherSum(of, paid, fee) => {
            let [one, other] = two(yuan(*paid), yuan(*fee));
            words.say("exam-differs-sum", &[place(of), one, other])
        }
        Difference::Waits(of) => words.say("exam-differs-waits", &[place(of)]),
        Difference::OtherCount(log, rows) => {
            words.say("exam-differs-count", &two(log.to_string(), rows.to_string()))
        }
        Difference::OtherMoney(received, back) => {
            words.say("exam-differs-money", &two(yuan(*received), yuan(*back)))
        }
        Difference::ChoicesDoNotOpen => words.say("exam-differs-choices", &[]),
        Difference::EndsDoNotOpen => words.say("exam-differs-ends", &[]),
    }
}

fn counts(words: &Words, view: &ExamView) -> Vec<(String, String)> {
    let tally = &view.tally;
    vec![
        (words.say("exam-accepted", &[]), tally.accepted.to_string()),
        (words.say("exam-continued", &[]), tally.continued.to_string()),
        (words.say("exam-refunded", &[]), tally.refunded.to_string()),
        (words.say("exam-undecided", &[]), tally.undecided.to_string()),
        (words.say("exam-withdrew", &[]), tally.withdrew.to_string()),
        (words.say("exam-certified", &[]), view.certified.to_string()),
    ]
}

fn stand(words: &Words, stand: Stand) -> String {
    match stand {
        Stand::Announced => words.say("exam-stand-announced", &[]),
        Stand::Closed => words.say("exam-stand-closed", &[]),
        Stand::Complete => words.say("exam-stand-complete", &[]),
        Stand::Held => words.say("exam-stand-held", &[]),
        Stand::Ended => words.say("exam-stand-ended", &[]),
    }
}

fn exam_json(view: &ExamView) -> Value {
    let (plan, tally) = (&view.session.plan, &view.tally);
    json!({
        "session": view.id.0,
        "by": view.by.0,
        "region": view.region,
        "occupation": view.occupation,
        "level": plan.level.zh(),
        "announced_on": view.session.announced_on.to_string(),
        "registration_until": plan.registration_until.to_string(),
        "planned_on": plan.planned_on.to_string(),
        "stand": view.stand.name(),
        "accepted": tally.accepted,
        "continued": tally.continued,
        "refunded": tally.refunded,
        "undecided": tally.undecided,
        "withdrew": tally.withdrew,
        "certified": view.certified,
    })
}
