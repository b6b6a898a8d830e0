//! Sees an open register for readers: the published list of bodies, one body with its history, one
//! yes or no, what is recorded of occupations.
//!
//! In scope: reading what was asked, answering in views that hold no house: out of memory first,
//! and then out of the entries that memory names, which never change (`beside`).
//! Out of scope: where a body stood (`see_bodies`), layout (edges).
//! Failure: seeing only reads, and nothing out of a state that may not be the log's.
//! I-PRI-1: a register shows organisations, never people.

use crate::asked::{self, AskError};
use crate::beside::Beside;
use crate::house::House;
use crate::house_error::HouseError;
use crate::search_register::{BodyIndex, Found, Question, SearchKind};
use crate::see_bodies::{BodyRow, HistoryRow, SeeBodies, WasRecognised};
use crate::see_ready::Check;
use crate::see_turns::Recorded;
use crate::session_sheets::{line, sheet};
use crate::words::Words;
use register::{CentreOf, OrganisationId, OrganisationKind, SiteState};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, PoisonError};
use store::Reader;
use vocab::{Day, Instant, Level};

/// A register that is open elsewhere, for whoever only reads.
#[derive(Clone)]
pub struct Reading {
    pub(crate) beside: Beside,
    /// Names to search, of its own lock: who searches does not hold up who acts.
    index: Arc<Mutex<BodyIndex>>,
}

/// What is asked of bodies, as it was written.
#[derive(Clone, Copy, Debug, Default)]
pub struct AskBodies<'a> {
    /// The day; not written, it is the present day in China.
    pub on: Option<&'a str>,
    /// The instant of knowledge; not written, it is the present.
    pub known_at: Option<&'a str>,
    /// An occupation's name, printed or corrected.
    pub occupation: Option<&'a str>,
    /// A level.
    pub level: Option<&'a str>,
    /// A region: two digits or a name.
    pub region: Option<&'a str>,
}

/// Why a question about the register was not answered.
#[derive(Debug, thiserror::Error)]
pub enum SeeError {
    /// What was asked cannot be read.
    #[error(transparent)]
    Ask(#[from] AskError),
    /// The register cannot be read.
    #[error(transparent)]
    House(#[from] HouseError),
}

/// The list on a day.
#[derive(Clone, Debug)]
pub struct BodiesView {
    /// The day.
    pub on: Day,
    /// The instant of knowledge.
    pub known_at: Instant,
    /// The bodies asked for, by number.
    pub bodies: Vec<BodyLine>,
    json: Value,
}

/// A body of the list with its scope by occupation.
#[derive(Clone, Debug)]
pub struct BodyLine {
    /// The body.
    pub row: BodyRow,
    /// Its scope: occupations by name, each with its levels.
    pub scope: Vec<(String, Vec<Level>)>,
}

/// One organisation as a body.
#[derive(Clone, Debug)]
pub struct BodyView {
    /// Its number.
    pub number: u32,
    /// Its name.
    pub name: String,
    /// What kind it is now.
    pub kind: OrganisationKind,
    /// Its region.
    pub region: Option<u8>,
    /// To whom it belongs, by number and name.
    pub parent: Option<(u32, String)>,
    /// Whose centre it is or was.
    pub centre_of: CentreOf,
    /// Whether its recognition was taken over (the short form).
    pub short_form: bool,
    /// How it stands on the day asked about; nothing where it was not recognised by then.
    pub now: Option<BodyLine>,
    /// Its sites.
    pub sites: Vec<SiteState>,
    /// What happened to its recognition, in the order of days.
    pub history: Vec<HistoryRow>,
}

/// A yes or no with what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The day.
    pub on: Day,
    /// The instant of knowledge.
    pub known_at: Instant,
    /// The occupation by its name.
    pub occupation: String,
    /// The level.
    pub level: Level,
    /// The answer.
    pub found: WasRecognised,
}

impl Reading {
    /// Returns a reader of the house.
    pub fn of(house: Arc<Mutex<House>>) -> Reading {
        Reading { beside: Beside::of(house), index: Arc::default() }
    }

