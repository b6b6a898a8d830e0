//! `Table`, the rows of a notice with what the text states about them and what is odd.
//!
//! In scope: rows out of lines; number, qualification and blank cells inherited inside an item.
//! Out of scope: which lines are table (`line`), which cell is which column (`cells`).
//! Invariant: every line of kind `Table` behind the header yields at least one row, or an error.

use crate::anomaly::{self, Anomaly, Column};
use crate::cells::{self, Placed};
use crate::error::{NoticeError, Reason};
use crate::fold::{split_names, trim};
use crate::line::{Line, Noise};
use crate::row::{Fate, Row};
use crate::stated::{Stated, stated};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// What a notice's table holds; it has at least one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// One row per item and occupation, in the order printed.
    pub rows: Vec<Row>,
    /// The totals that the text states.
    pub stated: Vec<Stated>,
    /// What is odd, in the order of the first line concerned.
    pub anomalies: Vec<Anomaly>,
}

/// Reads the table out of the lines of a notice.
///
/// # Errors
/// When there is no table, it has no row, or a line of it cannot be placed.
pub fn table(lines: &[Line<'_>]) -> Result<Table, NoticeError> {
    let mut in_table = lines.iter().filter(|l| l.kind == Noise::Table);
    let header = in_table.next().ok_or(NoticeError::NoTable)?;
    let mut reader = Reader::default();
    for line in in_table {
        reader.line(line).map_err(|reason| NoticeError::Unplaceable {
            line: line.number,
            text: trim(line.text).replace('\t', " "),
            reason,
        })?;
    }
    let Reader { rows, mut anomalies, .. } = reader;
    if rows.is_empty() {
        return Err(NoticeError::NoRows { line: header.number });
    }
    let stated = stated(lines, header.number);
    anomalies.extend(anomaly::repeated_names(&rows));
    anomalies.extend(anomaly::mixed_brackets(lines));
    anomalies.extend(anomaly::page_headers(lines));
    if stated.is_empty() {
        anomalies.push(Anomaly::NoStatedTotals);
    }
    anomalies.sort_by_key(Anomaly::lines);
    Ok(Table { rows, stated, anomalies })
}

/// The rows read so far and the item that a row without number belongs to.
#[derive(Default)]
struct Reader {
    rows: Vec<Row>,
    anomalies: Vec<Anomaly>,
    item: Option<Item>,
}

/// The item being read, with the cells that blank ones inherit.
struct Item {
    number: u32,
    qualification: String,
    departments: Option<Vec<String>>,
    fate: Option<Fate>,
}

impl Reader {
    fn line(&mut self, line: &Line<'_>) -> Result<(), Reason> {
        let placed = cells::place(line.text)?;
        self.enter_item(&placed, line.number)?;
        let item = self.item.as_mut().ok_or(Reason::NoItemAbove)?;
        let occupations =
            split_names(placed.occupations).ok_or(Reason::EmptyName(Column::Occupations))?;
        let mut inherit = |column, value| {
            let (line, item) = (line.number, item.number);
            self.anomalies.push(Anomaly::Inherited { line, item, column, value });
        };
        let blank = |column| Reason::NothingToInherit { column, item: item.number };
        if let Some(cell) = placed.departments {
            let names = split_names(cell).ok_or(Reason::EmptyName(Column::Departments))?;
            item.departments = Some(names);
        } else {
            let above = item.departments.as_ref().ok_or_else(|| blank(Column::Departments))?;
            inherit(Column::Departments, above.join("、"));
        }
        if placed.fate.is_some() {
            item.fate = placed.fate;
        } else {
            let above = item.fate.ok_or_else(|| blank(Column::Fate))?;
            inherit(Column::Fate, above.to_string());
        }
        let departments = item.departments.clone().expect("set or inherited above");
        let fate = item.fate.expect("set or inherited above");
        self.rows.extend(occupations.into_iter().map(|occupation| Row {
            item: item.number,
            qualification: item.qualification.clone(),
            occupation,
            departments: departments.clone(),
            fate,
            source_line: line.number,
        }));
        Ok(())
    }

    /// Begins a new item when the line has a number that is not the current one's. A page may print
    /// number and qualification of a running item again.
    fn enter_item(&mut self, placed: &Placed<'_>, line: u32) -> Result<(), Reason> {
        let above = self.item.as_ref();
        let running = above.is_some_and(|item| placed.number.is_none_or(|n| n == item.number));
        if running {
            let item = above.expect("a running item is there");
            return match placed.qualification {
                Some(name) if name != item.qualification => Err(match placed.number {
                    None => Reason::NoNumber { qualification: name.into() },
                    Some(number) => Reason::TwoQualifications {
                        item: number,
                        first: item.qualification.clone(),
                        second: name.into(),
                    },
                }),
                _ => Ok(()),
            };
        }
        let Some(number) = placed.number else {
            return Err(match placed.qualification {
                Some(name) => Reason::NoNumber { qualification: name.into() },
                None => Reason::NoItemAbove,
            });
        };
        let expected = above.map_or(1, |item| item.number + 1);
        if number != expected {
            self.anomalies.push(Anomaly::NumberJumps { line, expected, found: number });
        }
        let qualification =
            placed.qualification.ok_or(Reason::NoQualification { item: number })?.into();
        self.item = Some(Item { number, qualification, departments: None, fate: None });
        Ok(())
    }
}
