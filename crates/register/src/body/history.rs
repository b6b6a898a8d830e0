//! What a body was recognised for, day by day: granted, amended, renewed, suspended, removed.
//!
//! Source: 五, 六; readings R-5-3, R-5-4, R-5-5, R-5-32.
//! In scope: the changes of each body in order, and the standing on a day as known at an instant.
//! Out of scope: whether a change may be made (`changing`), what follows for a session (`law`).
//! Invariant: the days of a body's changes never decrease.

use crate::OrganisationId;
use crate::body::Bodies;
use crate::body::application::BodyReason;
use crate::cell::Cell;
use crate::state::State;
use alloc::vec::Vec;
use law::RowId;
use vocab::{Day, Instant, Level};

/// What a recognition says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Occupation and level.
    pub scope: Vec<(RowId, Level)>,
    /// The day of publication.
    pub published_on: Option<Day>,
    /// The last day; nothing when a short form is silent (R-5-3).
    pub until: Option<Day>,
    /// Whether it may certify people it does not employ.
    pub covers_outsiders: bool,
    /// Asserted: a standard exists for the whole scope.
    pub standard_exists: bool,
}

/// What changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BodyChanged {
    /// It was recognised; the bool says by the short form, which takes over what was recognised
    /// before this register.
    Granted(Terms, bool),
    /// Its scope is another.
    Amended(Vec<(RowId, Level)>, bool),
    /// It lasts until another day.
    Renewed(Day),
    /// It is suspended: one occupation or all, until a last day or a reinstatement.
    Suspended(Option<RowId>, Option<Day>, BodyReason),
    /// A suspension of the same reach ends.
    Reinstated(Option<RowId>),
    /// It was removed from the list.
    Removed(BodyReason),
}

/// A change of a body's recognition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyChange {
    /// The day of effect.
    pub on: Day,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// The index of its entry in the log; of no meaning in an excerpt.
    pub entry: u64,
    /// What changed.
    pub what: BodyChanged,
}

/// Where a body stood on a day for an occupation and level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyStanding {
    /// It was recognised for it.
    Recognised {
        /// The last day as its act names it.
        until: Option<Day>,
    },
    /// It was suspended.
    Suspended {
        /// The last day of the suspension, when it has one.
        until: Option<Day>,
    },
    /// Its recognition had expired.
    Expired {
        /// The last day it had.
        until: Day,
    },
    /// It was removed from the list.
    Removed {
        /// Since this day.
        on: Day,
    },
    /// It was recognised, but not for this occupation and level.
    OutOfScope,
    /// It was not recognised yet.
    NotYet,
}

/// A recognition as it stood on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recognisal<'a> {
    /// The day since which.
    pub on: Day,
    /// What it said at first.
    pub terms: &'a Terms,
    /// Its scope on the day.
    pub scope: &'a [(RowId, Level)],
    /// Asserted: a standard exists for the scope of the day.
    pub standard_exists: bool,
    /// Its last day on the day.
    pub until: Option<Day>,
    /// Since when it is removed.
    pub removed_on: Option<Day>,
    /// The suspensions that were not taken back: reach and last day.
    pub suspensions: Vec<(Option<RowId>, Option<Day>)>,
    /// The entry of the change that said last how it stands.
    pub entry: u64,
}

impl Recognisal<'_> {
    /// Returns the suspension that an occupation was under on a day.
    pub fn suspension(&self, row: RowId, on: Day) -> Option<Option<Day>> {
        let reaches = |reach: &Option<RowId>| reach.is_none_or(|one| one == row);
        let lasts = |until: &Option<Day>| until.is_none_or(|last| on <= last);
        let open = self.suspensions.iter().find(|(reach, until)| reaches(reach) && lasts(until));
        open.map(|(_, until)| *until)
    }

    /// Returns the value of the fact `body_status`.
    pub(crate) fn status(&self, row: RowId, on: Day) -> &'static str {
        if self.removed_on.is_some() {
            "removed"
        } else if self.suspension(row, on).is_some() {
            "suspended"
        } else {
            "active"
        }
    }
}

impl Bodies {
    /// Returns every change of a body's recognition, in order.
    pub fn history(&self, body: OrganisationId) -> &[BodyChange] {
        self.histories.get(&body).map_or(&[], Vec::as_slice)
    }

    /// Returns every body that was ever recognised.
    pub fn recognised(&self) -> impl Iterator<Item = OrganisationId> {
        self.histories.keys().copied()
    }

