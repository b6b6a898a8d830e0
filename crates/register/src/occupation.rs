//! `OccupationAct`: occupations leave the catalogue or turn toward access-type.
//!
//! Source: 二, 六; readings R-2-2, R-2-4, R-2-6 to R-2-8 (law/2020-80/readings.toml).
//! In scope: announced exits, steps of reclassification, decisions on examinations meanwhile.
//! Out of scope: what follows for examinations and bodies (`law`), bytes (`seal`).
//! I-REG-4: nothing here touches a certificate; it changes what the law answers from a day on.

mod snapshot;

use crate::OrganisationId;
use crate::act::{About, Event, OrganisationKind};
use crate::cell::Cell;
use crate::check::{Desk, require};
use crate::facts;
use crate::refusal::{Breach, Refusal};
use crate::state::State;
use crate::verify::Formed;
use alloc::collections::BTreeMap;
use law::{ExitNotice, Key, RowId};
use vocab::Day;

/// An act about occupations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OccupationAct {
    /// Announces that an occupation leaves.
    AnnounceExit {
        /// The occupation.
        occupation: RowId,
        /// The day since which it has left; without one, the day of the announcement.
        effective_on: Option<Day>,
    },
    /// Records a step of an occupation that is to become access-type.
    Reclassify {
        /// The occupation.
        occupation: RowId,
        /// The step.
        step: Step,
        /// SHA-256 of the legal text that the step rests on.
        basis: [u8; 32],
    },
}

/// A step toward access-type, or away from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A law or regulation was drafted.
    Drafted,
    /// It was enacted.
    Enacted {
        /// The day it has effect.
        effective_on: Day,
    },
    /// The catalogue was changed.
    CatalogueChanged {
        /// The day since which it lists the occupation as access-type.
        on: Day,
    },
    /// It became no access-type: it turned to level assessment.
    TurnedToLevel,
    /// The authority decided that examinations go on meanwhile.
    Continue,
    /// The authority decided that they stop.
    Stop,
}

impl Step {
    /// Returns the name of the step for programs.
    pub const fn name(self) -> &'static str {
        match self {
            Step::Drafted => "drafted",
            Step::Enacted { .. } => "enacted",
            Step::CatalogueChanged { .. } => "catalogue-changed",
            Step::TurnedToLevel => "turned-to-level",
            Step::Continue => "continue",
            Step::Stop => "stop",
        }
    }

    /// Returns the day that the step names besides its own.
    pub const fn day(self) -> Option<Day> {
        match self {
            Step::Enacted { effective_on: day } | Step::CatalogueChanged { on: day } => Some(day),
            Step::Drafted | Step::TurnedToLevel | Step::Continue | Step::Stop => None,
        }
    }

    /// Returns the number of the step in cells of the digest.
    const fn number(self) -> u8 {
        match self {
            Step::Drafted => 1,
            Step::Enacted { .. } => 2,
            Step::CatalogueChanged { .. } => 3,
            Step::TurnedToLevel => 4,
            Step::Continue => 5,
            Step::Stop => 6,
        }
    }
}

/// What is recorded of one occupation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    /// The day its exit was announced, and the day of effect that was named.
    pub announced: Option<(Day, Option<Day>)>,
    /// The day a draft was recorded.
    pub drafted_on: Option<Day>,
    /// The day the enacted law has effect.
    pub enacted_from: Option<Day>,
    /// The day since which the catalogue is changed.
    pub catalogue_from: Option<Day>,
    /// The day it turned to level assessment.
    pub turned_on: Option<Day>,
    /// The last decision on examinations: whether they go on, its day and its basis.
    pub decision: Option<(bool, Day, [u8; 32])>,
}

impl Turn {
    /// Returns the day on which it has become access-type, once every step is recorded.
    pub fn completed_on(&self) -> Option<Day> {
        Some(self.enacted_from?.max(self.catalogue_from?))
    }

    /// Returns what the law asks of it.
    pub fn notice(&self) -> ExitNotice {
        ExitNotice {
            announced_on: self.announced.map(|(on, _)| on),
            effective_on: self.announced.and_then(|(_, effective)| effective),
            access_completed_on: self.completed_on(),
            turned_on: self.turned_on,
        }
    }
}

/// What these acts add up to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Occupations {
    turns: BTreeMap<RowId, Turn>,
}

impl Occupations {
    /// Returns what is recorded of an occupation.
    pub fn turn(&self, row: RowId) -> Turn {
        self.turns.get(&row).copied().unwrap_or_default()
    }

    /// Returns every occupation of which something is recorded, in the order of the annex.
    pub fn all(&self) -> impl Iterator<Item = (RowId, &Turn)> {
        self.turns.iter().map(|(row, turn)| (*row, turn))
    }
}

impl OccupationAct {
    /// Returns the name of its kind, as in docs/formats/entry.cddl.
    pub const fn name(&self) -> &'static str {
        match self {
            OccupationAct::AnnounceExit { .. } => "announce-exit",
            OccupationAct::Reclassify { .. } => "reclassify",
        }
    }

    /// Says what it is about: no organisation and no session.
    pub fn about(&self) -> About {
        About::default()
    }
}

