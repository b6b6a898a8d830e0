//! The text of an instrument by paragraphs, and the proof that it is the source less listed
//! deletions.
//!
//! Source: `text.zh.md`, `source.txt`, `deletions.tsv` of an instrument's folder.
//! In scope: anchors, finding quoted words, the derivation. Out of scope: what the words order.

use crate::error::Derivation;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

/// A paragraph with its anchor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// `head`, `p1` …, `tail` or `annex`.
    pub anchor: String,
    /// The words, with line ends where the source has them.
    pub words: String,
}

/// A text cut at its anchors.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Text {
    /// The paragraphs in the order of the text.
    pub paragraphs: Vec<Paragraph>,
}

impl Text {
    /// Reads a text; each anchor stands on a line of its own, as `<a id="p1"></a>`.
    pub(crate) fn parse(text: &str) -> Text {
        let mut paragraphs: Vec<Paragraph> = Vec::new();
        for line in text.lines() {
            if let Some(anchor) = anchor_of(line) {
                paragraphs.push(Paragraph { anchor: anchor.to_string(), words: String::new() });
            } else if let Some(last) = paragraphs.last_mut() {
                last.words.push_str(line);
                last.words.push('\n');
            }
        }
        for p in &mut paragraphs {
            p.words = p.words.trim_matches('\n').to_string();
        }
        Text { paragraphs }
    }

    /// Returns the paragraph of that anchor.
    pub fn paragraph(&self, anchor: &str) -> Option<&Paragraph> {
        self.paragraphs.iter().find(|p| p.anchor == anchor)
    }

    /// Returns where in the paragraph the quoted words stand, as a range of bytes.
    pub fn find(&self, anchor: &str, quote: &str) -> Option<Range<usize>> {
        let words = &self.paragraph(anchor)?.words;
        let start = words.find(quote)?;
        Some(start..start + quote.len())
    }
}

fn anchor_of(line: &str) -> Option<&str> {
    line.strip_prefix("<a id=\"")?.strip_suffix("\"></a>")
}

/// Returns the article that a paragraph is, as the notice counts: 一 … 六, or 附件.
pub fn article(anchor: &str) -> &str {
    match anchor {
        "p1" => "一",
        "p2" => "二",
        "p3" => "三",
        "p4" => "四",
        "p5" => "五",
        "p6" => "六",
        "annex" => "附件",
        other => other,
    }
}

/// Proves that the text without its anchors is the source less the listed deletions.
///
/// A row of the list is line, kind, text. `break` takes away the line's end, `emphasis` the marks
/// `**` in the line, every other kind the whole line, which must be exactly the text given.
pub(crate) fn prove_derived(
    source: &str,
    deletions: &str,
    text: &str,
) -> Result<usize, Derivation> {
    let list = read_deletions(deletions)?;
    let source = source.replace("\r\n", "\n");
    let mut left = String::new();
    let lines: Vec<&str> = source.split('\n').collect();
    for (i, line) in lines.iter().enumerate() {
        let here: Vec<&(usize, String, String)> = list.iter().filter(|d| d.0 == i + 1).collect();
        let mut words = line.to_string();
        let (mut whole, mut joined) = (false, i + 1 == lines.len());
        for (at, kind, what) in here {
            match kind.as_str() {
                "break" => joined = true,
                "emphasis" if words.contains("**") => words = words.replace("**", ""),
                "emphasis" => return Err(Derivation::NoEmphasis(*at)),
                _ if words == *what => whole = true,
                _ => {
                    let (line, found, listed) = (*at, words, what.clone());
                    return Err(Derivation::OtherLine { line, found, listed });
                }
            }
        }
        if !whole {
            left.push_str(&words);
            if !joined {
                left.push('\n');
            }
        }
    }
    let kept: String = text
        .lines()
        .filter(|line| anchor_of(line).is_none())
        .flat_map(|line| [line, "\n"])
        .collect();
    let (a, b) = (left.trim_end_matches('\n'), kept.trim_end_matches('\n'));
    if a == b {
        return Ok(list.len());
    }
    let differs = a.lines().zip(b.lines()).position(|(x, y)| x != y);
    let n = differs.unwrap_or(a.lines().count().min(b.lines().count()));
    let words = |of: &str| of.lines().nth(n).unwrap_or("").to_string();
    Err(Derivation::Differs { line: n + 1, text: words(b), source: words(a) })
}

fn read_deletions(deletions: &str) -> Result<Vec<(usize, String, String)>, Derivation> {
    let rows = deletions.lines().enumerate().skip(1).map(|(n, row)| {
        let mut parts = row.splitn(3, '\t');
        let line = parts.next().and_then(|t| t.parse().ok());
        let (kind, text) = (parts.next(), parts.next());
        match (line, kind, text) {
            (Some(line), Some(kind), Some(text)) => Ok((line, kind.to_string(), text.to_string())),
            _ => Err(Derivation::Row(n + 1)),
        }
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, deletions: &str, text: &str, expect: Result<usize, &str>) {
        let deletions = "line\tkind\ttext\n".to_string() + deletions;
        let got = prove_derived(source, &deletions, text).map_err(|why| why.to_string());
        assert_eq!(got.as_ref().map(|n| *n).map_err(String::as_str), expect);
    }

    #[test]
    fn a_text_is_its_source_less_the_listed_deletions_and_nothing_else() {
        let source = "**一、甲\n\n— 1 —\n乙。**\n";
        let all = "1\temphasis\t**\n1\tbreak\t\n2\tblank\t\n3\tpage-mark\t— 1 —\n4\temphasis\t**\n";
        check(source, all, "<a id=\"p1\"></a>\n一、甲乙。\n", Ok(5));
        check(
            source,
            all,
            "<a id=\"p1\"></a>\n一、甲丙。\n",
            Err(
                "line 1 without anchors is 「一、甲丙。」 in the text and 「一、甲乙。」 in the source",
            ),
        );
        check("甲\n", "1\tpage-mark\t乙\n", "", Err("line 1 is 「甲」, not 「乙」"));
        check("甲\n", "1\temphasis\t**\n", "甲\n", Err("line 1 has no emphasis marks"));
        check("甲\n", "x\n", "甲\n", Err("row 2 of deletions.tsv is not line, kind, text"));
    }

    #[test]
    fn words_are_found_only_in_the_paragraph_that_holds_them() {
        let text = Text::parse("<a id=\"p1\"></a>\n一、甲。\n\n<a id=\"p2\"></a>\n二、乙。\n");
        assert_eq!(text.find("p2", "乙"), Some(6..9));
        assert_eq!(text.find("p1", "乙"), None);
        assert_eq!(text.find("p3", "乙"), None);
    }
}
