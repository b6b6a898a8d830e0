//! When a certificate was logged: what landmarks say, against what the register says.
//!
//! Source: DESIGN.md of the house, "The log": an entry that stands behind a landmark was not there
//! when the landmark was made, so that back-dating shows.
//! In scope: one line of a verdict. Out of scope: whether the entry is in the log at all.

use crate::verdict::{About, Answer, VerdictLine};
use seal::{Landmarks, Logged};
use vocab::Instant;

/// Returns the line about time for an entry that is proved to stand at an index.
pub(crate) fn line(landmarks: Option<&Landmarks>, index: u64, recorded_at: Instant) -> VerdictLine {
    let logged =
        landmarks.map_or(Logged { not_before: None, not_after: None }, |list| list.logged(index));
    let early = logged.not_before.is_some_and(|first| recorded_at < first);
    let late = logged.not_after.is_some_and(|last| last < recorded_at);
    let bounds = match (logged.not_before, logged.not_after) {
        (Some(a), Some(b)) => Some((format!("在 {a} 与 {b} 之间"), format!("between {a} and {b}"))),
        (Some(a), None) => Some((format!("在 {a} 之后"), format!("after {a}"))),
        (None, Some(b)) => Some((format!("在 {b} 之前"), format!("before {b}"))),
        (None, None) => None,
    };
    let (answer, zh, en) = match (bounds, early || late) {
        (Some((zh, en)), true) => (
            Answer::No,
            format!("登记系统自称记录于 {recorded_at}，而地标表明记入{zh}：日期不实"),
            format!("the register says it recorded it at {recorded_at}; landmarks show {en}"),
        ),
        (Some((zh, en)), false) => (
            Answer::Yes,
            format!("地标表明记入日志{zh}（登记系统记录于 {recorded_at}）"),
            format!("landmarks show that it was logged {en}; recorded at {recorded_at}"),
        ),
        (None, _) => (
            Answer::CouldNotCheck,
            format!("登记系统自称记录于 {recorded_at}；没有地标可以佐证，请提供 landmarks 清单"),
            format!(
                "the register says it recorded it at {recorded_at}; no landmark confirms it; give \
                 the list of landmarks"
            ),
        ),
    };
    VerdictLine { about: About::Time, answer, zh, en, quote: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use seal::Landmark;

    fn check(index: u64, recorded_at: i64, answer: Answer, says: &str) {
        let mut list = Landmarks::new("x");
        for (size, time) in [(4, 100), (8, 200)] {
            let covers = ([0; 32], None);
            assert!(list.push(Landmark { size, time: Instant(time), root: [0; 32], covers }));
        }
        let found = line(Some(&list), index, Instant(recorded_at));
        assert_eq!(found.answer, answer, "{index} at {recorded_at}");
        assert!(found.en.contains(says), "{}", found.en);
    }

    #[test]
    fn a_time_outside_the_landmarks_around_the_entry_is_refused() {
        check(0, 50, Answer::Yes, "before");
        check(0, 101, Answer::No, "before");
        check(4, 100, Answer::Yes, "between");
        check(5, 99, Answer::No, "between");
        check(5, 201, Answer::No, "between");
        check(8, 200, Answer::Yes, "after");
        check(8, 199, Answer::No, "after");
        check(90, 1_000, Answer::Yes, "after");
        let without = line(None, 3, Instant(5));
        assert_eq!(without.answer, Answer::CouldNotCheck);
    }
}