    /// Says whether a body came in by the short form, or is none.
    pub fn is_short_form(&self, body: OrganisationId) -> bool {
        let last = self.history(body).iter().rev().find_map(|change| match &change.what {
            BodyChanged::Granted(_, short) => Some(*short),
            _ => None,
        });
        last.unwrap_or(true)
    }

    /// Returns the recognition of a body on a day, as known at an instant. Before its first day it
    /// is the first one, whose day tells that it had not come.
    pub fn recognition_on(
        &self,
        body: OrganisationId,
        on: Day,
        known_at: Instant,
    ) -> Option<Recognisal<'_>> {
        let mut found: Option<Recognisal<'_>> = None;
        let known = |change: &&BodyChange| change.recorded_at <= known_at;
        for change in self.history(body).iter().filter(known) {
            if on < change.on && found.is_some() {
                break;
            }
            match (&change.what, &mut found) {
                (BodyChanged::Granted(terms, _), found) => *found = Some(granted(change, terms)),
                (_, None) => {}
                (what, Some(found)) => {
                    found.entry = change.entry;
                    found.change(change.on, what);
                }
            }
        }
        found
    }
}

fn granted<'a>(change: &BodyChange, terms: &'a Terms) -> Recognisal<'a> {
    Recognisal {
        on: change.on,
        terms,
        scope: &terms.scope,
        standard_exists: terms.standard_exists,
        until: terms.until,
        removed_on: None,
        suspensions: Vec::new(),
        entry: change.entry,
    }
}

impl<'a> Recognisal<'a> {
    fn change(&mut self, on: Day, what: &'a BodyChanged) {
        match what {
            BodyChanged::Granted(..) => {}
            BodyChanged::Amended(scope, standard_exists) => {
                (self.scope, self.standard_exists) = (scope, *standard_exists);
            }
            BodyChanged::Renewed(until) => self.until = Some(*until),
            BodyChanged::Suspended(reach, until, _) => self.suspensions.push((*reach, *until)),
            BodyChanged::Reinstated(reach) => self.suspensions.retain(|(one, _)| one != reach),
            BodyChanged::Removed(_) => self.removed_on = Some(on),
        }
    }
}

impl State {
    /// Returns where a body stood on a day for an occupation and level, as known at an instant.
    /// Where its act is silent about the last day, the law says it (R-5-3), not this.
    pub fn standing(
        &self,
        body: OrganisationId,
        (row, level): (RowId, Level),
        on: Day,
        known_at: Instant,
    ) -> BodyStanding {
        let Some(found) = self.bodies.recognition_on(body, on, known_at) else {
            return BodyStanding::NotYet;
        };
        match (found.removed_on, found.until) {
            _ if on < found.on => BodyStanding::NotYet,
            (Some(on), _) => BodyStanding::Removed { on },
            (None, Some(until)) if until < on => BodyStanding::Expired { until },
            (None, until) => {
                if !found.scope.contains(&(row, level)) {
                    return BodyStanding::OutOfScope;
                }
                match found.suspension(row, on) {
                    Some(until) => BodyStanding::Suspended { until },
                    None => BodyStanding::Recognised { until },
                }
            }
        }
    }

    /// Returns the sessions of a body whose results are not confirmed: those that a suspension or
    /// removal touches (R-5-32), of one occupation or of all.
    pub fn sessions_touched(
        &self,
        body: OrganisationId,
        occupation: Option<RowId>,
    ) -> impl Iterator<Item = crate::SessionId> {
        let open = move |session: &crate::Session| {
            let reached = occupation.is_none_or(|row| session.plan.occupation == row);
            session.by == body && session.confirmed_on.is_none() && reached
        };
        self.sessions().filter(move |(_, session)| open(session)).map(|(id, _)| id)
    }
}

impl BodyChange {
    pub(crate) fn cell(&self) -> Cell {
        let cell = Cell::new().day(self.on).i64(self.recorded_at.0);
        match &self.what {
            BodyChanged::Granted(terms, _) => {
                let cell = cell.u8(1).scope(&terms.scope).days([terms.published_on, terms.until]);
                cell.u8(u8::from(terms.covers_outsiders)).u8(u8::from(terms.standard_exists))
            }
            BodyChanged::Amended(scope, standard) => {
                cell.u8(2).scope(scope).u8(u8::from(*standard))
            }
            BodyChanged::Renewed(until) => cell.u8(3).day(*until),
            BodyChanged::Suspended(reach, until, reason) => {
                cell.u8(4).row(*reach).days([*until]).u8(reason.code())
            }
            BodyChanged::Reinstated(reach) => cell.u8(5).row(*reach),
            BodyChanged::Removed(reason) => cell.u8(6).u8(reason.code()),
        }
    }
}
