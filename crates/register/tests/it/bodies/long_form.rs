//! Sessions of a body recognised after an application: arranged at an open site of its own, with
//! rooms that were counted, or not held.
//!
//! Out of scope: sessions of bodies taken over in short form (`arrangement`).

use crate::bodies::stage::{APPLICANT, PROVINCE, Stage, day, law, refusal, row, site};
use register::{
    Arrangement, BodyAct, Part, PublicAct, RoomUse, SessionAct, SessionId, Site, StaffId,
};
use vocab::Instant;

fn staff(numbers: std::ops::Range<u32>) -> Vec<StaffId> {
    numbers.map(|number| StaffId { of: APPLICANT, number }).collect()
}

fn arrangement(session: SessionId) -> Arrangement {
    arranged(session, ["2020-09-21"; 2], 24)
}

/// Arranges a session announced since September 2020: theory on one day, skill on another.
pub fn arranged(session: SessionId, days: [&str; 2], candidates: u16) -> Arrangement {
    let hour = |on: &str, hour: i64| Instant(Instant::start_of(day(on)).0 + hour * 3600);
    let room = |room: u16, part, from, until, invigilators, examiners| RoomUse {
        room,
        seats: 30,
        candidates,
        part,
        from: hour(days[usize::from(room) - 1], from),
        until: hour(days[usize::from(room) - 1], until),
        invigilators,
        examiners,
    };
    Arrangement {
        session,
        standard: law().standard_for(row("电工"), day("2020-09-01")).unwrap().digest,
        site: site("S000099000001").prefix,
        rooms: vec![
            room(1, Part::Theory, 9, 11, staff(1..3), vec![]),
            room(2, Part::Skill, 13, 15, vec![], staff(3..6)),
        ],
        root: [7; 32],
    }
}

fn closed() -> (Stage, SessionId) {
    let mut stage = Stage::new();
    stage.granted();
    let session = stage.announce("2020-09-01", "电工").unwrap();
    let last_accepted_on = day("2020-09-06");
    let close =
        PublicAct::CloseRegistration { session, registered: 24, root: [1; 32], last_accepted_on };
    stage.record(Some(APPLICANT), "2020-09-08", close).unwrap();
    (stage, session)
}

fn results(session: SessionId) -> PublicAct {
    let held_on = day("2020-09-21");
    PublicAct::RecordResults { session, held_on, sat: 24, passed: 20, root: [2; 32] }
}

fn arrange(stage: &mut Stage, arrangement: Arrangement) -> Result<Option<String>, String> {
    let act = PublicAct::Session(SessionAct::Arrange(arrangement));
    let done = stage.record(Some(APPLICANT), "2020-09-10", act);
    done.map_err(|why| refusal::<()>(Err(why)))
}

#[test]
fn a_body_of_the_long_form_arranges_before_it_records_results() {
    let (mut stage, session) = closed();
    let early = stage.record(Some(APPLICANT), "2020-09-22", results(session));
    assert_eq!(refusal(early), "NotArranged");
    let (mut stage, session) = closed();
    arrange(&mut stage, arrangement(session)).unwrap();
    let sign_in = PublicAct::Session(SessionAct::SignIn { session, present: 24, root: [3; 32] });
    stage.record(Some(APPLICANT), "2020-09-21", sign_in).unwrap();
    stage.record(Some(APPLICANT), "2020-09-22", results(session)).unwrap();
    // 09-22 published; 23, 24, 25, then Sunday 27 is worked, and 28.
    let confirm = PublicAct::ConfirmResults { session };
    let early = stage.record(Some(APPLICANT), "2020-09-28", confirm.clone());
    assert_eq!(refusal(early), "PublicityRuns");
    stage.record(Some(APPLICANT), "2020-09-29", confirm).unwrap();
}

#[test]
fn it_arranges_at_an_open_site_of_its_own_with_the_seats_its_rooms_have() {
    let check = |change: fn(&mut Arrangement), expect: Option<&str>| {
        let (mut stage, session) = closed();
        let mut changed = arrangement(session);
        change(&mut changed);
        assert_eq!(arrange(&mut stage, changed).err().as_deref(), expect);
    };
    check(|_| (), None);
    check(|a| a.site = site("S000099000002").prefix, Some("NotItsSite"));
    check(|a| a.rooms[0].seats = 31, Some("SeatsNotOnRecord"));
    check(|a| a.rooms[0].room = 3, Some("NotItsSite"));
    check(|a| a.rooms[0].room = 0, Some("NotItsSite"));
    let (mut stage, session) = closed();
    let site = Site { rooms: vec![30, 30], ..site("S000099000001") };
    let close = BodyAct::ChangeSite { body: APPLICANT, site, open: false };
    stage.act(PROVINCE, "2020-09-09", close).unwrap();
    let refused = arrange(&mut stage, arrangement(session)).unwrap_err();
    assert_eq!(refused, "NotItsSite");
}
