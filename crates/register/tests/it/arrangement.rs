//! Arranged sessions: what is refused, rule by rule, and the way from rooms to the archive.
//!
//! Out of scope: bytes, people, the standards' figures themselves (crate `law`).

use crate::stage::{AUTHORITY, BODY, OTHER, Stage, at, day};
use register::{
    ArchiveList, Arrangement, Breach, Part, PublicAct, Refusal, RevisionReason, RoomUse,
    SessionAct, SessionId, StaffId,
};
use vocab::Level;

const S: SessionId = SessionId(0);

fn staff(numbers: &[u32]) -> Vec<StaffId> {
    numbers.iter().map(|number| StaffId { of: BODY, number: *number }).collect()
}

fn room(room: u16, seats: u16, candidates: u16, part: Part) -> RoomUse {
    let (from, until) = match part {
        Part::Theory => ("2020-12-05T09:00", "2020-12-05T10:30"),
        Part::Skill => ("2020-12-05T13:00", "2020-12-05T15:00"),
        Part::Review => ("2020-12-05T16:00", "2020-12-05T17:00"),
    };
    let (invigilators, examiners) = match part {
        Part::Theory => (staff(&[1, 2]), vec![]),
        Part::Skill | Part::Review => (vec![], staff(&[3, 4, 5])),
    };
    let (from, until) = (at(from), at(until));
    RoomUse { room, seats, candidates, part, from, until, invigilators, examiners }
}

fn arrangement(stage: &Stage) -> Arrangement {
    Arrangement {
        session: S,
        standard: stage.standard("2020-11-16").digest,
        site: "Y000099000001".parse().unwrap(),
        rooms: vec![room(1, 30, 20, Part::Theory), room(2, 20, 20, Part::Skill)],
        root: [7; 32],
    }
}

/// A session of twenty, registration closed on 2020-11-27.
fn closed() -> Stage {
    let mut stage = Stage::new();
    stage.closed_session(S, Level::Four, 20, "2020-11-16");
    stage
}

fn act(act: SessionAct) -> PublicAct {
    PublicAct::Session(act)
}

/// Changes the arrangement that is lawful, and says which breach refuses it.
fn check(change: impl FnOnce(&mut Arrangement), expect: Option<Breach>) {
    let stage = closed();
    let mut changed = arrangement(&stage);
    change(&mut changed);
    let got = stage.check(BODY, "2020-11-30", act(SessionAct::Arrange(changed)));
    assert_eq!(got.err(), expect.map(Refusal::Breach));
}

#[test]
fn an_arrangement_is_held_to_seats_times_and_staff_of_its_standard() {
    check(|_| (), None);
    check(|a| a.rooms[0].seats = 19, Some(Breach::MoreThanSeats));
    check(|a| a.rooms[0].candidates = 19, Some(Breach::NotEveryoneSeated));
    check(|a| a.rooms[0].candidates = 21, Some(Breach::NotEveryoneSeated));
    check(|a| a.rooms.truncate(1), Some(Breach::PartsNotOfStandard));
    check(|a| a.rooms.push(room(3, 20, 20, Part::Review)), Some(Breach::PartsNotOfStandard));
    check(|a| a.rooms.clear(), Some(Breach::RoomsOutOfBounds));
    check(|a| a.rooms[0].invigilators.truncate(1), Some(Breach::TooFewInvigilators));
    check(|a| a.rooms[1].examiners.truncate(1), Some(Breach::PanelTooSmall));
    check(|a| a.rooms[1].examiners.extend(staff(&[6])), Some(Breach::PanelEven));
    check(|a| a.rooms[0].until = at("2020-12-05T10:29"), Some(Breach::TimeTooShort));
    check(|a| a.rooms[0].until = a.rooms[0].from, Some(Breach::DatesOutOfOrder));
    check(|a| a.rooms[0].from = at("2020-11-24T09:00"), Some(Breach::DatesOutOfOrder));
    check(|a| a.rooms[0].from = at("2020-11-29T09:00"), Some(Breach::ArrangedTooLate));
    check(|a| a.standard = [0; 32], Some(Breach::UnknownStandard));
    check(|a| a.site = "Y000099000002".parse().unwrap(), Some(Breach::NotItsSite));
}

