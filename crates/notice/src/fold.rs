//! Folding of text, so that two ways to print the same thing compare equal.
//!
//! In scope: full-width forms, kinds of brackets, white space, separators between names.
//! Out of scope: what is shown or stored; rows keep their text as printed.

use alloc::string::String;

/// Returns the text without white space, with full-width forms narrowed and every kind of round,
/// square or tortoise-shell bracket turned into a round one.
///
/// # Example
/// ```
/// assert_eq!(notice::fold("某发〔２０２０〕 8 号"), "某发(2020)8号");
/// ```
pub fn fold(text: &str) -> String {
    text.chars().filter(|c| !is_blank(*c)).map(fold_char).collect()
}

/// Returns one character folded as `fold` does.
pub(crate) fn fold_char(c: char) -> char {
    let narrow = match c {
        // The full-width block repeats ASCII at a fixed distance.
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(c as u32 - 0xfee0).expect("the block maps onto printable ASCII")
        }
        _ => c,
    };
    match narrow {
        '〔' | '［' | '[' | '【' | '﹙' => '(',
        '〕' | '］' | ']' | '】' | '﹚' => ')',
        _ => narrow,
    }
}

/// Says whether the character leaves no ink: white space, zero-width marks and stray BOMs.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Returns the text without blanks at its ends.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(is_blank)
}

/// Splits a cell into names at `、` `,` `，` `；` `;`, or nothing when a name between them is empty.
/// Separators inside brackets belong to the name, unless the brackets do not match.
pub(crate) fn split_names(cell: &str) -> Option<alloc::vec::Vec<String>> {
    let folded = || cell.chars().map(fold_char);
    let opened = folded().filter(|c| *c == '(').count();
    let brackets_match = opened == folded().filter(|c| *c == ')').count();
    let mut names = alloc::vec![String::new()];
    let mut depth = 0_i32;
    for c in cell.chars() {
        match fold_char(c) {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        let inside = brackets_match && 0 < depth;
        if matches!(c, '、' | ',' | '，' | '；' | ';') && !inside {
            names.push(String::new());
        } else {
            names.last_mut().expect("the list starts with one name").push(c);
        }
    }
    let names: alloc::vec::Vec<String> = names.iter().map(|n| String::from(trim(n))).collect();
    if names.iter().any(String::is_empty) { None } else { Some(names) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    fn check(cell: &str, expect: Option<&[&str]>) {
        let names = split_names(cell);
        let found: Option<Vec<&str>> =
            names.as_ref().map(|n| n.iter().map(String::as_str).collect());
        assert_eq!(found.as_deref(), expect, "{cell}");
    }

    #[test]
    fn a_cell_splits_at_every_separator_and_nowhere_else() {
        check("甲工", Some(&["甲工"]));
        check(
            "甲工、乙工,丙工，丁工；戊工; 己工",
            Some(&["甲工", "乙工", "丙工", "丁工", "戊工", "己工"]),
        );
        check("(某某) 管理员", Some(&["(某某) 管理员"]));
        check("甲工（铣、磨）、乙工", Some(&["甲工（铣、磨）", "乙工"]));
        check("甲工（铣、乙工", Some(&["甲工（铣", "乙工"]));
        check("甲工、、乙工", None);
        check("甲工、", None);
    }
}
