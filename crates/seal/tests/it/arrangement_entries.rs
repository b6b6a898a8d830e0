//! Entries of acts about arrangements: written and read back, and what is not of their form is
//! refused.
//!
//! Out of scope: whether an act is lawful (crate `register`).

use register::{
    ArchiveList, Arrangement, Event, OrganisationId, Part, PublicAct, RevisionReason, RoomUse,
    SessionAct, SessionId, StaffId,
};
use seal::{Entry, EntryError, Grounds, SigningSeed, seal_act};
use vocab::{Day, Instant};

const SESSION: SessionId = SessionId(70_000);

fn staff(number: u32) -> StaffId {
    StaffId { of: OrganisationId(2), number }
}

fn acts() -> Vec<SessionAct> {
    let session = SESSION;
    let room = |room, part| RoomUse {
        room,
        seats: 300,
        candidates: 24,
        part,
        from: Instant(1_607_130_000),
        until: Instant(1_607_137_200),
        invigilators: vec![staff(1), staff(70_000)],
        examiners: vec![],
    };
    let rooms = vec![room(1, Part::Theory), room(2, Part::Skill), room(3, Part::Review)];
    let site = "Y000099000001".parse().unwrap();
    let mut all = vec![
        SessionAct::Arrange(Arrangement { session, standard: [1; 32], site, rooms, root: [2; 32] }),
        SessionAct::SignIn { session, present: 24, root: [3; 32] },
        SessionAct::Object { session, objection: 0, commitment: [4; 32] },
        SessionAct::DecideObjection { session, objection: 23, upheld: true },
        SessionAct::Archive(ArchiveList {
            session,
            present: 31,
            root: [5; 32],
            paper_until: Day(19_700),
            electronic_until: Day(20_431),
        }),
        SessionAct::Lend { staff: staff(1), to: OrganisationId(3), from: Day(1), until: Day(-1) },
        SessionAct::DeclareRelation { session, staff: staff(9) },
    ];
    all.extend(RevisionReason::ALL.map(|reason| SessionAct::ReviseResults {
        session,
        sat: 24,
        passed: 23,
        root: [6; 32],
        reason,
    }));
    all
}

fn sealed(act: SessionAct) -> (Event, Vec<u8>) {
    let event = Event {
        actor: Some(OrganisationId(2)),
        sequence: 3,
        on: Day(18_600),
        recorded_at: Instant(1_607_000_000),
        idempotency: [5; 16],
        act: PublicAct::Session(act),
    };
    let grounds = Grounds { rule: None, asserted: 0 };
    let seed = SigningSeed::from_bytes(&[6; 32]);
    let bytes = seal_act(&event, &grounds, "demo.dengji.invalid/x", &seed);
    (event, bytes)
}

#[test]
fn every_act_about_arrangements_reads_back_and_is_read_in_one_form_only() {
    let key = SigningSeed::from_bytes(&[6; 32]).public_key();
    for act in acts() {
        let (event, bytes) = sealed(act);
        let Entry::Act(read) = Entry::read(&bytes).unwrap() else { panic!("an act") };
        assert_eq!(read.event, event);
        assert!(read.signed_by(&key, "demo.dengji.invalid/x"));
        for length in 0..bytes.len() {
            assert!(Entry::read(&bytes[..length]).is_err(), "cut at {length}");
        }
        // Whatever byte of what is signed changes, it is refused or no longer signed.
        let signed = read.message("").len() - "dengji act v1\n\n".len();
        for at in 0..signed {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            if let Ok(Entry::Act(read)) = Entry::read(&changed) {
                assert!(!read.signed_by(&key, "demo.dengji.invalid/x"), "byte {at}");
            }
        }
    }
}

/// Replaces the first occurrence of some bytes, and reads.
fn check(act: SessionAct, from: &[u8], to: &[u8], expect: EntryError) {
    let (_, mut bytes) = sealed(act);
    let at = bytes.windows(from.len()).position(|w| w == from).expect("the bytes to change");
    bytes.splice(at..at + from.len(), to.iter().copied());
    assert_eq!(Entry::read(&bytes), Err(expect));
}

#[test]
fn values_that_stand_for_nothing_are_refused() {
    let [arrange, sign_in] = [0, 1].map(|n| acts().swap_remove(n));
    check(arrange.clone(), b"Y000099000001", b"Q000099000001", EntryError::Value("site"));
    // Seats 300, candidates 24, part.
    let room = |part| [0x19, 0x01, 0x2c, 0x18, 24, part];
    check(arrange, &room(1), &room(4), EntryError::Value("part"));
    // Kind 46 in the place of one that is kept and has no act yet.
    check(sign_in, &[0x18, 46], &[0x18, 54], EntryError::Kind(54));
    let revise = acts().pop().unwrap();
    let reason = |n| [&[0x58, 0x20][..], &[6; 32], &[n]].concat();
    check(revise, &reason(3), &reason(4), EntryError::Value("reason"));
}