/// Checks an act against the register's order and the law.
pub(crate) fn check(
    desk: &mut Desk<'_>,
    actor: OrganisationId,
    act: &OccupationAct,
) -> Result<(), Refusal> {
    let kind = desk.kind(actor)?;
    match *act {
        OccupationAct::AnnounceExit { occupation, effective_on } => {
            let turn = desk.state.occupations.turn(occupation);
            // R-2-8: what turned to level assessment has left already.
            let stays = turn.announced.is_none() && turn.turned_on.is_none();
            require(stays, Breach::ExitAnnouncedTwice)?;
            // R-2-5: no announcement reaches back.
            require(effective_on.is_none_or(|d| desk.event.on <= d), Breach::DatesOutOfOrder)?;
            ask(desk, law::Act::AnnounceExit, occupation, kind)
        }
        OccupationAct::Reclassify { occupation, step, .. } => {
            let turn = desk.state.occupations.turn(occupation);
            in_turn(&turn, step, desk.event.on)?;
            let act = match step {
                Step::Drafted => law::Act::DraftReclassification,
                _ => law::Act::Reclassify,
            };
            ask(desk, act, occupation, kind)
        }
    }
}

fn ask(
    desk: &mut Desk<'_>,
    act: law::Act,
    row: RowId,
    kind: OrganisationKind,
) -> Result<(), Refusal> {
    let facts = facts::exit(desk.state, row).choice(Key::ActorKind, kind.actor_kind());
    desk.ask(act, row, desk.event.on, &facts, None)
}

/// Steps come in order and once each; an occupation that arrived anywhere takes no other step.
fn in_turn(turn: &Turn, step: Step, on: Day) -> Result<(), Refusal> {
    let open = turn.catalogue_from.is_none() && turn.turned_on.is_none();
    let goes_on = turn.decision.map(|(goes_on, ..)| goes_on);
    let (next, days) = match step {
        Step::Drafted => (turn.drafted_on.is_none() && turn.enacted_from.is_none(), true),
        Step::Enacted { effective_on } => (
            turn.drafted_on.is_some() && turn.enacted_from.is_none(),
            turn.drafted_on <= Some(effective_on),
        ),
        Step::CatalogueChanged { on: from } => {
            (turn.enacted_from.is_some(), turn.drafted_on <= Some(from) && from <= on)
        }
        Step::TurnedToLevel => (true, true),
        Step::Continue => (goes_on != Some(true), true),
        Step::Stop => (goes_on != Some(false), true),
    };
    require(open && next, Breach::StepOutOfOrder)?;
    require(days, Breach::DatesOutOfOrder)
}

/// Applies an act that was checked.
pub(crate) fn apply(state: &mut State, event: &Event, act: &OccupationAct) {
    let on = event.on;
    match *act {
        OccupationAct::AnnounceExit { occupation, effective_on } => {
            let key = Cell::new().u16(occupation.0);
            let value = exit_cell((on, effective_on));
            state.digest.add("exit", key.bytes(), value.bytes());
            state.occupations.turns.entry(occupation).or_default().announced =
                Some((on, effective_on));
        }
        OccupationAct::Reclassify { occupation, step, basis } => {
            let turn = state.occupations.turns.entry(occupation).or_default();
            let key = Cell::new().u16(occupation.0);
            if matches!(step, Step::Continue | Step::Stop) {
                let now = (step == Step::Continue, on, basis);
                let before = turn.decision.replace(now).as_ref().map(decision_cell);
                state.digest.exchange("examinations-of", key, before, Some(decision_cell(&now)));
                return;
            }
            match step {
                Step::Drafted => turn.drafted_on = Some(on),
                Step::Enacted { effective_on } => turn.enacted_from = Some(effective_on),
                Step::CatalogueChanged { on } => turn.catalogue_from = Some(on),
                Step::TurnedToLevel => turn.turned_on = Some(on),
                Step::Continue | Step::Stop => {}
            }
            let key = key.u8(step.number());
            let value = Cell::new().day(on).maybe(step.day(), Cell::day).raw(&basis);
            state.digest.add_past("reclassification", key.bytes(), value.bytes());
        }
    }
}

fn exit_cell((on, effective_on): (Day, Option<Day>)) -> Cell {
    Cell::new().day(on).maybe(effective_on, Cell::day)
}

fn decision_cell((goes_on, on, basis): &(bool, Day, [u8; 32])) -> Cell {
    Cell::new().u8(u8::from(*goes_on)).day(*on).raw(basis)
}

impl Occupations {
    /// Forms the cells again that are held here.
    pub(crate) fn form(&self, formed: &mut Formed) {
        for (row, turn) in &self.turns {
            let key = Cell::new().u16(row.0);
            if let Some(announced) = turn.announced {
                formed.cell("exit", &key, &exit_cell(announced));
            }
            if let Some(decision) = &turn.decision {
                formed.cell("examinations-of", &key, &decision_cell(decision));
            }
        }
    }
}

/// Says whether [`apply`] finds what it needs for an act that nobody checked: it needs nothing.
pub(crate) fn applies(_state: &State, _act: &OccupationAct) -> bool {
    true
}
