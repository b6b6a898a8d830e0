//! One cell becomes a value, by the kind of its column.
//!
//! In scope: the form of each kind, and what is forgiven: full-width forms, blanks, other ways to
//! write a day or a level. Out of scope: which column it is (`heading`), rows against each other
//! (`seen`).

use super::cell_reason::{CellReason, TEXT_CHARS_MAX};
use super::column::Column;
use super::line::Cell;
use super::plain_text::{self, Change, Changes, plain};
use super::row::Value;
use super::score::Score;
use std::borrow::Cow;
use vocab::limits::{DOCUMENT_NUMBER_CHARS_MAX, NAME_CHARS_MAX};
use vocab::{Day, DocumentKind, Level, PersonId, PersonIdError};

/// Whole numbers up to here are exact in a number cell.
const EXACT_MAX: f64 = 1e15;
/// Years of work that a life has room for.
const YEARS_OF_WORK_MAX: u32 = 80;
/// Rooms and seats that a plan may name.
const ROOMS_MAX: u32 = u16::MAX as u32;
/// The years of days that are taken.
const YEARS: std::ops::RangeInclusive<i32> = 1949..=2099;
/// The most an examination may cost, in fen.
const FEE_FEN_MAX: u32 = 10_000_000;

/// What reading a cell leaves beside its value.
pub(super) struct Making<'m> {
    /// What was changed in the cell.
    pub(super) changes: Changes,
    /// Texts that are no part of the sheet's, of all rows of a block.
    pub(super) made: &'m mut Vec<Box<str>>,
}

/// Whether a cell could be read. The value goes to its place directly: there are very many.
type Read = Result<(), CellReason>;

impl Making<'_> {
    /// Returns the value of a text that was read from a cell's.
    fn text(&mut self, text: Cow<'_, str>) -> Value {
        match text {
            Cow::Borrowed(_) => Value::AsItStands,
            Cow::Owned(text) => {
                self.made.push(text.into_boxed_str());
                Value::Made(self.made.len() as u32 - 1)
            }
        }
    }

    fn plain<'a>(&mut self, text: &'a str) -> Cow<'a, str> {
        plain(text, &mut self.changes)
    }
}

/// Reads a cell.
pub(super) fn read(
    column: Column,
    cell: Cell<'_>,
    making: &mut Making<'_>,
    into: &mut Value,
) -> Read {
    let text = match (cell, column) {
        (Cell::Text(text), _) => return read_text(column, text, making, into),
        (Cell::Blank, _) => return Err(CellReason::Blank),
        (Cell::Broken, _) => return Err(CellReason::Broken),
        (Cell::Number(number), Column::Theory | Column::Skill | Column::Review) => {
            *into = Value::Score(Score::from_number(number)?);
            return Ok(());
        }
        (Cell::Day(day), Column::EarlierDay | Column::IssuedOn | Column::ChosenOn) => {
            *into = Value::Day(of_our_time(day)?);
            return Ok(());
        }
        (_, Column::DocumentNumber) => return Err(CellReason::TypedAsNumber),
        (Cell::Number(number), Column::Ticket | Column::EarlierNumber | Column::Certificate)
            if EXACT_MAX <= number.abs() || number.fract() != 0.0 =>
        {
            return Err(CellReason::TypedAsNumber);
        }
        // As the spreadsheet shows whole numbers.
        (Cell::Number(number), _) => number.to_string(),
        (Cell::Day(day), _) => day.to_string(),
    };
    read_text(column, &text, making, into)?;
    if *into == Value::AsItStands {
        *into = making.text(Cow::Owned(text));
    }
    Ok(())
}

