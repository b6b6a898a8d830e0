//! One row of cells becomes one result, or all the errors of the row.
//!
//! In scope: each column's form, and persons and 准考证号 that stand in the sheet twice.
//! Out of scope: finding the columns.

use super::ResultRow;
use super::cell_reason::CellReason;
use super::cells::{Cell, Line};
use super::column::Column;
use super::heading::Heading;
use super::row_error::RowError;
use super::score::Score;
use std::collections::BTreeMap;
use vocab::limits::{DOCUMENT_NUMBER_CHARS_MAX, NAME_CHARS_MAX};
use vocab::{DocumentKind, PersonId};

/// Whole numbers up to here are exact in a number cell.
const EXACT_MAX: f64 = 1e15;

/// Reads rows, remembers who was there, and collects errors.
pub struct Reader<'a> {
    heading: &'a Heading,
    errors: Vec<RowError>,
    persons: BTreeMap<PersonId, u32>,
    tickets: BTreeMap<String, u32>,
}

impl<'a> Reader<'a> {
    /// Returns a reader for the rows under these headings.
    pub fn new(heading: &'a Heading) -> Reader<'a> {
        let (persons, tickets) = (BTreeMap::new(), BTreeMap::new());
        Reader { heading, errors: Vec::new(), persons, tickets }
    }

    /// Returns the errors so far.
    pub fn into_errors(self) -> Vec<RowError> {
        self.errors
    }

    /// Reads one row. Every column is read, so that the report has all that is wrong.
    pub fn read(&mut self, line: &Line) -> Option<ResultRow> {
        let name = self.column(line, Column::Name, name);
        let kind = self.column(line, Column::DocumentKind, document_kind);
        let person = match kind {
            Some(kind) => self.column(line, Column::DocumentNumber, |cell| document(kind, cell)),
            // Without its kind a number cannot be judged, but it can be missing.
            None => self.column(line, Column::DocumentNumber, filled).and(None),
        };
        let ticket = self.column(line, Column::Ticket, ticket);
        let theory = self.column(line, Column::Theory, score);
        let skill = self.column(line, Column::Skill, score);
        let review = match self.heading.cell(line, Column::Review) {
            Cell::Blank => Some(None),
            _ => self.column(line, Column::Review, score).map(Some),
        };
        let on_staff = self.column(line, Column::OnStaff, yes_or_no);
        for cell in self.heading.unnamed(line) {
            let error = RowError::cell(line.row, None, &cell.text(), CellReason::NoHeading);
            self.errors.push(error);
        }
        if let Some(person) = &person
            && let Some(first) = self.persons.insert(person.clone(), line.row)
        {
            self.persons.insert(person.clone(), first);
            self.refuse(line, Column::DocumentNumber, CellReason::SamePerson { first });
        }
        if let Some(ticket) = &ticket
            && let Some(first) = self.tickets.insert(ticket.clone(), line.row)
        {
            self.tickets.insert(ticket.clone(), first);
            self.refuse(line, Column::Ticket, CellReason::SameTicket { first });
        }
        Some(ResultRow {
            row: line.row,
            name: name?,
            person: person?,
            ticket: ticket?,
            theory: theory?,
            skill: skill?,
            review: review?,
            on_staff: on_staff?,
        })
    }

    /// Reads one cell that must have a value, and keeps the error if it is none.
    fn column<T>(
        &mut self,
        line: &Line,
        column: Column,
        read: impl Fn(&Cell) -> Result<T, CellReason>,
    ) -> Option<T> {
        let found = match self.heading.cell(line, column) {
            Cell::Blank => Err(CellReason::Blank),
            Cell::Broken => Err(CellReason::Broken),
            cell => read(cell),
        };
        found.map_err(|reason| self.refuse(line, column, reason)).ok()
    }

    fn refuse(&mut self, line: &Line, column: Column, reason: CellReason) {
        let text = self.heading.cell(line, column).text();
        self.errors.push(RowError::cell(line.row, Some(column), &text, reason));
    }
}

fn filled(_: &Cell) -> Result<(), CellReason> {
    Ok(())
}

/// Reads a name. Blanks between Chinese characters are there to make names of two as wide as names
/// of three; they are no part of the name.
fn name(cell: &Cell) -> Result<String, CellReason> {
    let text = cell.text();
    let chinese = |c: char| matches!(c, '〇' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}');
    let blank = |c: char| c.is_whitespace();
    let padded = text.chars().all(|c| chinese(c) || blank(c));
    let name: String = text.chars().filter(|c| !(padded && blank(*c))).collect();
    let wrong = |c: char| c.is_control() || matches!(c, '0'..='9' | '０'..='９');
    let good = name.chars().count() <= NAME_CHARS_MAX && !name.contains(wrong);
    if good { Ok(name) } else { Err(CellReason::Name) }
}

fn document_kind(cell: &Cell) -> Result<DocumentKind, CellReason> {
    let text = cell.text();
    // What everybody calls it.
    let text = if text == "身份证" { "居民身份证" } else { &text };
    let kind = DocumentKind::ALL.into_iter().find(|kind| kind.zh() == text);
    kind.ok_or(CellReason::UnknownKind)
}

fn document(kind: DocumentKind, cell: &Cell) -> Result<PersonId, CellReason> {
    match cell {
        Cell::Number(_) => Err(CellReason::TypedAsNumber),
        cell if is_quantity(&cell.text()) => Err(CellReason::TypedAsNumber),
        cell => PersonId::new(kind, &cell.text()).map_err(CellReason::Number),
    }
}

fn ticket(cell: &Cell) -> Result<String, CellReason> {
    let text = match cell {
        Cell::Number(number) if EXACT_MAX <= number.abs() || number.fract() != 0.0 => {
            return Err(CellReason::TypedAsNumber);
        }
        cell => cell.text(),
    };
    if is_quantity(&text) {
        return Err(CellReason::TypedAsNumber);
    }
    let wrong = |c: char| c.is_whitespace() || c.is_control();
    let good = text.chars().count() <= DOCUMENT_NUMBER_CHARS_MAX && !text.contains(wrong);
    if good { Ok(text) } else { Err(CellReason::Ticket) }
}

/// Says whether a spreadsheet wrote the text for a large number, as in `9.90001E+17`.
fn is_quantity(text: &str) -> bool {
    let split = text.split_once(['E', 'e']);
    let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit() || c == '.');
    split.is_some_and(|(left, right)| {
        !left.is_empty() && digits(left) && right.strip_prefix('+').is_some_and(digits)
    })
}

fn score(cell: &Cell) -> Result<Score, CellReason> {
    match cell {
        Cell::Number(number) => Score::from_number(*number),
        cell => cell.text().parse(),
    }
}

fn yes_or_no(cell: &Cell) -> Result<bool, CellReason> {
    match cell.text().as_str() {
        "是" => Ok(true),
        "否" => Ok(false),
        _ => Err(CellReason::YesOrNo),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: Option<&str>) {
        let found = name(&Cell::Text(text.to_string()));
        assert_eq!(found.ok().as_deref(), expect, "{text}");
    }

    #[test]
    fn a_name_loses_the_blanks_that_pad_it_and_nothing_else() {
        check("赵禾", Some("赵禾"));
        check("赵　　禾", Some("赵禾"));
        check("赵 禾 〇", Some("赵禾〇"));
        check("阿依·古丽", Some("阿依·古丽"));
        check("Anna Muster", Some("Anna Muster"));
        check("赵禾2", None);
        check("赵禾２", None);
        check("Anna\nMuster", None);
        check(&"禾".repeat(NAME_CHARS_MAX), Some("禾".repeat(NAME_CHARS_MAX).as_str()));
        check(&"禾".repeat(NAME_CHARS_MAX + 1), None);
    }
}
