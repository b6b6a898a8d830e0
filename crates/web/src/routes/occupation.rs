//! `GET /occupation/{row}`: one occupation on a day: names, departments, days, what can be done.
//!
//! Who may call it: anyone. The row is named by its corrected or printed name.
//! Out of scope: standings and decisions (`desk::see_catalogue`).

use crate::labels::{self, Badge};
use crate::page::{Page, Room, send};
use crate::problem;
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::ask_law::Says;
use desk::law_words;
use desk::see_catalogue::{self, ActNow, CorrectionView, OccupationView, Scheme, See};
use desk::see_turns::RecordedStep;
use desk::words::{Value, Words};
use vocab::Day;

/// Shows the occupation, or the nearest names where there is none of that name.
pub(super) async fn get(Path(name): Path<String>, visit: Visit) -> Response {
    let recorded = match visit.read(|register, _| register.turns()).await.transpose() {
        Ok(recorded) => recorded,
        Err(_) => return problem::unavailable(visit).await,
    };
    let portal = &visit.house.portal;
    let today = See { recorded: recorded.as_ref(), ..See::default() };
    let see = See { on: visit.text("on"), ..today };
    let shown = match see_catalogue::show(&portal.law, &*portal.clock, &name, &see) {
        Ok(view) => view,
        // The name is right and the day is not: the form stays, with what is wrong.
        Err(error) if problem::near(&visit, &error).is_empty() => {
            let today = see_catalogue::show(&portal.law, &*portal.clock, &name, &today);
            let Ok(view) = today else { return problem::asked_wrongly(&visit, &error) };
            let wrong = law_words::ask_error(visit.words(), &error);
            let page = OccupationPage::of(&visit, view, Some(wrong));
            return send(&visit, problem::status(&error), &page);
        }
        Err(error) => return problem::asked_wrongly(&visit, &error),
    };
    send(&visit, StatusCode::OK, &OccupationPage::of(&visit, shown, None))
}

#[derive(Template)]
#[template(path = "occupation.html")]
struct OccupationPage<'v> {
    page: Page<'v>,
    view: OccupationView,
    correction: Option<Corrected>,
    on: String,
    wrong: Option<String>,
    standing: Badge,
    fate: String,
    left: String,
    assumed: String,
    recorded: Vec<Taken>,
    groups: Vec<Group>,
    unanswered: Option<String>,
}

/// How a name was corrected.
struct Corrected {
    id: String,
    confidence: String,
    evidence: String,
}

/// The acts of one scheme.
struct Group {
    title: String,
    acts: Vec<Line>,
}

/// An act with its answer.
struct Line {
    name: &'static str,
    label: String,
    badge: Badge,
    cited: Option<Citation>,
    needs: String,
}

/// The words an answer rests on.
struct Citation {
    says: String,
    quote: String,
    source: String,
    address: String,
    relayed: bool,
}

impl<'v> OccupationPage<'v> {
    fn of(visit: &'v Visit, view: OccupationView, wrong: Option<String>) -> OccupationPage<'v> {
        let words = visit.words();
        let acts = view.acts.as_deref().unwrap_or_default();
        let assumed = match &view.assumed {
            Some(one) => {
                let says = law_words::says(words, &one.says).to_string();
                words.say("web-assumed", &[("says", Value::from(says))])
            }
            None => words.say("web-from-register", &[]),
        };
        let corrected = |one: &CorrectionView| Corrected {
            id: one.id.clone(),
            confidence: law_words::confidence(words, &one.confidence),
            evidence: law_words::says(words, &one.evidence).to_string(),
        };
        OccupationPage {
            correction: view.row.correction.as_ref().map(corrected),
            page: Page::new(visit, Room::Board, view.row.name.best().to_string()),
            on: visit.text("on").map_or_else(|| view.on.to_string(), str::to_string),
            wrong,
            standing: labels::standing(words, view.row.standing),
            fate: labels::fate(words, view.row.fate),
            left: labels::days_left(words, view.row.days_left),
            assumed,
            recorded: view.recorded.iter().map(|step| taken(words, step)).collect(),
            groups: vec![
                group(words, words.say("catalogue-old", &[]), Scheme::Old, acts),
                group(words, words.say("catalogue-new", &[]), Scheme::New, acts),
            ],
            unanswered: view.acts.as_ref().err().map(|error| law_words::ask_error(words, error)),
            view,
        }
    }
}

/// A step that a register has recorded.
struct Taken {
    on: Day,
    says: String,
    entry: u64,
    recorded_at: String,
    rule: Option<(String, String)>,
}

fn taken(words: &Words, step: &RecordedStep) -> Taken {
    Taken {
        on: step.on,
        says: step.says(words),
        entry: step.entry,
        recorded_at: step.recorded_at.to_string(),
        rule: step.rule.clone(),
    }
}

fn group(words: &Words, title: String, scheme: Scheme, acts: &[ActNow]) -> Group {
    let of_it = acts.iter().filter(|act| act.scheme == scheme);
    Group { title, acts: of_it.map(|act| line(words, act)).collect() }
}

fn line(words: &Words, act: &ActNow) -> Line {
    let cited = act.cited.as_ref().map(|cited| Citation {
        says: law_words::says(words, &cited.says).to_string(),
        quote: cited.quote.clone(),
        source: format!("{} {}", cited.number, cited.article),
        address: labels::rule_address(&cited.rule),
        relayed: cited.relayed,
    });
    Line {
        name: act.act.name,
        label: labels::act(words, act.act),
        badge: labels::outcome(words, act.effect),
        cited,
        needs: needs(words, &act.needs),
    }
}

/// Returns what the facts say, which an answer still needs.
fn needs(words: &Words, facts: &[&'static str]) -> String {
    let all = desk::ask_law::facts();
    let says = |name: &&'static str| -> Option<Says> {
        all.iter().find(|fact| fact.name == *name).map(|fact| fact.says.clone())
    };
    let said = facts.iter().filter_map(says);
    let said: Vec<String> = said.map(|s| law_words::says(words, &s).to_string()).collect();
    said.join(if words.lang() == desk::words::Lang::Zh { "；" } else { "; " })
}
