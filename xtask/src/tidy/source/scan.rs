//! The scanner: which characters of a Rust text are code, comment or the inside of a string.
//!
//! Source: the lexical structure in the Rust Reference (comments, string and character literals).
//! In scope: nested comments, raw strings, escapes, characters against lifetimes, bracket ends.
//! Out of scope: macros that would change what a bracket means; we write none.

use std::ops::Range;

/// What a character belongs to. Quotation marks themselves are code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Anything the compiler reads as tokens.
    Code,
    /// A comment, with its slashes.
    Comment,
    /// The inside of a string or character literal.
    Text,
}

/// Returns the class of each character.
pub fn classify(chars: &[char]) -> Vec<Class> {
    let mut classes = vec![Class::Code; chars.len()];
    let mut at = 0;
    while at < chars.len() {
        let comment = |end: usize| Some((Class::Comment, at..end, end));
        let found = match (chars[at], chars.get(at + 1)) {
            ('/', Some('/')) => comment(line_end(chars, at)),
            ('/', Some('*')) => comment(block_end(chars, at)),
            ('"', _) => literal(string_close(chars, at), at + 1, 1, chars.len()),
            ('r', Some('"' | '#')) if starts_word(chars, at) => {
                raw_open(chars, at).and_then(|open| {
                    literal(raw_close(chars, at, open), open, open - at - 1, chars.len())
                })
            }
            ('\'', _) => char_close(chars, at).and_then(|close| literal(Some(close), at + 1, 1, 0)),
            _ => None,
        };
        at = match found {
            Some((class, inside, end)) => {
                classes[inside].fill(class);
                end
            }
            None => at + 1,
        };
    }
    classes
}

/// Returns the inside of a literal and the character after it; an unclosed one runs to the end.
fn literal(
    close: Option<usize>,
    inside: usize,
    marks: usize,
    text_end: usize,
) -> Option<(Class, Range<usize>, usize)> {
    match close {
        Some(close) => Some((Class::Text, inside..close, close + marks)),
        None => Some((Class::Text, inside.min(text_end)..text_end, text_end)),
    }
}

/// Returns the byte after the attribute that begins at `from`.
pub fn attribute_end(code: &str, from: usize) -> usize {
    let mut depth = 0;
    for (at, c) in code[from..].char_indices() {
        match c {
            '[' => depth += 1,
            ']' if depth == 1 => return from + at + 1,
            ']' => depth -= 1,
            _ => {}
        }
    }
    code.len()
}

/// Returns the byte after the end of the item that begins at `from`: its `;` or closing brace.
pub fn item_end(code: &str, from: usize) -> usize {
    let mut depth = 0;
    for (at, c) in code[from..].char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' => depth -= 1,
            '}' if depth == 1 => return from + at + 1,
            '}' => depth -= 1,
            ';' if depth == 0 => return from + at + 1,
            _ => {}
        }
    }
    code.len()
}

fn starts_word(chars: &[char], at: usize) -> bool {
    let before = |n: usize| at.checked_sub(n).map(|i| chars[i]);
    let word = |c: char| c.is_alphanumeric() || c == '_';
    match before(1) {
        Some('b' | 'c') => !before(2).is_some_and(word),
        Some(c) => !word(c),
        None => true,
    }
}

fn line_end(chars: &[char], at: usize) -> usize {
    chars[at..].iter().position(|c| *c == '\n').map_or(chars.len(), |n| at + n)
}

fn block_end(chars: &[char], at: usize) -> usize {
    let mut depth = 0;
    let mut i = at;
    while i + 1 < chars.len() {
        match (chars[i], chars[i + 1]) {
            ('/', '*') => depth += 1,
            ('*', '/') if depth == 1 => return i + 2,
            ('*', '/') => depth -= 1,
            _ => {
                i += 1;
                continue;
            }
        }
        i += 2;
    }
    chars.len()
}

fn string_close(chars: &[char], at: usize) -> Option<usize> {
    let mut i = at + 1;
    while i < chars.len() {
        match chars[i] {
            '\\' => i += 2,
            '"' => return Some(i),
            _ => i += 1,
        }
    }
    None
}

/// Returns the first character inside a raw string, or nothing for a raw identifier.
fn raw_open(chars: &[char], at: usize) -> Option<usize> {
    let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
    (chars.get(at + 1 + hashes) == Some(&'"')).then_some(at + 2 + hashes)
}

fn raw_close(chars: &[char], at: usize, open: usize) -> Option<usize> {
    let hashes = open - at - 2;
    let closes = |i: &usize| {
        let after = chars[i + 1..].iter().take(hashes);
        chars[*i] == '"' && after.filter(|c| **c == '#').count() == hashes
    };
    (open..chars.len()).find(closes)
}

/// Returns where a character literal closes, or nothing for a lifetime.
fn char_close(chars: &[char], at: usize) -> Option<usize> {
    match (chars.get(at + 1)?, chars.get(at + 2)?) {
        ('\\', _) => chars.get(at + 3..)?.iter().position(|c| *c == '\'').map(|n| at + 3 + n),
        (_, '\'') => Some(at + 2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        let chars: Vec<char> = text.chars().collect();
        let marks = classify(&chars).into_iter().map(|class| match class {
            Class::Code => 'c',
            Class::Comment => '/',
            Class::Text => 's',
        });
        assert_eq!(marks.collect::<String>(), expect, "{text}");
    }

    #[test]
    fn comments_strings_and_code_are_told_apart() {
        check("a // b", "cc////");
        check("/*/**/*/a", "////////c");
        check(r#""a"b"#, "cscc");
        check(r#""\""b"#, "csscc");
        check(r##"r#"a"#b"##, "cccsccc");
        check(r#"r"a"b"#, "ccscc");
        check(r#"br"//"b"#, "cccsscc");
        check("r#fn a", "cccccc");
        check("'a'b", "cscc");
        check(r"'\''b", "csscc");
        check("'\"' a", "csccc");
        check("&'a b", "ccccc");
        check("\"// \"//", "csssc//");
        check("\"open", "cssss");
        check("", "");
    }

    #[test]
    fn an_item_ends_at_its_semicolon_or_closing_brace() {
        let check = |code: &str, expect: &str| assert_eq!(&code[..item_end(code, 0)], expect);
        check("mod a; b", "mod a;");
        check("fn a(x: [u8; 2]) { {} } b", "fn a(x: [u8; 2]) { {} }");
        check("use a::{b, c}; d", "use a::{b, c}");
        check("fn a() {", "fn a() {");
    }
}
