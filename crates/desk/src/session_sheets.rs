//! Sheets of an arranged session to print: admissions, rooms, sign-in.
//!
//! In scope: csv of what the private rows hold. Out of scope: drawing seats (`seat_candidates`).
//! I-PRI-1: these sheets hold names; they are for the body and never published.

use crate::house::House;
use crate::house_error::HouseError;
use crate::seat_candidates::part_code;
use crate::session_fault::SessionFault;
use law::Part;
use register::{RoomUse, SessionId};

/// The sheets, each as csv in UTF-8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheets {
    /// One line for each candidate and part: 准考证号, 姓名, 证件号码, 科目, 考场, 座位, 时间.
    pub admission: Vec<u8>,
    /// One line for each room.
    pub rooms: Vec<u8>,
    /// One line for each seat, by room, with a place for the signature.
    pub sign_in: Vec<u8>,
}

impl House {
    /// Returns the sheets of an arranged session.
    ///
    /// # Errors
    /// The session is not arranged, or its results are confirmed: then its rooms are let go of.
    pub fn sheets(&self, session: SessionId) -> Result<Sheets, HouseError> {
        let arranged = self.state.arrangements().of(session);
        let Some(arranged) = arranged.filter(|arranged| !arranged.rooms.is_empty()) else {
            return Err(SessionFault::NotArranged(session.0).into());
        };
        let candidates = self.candidate_rows(session)?;
        let admissions = self.admissions(session)?;
        let mut seated = Vec::new();
        let mut admission =
            vec![line(["准考证号", "姓名", "证件号码", "科目", "考场", "座位", "开始", "结束"])];
        for (candidate, given) in candidates.iter().zip(&admissions) {
            for seat in &given.seats {
                let of_seat = |r: &&RoomUse| part_code(r.part) == seat.part && r.room == seat.room;
                let Some(room) = arranged.rooms.iter().find(of_seat) else { continue };
                let (number, seat_no) = (seat.room.to_string(), seat.seat.to_string());
                let (from, until) = (room.from.to_string(), room.until.to_string());
                admission.push(line([
                    &given.number,
                    &candidate.name,
                    candidate.document().1,
                    room.part.zh(),
                    &number,
                    &seat_no,
                    &from,
                    &until,
                ]));
                let name = candidate.name.clone();
                seated.push((seat.part, seat.room, seat.seat, given.number.clone(), name));
            }
        }
        seated.sort();
        let mut sign_in = vec![line(["科目", "考场", "座位", "准考证号", "姓名", "签名"])];
        for (part, room, seat, number, name) in &seated {
            let part = Part::ALL.into_iter().find(|p| part_code(*p) == *part).map_or("", Part::zh);
            let (room, seat) = (room.to_string(), seat.to_string());
            sign_in.push(line([part, &room, &seat, number, name, ""]));
        }
        let mut rooms =
            vec![line(["考场", "科目", "座位", "考生", "开始", "结束", "监考", "考评"])];
        rooms.extend(arranged.rooms.iter().map(room_line));
        let [admission, rooms, sign_in] = [admission, rooms, sign_in].map(sheet);
        Ok(Sheets { admission, rooms, sign_in })
    }

    /// Returns the place of a candidate by admission number; nothing when nobody has it.
    ///
    /// # Errors
    /// The private rows cannot be read.
    pub fn place_of(&self, session: SessionId, number: &str) -> Result<Option<u32>, HouseError> {
        let all = self.admissions(session)?;
        Ok((0..).zip(all).find(|(_, given)| given.number == number).map(|(place, _)| place))
    }

    /// Returns how many candidates of a session were accepted.
    ///
    /// # Errors
    /// The private rows cannot be read.
    pub fn accepted(&self, session: SessionId) -> Result<u32, HouseError> {
        Ok(self.candidate_rows(session)?.len() as u32)
    }
}

fn room_line(room: &RoomUse) -> String {
    let all = |staff: &[register::StaffId]| {
        staff.iter().map(|id| format!("{}-{}", id.of.0, id.number)).collect::<Vec<_>>().join(" ")
    };
    line([
        &room.room.to_string(),
        room.part.zh(),
        &room.seats.to_string(),
        &room.candidates.to_string(),
        &room.from.to_string(),
        &room.until.to_string(),
        &all(&room.invigilators),
        &all(&room.examiners),
    ])
}

/// One line of csv (RFC 4180). A cell that a spreadsheet would take for a formula stays text.
pub(crate) fn line<const N: usize>(cells: [&str; N]) -> String {
    let cell = |text: &str| {
        let text = match text.starts_with(['=', '+', '-', '@']) {
            true => format!("'{text}"),
            false => text.to_string(),
        };
        match text.contains(['"', ',', '\n', '\r']) {
            true => format!("\"{}\"", text.replace('"', "\"\"")),
            false => text,
        }
    };
    cells.map(cell).join(",")
}

/// Puts lines together; the mark at the beginning tells spreadsheets that it is UTF-8.
pub(crate) fn sheet(lines: Vec<String>) -> Vec<u8> {
    format!("\u{feff}{}\r\n", lines.join("\r\n")).into_bytes()
}
