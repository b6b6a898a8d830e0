//! `GET /bodies/{number}`: one body with its history, and whether it was recognised for an
//! occupation and level on a day; `GET /bodies/{number}.json`: the same for programs.
//!
//! Who may call it: anyone. In scope: the form and its answer, the two forms of the page.
//! Out of scope: who stood where (`desk::see_bodies`).

use super::bodies::{Asked, for_programs};
use crate::labels::{self, Badge};
use crate::page::{Page, Room, send};
use crate::problem::{self, Near};
use crate::visit::Visit;
use askama::Template;
use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use desk::act_words::body;
use desk::law_words::ask_error;
use desk::see_register::{Answered, AskBodies, BodyView, SeeError};
use desk::words::{Value, Words};
use vocab::Level;

type Seen = Result<Option<(BodyView, Result<Option<Answered>, SeeError>)>, SeeError>;

/// Shows the body, or answers a program where the number ends in `.json`.
pub(super) async fn get(Path(name): Path<String>, visit: Visit) -> Response {
    let (number, for_program) = match name.strip_suffix(".json") {
        Some(number) => (number, true),
        None => (name.as_str(), false),
    };
    let Ok(number) = number.parse::<u32>() else { return problem::not_found(visit).await };
    let form = Asked::of(&visit);
    let asked = form.clone();
    let seen = visit.read(move |register, words| -> Seen {
        // A day that cannot be read leaves the history, with what is wrong.
        let ask = asked.ask();
        let answered = register.was_recognised(number, &ask);
        let ask = if answered.is_ok() { ask } else { AskBodies::default() };
        Ok(register.body(words, number, &ask)?.map(|view| (view, answered)))
    });
    let (view, answered) = match seen.await {
        Some(Ok(Some(found))) => found,
        Some(Ok(None)) => return problem::not_found(visit).await,
        Some(Err(error)) if for_program => return for_programs(&visit, Some(error)),
        Some(Err(_)) => return problem::unavailable(visit).await,
        None if for_program => return for_programs(&visit, None),
        None => return without_register(&visit),
    };
    match answered {
        Err(error) if for_program => for_programs(&visit, Some(error)),
        Err(SeeError::House(_)) => problem::unavailable(visit).await,
        Ok(answered) if for_program => Json(view.to_json(answered.as_ref())).into_response(),
        answered => show(&visit, view, form, answered),
    }
}

fn show(
    visit: &Visit,
    view: BodyView,
    form: Asked,
    answered: Result<Option<Answered>, SeeError>,
) -> Response {
    let words = visit.words();
    let half = form.occupation.is_some() != form.level.is_some();
    let (status, answer, wrong, near) = match answered {
        Err(SeeError::Ask(error)) => {
            let near = problem::near(visit, &error);
            (problem::status(&error), None, Some(ask_error(words, &error)), near)
        }
        Err(SeeError::House(_)) | Ok(None) if half => {
            let both = words.say("web-body-ask-both", &[]);
            (StatusCode::BAD_REQUEST, None, Some(both), Vec::new())
        }
        Err(SeeError::House(_)) | Ok(None) => (StatusCode::OK, None, None, Vec::new()),
        Ok(Some(answered)) => {
            (StatusCode::OK, Some(answer(words, &view, answered)), None, Vec::new())
        }
    };
    let page = BodyPage {
        page: Page::new(visit, Room::Bodies, view.name.clone()),
        shown: Some(shown(words, view)),
        form,
        answer,
        wrong,
        near,
    };
    send(visit, status, &page)
}

fn without_register(visit: &Visit) -> Response {
    let page = BodyPage {
        page: Page::new(visit, Room::Bodies, visit.words().say("web-bodies", &[])),
        shown: None,
        form: Asked::default(),
        answer: None,
        wrong: None,
        near: Vec::new(),
    };
    send(visit, StatusCode::OK, &page)
}

#[derive(Template)]
#[template(path = "body.html")]
struct BodyPage<'v> {
    page: Page<'v>,
    shown: Option<Shown>,
    form: Asked,
    answer: Option<Answer>,
    wrong: Option<String>,
    near: Vec<Near>,
}

/// The body as it is shown.
struct Shown {
    view: BodyView,
    standing: Badge,
    kind: String,
    region: String,
    centre: String,
}

fn shown(words: &Words, view: BodyView) -> Shown {
    let standing = view.now.as_ref().map_or("not-yet", |now| now.row.standing);
    Shown {
        standing: labels::body_standing(words, standing),
        kind: body::organisation_kind(words, view.kind),
        region: body::region(words, view.region),
        centre: body::centre_of(words, view.centre_of),
        view,
    }
}

/// A yes or no as it is shown.
struct Answer {
    class: &'static str,
    badge: Badge,
    says: String,
    known_at: String,
    asked: Answered,
}

fn answer(words: &Words, view: &BodyView, asked: Answered) -> Answer {
    let standing = labels::body_standing(words, asked.found.standing);
    let what = format!("{} {}", asked.occupation, asked.level.zh());
    let said = [
        ("name", Value::from(view.name.clone())),
        ("what", what.into()),
        ("on", asked.on.to_string().into()),
        ("standing", standing.text.clone().into()),
    ];
    let (class, says) = match asked.found.yes {
        true => ("permit", words.say("body-was-yes", &said)),
        false => ("forbid", words.say("body-was-no", &said)),
    };
    Answer { class, badge: standing, says, known_at: asked.known_at.to_string(), asked }
}
