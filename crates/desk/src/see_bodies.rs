//! Sees the bodies: the published list on a day, one body's history, one yes or no.
//!
//! In scope: who stood where, as known at an instant, with the entry it rests on.
//! Out of scope: layout (edges). A body of the short form says so: its recognition was taken over
//! as it was made before this register.
//! Failure: seeing only reads.

use crate::act_words::body;
use crate::certificate_grounds::entry;
use crate::house::House;
use crate::house_error::HouseError;
use crate::words::Words;
use law::{Law, RowId};
use register::{BodyChanged, BodyStanding, OrganisationId};
use seal::Entry;
use store::Reader;
use vocab::{Day, Instant, Level};

mod json;

pub use json::site;

/// What of the list is to be seen.
#[derive(Clone, Copy, Debug)]
pub struct SeeBodies {
    /// The day.
    pub on: Day,
    /// The instant of knowledge.
    pub known_at: Instant,
    /// Recognised for this occupation.
    pub occupation: Option<RowId>,
    /// Recognised for this level, of that occupation or of any.
    pub level: Option<Level>,
    /// Of this region.
    pub region: Option<u8>,
}

/// A body in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyRow {
    /// Its number.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// The region it numbers under.
    pub region: Option<u8>,
    /// Whether its recognition was taken over (the short form).
    pub short_form: bool,
    /// Since when it was recognised.
    pub since: Day,
    /// Until when; reckoned from the law where the act is silent (R-5-3).
    pub until: Option<Day>,
    /// `recognised`, `suspended`, `expired` or `removed`: of the occupation asked about, else of
    /// the body in whole.
    pub standing: &'static str,
    /// What it may assess on the day.
    pub scope: Vec<(RowId, Level)>,
    /// The prefixes of its open sites.
    pub sites: Vec<String>,
}

/// One change in a body's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryRow {
    /// The day of effect.
    pub on: Day,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// What changed, in words.
    pub what: String,
    /// The index of its entry.
    pub entry: u64,
    /// The rule cited and its words.
    pub rule: Option<(String, String)>,
}

/// Whether a body was recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WasRecognised {
    /// Yes or no.
    pub yes: bool,
    /// `recognised`, `suspended`, `expired`, `removed`, `out-of-scope` or `not-yet`.
    pub standing: &'static str,
    /// The last day of what it stood under, where there is one.
    pub until: Option<Day>,
    /// The entry it rests on; nothing when it never was recognised by then.
    pub entry: Option<u64>,
    /// The rule cited by that entry and its words.
    pub rule: Option<(String, String)>,
}

impl House {
    /// Returns the bodies that were recognised by a day, by number.
    pub fn bodies(&self, see: &SeeBodies) -> Vec<BodyRow> {
        let bodies = self.state().bodies();
        let rows = bodies.recognised().filter_map(|id| self.body_row(id, see));
        rows.filter(|row| see.region.is_none() || row.region == see.region).collect()
    }

    pub(crate) fn body_row(&self, id: OrganisationId, see: &SeeBodies) -> Option<BodyRow> {
        let (state, SeeBodies { on, known_at, occupation, level, .. }) = (self.state(), *see);
        let found = state.bodies().recognition_on(id, on, known_at)?;
        if on < found.on {
            return None;
        }
        let asked = |(row, of): &&(RowId, Level)| {
            occupation.is_none_or(|one| one == *row) && level.is_none_or(|one| one == *of)
        };
        let what = *found.scope.iter().find(asked)?;
        let region = state.region_of(id);
        let until = self.until(found.until, found.on, known_at, region);
        let whole = |reach: &(Option<RowId>, Option<Day>)| reach.0.is_none();
        let standing = match self.standing_of(id, what, on, known_at) {
            // One occupation that is suspended is not the body.
            BodyStanding::Suspended { .. }
                if occupation.is_none() && !found.suspensions.iter().any(whole) =>
            {
                "recognised"
            }
            standing => name(standing),
        };
        let sites = state.bodies().sites_of(id).filter(|site| site.open);
        Some(BodyRow {
            id,
            name: state.organisation(id)?.name.clone(),
            region,
            short_form: state.bodies().is_short_form(id),
            since: found.on,
            until,
            standing,
            scope: found.scope.to_vec(),
            sites: sites.map(|site| site.site.prefix.to_string()).collect(),
        })
    }

