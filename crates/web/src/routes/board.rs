//! `GET /`: the exit board: every occupation of the annex by batch, on a chosen day.
//!
//! Who may call it: anyone. In scope: search, filters, counts, the day.
//! Out of scope: standings (`desk::see_catalogue`).

use crate::labels::{self, Badge};
use crate::page::{Page, Room, send};
use crate::problem::{self, Near};
use crate::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use desk::see_catalogue::{self, CatalogueRow, CatalogueView, See};
use desk::see_turns::Recorded;
use desk::words::Words;
use desk::{FateKind, Standing};
use std::collections::BTreeSet;
use vocab::Day;

/// Shows the board.
pub(super) async fn get(visit: Visit) -> Response {
    let recorded = match visit.read(|register, _| register.turns()).await.transpose() {
        Ok(recorded) => recorded,
        Err(_) => return problem::unavailable(visit).await,
    };
    let form = Form::of(&visit, recorded.as_ref());
    let portal = &visit.house.portal;
    let words = visit.words();
    let page = Page::new(&visit, Room::Board, words.say("web-board", &[]));
    let see = |see: &See<'_>| see_catalogue::list(&portal.law, &*portal.clock, see);
    match see(&form.see) {
        Err(error) => {
            let wrong = desk::law_words::ask_error(words, &error);
            // Without a day there is no board; the departments do not depend on it.
            let today = see(&See { recorded: recorded.as_ref(), ..See::default() })
                .expect("the present day can be asked about");
            let board = BoardPage {
                departments: departments(&today),
                days: Vec::new(),
                shown: None,
                wrong: Some(wrong),
                near: Vec::new(),
                page,
                form,
            };
            send(&visit, problem::status(&error), &board)
        }
        Ok(view) => {
            let all = See { on: form.see.on, recorded: recorded.as_ref(), ..See::default() };
            let all = see(&all).expect("the same day was read before");
            let near = if view.rows.is_empty() { near(&visit, &form.see) } else { Vec::new() };
            let board = BoardPage {
                departments: departments(&all),
                days: notable_days(&all),
                shown: Some(Board::of(words, &all, &view)),
                wrong: None,
                near,
                page,
                form,
            };
            send(&visit, StatusCode::OK, &board)
        }
    }
}

#[derive(Template)]
#[template(path = "board.html")]
struct BoardPage<'v> {
    page: Page<'v>,
    form: Form<'v>,
    departments: BTreeSet<String>,
    days: Vec<Day>,
    shown: Option<Board>,
    wrong: Option<String>,
    near: Vec<Near>,
}

/// What was asked for, as it was written.
struct Form<'v> {
    see: See<'v>,
    standings: Vec<(&'static str, String)>,
}

impl<'v> Form<'v> {
    fn of(visit: &'v Visit, recorded: Option<&'v Recorded>) -> Form<'v> {
        let see = See {
            on: visit.text("on"),
            known_at: None,
            name: visit.text("q"),
            department: visit.text("department"),
            fate: visit.text("fate"),
            standing: visit.text("standing"),
            recorded,
        };
        let words = visit.words();
        let label = |s: Standing| (s.name(), labels::standing(words, s).text);
        Form { see, standings: Standing::ALL.into_iter().map(label).collect() }
    }

    fn is(&self, field: &Option<&str>, value: &str) -> bool {
        *field == Some(value)
    }
}

/// The rows on a day.
struct Board {
    on: Day,
    shown: usize,
    total: usize,
    groups: Vec<Group>,
}

/// The rows with one fate. The counts are over all of them, shown or not.
struct Group {
    fate: &'static str,
    label: String,
    total: usize,
    planned: Option<Day>,
    left: Option<String>,
    /// How many stand where.
    counts: Vec<(Badge, usize)>,
    lines: Vec<Line>,
}

/// A row as it is shown.
struct Line {
    name: String,
    printed: Option<String>,
    item: u16,
    qualification: String,
    departments: String,
    standing: Badge,
    planned: Option<Day>,
    actual: Option<Day>,
    left: String,
}

impl Board {
    fn of(words: &Words, all: &CatalogueView, view: &CatalogueView) -> Board {
        let fates =
            [Some(FateKind::Batch(1)), Some(FateKind::Batch(2)), Some(FateKind::Access), None];
        let groups = fates.into_iter().map(|fate| group(words, fate, all, view));
        Board {
            on: view.on,
            shown: view.rows.len(),
            total: view.rows_total,
            groups: groups.filter(|group| 0 < group.total).collect(),
        }
    }
}

fn group(
    words: &Words,
    fate: Option<FateKind>,
    all: &CatalogueView,
    view: &CatalogueView,
) -> Group {
    let of_it: Vec<&CatalogueRow> = all.rows.iter().filter(|row| row.fate == fate).collect();
    let counts = Standing::ALL.into_iter().filter_map(|standing| {
        let count = of_it.iter().filter(|row| row.standing == standing).count();
        (0 < count).then(|| (labels::standing(words, standing), count))
    });
    let first = of_it.first();
    let left = first.and_then(|row| row.days_left);
    Group {
        fate: fate.map_or("", |fate| fate.name()),
        label: labels::fate(words, fate),
        total: of_it.len(),
        planned: first.and_then(|row| row.planned_last_day),
        left: left.map(|days| labels::days_left(words, Some(days))),
        counts: counts.collect(),
        lines: view.rows.iter().filter(|row| row.fate == fate).map(|r| line(words, r)).collect(),
    }
}

fn line(words: &Words, row: &CatalogueRow) -> Line {
    Line {
        name: row.name.best().to_string(),
        printed: row.name.canonical.as_ref().map(|_| row.name.printed.clone()),
        item: row.name.item,
        qualification: row.name.qualification.clone(),
        departments: row.departments.join("、"),
        standing: labels::standing(words, row.standing),
        planned: row.planned_last_day,
        actual: row.actual_day,
        left: labels::days_left(words, row.days_left),
    }
}

fn departments(view: &CatalogueView) -> BTreeSet<String> {
    view.rows.iter().flat_map(|row| row.departments.iter().cloned()).collect()
}

/// Returns each planned last day and the day after it: the days on which something changes.
fn notable_days(view: &CatalogueView) -> Vec<Day> {
    let planned: BTreeSet<Day> = view.rows.iter().filter_map(|row| row.planned_last_day).collect();
    planned.into_iter().flat_map(|day| [day, Day(day.0 + 1)]).collect()
}

/// Returns the occupations whose names are near a search that found nothing.
fn near(visit: &Visit, see: &See<'_>) -> Vec<Near> {
    let portal = &visit.house.portal;
    let Some(name) = see.name else { return Vec::new() };
    let day = See { on: see.on, ..See::default() };
    match see_catalogue::show(&portal.law, &*portal.clock, name, &day) {
        Err(error) => problem::near(visit, &error),
        Ok(found) => {
            let name = &found.row.name;
            let label = desk::law_words::row_name(visit.words(), name);
            vec![Near { name: name.best().to_string(), label }]
        }
    }
}
