//! `GET /search`: occupations and organisations by name or code.
//!
//! Who may call it: anyone. In scope: the form, both lists. Out of scope: finding
//! (`desk::search_register`); people, who are never searched on a page.
//! I-PRI-1: what may be an identity number or the number of a certificate is answered with a hint;
//! neither the page nor any address in it repeats it, and nobody on the way keeps the page. Shorter
//! numbers, of passports for one, look like codes of bodies and are searched as such.

use crate::labels::{self, Badge};
use crate::page::{Page, Room, send_unkept};
use crate::problem;
use crate::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use desk::act_words::body::{organisation_kind, region};
use desk::house_error::HouseError;
use desk::search_register::{BodyHit, Found, OccupationHit, Question, SHOWN};
use desk::search_words::no_question;
use desk::words::Words;

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage<'v> {
    page: Page<'v>,
    holds_register: bool,
    text: String,
    wrong: Option<String>,
    found: Option<Shown>,
}

struct Shown {
    occupations: Vec<OccupationHit>,
    occupations_all: usize,
    bodies: Vec<Row>,
    bodies_all: usize,
}

/// An organisation as it is shown.
struct Row {
    number: u32,
    name: String,
    kind: String,
    region: String,
    standing: Option<Badge>,
    codes: Vec<String>,
}

/// Shows the form, and what was found once something is asked.
pub(super) async fn get(mut visit: Visit) -> Response {
    let text = visit.text("q").unwrap_or_default().to_string();
    let read = match text.is_empty() {
        true => None,
        false => Some(Question::read(&text)),
    };
    if let Some(Err(why)) = read {
        // The frame repeats the query in the address of the other language.
        visit.query.clear();
        // Whatever it was, it may hold somebody's number.
        let wrong = Some(no_question(visit.words(), why));
        return answer(&visit, StatusCode::BAD_REQUEST, String::new(), wrong, None);
    }
    let found = match read.and_then(Result::ok) {
        None => None,
        Some(question) => match search(&visit, question).await {
            Ok(found) => Some(found),
            Err(_) => return problem::unavailable(visit).await,
        },
    };
    answer(&visit, StatusCode::OK, text, None, found)
}

async fn search(visit: &Visit, question: Question) -> Result<Found, HouseError> {
    let asked = question.clone();
    let found = visit.read(move |register, _| register.search(&asked, None, SHOWN)).await;
    let law = visit.house.portal.law.law();
    found.unwrap_or_else(|| Ok(Found::in_law(law, &question, None, SHOWN)))
}

fn answer(
    visit: &Visit,
    status: StatusCode,
    text: String,
    wrong: Option<String>,
    found: Option<Found>,
) -> Response {
    let words = visit.words();
    let found = found.map(|found| Shown {
        occupations: found.occupations,
        occupations_all: found.occupations_all,
        bodies: found.bodies.iter().map(|hit| row(words, hit)).collect(),
        bodies_all: found.bodies_all,
    });
    let page = SearchPage {
        page: Page::new(visit, Room::Elsewhere, words.say("web-search-title", &[])),
        holds_register: visit.house.portal.register.is_some(),
        text,
        wrong,
        found,
    };
    send_unkept(visit, status, &page)
}

fn row(words: &Words, hit: &BodyHit) -> Row {
    Row {
        number: hit.number,
        name: hit.name.clone(),
        kind: organisation_kind(words, hit.kind),
        region: region(words, hit.region),
        standing: hit.standing.map(|standing| labels::body_standing(words, standing)),
        codes: hit.institution.iter().chain(&hit.sites).cloned().collect(),
    }
}