    /// Searches the law and the register for what was typed, at most so many of each kind.
    ///
    /// # Errors
    /// [`HouseError::OutOfStep`].
    pub fn search(
        &self,
        question: &Question,
        kind: Option<SearchKind>,
        limit: usize,
    ) -> Result<Found, HouseError> {
        let mut index = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        let names = self.beside.memory(|house| index.behind(house))?;
        if let Some(names) = names {
            *index = BodyIndex::of(names);
        }
        let mut found = Found::in_law(self.beside.law(), question, kind, limit);
        if kind != Some(SearchKind::Occupation) {
            let (bodies, all) = index.find(question, limit);
            let show = |house: &mut House| house.show_found(&bodies);
            (found.bodies, found.bodies_all) = (self.beside.memory(show)?, all);
        }
        Ok(found)
    }

    /// Returns every check of whether the register can be used now. It waits for acts under way.
    pub fn ready(&self) -> Vec<Check> {
        self.beside.held().ready()
    }

    /// Returns what is recorded of occupations.
    ///
    /// # Errors
    /// An entry cannot be read, or [`HouseError::OutOfStep`].
    pub fn turns(&self) -> Result<Recorded, HouseError> {
        let look = |house: &mut House| house.places.turns().to_vec();
        let turns = self.beside.memory(look)?;
        self.beside.store(|reader| Recorded::read(reader, self.beside.law(), &turns))
    }

    /// Returns the list of bodies.
    ///
    /// # Errors
    /// What was asked cannot be read, or [`HouseError::OutOfStep`].
    pub fn bodies(&self, ask: &AskBodies<'_>) -> Result<BodiesView, SeeError> {
        self.beside.memory(|house| {
            let see = read(house, ask)?;
            let rows = house.bodies(&see);
            let json = json!({
                "on": see.on.to_string(), "known_at": see.known_at.to_string(),
                "bodies": rows.iter().map(|row| row.to_json(house)).collect::<Vec<_>>(),
            });
            let bodies = rows.into_iter().map(|row| line_of(house, row)).collect();
            Ok(BodiesView { on: see.on, known_at: see.known_at, bodies, json })
        })?
    }

    /// Returns an organisation as a body, or nothing where none has the number.
    ///
    /// # Errors
    /// The day cannot be read, or an entry cannot, or [`HouseError::OutOfStep`].
    pub fn body(
        &self,
        words: &Words,
        number: u32,
        ask: &AskBodies<'_>,
    ) -> Result<Option<BodyView>, SeeError> {
        let id = OrganisationId(number);
        let whole = AskBodies { on: ask.on, known_at: ask.known_at, ..AskBodies::default() };
        let seen = self.beside.memory(|house| body_view(house, words, id, &whole))??;
        let Some(mut view) = seen else { return Ok(None) };
        let law = self.beside.law();
        let cite =
            |reader: &dyn Reader| view.history.iter_mut().try_for_each(|row| row.cite(reader, law));
        self.beside.store(cite)?;
        Ok(Some(view))
    }