    /// Returns the last day as the act names it, or as the law reckons it where the act is silent.
    fn until(
        &self,
        named: Option<Day>,
        since: Day,
        known_at: Instant,
        region: Option<u8>,
    ) -> Option<Day> {
        let region = region.map(|code| code.to_string());
        named.or_else(|| self.law().silent_until(since, known_at, region.as_deref()))
    }

    fn standing_of(
        &self,
        id: OrganisationId,
        what: (RowId, Level),
        on: Day,
        known_at: Instant,
    ) -> BodyStanding {
        let state = self.state();
        let standing = state.standing(id, what, on, known_at);
        let BodyStanding::Recognised { until: None } = standing else { return standing };
        let since = state.bodies().recognition_on(id, on, known_at).map(|found| found.on);
        let region = state.region_of(id);
        match since.and_then(|since| self.until(None, since, known_at, region)) {
            Some(until) if until < on => BodyStanding::Expired { until },
            until => BodyStanding::Recognised { until },
        }
    }

    /// Says whether a body was recognised for an occupation and level on a day, as known at an
    /// instant, and by which entry.
    ///
    /// # Errors
    /// The entry cannot be read.
    pub fn was_recognised(
        &self,
        id: OrganisationId,
        what: (RowId, Level),
        on: Day,
        known_at: Instant,
    ) -> Result<WasRecognised, HouseError> {
        let mut found = self.recognised_by(id, what, on, known_at);
        found.cite(&self.store, self.law())?;
        Ok(found)
    }

    /// Says what [`House::was_recognised`] says without the rule, out of memory.
    pub(crate) fn recognised_by(
        &self,
        id: OrganisationId,
        what: (RowId, Level),
        on: Day,
        known_at: Instant,
    ) -> WasRecognised {
        let standing = self.standing_of(id, what, on, known_at);
        let found = self.state().bodies().recognition_on(id, on, known_at);
        let entry = found.filter(|found| found.on <= on).map(|found| found.entry);
        let until = match standing {
            BodyStanding::Recognised { until } | BodyStanding::Suspended { until } => until,
            BodyStanding::Expired { until } => Some(until),
            BodyStanding::Removed { .. } | BodyStanding::OutOfScope | BodyStanding::NotYet => None,
        };
        WasRecognised {
            yes: matches!(standing, BodyStanding::Recognised { .. }),
            standing: name(standing),
            until,
            entry,
            rule: None,
        }
    }

    /// Returns the history of a body, each change with the rule that its entry cites.
    ///
    /// # Errors
    /// An entry cannot be read.
    pub fn body_history(
        &self,
        words: &Words,
        id: OrganisationId,
    ) -> Result<Vec<HistoryRow>, HouseError> {
        let mut rows = self.changes_of(words, id);
        rows.iter_mut().try_for_each(|row| row.cite(&self.store, self.law()))?;
        Ok(rows)
    }

    /// Returns the history of a body without the rules, out of memory.
    pub(crate) fn changes_of(&self, words: &Words, id: OrganisationId) -> Vec<HistoryRow> {
        let changes = self.state().bodies().history(id).iter();
        let rows = changes.map(|change| HistoryRow {
            on: change.on,
            recorded_at: change.recorded_at,
            what: self.said(words, &change.what),
            entry: change.entry,
            rule: None,
        });
        rows.collect()
    }

    /// Returns a scope by occupation, each with its levels, in the scope's order.
    pub fn scope_by_occupation(&self, scope: &[(RowId, Level)]) -> Vec<(String, Vec<Level>)> {
        let mut all: Vec<(RowId, Vec<Level>)> = Vec::new();
        for (row, level) in scope {
            match all.iter_mut().find(|(one, _)| one == row) {
                Some((_, levels)) => levels.push(*level),
                None => all.push((*row, vec![*level])),
            }
        }
        let name = |row| self.law().rows.get(row).map_or("", |row| row.canonical()).to_string();
        all.into_iter().map(|(row, levels)| (name(row), levels)).collect()
    }

