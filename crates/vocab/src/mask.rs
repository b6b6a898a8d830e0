//! The one mask under which a number that identifies somebody is ever shown.
//!
//! In scope: numbers of documents, whole or wrongly typed. Out of scope: names, and who may see
//! what.
//! Invariant I-PRI-1: there is one mask, everywhere: pieces shown under different masks can be
//! joined.

use crate::limits::DOCUMENT_NUMBER_CHARS_MAX;
use alloc::string::String;

/// Characters of the shortest number of which the ends are shown.
const SHOWN_FROM: usize = 6;

/// Returns a number as it may be shown: its first and last character and a star for each other.
/// Blanks are left out. A number of fewer than six characters is all stars, and so is one that is
/// too long for any document.
pub fn masked(number: &str) -> String {
    let plain = || number.chars().filter(|c| !c.is_whitespace() && !c.is_control());
    let count = plain().count();
    if DOCUMENT_NUMBER_CHARS_MAX < count {
        return "*".repeat(DOCUMENT_NUMBER_CHARS_MAX);
    }
    let shown = |place: usize| SHOWN_FROM <= count && (place == 0 || place + 1 == count);
    plain().enumerate().map(|(place, c)| if shown(place) { c } else { '*' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(number: &str, expect: &str) {
        assert_eq!(masked(number), expect, "{number}");
    }

    #[test]
    fn the_ends_of_a_number_are_shown_and_nothing_of_a_short_or_endless_one() {
        check("99000019800101123X", "9****************X");
        check("9900 0019 8001 0112 3X", "9****************X");
        check("军字第1234567号", "军*********号");
        check("A12345", "A****5");
        check("A1234", "*****");
        check("", "");
        check(&"9".repeat(41), &"*".repeat(40));
    }
}
