//! `GET /notice` and `GET /notice/{instrument}`: the words of the law, linked to their rules.
//!
//! Who may call it: anyone. In scope: the text with its quotations, rules with readings, unruled
//! words with reasons. Out of scope: cutting the text (`desk::see_instrument`).

use crate::labels::{self, Badge};
use crate::page::{Page, Room, send};
use crate::problem;
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::Outcome;
use desk::ask_law::ReadingView;
use desk::law_words;
use desk::see_instrument::{
    self, InstrumentName, InstrumentView, ParagraphView, QuotedWords, RuleView,
};
use desk::words::Words;

/// Shows the instrument that orders the exits.
pub(super) async fn first(visit: Visit) -> Response {
    let first = see_instrument::list(&visit.house.portal.law).into_iter().next();
    let id = first.expect("a law that loads has an instrument").id;
    get(Path(id), visit).await
}

/// Shows an instrument.
pub(super) async fn get(Path(id): Path<String>, visit: Visit) -> Response {
    let law = &visit.house.portal.law;
    let Some(view) = see_instrument::show(law, &id) else {
        return problem::not_found(visit).await;
    };
    let words = visit.words();
    let page = NoticePage {
        page: Page::new(&visit, Room::Notice, view.name.number.clone()),
        others: see_instrument::list(law),
        paragraphs: view.paragraphs.iter().map(|text| paragraph(words, text)).collect(),
        view: &view,
    };
    send(&visit, StatusCode::OK, &page)
}

#[derive(Template)]
#[template(path = "notice.html")]
struct NoticePage<'v> {
    page: Page<'v>,
    view: &'v InstrumentView,
    others: Vec<InstrumentName>,
    paragraphs: Vec<Paragraph<'v>>,
}

/// A paragraph with its rules as they are shown.
struct Paragraph<'v> {
    text: &'v ParagraphView,
    quoted: Vec<Quoted<'v>>,
    /// Words that carry no rule, with the reason.
    unruled: Vec<(&'v str, &'v str)>,
}

struct Quoted<'v> {
    words: &'v QuotedWords,
    rules: Vec<Rule<'v>>,
}

struct Rule<'v> {
    /// Its place on the page: its id without the instrument.
    anchor: &'v str,
    id: &'v str,
    badge: Badge,
    says: &'v str,
    acts: String,
    overrides: Vec<(String, &'v str)>,
    readings: &'v [ReadingView],
}

fn paragraph<'v>(words: &Words, text: &'v ParagraphView) -> Paragraph<'v> {
    let quoted = |quoted: &'v QuotedWords| Quoted {
        words: quoted,
        rules: quoted.rules.iter().map(|view| rule(words, view)).collect(),
    };
    let unruled = text.unruled.iter();
    let unruled = unruled.map(|one| (one.words.as_str(), law_words::says(words, &one.reason)));
    Paragraph { text, quoted: text.quoted.iter().map(quoted).collect(), unruled: unruled.collect() }
}

fn rule<'v>(words: &Words, rule: &'v RuleView) -> Rule<'v> {
    let acts: Vec<String> = rule.acts.iter().map(|act| labels::act(words, *act)).collect();
    let overridden = |id: &'v String| (labels::rule_address(id), id.as_str());
    Rule {
        anchor: rule.id.split_once('/').map_or(rule.id.as_str(), |(_, anchor)| anchor),
        id: &rule.id,
        badge: labels::outcome(words, Outcome::Effect(rule.effect)),
        says: law_words::says(words, &rule.says),
        acts: acts.join(if words.lang() == desk::words::Lang::Zh { "、" } else { ", " }),
        overrides: rule.overrides.iter().map(overridden).collect(),
        readings: &rule.readings,
    }
}
