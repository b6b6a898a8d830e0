//! Cells of a line of the table, and the column each belongs to.
//!
//! With tabs, a cell's column is its place: number, qualification, occupations, departments, fate.
//! Where several spaces stand for a tab, blank cells leave no trace that can be trusted (some
//! programs trim lines, some widen columns), so cells find their column by what they are: a number
//! in front begins an item and a qualification follows; a batch or a turn toward access-type at the
//! end is the fate; between them stand occupations, then departments. A single space never divides.
//! Out of scope: inheriting blank cells (`table`).

use crate::error::Reason;
use crate::fold::{fold, is_blank, trim};
use crate::number;
use crate::row::Fate;
use alloc::vec::Vec;

/// The columns of the table.
const COLUMNS: usize = 5;

/// The cells of one line by column; a blank cell is nothing.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Placed<'t> {
    pub number: Option<u32>,
    pub qualification: Option<&'t str>,
    pub occupations: &'t str,
    pub departments: Option<&'t str>,
    pub fate: Option<Fate>,
}

/// Says whether the line has more than one cell.
pub(crate) fn has_columns(text: &str) -> bool {
    text.contains('\t') || 1 < loose_cells(text).len()
}

/// Gives each cell of a line its column.
///
/// # Errors
/// When a cell has no column, or the line has no occupation.
pub(crate) fn place(text: &str) -> Result<Placed<'_>, Reason> {
    if !has_columns(text) {
        return Err(Reason::NoColumns);
    }
    let mut tabbed: Vec<&str> = text.split('\t').map(trim).collect();
    while COLUMNS < tabbed.len() && tabbed.last().is_some_and(|cell| cell.is_empty()) {
        tabbed.pop();
    }
    if tabbed.len() == COLUMNS {
        return place_by_column(&tabbed);
    }
    let numbered = tabbed[0].is_empty() || item_number(tabbed[0]).is_some();
    if 1 < tabbed.len() && tabbed.len() < COLUMNS && numbered && !has_wide_gap(text) {
        // Some programs cut blank cells from the end of a line.
        tabbed.resize(COLUMNS, "");
        return place_by_column(&tabbed);
    }
    place_by_content(&loose_cells(text))
}

fn place_by_column<'t>(cells: &[&'t str]) -> Result<Placed<'t>, Reason> {
    let filled = |at: usize| Some(cells[at]).filter(|cell| !cell.is_empty());
    let number = filled(0)
        .map(|cell| item_number(cell).ok_or_else(|| Reason::Number(cell.into())))
        .transpose()?;
    let fate = filled(4)
        .map(|cell| Fate::from_cell(cell).ok_or_else(|| Reason::Fate(cell.into())))
        .transpose()?;
    Ok(Placed {
        number,
        qualification: filled(1),
        occupations: filled(2).ok_or(Reason::NoOccupation)?,
        departments: filled(3),
        fate,
    })
}

fn place_by_content<'t>(cells: &[&'t str]) -> Result<Placed<'t>, Reason> {
    let mut rest = cells;
    let number = rest.first().and_then(|cell| item_number(cell));
    let mut qualification = None;
    if let Some(item) = number {
        let (name, behind) = rest[1..].split_first().ok_or(Reason::NoQualification { item })?;
        (qualification, rest) = (Some(*name), behind);
    }
    let fate = rest.last().and_then(|cell| Fate::from_cell(cell));
    if fate.is_some() {
        rest = &rest[..rest.len() - 1];
    }
    let (occupations, departments) = match rest {
        [] => return Err(Reason::NoOccupation),
        [occupations] => (*occupations, None),
        [occupations, departments] => (*occupations, Some(*departments)),
        [_, _, last] if fate.is_none() => return Err(Reason::Fate((*last).into())),
        _ => return Err(Reason::TooManyCells { found: cells.len() }),
    };
    Ok(Placed { number, qualification, occupations, departments, fate })
}

fn item_number(cell: &str) -> Option<u32> {
    number::parse_arabic(&fold(cell)).filter(|n| *n != 0)
}

