//! The annex file: the rows of a notice as tab-separated text, one line per row under a header.
//!
//! In scope: writing it and reading it back. Out of scope: where the file is kept (`desk`).
//! Invariant: what is written reads back as the same rows.

use crate::fold::split_names;
use crate::row::{NotAFate, Row};
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::{self, Write as _};

/// The first line of the annex file.
pub const HEADER: &str = "item\tqualification\toccupation\tdepartments\tfate\tsource_line";

/// What is wrong with an annex file, and on which line, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnnexError {
    /// The first line is not the header.
    Header,
    /// A line does not have one cell per column.
    Cells {
        /// The line.
        line: usize,
        /// Cells found.
        found: usize,
    },
    /// A cell that has to be a number is not.
    Number {
        /// The line.
        line: usize,
        /// The cell.
        cell: String,
    },
    /// A name among the departments is empty.
    Departments {
        /// The line.
        line: usize,
        /// The cell.
        cell: String,
    },
    /// The fate is not one.
    Fate {
        /// The line.
        line: usize,
        /// The cell.
        cell: NotAFate,
    },
}

impl fmt::Display for AnnexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AnnexError::Header => write!(f, "line 1 is not the header `{HEADER}`"),
            AnnexError::Cells { line, found } => {
                write!(f, "line {line} has {found} cells instead of 6")
            }
            AnnexError::Number { line, cell } => write!(f, "line {line}: `{cell}` is no number"),
            AnnexError::Departments { line, cell } => {
                write!(f, "line {line}: a name in `{cell}` is empty")
            }
            AnnexError::Fate { line, cell } => write!(f, "line {line}: {cell}"),
        }
    }
}

impl core::error::Error for AnnexError {}

/// Returns the annex file of the rows. Several departments are joined with `、`.
pub fn write(rows: &[Row]) -> String {
    let mut text = String::from(HEADER);
    text.push('\n');
    for Row { item, qualification, occupation, departments, fate, source_line } in rows {
        let departments = departments.join("、");
        writeln!(
            text,
            "{item}\t{qualification}\t{occupation}\t{departments}\t{fate}\t{source_line}"
        )
        .expect("a string takes everything");
    }
    text
}

/// Reads an annex file.
///
/// # Errors
/// When a line is not what `write` writes.
pub fn read(text: &str) -> Result<Vec<Row>, AnnexError> {
    let mut lines = text.lines().enumerate().map(|(at, line)| (at + 1, line));
    if lines.next().map(|(_, line)| line) != Some(HEADER) {
        return Err(AnnexError::Header);
    }
    lines.map(|(number, line)| read_row(number, line)).collect()
}

fn read_row(line: usize, text: &str) -> Result<Row, AnnexError> {
    let cells: Vec<&str> = text.split('\t').collect();
    let [item, qualification, occupation, departments, fate, source_line] = cells[..] else {
        return Err(AnnexError::Cells { line, found: cells.len() });
    };
    let number =
        |cell: &str| cell.parse().map_err(|_| AnnexError::Number { line, cell: cell.into() });
    Ok(Row {
        item: number(item)?,
        qualification: qualification.into(),
        occupation: occupation.into(),
        departments: split_names(departments)
            .ok_or_else(|| AnnexError::Departments { line, cell: departments.into() })?,
        fate: fate.parse().map_err(|cell| AnnexError::Fate { line, cell })?,
        source_line: number(source_line)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: &str = "3\t甲、乙人员\t(丙) 丁工\t某部、某局\tbatch2\t60\n";

    fn check(body: &str, expect: Result<usize, AnnexError>) {
        let text = alloc::format!("{HEADER}\n{body}");
        let rows = read(&text);
        if let Ok(rows) = &rows {
            assert_eq!(write(rows), text);
        }
        assert_eq!(rows.map(|rows| rows.len()), expect, "{body}");
    }

    #[test]
    fn what_is_written_reads_back_and_nothing_else_does() {
        check("", Ok(0));
        check(ROW, Ok(1));
        check("1\t甲\n", Err(AnnexError::Cells { line: 2, found: 2 }));
        check(&ROW.replace('3', "三"), Err(AnnexError::Number { line: 2, cell: "三".into() }));
        check(
            &ROW.replace("某局", ""),
            Err(AnnexError::Departments { line: 2, cell: "某部、".into() }),
        );
        let cell = NotAFate("batch0".into());
        check(&ROW.replace("batch2", "batch0"), Err(AnnexError::Fate { line: 2, cell }));
        assert_eq!(read("item\n"), Err(AnnexError::Header));
    }
}