/// Reads a cell of text.
pub(super) fn read_text(
    column: Column,
    text: &str,
    making: &mut Making<'_>,
    into: &mut Value,
) -> Read {
    *into = match column {
        Column::Name => name(text, making)?,
        Column::DocumentKind => Value::Kind(document_kind(text, making)?),
        Column::DocumentNumber => document_text(text, making)?,
        Column::Ticket | Column::EarlierNumber | Column::Certificate => number(text, making)?,
        Column::Theory | Column::Skill | Column::Review => {
            Value::Score(making.plain(text).parse()?)
        }
        Column::OnStaff | Column::Apprenticeship => Value::Answer(yes_or_no(text, making)?),
        Column::Fee => Value::Count(fee(text, making)?),
        Column::EarlierLevel | Column::Level => Value::Level(level(text, making)?),
        Column::EarlierDay | Column::IssuedOn | Column::ChosenOn => Value::Day(day(text, making)?),
        Column::YearsOfWork => Value::Count(count(text, making, YEARS_OF_WORK_MAX)?),
        Column::Room | Column::Seats => Value::Count(count(text, making, ROOMS_MAX)?),
        Column::Schooling
        | Column::Choice
        | Column::Channel
        | Column::Part
        | Column::From
        | Column::Until
        | Column::Invigilators
        | Column::Examiners
        | Column::WasRow
        | Column::Trouble
        | Column::Remedy => words(text)?,
    };
    Ok(())
}

/// Returns the document of a kind with a number that was read by [`read`]. Without a kind it is
/// found by the number where the form says so, else it is 居民身份证.
pub(super) fn document(
    kind: Option<DocumentKind>,
    finds_kind: bool,
    text: &str,
    changes: &mut Changes,
) -> Result<PersonId, CellReason> {
    match kind {
        None if finds_kind => of_any_kind(text, changes),
        kind => of_kind(kind.unwrap_or(DocumentKind::ResidentId), text, changes),
    }
}

/// Reads the number of a document of whatever kind, or nothing. Seventeen digits and a check mark
/// are nothing else than the number of a citizen, so that a slip of the pen is seen.
pub fn document_of_any_kind(text: &str) -> Option<PersonId> {
    let mut changes = Changes::default();
    let text = plain(plain_text::trimmed(text), &mut changes);
    of_any_kind(&text, &mut changes).ok()
}

fn of_kind(kind: DocumentKind, text: &str, changes: &mut Changes) -> Result<PersonId, CellReason> {
    if kind != DocumentKind::ResidentId {
        return PersonId::new(kind, text).map_err(CellReason::Number);
    }
    // Nearly every number: as it should be. One of fifteen digits became eighteen.
    if let (18, Ok(id)) = (text.len(), PersonId::new(kind, text))
        && id.number() == text
    {
        return Ok(id);
    }
    let mut made = *changes;
    let replaced = plain_text::citizen(Cow::Borrowed(text), &mut made);
    match PersonId::new(kind, &replaced) {
        Ok(id) => {
            *changes = made;
            if replaced.len() == 15 {
                changes.put(Change::OldNumber);
            }
            Ok(id)
        }
        Err(PersonIdError::CheckDigit) if text.ends_with("000") => Err(CellReason::Rounded),
        // What was typed is judged, not what was made of it.
        Err(_) => PersonId::new(kind, text).map_err(CellReason::Number),
    }
}

fn of_any_kind(text: &str, changes: &mut Changes) -> Result<PersonId, CellReason> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if 17 <= digits && text.chars().count() == 18 {
        return of_kind(DocumentKind::ResidentId, text, changes);
    }
    let mut tried = *changes;
    if let Ok(id) = of_kind(DocumentKind::ResidentId, text, &mut tried) {
        *changes = tried;
        return Ok(id);
    }
    let others = DocumentKind::ALL.iter().filter(|kind| **kind != DocumentKind::ResidentId);
    let found = others.map(|kind| PersonId::new(*kind, text)).find(Result::is_ok);
    found.unwrap_or_else(|| PersonId::new(DocumentKind::Other, text)).map_err(CellReason::Number)
}

fn name(text: &str, making: &mut Making<'_>) -> Result<Value, CellReason> {
    // Nearly every name, and nothing of it can be wrong.
    if text.len() <= NAME_CHARS_MAX && plain_text::is_chinese(text) {
        return Ok(Value::AsItStands);
    }
    let name = plain_text::name(text, &mut making.changes);
    let long = NAME_CHARS_MAX < name.chars().count();
    let wrong = |c: char| c.is_control() || c.is_ascii_digit();
    if long || name.contains(wrong) { Err(CellReason::Name) } else { Ok(making.text(name)) }
}

