//! The catalogue on a day: which occupation is listed, about to leave, gone, or turning to
//! access-type.
//!
//! Source: 二 and the annex; readings R-2-1, R-2-2, R-2-4, R-2-5.
//! In scope: standing, planned and actual days. Out of scope: what may be done then (`decide`).
//! Planned is not actual: both are kept and shown.

use crate::annex::RowId;
use crate::fact::{Facts, Key};
use crate::instrument::FateKind;
use crate::load::Law;
use alloc::string::String;
use alloc::vec::Vec;
use vocab::{Day, Instant};

/// Where an occupation stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// In the catalogue, and no instrument in force orders otherwise.
    Listed,
    /// Still in the catalogue; its exit is planned.
    ExitPlanned,
    /// Out of the catalogue.
    Exited,
    /// In the catalogue; to be turned into access-type.
    AccessPending,
    /// Turned into access-type.
    Access,
}

impl Standing {
    /// Every standing.
    pub const ALL: [Standing; 5] = [
        Standing::Listed,
        Standing::ExitPlanned,
        Standing::Exited,
        Standing::AccessPending,
        Standing::Access,
    ];

    /// Returns the name used in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Standing::Listed => "listed",
            Standing::ExitPlanned => "exit_planned",
            Standing::Exited => "exited",
            Standing::AccessPending => "access_pending",
            Standing::Access => "access",
        }
    }
}

/// What has been announced or completed for a row; nothing recorded is the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExitNotice {
    /// The day the exit was announced.
    pub announced_on: Option<Day>,
    /// The day of effect it names, if it names one.
    pub effective_on: Option<Day>,
    /// The day reclassification was completed.
    pub access_completed_on: Option<Day>,
    /// The day an occupation that was to become access-type turned to level assessment (R-2-8).
    pub turned_on: Option<Day>,
}

impl ExitNotice {
    /// Adds what is recorded, or that nothing is, to the facts of a case.
    pub fn facts(&self, facts: Facts) -> Facts {
        let put = |facts: Facts, key, day: Option<Day>| match day {
            Some(day) => facts.day(key, day),
            None => facts.none(key),
        };
        let facts = put(facts, Key::ExitAnnouncedOn, self.turned_on.or(self.announced_on));
        let facts = put(facts, Key::ExitEffectiveOn, self.effective_on);
        let facts = put(facts, Key::AccessCompletedOn, self.access_completed_on);
        match self.turned_on {
            Some(_) => facts.flag(Key::TurnedToLevel, true),
            None => facts,
        }
    }
}

/// An occupation in the catalogue on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogueEntry {
    /// Its row.
    pub row: RowId,
    /// The name to use, as known.
    pub name: String,
    /// Where it stands.
    pub standing: Standing,
    /// The planned last day of the old scheme, or of reclassification.
    pub planned_last_day: Day,
    /// The first day after the exit, once it has come; or the day of reclassification.
    pub actual_day: Option<Day>,
    /// Days from the day asked about to the last day; nothing once it has come.
    pub days_left: Option<i32>,
}

impl Law {
    /// Returns the occupation's entry on a day, as known at an instant.
    pub fn entry(
        &self,
        id: RowId,
        on: Day,
        known_at: Instant,
        notice: &ExitNotice,
    ) -> Option<CatalogueEntry> {
        let row = self.rows.get(id)?;
        let ordered =
            self.instruments.iter().find(|i| i.fates.iter().any(|f| f.kind == row.fate))?;
        let planned = ordered.fates.iter().find(|f| f.kind == row.fate)?.last_day;
        let known = ordered.known_from <= known_at && ordered.effective <= on;
        let last_day = last_day(planned, ordered.effective, notice);
        let (standing, actual_day) = match row.fate {
            _ if !known => (Standing::Listed, None),
            FateKind::Batch(_) if last_day < on => (Standing::Exited, Some(last_day.plus_days(1))),
            FateKind::Batch(_) => (Standing::ExitPlanned, None),
            FateKind::Access => match (notice.turned_on, notice.access_completed_on) {
                (Some(day), _) if day <= on => (Standing::Exited, Some(day)),
                (_, Some(day)) if day <= on => (Standing::Access, Some(day)),
                _ => (Standing::AccessPending, None),
            },
        };
        let waiting = matches!(standing, Standing::ExitPlanned | Standing::AccessPending);
        let left = if row.fate == FateKind::Access { planned.0 - on.0 } else { last_day.0 - on.0 };
        Some(CatalogueEntry {
            row: id,
            name: row.name(known_at).into(),
            standing,
            planned_last_day: planned,
            actual_day,
            days_left: (waiting && 0 <= left).then_some(left),
        })
    }

    /// Returns every occupation's entry, in the order of the annex.
    pub fn catalogue(
        &self,
        on: Day,
        known_at: Instant,
        notice: impl Fn(RowId) -> ExitNotice,
    ) -> Vec<CatalogueEntry> {
        self.rows.ids().filter_map(|id| self.entry(id, on, known_at, &notice(id))).collect()
    }
}

/// The same day that a case derives from the same facts (`case::last_day`); a test holds them
/// equal.
fn last_day(planned: Day, in_force: Day, notice: &ExitNotice) -> Day {
    let Some(announced) = notice.announced_on else { return planned };
    let effect = notice.effective_on.map_or(announced, |day| day.max(announced));
    planned.min(effect.max(in_force).plus_days(-1))
}