    /// Returns a scope in words: each occupation with its levels.
    pub fn scope_words(&self, scope: &[(RowId, Level)]) -> String {
        let of = |row: RowId| self.law().rows.get(row).map_or("", |row| row.canonical());
        let said = scope.iter().map(|(row, level)| format!("{} {}", of(*row), level.zh()));
        said.collect::<Vec<_>>().join("、")
    }

    fn said(&self, words: &Words, what: &BodyChanged) -> String {
        let reach = |row: &Option<RowId>| match row {
            Some(row) => self.law().rows.get(*row).map_or("", |row| row.canonical()).to_string(),
            None => words.say("body-whole", &[]),
        };
        let (kind, more) = match what {
            BodyChanged::Granted(terms, true) => {
                (words.say("body-history-taken-over", &[]), self.scope_words(&terms.scope))
            }
            BodyChanged::Granted(terms, false) => {
                (words.say("body-kind-grant", &[]), self.scope_words(&terms.scope))
            }
            BodyChanged::Amended(scope, _) => {
                (words.say("body-kind-amend", &[]), self.scope_words(scope))
            }
            BodyChanged::Renewed(until) => (words.say("body-kind-renew", &[]), until.to_string()),
            BodyChanged::Suspended(row, until, reason) => {
                let until = until.map_or(String::new(), |last| format!(" – {last}"));
                let why = body::reason(words, *reason);
                (words.say("body-kind-suspend", &[]), format!("{}{until}; {why}", reach(row)))
            }
            BodyChanged::Reinstated(row) => (words.say("body-kind-reinstate", &[]), reach(row)),
            BodyChanged::Removed(reason) => {
                (words.say("body-kind-remove", &[]), body::reason(words, *reason))
            }
        };
        format!("{kind}: {more}")
    }
}

impl HistoryRow {
    /// Reads the rule that the entry cites.
    ///
    /// # Errors
    /// The entry cannot be read.
    pub(crate) fn cite(&mut self, reader: &dyn Reader, law: &Law) -> Result<(), HouseError> {
        self.rule = rule_of(reader, law, self.entry)?;
        Ok(())
    }
}

impl WasRecognised {
    /// Reads the rule that the entry cites, where there is one.
    ///
    /// # Errors
    /// The entry cannot be read.
    pub(crate) fn cite(&mut self, reader: &dyn Reader, law: &Law) -> Result<(), HouseError> {
        self.rule = self.entry.map(|at| rule_of(reader, law, at)).transpose()?.flatten();
        Ok(())
    }
}

fn rule_of(
    reader: &dyn Reader,
    law: &Law,
    at: u64,
) -> Result<Option<(String, String)>, HouseError> {
    let Entry::Act(act) = entry(reader, at)? else { return Err(HouseError::NotAnAct(at)) };
    let rule = law.rules.iter().find(|r| Some(&r.id) == act.grounds.rule.as_ref());
    Ok(rule.map(|rule| (rule.id.clone(), rule.quote.clone())))
}

fn name(standing: BodyStanding) -> &'static str {
    match standing {
        BodyStanding::Recognised { .. } => "recognised",
        BodyStanding::Suspended { .. } => "suspended",
        BodyStanding::Expired { .. } => "expired",
        BodyStanding::Removed { .. } => "removed",
        BodyStanding::OutOfScope => "out-of-scope",
        BodyStanding::NotYet => "not-yet",
    }
}

/// Returns a standing in words.
pub fn standing_words(words: &Words, standing: &str) -> String {
    match standing {
        "recognised" => words.say("body-standing-recognised", &[]),
        "suspended" => words.say("body-standing-suspended", &[]),
        "expired" => words.say("body-standing-expired", &[]),
        "removed" => words.say("body-standing-removed", &[]),
        "out-of-scope" => words.say("body-standing-out-of-scope", &[]),
        _ => words.say("body-standing-not-yet", &[]),
    }
}
