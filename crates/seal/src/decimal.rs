//! Decimal numbers as the C2SP texts write them: no sign and no additional leading zero.
//!
//! Out of scope: what the numbers count.

/// Reads a number that has exactly one text.
pub(crate) fn read(text: &str) -> Option<u64> {
    let digits = text.bytes().all(|c| c.is_ascii_digit());
    let one_form = text == "0" || !text.starts_with('0');
    if digits && one_form { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: Option<u64>) {
        assert_eq!(read(text), expect, "{text}");
    }

    #[test]
    fn a_number_is_read_in_one_form_only() {
        check("0", Some(0));
        check("18446744073709551615", Some(u64::MAX));
        check("18446744073709551616", None);
        check("", None);
        check("00", None);
        check("07", None);
        check("+7", None);
        check("-7", None);
        check(" 7", None);
        check("７", None);
    }
}
