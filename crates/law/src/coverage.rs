//! Coverage by character: every word of the paragraphs is quoted by a rule or listed with a reason.
//!
//! Invariant I-LAW-4. In scope: the heading and every numbered paragraph of an instrument.
//! Out of scope: the annex (its rows are data) and what follows the last paragraph.

use crate::error::{Fault, FaultAt, Place};
use crate::folder::fault;
use crate::instrument::Instrument;
use crate::rule::Rule;
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

/// Words of the text that carry no rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unruled {
    /// The instrument.
    pub instrument: String,
    /// The paragraph's anchor.
    pub paragraph: String,
    /// The words.
    pub words: String,
    /// Why nothing follows from them, as `unruled.toml` says it.
    pub reason: String,
    /// The same in Chinese, where the folder translates it.
    pub reason_zh: Option<String>,
}

/// Says whether a paragraph must be covered.
pub(crate) fn must_be_covered(anchor: &str) -> bool {
    anchor != "annex" && anchor != "tail"
}

/// Proves that every character is covered. Blanks and line ends need none.
pub(crate) fn prove_covered(
    instrument: &Instrument,
    rules: &[Rule],
    unruled: &[Unruled],
) -> Result<(), FaultAt> {
    for paragraph in instrument.text.paragraphs.iter().filter(|p| must_be_covered(&p.anchor)) {
        let quotes = rules
            .iter()
            .filter(|r| r.id.strip_prefix(&instrument.id).is_some_and(|rest| rest.starts_with('/')))
            .filter(|r| r.paragraph == paragraph.anchor)
            .map(|r| r.quote.as_str());
        let reasons = unruled
            .iter()
            .filter(|u| u.instrument == instrument.id && u.paragraph == paragraph.anchor)
            .map(|u| u.words.as_str());
        let mut covered = vec![false; paragraph.words.len()];
        for quote in quotes.chain(reasons) {
            for (start, _) in paragraph.words.match_indices(quote) {
                covered[start..start + quote.len()].fill(true);
            }
        }
        if let Some(words) = first_gap(&paragraph.words, &covered) {
            let file = format!("{}/text.zh.md", instrument.id);
            let place = Place::Paragraph(paragraph.anchor.clone());
            return Err(fault(&file, None, place, Fault::Uncovered(words)));
        }
    }
    Ok(())
}

/// Returns the first run of characters that nothing covers.
fn first_gap(words: &str, covered: &[bool]) -> Option<String> {
    let open: Vec<(usize, char)> = words
        .char_indices()
        .skip_while(|(i, c)| covered[*i] || c.is_whitespace())
        .take_while(|(i, _)| !covered[*i])
        .collect();
    let text: String = open.into_iter().map(|(_, c)| c).collect();
    (!text.is_empty()).then_some(text)
}
