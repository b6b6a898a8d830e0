//! `GET /may-i`: asks whether an act may be done, for exactly the facts that matter, and says why.
//!
//! Who may call it: anyone; the question holds no personal data, so it is an address that can be
//! passed on. In scope: reading the question, keeping what was given.
//! Out of scope: deciding (`desk::ask_law`), the inputs (`fields`), the answer (`answer`).

use crate::labels;
use crate::page::{Page, Room, send};
use crate::problem::{self, Near};
use crate::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use desk::ask_law::{self, Ask, FactView};
use desk::law_words;
use desk::see_catalogue::{self, See};
use vocab::Region;

mod answer;
mod fields;

use answer::Answer;
use fields::{Field, Kind};

/// Shows the form, and the answer once an act and an occupation are named.
pub(super) async fn get(visit: Visit) -> Response {
    let mut asking = Asking::of(&visit);
    let words = visit.words();
    let (act, occupation) = (asking.act, asking.occupation);
    if act.is_none() && occupation.is_none() {
        return asking.send(StatusCode::OK);
    }
    let (Some(act), Some(occupation)) = (act, occupation) else {
        asking.wrong = Some(words.say("web-ask-both", &[]));
        return asking.send(StatusCode::BAD_REQUEST);
    };
    let facts = fields::given(&visit, &asking.known);
    let portal = &visit.house.portal;
    let ask = Ask {
        act,
        occupation,
        on: &asking.on,
        facts: &facts,
        known_at: None,
        region: asking.region,
    };
    match ask_law::ask(&portal.law, &*portal.clock, &ask) {
        Ok(view) => {
            asking.needed = view.needs.iter().map(|need| Field::needed(&visit, need)).collect();
            asking.answer = Some(Answer::of(words, &view));
            asking.send(StatusCode::OK)
        }
        Err(error) => {
            asking.near = problem::near(&visit, &error);
            asking.wrong = Some(law_words::ask_error(words, &error));
            asking.send(problem::status(&error))
        }
    }
}

/// A question as far as it was asked, and what was made of it.
struct Asking<'v> {
    visit: &'v Visit,
    known: Vec<FactView>,
    act: Option<&'v str>,
    occupation: Option<&'v str>,
    on: String,
    region: Option<&'v str>,
    needed: Vec<Field>,
    answer: Option<Answer>,
    wrong: Option<String>,
    near: Vec<Near>,
}

impl<'v> Asking<'v> {
    fn of(visit: &'v Visit) -> Asking<'v> {
        let today = || visit.house.portal.clock.now().day_in_china().to_string();
        Asking {
            visit,
            known: ask_law::facts(),
            act: visit.text("act"),
            occupation: visit.text("occupation"),
            on: visit.text("on").map_or_else(today, str::to_string),
            region: visit.text("region"),
            needed: Vec::new(),
            answer: None,
            wrong: None,
            near: Vec::new(),
        }
    }

    fn send(self, status: StatusCode) -> Response {
        let visit = self.visit;
        let words = visit.words();
        let portal = &visit.house.portal;
        let catalogue = see_catalogue::list(&portal.law, &*portal.clock, &See::default());
        let catalogue = catalogue.expect("the present day can be asked about");
        let given = self.known.iter().filter_map(|fact| Field::given(visit, fact));
        let needed = |field: &Field| self.needed.iter().any(|need| need.name == field.name);
        let page = MayIPage {
            page: Page::new(visit, Room::MayI, words.say("web-may-i", &[])),
            acts: ask_law::acts().iter().map(|a| (a.name, labels::act(words, *a))).collect(),
            occupations: catalogue.rows.iter().map(|row| row.name.best().to_string()).collect(),
            regions: Region::all(),
            given: given.filter(|field| !needed(field)).collect(),
            act: self.act.unwrap_or_default(),
            occupation: self.occupation.unwrap_or_default(),
            readable_day: self.on.parse::<vocab::Day>().is_ok(),
            on: self.on,
            region: self.region.unwrap_or_default(),
            needed: self.needed,
            answer: self.answer,
            wrong: self.wrong,
            near: self.near,
        };
        send(visit, status, &page)
    }
}

#[derive(Template)]
#[template(path = "may_i.html")]
struct MayIPage<'v> {
    page: Page<'v>,
    acts: Vec<(&'static str, String)>,
    occupations: Vec<String>,
    regions: &'static [Region],
    act: &'v str,
    occupation: &'v str,
    on: String,
    readable_day: bool,
    region: &'v str,
    needed: Vec<Field>,
    given: Vec<Field>,
    answer: Option<Answer>,
    wrong: Option<String>,
    near: Vec<Near>,
}

impl MayIPage<'_> {
    /// Says whether a region is the one chosen, by whichever of its names.
    fn chosen(&self, region: &Region) -> bool {
        [region.name(), region.short()].contains(&self.region)
            || region.code().to_string() == self.region
    }
}
