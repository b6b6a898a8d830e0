//! The rows of the annex: which occupation has which fate, as printed and as corrected.
//!
//! Source: `annex.tsv` and `corrections.toml` of an instrument. Readings R-A-1 and R-A-2, R-2-3: a
//! batch belongs to the row, never to the item.
//! Out of scope: reading the notice itself (crate `notice`), standing on a day (`catalogue`).

use crate::error::AnnexFault;
use crate::instrument::FateKind;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cmp::Reverse;
use vocab::Instant;

/// The place of a row in the annex, counted from nought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId(pub u16);

/// A corrected name with its evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// For example `C-1`.
    pub id: String,
    /// The name as it should be.
    pub canonical: String,
    /// What shows it, as `corrections.toml` says it.
    pub evidence: String,
    /// The same in Chinese, where the folder translates it.
    pub evidence_zh: Option<String>,
    /// How sure it is.
    pub confidence: String,
    /// Since when it is known.
    pub known_from: Instant,
}

/// One row: an occupation within an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The item's number.
    pub item: u16,
    /// The item's title, 职业资格名称.
    pub qualification: String,
    /// The occupation as printed.
    pub printed: String,
    /// The implementing departments.
    pub departments: Vec<String>,
    /// What becomes of it.
    pub fate: FateKind,
    /// The line of the source it stands in.
    pub source_line: u32,
    /// The correction of its name, if it has one.
    pub correction: Option<Correction>,
}

impl Row {
    /// Returns the name to use, as known at an instant.
    pub fn name(&self, known_at: Instant) -> &str {
        match &self.correction {
            Some(c) if c.known_from <= known_at => &c.canonical,
            _ => &self.printed,
        }
    }

    /// Returns the corrected name whether or not it was known, else the printed one.
    pub fn canonical(&self) -> &str {
        self.correction.as_ref().map_or(&self.printed, |c| &c.canonical)
    }
}

/// All rows, searchable by printed and corrected name.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// In the order of the annex.
    pub rows: Vec<Row>,
}

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// One row.
    One(RowId),
    /// Several rows bear the printed name.
    Several(Vec<RowId>),
    /// None; the nearest rows follow, best first.
    Unknown(Vec<RowId>),
}

/// How many near names are suggested.
const NEAREST_MAX: usize = 3;

impl Rows {
    /// Returns the row at a place.
    pub fn get(&self, id: RowId) -> Option<&Row> {
        self.rows.get(usize::from(id.0))
    }

    /// Returns every place, in the order of the annex.
    pub fn ids(&self) -> impl Iterator<Item = RowId> {
        (0..self.rows.len() as u16).map(RowId)
    }

    /// Finds the row that a name, corrected or printed, stands for. Blanks and bracket width do not
    /// count.
    pub fn find(&self, name: &str) -> Named {
        let wanted = plain(name);
        let bears = |id: &RowId| {
            let row = &self.rows[usize::from(id.0)];
            plain(row.canonical()) == wanted || plain(&row.printed) == wanted
        };
        let found: Vec<RowId> = self.ids().filter(bears).collect();
        match found.as_slice() {
            [one] => Named::One(*one),
            [] => Named::Unknown(self.nearest(&wanted)),
            _ => Named::Several(found),
        }
    }

    /// Returns the rows whose name shares most with the text: by pairs of letters, then by letters.
    fn nearest(&self, wanted: &str) -> Vec<RowId> {
        let score = |row: &Row| {
            let of = |name: &str| likeness(wanted, &plain(name));
            of(row.canonical()).max(of(&row.printed))
        };
        let mut ids: Vec<RowId> =
            self.ids().filter(|id| 0 < score(&self.rows[usize::from(id.0)])).collect();
        ids.sort_by_key(|id| (Reverse(score(&self.rows[usize::from(id.0)])), *id));
        if ids.is_empty() {
            ids = self.ids().collect();
        }
        ids.truncate(NEAREST_MAX);
        ids
    }