/// Cuts at tabs, at runs of two and more blanks, and at ideographic spaces, as wide as two.
fn loose_cells(text: &str) -> Vec<&str> {
    let mut cells = Vec::new();
    let mut start = 0;
    let mut gap_start = 0;
    let mut gap_width = 0;
    for (at, c) in text.char_indices() {
        if is_blank(c) {
            if gap_width == 0 {
                gap_start = at;
            }
            gap_width += width(c);
            continue;
        }
        if 2 <= gap_width {
            cells.push(&text[start..gap_start]);
            start = at;
        }
        gap_width = 0;
    }
    cells.push(&text[start..]);
    cells.into_iter().map(trim).filter(|cell| !cell.is_empty()).collect()
}

/// Says whether a gap of two and more blanks, other than tabs, stands in the line.
fn has_wide_gap(text: &str) -> bool {
    text.split('\t').any(|part| {
        let mut run = 0;
        part.chars().any(|c| {
            run = if is_blank(c) { run + width(c) } else { 0 };
            2 <= run
        })
    })
}

/// Returns the width of a blank, in half-width characters; a tab is as wide as any gap.
fn width(c: char) -> u32 {
    match c {
        '\t' | '\u{3000}' | '\u{2003}' => 2,
        '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}' => 0,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Cells<'t> = (Option<u32>, Option<&'t str>, &'t str, Option<&'t str>, Option<Fate>);

    fn check(text: &str, expect: Result<Cells<'_>, Reason>) {
        let found =
            place(text).map(|p| (p.number, p.qualification, p.occupations, p.departments, p.fate));
        assert_eq!(found, expect, "{text:?}");
    }

    #[test]
    fn with_tabs_the_place_decides() {
        let two = Some(Fate::Batch(2));
        check(
            "1\t甲、乙人员\t丙工\t某部\t2",
            Ok((Some(1), Some("甲、乙人员"), "丙工", Some("某部"), two)),
        );
        check("\t\t丙工\t某部\t", Ok((None, None, "丙工", Some("某部"), None)));
        check("\t\t丙工\t\t２", Ok((None, None, "丙工", None, two)));
        check("\t\t丙工\t\t", Ok((None, None, "丙工", None, None)));
        check("\t\t丙工", Ok((None, None, "丙工", None, None)));
        check(
            "7\t甲人员\t(丙)  丁工\t某部\t2",
            Ok((Some(7), Some("甲人员"), "(丙)  丁工", Some("某部"), two)),
        );
        check("\t\t\t某部\t2", Err(Reason::NoOccupation));
        check("\t\t\t\t2", Err(Reason::NoOccupation));
        check("甲\t乙人员\t丙工\t某部\t2", Err(Reason::Number("甲".into())));
        check("1\t甲人员\t丙工\t某部\t待定", Err(Reason::Fate("待定".into())));
        check("1\t甲\t乙\t丙\t丁\t2", Err(Reason::TooManyCells { found: 6 }));
    }

    #[test]
    fn with_spaces_the_content_decides() {
        let two = Some(Fate::Batch(2));
        check(
            "1   甲人员   丙工   某部   2",
            Ok((Some(1), Some("甲人员"), "丙工", Some("某部"), two)),
        );
        check("      丙工   某部   ", Ok((None, None, "丙工", Some("某部"), None)));
        check("丙工  某部", Ok((None, None, "丙工", Some("某部"), None)));
        check("丙工　某部　２", Ok((None, None, "丙工", Some("某部"), two)));
        check(
            "73  甲人员  (丙) 丁工  某部  2",
            Ok((Some(73), Some("甲人员"), "(丙) 丁工", Some("某部"), two)),
        );
        check("   \t丙工\t某部\t", Ok((None, None, "丙工", Some("某部"), None)));
        check(
            "1   甲人员\t丙工   某部   2",
            Ok((Some(1), Some("甲人员"), "丙工", Some("某部"), two)),
        );
        check("      丙工", Err(Reason::NoColumns));
        check("1  甲人员", Err(Reason::NoOccupation));
        check("丙工  某部  待定", Err(Reason::Fate("待定".into())));
        check("甲  乙  丙  丁  2", Err(Reason::TooManyCells { found: 5 }));
    }
}
