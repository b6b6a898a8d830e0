//! `Line`, a line of the file as it arrived, and `Noise`, what kind of line it is.
//!
//! In scope: line ends, form feeds, and the region of the table: it runs from the first header to
//! the last line with columns.
//! Out of scope: what a row says (`table`). Whoever derives the text of a notice keeps the lines
//! that are `Text` and lists what is left out.
//! Invariant: every line of the file is returned once, in order (a line with a form feed inside is
//! returned in pieces under one number).

use crate::cells;
use crate::fold::{is_blank, trim};
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

mod marks;

/// The most characters of a heading that pages repeat; a longer line is a paragraph.
const HEADING_CHARS_MAX: usize = 60;

/// The fewest characters by which a part of a heading is recognised as that heading.
const HEADING_PART_CHARS_MIN: usize = 6;

/// A line of the file, with its number and kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'t> {
    /// The line in the file as it arrived, counted from 1.
    pub number: u32,
    /// The line without its end and without form feeds.
    pub text: &'t str,
    /// Whether a form feed stands right before it.
    pub starts_page: bool,
    /// What kind of line it is.
    pub kind: Noise,
}

/// The kind of a line: noise that belongs to the paper, or text, or table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Noise {
    /// A page number in any of its forms.
    PageMark,
    /// What a scanner's program wrote at the foot of a page.
    ScannerFooter,
    /// A heading of the document that a page repeats.
    PageHeader,
    /// Nothing but blanks.
    Blank,
    /// The table's header again on a later page. The first header is `Table`.
    RepeatedHeader,
    /// Words of the document outside the table.
    Text,
    /// The table's first header, its rows, and whatever stands between them and is no noise.
    Table,
}

/// Splits a text into lines and says of each what kind it is.
pub fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = split(text);
    for line in &mut lines {
        line.kind = marks::kind_alone(line.text);
    }
    let Some(header) = lines.iter().position(|l| l.kind == Noise::RepeatedHeader) else {
        mark_page_headers_of_text(&mut lines);
        return lines;
    };
    lines[header].kind = Noise::Table;
    let end = table_end(&lines, header);
    mark_page_headers_of_text(&mut lines[..header]);
    mark_table(&mut lines, header, end);
    lines
}

/// Cuts at `\r\n`, `\n`, `\r` and, under the same number, at form feeds.
fn split(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut rest = text;
    let mut number = 0;
    while !rest.is_empty() {
        number += 1;
        let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let (whole, after) = rest.split_at(end);
        rest = after.strip_prefix("\r\n").or_else(|| after.get(1..)).unwrap_or("");
        let pieces: Vec<(usize, &str)> = whole.split('\u{c}').enumerate().collect();
        let ink = |piece: &str| !piece.chars().all(is_blank);
        let any_ink = pieces.iter().any(|(_, piece)| ink(piece));
        for (at, piece) in &pieces {
            // Of a line of blanks and form feeds one piece remains, so that the line is not lost.
            if ink(piece) || (!any_ink && at + 1 == pieces.len()) {
                let (text, starts_page) = (*piece, 0 < *at);
                lines.push(Line { number, text, starts_page, kind: Noise::Text });
            }
        }
    }
    lines
}

/// Returns the index behind the last line of the table region.
fn table_end(lines: &[Line<'_>], header: usize) -> usize {
    let in_table = |line: &Line<'_>| {
        line.kind == Noise::RepeatedHeader
            || (line.kind == Noise::Text
                && cells::has_columns(line.text)
                && !marks::closes_document(line.text))
    };
    let mut end = lines.iter().rposition(in_table).map_or(header, |i| i.max(header)) + 1;
    // What touches the last row without a blank line between belongs to the table, so that a broken
    // last row is an error and not silence; unless it is the closing of the document.
    let block = lines[end..].iter().take_while(|l| l.kind == Noise::Text && !l.starts_page);
    if !block.clone().any(|l| marks::closes_document(l.text)) {
        end += block.count();
    }
    end
}

