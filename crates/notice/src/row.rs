//! `Row`, one occupation of one item, and `Fate`, what the notice plans for it.
//!
//! In scope: the values and the forms in which fates are printed.
//! Out of scope: corrected names and what a batch means; that is `law`.

use crate::fold::fold;
use crate::number;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

/// One occupation of one item, as printed; the batch is a matter of the row, never of the item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The item's number in the table.
    pub item: u32,
    /// The item's name, never split.
    pub qualification: String,
    /// The occupation as printed.
    pub occupation: String,
    /// The implementing departments or bodies, in the order printed.
    pub departments: Vec<String>,
    /// What the notice plans for the occupation.
    pub fate: Fate,
    /// The line in the file as it arrived, counted from 1.
    pub source_line: u32,
}

/// What a notice plans for an occupation. It prints as `batch1`, `batch2`, … or `access`, and reads
/// back from that form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// It leaves the catalogue in this batch, counted from 1.
    Batch(u8),
    /// It turns toward access-type.
    Access,
}

impl Fate {
    /// Returns what a cell says: `2`, `第二批`, or words that end in a turn toward access-type.
    pub(crate) fn from_cell(cell: &str) -> Option<Fate> {
        let folded = fold(cell);
        if folded.contains("调整为准入类") {
            return Some(Fate::Access);
        }
        let bare = folded.strip_prefix('第').unwrap_or(&folded);
        let bare = bare.strip_suffix('批').unwrap_or(bare);
        let batch = u8::try_from(number::parse(bare)?).ok()?;
        if batch == 0 { None } else { Some(Fate::Batch(batch)) }
    }
}

impl fmt::Display for Fate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fate::Batch(batch) => write!(f, "batch{batch}"),
            Fate::Access => write!(f, "access"),
        }
    }
}

/// The text that is not a fate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAFate(pub String);

impl fmt::Display for NotAFate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a fate; write `batch1`, `batch2`, … or `access`", self.0)
    }
}

impl core::error::Error for NotAFate {}

impl FromStr for Fate {
    type Err = NotAFate;

    fn from_str(text: &str) -> Result<Fate, NotAFate> {
        if text == "access" {
            return Ok(Fate::Access);
        }
        text.strip_prefix("batch")
            .and_then(|n| n.parse::<u8>().ok())
            .filter(|n| *n != 0)
            .map(Fate::Batch)
            // Only the form we print is read: `batch01` and `batch+1` are not.
            .filter(|fate| alloc::format!("{fate}") == text)
            .ok_or_else(|| NotAFate(text.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cell: &str, expect: Option<Fate>) {
        assert_eq!(Fate::from_cell(cell), expect, "{cell}");
    }

    #[test]
    fn a_cell_says_a_batch_or_access() {
        check("1", Some(Fate::Batch(1)));
        check(" ２ ", Some(Fate::Batch(2)));
        check("第三批", Some(Fate::Batch(3)));
        check("第 12 批", Some(Fate::Batch(12)));
        check("拟依照法定程序调整为准入类职业资格", Some(Fate::Access));
        check("0", None);
        check("准入", None);
        check("", None);
    }

    #[test]
    fn only_the_printed_form_of_a_fate_reads_back() {
        for fate in [Fate::Batch(1), Fate::Batch(12), Fate::Access] {
            assert_eq!(alloc::format!("{fate}").parse(), Ok(fate));
        }
        for text in ["batch0", "batch01", "batch+1", "batch", "Access", "batch256"] {
            assert_eq!(text.parse::<Fate>(), Err(NotAFate(text.into())));
        }
    }
}
