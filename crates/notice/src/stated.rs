//! Totals that the text of a notice states about its own table.
//!
//! In scope: 「N 项职业资格（涉及 M 个职业）……第K批退出」 and the number in the annex's title,
//! 「（……类N项）」. Sentences may be broken over lines and pages.
//! Out of scope: whether the table agrees (`reconcile`).

use crate::figure::{Figure, Unit};
use crate::fold::{fold_char, is_blank};
use crate::line::{Line, Noise};
use crate::number;
use crate::row::Fate;
use alloc::string::String;
use alloc::vec::Vec;

/// A total that the text states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stated {
    /// What is counted.
    pub figure: Figure,
    /// The number stated.
    pub value: u32,
    /// The line of the number in the file as it arrived.
    pub line: u32,
}

/// Returns the totals stated in the lines of text, in their order. `table_line` is where the table
/// begins; a title behind it is not the table's.
pub(crate) fn stated(lines: &[Line<'_>], table_line: u32) -> Vec<Stated> {
    let text = Joined::new(lines.iter().filter(|l| l.kind == Noise::Text));
    let mut found = Vec::new();
    for sentence in text.sentences() {
        found.extend(batches(&text, sentence));
    }
    found.extend(title(&text, table_line));
    found.sort_by_key(|s| (s.line, s.figure));
    found
}

/// Lines joined and folded, so that breaks do not matter, with the line of each part.
struct Joined {
    text: String,
    /// Offset where a line begins in `text`, and the line's number.
    starts: Vec<(usize, u32)>,
}

impl Joined {
    fn new<'l>(lines: impl Iterator<Item = &'l Line<'l>>) -> Joined {
        let mut joined = Joined { text: String::new(), starts: Vec::new() };
        for line in lines {
            joined.starts.push((joined.text.len(), line.number));
            joined.text.extend(line.text.chars().filter(|c| !is_blank(*c)).map(fold_char));
        }
        joined
    }

    /// Returns the bounds of each sentence.
    fn sentences(&self) -> impl Iterator<Item = (usize, usize)> {
        let mut start = 0;
        self.text.split_inclusive('。').map(move |sentence| {
            let bounds = (start, start + sentence.len());
            start = bounds.1;
            bounds
        })
    }

    /// Returns the number of the line that holds the character before `offset`.
    fn line_before(&self, offset: usize) -> u32 {
        let at = self.starts.partition_point(|(start, _)| *start < offset);
        self.starts[at.saturating_sub(1)].1
    }
}

/// Reads 「N项职业资格(涉及M个职业)…第K批…退出」 wherever it stands in a sentence.
fn batches(text: &Joined, (start, end): (usize, usize)) -> Vec<Stated> {
    const ITEMS: &str = "项职业资格";
    let mut found = Vec::new();
    let mut at = start;
    while let Some(here) = text.text[at..end].find(ITEMS).map(|i| at + i) {
        let behind = here + ITEMS.len();
        let until = text.text[behind..end].find(ITEMS).map_or(end, |i| behind + i);
        let items = number::at_end(&text.text[start..here]);
        let clause = &text.text[behind..until];
        at = behind;
        let (Some(items), Some(fate)) = (items, exit_batch(clause)) else {
            continue;
        };
        found.push(Stated {
            figure: Figure::Of(fate, Unit::Items),
            value: items,
            line: text.line_before(here),
        });
        if let Some((value, offset)) = number_between(clause, "涉及", "个职业") {
            let line = text.line_before(behind + offset);
            found.push(Stated { figure: Figure::Of(fate, Unit::Occupations), value, line });
        }
    }
    found
}

/// Returns the batch of 「第K批」 when the clause goes on to speak of an exit.
fn exit_batch(clause: &str) -> Option<Fate> {
    clause.match_indices('第').find_map(|(at, mark)| {
        let (batch, behind) = number::at_start(&clause[at + mark.len()..])?;
        let behind = behind.strip_prefix('批')?;
        if !behind.contains("退出") {
            return None;
        }
        u8::try_from(batch).ok().filter(|n| *n != 0).map(Fate::Batch)
    })
}

/// Returns the number between two words and the offset behind it.
fn number_between(text: &str, before: &str, after: &str) -> Option<(u32, usize)> {
    text.match_indices(before).find_map(|(at, _)| {
        let start = at + before.len();
        let (value, behind) = number::at_start(&text[start..])?;
        let offset = text.len() - behind.len();
        if behind.starts_with(after) { Some((value, offset)) } else { None }
    })
}

/// Reads 「(…N项)」 of the last such title before the table.
fn title(text: &Joined, table_line: u32) -> Option<Stated> {
    text.text.rmatch_indices("项)").find_map(|(at, _)| {
        let value = number::at_end(&text.text[..at])?;
        let line = text.line_before(at);
        // The bracket has to open in the same sentence: 「…2项)」 alone is no title.
        let opened = text.text[..at].rfind('(')?;
        let inside = &text.text[opened + 1..at];
        let plain = !inside.contains([')', '。', ',', ':']);
        if plain && line < table_line {
            Some(Stated { figure: Figure::Items, value, line })
        } else {
            None
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::line::lines;

    fn check(text: &str, expect: &[(&str, u32, u32)]) {
        let found: Vec<(String, u32, u32)> = stated(&lines(text), u32::MAX)
            .iter()
            .map(|s| (alloc::format!("{}", s.figure), s.value, s.line))
            .collect();
        let expect: Vec<(String, u32, u32)> =
            expect.iter().map(|(f, v, l)| (String::from(*f), *v, *l)).collect();
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn batches_are_read_out_of_sentences() {
        check(
            "甲部实施的 3 项职业资格（涉及 5 个职业）拟于 6 月前第一批退出。\
             其余 十二 项职业资格(涉及４０个职业)拟于 9 月前第2批退出目录。",
            &[
                ("batch1.items", 3, 1),
                ("batch1.occupations", 5, 1),
                ("batch2.items", 12, 1),
                ("batch2.occupations", 40, 1),
            ],
        );
        check(
            "其中2项职业资格第一批退出，3项职业资格第二批退出",
            &[("batch1.items", 2, 1), ("batch2.items", 3, 1)],
        );
    }

    #[test]
    fn a_sentence_broken_over_a_page_is_one_sentence() {
        check(
            "甲部实施的 1\n\n— 1 —\n\n扫描王 创建\n4 项职业资格（涉及\n29 个职业）\n拟第一\n批退出。",
            &[("batch1.items", 14, 6), ("batch1.occupations", 29, 7)],
        );
    }

    #[test]
    fn what_is_no_total_of_a_batch_is_left_alone() {
        check("已有 5 项职业资格。第一批退出的另行公布。", &[]);
        check("有关 5 项职业资格第一批公布。", &[]);
        check("各项职业资格第一批退出。", &[]);
    }

    #[test]
    fn the_title_of_the_annex_states_the_items() {
        check("附件\n\n目录安排 (某某类76项)\n", &[("items", 76, 3)]);
        check("目录安排（共十二项）", &[("items", 12, 1)]);
        check("材料（一）报送以下2项)", &[]);
    }
}
