//! Sees an instrument of law: its words, each piece with the rules that quote it or the reason why
//! nothing follows from it.
//!
//! In scope: the text cut where a quotation begins or ends, the rules below their words, the table
//! of an annex. Out of scope: what a rule decides (`law`), layout (edges).
//! Failure: seeing only reads; stopped anywhere, nothing has changed.

use crate::ask_law::{ActName, ReadingView, Says};
use crate::asked;
use crate::law_room::LawRoom;
use law::{Effect, Instrument, Law, Rule};
use std::ops::Range;
use vocab::{Day, Region};

/// What an instrument is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstrumentName {
    /// The folder's name, for example `2020-80`.
    pub id: String,
    /// The number it bears.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Who issued it.
    pub office: String,
    /// The day printed on it.
    pub printed: Day,
    /// The first day of its effect.
    pub effective: Day,
    /// Where it holds; nothing means the whole country.
    pub region: Option<Region>,
    /// True when it is a summary of a public report and not the original.
    pub relayed: bool,
}

/// An instrument with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstrumentView {
    /// What it is.
    pub name: InstrumentName,
    /// Its paragraphs, in the order of the text.
    pub paragraphs: Vec<ParagraphView>,
}

/// A paragraph with what is made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParagraphView {
    /// Its anchor, for example `p2`.
    pub anchor: String,
    /// Its words, cut where a quotation begins or ends; joined, they are the paragraph. A table is
    /// not among them.
    pub pieces: Vec<Piece>,
    /// The words that rules quote, in the order of the text.
    pub quoted: Vec<QuotedWords>,
    /// The words that carry no rule, each with the reason.
    pub unruled: Vec<UnruledWords>,
    /// The lines of its table, by cells; empty where it has none.
    pub table: Vec<Vec<String>>,
}

/// Words on which the same quotations lie from beginning to end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// The numbers of the quotations that cover them.
    pub quoted: Vec<usize>,
    /// The numbers of the quotations that end with them.
    pub ends: Vec<usize>,
    /// The place among the unruled words, where no rule quotes them.
    pub unruled: Option<usize>,
}

/// Words with every rule that executes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotedWords {
    /// Counted from one through the instrument.
    pub number: usize,
    /// The words.
    pub quote: String,
    /// The rules, by id.
    pub rules: Vec<RuleView>,
}

/// A rule as it is shown below its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleView {
    /// Its id, for example `2020-80/p2.batch1-has-left`.
    pub id: String,
    /// What follows.
    pub effect: Effect,
    /// The acts it is about.
    pub acts: Vec<ActName>,
    /// What it says.
    pub says: Says,
    /// The rules it sets aside when both apply.
    pub overrides: Vec<String>,
    /// The readings it rests on.
    pub readings: Vec<ReadingView>,
}

/// Words that carry no rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnruledWords {
    /// The words.
    pub words: String,
    /// Why nothing follows from them.
    pub reason: Says,
}

/// Lists the instruments: the one that orders the exits first, then the others by id.
pub fn list(room: &LawRoom) -> Vec<InstrumentName> {
    let mut all: Vec<&Instrument> = room.law().instruments.iter().collect();
    all.sort_by_key(|instrument| instrument.fates.is_empty());
    all.into_iter().map(name).collect()
}

/// Shows an instrument by the name of its folder, or says that there is none of that name.
pub fn show(room: &LawRoom, id: &str) -> Option<InstrumentView> {
    let law = room.law();
    let instrument = law.instruments.iter().find(|instrument| instrument.id == id)?;
    let mut number = 0;
    let paragraphs = instrument.text.paragraphs.iter().map(|text| {
        let view = paragraph(law, instrument, &text.anchor, &text.words, number);
        number += view.quoted.len();
        view
    });
    Some(InstrumentView { name: name(instrument), paragraphs: paragraphs.collect() })
}

