//! `Instant`, a point in time in whole seconds, as entries and law record it.
//!
//! Source: RFC 3339 for the text form; seconds are counted from 1970-01-01T00:00:00Z.
//! Out of scope: clocks. Whoever needs the present gets it from a port in `desk`.

use crate::day::Day;
use alloc::string::{String, ToString};
use core::fmt;
use core::str::FromStr;

/// Seconds that local time in mainland China is ahead of UTC.
const CHINA_AHEAD_SECONDS: i64 = 8 * 3600;
const DAY_SECONDS: i64 = 86_400;

/// A point in time, in seconds from 1970-01-01T00:00:00Z. Prints with the offset +08:00.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub i64);

/// Why a text is not an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstantError(pub String);

impl fmt::Display for InstantError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is not an instant; write it as 2020-09-30 or 2020-09-30T17:00:00+08:00",
            self.0
        )
    }
}

impl core::error::Error for InstantError {}

impl Instant {
    /// Returns midnight at the beginning of the day in China.
    pub fn start_of(day: Day) -> Instant {
        Instant(i64::from(day.0) * DAY_SECONDS - CHINA_AHEAD_SECONDS)
    }

    /// Returns the calendar day in China at this instant.
    pub fn day_in_china(self) -> Day {
        Day((self.0 + CHINA_AHEAD_SECONDS).div_euclid(DAY_SECONDS) as i32)
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let local = self.0 + CHINA_AHEAD_SECONDS;
        let s = local.rem_euclid(DAY_SECONDS);
        write!(
            f,
            "{}T{:02}:{:02}:{:02}+08:00",
            self.day_in_china(),
            s / 3600,
            s % 3600 / 60,
            s % 60
        )
    }
}

impl FromStr for Instant {
    type Err = InstantError;

    fn from_str(text: &str) -> Result<Instant, InstantError> {
        parse(text).ok_or_else(|| InstantError(text.to_string()))
    }
}

/// Reads a day alone (its beginning in China), or a day, `T`, a time to the second and an offset.
fn parse(text: &str) -> Option<Instant> {
    let day: Day = text.get(..10)?.parse().ok()?;
    if text.len() == 10 {
        return Some(Instant::start_of(day));
    }
    let rest = text.get(10..)?.strip_prefix('T')?;
    let (time, offset) = rest.split_at_checked(8)?;
    let ahead = match offset {
        "Z" => 0,
        _ => {
            let (sign, clock) = match offset.split_at_checked(1)? {
                ("+", clock) => (1, clock),
                ("-", clock) => (-1, clock),
                _ => return None,
            };
            if clock.len() != 5 || clock.as_bytes()[2] != b':' {
                return None;
            }
            let minutes = two(clock.get(..2)?, 23)? * 60 + two(clock.get(3..)?, 59)?;
            sign * minutes * 60
        }
    };
    let b = time.as_bytes();
    if b[2] != b':' || b[5] != b':' {
        return None;
    }
    let seconds =
        two(time.get(..2)?, 23)? * 3600 + two(time.get(3..5)?, 59)? * 60 + two(time.get(6..)?, 59)?;
    Some(Instant(i64::from(day.0) * DAY_SECONDS + seconds - ahead))
}

fn two(text: &str, max: i64) -> Option<i64> {
    let digits = text.len() == 2 && text.bytes().all(|c| c.is_ascii_digit());
    let n = text.parse().ok()?;
    (digits && n <= max).then_some(n)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: Option<&str>) {
        assert_eq!(
            text.parse::<Instant>().ok().map(|i| i.to_string()).as_deref(),
            expect,
            "{text}"
        );
    }

    #[test]
    fn an_instant_prints_in_china_and_reads_back() {
        check("2020-07-21", Some("2020-07-21T00:00:00+08:00"));
        check("2020-07-20T16:00:00Z", Some("2020-07-21T00:00:00+08:00"));
        check("2020-07-21T09:30:15+08:00", Some("2020-07-21T09:30:15+08:00"));
        check("2020-07-20T15:59:59-01:00", Some("2020-07-21T00:59:59+08:00"));
        check("2020-07-21T24:00:00+08:00", None);
        check("2020-07-21T09:30", None);
        check("2020-07-21 09:30:00Z", None);
        check("yesterday", None);
        check("", None);
    }

    #[test]
    fn the_day_in_china_begins_at_sixteen_hours_utc() {
        let before: Instant = "2020-09-30T15:59:59Z".parse().unwrap();
        let after: Instant = "2020-09-30T16:00:00Z".parse().unwrap();
        assert_eq!(before.day_in_china().to_string(), "2020-09-30");
        assert_eq!(after.day_in_china().to_string(), "2020-10-01");
    }
}