#[test]
fn nobody_and_no_room_is_in_two_places_at_once() {
    let to = |a: &mut Arrangement| {
        let (from, until) = (at("2020-12-05T10:00"), at("2020-12-05T12:00"));
        (a.rooms[1].from, a.rooms[1].until) = (from, until);
    };
    check(
        |a| {
            to(a);
            a.rooms[1].room = 1
        },
        Some(Breach::RoomInUse),
    );
    check(
        |a| {
            to(a);
            a.rooms[1].examiners = staff(&[2, 4, 5])
        },
        Some(Breach::StaffInUse),
    );
    check(
        |a| {
            to(a);
            a.rooms[1].room = 2
        },
        None,
    );
    // The end of one use is not yet the other.
    check(|a| (a.rooms[1].from, a.rooms[1].room) = (at("2020-12-05T10:30"), 1), None);
    check(|a| a.rooms[1].examiners = staff(&[3, 3, 4]), Some(Breach::StaffInUse));
}

#[test]
fn four_hundred_candidates_do_not_sit_on_three_hundred_seats() {
    let mut stage = Stage::new();
    stage.closed_session(S, Level::Four, 400, "2020-11-16");
    let invigilators: Vec<u32> = (100..127).collect();
    let theory = RoomUse { invigilators: staff(&invigilators), ..room(1, 300, 400, Part::Theory) };
    let rooms = vec![theory, room(2, 400, 400, Part::Skill)];
    let many = Arrangement { rooms, ..arrangement(&stage) };
    let got = stage.check(BODY, "2020-11-30", act(SessionAct::Arrange(many)));
    assert_eq!(got.err(), Some(Refusal::Breach(Breach::MoreThanSeats)));
    assert_eq!(Breach::MoreThanSeats.rule(), "2020-80/p1.arranged-by-standard");
}

#[test]
fn an_examiner_is_busy_across_sessions_and_bodies_until_results_are_confirmed() {
    let mut stage = closed();
    let first = arrangement(&stage);
    stage.done(BODY, "2020-11-30", act(SessionAct::Arrange(first.clone())));
    let second = SessionId(1);
    stage.closed_session(second, Level::Four, 20, "2020-11-16");
    let mut other = Arrangement { session: second, ..first.clone() };
    (other.rooms[0].room, other.rooms[1].room) = (11, 12);
    let refused = |stage: &Stage, a: &Arrangement, breach| {
        let got = stage.check(BODY, "2020-11-30", act(SessionAct::Arrange(a.clone())));
        assert_eq!(got.err(), Some(Refusal::Breach(breach)));
    };
    refused(&stage, &other, Breach::StaffInUse);
    other.rooms[0].invigilators = staff(&[21, 22]);
    other.rooms[1].examiners = staff(&[23, 24, 25]);
    other.rooms[1].room = 2;
    refused(&stage, &other, Breach::RoomInUse);
    // Arranged anew, the first session lets go of what it took.
    let mut moved = first;
    moved.rooms[1].room = 3;
    stage.done(BODY, "2020-11-30", act(SessionAct::Arrange(moved)));
    assert!(stage.check(BODY, "2020-11-30", act(SessionAct::Arrange(other))).is_ok());
}

#[test]
fn a_borrowed_examiner_was_lent_openly_and_one_with_a_relation_does_not_serve() {
    let mut stage = closed();
    let mut borrowed = arrangement(&stage);
    let guest = StaffId { of: OTHER, number: 1 };
    borrowed.rooms[1].examiners[0] = guest;
    let arrange = |stage: &Stage| {
        stage.check(BODY, "2020-11-30", act(SessionAct::Arrange(borrowed.clone()))).err()
    };
    assert_eq!(arrange(&stage), Some(Refusal::Breach(Breach::StaffOfAnother)));
    let lend = |from, until| {
        act(SessionAct::Lend { staff: guest, to: BODY, from: day(from), until: day(until) })
    };
    let own = stage.check(BODY, "2020-11-28", lend("2020-12-05", "2020-12-05")).err();
    assert_eq!(own, Some(Refusal::Breach(Breach::StaffOfAnother)));
    stage.done(OTHER, "2020-11-28", lend("2020-12-06", "2020-12-08"));
    assert_eq!(arrange(&stage), Some(Refusal::Breach(Breach::StaffOfAnother)));
    stage.done(OTHER, "2020-11-28", lend("2020-12-05", "2020-12-05"));
    assert_eq!(arrange(&stage), None);
    let relation = act(SessionAct::DeclareRelation { session: S, staff: guest });
    stage.done(OTHER, "2020-11-29", relation);
    assert_eq!(arrange(&stage), Some(Refusal::Breach(Breach::Recused)));
}

