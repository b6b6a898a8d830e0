//! Working days of mainland China: Monday to Friday, with the days of rest and of make-up work that
//! a table lists.
//!
//! Source: law/reference/cn-workdays.tsv; its README says where it comes from.
//! In scope: reckoning within the years of the table. Out of scope: years it does not have, for
//! which the arrangements are not known: they are an error, never a guess.

use crate::error::{Fault, FaultAt, Place};
use crate::folder::fault;
use crate::load::Files;
use alloc::collections::BTreeMap;
use alloc::string::ToString;
use core::fmt;
use vocab::Day;

/// Where the table stands.
const PATH: &str = "reference/cn-workdays.tsv";

/// The calendar of working days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Workdays {
    /// Days that are not what their day of the week says: true is work.
    departures: BTreeMap<Day, bool>,
}

/// A day that the calendar does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutsideCalendar {
    /// The day.
    pub day: Day,
    /// First and last year of the calendar; nothing where the law has no calendar.
    pub years: Option<(i32, i32)>,
}

impl fmt::Display for OutsideCalendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.years {
            Some((first, last)) => {
                write!(
                    f,
                    "`{}` is outside the calendar of working days, {first} to {last}",
                    self.day
                )
            }
            None => write!(f, "the law has no calendar of working days for `{}`", self.day),
        }
    }
}

impl core::error::Error for OutsideCalendar {}

impl Workdays {
    /// Reads the table of a law folder; without one the calendar has no years.
    pub(crate) fn load(files: &Files<'_>) -> Result<Workdays, FaultAt> {
        let Some((_, bytes)) = files.iter().find(|(path, _)| *path == PATH) else {
            return Ok(Workdays::default());
        };
        let text = core::str::from_utf8(bytes)
            .map_err(|_| fault(PATH, None, Place::File, Fault::NotText))?;
        let mut departures = BTreeMap::new();
        for (line, row) in (1..).zip(text.lines()) {
            if row.starts_with('#') || row.is_empty() {
                continue;
            }
            let mut cells = row.split('\t');
            let day = cells.next().and_then(|day| day.parse::<Day>().ok());
            let work = match cells.next() {
                Some("work") => Some(true),
                Some("rest") => Some(false),
                _ => None,
            };
            let (Some(day), Some(work)) = (day, work) else {
                let form = Fault::Form("a row is day, `work` or `rest`, name".to_string());
                return Err(fault(PATH, Some(line), Place::Row, form));
            };
            if departures.insert(day, work).is_some() {
                let twice = Fault::Twice(day.to_string());
                return Err(fault(PATH, Some(line), Place::Row, twice));
            }
        }
        Ok(Workdays { departures })
    }

    /// Returns first and last year of the calendar.
    pub fn years(&self) -> Option<(i32, i32)> {
        let (first, last) = (self.departures.keys().next()?, self.departures.keys().next_back()?);
        Some((first.year(), last.year()))
    }

    /// Says whether work is done on a day.
    ///
    /// # Errors
    /// [`OutsideCalendar`] for a year that the table does not have.
    pub fn is_workday(&self, day: Day) -> Result<bool, OutsideCalendar> {
        let years = self.years();
        let inside = |(first, last): (i32, i32)| first <= day.year() && day.year() <= last;
        if !years.is_some_and(inside) {
            return Err(OutsideCalendar { day, years });
        }
        // 1970-01-01 was a Thursday; Monday is 0.
        let weekday = (day.0 + 3).rem_euclid(7);
        Ok(self.departures.get(&day).copied().unwrap_or(weekday < 5))
    }

    /// Returns the `n`-th working day after a day; the day itself for nought.
    ///
    /// # Errors
    /// [`OutsideCalendar`] when the reckoning leaves the years of the table.
    pub fn add(&self, day: Day, n: u32) -> Result<Day, OutsideCalendar> {
        let mut at = day;
        for _ in 0..n {
            at = at.plus_days(1);
            while !self.is_workday(at)? {
                at = at.plus_days(1);
            }
        }
        Ok(at)
    }
}