fn document_kind(text: &str, making: &mut Making<'_>) -> Result<DocumentKind, CellReason> {
    if text == DocumentKind::ResidentId.zh() {
        return Ok(DocumentKind::ResidentId);
    }
    // What everybody calls it, and what programs write.
    let kind = match &*making.plain(text) {
        "身份证" | "二代身份证" | "居民身份证" | "resident-id" => {
            Some(DocumentKind::ResidentId)
        }
        "passport" => Some(DocumentKind::Passport),
        text => DocumentKind::ALL.into_iter().find(|kind| kind.zh() == text),
    };
    kind.ok_or(CellReason::UnknownKind)
}

fn document_text(text: &str, making: &mut Making<'_>) -> Result<Value, CellReason> {
    let text = making.plain(text);
    if is_quantity(&text) { Err(CellReason::TypedAsNumber) } else { Ok(making.text(text)) }
}

/// Reads a number of a paper: letters, digits and signs.
fn number(text: &str, making: &mut Making<'_>) -> Result<Value, CellReason> {
    let text = making.plain(text);
    if is_quantity(&text) {
        return Err(CellReason::TypedAsNumber);
    }
    let short = text.len() <= DOCUMENT_NUMBER_CHARS_MAX && plain_text::is_plain(&text);
    let long = || DOCUMENT_NUMBER_CHARS_MAX < text.chars().count();
    if !short && (long() || text.contains(char::is_control)) {
        return Err(CellReason::Ticket);
    }
    Ok(making.text(text))
}

/// Says whether a spreadsheet wrote the text for a large number, as in `9.90001E+17`.
fn is_quantity(text: &str) -> bool {
    if !text.bytes().any(|byte| byte == b'+') {
        return false;
    }
    let split = text.split_once(['E', 'e']);
    let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit() || c == '.');
    split.is_some_and(|(left, right)| {
        !left.is_empty() && digits(left) && right.strip_prefix('+').is_some_and(digits)
    })
}

fn yes_or_no(text: &str, making: &mut Making<'_>) -> Result<bool, CellReason> {
    match text {
        "是" => return Ok(true),
        "否" => return Ok(false),
        _ => {}
    }
    match making.plain(text).to_ascii_lowercase().as_str() {
        "是" | "yes" | "y" | "true" => Ok(true),
        "否" | "no" | "n" | "false" => Ok(false),
        _ => Err(CellReason::YesOrNo),
    }
}

/// Reads yuan with at most two decimals as fen.
fn fee(text: &str, making: &mut Making<'_>) -> Result<u32, CellReason> {
    let text = making.plain(text);
    let text = text.strip_suffix('元').unwrap_or(&text);
    let (yuan, rest) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if yuan.is_empty() || !digits(yuan) || !digits(rest) || 2 < rest.len() {
        return Err(CellReason::Fee);
    }
    let hundredths: u32 = format!("{rest:0<2}").parse().map_err(|_| CellReason::Fee)?;
    let fen = yuan.parse::<u32>().ok().and_then(|yuan| yuan.checked_mul(100));
    let fen = fen.and_then(|fen| fen.checked_add(hundredths));
    fen.filter(|fen| *fen <= FEE_FEN_MAX).ok_or(CellReason::Fee)
}

fn count(text: &str, making: &mut Making<'_>, max: u32) -> Result<u32, CellReason> {
    let text = making.plain(text);
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    let count = text.parse().ok().filter(|count| digits && *count <= max);
    count.ok_or(CellReason::Count { max })
}

fn level(text: &str, making: &mut Making<'_>) -> Result<Level, CellReason> {
    let text = making.plain(text);
    let mut chars = text.chars();
    if let (Some(first), None) = (chars.next(), chars.next()) {
        return Level::from_code(first).ok_or(CellReason::Level);
    }
    let named = |level: &Level| level.zh() == text || level.zh().split('/').any(|n| n == text);
    Level::ALL.into_iter().find(named).ok_or(CellReason::Level)
}

