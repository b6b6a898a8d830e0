//! Importing a plan of rooms: number, seats, part, beginning and end, and the staff.
//!
//! In scope: times of China, staff by number or as organisation and number. Out of scope: the
//! sheet's form (`paper`), whether rooms and staff suffice (`seat_candidates`, `register`).

use crate::import_sheet::{Column, Form, Options, SheetFile, Taken, take};
use law::Part;
use paper::{CellReason, Faults, Row};
use register::{OrganisationId, RoomUse, StaffId};
use vocab::Instant;

/// The words under 科目.
const PARTS: &str = "理论知识考试 theory, 技能考核 skill, 综合评审 review";

/// Reads a plan of rooms. Staff stand under 监考 and 考评, each as number or as organisation and
/// number (`3-12`), with blanks between.
pub fn read_rooms(
    file: &SheetFile,
    own: OrganisationId,
    options: &Options,
    news: &mut dyn FnMut(u32),
) -> Taken<RoomUse> {
    take(file, Form::Rooms, options, news, |row, faults| room(row, faults, own))
}

/// Reads one room.
pub(crate) fn room(row: &Row<'_>, faults: &mut Faults<'_>, own: OrganisationId) -> Option<RoomUse> {
    let part = row.text(Column::Part).and_then(|text| {
        let named = Part::ALL.into_iter().find(|part| part.zh() == text);
        let found = Part::from_name(text).or(named);
        if found.is_none() {
            faults.put(Column::Part, CellReason::NotOneOf(PARTS));
        }
        found
    });
    let mut at = |column| {
        let found = time(row.text(column)?);
        if found.is_none() {
            faults.put(column, CellReason::Time);
        }
        found
    };
    let (from, until) = (at(Column::From), at(Column::Until));
    let mut all = |column| {
        let text = row.text(column).unwrap_or_default();
        let found: Option<Vec<StaffId>> =
            text.split_whitespace().map(|id| staff(id, own)).collect();
        if found.is_none() {
            faults.put(column, CellReason::Staff);
        }
        found
    };
    let (invigilators, examiners) = (all(Column::Invigilators), all(Column::Examiners));
    Some(RoomUse {
        room: row.count(Column::Room)?.try_into().ok()?,
        seats: row.count(Column::Seats)?.try_into().ok()?,
        candidates: 0,
        part: part?,
        from: from?,
        until: until?,
        invigilators: invigilators?,
        examiners: examiners?,
    })
}

/// Reads a time of China, `2020-12-05 09:00` or `2020-12-05T09:00`, or a full instant.
fn time(text: &str) -> Option<Instant> {
    if let Ok(instant) = text.parse() {
        return Some(instant);
    }
    let plain = text.replacen(' ', "T", 1);
    format!("{plain}:00+08:00").parse().or_else(|_| format!("{plain}+08:00").parse()).ok()
}

/// Reads a staff number: the body's own, or organisation, a dash and the number.
pub fn staff(text: &str, own: OrganisationId) -> Option<StaffId> {
    let Some((of, number)) = text.split_once('-') else {
        return Some(StaffId { of: own, number: text.parse().ok()? });
    };
    Some(StaffId { of: OrganisationId(of.parse().ok()?), number: number.parse().ok()? })
}