fn name(instrument: &Instrument) -> InstrumentName {
    InstrumentName {
        id: instrument.id.clone(),
        number: instrument.number.clone(),
        title: instrument.title.clone(),
        office: instrument.office.clone(),
        printed: instrument.printed,
        effective: instrument.effective,
        region: instrument.jurisdiction.as_deref().and_then(|code| asked::region(code).ok()),
        relayed: instrument.relayed,
    }
}

fn paragraph(
    law: &Law,
    instrument: &Instrument,
    anchor: &str,
    words: &str,
    numbered: usize,
) -> ParagraphView {
    let in_table = |line: &&str| line.contains('\t');
    let table = words.lines().filter(in_table).map(|l| l.split('\t').map(String::from).collect());
    let table: Vec<Vec<String>> = table.collect();
    let prose: Vec<&str> = words.lines().filter(|line| !in_table(line)).collect();
    let prose = if table.is_empty() { words.to_string() } else { prose.join("\n") };
    let quoted = quoted(law, instrument, anchor, &prose, numbered);
    let here = |u: &&law::Unruled| u.instrument == instrument.id && u.paragraph == anchor;
    let unruled: Vec<UnruledWords> = law
        .unruled
        .iter()
        .filter(here)
        .map(|u| UnruledWords {
            words: u.words.clone(),
            reason: Says::translated(&u.reason, u.reason_zh.as_deref()),
        })
        .collect();
    let pieces = pieces(&prose, &quoted, &unruled);
    ParagraphView { anchor: anchor.into(), pieces, quoted, unruled, table }
}

/// Returns the quotations of a paragraph as they follow in its words, a longer one before those
/// inside it.
fn quoted(
    law: &Law,
    instrument: &Instrument,
    anchor: &str,
    words: &str,
    numbered: usize,
) -> Vec<QuotedWords> {
    let of_here = |rule: &&Rule| {
        law.instruments[rule.instrument].id == instrument.id && rule.paragraph == anchor
    };
    let mut found: Vec<(usize, QuotedWords)> = Vec::new();
    for rule in law.rules.iter().filter(of_here) {
        let view = rule_view(law, rule);
        match found.iter_mut().find(|(_, quoted)| quoted.quote == rule.quote) {
            Some((_, quoted)) => quoted.rules.push(view),
            None => {
                let at = words.find(&rule.quote).unwrap_or(words.len());
                let quote = rule.quote.clone();
                found.push((at, QuotedWords { number: 0, quote, rules: vec![view] }));
            }
        }
    }
    found.sort_by_key(|(at, quoted)| (*at, std::cmp::Reverse(quoted.quote.len())));
    let number = |(place, (_, quoted)): (usize, (usize, QuotedWords))| QuotedWords {
        number: numbered + place + 1,
        ..quoted
    };
    found.into_iter().enumerate().map(number).collect()
}

fn rule_view(law: &Law, rule: &Rule) -> RuleView {
    let all = || law.instruments.iter().flat_map(|instrument| &instrument.readings);
    let readings = rule.readings.iter().filter_map(|id| all().find(|reading| reading.id == *id));
    RuleView {
        id: rule.id.clone(),
        effect: rule.effect,
        acts: rule.acts.iter().copied().map(ActName::of).collect(),
        says: Says { zh: rule.zh.clone(), en: rule.en.clone() },
        overrides: rule.overrides.clone(),
        readings: readings.map(ReadingView::of).collect(),
    }
}