#[test]
fn the_same_panel_examines_three_sessions_in_a_row_and_not_a_fourth() {
    let mut stage = Stage::new();
    for n in 0..4u32 {
        let session = SessionId(n);
        stage.closed_session(session, Level::Four, 20, "2020-11-16");
        let mut next = Arrangement { session, ..arrangement(&stage) };
        for room in &mut next.rooms {
            room.from.0 += i64::from(n) * 86_400;
            room.until.0 += i64::from(n) * 86_400;
        }
        let arrange = act(SessionAct::Arrange(next.clone()));
        if n < 3 {
            stage.done(BODY, "2020-11-30", arrange);
            continue;
        }
        let got = stage.check(BODY, "2020-11-30", arrange).err();
        assert_eq!(got, Some(Refusal::Breach(Breach::SamePanelAgain)));
        next.rooms[1].examiners[2] = StaffId { of: BODY, number: 9 };
        assert!(stage.check(BODY, "2020-11-30", act(SessionAct::Arrange(next))).is_ok());
    }
}

/// An arranged session of which twenty signed in and twenty sat, published on a Friday.
fn published() -> Stage {
    let mut stage = closed();
    let arrange = act(SessionAct::Arrange(arrangement(&stage)));
    stage.done(BODY, "2020-11-30", arrange);
    let sign_in = act(SessionAct::SignIn { session: S, present: 20, root: [6; 32] });
    stage.done(BODY, "2020-12-05", sign_in);
    stage.done(BODY, "2020-12-25", results("2020-12-05", 20));
    stage
}

fn results(held_on: &str, sat: u32) -> PublicAct {
    let held_on = day(held_on);
    PublicAct::RecordResults { session: S, held_on, sat, passed: sat - 1, root: [5; 32] }
}

fn refused(stage: &Stage, by: register::OrganisationId, on: &str, act: PublicAct, why: Breach) {
    assert_eq!(stage.check(by, on, act).err(), Some(Refusal::Breach(why)));
}

#[test]
fn nobody_sits_who_did_not_sign_in() {
    let mut stage = closed();
    let sign_in = |present| act(SessionAct::SignIn { session: S, present, root: [6; 32] });
    refused(&stage, BODY, "2020-12-05", sign_in(20), Breach::NotArranged);
    let arrange = act(SessionAct::Arrange(arrangement(&stage)));
    stage.done(BODY, "2020-11-30", arrange);
    refused(&stage, BODY, "2020-12-25", results("2020-12-05", 20), Breach::NotSignedIn);
    refused(&stage, BODY, "2020-12-04", sign_in(20), Breach::NotHeldAsArranged);
    refused(&stage, BODY, "2020-12-06", sign_in(20), Breach::NotHeldAsArranged);
    refused(&stage, BODY, "2020-12-05", sign_in(21), Breach::MoreThanRegistered);
    stage.done(BODY, "2020-12-05", sign_in(18));
    refused(&stage, BODY, "2020-12-05", sign_in(18), Breach::SignedInTwice);
    refused(&stage, BODY, "2020-12-25", results("2020-12-05", 19), Breach::MoreThanPresent);
    refused(&stage, BODY, "2020-12-25", results("2020-12-06", 18), Breach::NotHeldAsArranged);
    assert!(stage.check(BODY, "2020-12-25", results("2020-12-05", 18)).is_ok());
}

#[test]
fn results_are_public_for_five_working_days_over_the_new_year() {
    let mut stage = published();
    // 12-28 to 12-31 are four working days, 2021-01-01 to 01-03 rest, 01-04 is the fifth.
    let confirm = PublicAct::ConfirmResults { session: S };
    refused(&stage, BODY, "2021-01-04", confirm.clone(), Breach::PublicityRuns);
    let object = |n| act(SessionAct::Object { session: S, objection: n, commitment: [4; 32] });
    assert!(stage.check(BODY, "2021-01-04", object(0)).is_ok());
    refused(&stage, BODY, "2021-01-05", object(0), Breach::ObjectionTooLate);
    refused(&stage, OTHER, "2021-01-04", object(0), Breach::NotItsOwnSession);
    refused(&stage, BODY, "2021-01-04", object(1), Breach::NotTheNext);
    stage.done(BODY, "2021-01-05", confirm);
    refused(&stage, BODY, "2021-01-05", object(0), Breach::ObjectionTooLate);
}

