//! `Day`, a calendar day without a zone, and `Span`, a half-open run of days.
//!
//! Source: proleptic Gregorian calendar; the civil-from-days method is the usual 400-year era
//! arithmetic.
//! Out of scope: instants, zones and clocks. An instant becomes a `Day` at UTC+8, in `desk` only.

use alloc::string::{String, ToString};
use core::fmt;
use core::str::FromStr;

/// A calendar day, counted in days from 1970-01-01. Every value between the years 1 and 9999 prints
/// as `YYYY-MM-DD` and reads back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

/// Why a text is not a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayError {
    /// The text does not have the form `YYYY-MM-DD`.
    Form(String),
    /// The form is right but the calendar has no such day, for example 2021-02-29.
    NoSuchDay(String),
}

impl fmt::Display for DayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DayError::Form(text) => {
                write!(f, "`{text}` is not a day; write it as YYYY-MM-DD, for example 2020-09-30")
            }
            DayError::NoSuchDay(text) => write!(f, "`{text}` is not in the calendar"),
        }
    }
}

impl core::error::Error for DayError {}

impl Day {
    /// Returns the day of a civil date, or nothing when the calendar has no such day.
    pub const fn from_ymd(year: i32, month: u32, day: u32) -> Option<Day> {
        if year < 1 || 9999 < year || month < 1 || 12 < month {
            return None;
        }
        if day < 1 || days_in_month(year, month) < day {
            return None;
        }
        // Years begin in March, so that the leap day is the last day of its year.
        let y = if month <= 2 { year - 1 } else { year };
        let era = y.div_euclid(400);
        let year_of_era = y.rem_euclid(400);
        let month_from_march = (month as i32 + 9) % 12;
        let day_of_year = (153 * month_from_march + 2) / 5 + day as i32 - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Some(Day(era * 146_097 + day_of_era - 719_468))
    }

    /// Returns year, month (1 to 12) and day of the month (1 to 31).
    pub const fn ymd(self) -> (i32, u32, u32) {
        let z = self.0 + 719_468;
        let era = z.div_euclid(146_097);
        let day_of_era = z.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = (day_of_year - (153 * month_from_march + 2) / 5 + 1) as u32;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
        (year, month as u32, day)
    }

    /// Returns the calendar year.
    pub const fn year(self) -> i32 {
        self.ymd().0
    }

    /// Returns the day `days` later (earlier when negative).
    pub const fn plus_days(self, days: i32) -> Day {
        Day(self.0 + days)
    }

    /// Returns the same date `years` later; 29 February becomes 28 February where it must.
    pub const fn plus_years(self, years: i32) -> Day {
        let (y, m, d) = self.ymd();
        match Day::from_ymd(y + years, m, d) {
            Some(day) => day,
            // Only 29 February fails, and the 28th of that month exists in every year.
            None => match Day::from_ymd(y + years, m, 28) {
                Some(day) => day,
                None => self,
            },
        }
    }
}

const fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (y, m, d) = self.ymd();
        write!(f, "{y:04}-{m:02}-{d:02}")
    }
}

impl FromStr for Day {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Day, DayError> {
        let b = text.as_bytes();
        let digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
        let form = b.len() == 10
            && b[4] == b'-'
            && b[7] == b'-'
            && digits(&b[..4])
            && digits(&b[5..7])
            && digits(&b[8..]);
        if !form {
            return Err(DayError::Form(text.to_string()));
        }
        let number = |part: &[u8]| part.iter().fold(0, |n, c| n * 10 + u32::from(c - b'0'));
        Day::from_ymd(number(&b[..4]) as i32, number(&b[5..7]), number(&b[8..]))
            .ok_or_else(|| DayError::NoSuchDay(text.to_string()))
    }
}

/// A run of days that includes its first day and not its end. It is never empty; no end means for
/// ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    first: Day,
    end: Option<Day>,
}

impl Span {
    /// Returns the span from `first` up to and without `end`, or nothing when it would be empty.
    pub fn new(first: Day, end: Option<Day>) -> Option<Span> {
        match end {
            Some(end) if end <= first => None,
            _ => Some(Span { first, end }),
        }
    }

    /// Returns the first day.
    pub fn first(self) -> Day {
        self.first
    }

    /// Returns the first day after the span, if it ends.
    pub fn end(self) -> Option<Day> {
        self.end
    }

    /// Says whether the day lies in the span.
    pub fn contains(self, day: Day) -> bool {
        self.first <= day && self.end.is_none_or(|end| day < end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: Result<i32, DayError>) {
        assert_eq!(text.parse::<Day>().map(|d| d.0), expect, "{text}");
    }

    #[test]
    fn a_day_is_read_only_in_one_form_and_only_when_the_calendar_has_it() {
        check("1970-01-01", Ok(0));
        check("2000-02-29", Ok(11_016));
        check("2020-09-30", Ok(18_535));
        check("2021-02-29", Err(DayError::NoSuchDay("2021-02-29".into())));
        check("2020-13-01", Err(DayError::NoSuchDay("2020-13-01".into())));
        check("2020-00-10", Err(DayError::NoSuchDay("2020-00-10".into())));
        check("0000-01-01", Err(DayError::NoSuchDay("0000-01-01".into())));
        check("2020-9-30", Err(DayError::Form("2020-9-30".into())));
        check("２０２０-09-30", Err(DayError::Form("２０２０-09-30".into())));
        check("", Err(DayError::Form("".into())));
    }

    #[test]
    fn every_day_of_four_centuries_prints_and_reads_back() {
        let first = Day::from_ymd(1800, 1, 1).unwrap();
        let last = Day::from_ymd(2200, 12, 31).unwrap();
        for n in first.0..=last.0 {
            let (y, m, d) = Day(n).ymd();
            assert_eq!(Day::from_ymd(y, m, d), Some(Day(n)));
        }
        assert_eq!(Day(18_535).to_string().parse(), Ok(Day(18_535)));
    }

    #[test]
    fn a_leap_day_plus_years_stays_in_february() {
        let leap: Day = "2020-02-29".parse().unwrap();
        assert_eq!(leap.plus_years(3).to_string(), "2023-02-28");
        assert_eq!(leap.plus_years(4).to_string(), "2024-02-29");
    }

    #[test]
    fn a_span_holds_its_first_day_and_not_its_end() {
        let day = |t: &str| t.parse::<Day>().unwrap();
        let span = Span::new(day("2020-10-01"), Some(day("2020-10-03"))).unwrap();
        assert!(!span.contains(day("2020-09-30")));
        assert!(span.contains(day("2020-10-01")) && span.contains(day("2020-10-02")));
        assert!(!span.contains(day("2020-10-03")));
        assert_eq!(Span::new(day("2020-10-01"), Some(day("2020-10-01"))), None);
    }
}