    /// Says whether a body was recognised for an occupation and level; nothing where both are not
    /// given, or no organisation has the number.
    ///
    /// # Errors
    /// What was asked cannot be read, or the entry it rests on cannot, or
    /// [`HouseError::OutOfStep`].
    pub fn was_recognised(
        &self,
        number: u32,
        ask: &AskBodies<'_>,
    ) -> Result<Option<Answered>, SeeError> {
        let law = self.beside.law();
        let answered = self.beside.memory(|house| {
            let (see, id) = (read(house, ask)?, OrganisationId(number));
            let (Some(row), Some(level), Some(_)) =
                (see.occupation, see.level, house.state().organisation(id))
            else {
                return Ok::<_, SeeError>(None);
            };
            let (on, known_at) = (see.on, see.known_at);
            let found = house.recognised_by(id, (row, level), on, known_at);
            let occupation = law.rows.get(row).map_or("", |row| row.canonical()).to_string();
            Ok(Some(Answered { on, known_at, occupation, level, found }))
        })??;
        let Some(mut answered) = answered else { return Ok(None) };
        self.beside.store(|reader| answered.found.cite(reader, law))?;
        Ok(Some(answered))
    }
}

/// Returns an organisation as a body out of memory: its history does not cite its rules yet.
fn body_view(
    house: &House,
    words: &Words,
    id: OrganisationId,
    ask: &AskBodies<'_>,
) -> Result<Option<BodyView>, SeeError> {
    let Some(organisation) = house.state().organisation(id) else { return Ok(None) };
    let see = read(house, ask)?;
    let (state, bodies) = (house.state(), house.state().bodies());
    let name = |id| state.organisation(id).map_or(String::new(), |o| o.name.clone());
    let now = house.bodies(&see).into_iter().find(|row| row.id == id);
    Ok(Some(BodyView {
        number: id.0,
        name: organisation.name.clone(),
        kind: state.kind_of(id).unwrap_or(organisation.kind),
        region: state.region_of(id),
        parent: bodies.parent(id).map(|parent| (parent.0, name(parent))),
        centre_of: state.centre_of(id),
        short_form: bodies.is_short_form(id),
        now: now.map(|row| line_of(house, row)),
        sites: bodies.sites_of(id).cloned().collect(),
        history: house.changes_of(words, id),
    }))
}

fn read(house: &House, ask: &AskBodies<'_>) -> Result<SeeBodies, AskError> {
    let now = house.now();
    // What a virtual clock recorded may lie ahead of this machine's.
    let latest = house.state().recorded_at().map_or(now, |last| last.max(now));
    let known_at = ask.known_at.map(|text| text.parse().map_err(AskError::KnownAt)).transpose()?;
    let region = |text: &str| match text.parse::<u8>() {
        Ok(code) => Ok(code),
        Err(_) => asked::region(text).map(|region| region.code()),
    };
    Ok(SeeBodies {
        on: ask.on.map_or_else(|| Ok(now.day_in_china()), asked::day)?,
        known_at: known_at.unwrap_or(latest),
        occupation: ask.occupation.map(|name| asked::occupation(house.law(), name)).transpose()?,
        level: ask.level.map(asked::level).transpose()?,
        region: ask.region.map(region).transpose()?,
    })
}

fn line_of(house: &House, row: BodyRow) -> BodyLine {
    BodyLine { scope: house.scope_by_occupation(&row.scope), row }
}

impl BodiesView {
    /// Returns the list as one object, as `body list --json` prints it.
    pub fn to_json(&self) -> &Value {
        &self.json
    }

    /// Returns the list as a sheet of one line a body; occupations stand with the digits of their
    /// levels.
    pub fn to_csv(&self) -> Vec<u8> {
        let heading = ["number", "name", "region", "standing", "since", "until", "short_form"];
        let mut lines = vec![format!("{},scope,sites", line(heading))];
        lines.extend(self.bodies.iter().map(|body| {
            let levels = |all: &[Level]| all.iter().map(|one| one.code()).collect::<String>();
            let scope = body.scope.iter().map(|(name, all)| format!("{name} {}", levels(all)));
            let row = &body.row;
            line([
                &row.id.0.to_string(),
                &row.name,
                &row.region.map_or(String::new(), |code| code.to_string()),
                row.standing,
                &row.since.to_string(),
                &row.until.map_or(String::new(), |day| day.to_string()),
                if row.short_form { "yes" } else { "no" },
                &scope.collect::<Vec<_>>().join("; "),
                &row.sites.join("; "),
            ])
        }));
        sheet(lines)
    }
}

impl BodyView {
    /// Returns the body as one object, with the answer to what was asked.
    pub fn to_json(&self, answered: Option<&Answered>) -> Value {
        let asked = |one: &Answered| {
            let mut object = one.found.to_json(one.on, one.known_at);
            object["occupation"] = one.occupation.as_str().into();
            object["level"] = one.level.code().to_string().into();
            object
        };
        json!({
            "number": self.number, "name": self.name, "region": self.region,
            "parent": self.parent.as_ref().map(|(number, _)| number),
            "centre_of": self.centre_of.fact(), "short_form": self.short_form,
            "standing": self.now.as_ref().map(|now| now.row.standing),
            "until": self.now.as_ref().and_then(|now| now.row.until).map(|day| day.to_string()),
            "sites": self.sites.iter().map(crate::see_bodies::site).collect::<Vec<_>>(),
            "history": self.history.iter().map(HistoryRow::to_json).collect::<Vec<_>>(),
            "was_recognised": answered.map(asked),
        })
    }
}
