//! `GET /bodies`: the published list of evaluation bodies on a day; `GET /bodies.json` and
//! `GET /bodies.csv`: the same list for programs and spreadsheets.
//!
//! Who may call it: anyone. In scope: filters, the three forms.
//! Out of scope: who stood where (`desk::see_bodies`).

use crate::labels::{self, Badge};
use crate::page::{Page, Room, send};
use crate::problem::{self, Near};
use crate::visit::Visit;
use askama::Template;
use axum::Json;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use desk::act_words::body;
use desk::law_words::ask_error;
use desk::see_register::{AskBodies, BodiesView, BodyLine, SeeError};
use desk::words::Words;
use std::collections::BTreeMap;
use vocab::{Day, Level, Region};

/// What was asked for, as it was written.
#[derive(Clone, Default)]
pub(super) struct Asked {
    pub(super) on: Option<String>,
    pub(super) known_at: Option<String>,
    pub(super) occupation: Option<String>,
    pub(super) level: Option<String>,
    pub(super) region: Option<String>,
}

impl Asked {
    pub(super) fn of(visit: &Visit) -> Asked {
        let text = |name| visit.text(name).map(str::to_string);
        Asked {
            on: text("on"),
            known_at: text("known_at"),
            occupation: text("occupation"),
            level: text("level"),
            region: text("region"),
        }
    }

    pub(super) fn ask(&self) -> AskBodies<'_> {
        AskBodies {
            on: self.on.as_deref(),
            known_at: self.known_at.as_deref(),
            occupation: self.occupation.as_deref(),
            level: self.level.as_deref(),
            region: self.region.as_deref(),
        }
    }
}

async fn list(visit: &Visit) -> Option<Result<BodiesView, SeeError>> {
    let asked = Asked::of(visit);
    visit.read(move |register, _| register.bodies(&asked.ask())).await
}

/// Shows the list.
pub(super) async fn page(visit: Visit) -> Response {
    let form = Asked::of(&visit);
    let (status, shown, wrong, near) = match list(&visit).await {
        None => (StatusCode::OK, None, None, Vec::new()),
        Some(Ok(view)) => (StatusCode::OK, Some(view), None, Vec::new()),
        Some(Err(SeeError::House(_))) => return problem::unavailable(visit).await,
        Some(Err(SeeError::Ask(error))) => {
            let near = problem::near(&visit, &error);
            (problem::status(&error), None, Some(ask_error(visit.words(), &error)), near)
        }
    };
    let words = visit.words();
    let rows = shown.as_ref().map(|view| view.bodies.iter().map(|b| row(words, b)).collect());
    let page = BodiesPage {
        page: Page::new(&visit, Room::Bodies, words.say("web-bodies", &[])),
        holds_register: visit.house.portal.register.is_some(),
        on: shown.as_ref().map(|view| view.on),
        rows,
        form,
        wrong,
        near,
    };
    send(&visit, status, &page)
}

/// Answers with the list as one object.
pub(super) async fn json(visit: Visit) -> Response {
    match list(&visit).await {
        Some(Ok(view)) => Json(view.to_json()).into_response(),
        other => for_programs(&visit, other.and_then(Result::err)),
    }
}

/// Answers with the list as a sheet.
pub(super) async fn csv(visit: Visit) -> Response {
    match list(&visit).await {
        Some(Ok(view)) => {
            let name = format!("attachment; filename=\"bodies-{}.csv\"", view.on);
            let kind = "text/csv; charset=utf-8".to_string();
            ([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, name)], view.to_csv()).into_response()
        }
        other => for_programs(&visit, other.and_then(Result::err)),
    }
}

/// Answers a program with what is wrong; without an error there is no register.
pub(super) fn for_programs(visit: &Visit, error: Option<SeeError>) -> Response {
    let words = visit.words();
    let told = |said: String| Json(BTreeMap::from([("error", said)]));
    let (status, said) = match error {
        None => (StatusCode::NOT_IMPLEMENTED, words.say("web-bodies-no-register", &[])),
        Some(SeeError::Ask(error)) => (problem::status(&error), ask_error(words, &error)),
        Some(SeeError::House(_)) => {
            let said = told(words.say("web-unavailable-message", &[]));
            return problem::ask_later(said.into_response());
        }
    };
    (status, told(said)).into_response()
}

#[derive(Template)]
#[template(path = "bodies.html")]
struct BodiesPage<'v> {
    page: Page<'v>,
    holds_register: bool,
    form: Asked,
    on: Option<Day>,
    rows: Option<Vec<Row>>,
    wrong: Option<String>,
    near: Vec<Near>,
}

impl BodiesPage<'_> {
    fn has_short_form(&self) -> bool {
        self.rows.iter().flatten().any(|row| row.short_form)
    }
}

/// A body as it is shown.
struct Row {
    number: u32,
    name: String,
    short_form: bool,
    region: String,
    standing: Badge,
    since: Day,
    until: Option<Day>,
    scope: Vec<(String, Vec<Level>)>,
}

fn row(words: &Words, line: &BodyLine) -> Row {
    Row {
        number: line.row.id.0,
        name: line.row.name.clone(),
        short_form: line.row.short_form,
        region: body::region(words, line.row.region),
        standing: labels::body_standing(words, line.row.standing),
        since: line.row.since,
        until: line.row.until,
        scope: line.scope.clone(),
    }
}
