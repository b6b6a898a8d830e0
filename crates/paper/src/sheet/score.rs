//! `Score`, a mark out of a hundred in tenths of a point.
//!
//! In scope: 0 to 100 with at most one decimal, as sheets have them.
//! Out of scope: what mark passes; that is a rule of the session.

use super::cell_reason::CellReason;
use std::fmt;
use std::str::FromStr;

/// The highest score, in tenths of a point.
const TENTHS_MAX: u16 = 1_000;

/// A score from 0 to 100 points, exact to a tenth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Score(u16);

impl Score {
    /// Returns the score of so many tenths of a point, or nothing above 100 points.
    pub const fn from_tenths(tenths: u16) -> Option<Score> {
        if tenths <= TENTHS_MAX { Some(Score(tenths)) } else { None }
    }

    /// Returns the score in tenths of a point.
    pub const fn tenths(self) -> u16 {
        self.0
    }

    /// Returns the score of a number cell.
    pub(super) fn from_number(number: f64) -> Result<Score, CellReason> {
        let tenths = number * 10.0;
        // A spreadsheet holds 85.3 as the nearest binary fraction; a hundredth is much further off.
        if !tenths.is_finite() || 1e-6 < (tenths - tenths.round()).abs() {
            return Err(CellReason::NotAScore);
        }
        if !(0.0..=f64::from(TENTHS_MAX)).contains(&tenths.round()) {
            return Err(CellReason::ScoreRange);
        }
        Ok(Score(tenths.round() as u16))
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 % 10 {
            0 => write!(f, "{}", self.0 / 10),
            tenths => write!(f, "{}.{tenths}", self.0 / 10),
        }
    }
}

impl FromStr for Score {
    type Err = CellReason;

    /// Reads a score; zeros behind the tenths are allowed.
    fn from_str(text: &str) -> Result<Score, CellReason> {
        // Nearly every score.
        let digit = |byte: u8| u16::from(byte - b'0');
        if let [tens @ b'0'..=b'9', ones @ b'0'..=b'9', rest @ ..] = text.as_bytes()
            && let [] | [b'.', b'0'..=b'9'] = rest
        {
            let tenth = rest.get(1).map_or(0, |tenth| digit(*tenth));
            return Ok(Score(digit(*tens) * 100 + digit(*ones) * 10 + tenth));
        }
        let (below_zero, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (points, decimals) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|c| c.is_ascii_digit());
        if !digits(points) || !digits(decimals) || !decimals[1..].bytes().all(|c| c == b'0') {
            return Err(CellReason::NotAScore);
        }
        let tenth = u16::from(decimals.as_bytes()[0] - b'0');
        let tenths = points.parse::<u16>().ok().and_then(|points| points.checked_mul(10));
        let score =
            tenths.and_then(|tenths| tenths.checked_add(tenth)).and_then(Score::from_tenths);
        score.filter(|score| !below_zero || score.0 == 0).ok_or(CellReason::ScoreRange)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: Result<u16, CellReason>) {
        assert_eq!(text.parse::<Score>().map(Score::tenths), expect, "{text}");
        if let Ok(number) = text.parse::<f64>() {
            assert_eq!(Score::from_number(number).map(Score::tenths), expect, "{text}");
        }
    }

    #[test]
    fn a_score_has_a_tenth_at_most_and_lies_between_nought_and_a_hundred() {
        check("0", Ok(0));
        check("60", Ok(600));
        check("85.5", Ok(855));
        check("85.3", Ok(853));
        check("85.30", Ok(853));
        check("100", Ok(1_000));
        check("100.0", Ok(1_000));
        check("100.1", Err(CellReason::ScoreRange));
        check("101", Err(CellReason::ScoreRange));
        check("-0.1", Err(CellReason::ScoreRange));
        check("-5", Err(CellReason::ScoreRange));
        check("99999999999999999999", Err(CellReason::ScoreRange));
        check("85.25", Err(CellReason::NotAScore));
        check("85.01", Err(CellReason::NotAScore));
        check("NaN", Err(CellReason::NotAScore));
        check("缺考", Err(CellReason::NotAScore));
        check("６０", Err(CellReason::NotAScore));
        check("60分", Err(CellReason::NotAScore));
        check("", Err(CellReason::NotAScore));
        check("-", Err(CellReason::NotAScore));
    }

    #[test]
    fn a_score_prints_its_tenth_only_when_it_has_one() {
        let print = |tenths| Score::from_tenths(tenths).map(|score| score.to_string());
        assert_eq!(print(855).as_deref(), Some("85.5"));
        assert_eq!(print(850).as_deref(), Some("85"));
        assert_eq!(print(1_000).as_deref(), Some("100"));
        assert_eq!(print(1_001), None);
    }
}
