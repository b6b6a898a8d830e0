//! Seeing sessions: how far each is, and what its arrangement and archive say.
//!
//! In scope: fields with their labels, in the words of a language. Out of scope: layout, people.
//! What is of a body that was taken over in short form, and not arranged, says so.

use crate::act_words::Field;
use crate::house::House;
use crate::house_error::HouseError;
use crate::session_fault_words::part;
use crate::words::Words;
use register::{Arranged, Session, SessionId, VOLUMES};

/// How far a session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Registration is open.
    Open,
    /// Registration is closed.
    Closed,
    /// Rooms and staff are arranged.
    Arranged,
    /// Candidates signed in.
    SignedIn,
    /// Results are recorded, and public.
    Published,
    /// Results are confirmed.
    Confirmed,
    /// Certificates were issued.
    Issued,
}

/// A session as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionView {
    /// How far it is.
    pub step: Step,
    /// What is known of it, the most important first.
    pub fields: Vec<Field>,
}

/// Returns a session.
///
/// # Errors
/// There is none of that number.
pub fn view(words: &Words, house: &House, id: SessionId) -> Result<SessionView, HouseError> {
    Ok(of(words, house, id, house.session(id)?))
}

/// Returns every session, by number; of one organisation where that was asked for.
///
/// # Errors
/// None at present; the private rows are not read.
pub fn views(
    words: &Words,
    house: &House,
    of_body: Option<u32>,
) -> Result<Vec<SessionView>, HouseError> {
    let all = house.state().sessions();
    let meant = all.filter(|(_, s)| of_body.is_none_or(|body| s.by.0 == body));
    Ok(meant.map(|(id, session)| of(words, house, id, session)).collect())
}

fn step(session: &Session, arranged: Option<&Arranged>) -> Step {
    if session.used.count() != 0 {
        return Step::Issued;
    }
    if session.confirmed_on.is_some() {
        return Step::Confirmed;
    }
    match (session.results.is_some(), arranged, session.closing.is_some()) {
        (true, ..) => Step::Published,
        (_, Some(arranged), _) if arranged.present.is_some() => Step::SignedIn,
        (_, Some(_), _) => Step::Arranged,
        (_, None, true) => Step::Closed,
        (_, None, false) => Step::Open,
    }
}

fn step_words(words: &Words, step: Step) -> String {
    match step {
        Step::Open => words.say("session-step-open", &[]),
        Step::Closed => words.say("session-step-closed", &[]),
        Step::Arranged => words.say("session-step-arranged", &[]),
        Step::SignedIn => words.say("session-step-signed-in", &[]),
        Step::Published => words.say("session-step-published", &[]),
        Step::Confirmed => words.say("session-step-confirmed", &[]),
        Step::Issued => words.say("session-step-issued", &[]),
    }
}

/// Fields as they are gathered.
struct Gathered<'a> {
    words: &'a Words,
    fields: Vec<Field>,
}

impl Gathered<'_> {
    fn put(&mut self, key: &'static str, label: String, value: impl ToString) {
        self.fields.push(Field { key, label, value: value.to_string() });
    }
}

fn of(words: &Words, house: &House, id: SessionId, s: &Session) -> SessionView {
    let arranged = house.state().arrangements().of(id);
    let step = step(s, arranged);
    let row = house.law().rows.get(s.plan.occupation);
    let mut all = Gathered { words, fields: Vec::new() };
    all.put("session", words.say("act-field-session", &[]), id.0);
    all.put("by", words.say("act-field-actor", &[]), s.by.0);
    let occupation = row.map_or("", |row| row.canonical());
    all.put("occupation", words.say("act-field-occupation", &[]), occupation);
    all.put("level", words.say("act-field-level", &[]), s.plan.level.zh());
    all.put("planned_on", words.say("act-field-planned-on", &[]), s.plan.planned_on);
    all.put("step", words.say("session-field-step", &[]), step_words(words, step));
    if let Some(closing) = s.closing {
        all.put("registered", words.say("act-field-registered", &[]), closing.registered);
    }
    match arranged {
        Some(arranged) => arrangement(&mut all, house, id, s, arranged),
        None if s.closing.is_some() => {
            let says = words.say("session-not-arranged", &[]);
            all.put("arranged", words.say("session-field-arranged", &[]), says);
        }
        None => {}
    }
    if let Some(results) = s.results {
        all.put("sat", words.say("act-field-sat", &[]), results.sat);
        all.put("passed", words.say("act-field-passed", &[]), results.passed);
    }
    if let Some(archive) = arranged.and_then(|arranged| arranged.archive.as_ref()) {
        for volume in 0..VOLUMES {
            let name = crate::act_words::volume(words, volume);
            let there = archive.present & 1 << volume != 0;
            let (key, label) = match there {
                true => ("present", words.say("session-volume-present", &[])),
                false => ("missing", words.say("session-volume-missing", &[])),
            };
            all.put(key, label, name);
        }
        let paper = words.say("session-field-paper-until", &[]);
        all.put("paper_until", paper, archive.paper_until);
        let electronic = words.say("session-field-electronic-until", &[]);
        all.put("electronic_until", electronic, archive.electronic_until);
    }
    SessionView { step, fields: all.fields }
}

fn arrangement(
    all: &mut Gathered<'_>,
    house: &House,
    id: SessionId,
    s: &Session,
    arranged: &Arranged,
) {
    let words = all.words;
    if let Ok(standard) = house.standard_of(id) {
        let version = format!("{} {}", standard.zh, standard.version);
        all.put("standard", words.say("session-field-standard", &[]), version);
        for terms in standard.parts_of(s.plan.level) {
            let pass = terms.pass_tenths.value;
            let mut said = words.say(
                "session-part-terms",
                &[
                    ("part", part(words, terms.part).into()),
                    ("pass", format!("{}.{}", pass / 10, pass % 10).into()),
                    ("full", terms.weight.value.to_string().into()),
                    ("minutes", terms.minutes.value.to_string().into()),
                ],
            );
            let figures = [Some(terms.weight), Some(terms.minutes), terms.panel_min];
            if figures.into_iter().flatten().any(|figure| figure.unverified) {
                said.push_str(&words.say("session-unverified", &[]));
            }
            all.put("part", words.say("session-field-part", &[]), said);
        }
        if let Some(results) = s.results.filter(|_| s.confirmed_on.is_none()) {
            let days = standard.publicity_days.value;
            if let Ok(end) = house.law().workdays().add(results.published_on, days) {
                all.put("public_until", words.say("session-field-public-until", &[]), end);
            }
        }
    }
    all.put("site", words.say("session-field-site", &[]), arranged.site);
    all.put("starts", words.say("session-field-from", &[]), arranged.starts);
    all.put("ends", words.say("session-field-until", &[]), arranged.ends);
    for room in &arranged.rooms {
        let said = crate::act_words::room_words(words, room);
        all.put("room", words.say("session-field-room", &[]), said);
    }
    if let Some(present) = arranged.present {
        all.put("present_count", words.say("session-field-present", &[]), present);
    }
    for (n, objection) in arranged.objections.iter().enumerate() {
        let state = match objection.upheld {
            None => words.say("session-objection-open", &[]),
            Some(true) => words.say("session-objection-upheld", &[]),
            Some(false) => words.say("session-objection-dismissed", &[]),
        };
        let said = format!("{n} {} {state}", objection.on);
        all.put("objection", words.say("session-field-objection", &[]), said);
    }
}
