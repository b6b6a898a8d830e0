//! Whole numbers as notices print them: Arabic digits of either width, or Chinese numerals.
//!
//! In scope: 0 to 9999. Out of scope: signs, fractions, 万 and above; the texts have none in tables.

/// Says whether a folded character may stand in a number.
pub(crate) fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || digit(c).is_some() || unit(c).is_some()
}

/// Returns the value of a folded text that is a number from its first to its last character.
pub(crate) fn parse(text: &str) -> Option<u32> {
    if text.is_empty() {
        return None;
    }
    if text.chars().all(|c| c.is_ascii_digit()) {
        return if text.len() <= 4 { text.parse().ok() } else { None };
    }
    parse_chinese(text)
}

/// Returns the value of a folded text of Arabic digits only.
pub(crate) fn parse_arabic(text: &str) -> Option<u32> {
    if text.chars().all(|c| c.is_ascii_digit()) { parse(text) } else { None }
}

/// Returns the number that ends where `text` ends, for example 14 for `实施的14`.
pub(crate) fn at_end(text: &str) -> Option<u32> {
    let start = text.trim_end_matches(is_numeral).len();
    parse(&text[start..])
}

/// Returns the number that `text` begins with and the rest behind it.
pub(crate) fn at_start(text: &str) -> Option<(u32, &str)> {
    let rest = text.trim_start_matches(is_numeral);
    parse(&text[..text.len() - rest.len()]).map(|n| (n, rest))
}

fn parse_chinese(text: &str) -> Option<u32> {
    let mut total = 0_u32;
    let mut pending: Option<u32> = None;
    let mut smallest_unit = 10_000;
    for c in text.chars() {
        if c == '零' || c == '〇' {
            continue;
        }
        if let Some(value) = digit(c) {
            if pending.is_some() {
                return None;
            }
            pending = Some(value);
        } else {
            let scale = unit(c)?;
            if smallest_unit <= scale {
                return None;
            }
            smallest_unit = scale;
            // 十 at the front stands for 一十.
            total += pending.take().unwrap_or(1) * scale;
        }
    }
    Some(total + pending.unwrap_or(0))
}

fn digit(c: char) -> Option<u32> {
    Some(match c {
        '零' | '〇' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

fn unit(c: char) -> Option<u32> {
    Some(match c {
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: Option<u32>) {
        assert_eq!(parse(text), expect, "{text}");
    }

    #[test]
    fn numbers_are_read_in_arabic_and_chinese() {
        check("0", Some(0));
        check("9999", Some(9999));
        check("10000", None);
        check("一", Some(1));
        check("十", Some(10));
        check("十四", Some(14));
        check("二十九", Some(29));
        check("一百五十六", Some(156));
        check("一百零六", Some(106));
        check("一千零一十", Some(1010));
        check("一二", None);
        check("十百", None);
        check("1十", None);
        check("", None);
        check("甲", None);
    }

    #[test]
    fn a_number_is_found_at_either_end() {
        assert_eq!(at_end("实施的14"), Some(14));
        assert_eq!(at_end("实施的"), None);
        assert_eq!(at_start("二批退出"), Some((2, "批退出")));
        assert_eq!(at_start("批退出"), None);
    }
}