#[test]
fn an_upheld_objection_asks_for_new_results_and_new_publicity() {
    let mut stage = published();
    let confirm = PublicAct::ConfirmResults { session: S };
    let object = act(SessionAct::Object { session: S, objection: 0, commitment: [4; 32] });
    stage.done(BODY, "2020-12-28", object);
    let decide = |upheld| act(SessionAct::DecideObjection { session: S, objection: 0, upheld });
    refused(&stage, BODY, "2021-01-05", confirm.clone(), Breach::ResultsDisputed);
    for by in [BODY, OTHER] {
        let by_law = stage.law_refuses(by, "2020-12-29", decide(true));
        assert_eq!(by_law, "2020-80/p6.objection-is-decided-by-another");
    }
    let revise = |passed| {
        let reason = RevisionReason::Marking;
        act(SessionAct::ReviseResults { session: S, sat: 20, passed, root: [3; 32], reason })
    };
    refused(&stage, BODY, "2020-12-29", revise(20), Breach::NothingToRevise);
    stage.done(AUTHORITY, "2020-12-29", decide(true));
    refused(&stage, AUTHORITY, "2020-12-29", decide(true), Breach::ObjectionDecided);
    refused(&stage, BODY, "2021-01-05", confirm.clone(), Breach::RevisionOwed);
    stage.done(BODY, "2020-12-30", revise(20));
    assert_eq!(stage.state.session(S).unwrap().results.unwrap().passed, 20);
    // Public anew: 12-31, then 01-04 to 01-07.
    refused(&stage, BODY, "2021-01-07", confirm.clone(), Breach::PublicityRuns);
    stage.done(BODY, "2021-01-08", confirm);
    refused(&stage, BODY, "2021-01-08", revise(20), Breach::ConfirmedTwice);
}

#[test]
fn an_archive_is_kept_as_long_as_the_standard_asks_and_loses_no_volume() {
    let mut stage = published();
    let list = |present, paper: &str, electronic: &str| {
        act(SessionAct::Archive(ArchiveList {
            session: S,
            present,
            root: [2; 32],
            paper_until: day(paper),
            electronic_until: day(electronic),
        }))
    };
    let whole = |present| list(present, "2024-01-05", "2026-01-05");
    refused(&stage, BODY, "2021-01-05", whole(31), Breach::NotConfirmed);
    stage.done(BODY, "2021-01-05", PublicAct::ConfirmResults { session: S });
    refused(&stage, BODY, "2021-01-06", whole(0), Breach::NoSuchVolume);
    refused(&stage, BODY, "2021-01-06", whole(32), Breach::NoSuchVolume);
    let short = list(31, "2024-01-04", "2026-01-05");
    refused(&stage, BODY, "2021-01-06", short, Breach::KeptTooShort);
    stage.done(BODY, "2021-01-06", whole(0b00111));
    refused(&stage, BODY, "2021-01-07", whole(0b11000), Breach::VolumeGone);
    stage.done(BODY, "2021-01-07", whole(0b11111));
    let arranged = stage.state.arrangements().of(S).unwrap();
    assert_eq!(arranged.archive.as_ref().unwrap().present, 31);
    assert!(arranged.rooms.is_empty(), "rooms are let go of once the results are confirmed");
}

#[test]
fn a_version_of_the_standard_binds_by_the_day_of_announcement() {
    let mut stage = Stage::new();
    stage.closed_session(S, Level::Four, 20, "2020-11-16");
    let newer = stage.standard("2023-06-01").digest;
    assert_ne!(newer, stage.standard("2020-11-16").digest);
    let changed = Arrangement { standard: newer, ..arrangement(&stage) };
    let arrange = act(SessionAct::Arrange(changed));
    refused(&stage, BODY, "2020-11-30", arrange, Breach::StandardNotInForce);
}

#[test]
fn an_arranged_session_numbers_under_its_site_and_confirmation_leaves_the_digest_of_rooms() {
    let stage = published();
    let session = stage.state.session(S).unwrap();
    let site = stage.state.site(session).unwrap().to_string();
    assert_eq!(stage.state.counter_key(session, 2021).unwrap().0, site);
}