/// Cuts the words wherever a quotation or unruled words begin or end. Quotations may overlap; then
/// the words in common are a piece of their own.
fn pieces(words: &str, quoted: &[QuotedWords], unruled: &[UnruledWords]) -> Vec<Piece> {
    let places = |part: &str| -> Vec<Range<usize>> {
        words.match_indices(part).map(|(at, found)| at..at + found.len()).collect()
    };
    let quotes: Vec<(usize, Vec<Range<usize>>)> =
        quoted.iter().map(|quoted| (quoted.number, places(&quoted.quote))).collect();
    let without: Vec<Vec<Range<usize>>> = unruled.iter().map(|u| places(&u.words)).collect();
    let ranges = quotes.iter().flat_map(|(_, ranges)| ranges).chain(without.iter().flatten());
    let mut cuts: Vec<usize> = ranges.flat_map(|range| [range.start, range.end]).collect();
    cuts.extend([0, words.len()]);
    cuts.sort_unstable();
    cuts.dedup();
    let piece = |cut: &[usize]| {
        let (start, end) = (cut[0], cut[1]);
        let covers = |range: &Range<usize>| range.start <= start && end <= range.end;
        let numbers = |has: &dyn Fn(&Range<usize>) -> bool| -> Vec<usize> {
            let having = quotes.iter().filter(|(_, ranges)| ranges.iter().any(has));
            having.map(|(number, _)| *number).collect()
        };
        let quoted = numbers(&covers);
        let bare = quoted.is_empty().then(|| without.iter().position(|r| r.iter().any(covers)));
        Piece {
            text: words[start..end].to_string(),
            ends: numbers(&|range| range.end == end),
            unruled: bare.flatten(),
            quoted,
        }
    };
    cuts.windows(2).map(piece).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law_folder::LawFolder;

    /// Shows pieces as `text[covering numbers|ending numbers]`, with `!` for unruled words.
    fn check(words: &str, quotes: &[&str], unruled: &[&str], expect: &str) {
        let quoted: Vec<QuotedWords> = (1..)
            .zip(quotes)
            .map(|(number, quote)| QuotedWords { number, quote: quote.to_string(), rules: vec![] })
            .collect();
        let unruled: Vec<UnruledWords> = unruled
            .iter()
            .map(|words| UnruledWords {
                words: words.to_string(),
                reason: Says::translated("x", None),
            })
            .collect();
        let list = |all: &[usize]| all.iter().map(usize::to_string).collect::<String>();
        let shown: String = pieces(words, &quoted, &unruled)
            .iter()
            .map(|p| {
                let mark = if p.unruled.is_some() { "!" } else { "" };
                format!("{}[{}|{}]{mark}", p.text, list(&p.quoted), list(&p.ends))
            })
            .collect();
        assert_eq!(shown, expect);
    }

    #[test]
    fn words_are_cut_where_quotations_begin_and_end_and_overlaps_belong_to_both() {
        check("甲乙丙。", &["甲乙丙"], &["。"], "甲乙丙[1|1]。[|]!");
        check("甲乙丙丁", &["甲乙丙", "丙丁"], &[], "甲乙[1|]丙[12|1]丁[2|2]");
        check("甲乙丙", &["甲乙丙", "乙"], &[], "甲[1|]乙[12|2]丙[1|1]");
        check("甲，乙，", &["甲，乙"], &["，"], "甲[1|]，[1|]乙[1|1]，[|]!");
        check("甲乙", &[], &[], "甲乙[|]");
    }

    #[test]
    fn the_pieces_of_every_paragraph_are_its_words_and_every_rule_is_below_them() {
        let room = LawRoom::load(LawFolder::compiled()).unwrap();
        let mut rules = 0;
        for (place, instrument) in list(&room).iter().enumerate() {
            assert_eq!(place == 0, instrument.id == "2020-80");
            let view = show(&room, &instrument.id).unwrap();
            let source = room.law().instruments.iter().find(|i| i.id == instrument.id).unwrap();
            for (paragraph, source) in view.paragraphs.iter().zip(&source.text.paragraphs) {
                let joined: String = paragraph.pieces.iter().map(|p| p.text.as_str()).collect();
                if paragraph.table.is_empty() {
                    assert_eq!(joined, source.words, "{}", paragraph.anchor);
                }
                rules += paragraph.quoted.iter().map(|quoted| quoted.rules.len()).sum::<usize>();
            }
        }
        assert_eq!(rules, room.law().rules.len());
        assert_eq!(show(&room, "2020-81"), None);
    }
}
