//! The second count of occupations: which has left on a day, which is examined meanwhile, and how
//! far each of the seven has come toward access-type.
//!
//! Source: 二; readings R-2-2, R-2-4, R-2-5, R-2-7, R-2-8.
//! In scope: days, from the plan of the notice and from what is recorded. Also what the world goes
//! by. Out of scope: who may record it.

use crate::world::failure::Broken;
use law::{FateKind, Law, RowId};
use register::{Event, OccupationAct, PublicAct, Scheme, Step};
use std::collections::HashMap;
use vocab::Day;

/// What is recorded of an occupation.
#[derive(Clone, Copy, Debug, Default)]
struct Turn {
    /// The first day after the exit that was announced.
    leaves: Option<Day>,
    drafted: bool,
    enacted: bool,
    /// The catalogue is changed, or the occupation turned to level assessment.
    arrived: bool,
    turned_on: Option<Day>,
    goes_on: Option<bool>,
}

/// Whether an examination may be announced, accepted or held on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Examined {
    /// It goes on.
    Yes,
    /// The occupation has left.
    Left,
    /// The authority stopped it.
    Stopped,
    /// Nobody has said (R-2-4).
    Unsaid,
}

/// The second count.
#[derive(Default)]
pub(crate) struct Occupations {
    turns: HashMap<RowId, Turn>,
}

fn planned(fate: FateKind) -> Option<Day> {
    match fate {
        FateKind::Batch(1) => Day::from_ymd(2020, 9, 30),
        FateKind::Batch(_) | FateKind::Access => Day::from_ymd(2020, 12, 31),
    }
}

impl Occupations {
    fn turn(&self, row: RowId) -> Turn {
        self.turns.get(&row).copied().unwrap_or_default()
    }

    /// Says how an examination stands on a day.
    pub(crate) fn examined(&self, law: &Law, row: RowId, on: Day) -> Examined {
        let turn = self.turn(row);
        let fate = law.rows.get(row).map_or(FateKind::Access, |row| row.fate);
        let planned = planned(fate);
        match (fate, turn.turned_on) {
            (FateKind::Access, Some(day)) if day <= on => Examined::Left,
            (FateKind::Access, Some(_)) => Examined::Yes,
            (FateKind::Access, None) if Some(on) <= planned => Examined::Yes,
            (FateKind::Access, None) => match turn.goes_on {
                Some(true) => Examined::Yes,
                Some(false) => Examined::Stopped,
                None => Examined::Unsaid,
            },
            _ if planned < Some(on) || turn.leaves.is_some_and(|day| day <= on) => Examined::Left,
            _ => Examined::Yes,
        }
    }

    /// Says whether an occupation takes further steps.
    pub(crate) fn is_open(&self, row: RowId) -> bool {
        !self.turn(row).arrived
    }

    /// Says whether its exit was announced.
    pub(crate) fn is_announced(&self, row: RowId) -> bool {
        self.turn(row).leaves.is_some()
    }

    /// Returns the last decision on examinations.
    pub(crate) fn goes_on(&self, row: RowId) -> Option<bool> {
        self.turn(row).goes_on
    }

    /// Compares what an act touched.
    pub(crate) fn touched(&mut self, law: &Law, event: &Event) -> Result<(), Broken> {
        let right = match &event.act {
            PublicAct::Announce(plan) if plan.scheme == Scheme::Qualification => {
                self.examined(law, plan.occupation, event.on) == Examined::Yes
            }
            PublicAct::Occupation(act) => self.turns(law, event.on, act),
            _ => true,
        };
        if right {
            return Ok(());
        }
        let what = format!("{:?} on {}", event.act, event.on);
        Err(Broken::Invariant { id: "occupations", what })
    }

    fn turns(&mut self, law: &Law, on: Day, act: &OccupationAct) -> bool {
        let (OccupationAct::AnnounceExit { occupation, .. }
        | OccupationAct::Reclassify { occupation, .. }) = *act;
        let access = law.rows.get(occupation).is_some_and(|row| row.fate == FateKind::Access);
        let turn = self.turns.entry(occupation).or_default();
        let open = !turn.arrived;
        match *act {
            OccupationAct::AnnounceExit { effective_on, .. } => {
                let leaves = effective_on.unwrap_or(on);
                !access && on <= leaves && turn.leaves.replace(leaves).is_none()
            }
            OccupationAct::Reclassify { step, .. } => {
                access
                    && open
                    && match step {
                        Step::Drafted => !std::mem::replace(&mut turn.drafted, true),
                        Step::Enacted { .. } => {
                            turn.drafted && !std::mem::replace(&mut turn.enacted, true)
                        }
                        Step::CatalogueChanged { .. } => {
                            turn.arrived = true;
                            turn.enacted
                        }
                        Step::TurnedToLevel => {
                            (turn.arrived, turn.turned_on) = (true, Some(on));
                            true
                        }
                        Step::Continue => turn.goes_on.replace(true) != Some(true),
                        Step::Stop => turn.goes_on.replace(false) != Some(false),
                    }
            }
        }
    }
}
