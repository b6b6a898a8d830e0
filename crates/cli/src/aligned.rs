//! Text in columns that line up on a terminal, Chinese included.
//!
//! In scope: widths and padding. Out of scope: wrapping; long cells make long lines.

use unicode_width::UnicodeWidthStr;

/// Returns the rows with their cells padded to the width of the column and two spaces between.
/// The last cell of a row is not padded, so that no line ends in blanks.
pub(crate) fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut widths = vec![0; columns];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.width().max(*width);
        }
    }
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (width, cell) in widths.iter().zip(row) {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', width - cell.width() + 2));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rows: &[&[&str]], expect: &str) {
        let rows: Vec<Vec<String>> =
            rows.iter().map(|row| row.iter().map(|cell| cell.to_string()).collect()).collect();
        assert_eq!(aligned(&rows), expect);
    }

    #[test]
    fn wide_and_narrow_characters_line_up() {
        check(&[&["1", "电工", "a"], &["12", "x", "b"]], "1   电工  a\n12  x     b\n");
        check(&[&["1", ""], &["22"]], "1\n22\n");
        check(&[], "");
    }
}