/// Reads a day: `2020-12-05`, `2020/12/5`, `2020.12.5`, `2020年12月5日` or `20201205`.
fn day(text: &str, making: &mut Making<'_>) -> Result<Day, CellReason> {
    let text = making.plain(text);
    let found = text.parse().ok().or_else(|| day_of(&text));
    found.ok_or(CellReason::Day).and_then(of_our_time)
}

fn of_our_time(day: Day) -> Result<Day, CellReason> {
    if YEARS.contains(&day.year()) { Ok(day) } else { Err(CellReason::Day) }
}

fn day_of(text: &str) -> Option<Day> {
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return Day::from_ymd(
            text[..4].parse().ok()?,
            text[4..6].parse().ok()?,
            text[6..].parse().ok()?,
        );
    }
    let text = text.strip_suffix('日').unwrap_or(text);
    let mut parts = text.split(['-', '/', '.', '年', '月']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if parts.next().is_some() || year.len() != 4 || 2 < month.len() || 2 < day.len() {
        return None;
    }
    let fits = [year, month, day].into_iter().all(digits);
    fits.then(|| Day::from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))?
}

fn words(text: &str) -> Result<Value, CellReason> {
    match TEXT_CHARS_MAX < text.len() && TEXT_CHARS_MAX < text.chars().count() {
        true => Err(CellReason::TextTooLong),
        false => Ok(Value::AsItStands),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(column: Column, text: &str, expect: Result<Value, CellReason>) {
        let (mut made, mut found) = (Vec::new(), Value::Blank);
        let mut making = Making { changes: Changes::default(), made: &mut made };
        let read = read(column, Cell::Text(text), &mut making, &mut found);
        assert_eq!(read.map(|()| found), expect, "{column:?} {text}");
    }

    #[test]
    fn days_and_levels_are_read_as_people_write_them() {
        let day = |text: &str| text.parse().map(Value::Day).map_err(|_| CellReason::Day);
        for text in
            ["2015-06-01", "2015/6/1", "2015.06.01", "2015年6月1日", "20150601", "２０１５-6-1"]
        {
            check(Column::IssuedOn, text, day("2015-06-01"));
        }
        for text in
            ["2015-06-31", "15-06-01", "2015-6", "2015", "1899-01-01", "6/1/2015", "+2015-6-1"]
        {
            check(Column::IssuedOn, text, Err(CellReason::Day));
        }
        for text in ["3", "三级", "高级工", "三级/高级工", "３"] {
            check(Column::Level, text, Ok(Value::Level(Level::Three)));
        }
        for text in ["0", "6", "初中", "三"] {
            check(Column::Level, text, Err(CellReason::Level));
        }
    }

    #[test]
    fn fees_and_counts_have_digits_alone() {
        for (text, fen) in [("280", 28_000), ("280.5", 28_050), ("0.05", 5), ("２８０元", 28_000)]
        {
            check(Column::Fee, text, Ok(Value::Count(fen)));
        }
        for text in ["2.805", "-1", "免", ".5", "100000.01", "99999999999"] {
            check(Column::Fee, text, Err(CellReason::Fee));
        }
        check(Column::YearsOfWork, "3", Ok(Value::Count(3)));
        for text in ["81", "three", "3.5", "-1", "+3"] {
            check(Column::YearsOfWork, text, Err(CellReason::Count { max: 80 }));
        }
    }

    #[test]
    fn a_document_is_judged_as_typed_and_forgiven_only_where_the_check_digit_agrees() {
        let check = |text: &str, expect: Result<&str, &str>| {
            let found = document(None, false, text, &mut Changes::default());
            let found = found.map(|id| id.number().to_string());
            let found = found.map_err(|reason| reason.code().to_string());
            assert_eq!(found.as_deref().map_err(String::as_str), expect, "{text}");
        };
        check("99000019900202009X", Ok("99000019900202009X"));
        check("99000019900202009x", Ok("99000019900202009X"));
        check("9900OO19900202009Х", Ok("99000019900202009X"));
        check("9900OO19900202008Х", Err("document-character"));
        check("990000900202009", Ok("99000019900202009X"));
        check("990000199002020000", Err("rounded"));
        check("990000199002020091", Err("check-digit"));
        check("9900001990020200", Err("document-length"));
    }
}