    /// Reads `annex.tsv`: a header, then item, title, occupation, departments, fate, source line.
    pub(crate) fn parse(text: &str) -> Result<Rows, (usize, AnnexFault)> {
        let mut rows = Vec::new();
        for (i, line) in text.lines().enumerate().skip(1) {
            let at = |why: AnnexFault| (i + 1, why);
            let cells: Vec<&str> = line.split('\t').collect();
            let [item, qualification, printed, departments, fate, source_line] = cells[..] else {
                return Err(at(AnnexFault::Cells(cells.len())));
            };
            let number = |column: &'static str, text: &str| {
                let wrong = |_| at(AnnexFault::NotANumber(column, text.to_string()));
                text.parse::<u32>().map_err(wrong)
            };
            rows.push(Row {
                item: number("item", item)? as u16,
                qualification: qualification.to_string(),
                printed: printed.to_string(),
                departments: departments.split('、').map(String::from).collect(),
                fate: FateKind::from_name(fate)
                    .ok_or_else(|| at(AnnexFault::NotAFate(fate.to_string())))?,
                source_line: number("source_line", source_line)?,
                correction: None,
            });
        }
        Ok(Rows { rows })
    }
}

/// Twelve for a shared pair of letters, one for a shared letter, less a little for each letter too
/// many.
fn likeness(a: &str, b: &str) -> i32 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let pairs = a.windows(2).filter(|p| b.windows(2).any(|q| p == &q)).count() as i32;
    // The last letter is 工, 师 or 员 in nearly every name and tells nothing.
    let told = a.len().saturating_sub(usize::from(a.last() == b.last()));
    let letters = a[..told].iter().filter(|c| b.contains(c)).count() as i32;
    if pairs + letters == 0 {
        return 0;
    }
    (pairs * 12 + letters * 6 - (a.len() as i32 - b.len() as i32).abs()).max(1)
}

fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '（' => '(',
            '）' => ')',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANNEX: &str = "item\tqualification\toccupation\tdepartments\tfate\tsource_line\n\
        21\t机械冷加工人员\t车工\t人社部\tbatch1\t91\n\
        25\t冶炼人员\t重冶金法冶炼工\t有色\tbatch2\t98\n\
        25\t冶炼人员\t重冶金法冶炼工\t有色\tbatch2\t98\n\
        73\t仓储人员\t(粮油) 仓储管理员\t粮食\tbatch2\t161\n";

    fn rows() -> Rows {
        let mut rows = Rows::parse(ANNEX).unwrap();
        rows.rows[1].correction = Some(Correction {
            id: "C-1".into(),
            canonical: "重冶火法冶炼工".into(),
            evidence: "x".into(),
            evidence_zh: None,
            confidence: "certain".into(),
            known_from: Instant(100),
        });
        rows
    }

    fn check(name: &str, expect: Named) {
        assert_eq!(rows().find(name), expect, "{name}");
    }

    #[test]
    fn printed_and_corrected_names_are_found_and_a_shared_name_lists_its_rows() {
        check("车工", Named::One(RowId(0)));
        check("重冶火法冶炼工", Named::One(RowId(1)));
        check("重冶金法冶炼工", Named::Several([RowId(1), RowId(2)].into()));
        check("（粮油）仓储管理员", Named::One(RowId(3)));
        check("仓储管理", Named::Unknown([RowId(3)].into()));
    }

    #[test]
    fn a_correction_counts_only_since_it_is_known() {
        let rows = rows();
        assert_eq!(rows.rows[1].name(Instant(99)), "重冶金法冶炼工");
        assert_eq!(rows.rows[1].name(Instant(100)), "重冶火法冶炼工");
    }

    #[test]
    fn a_row_that_is_not_of_the_form_names_its_line() {
        assert_eq!(Rows::parse("h\n1\tx\n").unwrap_err(), (2, AnnexFault::Cells(2)));
    }
}