/// Marks what stands between the first header and the end of the region as table or page header.
fn mark_table(lines: &mut [Line<'_>], header: usize, end: usize) {
    let headings: Vec<String> = lines[..header]
        .iter()
        .filter(|l| l.kind == Noise::Text)
        .map(|l| marks::heading_key(l.text))
        .filter(|key| key.chars().count() <= HEADING_CHARS_MAX)
        .collect();
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for line in &lines[header + 1..end] {
        *seen.entry(marks::heading_key(line.text)).or_default() += 1;
    }
    for at in header + 1..end {
        if lines[at].kind != Noise::Text {
            continue;
        }
        let key = marks::heading_key(lines[at].text);
        let repeats = 1 < seen[&key] && !cells::has_columns(lines[at].text);
        // A line between two rows with no gap around it is not at the edge of a page.
        let in_gap = [at.checked_sub(1), Some(at + 1).filter(|next| *next < end)]
            .into_iter()
            .flatten()
            .any(|near| !matches!(lines[near].kind, Noise::Table | Noise::Text));
        let is_header = repeats_heading(&headings, &key) || (repeats && in_gap);
        let tabbed = trim(lines[at].text).contains('\t');
        lines[at].kind = if is_header && !tabbed { Noise::PageHeader } else { Noise::Table };
    }
}

/// Says whether the key is a heading of the document, or a long enough part of one.
fn repeats_heading(headings: &[String], key: &str) -> bool {
    let long_enough = HEADING_PART_CHARS_MIN <= key.chars().count();
    headings.iter().any(|h| h == key || (long_enough && h.contains(key)))
}

/// Outside the table a heading counts as a page header only right behind a page break: words that
/// merely occur twice are text.
fn mark_page_headers_of_text(lines: &mut [Line<'_>]) {
    let mut headings: Vec<String> = Vec::new();
    let mut behind_break = false;
    for line in lines {
        match line.kind {
            Noise::PageMark | Noise::ScannerFooter => behind_break = true,
            Noise::Text => {
                let key = marks::heading_key(line.text);
                let short = key.chars().count() <= HEADING_CHARS_MAX;
                if short && (behind_break || line.starts_page) && headings.contains(&key) {
                    line.kind = Noise::PageHeader;
                    continue;
                }
                headings.push(key);
                behind_break = false;
            }
            Noise::Blank => behind_break |= line.starts_page,
            Noise::PageHeader | Noise::RepeatedHeader | Noise::Table => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &[(u32, Noise)]) {
        let found: Vec<(u32, Noise)> = lines(text).iter().map(|l| (l.number, l.kind)).collect();
        assert_eq!(found, expect, "{text:?}");
    }

    #[test]
    fn line_ends_and_form_feeds_keep_the_numbers_of_the_file() {
        use Noise::{Blank, Text};
        check("甲\r\n乙\n丙\r丁", &[(1, Text), (2, Text), (3, Text), (4, Text)]);
        check("甲\n\u{c}乙\n", &[(1, Text), (2, Text)]);
        check("甲\u{c}乙\n丙", &[(1, Text), (1, Text), (2, Text)]);
        check("甲\n\u{c}\n\n乙", &[(1, Text), (2, Blank), (3, Blank), (4, Text)]);
    }

    #[test]
    fn the_table_runs_from_its_header_to_the_last_line_with_columns() {
        use Noise::{Blank, PageHeader, PageMark, RepeatedHeader, ScannerFooter, Table, Text};
        check(
            "某号\n\n序号\t批次\n1\t甲\n2\n某号\n序 号\t批 次\n2\t乙\n\n印发\n3\n扫描王 创建",
            &[
                (1, Text),
                (2, Blank),
                (3, Table),
                (4, Table),
                (5, PageMark),
                (6, PageHeader),
                (7, RepeatedHeader),
                (8, Table),
                (9, Blank),
                (10, Text),
                (11, PageMark),
                (12, ScannerFooter),
            ],
        );
        // A broken line inside the region or touching its end stays in it.
        check("序号\t批次\n1\t甲\n乙\n2\t丙", &[(1, Table), (2, Table), (3, Table), (4, Table)]);
        check("序号\t批次\n1\t甲\n乙", &[(1, Table), (2, Table), (3, Table)]);
        check(
            "序号\t批次\n1\t甲\n某厅\n2020年1月2日印发",
            &[(1, Table), (2, Table), (3, Text), (4, Text)],
        );
    }

    #[test]
    fn a_heading_repeated_behind_a_page_break_is_a_page_header_and_elsewhere_text() {
        use Noise::{PageHeader, PageMark, Text};
        check(
            "某号\n甲\n- 1 -\n某号\n乙\n某号",
            &[(1, Text), (2, Text), (3, PageMark), (4, PageHeader), (5, Text), (6, Text)],
        );
    }
}
