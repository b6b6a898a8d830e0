//! Words for acts about arrangements.
//!
//! In scope: the name of the kind, the fields. Out of scope: the acts (`register`).

use super::Fields;
use crate::session_fault_words::part;
use crate::words::Words;
use register::{Arrangement, RevisionReason, RoomUse, SessionAct, StaffId, VOLUMES};

/// Returns the name of a kind of act.
pub(super) fn kind(words: &Words, act: &SessionAct) -> String {
    match act {
        SessionAct::Arrange(_) => words.say("session-act-arrange", &[]),
        SessionAct::SignIn { .. } => words.say("session-act-sign-in", &[]),
        SessionAct::Object { .. } => words.say("session-act-object", &[]),
        SessionAct::DecideObjection { .. } => words.say("session-act-decide", &[]),
        SessionAct::ReviseResults { .. } => words.say("session-act-revise", &[]),
        SessionAct::Archive(_) => words.say("session-act-archive", &[]),
        SessionAct::Lend { .. } => words.say("session-act-lend", &[]),
        SessionAct::DeclareRelation { .. } => words.say("session-act-relation", &[]),
    }
}

/// Returns the name of a volume of an archive, counted from nought.
pub(crate) fn volume(words: &Words, volume: u8) -> String {
    match volume {
        0 => words.say("session-volume-registration", &[]),
        1 => words.say("session-volume-plan", &[]),
        2 => words.say("session-volume-conduct", &[]),
        3 => words.say("session-volume-results", &[]),
        _ => words.say("session-volume-certificates", &[]),
    }
}

/// Adds what the act says.
pub(super) fn fields(fields: &mut Fields<'_>, act: &SessionAct) {
    let words = fields.words;
    if let Some(session) = act.session() {
        fields.session(session);
    }
    match act {
        SessionAct::Arrange(arrangement) => arranged(fields, arrangement),
        SessionAct::SignIn { present, root, .. } => {
            let label = words.say("session-field-present", &[]);
            fields.put("present", label, present.to_string());
            fields.hash("root", words.say("act-field-root", &[]), root);
        }
        SessionAct::Object { objection, commitment, .. } => {
            let label = words.say("session-field-objection", &[]);
            fields.put("objection", label, objection.to_string());
            fields.hash("commitment", words.say("session-field-commitment", &[]), commitment);
        }
        SessionAct::DecideObjection { objection, upheld, .. } => {
            let label = words.say("session-field-objection", &[]);
            fields.put("objection", label, objection.to_string());
            let upheld = fields.yes(*upheld);
            fields.put("upheld", words.say("session-field-upheld", &[]), upheld);
        }
        SessionAct::ReviseResults { sat, passed, root, reason, .. } => {
            fields.put("sat", words.say("act-field-sat", &[]), sat.to_string());
            fields.put("passed", words.say("act-field-passed", &[]), passed.to_string());
            fields.hash("root", words.say("act-field-root", &[]), root);
            let why = match reason {
                RevisionReason::Marking => words.say("session-reason-marking", &[]),
                RevisionReason::Recording => words.say("session-reason-recording", &[]),
                RevisionReason::Irregularity => words.say("session-reason-irregularity", &[]),
            };
            fields.put("reason", words.say("session-field-reason", &[]), why);
        }
        SessionAct::Archive(list) => {
            let there = (0..VOLUMES).filter(|n| list.present & 1 << n != 0);
            for name in there.map(|n| volume(words, n)).collect::<Vec<_>>() {
                fields.put("volume", words.say("session-field-volume", &[]), name);
            }
            fields.hash("root", words.say("act-field-root", &[]), &list.root);
            let paper = words.say("session-field-paper-until", &[]);
            fields.put("paper_until", paper, list.paper_until.to_string());
            let electronic = words.say("session-field-electronic-until", &[]);
            fields.put("electronic_until", electronic, list.electronic_until.to_string());
        }
        SessionAct::Lend { staff, to, from, until } => {
            fields.put("staff", words.say("session-field-staff", &[]), staff_id(*staff));
            fields.put("to", words.say("session-field-to", &[]), to.0.to_string());
            fields.put("from", words.say("session-field-from", &[]), from.to_string());
            fields.put("until", words.say("session-field-until", &[]), until.to_string());
        }
        SessionAct::DeclareRelation { staff, .. } => {
            fields.put("staff", words.say("session-field-staff", &[]), staff_id(*staff));
        }
    }
}

fn arranged(fields: &mut Fields<'_>, a: &Arrangement) {
    let words = fields.words;
    let standard = fields.law.standard(&a.standard);
    match standard {
        Some(s) => {
            let version = format!("{} {}", s.zh, s.version);
            fields.put("standard", words.say("session-field-standard", &[]), version);
        }
        None => fields.hash("standard", words.say("session-field-standard", &[]), &a.standard),
    }
    fields.put("site", words.say("session-field-site", &[]), a.site.to_string());
    for room in &a.rooms {
        let said = room_words(words, room);
        fields.put("room", words.say("session-field-room", &[]), said);
    }
    fields.hash("root", words.say("act-field-root", &[]), &a.root);
}

/// Returns the use of a room in one line.
pub(crate) fn room_words(words: &Words, room: &RoomUse) -> String {
    let all =
        |staff: &[StaffId]| staff.iter().map(|id| staff_id(*id)).collect::<Vec<_>>().join(" ");
    words.say(
        "session-room",
        &[
            ("room", room.room.to_string().into()),
            ("part", part(words, room.part).into()),
            ("candidates", room.candidates.to_string().into()),
            ("seats", room.seats.to_string().into()),
            ("from", room.from.to_string().into()),
            ("until", room.until.to_string().into()),
            ("invigilators", all(&room.invigilators).into()),
            ("examiners", all(&room.examiners).into()),
        ],
    )
}

/// Returns a staff number as people write it: organisation, a dash, number.
fn staff_id(id: StaffId) -> String {
    format!("{}-{}", id.of.0, id.number)
}
