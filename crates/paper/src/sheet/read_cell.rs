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

type Read<'a> = Result<Value<'a>, CellReason>;

/// Reads a cell that is not blank.
pub(super) fn read<'a>(column: Column, cell: Cell<'a>, changes: &mut Changes) -> Read<'a> {
    if let Cell::Broken = cell {
        return Err(CellReason::Broken);
    }
    match column {
        Column::Name => text_of(cell).and_then(|text| name(text, changes)),
        Column::DocumentKind => document_kind(cell, changes).map(Value::Kind),
        Column::DocumentNumber => document_text(cell, changes),
        Column::Ticket | Column::EarlierNumber | Column::Certificate => number(cell, changes),
        Column::Theory | Column::Skill | Column::Review => score(cell, changes).map(Value::Score),
        Column::OnStaff | Column::Apprenticeship => yes_or_no(cell, changes).map(Value::Answer),
        Column::Fee => fee(cell, changes).map(Value::Count),
        Column::EarlierLevel | Column::Level => level(cell, changes).map(Value::Level),
        Column::EarlierDay | Column::IssuedOn | Column::ChosenOn => {
            day(cell, changes).map(Value::Day)
        }
        Column::YearsOfWork => count(cell, changes, YEARS_OF_WORK_MAX).map(Value::Count),
        Column::Room | Column::Seats => count(cell, changes, ROOMS_MAX).map(Value::Count),
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
        | Column::Remedy => words(cell),
    }
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

/// Returns the text of a cell; a number is written as the spreadsheet shows whole numbers.
fn text_of(cell: Cell<'_>) -> Result<Cow<'_, str>, CellReason> {
    match cell {
        Cell::Text(text) => Ok(Cow::Borrowed(text)),
        Cell::Number(number) => Ok(Cow::Owned(number.to_string())),
        Cell::Day(day) => Ok(Cow::Owned(day.to_string())),
        Cell::Blank => Err(CellReason::Blank),
        Cell::Broken => Err(CellReason::Broken),
    }
}

fn plain_of<'a>(cell: Cell<'a>, changes: &mut Changes) -> Result<Cow<'a, str>, CellReason> {
    match cell {
        Cell::Text(text) => Ok(plain(text, changes)),
        other => text_of(other),
    }
}

fn name<'a>(text: Cow<'a, str>, changes: &mut Changes) -> Read<'a> {
    let name = match text {
        Cow::Borrowed(text) => plain_text::name(text, changes),
        owned => owned,
    };
    // Three bytes a character and more: most names need no counting.
    let long = NAME_CHARS_MAX < name.len() && NAME_CHARS_MAX < name.chars().count();
    let wrong = |c: char| c.is_control() || c.is_ascii_digit();
    if long || name.contains(wrong) { Err(CellReason::Name) } else { Ok(Value::Text(name)) }
}

fn document_kind(cell: Cell<'_>, changes: &mut Changes) -> Result<DocumentKind, CellReason> {
    let text = plain_of(cell, changes)?;
    // What everybody calls it, and what programs write.
    let kind = match &*text {
        "身份证" | "二代身份证" | "居民身份证" | "resident-id" => {
            Some(DocumentKind::ResidentId)
        }
        "passport" => Some(DocumentKind::Passport),
        text => DocumentKind::ALL.into_iter().find(|kind| kind.zh() == text),
    };
    kind.ok_or(CellReason::UnknownKind)
}

fn document_text<'a>(cell: Cell<'a>, changes: &mut Changes) -> Read<'a> {
    let text = match cell {
        Cell::Number(_) | Cell::Day(_) => return Err(CellReason::TypedAsNumber),
        cell => plain_of(cell, changes)?,
    };
    if is_quantity(&text) { Err(CellReason::TypedAsNumber) } else { Ok(Value::Text(text)) }
}

/// Reads a number of a paper: letters, digits and signs.
fn number<'a>(cell: Cell<'a>, changes: &mut Changes) -> Read<'a> {
    let text = match cell {
        Cell::Number(number) if EXACT_MAX <= number.abs() || number.fract() != 0.0 => {
            return Err(CellReason::TypedAsNumber);
        }
        cell => plain_of(cell, changes)?,
    };
    if is_quantity(&text) {
        return Err(CellReason::TypedAsNumber);
    }
    let long =
        DOCUMENT_NUMBER_CHARS_MAX < text.len() && DOCUMENT_NUMBER_CHARS_MAX < text.chars().count();
    if long || text.contains(char::is_control) {
        return Err(CellReason::Ticket);
    }
    Ok(Value::Text(text))
}

/// Says whether a spreadsheet wrote the text for a large number, as in `9.90001E+17`.
fn is_quantity(text: &str) -> bool {
    if !text.as_bytes().contains(&b'+') {
        return false;
    }
    let split = text.split_once(['E', 'e']);
    let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit() || c == '.');
    split.is_some_and(|(left, right)| {
        !left.is_empty() && digits(left) && right.strip_prefix('+').is_some_and(digits)
    })
}

fn score(cell: Cell<'_>, changes: &mut Changes) -> Result<Score, CellReason> {
    match cell {
        Cell::Number(number) => Score::from_number(number),
        cell => plain_of(cell, changes)?.parse(),
    }
}

fn yes_or_no(cell: Cell<'_>, changes: &mut Changes) -> Result<bool, CellReason> {
    match plain_of(cell, changes)?.to_ascii_lowercase().as_str() {
        "是" | "yes" | "y" | "true" => Ok(true),
        "否" | "no" | "n" | "false" => Ok(false),
        _ => Err(CellReason::YesOrNo),
    }
}

/// Reads yuan with at most two decimals as fen.
fn fee(cell: Cell<'_>, changes: &mut Changes) -> Result<u32, CellReason> {
    let text = plain_of(cell, changes)?;
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

fn count(cell: Cell<'_>, changes: &mut Changes, max: u32) -> Result<u32, CellReason> {
    let text = plain_of(cell, changes)?;
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    let count = text.parse().ok().filter(|count| digits && *count <= max);
    count.ok_or(CellReason::Count { max })
}

fn level(cell: Cell<'_>, changes: &mut Changes) -> Result<Level, CellReason> {
    let text = plain_of(cell, changes)?;
    let mut chars = text.chars();
    if let (Some(first), None) = (chars.next(), chars.next()) {
        return Level::from_code(first).ok_or(CellReason::Level);
    }
    let named = |level: &Level| level.zh() == text || level.zh().split('/').any(|n| n == text);
    Level::ALL.into_iter().find(named).ok_or(CellReason::Level)
}

/// Reads a day: `2020-12-05`, `2020/12/5`, `2020.12.5`, `2020年12月5日` or `20201205`.
fn day(cell: Cell<'_>, changes: &mut Changes) -> Result<Day, CellReason> {
    let found = match cell {
        Cell::Day(day) => Some(day),
        cell => {
            let text = plain_of(cell, changes)?;
            text.parse().ok().or_else(|| day_of(&text))
        }
    };
    found.filter(|day| YEARS.contains(&day.year())).ok_or(CellReason::Day)
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

fn words(cell: Cell<'_>) -> Read<'_> {
    let text = text_of(cell)?;
    match TEXT_CHARS_MAX < text.len() && TEXT_CHARS_MAX < text.chars().count() {
        true => Err(CellReason::TextTooLong),
        false => Ok(Value::Text(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(column: Column, text: &str, expect: Read<'_>) {
        let mut changes = Changes::default();
        assert_eq!(read(column, Cell::Text(text), &mut changes), expect, "{column:?} {text}");
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
